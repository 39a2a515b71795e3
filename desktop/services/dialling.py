"""Dialling: from a wish to call to exactly one request."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from desktop.domain.accounts import Ability
from desktop.domain.attempts import Attempt, AttemptState, DialSource, Sighting
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.domain.ports import Placed
from desktop.domain.texts import shortened
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.guard import Judgement
from desktop.services.lines import Lines
from desktop.services.planning import DialPlan, Planner
from desktop.services.softphones import Softphones
from desktop.services.tasks import Report, TaskScope
from desktop.store import Db, Store, attempts
from desktop.store.attempts import FOLD, LINK_AFTER

log = logging.getLogger(__name__)

CONFIRM = "confirm"
"""The rule of a call from outside that nobody has said yes to."""

PATIENCE = timedelta(minutes=1)
"""After this long a placed call is expected in the history."""

SENDING_AT_MOST = timedelta(minutes=2)
"""Longer than any request takes; an attempt that is still SENDING then belongs to a process that died."""

Placing = Callable[[str], Awaitable[Placed | str]]
"""Sends a number: to a provider, which placed it, or to a program, of which something odd may be said."""

_LOOKS_S = (5, 15, 30, 60, 120, 240, 420, 600)
"""When, after a call was placed, the history is looked at for it."""


class Dialling:
    """The only way to place a call."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        lines: Lines,
        softphones: Softphones,
        changes: Changes,
        planner: Planner,
        now: Callable[[], datetime],
        look: Callable[[], None],
        report: Report,
    ) -> None:
        """`look` asks for a look at the history soon."""
        self._store = store
        self._accounts = accounts
        self._lines = lines
        self._softphones = softphones
        self._changes = changes
        self._planner = planner
        self._now = now
        self._look = look
        self._scope = TaskScope(report)
        self._watches = TaskScope(report)
        self._presses: dict[str, asyncio.Task[Attempt]] = {}

    async def prepare(
        self,
        text: str,
        source: DialSource,
        line: str | None = None,
        *,
        account_id: str = "",
        offer: bool = False,
    ) -> DialPlan:
        """Understand the number, find the line, and ask the rules. Sends nothing.

        `account_id` says in whose company the number stands. With `offer` a line is proposed where nobody has
        chosen one: this computer's softphone when no line can call, another account's when this one cannot.
        Raises `Trouble` NO_LINE and NO_SOFTPHONE, and RULE for an emergency number, which no missing line may
        hide.
        """
        return await self._planner.plan(text, source, line, account_id=account_id, offer=offer)

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
        if plan.proposed and not attempt.folded and attempt.state is not AttemptState.FAILED:
            self._keep(plan.line)
        # Whoever waited for it tells the person, and who went away meanwhile does not.
        await self._note(lambda db: attempts.tell(db, attempt.id))
        return attempt

    def _keep(self, line: Line) -> None:
        """Remember what was chosen with the call; a disk that refuses makes nothing else of the call."""
        try:
            self._lines.keep(line)
        except Trouble as trouble:
            log.warning("the choice of a line could not be kept: %s", trouble.kind)

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
            repeated = await self._planner.repeated(number)
            if repeated is not None:
                return await self._first_result(repeated)
        judgement = await self._planner.judge(plan.number, plan.line, plan.account_id)
        self._must_be_allowed(plan, judgement, confirmed=confirmed, allow=allow)
        place = await self._placing(plan.line)
        assert number is not None  # the guard refuses what has nothing to dial
        under_way = self._presses.get(number)
        if under_way is not None:  # pressed again while we asked
            return replace(await asyncio.shield(under_way), folded=True)
        press = self._scope.start(f"call {number}", self._press(plan, number, place))
        if press is None:
            raise Trouble(ErrorKind.CANCELLED)
        self._presses[number] = press
        press.add_done_callback(lambda _: self._presses.pop(number, None))
        return await asyncio.shield(press)

    @staticmethod
    def _must_be_allowed(
        plan: DialPlan, judgement: Judgement, *, confirmed: bool, allow: frozenset[str]
    ) -> None:
        refusal = plan.refusal or judgement.refusal
        shown = shortened(plan.number.formatted or plan.number.text)
        if refusal is not None:
            kind = ErrorKind.NOT_A_NUMBER if refusal.rule == "undiallable" else ErrorKind.RULE
            raise Trouble(kind, rule=refusal.rule, number=shown or None, detail=refusal.reason)
        for ask in judgement.asks:
            if ask.rule not in allow:
                raise Trouble(ErrorKind.RULE, rule=ask.rule, number=shown, detail=ask.reason)
        if plan.asks_itself and not confirmed:
            raise Trouble(
                ErrorKind.RULE, rule=CONFIRM, number=shown, detail=f"Nobody said yes to calling {shown}."
            )

    async def _placing(self, line: Line) -> Placing:
        """Return what sends the one request, or hands the number over."""
        if not line.can_dial:
            raise Trouble(ErrorKind.NO_LINE, detail=f"{line.name} is not active")
        if line.is_softphone:
            return partial(self._hand_over, line)
        session = await self._accounts.session(line.account_id)
        if session.dialer is None:
            reason = session.missing.get(Ability.DIAL, "it cannot place calls")
            raise Trouble(ErrorKind.UNSUPPORTED, account=line.account, detail=reason)
        return partial(session.dialer.place, line.provider_id)

    async def _hand_over(self, line: Line, number: str) -> str:
        return await self._softphones.hand_over(line, number)

    # -- one press

    async def _press(self, plan: DialPlan, number: str, place: Placing) -> Attempt:
        """Write the attempt, send the one request, write what became of it."""
        line = plan.line
        attempt = await self._store.write(
            lambda db: attempts.begin(
                db,
                account_id=line.account_id or plan.account_id,
                line_id=line.id,
                number=number,
                source=plan.source,
                now=self._now(),
            )
        )
        if attempt.folded:  # another process was faster
            return await self._first_result(attempt)
        self._changes.tell(Topic.ATTEMPTS, ids=frozenset({attempt.id}))
        end = _End()
        try:
            end = _End.of(await place(number))
        except Trouble as trouble:
            error = trouble.with_context(account=line.account, number=number)
            end = _End(_state(trouble), None, trouble.request_id, error.sentence, error)
        finally:
            done = await self._finish(attempt, end)
        if end.error is not None:
            log.info("attempt %s: %s (request %s)", attempt.id, end.error.kind, end.request_id)
            await self._accounts_hear(line.account_id, end.error)
        if end.state in (AttemptState.PLACED, AttemptState.UNKNOWN) and not line.is_softphone:
            self._watches.start(f"watch {attempt.id}", self._watch(attempt.id))
        return done

    async def _finish(self, attempt: Attempt, end: "_End") -> Attempt:
        await self._note(
            lambda db: attempts.finish(
                db,
                attempt.id,
                end.state,
                provider_id=end.provider_id,
                request_id=end.request_id,
                trouble=end.trouble,
            )
        )
        self._changes.tell(Topic.ATTEMPTS, ids=frozenset({attempt.id}))
        return replace(
            attempt,
            state=end.state,
            provider_id=end.provider_id,
            request_id=end.request_id,
            trouble=end.trouble,
            error=end.error,
        )

    async def _accounts_hear(self, account_id: str, error: Trouble) -> None:
        if error.kind is ErrorKind.SIGN_IN:
            await self._accounts.note_failure(account_id, error)

    # -- folding

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


@dataclass(frozen=True, slots=True)
class _End:
    """How a press ended; what nothing was heard of may have rung."""

    state: AttemptState = AttemptState.UNKNOWN
    provider_id: str | None = None
    request_id: str | None = None
    trouble: str | None = None
    error: Trouble | None = None

    @classmethod
    def of(cls, placed: Placed | str) -> "_End":
        """Return the end of what was sent."""
        if isinstance(placed, str):
            return cls(AttemptState.HANDED_OVER, trouble=placed or None)
        return cls(AttemptState.PLACED, placed.provider_id, placed.request_id)


def _state(trouble: Trouble) -> AttemptState:
    if trouble.kind is ErrorKind.BUSY:
        return AttemptState.BUSY
    return AttemptState.UNKNOWN if trouble.kind is ErrorKind.OUTCOME_UNKNOWN else AttemptState.FAILED
