"""Counts what can be exported, and writes it into a file."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.contacts import Book, ContactQuery
from desktop.domain.errors import Trouble
from desktop.services.importing.values import Format
from desktop.ui.context import Context


class Which(Enum):
    """Which contacts are exported."""

    CHOSEN = "chosen"
    ALL = "all"
    FAVOURITES = "favourites"


class ExportPresenter(QObject):
    """`changed` says: read the counts again, or whether it writes. `saved` carries file and count."""

    changed = Signal()
    saved = Signal(object, int)
    failed = Signal(str)

    def __init__(self, context: Context, ids: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.ids = tuple(ids)
        self.books: tuple[Book, ...] = ()
        self.book = ""
        self._favourites: dict[str, int] = {}
        self.known = False
        self.writing = False

    def start(self) -> None:
        """Count what there is."""
        self._scope.start("read", self._read())

    def choose_book(self, account_id: str) -> None:
        """Export of one phonebook only; "" means all."""
        self.book = account_id
        self.changed.emit()

    def count(self, which: Which) -> int:
        """Return how many contacts that is."""
        if which is Which.CHOSEN:
            return len(self.ids)
        counts = {book.account_id: book.contacts for book in self.books}
        if which is Which.FAVOURITES:
            counts = self._favourites
        return counts.get(self.book, 0) if self.book else sum(counts.values())

    def write(self, which: Which, kind: Format, file: Path) -> None:
        """Write contacts into a file."""
        self._scope.start("write", self._write(which, kind, file))

    def stop(self) -> None:
        """Stop writing; what was in the file before stays."""
        self._scope.cancel("write")

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read(self) -> None:
        contacts = self._context.services.contacts
        try:
            self.books = tuple(await self._context.bridge.run(contacts.books()))
            found = await self._context.bridge.run(contacts.find_all(ContactQuery(favourites=True)))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
            return
        for contact in found:
            self._favourites[contact.account_id] = self._favourites.get(contact.account_id, 0) + 1
        self.known = True
        self.changed.emit()

    async def _write(self, which: Which, kind: Format, file: Path) -> None:
        importing = self._context.services.importing
        accounts = frozenset({self.book}) if self.book else frozenset()
        wanted = ContactQuery(favourites=which is Which.FAVOURITES, account_ids=accounts)
        ids = self.ids if which is Which.CHOSEN else None
        self.writing = True
        self.changed.emit()
        try:
            count = await self._context.bridge.run(importing.export(file, kind, wanted, ids))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
        else:
            self.saved.emit(file, count)
        finally:
            self.writing = False
            self.changed.emit()
