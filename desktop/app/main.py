"""The window's process: its first paint, before nearly everything else is imported, and Qt's loop."""

import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop import APP_ID, __version__
from desktop.app.qt_imports import spare_sources
from desktop.app.start import SCHEMES
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app.reporter import Reporter
    from desktop.app.wish import WindowWish
    from desktop.domain.ports import Vault
    from desktop.services import Services
    from desktop.system.paths import Paths

Prepare = Callable[["Services"], Awaitable[None]]

SWITCH_S = 0.001  # how long the engine may keep the window waiting for Python's lock at a time
PAINT_S = 0.5  # how long the display may take to ask for the first paint


class Application(QApplication):
    """Hands the system's request to quit on: Qt's own quitting would end the loop under the clean-up's feet.

    Not an event filter: that would call Python for every event of every widget.
    """

    quit_asked = Signal()
    link_opened = Signal(str)
    """A link that the system brought to the running program by itself (macOS)."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        self._links: list[str] | None = []

    def event(self, event: QEvent) -> bool:
        """Keep the request from going further, and take the links that macOS brings as an event."""
        if event.type() == QEvent.Type.Quit:
            self.quit_asked.emit()
            return True
        if isinstance(event, QFileOpenEvent) and event.url().scheme() in SCHEMES:
            self._open(event.url().toEncoded().toStdString())
            return True
        return super().event(event)

    def hear_links(self, slot: Callable[[str], None]) -> None:
        """Connect `link_opened`, and hand over what came before: the link that started the program."""
        self.link_opened.connect(slot)
        waiting, self._links = self._links or [], None
        for link in waiting:
            self.link_opened.emit(link)

    def _open(self, link: str) -> None:
        if self._links is None:
            self.link_opened.emit(link)
        else:
            self._links.append(link)


def run_window(
    paths: "Paths",
    wish: "WindowWish | None",
    *,
    prepare: Prepare | None = None,
    keep: bool = True,
    vault: "Vault | None" = None,
) -> int:
    """Paint the window, open the profile behind it, and return when it has ended.

    The caller holds the profile's lock. `wish` None wants nothing but the window. `prepare` runs on the
    services before the first sync. `keep` False keeps nothing beyond the session. `vault` None is the
    profile's own.
    Raises the `Trouble` that kept the profile closed to the end.
    """
    spare_sources()
    from desktop.ui.shell.window import MainWindow

    sys.setswitchinterval(SWITCH_S)
    app, frame, tab = _application(paths)
    window = MainWindow(frame=frame, tab=tab)
    if wish is None or wish.shows_window:
        window.show()
        limit = time.monotonic() + PAINT_S
        app.processEvents()
        while (
            not window.painted and time.monotonic() < limit
        ):  # a display of its own process asks when it can
            time.sleep(0.001)
            app.processEvents()

    from desktop.app.live import Session
    from desktop.app.reporter import Reporter
    from desktop.system import log

    log.set_up(paths.log)
    report = Reporter()
    report.install()
    session = Session(app, window, paths, report, wish=wish, prepare=prepare, keep=keep, vault=vault)
    in_loop(app, report, session.live)
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if session.closed_by is not None:
        raise session.closed_by
    return 0


def _application(paths: "Paths") -> tuple[Application, str, str]:
    """Make the application in the colours that the person chose; return it with the last size and tab."""
    from desktop.app.qt_messages import install
    from desktop.ui.kit.dress import dress_first
    from desktop.ui.kit.theme import Scheme

    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in places):
        raise Trouble(ErrorKind.NO_DISPLAY)  # Qt itself would abort the process
    install()
    app = Application(sys.argv[:1])
    app.setApplicationName("Sidetone")
    app.setApplicationDisplayName("Sidetone")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setQuitOnLastWindowClosed(False)
    wanted, frame, tab, scale = _first_settings(paths)
    dress_first(app, Scheme(wanted) if wanted in set(Scheme) else Scheme.SYSTEM, scale=scale)
    return app, frame, tab


def _first_settings(paths: "Paths") -> tuple[str, str, str, float]:
    """Return the theme, the window's size and tab, and the scale: the settings' service takes 12 ms to load.

    Whatever is wrong with the file counts as nothing here; the service looks at it again, and says so.
    """
    import json

    try:
        file = paths.config / "settings.json"
        kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
        kept = _settled(paths.policy, kept)
        scale = float(kept.get("ui.scale", 1.0))
        return (
            str(kept.get("ui.theme", "")),
            str(kept.get("ui.frame", "")),
            str(kept.get("ui.tab", "")),
            scale if 1 <= scale <= 3 else 1.0,
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return "", "", "", 1.0


def _settled(file: "Path", kept: dict[str, Any]) -> dict[str, Any]:
    """Lay over what a person keeps what the administrator's file settles; hardly any computer has one."""
    try:
        file.stat()
    except OSError:
        return kept
    from desktop.services.policy import Policy

    policy = Policy.load(file)
    for key in ("ui.theme", "ui.scale"):
        lock, default = policy.lock(key), policy.default(key)
        if lock is not None:
            kept = {**kept, key: lock.value}
        elif default is not None:
            kept = {key: default, **kept}
    return kept


def in_loop(app: QApplication, report: "Reporter", work: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine on Qt's loop."""
    import qasync

    with qasync.QEventLoop(app) as loop:
        loop.set_exception_handler(report.in_loop)
        loop.run_until_complete(work())
