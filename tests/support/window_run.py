"""The window's whole session in the test's own process, driven from inside."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QEvent

from desktop.app import live
from desktop.app.main import Application, in_loop
from desktop.app.reporter import Reporter
from desktop.app.wish import WindowWish
from desktop.domain.errors import Trouble
from desktop.domain.ports import Vault
from desktop.system.paths import Paths
from desktop.ui.shell.window import MainWindow

PATIENCE_S = 20.0
Steps = Callable[["Run"], Awaitable[None]]


class Run:
    """One run of the window, which a person's steps drive on its own loop."""

    def __init__(self, app: Application, paths: Paths, vault: Vault | None, wish: WindowWish | None) -> None:
        self.report = Reporter()
        self.window = MainWindow()
        self._app = app
        self._wish = wish
        self.session = live.Session(
            app, self.window, paths, self.report, wish=wish, prepare=None, keep=True, vault=vault
        )

    def play(self, steps: Steps) -> Trouble | None:
        """Show the window if it is wanted, let the steps act, and return what kept the profile closed."""
        if self._wish is None or self._wish.shows_window:
            self.window.show()
            self._app.processEvents()
            assert self.window.painted
        in_loop(self._app, self.report, lambda: self._both(steps))
        self.window.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert self.report.reported == 0
        return self.session.closed_by

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something that the window's own loop brings about."""
        limit = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < limit
            await asyncio.sleep(0.005)

    async def _both(self, steps: Steps) -> None:
        living = asyncio.create_task(self.session.live())
        try:
            await steps(self)
        finally:
            self.window.quit_wanted.emit()
            await asyncio.wait_for(living, PATIENCE_S)
