"""A signed-in window with what lives beside it, on a desktop that a test plays."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from desktop.domain.calls import Outcome
from desktop.domain.listeners import Listeners
from desktop.domain.notices import DEFAULT, Notice, NoticeEvent, NotifierState
from desktop.domain.quiet import QuietFor
from desktop.store import calls
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.background import Background
from tests.support.stored_calls import call
from tests.ui.conftest import Scene, now, until

ADA = "+442079460018"
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """A desktop that shows notices, unless it is told not to."""

    shows: bool = True
    shown: dict[str, Notice] = field(default_factory=dict)
    ever: list[Notice] = field(default_factory=list)
    listeners: Listeners[NoticeEvent] = field(default_factory=Listeners)

    async def show(self, notice: Notice) -> bool:
        if self.shows:
            self.shown[notice.id] = notice
            self.ever.append(notice)
        return self.shows

    async def withdraw(self, notice_id: str) -> None:
        self.shown.pop(notice_id, None)

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:
        return self.listeners.add(listener)

    async def state(self) -> NotifierState:
        return NotifierState("a test")

    async def close(self) -> None:
        self.shown.clear()

    def press(self, notice: str, action: str = DEFAULT) -> None:
        self.listeners.tell(NoticeEvent(notice, action))
        self.listeners.tell(NoticeEvent(notice))


class Stage:
    """A signed-in window with its background, and calls that are missed when a test says so."""

    window: MainWindow
    behind: Background

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.desk = Desk()
        self.quits: list[bool] = []
        self._number = 0

    async def begin(self) -> "Stage":
        scene = self.scene
        await scene.sign_in()
        scene.opened.services = replace(scene.opened.services, notifier=self.desk)
        self.window = await scene.window()
        self._begin_behind()
        await scene.sync()
        missed = scene.opened.services.missed
        await until(lambda: not missed._scope.names())  # from here on, what is missed is news
        await until(lambda: self.behind.presenter.view.missed)
        return self

    def _begin_behind(self) -> None:
        self.behind = Background(self.scene.context(), self.window, gather_ms=60)
        self.behind.quit_wanted.connect(self._quit)
        self.behind.start()

    async def restart(self) -> None:
        """Begin anew with what the profile remembers; the desktop forgot what it showed."""
        await self.end()
        self.desk.shown.clear()
        self._begin_behind()

    async def be_quiet(self, length: QuietFor = QuietFor.SWITCHED_OFF) -> None:
        """Let nothing pop up."""
        await self.scene.bridge.call(lambda: self.scene.opened.services.quiet.begin(length))

    async def be_loud(self) -> None:
        """Let all pop up again."""
        await self.scene.bridge.call(self.scene.opened.services.quiet.end)

    def _quit(self) -> None:
        self.quits.append(True)

    async def miss(
        self, *ago: timedelta, other: str | None = ADA, outcome: Outcome = Outcome.MISSED
    ) -> list[str]:
        """Let calls be missed so long ago, and return their ids."""
        account = (await self.scene.there(self.scene.opened.services.accounts.all()))[0].id
        rows = []
        for each in ago:
            self._number += 1
            rows.append(
                call(f"tray-{self._number}", other=other, outcome=outcome, at=now() - each, line=None)
            )
        done = await self.scene.there(
            self.scene.opened.store.write(lambda db: calls.upsert(db, account, rows))
        )
        await self.scene.sync()
        return sorted(done.ids, key=int)

    async def end(self) -> None:
        await self.behind.close()
        self.behind.deleteLater()


def staged(steps: Callable[[Stage], object]) -> Callable[[Scene], object]:
    """Make a scene of steps on a stage, which is cleared in any case."""

    async def scene(one: Scene) -> None:
        stage = Stage(one)
        try:
            await steps(await stage.begin())  # type: ignore[misc]
        finally:
            await stage.end()

    return scene
