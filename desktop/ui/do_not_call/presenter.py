"""Reads the do-not-call list page by page, narrows it, and writes it into a file."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.do_not_call import DoNotCallEntry
from desktop.domain.errors import Trouble
from desktop.domain.policy import Feature
from desktop.ui.context import Context
from desktop.ui.do_not_call.deeds import ListDeeds
from desktop.ui.paging import PAGE, Paging
from desktop.ui.rereading import Rereading

PAGES_KEPT = 40


class ListState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NOTHING = "nothing"  # none that fits the search
    FAILED = "failed"


class ListPresenter(QObject):
    """`changed` says: show the state and the rows again; `came` that a page did. `saved` carries a file.

    `failed` carries the sentence why the list was not written.
    """

    changed = Signal()
    came = Signal()
    saved = Signal(object, int)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.deeds = ListDeeds(context, self)
        self.state = ListState.LOADING
        self.text = ""
        self.total = self.rows = 0
        self.same = False
        self.trouble = ""
        self._pages: dict[int, Sequence[DoNotCallEntry]] = {}
        self._paging = Paging(self._scope, "page", self._fetch, self)
        self._paging.came.connect(self.came)
        self._reading = Rereading(self._scope, "reread", self._reread)
        context.bridge.changed.connect(self._heard)

    @property
    def may_export(self) -> bool:
        """Whether people may write the list into a file."""
        return self._context.services.policy.allows(Feature.EXPORT)

    def now(self) -> datetime:
        """Return the time."""
        return self._context.now()

    def start(self) -> None:
        """Read the list."""
        self._scope.start("read", self._read(self.text), replace=True)

    def search(self, text: str) -> None:
        """Show only what has this part of a number, of a reason or of a source."""
        self.text = text
        self.start()

    def entries(self, first: int, limit: int) -> list[DoNotCallEntry | None]:
        """Return rows as far as they are here."""
        found: list[DoNotCallEntry | None] = []
        for row in range(first, first + limit):
            page = self._pages.get(row // PAGE, ())
            found.append(page[row % PAGE] if row % PAGE < len(page) else None)
        return found

    def want(self, row: int) -> None:
        """Have the page of a row read: it is seen, and not here."""
        self._paging.want(row)

    def export(self, file: Path) -> None:
        """Write the whole list into a file."""
        self._scope.start("export", self._export(file))

    async def close(self) -> None:
        """End all tasks."""
        await self.deeds.close()
        await self._scope.close()

    async def _fetch(self, first: int, count: int) -> None:
        service = self._context.services.do_not_call
        page = await self._context.bridge.run(service.entries(self.text, first, count))
        if len(self._pages) >= PAGES_KEPT:
            self._pages.pop(next(iter(self._pages)))
        self._pages[first // PAGE] = page

    async def _reread(self) -> None:
        await self._read(self.text, same=True)

    async def _read(self, text: str, *, same: bool = False) -> None:
        service, bridge = self._context.services.do_not_call, self._context.bridge
        try:
            total = await bridge.run(service.count())
            rows = await bridge.run(service.count(text)) if text.strip() else total
            first = await bridge.run(service.entries(text, 0, PAGE))
        except Trouble as trouble:
            self.state, self.trouble = ListState.FAILED, trouble.sentence
            self.changed.emit()
            return
        if text != self.text:
            return
        self._paging.drop()
        self._pages = {0: first}
        self.total, self.rows, self.same = total, rows, same
        if not total:
            self.state = ListState.EMPTY
        else:
            self.state = ListState.READY if rows else ListState.NOTHING
        self.changed.emit()

    async def _export(self, file: Path) -> None:
        try:
            count = await self._context.bridge.run(self._context.services.do_not_call.export(file))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
        else:
            self.saved.emit(file, count)

    def _heard(self, change: Change) -> None:
        if Topic.DO_NOT_CALL in change.topics and self.state is not ListState.LOADING:
            self._reading.ask()
