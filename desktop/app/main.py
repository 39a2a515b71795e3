"""The window's process: Qt's loop in front, the engine in its own thread behind, and an orderly end."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Signal
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox

from desktop import __version__
from desktop.app.engine import Engine
from desktop.app.lifecycle import Stages
from desktop.app.reporter import Reporter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system import log

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.services import Services
    from desktop.system.paths import Paths
    from desktop.ui.shell.window import MainWindow

Prepare = Callable[["Services"], Awaitable[None]]

SESSION_ONLY = "There is no keyring and no passphrase: this session's data is gone when Sidetone quits."
DEMO = "This is the demo: its provider is played on this computer, and nothing is kept."


class QuitRequests(QObject):
    """Turns every wish to end (the system's, the menu's, a signal's) into one event on the loop.

    Qt's own quitting would end the loop under the clean-up's feet, so its event goes no further.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._wanted = asyncio.Event()
        app.installEventFilter(self)
        app.lastWindowClosed.connect(self.request)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the system's request to quit."""
        if event.type() == QEvent.Type.Quit:
            self.request()
            return True
        return super().eventFilter(watched, event)

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


class Doorbell(QObject):
    """Carries a link from the engine's thread to the window's; None only brings the window forward."""

    rung = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window = window

    def take(self, link: str | None) -> None:
        """Bring the window forward, and ask about the link."""
        if link is not None:
            self._window.ask_about(link)
            return
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def run_window(paths: "Paths", link: str | None, *, prepare: Prepare | None = None, keep: bool = True) -> int:
    """Open the window and return when it has ended. The caller holds the profile's lock.

    `link` is asked about at once. `prepare` runs on the services before the first sync. `keep` False
    keeps nothing beyond the session.
    """
    app = _application(paths)
    log.set_up(paths.log)
    report = Reporter()
    report.install()
    engine = Engine(report.in_loop)
    engine.start()
    with ExitStack() as ends:
        ends.callback(engine.stop)
        try:
            container, notice = _open(engine, paths, ends, report, keep=keep)
        except Trouble as trouble:
            _tell(app, trouble)
            raise
        window, stages = _build(engine, container, notice or (DEMO if prepare else ""), report)
        window.show()
        app.processEvents()  # the first paint; what follows costs 30 ms that nobody needs to wait for
        in_loop(app, report, lambda: _live(app, engine, container, window, stages, link, prepare))
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return 0


def _application(paths: "Paths") -> QApplication:
    from desktop.services.settings import Settings
    from desktop.ui.kit.dress import dress
    from desktop.ui.kit.theme import Scheme

    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in places):
        raise Trouble(ErrorKind.NO_DISPLAY)  # Qt itself would abort the process
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Sidetone")
    app.setApplicationDisplayName("Sidetone")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("io.github.sidetone.Sidetone")
    app.setQuitOnLastWindowClosed(False)
    wanted = Settings(paths.config).text("ui.theme")
    dress(app, Scheme(wanted) if wanted in set(Scheme) else Scheme.SYSTEM)
    return app


def _open(
    engine: Engine, paths: "Paths", ends: ExitStack, report: Reporter, *, keep: bool
) -> tuple["Container", str]:
    """Open the profile; without any vault, one that lasts as long as the session, and say so."""
    from desktop.app.container import open_container

    passphrase: str | None = None
    while keep:
        try:
            opening = open_container(paths, passphrase=passphrase, report=report)
            return engine.submit(opening).result(), ""
        except Trouble as trouble:
            if trouble.kind is ErrorKind.NO_VAULT:
                break
            asks = trouble.kind is ErrorKind.NO_PASSPHRASE
            if not asks and (trouble.kind is not ErrorKind.WRONG_PASSPHRASE or passphrase is None):
                raise
            passphrase = _ask_passphrase(report, "" if asks else trouble.sentence)
            if passphrase is None:
                raise
    from desktop.system.secrets import SessionVault

    folder = ends.enter_context(tempfile.TemporaryDirectory(prefix="sidetone-session-"))
    opening = open_container(paths, kept_in=Path(folder), vault=SessionVault(), report=report)
    return engine.submit(opening).result(), SESSION_ONLY if keep else ""


def _build(
    engine: Engine, container: "Container", notice: str, report: Reporter
) -> tuple["MainWindow", Stages]:
    """Build the window on the open profile, and note what has to end after it."""
    from desktop.store.rows import StoreRows
    from desktop.ui.bridge import Bridge
    from desktop.ui.context import Context
    from desktop.ui.shell.window import MainWindow

    stages = Stages(report)
    bridge = Bridge(engine.loop, container.services.changes)
    stages.add(lambda: asyncio.wrap_future(engine.submit(container.close())))
    rows = StoreRows(container.store)
    stages.add(rows.close)
    stages.add(bridge.close)
    window = MainWindow(Context(container.services, bridge, rows, _utc_now, report, notice))
    stages.add(window.shut_down)
    return window, stages


def _utc_now() -> datetime:
    return datetime.now(UTC)


def in_loop(app: QApplication, report: Reporter, work: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine on Qt's loop."""
    import qasync

    with qasync.QEventLoop(app) as loop:
        loop.set_exception_handler(report.in_loop)
        loop.run_until_complete(work())


async def _live(
    app: QApplication,
    engine: Engine,
    container: "Container",
    window: "MainWindow",
    stages: Stages,
    link: str | None,
    prepare: Prepare | None,
) -> None:
    """Serve the person and other processes until somebody wants the end; then end in stages."""
    from desktop.app.serving import Serving

    quits, signals, bell = QuitRequests(app), Signals(), Doorbell(window)
    signals.heard.connect(quits.request)
    window.quit_wanted.connect(quits.request)
    window.close_wanted.connect(quits.request)  # nothing would show that it goes on without a window
    bell.rung.connect(bell.take)
    serving = Serving(container.paths.socket, container, bell.rung.emit)

    def there(work: Awaitable[None]) -> Awaitable[None]:
        return asyncio.wrap_future(engine.submit(_awaited(work)))

    async def stop_serving() -> None:
        serving.cancel()
        await serving.close()

    try:
        await there(serving.start())
        stages.add(lambda: there(stop_serving()))
        window.start()
        if prepare is not None:
            await there(prepare(container.services))
        engine.loop.call_soon_threadsafe(container.services.sync.start)
        if link is not None:
            bell.take(link)
        await quits.wait()
    finally:
        window.hide()
        await stages.run()
        signals.close()


async def _awaited(work: Awaitable[None]) -> None:
    await work


def _ask_passphrase(report: Reporter, said: str) -> str | None:
    """Ask for the passphrase before there is a window; None when the person gave up."""
    answer: list[str | None] = [None]

    async def ask() -> None:
        dialog = QInputDialog()
        dialog.setWindowTitle("Sidetone")
        dialog.setLabelText(f"{said}\n\nPassphrase:".strip())
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        if await _answered(dialog):
            answer[0] = dialog.textValue()

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    in_loop(app, report, ask)
    return answer[0]


def _tell(app: QApplication, trouble: Trouble) -> None:
    """Show why there is no window; a person who clicked an icon sees no terminal."""

    async def tell() -> None:
        await _answered(QMessageBox(QMessageBox.Icon.Critical, "Sidetone", trouble.sentence))

    in_loop(app, Reporter(), tell)


async def _answered(dialog: QInputDialog | QMessageBox) -> int:
    """Show a dialog without a loop of its own and wait for its end."""
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(ended.set_result)
    signals = Signals()
    signals.heard.connect(dialog.reject)
    dialog.open()
    try:
        return await ended
    finally:
        signals.close()
        dialog.deleteLater()
