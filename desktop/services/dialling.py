"""Dialling: from a wish to call to exactly one request."""

from dataclasses import dataclass

from desktop.domain.attempts import Attempt, DialSource, Verdict
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo


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

    async def prepare(self, text: str, source: DialSource, line: str | None = None) -> DialPlan:
        """Understand the number, find the line, and ask the rules. Sends nothing.

        Raises `Trouble` NO_LINE.
        """
        raise NotImplementedError

    async def dial(self, plan: DialPlan, *, confirmed: bool, allow: frozenset[str] = frozenset()) -> Attempt:
        """Place the call with one request, and return what became of it, whatever that is.

        `confirmed` answers the plain "call this?", `allow` names the rules that the person overrides.
        Raises `Trouble` RULE (with `rule`) or NOT_A_NUMBER before anything is written or sent. After
        that the attempt says PLACED, BUSY, FAILED or UNKNOWN; its `error` is the trouble.
        """
        raise NotImplementedError

    async def attempts_with(self, number: str) -> list[Attempt]:
        """Return the attempts to call this number (E.164 or extension), newest first."""
        raise NotImplementedError

    async def close(self) -> None:
        """Wait for the requests that are under way, which their timeouts bound."""
        raise NotImplementedError
