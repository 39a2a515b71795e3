"""What is known of numbers besides calls: whether they must not be called, which campaigns they are in."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.campaigns import Campaign, CampaignFilter, CampaignQuery, CampaignStatus, Membership
from desktop.domain.changes import Change, Topic
from desktop.domain.do_not_call import DoNotCallEntry
from desktop.domain.errors import Trouble
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading

if TYPE_CHECKING:
    from desktop.services.campaigns.values import MirrorProgress

MANY = 20_000
"""So many numbers are read without asking again."""
PAGE = 100

_CARES = frozenset({Topic.DO_NOT_CALL, Topic.UPLOADS, Topic.CAMPAIGNS})


class Lists(Enum):
    """How far the campaigns' lists are read."""

    RESTING = "resting"
    LOOKING = "looking"  # how long they are
    ASKING = "asking"  # they are long
    READING = "reading"
    FAILED = "failed"


class NumberFacts(QObject):
    """`changed` says: show it again. `several_accounts` have campaigns."""

    changed = Signal()
    _told = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._numbers: tuple[str, ...] = ()
        self._wanted: tuple[Campaign, ...] = ()
        self.listed: tuple[DoNotCallEntry, ...] = ()
        self.memberships: tuple[Membership, ...] = ()
        self.has_campaigns = False
        self.several_accounts = False
        self.lists = Lists.RESTING
        self.progress: MirrorProgress | None = None
        self.to_read = 0
        self.trouble = ""
        self._reading = Rereading(self._scope, "again", self._read)
        self._told.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
        context.bridge.changed.connect(self._heard)

    def now(self) -> datetime:
        """Return the time."""
        return self._context.now()

    @property
    def settled(self) -> bool:
        """Whether everything of the shown numbers has been read."""
        return not self._scope.running("read")

    def show(self, numbers: Sequence[str], *, has_campaigns: bool) -> None:
        """Show what is known of these numbers (E.164 or extensions)."""
        wanted = tuple(dict.fromkeys(filter(None, numbers)))
        if (wanted, has_campaigns) == (self._numbers, self.has_campaigns):
            return
        other = wanted != self._numbers
        self._numbers, self.has_campaigns = wanted, has_campaigns
        if other:
            self.listed, self.memberships = (), ()
            self.changed.emit()
        self._scope.start("read", self._read(), replace=True)

    def read_lists(self) -> None:
        """Look how long the campaigns' lists are, and read them unless they are long."""
        self._set(Lists.LOOKING)
        self._scope.start("lists", self._look(), replace=True)

    def read_all(self) -> None:
        """Read the lists, however long they are."""
        self._set(Lists.READING)
        self._scope.start("lists", self._read_lists(), replace=True)

    def stop(self) -> None:
        """Read no more; what was read stays."""
        self._scope.cancel("lists")
        self._set(Lists.RESTING)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read(self) -> None:
        numbers, services, bridge = self._numbers, self._context.services, self._context.bridge
        listed: list[DoNotCallEntry] = []
        found: dict[str, Membership] = {}
        try:
            for number in numbers:
                entry = await bridge.run(services.do_not_call.find(number))
                listed += [entry] if entry is not None else []
                if self.has_campaigns:
                    members = await bridge.run(services.uploads.memberships(number))
                    found.update((one.campaign.id, one) for one in members)
        except Trouble:  # whoever calls or adds it hears why
            return
        if numbers != self._numbers:
            return
        self.listed, self.memberships = tuple(listed), tuple(found.values())
        self.several_accounts = len({one.campaign.account_id for one in self.memberships}) > 1
        self.changed.emit()

    async def _look(self) -> None:
        services, bridge = self._context.services, self._context.bridge
        found: list[Campaign] = []
        try:
            for account in await bridge.run(services.campaigns.accounts()):
                if account.refusal:
                    continue
                wanted = CampaignQuery(account.account_id, CampaignFilter(status=CampaignStatus.ACTIVE))
                listing = await bridge.run(services.campaigns.read(wanted, 0, PAGE))
                rows = self._context.campaigns.campaigns(listing.id, 0, PAGE)
                found += [one for one in rows if one is not None]
        except Trouble as trouble:
            self._set(Lists.FAILED, trouble.sentence)
            return
        self._wanted = tuple(found)
        self.to_read = sum(one.told.numbers_count or 0 for one in found)
        if self.to_read > MANY:
            self._set(Lists.ASKING)
            return
        self._set(Lists.READING)
        await self._read_lists()

    async def _read_lists(self) -> None:
        ids = [one.id for one in self._wanted]
        try:
            await self._context.bridge.run(self._context.services.uploads.read_mirror(ids, self._told.emit))
        except Trouble as trouble:
            self._set(Lists.FAILED, trouble.sentence)
            return
        self._set(Lists.RESTING)
        await self._read()

    def _progressed(self, progress: "MirrorProgress") -> None:
        if self.lists is Lists.READING:
            self.progress = progress
            self.changed.emit()

    def _set(self, lists: Lists, trouble: str = "") -> None:
        self.lists, self.trouble, self.progress = lists, trouble, None
        self.changed.emit()

    def _heard(self, change: Change) -> None:
        if self._numbers and change.topics & _CARES and self.lists is not Lists.READING:
            self._reading.ask()
