"""The campaigns of all accounts and their numbers: lists that their providers filter, sort and page."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from datetime import datetime
from functools import partial

from desktop.domain.accounts import Ability, Manifest
from desktop.domain.campaigns import (
    Campaign,
    CampaignAccount,
    CampaignFilter,
    CampaignNumber,
    CampaignQuery,
    DeleteResult,
    LabelKind,
    Listing,
    NumberQuery,
    ProviderCampaign,
    first_list,
)
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.accounts import Accounts
from desktop.services.campaigns.deleting import Deletion, provider_id_of
from desktop.services.campaigns.paging import Answer, Ask, every, some
from desktop.services.campaigns.sources import Source, Sources, numbers_of
from desktop.services.changes import Changes
from desktop.store import Db, Store, campaigns, listings
from desktop.store.listings import Page, Saved

CHUNK = 500
"""So many campaigns are kept in one transaction: others' writes wait no longer than for these."""

_UNREAD = ProviderCampaign("", "")
"""Stands for campaigns that cannot be read: asking for their page again would not help."""

_NOT_SUCH = frozenset({ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.REFUSED, ErrorKind.CONFLICT})
"""What a provider may answer that is asked for something by what is no id of its own."""


Gone = Callable[[Campaign, Sequence[CampaignNumber]], Awaitable[None]]
"""Hears of numbers that are in a campaign no more."""


class Campaigns:
    """Campaigns as their providers list them; pages that were read are kept, for `CampaignRows` to show.

    All methods run on the engine's loop and raise `Trouble`, also NO_ACCOUNT, NO_CAMPAIGN and UNSUPPORTED.
    Whatever changes what is kept is told with Topic.CAMPAIGNS and the campaigns' ids (none: all).
    """

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        changes: Changes,
        manifests: Mapping[str, Manifest],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._changes = changes
        self._manifests = manifests
        self._now = now
        self._sources = Sources(accounts, manifests)
        self._gone: list[Gone] = []

    def hear_gone(self, listener: Gone) -> None:
        """Have `listener` called with a campaign and those deleted numbers of which no record is left."""
        self._gone.append(listener)

    # -- campaigns

    async def accounts(self) -> list[CampaignAccount]:
        """Return the accounts whose provider has campaigns, in the order they were added."""
        return [
            CampaignAccount(
                account.id,
                account.name,
                account.provider,
                await self._accounts.region(account.id),
                (account.missing or {}).get(Ability.CAMPAIGNS, ""),
            )
            for account in await self._accounts.all()
            if self._sources.has_campaigns(account)
        ]

    async def open(self, wanted: CampaignQuery) -> Listing:
        """Return what is kept of a list, without any request; nothing yet is a listing never read."""
        return await self._open(listings.key_of(wanted))

    async def _open(self, key: listings.Key) -> Listing:
        found = await self._store.read(lambda db: listings.find(db, key))
        if found is None:
            found = await self._store.write(lambda db: listings.make(db, key))
        return found

    async def read(self, wanted: CampaignQuery, first: int = 0, count: int = 100) -> Listing:
        """Ask the provider for these rows of a list, and keep them.

        `first` 0 is a refresh: when that page is not what it was, the pages behind it are forgotten,
        because their rows may have moved. A row that cannot be read stays empty.
        """
        async with self._sources.asking(wanted.account_id) as source:
            page = await some(_campaigns_of(source, wanted), first, count)
        saved, _ = await self._take(wanted, page)
        return saved.listing

    async def get(self, campaign_id: str) -> Campaign:
        """Return a campaign (our id) as it is kept, without any request. Raises `Trouble` NO_CAMPAIGN."""
        found = await self._store.read(lambda db: campaigns.get(db, campaign_id))
        if found is None:
            raise Trouble(ErrorKind.NO_CAMPAIGN, name=campaign_id)
        return found

    async def find(self, text: str, account: str | None = None) -> Campaign:
        """Return the campaign that a person names: by our id, the provider's id, or its exact name.

        `account` is an account's name, None looks in all. What is not kept is asked for. Raises `Trouble`
        NO_CAMPAIGN, or USAGE when several have the name.
        """
        account_id = None if account is None else (await self._accounts.by_name(account)).id
        if not text:
            raise Trouble(ErrorKind.NO_CAMPAIGN, name=text)
        kept = await self._store.read(lambda db: _kept(db, text, account_id))
        if not kept:
            await self._ask_for(text, account_id)
            kept = await self._store.read(lambda db: _kept(db, text, account_id))
        if not kept:
            raise Trouble(ErrorKind.NO_CAMPAIGN, name=text)
        if len(kept) > 1:
            ids = ", ".join(f"{one.id} ({one.account})" for one in kept)
            raise Trouble(
                ErrorKind.USAGE, detail=f"Several campaigns are {text}: say which by its id, {ids}."
            )
        return kept[0]

    async def _ask_for(self, text: str, account_id: str | None) -> None:
        """Ask the providers for a campaign that is not kept, first by its id and then by its name."""
        met: Trouble | None = None
        for account in await self.accounts():
            if account.refusal or account_id not in (None, account.account_id):
                continue
            for wanted in (CampaignFilter(ids=(text,)), CampaignFilter(name=text)):
                try:
                    async for one in self.select(CampaignQuery(account.account_id, wanted)):
                        if text in (one.told.provider_id, one.name):
                            return
                except Trouble as trouble:
                    if trouble.kind not in _NOT_SUCH:
                        met = trouble
        if met is not None:
            raise met

    async def refresh(self, campaign_id: str) -> Campaign:
        """Ask the provider how a campaign stands. Raises `Trouble` NOT_FOUND when it has it no more."""
        known = await self.get(campaign_id)
        ids = (known.told.provider_id,)
        # Whether a list without a word on it has archived ones is nowhere said.
        for wanted in (CampaignFilter(ids=ids), CampaignFilter(ids=ids, archived=True)):
            async with aclosing(self.select(CampaignQuery(known.account_id, wanted))) as found:
                async for one in found:
                    if one.id == campaign_id:
                        return one
        provider = self._manifests[known.provider].title
        raise Trouble(ErrorKind.NOT_FOUND, provider=provider, account=known.account)

    async def select(self, wanted: CampaignQuery) -> AsyncGenerator[Campaign]:
        """Stream every campaign of a list from the provider."""
        async with self._sources.asking(wanted.account_id) as source:
            ask = _campaigns_of(source, wanted)
            async with aclosing(every(ask, _id_of, source.size)) as pages:
                async for rows in pages:
                    for one in await self._told(wanted.account_id, rows):
                        yield one

    async def _told(self, account_id: str, rows: Sequence[ProviderCampaign]) -> list[Campaign]:
        """Keep what was told of campaigns, and return them as they are kept."""

        def work(db: Db) -> tuple[list[Campaign], frozenset[str]]:
            kept = campaigns.keep(db, account_id, rows, self._now())
            found = [campaigns.get(db, str(campaign_id)) for campaign_id in kept.ids]
            return [one for one in found if one is not None], kept.changed

        found, changed = await self._store.write(work)
        if changed:
            self._changes.tell(Topic.CAMPAIGNS, ids=changed)
        return found

    # -- numbers

    async def open_numbers(self, wanted: NumberQuery) -> Listing:
        """As `open`, for the numbers of a campaign."""
        campaign = await self.get(wanted.campaign_id)
        return await self._open(listings.key_of_numbers(campaign.account_id, wanted))

    async def read_numbers(self, wanted: NumberQuery, first: int = 0, count: int = 100) -> Listing:
        """As `read`, for the numbers of a campaign; many pages are kept, and not all of a million rows."""
        campaign = await self.get(wanted.campaign_id)
        key, now = listings.key_of_numbers(campaign.account_id, wanted), self._now()
        async with self._sources.asking(campaign.account_id) as source:
            page = await some(numbers_of(source, campaign, wanted), first, count)
        saved = await self._store.write(lambda db: listings.keep_numbers(db, key, page, now))
        if saved.changed:
            self._changes.tell(Topic.CAMPAIGNS, ids=frozenset({campaign.id}))
        return saved.listing

    async def select_numbers(self, wanted: NumberQuery) -> AsyncGenerator[CampaignNumber]:
        """Stream all numbers of a campaign from the provider; keeps none of them."""
        campaign = await self.get(wanted.campaign_id)
        async with self._sources.asking(campaign.account_id) as source:
            ask = numbers_of(source, campaign, wanted)
            async with aclosing(every(ask, provider_id_of, source.size)) as pages:
                async for rows in pages:
                    for one in rows:
                        yield one

    async def delete_numbers(self, campaign_id: str, numbers: Sequence[CampaignNumber]) -> DeleteResult:
        """Delete numbers, and read the list again to see which are gone. No request is repeated.

        Raises `Trouble` only when nothing was sent, or was refused before anything was deleted: UNSUPPORTED
        with the reason when the campaign's numbers cannot be changed, else what the provider said.
        """
        campaign = await self.get(campaign_id)
        with suppress(Trouble):  # it may have been paused since; who cannot be asked is asked to delete
            campaign = await self.refresh(campaign_id)
        if campaign.refusal:
            raise Trouble(ErrorKind.UNSUPPORTED, account=campaign.account, detail=campaign.refusal)
        async with self._sources.asking(campaign.account_id) as source:
            deletion = Deletion(source.campaigns, campaign, source.size)
            result = await deletion.run(numbers)
        if result.deleted:
            gone = {one.provider_id for one in result.deleted}
            await self._store.write(lambda db: listings.remove_numbers(db, campaign_id, gone))
            for listener in self._gone:
                await listener(campaign, [one for one in result.deleted if not deletion.shows(one)])
        if result.unknown:
            await self._store.write(lambda db: listings.forget_numbers(db, campaign_id))
        with suppress(Trouble):
            await self.refresh(campaign_id)  # how many numbers it has now
        self._changes.tell(Topic.CAMPAIGNS, ids=frozenset({campaign_id}))
        return result

    async def forget_numbers(self, campaign_id: str) -> None:
        """Forget the pages of a campaign's numbers: something changed them, so they are to be read again."""
        await self._store.write(lambda db: listings.forget_numbers(db, campaign_id))
        self._changes.tell(Topic.CAMPAIGNS, ids=frozenset({campaign_id}))

    # -- names for ids that have none

    async def labels(self, account_id: str) -> Mapping[tuple[LabelKind, str], str]:
        """Return what a person called the provider's ids of an account."""
        return await self._store.read(lambda db: campaigns.labels(db, account_id))

    async def set_label(self, account_id: str, kind: LabelKind, raw_id: str, label: str) -> None:
        """Give a provider's id a name; "" takes it away."""
        account = await self._accounts.get(account_id)
        text = " ".join(label.split())
        await self._store.write(lambda db: campaigns.set_label(db, account.id, kind, raw_id, text))
        self._changes.tell(Topic.CAMPAIGNS)

    # -- being up to date

    async def refresh_one(self, account_id: str, *, look: bool = False) -> int:
        """Read an account's unfiltered list, whole or (`look`) its first page; return how many changed.

        Does nothing for an account that has no campaigns, or may not read them.
        """
        account = await self._accounts.get(account_id)
        if not self._sources.has_campaigns(account) or Ability.CAMPAIGNS in (account.missing or {}):
            return 0
        wanted = first_list(account_id)
        async with self._sources.asking(account_id) as source:
            ask = _campaigns_of(source, wanted)
            if look:
                page = await some(ask, 0, source.size)
            else:
                rows: list[ProviderCampaign] = []
                async with aclosing(every(ask, _id_of, source.size)) as pages:
                    async for some_rows in pages:
                        rows += some_rows
                page = Page(0, rows, len(rows), len(rows), ended=True)
        _, changed = await self._take(wanted, page)
        return len(changed)

    async def _take(self, wanted: CampaignQuery, page: Page[ProviderCampaign]) -> tuple[Saved, set[str]]:
        """Keep a page of a list; return what is kept now, and which campaigns changed."""
        key, now = listings.key_of(wanted), self._now()
        ids: list[int] = []
        changed: set[str] = set()
        for start in range(0, len(page.rows), CHUNK):
            part = page.rows[start : start + CHUNK]
            kept = await self._store.write(
                partial(campaigns.keep, account_id=wanted.account_id, told=part, now=now)
            )
            ids += kept.ids
            changed |= kept.changed
        if len(ids) < page.span:
            unread = partial(campaigns.keep, account_id=wanted.account_id, told=[_UNREAD], now=now)
            ids += (await self._store.write(unread)).ids * (page.span - len(ids))
        places = Page(page.first, ids, page.span, page.total, page.ended)
        saved = await self._store.write(lambda db: listings.keep_campaigns(db, key, places, now))
        if saved.changed or changed:
            self._changes.tell(Topic.CAMPAIGNS, ids=frozenset() if saved.changed else frozenset(changed))
        return saved, changed


def _id_of(told: ProviderCampaign) -> str:
    return told.provider_id


def _kept(db: Db, text: str, account_id: str | None) -> list[Campaign]:
    """Return the campaigns that are kept under an id or a name; ours counts first, a name last."""
    ours = campaigns.get(db, text)
    if ours is not None and account_id in (None, ours.account_id):
        return [ours]
    return campaigns.with_provider_id(db, text, account_id) or campaigns.with_name(db, text, account_id)


def _campaigns_of(source: Source, wanted: CampaignQuery) -> Ask[ProviderCampaign]:
    async def ask(first: int, count: int) -> Answer[ProviderCampaign]:
        page = await source.campaigns.campaigns(
            wanted.filter, wanted.sort, descending=wanted.descending, first=first, count=count
        )
        return Answer(page.campaigns, page.skipped, page.total)

    return ask
