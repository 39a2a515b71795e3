"""Notices of missed calls and voicemails: which stand, what is said, what is answered; no widgets here."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.calls import CallRecord, Outcome
from desktop.domain.changes import Change, Topic
from desktop.domain.notices import Notice, NoticeAction, NoticeKind
from desktop.services.missed import MissedNews
from desktop.ui import sentences_notices, sentences_tray, strings
from desktop.ui.context import Context
from desktop.ui.tray.board import NoticeBoard
from desktop.ui.tray.held import notice_id
from desktop.ui.tray.pictures import symbol

GATHER_MS = 2000
"""What comes within this comes together: each account's pass ends at a moment of its own."""
EACH = 3
"""So many stand side by side; when there are more, one says how many."""

CALL, OPEN = "call", "open"
SUMMARY, AWAY = "missed", "missed-away"
CATEGORY = "call.unanswered"


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
        if not self._gather.isActive():
            self._gather.start()

    def _gathered(self) -> None:
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
            self._post(self._single(call), (call,))

    def _as_now(self, calls: Sequence[CallRecord]) -> list[CallRecord]:
        """Read the wanted ones again: whose they are may have come to be known since they were missed."""
        wanted = self._context.services.settings.get
        kept = [call for call in calls if wanted(_kind(call).switch)]
        return [self._context.rows.get(call.id) or call for call in kept]

    def _is_too_many(self, recent: Sequence[CallRecord]) -> bool:
        return bool(recent) and (len(self._singles()) + len(recent) > EACH or SUMMARY in self._standing)

    def _singles(self) -> list[str]:
        return [one for one in self._standing if one.startswith(notice_id(""))]

    def _tell_away(self, away: Sequence[CallRecord]) -> None:
        if away:
            calls = (*away, *self._standing.get(AWAY, ()))
            self._post(self._summary(AWAY, sentences_notices.while_away(calls), calls), calls)

    def _tell_many(self, recent: Sequence[CallRecord]) -> None:
        """Say how many there are, in place of those that stand side by side."""
        singles = self._singles()
        known = [call for one in (SUMMARY, *singles) for call in self._standing.get(one, ())]
        calls = tuple(sorted((*recent, *known), key=lambda call: call.sorted_at, reverse=True))
        self._post(self._summary(SUMMARY, sentences_notices.how_many(calls), calls), calls)
        self._withdraw(singles)

    def _post(self, notice: Notice, calls: tuple[CallRecord, ...]) -> None:
        self._standing[notice.id] = calls
        kinds = {_kind(call) for call in calls}
        kind = NoticeKind.MISSED if NoticeKind.MISSED in kinds else NoticeKind.VOICEMAIL
        # That a call is news only once, the engine has seen to.
        self._board.post(kind, notice, partial(self._answered, notice.id, calls), fact="")

    def _single(self, call: CallRecord) -> Notice:
        actions = [NoticeAction(OPEN, strings.OPEN)]
        if call.other:
            actions.insert(0, NoticeAction(CALL, strings.CALL_BACK))
        left_message = call.outcome is Outcome.VOICEMAIL
        return Notice(
            id=notice_id(call.id),
            title=sentences_notices.voicemail_from(call)
            if left_message
            else sentences_tray.missed_from(call),
            body=sentences_tray.missed_how(call, self._context.now()),
            actions=tuple(actions),
            unaided=strings.NO_BUTTONS if call.other else "",
            category=CATEGORY,
            picture=symbol("voicemail" if left_message else "missed"),
        )

    def _summary(self, name: str, title: str, calls: Sequence[CallRecord]) -> Notice:
        missed = any(_kind(call) is NoticeKind.MISSED for call in calls)
        return Notice(
            id=name,
            title=title,
            body=sentences_tray.callers(calls),
            actions=(NoticeAction(OPEN, strings.OPEN),),
            category=CATEGORY,
            picture=symbol("missed" if missed else "voicemail"),
        )

    # ---- what is answered

    def _answered(self, notice: str, calls: Sequence[CallRecord], action: str) -> None:
        if notice in (SUMMARY, AWAY):
            self.list_wanted.emit(frozenset(map(_kind, calls)))
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


def _kind(call: CallRecord) -> NoticeKind:
    return NoticeKind.VOICEMAIL if call.outcome is Outcome.VOICEMAIL else NoticeKind.MISSED
