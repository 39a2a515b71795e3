"""From a wish to call to what became of it: asks when it must, waits when the line is busy."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource, Sighting
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.services.planning import DialPlan
from desktop.ui import sentences, strings, times
from desktop.ui.calling.whom import NOBODY, Whom
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter

BUSY_WAITS_S = (30.0, 60.0, 90.0)
_SCHEME = re.compile(r"\s*(tel|sips?|callto):", re.IGNORECASE)


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
    LEFT = "left"  # placed while Sidetone was ending, told at the next start


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a call: the rule that says so ("forwarding" is ours), and its sentence."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before a call: the number, where it came from, what speaks against it.

    `name` is that of `whom`, `there` the local time at the number.
    """

    plan: DialPlan
    whom: Whom
    name: str
    origin: str
    place: str
    there: str
    objections: tuple[Objection, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardState:
    """What the card after Call shows.

    `tries` counts what was sent while the line was busy. `gone` says that the history is not looked at
    any more for this call.
    """

    stage: Stage
    number: str
    place: str = ""
    name: str = ""
    whom: Whom = NOBODY
    line: Line | None = None
    provider: str = ""
    sentence: str = ""
    since: datetime | None = None
    retry_at: datetime | None = None
    retry_s: float = 0.0
    tries: int = 0
    gone: bool = False
    call_id: str | None = None


class CallingPresenter(QObject):
    """One call at a time. `asked` carries a `Question`, `carded` a `CardState` or None to close it.

    `forward_wanted`: the window is needed in front, since the wish came from elsewhere. `said` carries a
    sentence in passing.
    """

    asked = Signal(object)
    answered = Signal()
    carded = Signal(object)
    forward_wanted = Signal()
    said = Signal(str)

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        *,
        waits_s: Sequence[float] = BUSY_WAITS_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._waits_s = waits_s
        self._again = asyncio.Event()
        self._question: Question | None = None
        self._attempt: Attempt | None = None
        self._next: tuple[str, DialSource, str, str] | None = None
        self._company = ""
        self.card: CardState | None = None
        context.bridge.changed.connect(self._heard)

    # ---- what a person does

    def wish(self, text: str, source: DialSource, *, name: str = "", account_id: str = "") -> None:
        """Call a number, or ask first. `account_id` says in whose history the number stands.

        `name` is said where no contact has the number. A press while a request is under way is the same
        press; what comes from outside meanwhile is asked about once that request has its answer.
        """
        if self.sending:
            self._next = (text, source, name, account_id) if source.is_outside else None
            return
        if not source.is_outside:  # a countdown must not run out while this call is looked at
            self._scope.cancel("place")
        self._company = account_id
        line = self._line_for(text, account_id)
        self._scope.start("prepare", self._prepare(text, source, name, line))

    def wish_clipboard(self, text: str) -> None:
        """Ask about the first number of a text that was copied, or say that there is none."""
        self._scope.start("clipboard", self._wish_found(text))

    def tell_left_over(self) -> None:
        """Tell once of the call that was under way when an earlier run ended."""
        self._scope.start("left over", self._tell_left_over())

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

    def give_up(self) -> None:
        """End a countdown that nobody sees, and say that the line was busy."""
        card = self.card
        if card is not None and card.stage is Stage.BUSY:
            self._scope.cancel("place")
            self._show(replace(card, stage=Stage.STILL_BUSY, sentence=strings.STILL_BUSY_TEXT, retry_at=None))

    def dismiss(self) -> None:
        """Close the card; a countdown ends with it, a request under way does not."""
        if not self.sending:
            self._scope.cancel("place")
        self._attempt = None
        self._show(None)

    async def close(self) -> None:
        """End all tasks; the engine settles a request that is under way."""
        await self._scope.close()

    # ---- how it goes

    async def _wish_found(self, text: str) -> None:
        line = self._shell.line()
        region = None
        if line is not None:
            region = await self._context.bridge.run(self._context.services.accounts.region(line.account_id))
        found = await self._context.bridge.read(lambda: numbers.find_in_text(text, region))
        if found:
            self.wish(found[0].e164 or found[0].text, DialSource.CLIPBOARD)
        elif _SCHEME.match(text):
            self.wish(text.strip(), DialSource.CLIPBOARD)
        else:
            self.said.emit(strings.NO_NUMBER_COPIED)

    def _line_for(self, text: str, account_id: str) -> str | None:
        """Return the line to call from, None for the one that rings.

        An extension or a short number is somebody else in another company, so a line of its own calls it;
        where none of those can, the first one has the engine say why.
        """
        rings = self._shell.line()
        if not account_id or text.startswith("+") or (rings is not None and rings.account_id == account_id):
            return None
        lines = [line for line in self._shell.lines if line.account_id == account_id]
        lines.sort(key=lambda line: not line.can_dial)
        return lines[0].id if lines else None

    async def _prepare(self, text: str, source: DialSource, name: str, line: str | None) -> None:
        dialling = self._context.services.dialling
        try:
            plan = await self._context.bridge.run(dialling.prepare(text, source, line))
        except Trouble as trouble:
            self._drop_question()
            whom = Whom(said=name)
            self._show(CardState(Stage.FAILED, text, name=name, whom=whom, sentence=trouble.sentence))
        else:
            self._go_on(plan, name)
        if source not in (DialSource.ROW, DialSource.FIELD):
            self.forward_wanted.emit()

    def _go_on(self, plan: DialPlan, name: str) -> None:
        if plan.refusal is not None:
            self._drop_question()
            self._show(self._state(plan, name, Stage.REFUSED, plan.refusal.reason))
        elif plan.must_ask and plan.repeats is None:
            self._question = self._ask(plan, name)
            self.asked.emit(self._question)
        else:
            self._drop_question()
            self._place(plan, name, frozenset())

    def _drop_question(self) -> None:
        if self._question is not None:
            self._question = None
            self.answered.emit()

    def _ask(self, plan: DialPlan, name: str) -> Question:
        number = plan.number
        there = numbers.local_time(number, self._context.now())
        objections = [
            Objection(verdict.rule, verdict.reason)
            for verdict in plan.verdicts
            if verdict.answer is Answer.ASK and verdict.reason
        ]
        if plan.line.settings.forced_forward:
            objections.append(Objection("forwarding", sentences.forwarded(plan.line)))
        whom = self._whom(plan, name)
        return Question(
            plan=plan,
            whom=whom,
            name=whom.name(self._context.contacts),
            origin=sentences.source(plan.source),
            place=sentences.place(number),
            there=times.local_time(there) if there else "",
            objections=tuple(objections),
            lines=tuple(line for line in self._shell.lines if line.can_dial),
        )

    def _place(self, plan: DialPlan, name: str, allow: frozenset[str]) -> None:
        self._attempt = None
        self._show(self._state(plan, name, Stage.SENDING))
        self._scope.start("place", self._placing(plan, name, allow), replace=True)

    async def _placing(self, plan: DialPlan, name: str, allow: frozenset[str]) -> None:
        dialling = self._context.services.dialling
        before: Attempt | None = None
        for tries, wait in enumerate([*self._waits_s, None], start=1):
            self._show(self._state(plan, name, Stage.SENDING))
            try:
                attempt = await self._context.bridge.run(
                    dialling.dial(plan, confirmed=True, allow=allow, after=before)
                )
            except Trouble as trouble:
                refused = trouble.kind in (ErrorKind.RULE, ErrorKind.NOT_A_NUMBER)
                stage = Stage.REFUSED if refused else Stage.FAILED
                self._show(self._state(plan, name, stage, trouble.sentence))
                return
            if attempt.state is not AttemptState.BUSY:
                self._settle(plan, name, attempt)
                return
            before = attempt
            if wait is not None:
                await self._wait_for_line(plan, name, wait, tries)
        self._show(self._state(plan, name, Stage.STILL_BUSY, strings.STILL_BUSY_TEXT))

    async def _wait_for_line(self, plan: DialPlan, name: str, wait: float, tries: int) -> None:
        state = self._state(plan, name, Stage.BUSY)
        until = self._context.now() + timedelta(seconds=wait)
        self._again.clear()
        self._show(replace(state, retry_at=until, retry_s=wait, tries=tries))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._again.wait(), wait)

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

    async def _tell_left_over(self) -> None:
        left = await self._context.bridge.run(self._context.services.dialling.untold())
        if not left or self.card is not None or self._question is not None:
            return
        attempt = left[0]
        stage = {
            AttemptState.PLACED: Stage.LEFT,
            AttemptState.UNKNOWN: Stage.UNKNOWN,
        }.get(attempt.state, Stage.FAILED)
        self._attempt = attempt
        whom = Whom(attempt.number, attempt.account_id)
        line = next((one for one in self._shell.lines if one.id == attempt.line_id), None)
        self._show(
            CardState(
                stage,
                numbers.display(attempt.number, None),
                name=whom.name(self._context.contacts),
                whom=whom,
                place=numbers.describe(attempt.number) if attempt.number.startswith("+") else "",
                line=line,
                provider=self._shell.provider_title(attempt.account_id),
                sentence=sentences.left_over(attempt, len(left), self._context.now()),
                since=attempt.created_at,
            )
        )
        self._look()

    def _heard(self, change: Change) -> None:
        if Topic.CONTACTS in change.topics:
            self._name_again()
        if change.topics & {Topic.ATTEMPTS, Topic.CALLS} and self._attempt is not None:
            self._look()

    def _look(self) -> None:
        self._scope.start("look", self._looking(), replace=True)

    async def _looking(self) -> None:
        """See whether the history shows the call by now, and if not, whether it should."""
        attempt = self._attempt
        if attempt is None:
            return
        dialling = self._context.services.dialling
        known = await self._context.bridge.run(dialling.attempts_with(attempt.number))
        now = next((one for one in known if one.id == attempt.id), None)
        if now is None or self.card is None:
            return
        sighting = await self._context.bridge.call(lambda: dialling.sighting(now))
        if now.call_id is not None:
            self._attempt = None
            self._show(replace(self.card, stage=Stage.LINKED, sentence="", call_id=now.call_id))
        elif sighting is not Sighting.WAITING and self.card.stage is Stage.PLACED:
            self._show(replace(self.card, stage=Stage.NOT_SEEN))
        if now.call_id is None and sighting is Sighting.NOT_SEEN and not self.card.gone:
            self._show(replace(self.card, gone=True))

    def _state(self, plan: DialPlan, name: str, stage: Stage, sentence: str = "") -> CardState:
        whom = self._whom(plan, name)
        return CardState(
            stage=stage,
            number=plan.number.formatted or plan.number.text,
            place=sentences.place(plan.number).rstrip("."),
            name=whom.name(self._context.contacts),
            whom=whom,
            line=plan.line,
            provider=self._shell.provider_title(plan.line.account_id),
            sentence=sentence,
        )

    def _whom(self, plan: DialPlan, name: str) -> Whom:
        return Whom(plan.number.dial or "", self._company or plan.line.account_id, name)

    def _name_again(self) -> None:
        """Say who is called as the phonebooks have it by now."""
        question, card = self._question, self.card
        if question is not None and (name := question.whom.name(self._context.contacts)) != question.name:
            self._question = replace(question, name=name)
            self.asked.emit(self._question)
        if card is not None and (name := card.whom.name(self._context.contacts)) != card.name:
            self._show(replace(card, name=name))

    def _show(self, card: CardState | None) -> None:
        self.card = card
        self.carded.emit(card)
        if self._next is not None and not self.sending:
            wish, self._next = self._next, None
            self.wish(wish[0], wish[1], name=wish[2], account_id=wish[3])
