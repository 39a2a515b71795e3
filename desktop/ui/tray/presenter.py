"""What the tray shows, read when it changed; no widgets here."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.domain.quiet import QuietFor, QuietState
from desktop.services.lookup import Match
from desktop.services.quiet import Quiet
from desktop.ui import sentences_tray
from desktop.ui.context import Context
from desktop.ui.copied import NOT_LOOKED, Clipboard, Copied
from desktop.ui.shell.presenter import ShellPresenter
from desktop.ui.shell.state import Mood, last_synced

LATEST = 5
RECENT = 7
FAVOURITES = 12
SETTLE_S = 0.5
"""What changes several times within this is read once: nobody looks at a tray that often."""

LOUD = QuietState()
CARES = frozenset({Topic.CALLS, Topic.NEWS, Topic.ACCOUNTS, Topic.CONTACTS, Topic.LINES})


@dataclass(frozen=True, slots=True)
class TrayView:
    """What the tray shows. `state` names the time of day of the last sync, so it does not grow old."""

    mood: Mood = Mood.QUIET
    state: str = ""
    tip: str = ""
    unseen: int = 0
    missed: tuple[CallRecord, ...] = ()
    favourites: tuple[Match, ...] | None = None  # None where there is no phonebook
    recent: tuple[Match, ...] = ()
    quiet: QuietState = LOUD
    copied: Copied = NOT_LOOKED


class TrayPresenter(QObject):
    """Keeps `view`; `changed` says that it is another one. `said` carries why something could not be done."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._dirty = False
        self._unseen = 0
        self._missed: tuple[CallRecord, ...] = ()
        self._favourites: tuple[Match, ...] | None = None
        self._recent: tuple[Match, ...] = ()
        self._quiet = LOUD
        self._copied = NOT_LOOKED
        self._clipboard = Clipboard(context, shell)
        self.view = TrayView()
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self._compose)
        QGuiApplication.clipboard().dataChanged.connect(self._copied_anew)

    def start(self) -> None:
        """Read what there is."""
        self._read_again()

    def now(self) -> datetime:
        """Return the time."""
        return self._context.now()

    def look(self) -> None:
        """Look at what nobody tells of: the menu is about to be seen."""
        self.show_quiet(self._context.services.quiet.state())
        self._scope.start("copied", self._look_at_clipboard(), replace=True)

    def show_quiet(self, state: QuietState) -> None:
        """Show whether it is quiet now."""
        self._quiet = state
        self._compose()

    def begin_quiet(self, length: QuietFor) -> None:
        """Let nothing pop up for so long."""
        self._scope.start("quiet", self._keep_quiet(lambda quiet: quiet.begin(length)), replace=True)

    def end_quiet(self) -> None:
        """End what the person wished."""
        self._scope.start("quiet", self._keep_quiet(Quiet.end), replace=True)

    def exact_state(self) -> str:
        """Return the first line as it is at this moment: the menu is about to be seen."""
        return self._state(exact=True)

    def looked_at(self) -> None:
        """Somebody looks at the window: what was missed is news no more."""
        if self._unseen:
            self._scope.start("seen", self._seen())

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _keep_quiet(self, do: Callable[[Quiet], QuietState]) -> None:
        quiet = self._context.services.quiet
        try:
            self.show_quiet(await self._context.bridge.call(lambda: do(quiet)))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)

    async def _look_at_clipboard(self) -> None:
        self._copied = await self._clipboard.read()
        self._compose()

    def _copied_anew(self) -> None:
        """Know nothing of what has been copied until somebody wants to know."""
        self._scope.cancel("copied")  # it looks at what was there before
        self._copied = NOT_LOOKED
        self._compose()

    async def _seen(self) -> None:
        await self._context.bridge.run(self._context.services.missed.seen())

    def _heard(self, change: Change) -> None:
        if change.topics & CARES:
            self._read_again()

    def _read_again(self) -> None:
        self._dirty = True
        self._scope.start("read", self._read())

    async def _read(self) -> None:
        bridge, missed = self._context.bridge, self._context.services.missed
        while self._dirty:
            self._dirty = False
            unseen, latest = await bridge.run(missed.unseen()), await bridge.run(missed.latest(LATEST))
            favourites = await self._read_favourites()
            recent = await bridge.run(self._context.services.lookup.find("", RECENT))
            self._unseen, self._missed, self._favourites, self._recent = unseen, latest, favourites, recent
            self._compose()
            await asyncio.sleep(SETTLE_S)

    async def _read_favourites(self) -> tuple[Match, ...] | None:
        bridge, services = self._context.bridge, self._context.services
        found = await bridge.run(services.lookup.favourites(FAVOURITES))
        if found or any(book.refusal is None for book in await bridge.run(services.contacts.books())):
            return found
        return None

    def _state(self, *, exact: bool) -> str:
        shell = self._shell
        synced = last_synced(shell.accounts, shell.sync)
        return sentences_tray.state(shell.status(), len(shell.accounts), synced, self.now(), exact=exact)

    def _compose(self) -> None:
        state = self._state(exact=False)
        view = TrayView(
            mood=self._shell.status().mood,
            state=state,
            tip=sentences_tray.tip(state, self._unseen, self._quiet, self.now()),
            unseen=self._unseen,
            missed=self._missed,
            favourites=self._favourites,
            recent=self._recent,
            quiet=self._quiet,
            copied=self._copied,
        )
        if view != self.view:
            self.view = view
            self.changed.emit()
