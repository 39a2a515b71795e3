"""The tour: a picture of every piece of the kit and of every screen in every state, each run alike.

Real engine, real window, real sandbox; only time stands still. The stops are in `tour_stops`.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import qt_messages
from desktop.app.about import made_of
from desktop.app.container import Container, open_container
from desktop.app.demo import add_accounts, sandbox
from desktop.app.engine import Engine
from desktop.app.main import in_loop
from desktop.app.reporter import Reporter
from desktop.domain.changes import SyncResult
from desktop.domain.lines import LinkProgram
from desktop.domain.rows import CallRows, ContactRows
from desktop.services import Services
from desktop.store.rows import StoreRows
from desktop.store.upload_rows import StoredUploadRows
from desktop.system import log
from desktop.system.paths import Paths
from desktop.system.secrets import SessionVault
from desktop.ui.bridge import Bridge
from desktop.ui.context import Context, Home
from desktop.ui.kit.dress import dress
from desktop.ui.kit.portrait import portrait
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.shell.window import MainWindow

NOW = datetime(2026, 11, 20, 13, 7, tzinfo=UTC)
ZONE = "Europe/Paris"
SEED, CALLS = "7", "400"
NAMES = ("{}, Paris", "{}, London")
PATIENCE_S = 20.0
LAYOUT_ROUNDS = 8  # a text that wraps asks its parents for room one after the other
SCREEN = {"x": 0, "y": 0, "width": 1920, "height": 1200, "dpr": 1, "logicalDpi": 96, "logicalBaseDpi": 96}


async def _nothing_to_tell() -> str:
    return ""


HOME = Home(
    data=Path("~/.local/share/sidetone"),
    log=Path("~/.local/state/sidetone/log/sidetone.log"),
    vault="system keyring",
    versions=made_of(),
    diagnose=_nothing_to_tell,
)


class Programs:
    """The softphones of a computer that is the same everywhere; nothing is handed to them."""

    async def programs(self) -> Sequence[LinkProgram]:
        """Return two, of which one opens links by default."""
        return (LinkProgram("linphone", "Linphone", default=True), LinkProgram("zoiper", "Zoiper"))

    async def hand_over(self, program_id: str, number: str) -> str:  # noqa: ARG002 - as the Protocol says
        """Take it, and do nothing."""
        return ""


@dataclass(frozen=True)
class Picture:
    """One entry of `tour.json`; `size` is in pixels of the picture."""

    file: str
    screen: str
    state: str
    theme: str
    size: tuple[int, int]


class Album:
    """Saves pictures under numbers that stay the same when only some are wanted."""

    def __init__(self, folder: Path, only: str | None) -> None:
        self._folder = folder
        self._only = only
        self._number = 0
        self.pictures: list[Picture] = []

    def take(self, window: QWidget, screen: str, state: str) -> None:
        """Save a picture of a window with all that floats above it."""
        self._number += 1
        name = f"{screen}-{state}"
        if self._only and self._only not in name:
            return
        for _ in range(LAYOUT_ROUNDS):
            QApplication.sendPostedEvents()
        picture: QPixmap = portrait(window)
        file = f"{self._number:03}-{name}-{theme.scheme.value}.png"
        if not picture.save(str(self._folder / file)):
            raise OSError(f"{file} could not be written")
        size = (picture.width(), picture.height())
        self.pictures.append(Picture(file, screen, state, theme.scheme.value, size))

    def close(self) -> None:
        """Write the list of what was saved."""
        entries = [asdict(picture) for picture in self.pictures]
        text = json.dumps(entries, indent=2, ensure_ascii=False)
        (self._folder / "tour.json").write_text(text + "\n", encoding="utf-8")


@dataclass
class Stage:
    """What the stops act on: the open profile, its engine, and windows made as they are needed."""

    album: Album
    engine: Engine
    container: Container
    rows: StoreRows
    uploads: StoredUploadRows
    bridge: Bridge
    report: Reporter
    now: datetime = NOW

    def clock(self) -> datetime:
        """Return the moment at which time stands."""
        return self.now

    async def window(
        self,
        rows: CallRows | None = None,
        contacts: ContactRows | None = None,
        *,
        demo: Callable[[], Coroutine[Any, Any, None]] | None = None,
        services: Services | None = None,
    ) -> MainWindow:
        """Open a window of the first size, and wait until it has read what there is."""
        services = services or self.container.services
        shown = rows or self.rows, contacts or self.rows, self.rows, lambda: self.uploads
        context = Context(services, self.bridge, *shown, self.clock, self.report, home=HOME, demo=demo)
        window = MainWindow(context)
        window.show()
        window.start()
        await until(lambda: window.shell.known)
        return window

    async def close(self, window: MainWindow) -> None:
        """Take a window away."""
        window.hide()
        await window.shut_down()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def until(condition: Callable[[], object]) -> None:
    """Wait for something to become true; a tour that waits for ever is a mistake."""
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError("a screen of the tour did not come to its state")
        await asyncio.sleep(0.01)


def run(
    folder: Path,
    *,
    only: str | None = None,
    theme: str | None = None,
    lang: str | None = None,
    scale: float = 1.0,
) -> int:
    """Save the pictures in `folder`; `scale` is the pixels for each point. Returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9][0-9]-*.png"):
        old.unlink()
    schemes = [Scheme(theme)] if theme else [Scheme.LIGHT, Scheme.DARK]
    log.set_up(None)
    with ExitStack() as ends:
        scratch = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="sidetone-tour-")))
        app = _application(scratch, lang, scale, schemes[0])
        report = Reporter()
        engine = Engine(report.in_loop)
        engine.start()
        ends.callback(engine.stop)
        hello = ends.enter_context(sandbox("--seed", SEED, "--calls", CALLS, "--now", NOW.isoformat()))
        album = Album(folder, only)
        in_loop(app, report, lambda: _tour(album, engine, report, scratch, hello, schemes))
        album.close()
    return 1 if report.reported else 0


def _application(scratch: Path, lang: str | None, scale: float, scheme: Scheme) -> QApplication:
    os.environ["TZ"] = ZONE
    if hasattr(time, "tzset"):
        time.tzset()
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        # The platform's own screen is 800 pixels wide: too narrow for a menu at the window's end.
        screens = scratch / "screen.json"
        screens.write_text(json.dumps({"screens": [{"name": "tour", **SCREEN}]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
    qt_messages.install()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Sidetone")
    app.setQuitOnLastWindowClosed(False)
    app.setCursorFlashTime(0)
    QLocale.setDefault(QLocale("en_GB" if lang in (None, "en") else lang))
    dress(app, scheme)
    return app


async def _tour(
    album: Album,
    engine: Engine,
    report: Reporter,
    scratch: Path,
    hello: dict[str, object],
    schemes: list[Scheme],
) -> None:
    from desktop.app.tour_stops import all_stops

    for scheme in schemes:
        theme.use(scheme)
        profile = scratch / scheme.value
        opening = open_container(
            Paths(profile, lasting=False),  # what this computer starts and opens is in no picture
            kept_in=profile,
            vault=SessionVault(),
            report=report,
            now=lambda: NOW,
            softphone=Programs(),
        )
        profile.mkdir()
        container = await asyncio.wrap_future(engine.submit(opening))
        rows = StoreRows(container.store)
        uploads = StoredUploadRows(container.uploads)
        bridge = Bridge(engine.loop, container.services.changes)
        stage = Stage(album, engine, container, rows, uploads, bridge, report)
        try:
            await all_stops(stage, partial(_fill, engine, container, hello))
        finally:
            bridge.close()
            rows.close()
            uploads.close()
            await asyncio.wrap_future(engine.submit(container.close()))


async def _fill(engine: Engine, container: Container, hello: dict[str, object]) -> list[SyncResult]:
    """Sign in to the sandbox and read all its history once.

    One account after the other: of two calls in one second the one that was read first would stand below.
    """

    async def there() -> list[SyncResult]:
        services = container.services
        await add_accounts(services, hello, *NAMES)
        names = [account.name for account in await services.accounts.all()]
        return [result for name in names async for result in services.sync.run((name,))]

    return await asyncio.wrap_future(engine.submit(there()))
