"""What would be dialled: the number understood, the line found, the rules asked. Nothing is sent here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.domain.accounts import Ability
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource, Verdict
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line, is_softphone
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.numbers import region_of, understand
from desktop.services.accounts import Accounts
from desktop.services.guard import DialGuard, Judgement, Wish
from desktop.services.guard.lists import DoNotCall
from desktop.services.guard.rules import emergency_anywhere
from desktop.services.lines import Lines
from desktop.services.settings import Settings
from desktop.store import Store, attempts, far_sides
from desktop.store.attempts import FOLD
from desktop.system.softphone.link import BACK_WITHIN_S


@dataclass(frozen=True, slots=True)
class DialPlan:
    """What would be dialled, shown to the person before it is.

    `must_ask`: show the plan and ask, because it came from outside, a rule asks, or the line is a proposal.
    `refusal` is the rule that forbids the call. `repeats` is the attempt for the same number less than 3 s
    ago: `dial` will send nothing and return that one, so nothing needs to be asked.

    `account_id` says in whose company the number stands ("" when nobody said), and `lacks` why that account
    itself places no calls. `proposed`: nobody has chosen yet what rings then, so yes chooses the line too.
    `foreign`: it is a number inside a company, and the line may be a phone of another one.
    """

    number: NumberInfo
    line: Line
    source: DialSource
    verdicts: tuple[Verdict, ...] = ()
    must_ask: bool = False
    refusal: Verdict | None = None
    repeats: Attempt | None = None
    account_id: str = ""
    lacks: str = ""
    proposed: bool = False
    foreign: bool = False

    @property
    def asks_itself(self) -> bool:
        """Whether it must be said yes to whatever the rules say."""
        return self.source.is_outside or self.proposed or self.foreign


@dataclass(frozen=True, slots=True)
class _Way:
    """How a number would be called; the rest is `DialPlan`'s."""

    line: Line
    proposed: bool = False
    foreign: bool = False


class Planner:
    """Makes plans."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        lines: Lines,
        settings: Settings,
        guard: DialGuard,
        do_not_call: Callable[[], DoNotCall],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._lines = lines
        self._settings = settings
        self._guard = guard
        self._do_not_call = do_not_call
        self._now = now

    async def plan(
        self, text: str, source: DialSource, line: str | None, *, account_id: str, offer: bool
    ) -> DialPlan:
        """Make a plan; see `Dialling.prepare`."""
        account = next((one for one in await self._accounts.all() if one.id == account_id), None)
        account_id = account.id if account else ""  # it may have been removed under an open list
        lacks = ((account.missing if account else None) or {}).get(Ability.DIAL, "")
        try:
            way = await self._way(text, line, account_id, lacks, offer=offer)
        except Trouble:
            region = await self._accounts.region(account_id) if account_id else None
            verdict = emergency_anywhere(text, region)
            if verdict.answer is Answer.REFUSE:
                raise Trouble(ErrorKind.RULE, rule=verdict.rule, number=text, detail=verdict.reason) from None
            raise
        number = await self._understood(text, account_id, way.line)
        came_back = source is DialSource.LINK and await self._handed_out(number.dial)
        repeats = None if came_back else await self.repeated(number.dial)
        judgement = await self.judge(number, way.line, account_id, came_back=came_back)
        plan = DialPlan(
            number,
            way.line,
            source,
            verdicts=judgement.verdicts,
            refusal=judgement.refusal,
            repeats=repeats,
            account_id=account_id,
            lacks=lacks,
            proposed=way.proposed,
            foreign=way.foreign,
        )
        return replace(plan, must_ask=repeats is None and (plan.asks_itself or bool(judgement.asks)))

    async def judge(
        self, number: NumberInfo, line: Line, account_id: str, *, came_back: bool = False
    ) -> Judgement:
        """Ask the rules. A softphone is at home where the account is in whose company the number stands."""
        ours = line.account_id or account_id
        region = await self._accounts.region(ours) if ours else await self._lines.region(None)
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
            listed=await self._do_not_call().listed(number.dial) if number.dial else None,
            came_back=came_back,
        )
        return self._guard.judge(wish)

    async def repeated(self, number: str | None) -> Attempt | None:
        """Return the attempt for the same number of less than three seconds ago."""
        return await self._last(number, FOLD)

    async def _last(self, number: str | None, within: timedelta) -> Attempt | None:
        if number is None:
            return None
        found = await self._store.read(lambda db: attempts.recent(db, number=number, limit=1))
        return found[0] if found and abs(self._now() - found[0].created_at) < within else None

    async def _handed_out(self, number: str | None) -> bool:
        """Whether a link to this number was handed to a program a moment ago: it has come back then."""
        last = await self._last(number, timedelta(seconds=BACK_WITHIN_S))
        return (
            last is not None
            and is_softphone(last.line_id)
            and last.state in (AttemptState.HANDED_OVER, AttemptState.SENDING)
        )

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

    # -- which line

    async def _way(self, text: str, line: str | None, account_id: str, lacks: str, *, offer: bool) -> _Way:
        """Find what rings: what was named, else a line of the number's own company, else the usual one.

        Raises `Trouble` NO_LINE or NO_SOFTPHONE.
        """
        if line is not None:
            return _Way(await self._lines.resolve(line))
        usual = await self._lines.default()
        elsewhere = usual is None or usual.account_id != account_id
        if account_id and elsewhere and not text.strip().startswith("+"):
            # An extension or a short number is somebody else in another company.
            own = [one for one in await self._lines.all() if one.account_id == account_id]
            own.sort(key=lambda one: not one.can_dial)
            if own and own[0].can_dial:
                return _Way(own[0])
            number = await self._understood(text, account_id, usual)
            if number.kind in (NumberKind.EXTENSION, NumberKind.SHORT):
                return await self._inside(number, own, usual, lacks, offer=offer)
        if usual is None and offer and (softphone := await self._softphone()) is not None:
            return _Way(softphone, proposed=True)
        return _Way(
            await self._lines.resolve(None), proposed=offer and bool(lacks) and not self._lines.chosen
        )

    async def _inside(
        self, number: NumberInfo, own: Sequence[Line], usual: Line | None, lacks: str, *, offer: bool
    ) -> _Way:
        """Find what rings for a number inside a company none of whose lines can call."""
        if usual is not None and usual.is_softphone:
            return _Way(await self._lines.resolve(None))
        if own and not lacks:
            return _Way(await self._lines.resolve(own[0].id))  # which says why it cannot
        if offer and (softphone := await self._softphone()) is not None:
            return _Way(softphone, foreign=True)
        why = f": {lacks.rstrip('.')}" if lacks else ""
        raise Trouble(
            ErrorKind.NO_LINE, detail=f"{number.text} is inside a company that no line here can call{why}"
        )

    async def _softphone(self) -> Line | None:
        """Return the softphone that could be proposed."""
        return next((one for one in await self._lines.softphones(fresh=True) if one.can_dial), None)

    async def _understood(self, text: str, account_id: str, line: Line | None) -> NumberInfo:
        """Read a number as its own company writes it, else as the line's does."""
        home = account_id or (line.account_id if line else "")
        region = await self._accounts.region(home) if home else await self._lines.region(None)
        lines = await self._lines.all()
        own = frozenset(one.extension for one in lines if one.account_id == home and one.extension)
        return understand(text, region, own_extensions=own)
