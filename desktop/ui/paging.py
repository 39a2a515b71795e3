"""Asks for pages of a long list while somebody scrolls: the newest wish first, old ones not at all."""

import time
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Trouble
from desktop.services.tasks import TaskScope

PAGE = 100
PAUSE_MS = 60
PATIENCE_S = 0.25
"""So long after the last wish a page is asked for, but not later than this after the first: who drags the
scroll bar passes many pages by, and who turns the wheel without end looks at each for a moment."""
MOST = 4
"""So many pages wait at most: what was passed by is not read."""


class Paging(QObject):
    """`fetch` reads a page (its first row, how many rows) and keeps it where the list reads from.

    `came` says that a page did, `failed` carries the sentence of why none comes; nothing is asked for then
    until `drop`. No widgets here.
    """

    came = Signal()
    failed = Signal(str)

    def __init__(
        self,
        scope: TaskScope,
        name: str,
        fetch: Callable[[int, int], Awaitable[object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scope = scope
        self._name = name
        self._fetch = fetch
        self._wanted: list[int] = []
        self._under_way = -1
        self.trouble = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._since = 0.0

    @property
    def settled(self) -> bool:
        """Whether nothing is asked for, or waits to be."""
        return not (self._wanted or self._pause.isActive() or self._scope.running(self._name))

    def want(self, row: int) -> None:
        """Want the page of a row: it is seen, and not here."""
        page = row // PAGE
        if self.trouble or page == self._under_way:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        del self._wanted[:-MOST]
        now = time.monotonic()
        if not self._pause.isActive():
            self._since = now
        if now - self._since < PATIENCE_S:
            self._pause.start()

    def drop(self) -> None:
        """Want nothing any more: another list is shown."""
        self._wanted.clear()
        self._pause.stop()
        self._scope.cancel(self._name)
        self._under_way = -1
        self.trouble = ""

    def _start(self) -> None:
        if self._scope.running(self._name):
            self._pause.start()
        else:
            self._scope.start(self._name, self._run(), replace=True)

    async def _run(self) -> None:
        while self._wanted and not self._pause.isActive():
            page = self._under_way = self._wanted.pop()
            try:
                await self._fetch(page * PAGE, PAGE)
            except Trouble as trouble:
                self._wanted.clear()
                self.trouble = trouble.sentence
                self.failed.emit(self.trouble)
                return
            finally:
                if self._under_way == page:
                    self._under_way = -1
            self.came.emit()
