"""From the first paint to the end: the profile is opened behind the window, and all ends in stages."""

import asyncio
import importlib
import signal
import socket
import sys
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop.app.admission import Admission
from desktop.app.collector import Collector
from desktop.app.doorbell import Doorbell
from desktop.app.engine import Engine
from desktop.app.lifecycle import Stages
from desktop.app.opener import Opener
from desktop.app.reporter import Reporter
from desktop.app.signing import sign_in_once
from desktop.domain.clock import utc_now
from desktop.domain.errors import Trouble
from desktop.ui.shell.parts import LAST_PARTS, LATER_PARTS, PARTS
from desktop.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.app.main import Application, Prepare
    from desktop.app.serving import Serving
    from desktop.app.wish import WindowWish
    from desktop.domain.ports import Vault
    from desktop.store.upload_rows import StoredUploadRows
    from desktop.system.paths import Paths
    from desktop.ui.tray.background import Background

T = TypeVar("T")

DEMO = "This is the demo: its provider is played on this computer, and nothing is kept."
PART_OF_POLICY = "The administrator's file does not hold whole; Settings, About has why."
SOME_NUMBER = "+12015550123"
SHOWN_S = 1.0  # how long other work may be held back for the sake of the first rows
PAINT_S = 0.02  # what the list takes to be painted


class QuitRequests(QObject):
    """Turns every wish to end (the system's, the menu's, a signal's) into one event on the loop."""

    def __init__(self, app: "Application") -> None:
        super().__init__()
        self._wanted = asyncio.Event()
        app.quit_asked.connect(self.request)

    def request(self) -> None:
        """Ask for the end."""
        self._wanted.set()

    async def wait(self) -> None:
        """Wait until somebody wants the end."""
        await self._wanted.wait()


class Signals(QObject):
    """SIGINT and SIGTERM while Qt waits inside its own loop: a byte on a socket wakes it up."""

    heard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ours, self._pythons = socket.socketpair()
        self._pythons.setblocking(False)
        self._before = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._handlers = {
            number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)
        }
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        """Put everything back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._ours.close()
        self._pythons.close()

    def _woken(self) -> None:
        numbers = self._ours.recv(64)
        if any(number in self._handlers for number in numbers):
            self.heard.emit()


def _ignore(_number: int, _frame: object) -> None:
    """Let the wake-up tell; a handler is needed for it to be written."""


class Session:
    """One run of the window, on Qt's loop. `closed_by` is what kept the profile closed to the end."""

    def __init__(
        self,
        app: "Application",
        window: MainWindow,
        paths: "Paths",
        report: Reporter,
        *,
        wish: "WindowWish | None",
        prepare: "Prepare | None",
        keep: bool,
        vault: "Vault | None",
    ) -> None:
        self._app = app
        self._window = window
        self._paths = paths
        self._report = report
        self._wish = wish
        self._prepare = prepare
        self._keep = keep
        self._vault = vault
        self._stages = Stages(report)
        self._engine = Engine(report.in_loop)
        self._opener = Opener(paths, report)
        self._admission = Admission(self._opener, window.door, self._there, self._asking)
        self._collector = Collector()
        self.bell = Doorbell(window)
        self._serving: Serving | None = None
        self._background: Background | None = None
        self._rows_shown = asyncio.Event()
        app.hear_links(self.bell.take_link)

    async def live(self) -> None:
        """Open the profile and serve the person until somebody wants the end, also before it is open."""
        quits, signals = QuitRequests(self._app), Signals()
        signals.heard.connect(quits.request)
        self._quits = quits
        self._window.quit_wanted.connect(quits.request)
        # Until there is a tray, nothing would show that it goes on without a window.
        self._window.close_wanted.connect(quits.request)
        self._stages.add(self._collector.close)
        self._engine.start()
        self._stages.add(self._engine.stop)
        running = asyncio.create_task(self._run(), name="session")
        quitting = asyncio.create_task(quits.wait(), name="quit")
        ran = False
        try:
            await asyncio.wait({running, quitting}, return_when=asyncio.FIRST_COMPLETED)
            if ran := running.done():
                running.result()
                await quitting
        finally:
            self._window.hide()
            for task in (running, quitting):
                task.cancel()
            await asyncio.wait({running, quitting})
            if not ran and not running.cancelled() and (fault := running.exception()) is not None:
                self._report(fault)
            await self._stages.run()
            signals.close()

    async def _run(self) -> None:
        self._stages.add(lambda: self._there(self._opener.close()))
        loading = asyncio.create_task(self._load(), name="loading")
        try:
            container, notice = await self._open()
            await loading
            if self._prepare is not None:  # before the screens: without an account they ask for one
                await self._there(self._prepare(container.services))
            elif not notice:  # what keeps nothing would lose what it takes out of the file
                notice = await self._there(sign_in_once(container))
        finally:
            loading.cancel()
        if container.services.policy.trouble and not notice:
            notice = PART_OF_POLICY
        self._fill(container, notice or (DEMO if self._prepare else ""))
        await self._serve(container)

    async def _load(self) -> None:
        """Import what the list needs, while the engine opens the profile."""
        await _import(PARTS)
        from desktop import numbers
        from desktop.ui.kit.dress import dress_rest

        dress_rest(self._app)
        await asyncio.sleep(0)
        numbers.describe(SOME_NUMBER)  # its tables are loaded here, and not in the middle of a paint

    # ---- opening

    async def _open(self) -> tuple["Container", str]:
        """Open the profile, with the person's help where it is needed; the notice says if nothing is kept."""
        if not self._keep:
            return await self._admission.open_for_session(demo=True), ""
        return await self._admission.open(vault=self._vault)

    async def _asking(self) -> None:
        """Be seen, for the door has something to ask, and hear what other starts want."""
        self._come_up()
        await self._listen()

    @property
    def closed_by(self) -> Trouble | None:
        """What keeps the profile closed, or kept it to the end."""
        return self._admission.closed_by

    def _come_up(self) -> None:
        """Show a window that started unseen, because it has to ask; a hidden one in the bar of windows."""
        if self._wish is None or self._window.isVisible():
            return
        if self._wish.hidden:
            self._window.showMinimized()
            self._app.alert(self._window)
        else:
            self._window.come_forward()

    async def _listen(self) -> None:
        """Begin to take what other starts want; their commands are put off until the profile is open."""
        if self._serving is not None:
            return
        from desktop.app.serving import Serving

        self._serving = Serving(self._paths.socket, show=self.bell.rung.emit)
        self._stages.add(self._stop_serving)  # also when the end comes while it starts
        await self._there(self._serving.start())

    async def _stop_serving(self) -> None:
        async def stop() -> None:
            assert self._serving is not None
            self._serving.cancel()
            await self._serving.close()

        await self._there(stop())

    # ---- the open profile

    def _fill(self, container: "Container", notice: str) -> None:
        from desktop.app import about
        from desktop.app.demo import is_installed, open_apart
        from desktop.services.later import Later
        from desktop.store.rows import StoreRows
        from desktop.ui.bridge import Bridge
        from desktop.ui.context import Context

        rows = StoreRows(container.store)
        self._stages.add(rows.close)

        @Later
        def uploads() -> "StoredUploadRows":
            from desktop.store.upload_rows import StoredUploadRows

            return StoredUploadRows(container.uploads)

        def close_uploads() -> None:
            if uploads.made is not None:
                uploads.made.close()

        self._stages.add(close_uploads)
        bridge = Bridge(self._engine.loop, container.services.changes)
        self._stages.add(bridge.close)
        demo = open_apart if self._prepare is None and is_installed() else None
        self._context = Context(
            container.services,
            bridge,
            rows,
            rows,
            rows,
            uploads,
            utc_now,
            self._report,
            notice,
            about.home(container),
            demo,
        )
        self._window.fill(self._context)
        self._stages.add(self._window.shut_down)
        self._window.recents.presenter.shown.connect(self._shown)
        self._window.recents.start_list()

    def _shown(self, _content: object) -> None:
        self._rows_shown.set()

    async def _serve(self, container: "Container") -> None:
        """Complete the window, take other processes' commands, and begin to look for calls.

        All that comes once the list has been painted, if it is.
        """
        if self._window.isVisible():
            with suppress(TimeoutError):
                async with asyncio.timeout(SHOWN_S):  # wait_for forgets an end that comes with the rows
                    await self._rows_shown.wait()
            await asyncio.sleep(PAINT_S)
        await _import(LATER_PARTS)
        self._window.complete()
        self._window.start()
        self._stages.add(self._stop_serving)  # before the window, if it was begun before that was filled
        await self._listen()
        assert self._serving is not None
        self._serving.container = container
        self._go_behind()
        self._engine.loop.call_soon_threadsafe(container.services.start)
        self.bell.answer(self._wish)
        await _import(LAST_PARTS)
        self._collector.settle()
        if sys.platform != "linux":
            from desktop.app.stirs import Stirs

            self._stirs = Stirs(self._engine.loop, container.services.comeback.stirred)
            self._stirs.start()

    def _go_behind(self) -> None:
        """Begin the life beside the window; from here on closing it is not always the end."""
        from desktop.ui.tray.background import Background

        behind = self._background = Background(self._context, self._window)
        behind.quit_wanted.connect(self._quits.request)
        self._window.close_wanted.disconnect(self._quits.request)
        self._window.close_wanted.connect(behind.window_closed)
        self._stages.add(behind.close)
        behind.start()
        if self._wish is not None and not self._wish.shows_window:
            behind.start_unseen()

    async def _there(self, work: Awaitable[T]) -> T:
        """Run something on the engine's loop and wait for it here."""
        return await asyncio.wrap_future(self._engine.submit(_awaited(work)))


async def _import(names: Iterable[str]) -> None:
    """Import modules, each between two frames."""
    for name in names:
        importlib.import_module(name)
        await asyncio.sleep(0)


async def _awaited(work: Awaitable[T]) -> T:
    return await work
