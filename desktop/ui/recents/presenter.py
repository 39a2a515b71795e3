"""Counts the list's days on a worker, again whenever something changed; no widgets here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.calls import CallFilter, DayCount, Outcome
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter

CARES = frozenset({Topic.CALLS, Topic.TRANSCRIPTS, Topic.RECORDINGS, Topic.TAGS, Topic.ACCOUNTS})
TYPING_MS = 120


class ListState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NO_MISSED = "no missed"
    NOTHING = "nothing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ListContent:
    """What the list shows: the filter and its days, or why there are none.

    `text` is the search, `others` how many calls there are without it, `sentence` the trouble.
    """

    state: ListState
    wanted: CallFilter
    days: tuple[DayCount, ...] = ()
    text: str = ""
    others: int = 0
    sentence: str = ""


def filter_for(*, missed: bool, text: str) -> CallFilter:
    """Return the filter of a segment and a search: text with a digit is a number, other text a name."""
    text = text.strip()
    is_number = any(character.isdigit() for character in text)
    return CallFilter(
        outcomes=frozenset({Outcome.MISSED}) if missed else frozenset(),
        numbers=(text,) if text and is_number else (),
        names=(text,) if text and not is_number else (),
    )


class RecentsPresenter(QObject):
    """The list's filter and its days. `shown` carries a `ListContent`."""

    shown = Signal(object)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._missed = False
        self._text = ""
        self._dirty = False
        self._last: ListContent | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.timeout.connect(self._new_day)
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self._shell_changed)

    def start(self) -> None:
        """Read the list for the first time."""
        self.reload()
        self._wait_for_midnight()

    @property
    def wanted(self) -> CallFilter:
        """The filter in force."""
        return filter_for(missed=self._missed, text=self._text)

    def show_missed(self, missed: bool) -> None:
        """Choose the segment: missed calls, or all."""
        self._missed = missed
        self.reload()

    def search(self, text: str) -> None:
        """Look for a number (any spelling or part) or a name, a moment after the last key."""
        if text.strip() != self._text:
            self._text = text.strip()
            self._typing.start()

    def reload(self) -> None:
        """Read the days again, now or when the reading under way has ended."""
        self._dirty = True
        self._scope.start("days", self._read())

    async def close(self) -> None:
        """End all tasks."""
        self._typing.stop()
        self._midnight.stop()
        await self._scope.close()

    async def _read(self) -> None:
        while self._dirty:
            self._dirty = False
            view = await self._view(self.wanted, self._text)
            if not self._dirty:
                self._last = view
                self.shown.emit(view)

    async def _view(self, wanted: CallFilter, text: str) -> ListContent:
        rows, bridge = self._context.rows, self._context.bridge
        try:
            days = tuple(await bridge.read(lambda: rows.days(wanted)))
            if days:
                return ListContent(ListState.READY, wanted, days, text)
            if text:
                others = await bridge.read(lambda: rows.days(filter_for(missed=self._missed, text="")))
                return ListContent(
                    ListState.NOTHING, wanted, text=text, others=sum(day.calls for day in others)
                )
        except Trouble as trouble:
            return ListContent(ListState.FAILED, wanted, text=text, sentence=trouble.sentence)
        if self._first_sync():
            return ListContent(ListState.LOADING, wanted)
        return ListContent(ListState.NO_MISSED if self._missed else ListState.EMPTY, wanted)

    def _first_sync(self) -> bool:
        return not self._shell.accounts or (
            self._shell.sync.last_done is None
            and bool(self._shell.sync.running)
            and all(account.last_sync is None for account in self._shell.accounts)
        )

    def _heard(self, change: Change) -> None:
        if change.topics & CARES:
            self.reload()

    def _shell_changed(self) -> None:
        if self._last is not None and self._last.state in (ListState.LOADING, ListState.EMPTY):
            self.reload()

    def _new_day(self) -> None:
        self.reload()
        self._wait_for_midnight()

    def _wait_for_midnight(self) -> None:
        now = self._context.now().astimezone()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()).astimezone()
        self._midnight.start(int((midnight - now).total_seconds() * 1000) + 500)
