"""Reads campaigns' numbers into the local mirror, page by page, and says how old it is."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from functools import partial

from desktop.domain.campaigns import (
    Campaign,
    CampaignFilter,
    CampaignNumber,
    CampaignQuery,
    CampaignStatus,
    Membership,
    NumberQuery,
)
from desktop.domain.errors import Trouble
from desktop.numbers import campaign_key
from desktop.services.accounts import Accounts
from desktop.services.campaigns.paging import pages
from desktop.services.campaigns.service import Campaigns
from desktop.services.campaigns.sources import Sources, numbers_of
from desktop.services.campaigns.values import MirrorAge, MirrorPart, MirrorProgress, MirrorTell
from desktop.store import UploadStore, mirror
from desktop.store.mirror import Reading
from desktop.store.uploads import key_of

GOES_ON = timedelta(minutes=10)
"""So long a reading that was cut short can go on where it was; after that it begins anew."""


Met = Callable[[Sequence[CampaignNumber], Sequence[int | None]], None]
"""Hears of numbers that a list shows, and what each is compared by."""


class Mirror:
    """The local mirror of campaigns' numbers. All methods run on the engine's loop."""

    def __init__(
        self,
        *,
        store: UploadStore,
        accounts: Accounts,
        campaigns: Campaigns,
        sources: Sources,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._campaigns = campaigns
        self._sources = sources
        self._now = now

    async def age(self, campaign_id: str) -> MirrorAge:
        """Say how old the mirror of a campaign and of its account's other active ones is."""
        campaign = await self._campaigns.get(campaign_id)
        if campaign.told.numbers_count is None:
            with suppress(Trouble):
                campaign = await self._campaigns.refresh(campaign_id)
        others = await self._others(campaign)
        ids = [campaign.id, *(other.id for other in others)]
        counts = await self._store.read(partial(mirror.count, campaign_ids=ids))
        parts = [await self._part(each, counts.get(each.id, 0)) for each in (campaign, *others)]
        to_read = sum(part.numbers if part.there is None else part.there for part in parts)
        pace = await self._store.read(mirror.pace)
        seconds = None if pace is None else to_read * pace
        return MirrorAge(parts[0], tuple(parts[1:]), to_read, seconds)

    async def _others(self, campaign: Campaign) -> list[Campaign]:
        """Return the account's other active campaigns; none where that cannot be asked now."""
        found: list[Campaign] = []
        wanted = CampaignQuery(campaign.account_id, CampaignFilter(status=CampaignStatus.ACTIVE))
        with suppress(Trouble):
            async for other in self._campaigns.select(wanted):
                if other.id != campaign.id and other.told.status == CampaignStatus.ACTIVE:
                    found.append(other)  # noqa: PERF401 - what came before the trouble counts
        return found

    async def _part(self, campaign: Campaign, numbers: int) -> MirrorPart:
        newest = await self._store.read(partial(mirror.latest, campaign_id=campaign.id))
        whole = await self._store.read(partial(mirror.latest, campaign_id=campaign.id, ended=True))
        under_way = newest is not None and newest.ended_at is None
        return MirrorPart(
            campaign.id,
            campaign.name,
            whole.ended_at if whole else None,
            numbers,
            campaign.told.numbers_count,
            newest.next if newest and under_way else 0,
        )

    async def read(self, campaign_ids: Sequence[str], tell: MirrorTell | None = None) -> None:
        """Read campaigns whole, one after the other."""
        for campaign_id in dict.fromkeys(campaign_ids):
            campaign = await self._campaigns.get(campaign_id)
            region = await self._accounts.region(campaign.account_id)
            await self._read(await self._begin(campaign), campaign, region, tell)

    async def read_anew(self, campaign: Campaign, region: str | None, met: Met) -> None:
        """Read a campaign whole, from its first row; `met` hears of every page."""
        now = self._now()
        begun = await self._store.write(lambda db: mirror.begin(db, campaign.id, campaign.account_id, now))
        await self._read(begun, campaign, region, None, met)

    async def _read(
        self,
        reading: Reading,
        campaign: Campaign,
        region: str | None,
        tell: MirrorTell | None,
        met: Met | None = None,
    ) -> None:
        seen: set[str] = set()
        async with self._sources.asking(campaign.account_id) as source:
            ask = numbers_of(source, campaign, NumberQuery(campaign.id))
            began = time.monotonic()
            async with aclosing(pages(ask, source.size, reading.next, reading.total)) as read:
                async for page in read:
                    took = time.monotonic() - began
                    found = await asyncio.to_thread(_keys, page.rows, region)
                    if met is not None:
                        met(page.rows, found)
                    await self._store.write(
                        partial(
                            mirror.keep,
                            reading=reading,
                            keys=[key for key in found if key is not None],
                            next_=page.next,
                            total=page.total,
                            seconds=took,
                            now=self._now(),
                        )
                    )
                    if tell is not None:
                        tell(MirrorProgress(campaign.name, page.next, page.total))
                    ids = {row.provider_id for row in page.rows}
                    if ids and ids <= seen and not page.again:
                        break
                    seen = ids
                    began = time.monotonic()
        await self._store.write(lambda db: mirror.end(db, reading, self._now()))

    async def _begin(self, campaign: Campaign) -> Reading:
        """Go on with a reading that was cut short a moment ago, or begin one."""
        newest = await self._store.read(partial(mirror.latest, campaign_id=campaign.id))
        if newest is not None and newest.ended_at is None and newest.page_at + GOES_ON > self._now():
            return newest
        return await self._store.write(
            lambda db: mirror.begin(db, campaign.id, campaign.account_id, self._now())
        )

    async def memberships(self, number: str) -> list[Membership]:
        """Return the campaigns that a number is in, as far as the mirror knows."""
        key = key_of(campaign_key(number, None))
        if key is None:
            return []
        found = await self._store.read(partial(mirror.find, keys=[key]))
        memberships = []
        for campaign_id in found.get(key, ()):
            whole = await self._store.read(partial(mirror.latest, campaign_id=campaign_id, ended=True))
            with suppress(Trouble):
                campaign = await self._campaigns.get(campaign_id)
                listed = whole.ended_at if whole and whole.ended_at else campaign.read_at
                memberships.append(Membership(campaign, listed))
        return memberships


def _keys(rows: Sequence[CampaignNumber], region: str | None) -> list[int | None]:
    return [key_of(campaign_key(row.number, region)) for row in rows]
