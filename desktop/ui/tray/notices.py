"""Notices of missed calls: which ones stand, what is said on them, and what is answered; no widgets here."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, Topic
from desktop.domain.notices import DEFAULT, Notice, NoticeAction, NoticeEvent
from desktop.services.missed import MissedNews
from desktop.ui import sentences_tray, strings
from desktop.ui.context import Context
from desktop.ui.tray.art import app_picture, missed_picture

GATHER_MS = 2000
"""What comes within this comes together: each account's pass ends at a moment of its own."""
EACH = 3
"""So many stand side by side; when there are more, one says how many."""

CALL, OPEN = "call", "open"
SUMMARY, AWAY, GOES_ON = "missed", "missed-away", "goes-on"
CATEGORY = "call.unanswered"


class MissedNotices(QObject):
    """Shows and withdraws them.

    `call_wanted` carries the call of a pressed Call back, `open_wanted` the id of a call, `show_wanted` which
    notice of several calls, or of none, was pressed.
    """

    call_wanted = Signal(object)
    open_wanted = Signal(str)
    show_wanted = Signal(str)
    goes_on_said = Signal(bool)
    _news = Signal(object)
    _event = Signal(object)

    def __init__(
        self, context: Context, parent: QObject | None = None, *, gather_ms: int = GATHER_MS
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._missed = context.services.missed
        self._notifier = context.services.notifier
        self._scope = context.scope()
        self._standing: dict[str, tuple[CallRecord, ...]] = {}
        self._dirty = False
        self._shown = 0
        self._recent: list[CallRecord] = []
        self._away: list[CallRecord] = []
        self._gather = QTimer(self, singleShot=True, interval=gather_ms)
        self._gather.timeout.connect(self._gathered)
        # Both come from the engine's thread.
        self._news.connect(self._heard_news, Qt.ConnectionType.QueuedConnection)
        self._event.connect(self._answered, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = (
            self._missed.listen(self._news.emit),
            self._notifier.listen(self._event.emit),
        )
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Begin to look for missed calls."""
        self._context.bridge.post(self._missed.start)

    @property
    def standing(self) -> tuple[str, ...]:
        """Return the ids of the notices that stand."""
        return tuple(self._standing)

    def opened(self, call_id: str) -> None:
        """Take away the notice of a call that somebody looks at."""
        if notice_id(call_id) in self._standing:
            self._withdraw([notice_id(call_id)])

    def looked_at(self) -> None:
        """Take away what only says how many: the window shows which."""
        self._withdraw([one for one in (SUMMARY, AWAY, GOES_ON) if one in self._standing])

    def say_goes_on(self) -> None:
        """Say that closing the window was no end; `goes_on_said` tells whether anybody shows it."""
        self._scope.start("goes on", self._say_goes_on())

    async def close(self) -> None:
        """End all tasks, and hear of nothing more."""
        self._gather.stop()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
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
        if len(away) == 1:  # one says as much of itself as a summary of one would
            recent, away = recent + away, []
        notices: list[tuple[Notice, tuple[CallRecord, ...]]] = []
        if away:
            before = self._standing.get(AWAY, ())
            calls = (*away, *before)
            notices.append((self._summary(AWAY, sentences_tray.while_away(len(calls)), calls), calls))
        gone: list[str] = []
        if recent:
            single = [one for one in self._standing if one.startswith(notice_id(""))]
            if len(single) + len(recent) > EACH or SUMMARY in self._standing:
                known = [call for one in (SUMMARY, *single) for call in self._standing.get(one, ())]
                calls = tuple(sorted((*recent, *known), key=lambda call: call.sorted_at, reverse=True))
                notices.append(
                    (self._summary(SUMMARY, sentences_tray.missed_calls(len(calls)), calls), calls)
                )
                gone = single
            else:
                notices += [(self._single(call), (call,)) for call in reversed(recent)]  # the newest is last
        for notice, calls in notices:
            self._standing[notice.id] = calls
        self._shown += 1
        self._scope.start(f"show {self._shown}", self._show(notices))
        self._withdraw(gone)

    def _as_now(self, calls: Sequence[CallRecord]) -> list[CallRecord]:
        """Read calls again: whose they are may have come to be known since they were missed."""
        return [self._context.rows.get(call.id) or call for call in calls]

    def _single(self, call: CallRecord) -> Notice:
        actions = [NoticeAction(OPEN, strings.OPEN)]
        if call.other:
            actions.insert(0, NoticeAction(CALL, strings.CALL_BACK))
        return Notice(
            id=notice_id(call.id),
            title=sentences_tray.missed_from(call),
            body=sentences_tray.missed_how(call, self._context.now()),
            actions=tuple(actions),
            unaided=strings.NO_BUTTONS if call.other else "",
            category=CATEGORY,
            picture=missed_picture(),
        )

    def _summary(self, name: str, title: str, calls: Sequence[CallRecord]) -> Notice:
        return Notice(
            id=name,
            title=title,
            body=sentences_tray.callers(calls),
            actions=(NoticeAction(OPEN, strings.OPEN),),
            category=CATEGORY,
            picture=missed_picture(),
        )

    async def _show(self, notices: Sequence[tuple[Notice, tuple[CallRecord, ...]]]) -> None:
        for notice, _calls in notices:
            if notice.id in self._standing and not await self._context.bridge.run(
                self._notifier.show(notice)
            ):
                self._standing.pop(notice.id, None)

    async def _say_goes_on(self) -> None:
        notice = Notice(GOES_ON, strings.GOES_ON, strings.GOES_ON_TEXT, picture=app_picture())
        self._standing[GOES_ON] = ()
        shown = await self._context.bridge.run(self._notifier.show(notice))
        if not shown:
            self._standing.pop(GOES_ON, None)
        self.goes_on_said.emit(shown)

    # ---- what is answered

    def _answered(self, event: NoticeEvent) -> None:
        if event.action is None:
            self._standing.pop(event.id, None)
            return
        if event.id not in self._standing:
            return  # a second press, or one that crossed with our taking it away
        calls = self._standing[event.id]
        self._withdraw([event.id])
        if not event.id.startswith(notice_id("")):
            self.show_wanted.emit(event.id)
        elif event.action == CALL:
            self.call_wanted.emit(calls[0])
        elif event.action in (OPEN, DEFAULT):
            self.open_wanted.emit(calls[0].id)

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
        over = [
            one for one, calls in self._standing.items() if calls and done.issuperset(c.id for c in calls)
        ]
        self._withdraw(over)

    def _withdraw(self, notice_ids: Sequence[str]) -> None:
        for one in notice_ids:
            self._standing.pop(one, None)
            self._scope.start(f"withdraw {one}", self._take_away(one))

    async def _take_away(self, one: str) -> None:
        await self._context.bridge.run(self._notifier.withdraw(one))


def notice_id(call_id: str) -> str:
    """Return the id of a call's own notice."""
    return f"call:{call_id}"
