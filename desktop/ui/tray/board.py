"""The one way to a notice on the desktop: switches, quiet, and never the same thing twice."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.notices import Notice, NoticeEvent, NoticeKind
from desktop.domain.quiet import QuietState
from desktop.ui.context import Context
from desktop.ui.tray.held import summary

LOOK_MS = 600_000
"""So often, at least, the clock is read while it matters: not every way of setting it is told of."""

Answered = Callable[[str], None]
Balloon = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class _Post:
    kind: NoticeKind | None
    notice: Notice
    answered: Answered | None
    fact: str

    @property
    def name(self) -> str:
        """What it is held back by."""
        return self.fact or self.notice.id


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    id: str
    forget: bool = False


@dataclass(frozen=True, slots=True)
class _Release:
    """What was held back is said."""


class NoticeBoard(QObject):
    """Shows and withdraws notices, in the order in which that is asked for. Used from the window's thread.

    `shown` carries the id of a notice that the desktop shows, `ended` that of one that stands no more: it was
    pressed, closed, withdrawn, or nobody shows it. `quiet_changed` carries the `QuietState` of now.
    `summary_pressed` is a press on what was held back, with its kinds as a frozenset.
    """

    shown = Signal(str)
    ended = Signal(str)
    quiet_changed = Signal(object)
    summary_pressed = Signal(object)
    _event = Signal(object)

    def __init__(self, context: Context, balloon: Balloon, parent: QObject | None = None) -> None:
        """Make it; `balloon` is told title and text where the desktop shows no notices."""
        super().__init__(parent)
        self._context = context
        self._notifier = context.services.notifier
        self._balloon = balloon
        self._scope = context.scope()
        self._wanted: deque[_Post | _Withdrawal | _Release] = deque()
        self._standing: dict[str, Answered | None] = {}
        self._held: dict[str, _Post] = {}
        self._held_kinds: frozenset[NoticeKind] = frozenset()
        self._state = QuietState()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._event.connect(self._heard_answer, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = self._notifier.listen(self._event.emit)  # from the engine's thread
        context.bridge.changed.connect(self._heard)

    @property
    def quiet(self) -> QuietState:
        """Whether it is quiet, as far as that was looked at."""
        return self._state

    @property
    def standing(self) -> tuple[str, ...]:
        """Return the ids of the notices that stand."""
        return tuple(self._standing)

    def start(self) -> None:
        """Say what an earlier run held back, unless it is quiet still."""
        self._state = self._context.services.quiet.state()
        if self._state.on:
            self.quiet_changed.emit(self._state)
        self._settle()

    def post(
        self,
        kind: NoticeKind | None,
        notice: Notice,
        answered: Answered | None = None,
        *,
        fact: str | None = None,
    ) -> None:
        """Show a notice, in place of what stands with its id; or hold it back; or not at all.

        `answered` gets the key of what is pressed, once. `fact` names what a person is told by it: nobody is
        told the same fact twice, also not after a restart. It is the notice's id unless it is given; "" is
        for callers who see to that themselves. `kind` None is about Sidetone's window itself: no switch stops
        it, nothing remembers it, and while it is quiet it is not said at all.
        """
        self._put(_Post(kind, notice, answered, notice.id if fact is None else fact))

    def withdraw(self, notice_id: str, *, forget: bool = False) -> None:
        """Take a notice away, or what is held back of it; `forget` lets the same be told again one day."""
        self._wanted = deque(
            each for each in self._wanted if not (isinstance(each, _Post) and each.notice.id == notice_id)
        )
        self._end(notice_id)
        self._put(_Withdrawal(notice_id, forget))

    async def close(self) -> None:
        """End all tasks, and hear of nothing more, also of what was pressed and is on its way."""
        self._timer.stop()
        self._unsubscribe()
        self._standing.clear()
        await self._scope.close()

    # ---- one after the other

    def _put(self, wanted: _Post | _Withdrawal | _Release) -> None:
        self._wanted.append(wanted)
        self._scope.start("work", self._work())

    async def _work(self) -> None:
        while self._wanted:
            wanted = self._wanted.popleft()
            if isinstance(wanted, _Withdrawal):
                await self._take_away(wanted)
            elif isinstance(wanted, _Release):
                await self._say_held()
            else:
                await self._decide(wanted)

    async def _decide(self, post: _Post) -> None:
        services = self._context.services
        if post.kind is not None and not await self._is_news(post.kind, post):
            self.ended.emit(post.notice.id)
        elif not services.quiet.state().on:
            await self._show(post)
        elif post.kind is None:
            self.ended.emit(post.notice.id)
        else:
            await self._hold(post.kind, post)

    async def _is_news(self, kind: NoticeKind, post: _Post) -> bool:
        """Whether a person wants to hear of it and has not; from here on it counts as told."""
        services, held = self._context.services, self._held.get(post.notice.id)
        if not services.settings.get(kind.switch):
            return False
        if not post.fact or (held is not None and held.name == post.name):
            return True
        return await self._context.bridge.run(services.told.take(post.fact))

    async def _hold(self, kind: NoticeKind, post: _Post) -> None:
        told, run = self._context.services.told, self._context.bridge.run
        self._look()  # that it is quiet may not have been told yet, and its end would go unheard
        replaced = self._held.get(post.notice.id)
        self._held[post.notice.id] = post
        if replaced is not None and replaced.name != post.name:
            await run(told.drop(replaced.name))
        await run(told.hold(post.name, kind))

    async def _show(self, post: _Post) -> None:
        notice = post.notice
        self._standing[notice.id] = post.answered  # it may be pressed before we hear that it is shown
        if await self._context.bridge.run(self._notifier.show(notice)):
            self.shown.emit(notice.id)
            return
        self._balloon(notice.title, "\n".join(part for part in (notice.body, notice.unaided) if part))
        self._end(notice.id)

    async def _take_away(self, wanted: _Withdrawal) -> None:
        told, run = self._context.services.told, self._context.bridge.run
        held = self._held.pop(wanted.id, None)
        fact = wanted.id if held is None else held.name
        if wanted.forget:
            await run(told.forget(fact))
        elif held is not None:
            await run(told.drop(fact))
        await run(self._notifier.withdraw(wanted.id))
        self._end(wanted.id)

    def _end(self, notice_id: str) -> None:
        if notice_id in self._standing:
            del self._standing[notice_id]
            self.ended.emit(notice_id)

    # ---- what was held back

    async def _say_held(self) -> None:
        """Say what was held back: one thing as itself, several in one notice."""
        services, run = self._context.services, self._context.bridge.run
        if services.quiet.state().on:
            return
        wanted = [one for one in await run(services.told.held()) if services.settings.get(one[1].switch)]
        await run(services.told.release())
        posts, self._held = self._held, {}
        known = {post.name: post for post in posts.values()}
        if len(wanted) == 1 and wanted[0][0] in known:
            await self._show(known[wanted[0][0]])
            return
        for post in posts.values():
            self.ended.emit(post.notice.id)
        notice = await summary(self._context, wanted)
        if notice is not None:
            self._held_kinds = frozenset(kind for _, kind in wanted)
            await self._show(_Post(None, notice, self._summary_answered, ""))

    def _summary_answered(self, _action: str) -> None:
        self.summary_pressed.emit(self._held_kinds)

    # ---- what is answered

    def _heard_answer(self, event: NoticeEvent) -> None:
        if event.id not in self._standing:
            return  # a second press, or one that crossed with our taking it away
        answered = self._standing[event.id]
        self._end(event.id)
        if event.action is None:
            return
        self._put(_Withdrawal(event.id))  # not every desktop takes away what was pressed
        if answered is not None:
            answered(event.action)

    # ---- quiet begins and ends

    def _heard(self, change: Change) -> None:
        if change.topics & {Topic.SETTINGS, Topic.CLOCK}:
            self._look()

    def _look(self) -> None:
        state = self._context.services.quiet.state()
        if state != self._state:
            self._state = state
            self.quiet_changed.emit(state)
            self._settle()
        else:
            self._wait()

    def _settle(self) -> None:
        if not self._state.on:
            self._put(_Release())
        self._wait()

    def _wait(self) -> None:
        """Look again when it changes by itself."""
        at = self._context.services.quiet.changes_at()
        if at is None:
            self._timer.stop()
            return
        left = (at - self._context.now()).total_seconds() * 1000
        self._timer.start(max(1, min(LOOK_MS, math.ceil(left))))
