"""Dialling: from a wish to call to exactly one request."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.domain.accounts import Ability
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource, Sighting, Verdict
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo
from desktop.domain.ports import Dialer
from desktop.numbers import region_of, understand
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.guard import DialGuard, Judgement, Wish
from desktop.services.guard.lists import DoNotCall
from desktop.services.guard.rules import emergency_anywhere
from desktop.services.lines import Lines
from desktop.services.settings import Settings
from desktop.services.tasks import Report, TaskScope
from desktop.store import Db, Store, attempts, far_sides
from desktop.store.attempts import FOLD, LINK_AFTER

log = logging.getLogger(__name__)

CONFIRM = "confirm"
"""The rule of a call from outside that nobody has said yes to."""

PATIENCE = timedelta(minutes=1)
"""After this long a placed call is expected in the history."""

SENDING_AT_MOST = timedelta(minutes=2)
"""Longer than any request takes; an attempt that is still SENDING then belongs to a process that died."""

_LOOKS_S = (5, 15, 30, 60, 120, 240, 420, 600)
"""When, after a call was placed, the history is looked at for it."""


@dataclass(frozen=True, slots=True)
class DialPlan:
    """What would be dialled, shown to the person before it is.

    `must_ask`: show the plan and ask, because it came from outside or a rule asks. `refusal` is the rule
    that forbids the call. `repeats` is the attempt for the same number less than 3 s ago: `dial` will
    send nothing and return that one, so nothing needs to be asked.
    """

    number: NumberInfo
    line: Line
    source: DialSource
    verdicts: tuple[Verdict, ...] = ()
    must_ask: bool = False
    refusal: Verdict | None = None
    repeats: Attempt | None = None


class Dialling:
    """The only way to place a call."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        lines: Lines,
        settings: Settings,
        changes: Changes,
        guard: DialGuard,
        do_not_call: DoNotCall,
        now: Callable[[], datetime],
        look: Callable[[], None],
        report: Report,
    ) -> None:
        """`look` asks for a look at the history soon."""
        self._store = store
        self._accounts = accounts
        self._lines = lines
        self._settings = settings
        self._changes = changes
        self._guard = guard
        self._do_not_call = do_not_call
        self._now = now
        self._look = look
        self._scope = TaskScope(report)
        self._watches = TaskScope(report)
        self._presses: dict[str, asyncio.Task[Attempt]] = {}

    async def prepare(self, text: str, source: DialSource, line: str | None = None) -> DialPlan:
        """Understand the number, find the line, and ask the rules. Sends nothing.

        Raises `Trouble` NO_LINE, and RULE for an emergency number, which no missing line may hide.
        """
        try:
            from_line = await self._lines.resolve(line)
        except Trouble:
            verdict = emergency_anywhere(text)
            if verdict.answer is Answer.REFUSE:
                raise Trouble(ErrorKind.RULE, rule=verdict.rule, number=text, detail=verdict.reason) from None
            raise
        region = await self._accounts.region(from_line.account_id)
        extensions = frozenset(
            one.extension
            for one in await self._lines.all()
            if one.account_id == from_line.account_id and one.extension
        )
        number = understand(text, region, own_extensions=extensions)
        repeats = await self._repeated(number.dial) if number.dial else None
        judgement = await self._judge(number, from_line)
        return DialPlan(
            number,
            from_line,
            source,
            verdicts=judgement.verdicts,
            must_ask=repeats is None and (source.is_outside or bool(judgement.asks)),
            refusal=judgement.refusal,
            repeats=repeats,
        )

    async def _judge(self, number: NumberInfo, line: Line) -> Judgement:
        region = await self._accounts.region(line.account_id)
        wish = Wish(
            number=number,
            line=line,
            now=self._now(),
            line_region=region,
            called_before=await self._called_before(number, region),
            night=(
                int(self._settings.number("dial.night_from")),
                int(self._settings.number("dial.night_to")),
            ),
            listed=await self._do_not_call.listed(number.dial) if number.dial else None,
        )
        return self._guard.judge(wish)

    async def _called_before(self, number: NumberInfo, own_region: str | None) -> bool:
        """Look whether anybody called the number's country; the line's own needs no look."""
        region, e164 = number.region, number.e164
        if e164 is None or region == own_region:
            return True
        # A country code is one digit (1 and 7) or begins with these two.
        prefix = e164[:2] if e164[1] in "17" else e164[:3]
        return await self._store.read(
            lambda db: any(region_of(called) == region for called in far_sides.called(db, prefix))
        )

    async def dial(
        self,
        plan: DialPlan,
        *,
        confirmed: bool,
        allow: frozenset[str] = frozenset(),
        after: Attempt | None = None,
    ) -> Attempt:
        """Place the call with one request, and return what became of it, whatever that is.

        `confirmed` answers the plain "call this?", `allow` names the rules that the person overrides.
        `after` is the BUSY attempt that this one tries again: it waits until it is no repeated press.
        Raises `Trouble` RULE (with `rule`), NOT_A_NUMBER, NO_LINE or UNSUPPORTED before anything is
        written or sent. After that the attempt says PLACED, BUSY, FAILED or UNKNOWN; its `error` is the
        trouble. Cancelling the caller does not stop a call that is being placed.
        """
        if after is not None:
            wait = min(after.created_at + FOLD - self._now(), FOLD)  # a clock may be set back meanwhile
            await asyncio.sleep(wait.total_seconds())
            plan = replace(plan, repeats=None)
        attempt = await self._dial(plan, confirmed=confirmed, allow=allow)
        # Whoever waited for it tells the person, and who went away meanwhile does not.
        await self._note(lambda db: attempts.tell(db, attempt.id))
        return attempt

    async def _note(self, run: Callable[[Db], object]) -> None:
        """Write what became of a call; a disk that refuses makes nothing else of it."""
        try:
            await self._store.write(run)
        except Trouble as trouble:
            log.warning("what became of a call could not be written: %s", trouble.kind)

    async def _dial(self, plan: DialPlan, *, confirmed: bool, allow: frozenset[str]) -> Attempt:
        number = plan.number.dial
        if plan.repeats is not None:
            return await self._first_result(plan.repeats)
        if number is not None:
            under_way = self._presses.get(number)
            if under_way is not None:
                return replace(await asyncio.shield(under_way), folded=True)
            repeated = await self._repeated(number)
            if repeated is not None:
                return await self._first_result(repeated)
        judgement = await self._judge(plan.number, plan.line)
        self._must_be_allowed(plan, judgement, confirmed=confirmed, allow=allow)
        dialer = await self._dialer(plan.line)
        assert number is not None  # the guard refuses what has nothing to dial
        under_way = self._presses.get(number)
        if under_way is not None:  # pressed again while we asked
            return replace(await asyncio.shield(under_way), folded=True)
        press = self._scope.start(f"call {number}", self._press(plan, number, dialer))
        if press is None:
            raise Trouble(ErrorKind.CANCELLED)
        self._presses[number] = press
        press.add_done_callback(lambda _: self._presses.pop(number, None))
        return await asyncio.shield(press)

    @staticmethod
    def _must_be_allowed(
        plan: DialPlan, judgement: Judgement, *, confirmed: bool, allow: frozenset[str]
    ) -> None:
        refusal = judgement.refusal
        shown = plan.number.formatted or plan.number.text
        if refusal is not None:
            kind = ErrorKind.NOT_A_NUMBER if refusal.rule == "undiallable" else ErrorKind.RULE
            raise Trouble(kind, rule=refusal.rule, number=shown or None, detail=refusal.reason)
        for ask in judgement.asks:
            if ask.rule not in allow:
                raise Trouble(ErrorKind.RULE, rule=ask.rule, number=shown, detail=ask.reason)
        if plan.source.is_outside and not confirmed:
            raise Trouble(
                ErrorKind.RULE, rule=CONFIRM, number=shown, detail=f"Nobody said yes to calling {shown}."
            )

    async def _dialer(self, line: Line) -> Dialer:
        if not line.can_dial:
            raise Trouble(ErrorKind.NO_LINE, detail=f"{line.name} is not active")
        session = await self._accounts.session(line.account_id)
        if session.dialer is None:
            reason = session.missing.get(Ability.DIAL, "it cannot place calls")
            raise Trouble(ErrorKind.UNSUPPORTED, account=line.account, detail=reason)
        return session.dialer

    # -- one press

    async def _press(self, plan: DialPlan, number: str, dialer: Dialer) -> Attempt:
        """Write the attempt, send the one request, write what became of it."""
        line = plan.line
        attempt = await self._store.write(
            lambda db: attempts.begin(
                db,
                account_id=line.account_id,
                line_id=line.id,
                number=number,
                source=plan.source,
                now=self._now(),
            )
        )
        if attempt.folded:  # another process was faster
            return await self._first_result(attempt)
        self._changes.tell(Topic.ATTEMPTS, ids=frozenset({attempt.id}))
        error: Trouble | None = None
        state, provider_id, request_id = AttemptState.UNKNOWN, None, None
        try:
            placed = await dialer.place(line.provider_id, number)
            state, provider_id, request_id = AttemptState.PLACED, placed.provider_id, placed.request_id
        except Trouble as trouble:
            error = trouble.with_context(account=line.account, number=number)
            state, request_id = _state(trouble), trouble.request_id
        finally:
            done = await self._finish(attempt, state, provider_id, request_id, error)
        if error is not None:
            log.info("attempt %s: %s (request %s)", attempt.id, error.kind, request_id)
            await self._accounts_hear(line.account_id, error)
        if state in (AttemptState.PLACED, AttemptState.UNKNOWN):
            self._watches.start(f"watch {attempt.id}", self._watch(attempt.id))
        return done

    async def _finish(
        self,
        attempt: Attempt,
        state: AttemptState,
        provider_id: str | None,
        request_id: str | None,
        error: Trouble | None,
    ) -> Attempt:
        await self._note(
            lambda db: attempts.finish(
                db,
                attempt.id,
                state,
                provider_id=provider_id,
                request_id=request_id,
                trouble=error.sentence if error else None,
            )
        )
        self._changes.tell(Topic.ATTEMPTS, ids=frozenset({attempt.id}))
        return replace(
            attempt,
            state=state,
            provider_id=provider_id,
            request_id=request_id,
            trouble=error.sentence if error else None,
            error=error,
        )

    async def _accounts_hear(self, account_id: str, error: Trouble) -> None:
        if error.kind is ErrorKind.SIGN_IN:
            await self._accounts.note_failure(account_id, error)

    # -- folding

    async def _repeated(self, number: str) -> Attempt | None:
        found = await self._store.read(lambda db: attempts.recent(db, number=number, limit=1))
        return found[0] if found and abs(self._now() - found[0].created_at) < FOLD else None

    async def _first_result(self, attempt: Attempt) -> Attempt:
        """Return the first press's attempt once it has its state; another process may be sending it."""
        deadline = asyncio.get_running_loop().time() + 60
        while attempt.state is AttemptState.SENDING and asyncio.get_running_loop().time() < deadline:
            under_way = self._presses.get(attempt.number)
            if under_way is not None and under_way is not asyncio.current_task():
                return replace(await asyncio.shield(under_way), folded=True)
            await asyncio.sleep(0.1)
            attempt = await self._get(attempt.id) or attempt
        return replace(attempt, folded=True)

    async def _get(self, attempt_id: str) -> Attempt | None:
        return await self._store.read(lambda db: attempts.get(db, attempt_id))

    # -- afterwards

    async def _watch(self, attempt_id: str) -> None:
        """Look at the history at growing distances until the call shows, ten minutes long."""
        begun = asyncio.get_running_loop().time()
        for look in _LOOKS_S:
            await asyncio.sleep(max(begun + look - asyncio.get_running_loop().time(), 0))
            attempt = await self._get(attempt_id)
            if attempt is None or attempt.call_id is not None:
                return
            self._look()
            self._changes.tell(Topic.ATTEMPTS, ids=frozenset({attempt_id}))

    def sighting(self, attempt: Attempt) -> Sighting:
        """Say whether the attempt's call was seen in the history, and whether there is still hope."""
        if attempt.call_id is not None:
            return Sighting.SEEN
        gone = self._now() - attempt.created_at
        if gone >= LINK_AFTER:
            return Sighting.NOT_SEEN
        return Sighting.LATE if gone >= PATIENCE else Sighting.WAITING

    async def settle(self) -> None:
        """Give attempts that a crash left in the middle the state UNKNOWN. Call it once, at the start.

        A younger one may be another process's, which is sending it now: it is looked at again later.
        """
        if not await self._any_sending():
            return  # commands that only read write nothing
        before = self._now() - SENDING_AT_MOST
        settled = await self._store.write(lambda db: attempts.settle_interrupted(db, before))
        if settled:
            log.info("%d attempts of an earlier run have an unknown outcome", len(settled))
            self._changes.tell(Topic.ATTEMPTS, ids=frozenset(attempt.id for attempt in settled))
        if await self._any_sending():
            self._watches.start("settle", self._settle_later(), replace=True)

    async def _any_sending(self) -> bool:
        recent = await self._store.read(attempts.recent)
        return any(attempt.state is AttemptState.SENDING for attempt in recent)

    async def _settle_later(self) -> None:
        await asyncio.sleep(SENDING_AT_MOST.total_seconds())
        await self.settle()

    async def untold(self) -> tuple[Attempt, ...]:
        """Return once what nobody was told of: calls that were under way when an earlier run ended.

        Newest first. Only for the process that holds the profile's lock: what is still SENDING and not
        its own has an unknown outcome then, however young it is.
        """
        if self._presses:
            return ()
        ahead = self._now() + SENDING_AT_MOST
        settled = await self._store.write(lambda db: attempts.settle_interrupted(db, ahead))
        found = await self._store.write(attempts.tell_rest)
        if settled:
            self._changes.tell(Topic.ATTEMPTS, ids=frozenset(attempt.id for attempt in settled))
        for attempt in found:
            if attempt.call_id is None and self.sighting(attempt) is not Sighting.NOT_SEEN:
                self._watches.start(f"watch {attempt.id}", self._watch(attempt.id))
        return found

    async def attempts_with(self, number: str) -> list[Attempt]:
        """Return the attempts to call this number (E.164 or extension), newest first."""
        return await self._store.read(lambda db: attempts.recent(db, number=number))

    async def close(self) -> None:
        """Wait for the requests that are under way, which their timeouts bound."""
        await self._watches.close()
        under_way = tuple(self._presses.values())
        if under_way:
            await asyncio.wait(under_way)
        await self._scope.close()


def _state(trouble: Trouble) -> AttemptState:
    if trouble.kind is ErrorKind.BUSY:
        return AttemptState.BUSY
    return AttemptState.UNKNOWN if trouble.kind is ErrorKind.OUTCOME_UNKNOWN else AttemptState.FAILED
