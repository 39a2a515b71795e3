"""Reads the deleted contacts, narrows them, brings them back, and forgets them for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import TrashedContact
from desktop.domain.errors import Trouble
from desktop.ui import found
from desktop.ui import sentences_trash as sentences
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading


class TrashState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NOTHING = "nothing"  # none that fits the search
    FAILED = "failed"


class TrashPresenter(QObject):
    """`changed` says: read the rows and what is ticked again. `said` is told in passing."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._all: tuple[TrashedContact, ...] = ()
        self.state = TrashState.LOADING
        self.rows: tuple[TrashedContact, ...] = ()
        self.ticked: frozenset[str] = frozenset()
        self.text = ""
        self.trouble = ""
        self.regions: dict[str, str | None] = {}
        self._reading = Rereading(self._scope, "read", self._read)
        context.bridge.changed.connect(self._heard)

    @property
    def total(self) -> int:
        """How many deleted contacts there are, whatever is looked for."""
        return len(self._all)

    def now(self) -> datetime:
        """Return the time, for what is left of a contact's."""
        return self._context.now()

    def start(self) -> None:
        """Read the deleted contacts."""
        self._reading.ask()

    def search(self, text: str) -> None:
        """Show only those with this part of a name or of a number."""
        self.text = text
        self._narrow()

    def tick(self, place: int) -> None:
        """Choose a row, or choose it no more."""
        if 0 <= place < len(self.rows):
            self.ticked = self.ticked ^ {self.rows[place].id}
            self.changed.emit()

    def tick_all(self, ticked: bool) -> None:
        """Choose all rows that are shown, or none."""
        shown = frozenset(one.id for one in self.rows)
        self.ticked = self.ticked | shown if ticked else self.ticked - shown
        self.changed.emit()

    def chosen(self) -> tuple[TrashedContact, ...]:
        """Return what is ticked, also where the search hides it."""
        return tuple(one for one in self._all if one.id in self.ticked)

    def restore(self) -> None:
        """Bring back what is ticked."""
        if self.ticked:
            self._scope.start("change", self._restore(self.chosen()))

    def purge(self, ids: Iterable[str] | None) -> None:
        """Forget some for good, or all."""
        wanted = None if ids is None else list(ids)
        self._scope.start("change", self._purge(wanted))

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read(self) -> None:
        contacts = self._context.services.contacts
        try:
            books = await self._context.bridge.run(contacts.books())
            trash = await self._context.bridge.run(contacts.trash())
        except Trouble as trouble:
            self.state, self.trouble = TrashState.FAILED, trouble.sentence
            self.changed.emit()
            return
        self.regions = {book.account_id: book.region for book in books}
        self.take(trash)

    def take(self, trash: Sequence[TrashedContact]) -> None:
        """Show other deleted contacts; what was ticked and is still there stays so."""
        self._all = tuple(trash)
        self.ticked &= frozenset(one.id for one in self._all)
        self._narrow()

    def _narrow(self) -> None:
        text = self.text.strip()
        if text:
            words, parts = found.words_of(text), found.parts_of(text)
            self.rows = tuple(one for one in self._all if self._fits(one, words, parts))
        else:
            self.rows = self._all
        if not self._all:
            self.state = TrashState.EMPTY
        else:
            self.state = TrashState.READY if self.rows else TrashState.NOTHING
        self.changed.emit()

    def phones(self, one: TrashedContact) -> list[str]:
        """Return a contact's numbers as they are read."""
        return sentences.phones(one, self.regions.get(one.account_id))

    def _fits(self, one: TrashedContact, words: tuple[str, ...], parts: tuple[str, ...]) -> bool:
        name = sentences.name(one)
        if words and all(found.in_name(name, word) for word in words):
            return True
        return bool(parts) and any(found.in_number(phone, parts) for phone in self.phones(one))

    async def _restore(self, chosen: tuple[TrashedContact, ...]) -> None:
        contacts = self._context.services.contacts
        try:
            await self._context.bridge.run(contacts.restore([one.id for one in chosen]))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.ticked = frozenset()
            self.said.emit(sentences.restored(len(chosen), sentences.name(chosen[0])))
        await self._read()

    async def _purge(self, ids: list[str] | None) -> None:
        try:
            await self._context.bridge.run(self._context.services.contacts.purge(ids))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        await self._read()

    def _heard(self, change: Change) -> None:
        if Topic.CONTACTS in change.topics:
            self._reading.ask()
