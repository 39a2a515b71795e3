"""Looks in a campaign for rows of which nobody knows whether they arrived; what is not seen stays unknown.

Numbers that were called already may have left the list, and the server may take a request late: that a number
is not there proves nothing, and nothing is sent again for it.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from desktop.domain.campaigns import Campaign, CampaignNumber, NewNumber, NumberQuery
from desktop.domain.errors import Trouble
from desktop.domain.uploads import RowState, RowVerdict, Upload
from desktop.numbers import campaign_key
from desktop.services.accounts import Accounts
from desktop.services.campaigns import reasons
from desktop.services.campaigns.deleting import PART
from desktop.services.campaigns.mirror import Mirror
from desktop.services.campaigns.paging import every
from desktop.services.campaigns.sources import Source, Sources, numbers_of
from desktop.store import Db, UploadStore, mirror, upload_changes, upload_pieces, uploads
from desktop.store.uploads import digits_of, key_of

log = logging.getLogger(__name__)

FEW = 20
"""So many numbers are always looked for one by one."""

AT_ONCE = 2_000
"""Rows that are looked at in one transaction."""


@dataclass(slots=True)
class Seen:
    """The records of the list that have wanted numbers: a number may be there more than once."""

    wanted: Collection[int]
    ids: dict[int, set[str]] = field(default_factory=dict)

    def take(self, rows: Sequence[CampaignNumber], keys: Sequence[int | None]) -> None:
        """Note the rows with wanted numbers."""
        for row, key in zip(rows, keys, strict=True):
            if key is not None and key in self.wanted:
                self.ids.setdefault(key, set()).add(row.provider_id)


class Looking:
    """Compares rows with what the provider lists. All methods run on the engine's loop."""

    def __init__(
        self,
        *,
        store: UploadStore,
        accounts: Accounts,
        sources: Sources,
        mirror_: Mirror,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._sources = sources
        self._mirror = mirror_
        self._now = now

    async def look(self, upload: Upload, campaign: Campaign) -> int:
        """Look for all rows of unknown outcome; returns how many were found. Raises `Trouble`."""
        unknown: dict[int, bool] = {}  # whether a row's number was there before; flat, it may be all rows
        after = -1
        while rows := await self._unknown(upload.id, after):
            after = rows[-1][0]
            for _, key, was_there in rows:
                if key is not None:
                    unknown[key] = was_there or unknown.get(key, False)
        if not unknown:
            return 0
        seen = await self._seen(campaign, unknown)
        free = await self._free(upload.id, unknown, seen)
        return await self._store.write(partial(_settle, upload_id=upload.id, free=free, now=self._now()))

    async def note(self, campaign: Campaign, numbers: Sequence[NewNumber], region: str | None) -> None:
        """Put right what the mirror says of a few numbers in a campaign; for many it is to be read whole.

        A number that was sent a moment ago stays in it: the server may show it late, or called it already.
        Where the campaign cannot be asked it stays as it is: nothing can be sent there either.
        """
        ours = await self._accounts.region(campaign.account_id)
        keys = {key_of(campaign_key(each.number, region or ours)) for each in numbers}
        wanted = sorted(key for key in keys if key)
        if len(wanted) > FEW:
            return
        seen = Seen(wanted)
        try:
            async with self._sources.asking(campaign.account_id) as source:
                for key in wanted:
                    await self._search(source, campaign, ours, key, seen)
        except Trouble as trouble:
            log.info("campaign %s was not looked through: %s", campaign.id, trouble.kind)
            return

        now = self._now()

        def keep(db: Db) -> None:
            mirror.sent(db, campaign.id, [key for key in wanted if key in seen.ids], now)
            mirror.gone(db, campaign.id, [key for key in wanted if key not in seen.ids], now)

        await self._store.write(keep)

    async def _unknown(self, upload_id: str, after: int) -> list[tuple[int, int | None, bool]]:
        """Return rows of unknown outcome: the index, the key, and whether its number was there before."""
        found = await self._store.read(
            partial(uploads.in_state, upload_id=upload_id, state=RowState.UNKNOWN, after=after, limit=AT_ONCE)
        )
        return [
            (
                row.index,
                key or None,
                row.verdict is RowVerdict.IN_CAMPAIGN and row.reason == reasons.IN_CAMPAIGN,
            )
            for row, key in found
        ]

    async def _seen(self, campaign: Campaign, wanted: Collection[int]) -> Seen:
        """Ask for these numbers one by one, or for the whole list: whichever takes fewer requests."""
        region = await self._accounts.region(campaign.account_id)
        seen = Seen(wanted)
        async with self._sources.asking(campaign.account_id) as source:
            if len(wanted) <= FEW or len(wanted) < await self._pages(source, campaign):
                for key in wanted:
                    await self._search(source, campaign, region, key, seen)
                return seen
        await self._mirror.read_anew(campaign, region, seen.take)
        return seen

    async def _pages(self, source: Source, campaign: Campaign) -> float:
        """Return how many pages the whole list has; without a total nobody knows, and it is read."""
        first = await numbers_of(source, campaign, NumberQuery(campaign.id))(0, 1)
        return 0 if first.total is None else first.total / source.size

    async def _search(
        self, source: Source, campaign: Campaign, region: str | None, key: int, seen: Seen
    ) -> None:
        query = NumberQuery(campaign.id, digits_of(key)[-PART:])
        async for rows in every(numbers_of(source, campaign, query), _id_of, source.size):
            keys = await asyncio.to_thread(
                lambda rows=rows: [key_of(campaign_key(row.number, region)) for row in rows]  # type: ignore[misc]
            )
            seen.take(rows, keys)

    async def _free(self, upload_id: str, unknown: Mapping[int, bool], seen: Seen) -> dict[int, int]:
        """Return how many records of each number are not accounted for by what was there or is sent."""
        keys = list(seen.ids)
        sent = await self._store.read(
            partial(uploads.counted, upload_id=upload_id, keys=keys, state=RowState.SENT)
        )
        free = {key: len(ids) - sent.get(key, 0) - (unknown[key]) for key, ids in seen.ids.items()}
        return {key: count for key, count in free.items() if count > 0}


def _id_of(number: CampaignNumber) -> str:
    return number.provider_id


def _settle(db: Db, upload_id: str, free: dict[int, int], now: datetime) -> int:
    """Make SENT of as many rows as there are records for."""
    found = 0
    after = -1
    touched: set[int] = set()
    keys: list[int] = []
    while rows := uploads.in_state(db, upload_id, RowState.UNKNOWN, after, AT_ONCE):
        after = rows[-1][0].index
        there = []
        for row, key in rows:
            if free.get(key, 0) > 0:
                free[key] -= 1
                there.append(row.index)
                keys.append(key)
                if row.piece is not None:
                    touched.add(row.piece)
        upload_changes.move(db, upload_id, there, RowState.SENT)
        found += len(there)
    for piece in touched:
        upload_pieces.count_unknown(db, upload_id, piece)
    upload = uploads.get(db, upload_id)
    if upload is not None:
        mirror.sent(db, upload.campaign_id, keys, now)
    return found
