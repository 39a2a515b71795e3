"""Which campaigns are listed: asked of their provider, shown from what is kept meanwhile; no widgets here."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.campaigns import Campaign, CampaignAccount, CampaignQuery, LabelKind, Listing
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.campaigns.chosen import Wish, from_text, known_label, to_text
from desktop.ui.context import Context
from desktop.ui.paging import Paging
from desktop.ui.shell.presenter import ShellPresenter

CAMPAIGNS_KEY = "ui.campaigns"
TYPING_MS = 300
"""A search goes to the provider: not for every letter."""
OLD_S = 60.0
"""Older than this, a list that somebody comes back to is read again."""
MOST_LOOKED_AT = 1000
"""So many campaigns are looked through for ids that can be filtered by."""

Labels = Mapping[tuple[LabelKind, str], str]


class ListState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NOTHING = "nothing"
    FAILED = "failed"
    SIGN_IN = "sign in"
    NO_ACCOUNT = "no account"


@dataclass(frozen=True, slots=True)
class ListContent:
    """What the list shows, or why there are no rows. `total` is how many there are without the filter.

    `numbers` is how many numbers all of them have together, None where that is not known of each.
    `sentence` says why there is nothing; beside rows, why what is shown is not of this moment.
    """

    state: ListState
    listing: Listing | None = None
    total: int | None = None
    sentence: str = ""
    numbers: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of an account that its campaigns and a person's labels tell of, by their kind, in order."""

    labels: Labels
    ids: Mapping[LabelKind, tuple[str, ...]]

    def label(self, kind: LabelKind, raw_id: str) -> str:
        """Return what a person called an id, else the id."""
        return known_label(self.labels, kind, raw_id)

    def choices(self, kind: LabelKind) -> dict[str, str]:
        """Return the ids of a kind with what they are called, by that."""
        named = {raw_id: self.label(kind, raw_id) for raw_id in self.ids.get(kind, ())}
        return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


class CampaignsPresenter(QObject):
    """The list's query and its rows. `shown` carries a `ListContent`, `wish_changed` says the query did.

    `known_changed` says that accounts, labels or the ids to choose from are others, `account_changed` that
    the campaigns of another account are listed.
    """

    shown = Signal(object)
    wish_changed = Signal()
    known_changed = Signal()
    account_changed = Signal()

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._service = context.services.campaigns
        self._scope = context.scope()
        self._wish = from_text(context.services.settings.text(CAMPAIGNS_KEY))
        self._query = CampaignQuery("")
        self._last: ListContent | None = None
        self._moved = False
        self.accounts: tuple[CampaignAccount, ...] = ()
        self.known = Known({}, {})
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self.paging = Paging(self._scope, "page", self._fetch, self)
        self.paging.came.connect(self._page_came)
        self.paging.failed.connect(self._page_failed)
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Read the list for the first time."""
        self.refresh()

    # ---- what is wanted

    @property
    def wish(self) -> Wish:
        """All that narrows and orders the list now."""
        return self._wish

    def now(self) -> datetime:
        """Return what time it is."""
        return self._context.now()

    @property
    def account(self) -> CampaignAccount | None:
        """The account whose campaigns are listed."""
        return next((one for one in self.accounts if one.account_id == self._wish.account_id), None)

    @property
    def content(self) -> ListContent | None:
        """What was shown last."""
        return self._last

    @property
    def settled(self) -> bool:
        """Whether all that was asked for has been read."""
        busy = self._typing.isActive() or any(self._scope.running(name) for name in ("list", "open"))
        return not busy and self.paging.settled

    def choose(self, wish: Wish) -> None:
        """List something else, at once."""
        if wish != self._wish:
            self._take(wish)
            self.reload()

    def choose_account(self, account_id: str) -> None:
        """List the campaigns of another account; what was typed and the choices that mean the same stay."""
        if account_id != self._wish.account_id:
            self.choose(self._wish.of_account(account_id))

    def search(self, text: str) -> None:
        """Look for a part of a name, a moment after the last key."""
        if text.strip() != self._wish.name:
            self._take(replace(self._wish, name=text.strip()))
            self._typing.start()

    def reset(self) -> None:
        """List all campaigns of the account, in the order that was chosen."""
        self.choose(self._wish.unfiltered())

    def _take(self, wish: Wish) -> None:
        left = self._wish.account_id not in ("", wish.account_id)
        self._wish = wish
        self._shell.keep(CAMPAIGNS_KEY, to_text(replace(wish, name="")))
        self.wish_changed.emit()
        if left:
            self.known = Known({}, {})
            self._last = None
            self.account_changed.emit()

    # ---- reading

    def refresh(self) -> None:
        """Look which accounts there are, and read the list anew from the provider."""
        self._typing.stop()
        self._scope.start("list", self._load(look=True), replace=True)

    def refresh_old(self) -> None:
        """Read the list again when somebody comes back to it after a while."""
        listing = self._last.listing if self._last else None
        age = (self._context.now() - listing.read_at).total_seconds() if listing and listing.read_at else None
        if age is None or age > OLD_S:
            self.refresh()

    def reload(self) -> None:
        """Read the list of what is wanted now from the provider."""
        self._typing.stop()
        self._scope.start("list", self._load(look=False), replace=True)

    async def close(self) -> None:
        """End all tasks."""
        self._typing.stop()
        await self._scope.close()

    async def _read_accounts(self) -> None:
        before = self.accounts
        self.accounts = tuple(await self._context.bridge.run(self._service.accounts()))
        if self.account is None:
            first = self.accounts[0].account_id if self.accounts else ""
            self._take(self._wish.of_account(first))
        if before != self.accounts:
            self.known_changed.emit()

    async def _load(self, *, look: bool) -> None:
        """Show what is kept of the list, then what the provider says of it now; `look` which accounts are."""
        bridge, listing = self._context.bridge, None
        self.paging.drop()
        try:
            if look or self.account is None:
                await self._read_accounts()
            account = self.account
            if account is None:
                self._show(ListContent(ListState.NO_ACCOUNT))
                return
            query = self._query = self._wish.as_query(self._context.now())
            await self._learn(account.account_id)
            listing = await bridge.run(self._service.open(query))
            if listing.read_at is None:
                self._show(ListContent(ListState.LOADING))
            else:
                await self._show_listing(listing)
            if account.refusal:
                await self._refused(listing, ListState.FAILED, account.refusal)
                return
            listing = await bridge.run(self._service.read(query))
            await self._learn(account.account_id)
            await self._show_listing(listing)
        except Trouble as trouble:
            signed_out = trouble.kind is ErrorKind.SIGN_IN
            state = ListState.SIGN_IN if signed_out else ListState.FAILED
            await self._refused(listing, state, trouble.sentence)

    async def _refused(self, listing: Listing | None, state: ListState, sentence: str) -> None:
        """Say why nothing new was read; what is kept stays usable."""
        if listing is not None and listing.read_at is not None:
            await self._show_listing(listing, sentence)
        else:
            self._show(ListContent(state, sentence=sentence))

    async def _show_listing(self, listing: Listing, sentence: str = "") -> None:
        total = await self._total()
        if listing.rows:
            numbers = await self._numbers(listing)
            self._show(ListContent(ListState.READY, listing, total, sentence, numbers))
        elif self._wish.narrows:
            self._show(ListContent(ListState.NOTHING, listing, total, sentence))
        else:
            self._show(ListContent(ListState.EMPTY, listing, total, sentence))

    async def _total(self) -> int | None:
        """Return how many campaigns there are without any filter, where that is known."""
        if not self._wish.narrows:
            return None
        for one in await self._whole(self._query.account_id):
            if one.exact and one.read_at is not None:
                return one.rows
        return None

    async def _numbers(self, listing: Listing) -> int | None:
        """Return how many numbers all campaigns of a list have together, where that is known of each."""
        if not listing.exact or listing.kept < listing.rows or listing.rows > MOST_LOOKED_AT:
            return None
        counts = [campaign.told.numbers_count for campaign in await self._rows(listing)]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == listing.rows else None

    async def _rows(self, listing: Listing) -> list[Campaign]:
        """Read what is kept of a list, its first campaigns; decoding many may take a while."""
        source, count = self._context.campaigns, min(listing.rows, MOST_LOOKED_AT)
        if not listing.kept:
            return []
        rows = await self._context.bridge.read(lambda: source.campaigns(listing.id, 0, count))
        return [campaign for campaign in rows if campaign is not None]

    async def _whole(self, account_id: str) -> list[Listing]:
        """Return the lists without a filter, as far as they are kept."""
        plain = self._wish.unfiltered().as_query(self._context.now())
        queries = [CampaignQuery(account_id), replace(plain, account_id=account_id)]
        try:
            return [await self._context.bridge.run(self._service.open(query)) for query in queries]
        except Trouble:
            return []  # the account went away meanwhile

    async def _learn(self, account_id: str) -> None:
        """Learn which ids there are, and what a person calls them."""
        labels = dict(await self._context.bridge.run(self._service.labels(account_id)))
        campaigns: list[Campaign] = []
        for listing in await self._whole(account_id):
            campaigns += await self._rows(listing)
        known = Known(labels, _ids(labels, campaigns))
        if known != self.known:
            self.known = known
            self.known_changed.emit()

    def _show(self, content: ListContent) -> None:
        self._last = content
        self.shown.emit(content)

    # ---- pages

    async def _fetch(self, first: int, count: int) -> None:
        await self._context.bridge.run(self._service.read(self._query, first, count))

    def _page_came(self) -> None:
        self._moved = True
        self._scope.start("open", self._open_again())

    def _page_failed(self, sentence: str) -> None:
        if self._last is not None and self._last.state is ListState.READY:
            self._show(replace(self._last, sentence=sentence))

    # ---- what changes meanwhile

    def _heard(self, change: Change) -> None:
        if Topic.ACCOUNTS in change.topics:
            self._scope.start("accounts", self._look_at_accounts())
        if Topic.CAMPAIGNS in change.topics and not self._scope.running("list"):
            self._page_came()

    async def _look_at_accounts(self) -> None:
        before = self.accounts
        with suppress(Trouble):
            await self._read_accounts()
        if before != self.accounts:
            self.reload()

    async def _open_again(self) -> None:
        """Show what is kept by now of the list that is shown; nothing is asked of the provider."""
        while self._moved:
            self._moved = False
            last, query = self._last, self._query
            if last is None or last.listing is None or self.account is None:
                return
            try:
                await self._learn(query.account_id)
                listing = await self._context.bridge.run(self._service.open(query))
            except Trouble:
                return  # the account went away meanwhile: which there are is being read
            if self._last is last and query == self._query:
                await self._show_listing(listing, self.paging.trouble or last.sentence)


def _ids(labels: Labels, campaigns: Sequence[Campaign]) -> dict[LabelKind, tuple[str, ...]]:
    """Return the ids that campaigns and labels tell of, by their kind, each once."""
    found: dict[LabelKind, dict[str, None]] = {kind: {} for kind in LabelKind}
    for kind, raw_id in labels:
        found[kind][raw_id] = None
    for campaign in campaigns:
        told = campaign.told
        found[LabelKind.TAG].update(dict.fromkeys(told.tag_ids))
        for kind, raw in (
            (LabelKind.PHONE_SYSTEM, told.phone_system_id),
            (LabelKind.EXTENSION, told.extension_id),
            (LabelKind.CALL_FLOW, told.human_callflow_id),
            (LabelKind.CALL_FLOW, told.machine_callflow_id),
            (LabelKind.WEBHOOK, told.webhook_id),
        ):
            if raw:
                found[kind][raw] = None
    return {kind: tuple(raw) for kind, raw in found.items()}
