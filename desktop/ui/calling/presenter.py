"""From a wish to call to what became of it: asks when it must, waits when the line is busy."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource, Sighting
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.planning import DialPlan
from desktop.ui import sentences, sentences_calling, strings, strings_tray, times
from desktop.ui.calling.views import CardState, Objection, Question, Stage
from desktop.ui.calling.whom import Whom
from desktop.ui.context import Context
from desktop.ui.copied import Clipboard
from desktop.ui.shell.presenter import ShellPresenter

BUSY_WAITS_S = (30.0, 60.0, 90.0)
_SCHEME = re.compile(r"\s*(tel|sips?|callto):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Whom somebody wants to call. `ask`: whatever the rules say, since the moment is not the person's."""

    text: str
    source: DialSource
    name: str = ""
    account_id: str = ""
    ask: bool = False

    @property
    def may_wait(self) -> bool:
        """Whether it came from elsewhere while something else is under way, and is no second press."""
        return self.source.is_outside or self.source is DialSource.NOTICE


class CallingPresenter(QObject):
    """One call at a time. `asked` carries a `Question`, `carded` a `CardState` or None to close it.

    `forward_wanted`: the window is needed in front, since the wish came from elsewhere. `said` carries a
    sentence in passing, `several` the `CopiedNumber`s to choose from.
    """

    asked = Signal(object)
    several = Signal(object)
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
        self._clipboard = Clipboard(context, shell)
        self._again = asyncio.Event()
        self._question: Question | None = None
        self._attempt: Attempt | None = None
        self._preparing: _Wish | None = None
        self._next: _Wish | None = None
        self.card: CardState | None = None
        context.bridge.changed.connect(self._heard)

    # ---- what a person does

    def wish(self, text: str, source: DialSource, *, name: str = "", account_id: str = "") -> None:
        """Call a number, or ask first. `account_id` says in whose history or phonebook the number stands.

        `name` is said where no contact has the number. A press while a request is under way is the same
        press; what comes from elsewhere meanwhile is asked about once that request has its answer.
        """
        wish = _Wish(text, source, name, account_id)
        if self.sending or self._preparing is not None:
            if wish.may_wait and wish != self._preparing:
                self._next = replace(wish, ask=True)
            return
        if not source.is_outside:  # a countdown must not run out while this call is looked at
            self._scope.cancel("place")
        self._begin(wish)

    def wish_copied(self) -> None:
        """Ask about the number that was copied, let choose among `several`, or say that there is none."""
        self._scope.start("copied", self._wish_copied())

    def tell_left_over(self) -> None:
        """Tell once of the call that was under way when an earlier run ended."""
        self._scope.start("left over", self._tell_left_over())

    @property
    def sending(self) -> bool:
        """Whether a request is under way."""
        return self.card is not None and self.card.stage is Stage.SENDING

    def choose_line(self, line_id: str) -> None:
        """Ask the same question for another line."""
        question = self._question
        if question is not None:
            plan = question.plan
            wish = _Wish(plan.number.text, plan.source, question.whom.said, plan.account_id, ask=True)
            self._begin(wish, line_id, proposed=plan.proposed)

    def confirm(self) -> None:
        """Answer the question with yes, and with it what the rules asked."""
        question, self._question = self._question, None
        if question is None:
            return
        self.answered.emit()
        asked = frozenset(v.rule for v in question.plan.verdicts if v.answer is Answer.ASK)
        self._place(question.plan, question.whom.said, asked)

    def decline(self) -> None:
        """Answer the question with no."""
        self._question = self._preparing = None
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

    async def _wish_copied(self) -> None:
        copied = await self._clipboard.read()
        if len(copied.numbers) > 1:
            self.several.emit(copied.numbers)
        elif copied.numbers:
            self.wish(copied.numbers[0].dial, DialSource.CLIPBOARD)
        elif _SCHEME.match(copied.text):
            self.wish(copied.text, DialSource.CLIPBOARD)
        else:
            self.said.emit(strings.NO_NUMBER_COPIED if copied.known else strings_tray.COPIED_SILENT)

    def _begin(self, wish: _Wish, line: str | None = None, *, proposed: bool = False) -> None:
        self._preparing = wish
        self._scope.start("prepare", self._prepare(wish, line, proposed=proposed), replace=True)

    async def _prepare(self, wish: _Wish, line: str | None, *, proposed: bool) -> None:
        try:
            await self._plan(wish, line, proposed=proposed)
        finally:
            if self._preparing is wish:  # else another one took its place
                self._preparing = None
        asyncio.get_running_loop().call_soon(self._let_next_in)

    async def _plan(self, wish: _Wish, line: str | None, *, proposed: bool) -> None:
        dialling = self._context.services.dialling
        try:
            plan = await self._context.bridge.run(
                dialling.prepare(wish.text, wish.source, line, account_id=wish.account_id, offer=True)
            )
        except Trouble as trouble:
            self._drop_question()
            whom, said = Whom(said=wish.name), trouble.sentence
            self._show(CardState(Stage.FAILED, wish.text, name=wish.name, whom=whom, sentence=said))
        else:
            # Who chooses another line than the proposed one chooses for the next calls too.
            self._go_on(replace(plan, proposed=plan.proposed or proposed), wish)
        if wish.source not in (DialSource.ROW, DialSource.FIELD):
            self.forward_wanted.emit()

    def _let_next_in(self) -> None:
        """Ask about what came meanwhile, once nothing else is under way."""
        if self._next is not None and self._preparing is None and not self.sending:
            wish, self._next = self._next, None
            self._begin(wish)

    def _go_on(self, plan: DialPlan, wish: _Wish) -> None:
        if plan.refusal is not None:
            self._drop_question()
            self._show(self._state(plan, wish.name, Stage.REFUSED, plan.refusal.reason))
        elif (plan.must_ask or wish.ask) and plan.repeats is None:
            self._question = self._ask(plan, wish.name)
            self.asked.emit(self._question)
        else:
            self._drop_question()
            self._place(plan, wish.name, frozenset())

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
        account = self._shell.account(plan.account_id)
        if plan.foreign and account is not None:
            objections.append(Objection("foreign", sentences_calling.foreign(plan, account)))
        whom = self._whom(plan, name)
        return Question(
            plan=plan,
            whom=whom,
            name=whom.name(self._context.contacts),
            origin=sentences.source(plan.source),
            place=sentences.place(number),
            there=times.local_time(there) if there else "",
            objections=tuple(objections),
            lines=tuple(line for line in self._shell.ways if line.can_dial),
            through=sentences_calling.through(plan, account),
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
            if plan.repeats is not None and plan.asks_itself:
                break  # nobody was asked, since it was taken for the press before
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
            AttemptState.HANDED_OVER: Stage.HANDED,
        }.get(attempt.state, Stage.UNKNOWN)
        self._attempt = attempt
        sentence = attempt.trouble or ""
        if stage is Stage.HANDED:
            sentence = sentence or sentences_calling.handed(plan.line)
        elif stage is Stage.UNKNOWN:
            sentence = strings.UNKNOWN_TEXT
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
            AttemptState.HANDED_OVER: Stage.HANDED,
        }.get(attempt.state, Stage.FAILED)
        self._attempt = attempt
        whom = Whom(attempt.number, attempt.account_id)
        line = next((one for one in self._shell.ways if one.id == attempt.line_id), None)
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
            account=plan.line.account if len(self._shell.accounts) > 1 else "",
            sentence=sentence,
        )

    def _whom(self, plan: DialPlan, name: str) -> Whom:
        return Whom(plan.number.dial or "", plan.account_id or plan.line.account_id, name)

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
        self._let_next_in()
