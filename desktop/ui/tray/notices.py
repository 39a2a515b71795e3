"""Notices of missed calls and voicemails: which stand, what is said, what is answered; no widgets here."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, Topic
from desktop.domain.notices import Notice, NoticeKind
from desktop.services.missed import MissedNews
from desktop.ui.context import Context
from desktop.ui.tray.board import NoticeBoard
from desktop.ui.tray.wording import AWAY, CALL, SUMMARY, kind_of, notice_id, one_call, several_calls

GATHER_MS = 2000
"""What comes within this comes together: each account's pass ends at a moment of its own."""
EACH = 3
"""So many stand side by side; when there are more, one says how many."""


class CallNotices(QObject):
    """Puts them on the board and takes them away.

    `call_wanted` carries the call of a pressed Call back, `open_wanted` the id of a call, `list_wanted` the
    kinds of calls (a frozenset) of a pressed notice of several.
    """

    call_wanted = Signal(object)
    open_wanted = Signal(str)
    list_wanted = Signal(object)
    _news = Signal(object)

    def __init__(
        self,
        context: Context,
        board: NoticeBoard,
        parent: QObject | None = None,
        *,
        gather_ms: int = GATHER_MS,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._board = board
        self._missed = context.services.missed
        self._scope = context.scope()
        self._standing: dict[str, tuple[CallRecord, ...]] = {}
        self._dirty = False
        self._recent: list[CallRecord] = []
        self._away: list[CallRecord] = []
        self._gather = QTimer(self, singleShot=True, interval=gather_ms)
        self._gather.timeout.connect(self._gathered)
        self._news.connect(self._heard_news, Qt.ConnectionType.QueuedConnection)  # from the engine's thread
        self._unsubscribe = self._missed.listen(self._news.emit)
        context.bridge.changed.connect(self._heard)
        board.ended.connect(self._ended)

    def start(self) -> None:
        """Begin to look for missed calls."""
        self._context.bridge.post(self._missed.start)

    @property
    def standing(self) -> tuple[str, ...]:
        """Return the ids of the notices that stand, or are held back."""
        return tuple(self._standing)

    def opened(self, call_id: str) -> None:
        """Take away the notice of a call that somebody looks at."""
        self._withdraw([notice_id(call_id)])

    def looked_at(self) -> None:
        """Take away what only says how many: the window shows which."""
        self._withdraw([SUMMARY, AWAY])

    async def close(self) -> None:
        """End all tasks, and hear of nothing more."""
        self._gather.stop()
        self._unsubscribe()
        await self._scope.close()

    # ---- what came

    def _heard_news(self, news: MissedNews) -> None:
        self._recent += news.recent
        self._away += news.while_away
        if self._context.services.quiet.state().on:  # nothing waits for others, and is lost with us
            self._gathered()
        elif not self._gather.isActive():
            self._gather.start()

    def _gathered(self) -> None:
        self._gather.stop()
        recent, self._recent = self._as_now(self._recent), []
        away, self._away = self._as_now(self._away), []
        quiet = self._context.services.quiet.state().on  # then each is held back, and counted by its own id
        if quiet or len(away) == 1:  # one says as much of itself as a summary of one would
            recent, away = recent + away, []
        self._tell_away(away)
        if self._is_too_many(recent) and not quiet:
            self._tell_many(recent)
            return
        for call in reversed(recent):  # the newest is last
            self._post(one_call(call, self._context.now()), (call,))

    def _as_now(self, calls: Sequence[CallRecord]) -> list[CallRecord]:
        """Read the wanted ones again: whose they are may have come to be known since they were missed."""
        wanted = self._context.services.settings.get
        kept = [call for call in calls if wanted(kind_of(call).switch)]
        return [self._context.rows.get(call.id) or call for call in kept]

    def _is_too_many(self, recent: Sequence[CallRecord]) -> bool:
        return bool(recent) and (len(self._singles()) + len(recent) > EACH or SUMMARY in self._standing)

    def _singles(self) -> list[str]:
        return [one for one in self._standing if one.startswith(notice_id(""))]

    def _tell_away(self, away: Sequence[CallRecord]) -> None:
        if away:
            calls = (*away, *self._standing.get(AWAY, ()))
            self._post(several_calls(calls, away=True), calls)

    def _tell_many(self, recent: Sequence[CallRecord]) -> None:
        """Say how many there are, in place of those that stand side by side."""
        singles = self._singles()
        known = [call for one in (SUMMARY, *singles) for call in self._standing.get(one, ())]
        calls = tuple(sorted((*recent, *known), key=lambda call: call.sorted_at, reverse=True))
        self._post(several_calls(calls), calls)
        self._withdraw(singles)

    def _post(self, notice: Notice, calls: tuple[CallRecord, ...]) -> None:
        self._standing[notice.id] = calls
        kinds = {kind_of(call) for call in calls}
        kind = NoticeKind.MISSED if NoticeKind.MISSED in kinds else NoticeKind.VOICEMAIL
        # That a call is news only once, the engine has seen to.
        self._board.post(kind, notice, partial(self._answered, notice.id, calls), fact="")

    # ---- what is answered

    def _answered(self, notice: str, calls: Sequence[CallRecord], action: str) -> None:
        if notice in (SUMMARY, AWAY):
            self.list_wanted.emit(frozenset(map(kind_of, calls)))
        elif action == CALL:
            self.call_wanted.emit(calls[0])
        else:
            self.open_wanted.emit(calls[0].id)

    def _ended(self, notice: str) -> None:
        self._standing.pop(notice, None)

    def _heard(self, change: Change) -> None:
        if self._standing and change.topics & {Topic.ATTEMPTS, Topic.CALLS}:
            self._dirty = True
            self._scope.start("returned", self._look_for_returned())

    async def _look_for_returned(self) -> None:
        """Take away the notices whose callers were called back, from here or from the phone itself."""
        while self._dirty:
            self._dirty = False
            await self._withdraw_returned()

    async def _withdraw_returned(self) -> None:
        ids = {call.id for calls in self._standing.values() for call in calls}
        done = await self._context.bridge.run(self._missed.returned(ids)) if ids else frozenset[str]()
        self._withdraw(
            [one for one, calls in self._standing.items() if done.issuperset(call.id for call in calls)]
        )

    def _withdraw(self, notices: Iterable[str]) -> None:
        for one in [each for each in notices if each in self._standing]:
            del self._standing[one]
            self._board.withdraw(one)
