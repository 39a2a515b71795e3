"""Goes through the contacts that may be one: puts them together, leaves them apart, and takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import Book, ContactCard
from desktop.domain.errors import Trouble
from desktop.services.duplicates import DuplicateGroup
from desktop.ui.contacts.duplicates.proposal import Proposal
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading


class DuplicatesState(Enum):
    """What stands where the groups would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a merge back: who stayed, what it said before and says now, and who was deleted."""

    name: str
    keep_id: str
    before: ContactCard
    after: ContactCard
    deleted: tuple[str, ...]
    favourite: bool


async def take_back(context: Context, undo: Undo) -> None:
    """Make several of one again. Raises `Trouble` as the contacts' service does."""
    run, contacts = context.bridge.run, context.services.contacts
    await run(contacts.restore(undo.deleted))
    await run(contacts.edit(undo.keep_id, undo.before, undo.after))
    await run(contacts.favourite(undo.keep_id, favourite=undo.favourite))


class DuplicatesPresenter(QObject):
    """`changed` says: read the groups again, `proposed` what would become of the one that is looked at.

    `merged` comes with the name of the one that stayed, `said` is told in passing.
    """

    changed = Signal()
    proposed = Signal()
    merged = Signal(str)
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._books: dict[str, Book] = {}
        self._undo: Undo | None = None
        self.state = DuplicatesState.LOADING
        self.groups: tuple[DuplicateGroup, ...] = ()
        self.at = 0
        self.proposal: Proposal | None = None
        self.trouble = ""
        self._reading = Rereading(self._scope, "read", self._read)
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Compare all contacts."""
        self._reading.ask()

    @property
    def group(self) -> DuplicateGroup | None:
        """Return the group that is looked at."""
        return self.groups[self.at] if self.at < len(self.groups) else None

    @property
    def working(self) -> bool:
        """Whether something is being merged or taken back."""
        return self._scope.running("change")

    # ---- which group

    def go(self, at: int) -> None:
        """Look at another group."""
        if 0 <= at < len(self.groups):
            self.at = at
            self._propose()

    def next(self) -> None:
        """Look at the next group."""
        self.go(self.at + 1)

    def previous(self) -> None:
        """Look at the group before."""
        self.go(self.at - 1)

    # ---- what would become of it

    def name_as(self, name: str) -> None:
        """Take another one's name."""
        self._change(self.proposal and self.proposal.named(name))

    def place(self, place: int, text: str) -> None:
        """Put another number into a place."""
        self._change(self.proposal and self.proposal.placed(place, text))

    def toggle(self, contact_id: str) -> None:
        """Leave one of them out, or take it in again."""
        self._change(self.proposal and self.proposal.without(contact_id))

    def merge(self) -> None:
        """Make one of them."""
        if self.proposal is not None and self.proposal.possible:
            self._scope.start("change", self._merge(self.proposal))

    def dismiss(self) -> None:
        """Say that they are different, and go on."""
        if self.group is not None:
            self._scope.start("change", self._dismiss(self.group))

    def undo(self) -> None:
        """Take the last merge back."""
        undo = self.hand_over()
        if undo is not None:
            self._scope.start("change", self._take_back(undo))

    def hand_over(self) -> Undo | None:
        """Leave it to another to take the last merge back; None where there is none."""
        undo, self._undo = self._undo, None
        return undo

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    # ---- tasks

    def _change(self, proposal: Proposal | None) -> None:
        if proposal is not None:
            self.proposal = proposal
            self.proposed.emit()

    def _propose(self) -> None:
        group = self.group
        self.proposal = None
        if group is not None:
            for account_id in dict.fromkeys(one.account_id for one in group.contacts):
                book = self._books.get(account_id)
                if book is not None and book.refusal is None and self.proposal is None:
                    self.proposal = Proposal.of(group, book)
        self.proposed.emit()

    async def _read(self) -> None:
        services = self._context.services
        try:
            books = await self._context.bridge.run(services.contacts.books())
            groups = await self._context.bridge.run(services.duplicates.groups())
        except Trouble as trouble:
            self.state, self.trouble = DuplicatesState.FAILED, trouble.sentence
            self.changed.emit()
            return
        self.take(books, groups)

    def take(self, books: Sequence[Book], groups: Sequence[DuplicateGroup]) -> None:
        """Show other groups; what is chosen for the one that is looked at stays while that is the same."""
        before = self.group
        self._books = {book.account_id: book for book in books}
        self._show(tuple(groups))
        if before is None or self.group != before:
            self._propose()

    def _show(self, groups: tuple[DuplicateGroup, ...]) -> None:
        """Take other groups, and stay at the one that is looked at as long as it is there."""
        now = self.group
        self.groups = groups
        same = next((at for at, one in enumerate(groups) if now is not None and one.key == now.key), None)
        self.at = min(self.at, max(0, len(groups) - 1)) if same is None else same
        self.state = DuplicatesState.READY if groups else DuplicatesState.EMPTY
        self.changed.emit()

    def _leave_out(self, group: DuplicateGroup) -> None:
        self._show(tuple(one for one in self.groups if one.key != group.key))
        self._propose()

    async def _merge(self, proposal: Proposal) -> None:
        services, keep = self._context.services, proposal.keep
        deleted = tuple(one.id for one in proposal.others)
        try:
            merging = services.duplicates.merge(keep, proposal.others, proposal.card)
            await self._context.bridge.run(merging)
            if proposal.favourite and not keep.favourite:
                await self._context.bridge.run(services.contacts.favourite(keep.id, favourite=True))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
            return
        self._undo = Undo(proposal.name, keep.id, keep.card, proposal.card, deleted, keep.favourite)
        self._leave_out(proposal.group)
        self.merged.emit(proposal.name)
        self._reading.ask()  # who is gone may have been in other groups too

    async def _take_back(self, undo: Undo) -> None:
        try:
            await take_back(self._context, undo)
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        await self._read()

    async def _dismiss(self, group: DuplicateGroup) -> None:
        duplicates = self._context.services.duplicates
        await self._context.bridge.run(duplicates.dismiss(group))
        self._leave_out(group)

    def _heard(self, change: Change) -> None:
        if Topic.CONTACTS in change.topics and not self.working:
            self._reading.ask()
