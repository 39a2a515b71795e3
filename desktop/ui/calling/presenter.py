"""From a wish to call to what became of it: asks when it must, waits when the line is busy."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.services.dialling import DialPlan
from desktop.ui import sentences, strings, times
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter

BUSY_WAITS_S = (30.0, 60.0, 90.0)
SAME_PRESS_S = 3.0
PATIENCE_S = 60.0


class Stage(Enum):
    """How far a call is."""

    SENDING = "sending"
    BUSY = "busy"
    STILL_BUSY = "still busy"
    PLACED = "placed"
    NOT_SEEN = "not seen"
    LINKED = "linked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a call: the rule that says so ("forwarding" is ours), and its sentence."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before a call: the number, where it came from, what speaks against it.

    `there` is the local time at the number.
    """

    plan: DialPlan
    name: str
    origin: str
    place: str
    there: str
    objections: tuple[Objection, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardState:
    """What the card after Call shows."""

    stage: Stage
    number: str
    place: str = ""
    name: str = ""
    line: Line | None = None
    provider: str = ""
    sentence: str = ""
    since: datetime | None = None
    retry_at: datetime | None = None
    retry_s: float = 0.0
    call_id: str | None = None


class CallingPresenter(QObject):
    """One call at a time. `asked` carries a `Question`, `carded` a `CardState` or None to close it."""

    asked = Signal(object)
    answered = Signal()
    carded = Signal(object)

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        *,
        waits_s: Sequence[float] = BUSY_WAITS_S,
        patience_s: float = PATIENCE_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._waits_s = waits_s
        self._patience_s = patience_s
        self._again = asyncio.Event()
        self._question: Question | None = None
        self._attempt: Attempt | None = None
        self.card: CardState | None = None
        context.bridge.changed.connect(self._heard)

    # ---- what a person does

    def wish(self, text: str, source: DialSource, *, name: str = "") -> None:
        """Call a number, or ask first. A press while a request is under way is the same press."""
        if self.sending:
            return
        self._scope.start("prepare", self._prepare(text, source, name, None))

    @property
    def sending(self) -> bool:
        """Whether a request is under way."""
        return self.card is not None and self.card.stage is Stage.SENDING

    def choose_line(self, line_id: str) -> None:
        """Ask the same question for another line."""
        if self._question is not None:
            plan = self._question.plan
            work = self._prepare(plan.number.text, plan.source, self._question.name, line_id)
            self._scope.start("prepare", work, replace=True)

    def confirm(self) -> None:
        """Answer the question with yes, and with it what the rules asked."""
        question, self._question = self._question, None
        if question is None:
            return
        self.answered.emit()
        asked = frozenset(v.rule for v in question.plan.verdicts if v.answer is Answer.ASK)
        self._place(question.plan, question.name, asked)

    def decline(self) -> None:
        """Answer the question with no."""
        self._question = None
        self._scope.cancel("prepare")
        self.answered.emit()

    def try_now(self) -> None:
        """Do not wait for the busy line any longer."""
        self._again.set()

    def dismiss(self) -> None:
        """Close the card; a countdown ends with it, a request under way does not."""
        if not self.sending:
            self._scope.cancel("place")
        self._scope.cancel("watch")
        self._attempt = None
        self._show(None)

    async def close(self) -> None:
        """End all tasks; the engine settles a request that is under way."""
        await self._scope.close()

    # ---- how it goes

    async def _prepare(self, text: str, source: DialSource, name: str, line: str | None) -> None:
        dialling = self._context.services.dialling
        try:
            plan = await self._context.bridge.run(dialling.prepare(text, source, line))
        except Trouble as trouble:
            self._show(CardState(Stage.FAILED, text, name=name, sentence=trouble.sentence))
            return
        if plan.refusal is not None:
            self._question = None
            self.answered.emit()
            self._show(self._state(plan, name, Stage.REFUSED, plan.refusal.reason))
        elif plan.must_ask and plan.repeats is None:
            self._question = self._ask(plan, name)
            self.asked.emit(self._question)
        else:
            self._place(plan, name, frozenset())

    def _ask(self, plan: DialPlan, name: str) -> Question:
        number = plan.number
        there = numbers.local_time(number, self._context.now())
        objections = [
            Objection(verdict.rule, verdict.reason)
            for verdict in plan.verdicts
            if verdict.answer is Answer.ASK and verdict.reason
        ]
        if plan.line.forwarded_to:
            objections.append(Objection("forwarding", sentences.forwarded(plan.line)))
        return Question(
            plan=plan,
            name=name,
            origin=sentences.source(plan.source),
            place=sentences.place(number),
            there=times.local_time(there) if there else "",
            objections=tuple(objections),
            lines=tuple(line for line in self._shell.lines if line.can_dial),
        )

    def _place(self, plan: DialPlan, name: str, allow: frozenset[str]) -> None:
        self._scope.cancel("watch")
        self._attempt = None
        self._show(self._state(plan, name, Stage.SENDING))
        self._scope.start("place", self._placing(plan, name, allow), replace=True)

    async def _placing(self, plan: DialPlan, name: str, allow: frozenset[str]) -> None:
        dialling = self._context.services.dialling
        waits = [*self._waits_s, None]
        for wait in waits:
            self._show(self._state(plan, name, Stage.SENDING))
            try:
                attempt = await self._context.bridge.run(dialling.dial(plan, confirmed=True, allow=allow))
            except Trouble as trouble:
                refused = trouble.kind in (ErrorKind.RULE, ErrorKind.NOT_A_NUMBER)
                stage = Stage.REFUSED if refused else Stage.FAILED
                self._show(self._state(plan, name, stage, trouble.sentence))
                return
            if attempt.state is not AttemptState.BUSY:
                self._settle(plan, name, attempt)
                return
            if wait is None:
                break
            await self._wait_for_line(plan, name, wait)
        self._show(self._state(plan, name, Stage.STILL_BUSY, strings.STILL_BUSY_TEXT))

    async def _wait_for_line(self, plan: DialPlan, name: str, wait: float) -> None:
        state = self._state(plan, name, Stage.BUSY)
        until = self._context.now() + timedelta(seconds=wait)
        self._show(replace(state, retry_at=until, retry_s=wait))
        self._again.clear()
        started = asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(self._again.wait(), wait)
        except TimeoutError:
            return
        # Sooner, it would be taken for the same press, and nothing would be sent.
        gone = asyncio.get_running_loop().time() - started
        await asyncio.sleep(max(0.0, SAME_PRESS_S - gone))

    def _settle(self, plan: DialPlan, name: str, attempt: Attempt) -> None:
        stage = {
            AttemptState.PLACED: Stage.PLACED,
            AttemptState.FAILED: Stage.FAILED,
        }.get(attempt.state, Stage.UNKNOWN)
        self._attempt = attempt
        sentence = strings.UNKNOWN_TEXT if stage is Stage.UNKNOWN else attempt.trouble or ""
        state = self._state(plan, name, stage, sentence)
        self._show(replace(state, since=attempt.created_at))
        if stage in (Stage.PLACED, Stage.UNKNOWN):
            self._look()
            self._scope.start("watch", self._watch(), replace=True)

    async def _watch(self) -> None:
        await asyncio.sleep(self._patience_s)
        if self.card is not None and self.card.stage is Stage.PLACED:
            self._show(replace(self.card, stage=Stage.NOT_SEEN))

    def _heard(self, change: Change) -> None:
        if change.topics & {Topic.ATTEMPTS, Topic.CALLS} and self._attempt is not None:
            self._look()

    def _look(self) -> None:
        self._scope.start("look", self._looking(), replace=True)

    async def _looking(self) -> None:
        attempt = self._attempt
        if attempt is None:
            return
        dialling = self._context.services.dialling
        known = await self._context.bridge.run(dialling.attempts_with(attempt.number))
        for other in known:
            if other.id == attempt.id and other.call_id and self.card is not None:
                self._attempt = None
                self._scope.cancel("watch")
                self._show(replace(self.card, stage=Stage.LINKED, call_id=other.call_id))
                return

    def _state(self, plan: DialPlan, name: str, stage: Stage, sentence: str = "") -> CardState:
        return CardState(
            stage=stage,
            number=plan.number.formatted or plan.number.text,
            place=sentences.place(plan.number).rstrip("."),
            name=name,
            line=plan.line,
            provider=self._shell.provider_title(plan.line.account_id),
            sentence=sentence,
        )

    def _show(self, card: CardState | None) -> None:
        self.card = card
        self.carded.emit(card)
