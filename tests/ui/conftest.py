"""The real window on a real engine and a real sandbox, for tests that drive it like a person."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication

from desktop.app.demo import add_accounts
from desktop.app.engine import Engine as EngineThread
from desktop.domain.ports import Provider, Softphone
from desktop.domain.rows import CallRows, ContactRows
from desktop.services.policy import Policy
from desktop.store.rows import StoreRows
from desktop.store.upload_rows import StoredUploadRows
from desktop.ui.bridge import Bridge
from desktop.ui.context import Context
from desktop.ui.kit.dress import dress
from desktop.ui.kit.theme import Scheme
from desktop.ui.shell.window import MainWindow
from tests.support.engine import Engine, engine
from tests.support.paper_book import PhonebookProvider
from tests.support.sandbox import running_sandbox, world

PATIENCE_S = 20.0
BEGAN = datetime.now(UTC)
NOON = BEGAN.replace(hour=11, minute=0, second=0, microsecond=0)
"""When the sandbox and the engine think that the tests began: nobody is called at night."""


def now() -> datetime:
    return NOON + (datetime.now(UTC) - BEGAN)


async def until(condition: Callable[[], object], what: str = "the window did not come to its state") -> None:
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit, what
        await asyncio.sleep(0.005)


@dataclass
class Scene:
    """A window on an open profile. `there` runs a coroutine on the engine's loop."""

    hello: dict[str, Any]
    folder: Path
    thread: EngineThread
    opened: Engine
    rows: StoreRows
    uploads: StoredUploadRows
    bridge: Bridge
    bugs: list[BaseException] = field(default_factory=list)
    windows: list[MainWindow] = field(default_factory=list)

    async def there(self, work: Any) -> Any:
        return await asyncio.wrap_future(self.thread.submit(work))

    async def sync(self) -> None:
        async def all_of_it() -> None:
            async for result in self.opened.services.sync.run():
                assert result.complete, result.error

        await self.there(all_of_it())

    async def sign_in(self) -> None:
        await self.there(self.opened.add(self.hello, "Main"))
        await self.sync()

    async def sign_in_quiet(self, name: str = "Quiet") -> None:
        """Add an account of a provider that cannot place calls, and read its calls and contacts."""

        async def add() -> None:
            # One with a phonebook: the tests speak of abilities, not of names.
            known = self.opened.services.accounts.providers()
            quiet = min(key for key, manifest in known.items() if manifest.number_places)
            await add_accounts(self.opened.services, {quiet: self.hello[quiet]}, name)

        await self.there(add())
        await self.sync()

    def context(self, rows: CallRows | None = None, contacts: ContactRows | None = None) -> Context:
        rows, contacts = rows or self.rows, contacts or self.rows
        return Context(
            self.opened.services,
            self.bridge,
            rows,
            contacts,
            self.rows,
            lambda: self.uploads,
            now,
            self.bugs.append,
        )

    async def window(self, rows: CallRows | None = None, contacts: ContactRows | None = None) -> MainWindow:
        made = MainWindow(self.context(rows, contacts))
        self.windows.append(made)
        made.show()
        made.start()
        await until(lambda: made.shell.known)
        return made

    def requests(self, method: str, path: str) -> list[dict[str, Any]]:
        seen = world(self.hello)["requests"]
        return [one for one in seen if one["method"] == method and one["path"].endswith(path)]


@pytest.fixture(scope="session")
def hello() -> Iterator[dict[str, Any]]:
    options = ("--seed", "3", "--calls", "300", "--call-delay", "0.1", "--now", now().isoformat())
    with running_sandbox(*options, "--transcription-delay", "0.4") as line:
        yield line


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    QLocale.setDefault(QLocale("en_GB"))
    dress(qapp, Scheme.LIGHT)
    return qapp


Steps = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(play_on: Callable[..., None], hello: dict[str, Any]) -> Callable[[Steps], None]:
    """Play a scene on the sandbox that all tests share."""
    return lambda steps: play_on(steps, hello)


@pytest.fixture
def play_paper(play_on: Callable[..., None]) -> Callable[[Callable[..., Awaitable[None]]], None]:
    """Play a scene whose only provider is a phonebook that the test writes; `steps` get it as well."""
    provider = PhonebookProvider()
    return lambda steps: play_on(lambda scene: steps(scene, provider), {}, {"paper": provider})


@pytest.fixture
def computer() -> Softphone | None:
    """Return the programs for links to numbers that a scene's computer has; none unless a test says so."""
    return None


@pytest.fixture
def administrator() -> Policy | None:
    """Return what an administrator has settled in a scene; nothing unless a test says so."""
    return None


@pytest.fixture
def play_on(
    app: QApplication, tmp_path: Path, computer: Softphone | None, administrator: Policy | None
) -> Callable[..., None]:
    """Play a scene on Qt's own loop; at the end nothing may be left running and no bug unreported."""

    def run(steps: Steps, hello: dict[str, Any], providers: Mapping[str, Provider] | None = None) -> None:
        # Here, and not in a scene's engine: its thread must not destroy what is Qt's, also not what a failed
        # test left behind, whose timers would go on without it and end the process.
        gc.collect()
        gc.disable()
        try:
            with qasync.QEventLoop(app) as loop:
                work = _scene(steps, tmp_path, hello, providers, computer, administrator)
                loop.run_until_complete(asyncio.wait_for(work, 90))
        finally:
            gc.enable()
            gc.collect()

    return run


async def _scene(
    steps: Steps,
    folder: Path,
    hello: dict[str, Any],
    providers: Mapping[str, Provider] | None,
    computer: Softphone | None,
    administrator: Policy | None,
) -> None:
    failures: list[dict[str, Any]] = []
    thread = EngineThread(lambda _loop, context: failures.append(context))
    thread.start()
    stack = AsyncExitStack()
    opening = engine(folder, providers=providers, now=now, softphone=computer, policy=administrator)
    opened = await asyncio.wrap_future(thread.submit(stack.enter_async_context(opening)))
    rows = StoreRows(opened.store)
    uploads = StoredUploadRows(opened.uploads)
    bridge = Bridge(thread.loop, opened.services.changes)
    scene = Scene(hello, folder, thread, opened, rows, uploads, bridge)
    try:
        await steps(scene)
    finally:
        for window in scene.windows:
            await window.shut_down()
            window.hide()
            window.deleteLater()
        bridge.close()
        rows.close()
        uploads.close()
        await asyncio.wrap_future(thread.submit(stack.aclose()))
        thread.stop()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not failures
    assert not scene.bugs
    left = asyncio.all_tasks() - {asyncio.current_task()}
    names = {task.get_name() for task in left}
    assert not {name for name in names if not name.startswith("Task-")}, names
