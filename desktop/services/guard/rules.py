"""The rules of the guard. Each looks at one wish to call and says allow, ask with a reason, or refuse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.attempts import Answer, Verdict
from desktop.domain.clock import within
from desktop.domain.lines import Line
from desktop.domain.numbers import LineType, NumberInfo, NumberKind
from desktop.domain.texts import shortened
from desktop.numbers import is_emergency, local_time


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish to call, with all that the rules look at.

    `line_region` is the country of the line. `called_before` says whether the number's country was called
    before, from any account. `night` holds the hours at which it begins and ends where the callee is.
    `listed` says why the number is on the do-not-call list. `came_back`: it is the link that was handed to
    a softphone a moment ago.
    """

    number: NumberInfo
    line: Line
    now: datetime
    line_region: str | None = None
    called_before: bool = False
    night: tuple[int, int] = (21, 8)
    listed: str | None = None
    came_back: bool = False


Rule = Callable[[Wish], Verdict]


def emergency(wish: Wish) -> Verdict:
    """Never dial what matches an emergency number: it would call from where the line is registered."""
    number = wish.number
    if number.kind is NumberKind.EMERGENCY or is_emergency(number.dial or number.text, wish.line_region):
        return _emergency(number.text)
    return Verdict("emergency", Answer.ALLOW)


def emergency_anywhere(text: str, region: str | None = None) -> Verdict:
    """Judge a text before there is a line, by the emergency numbers of every country and of one region."""
    return _emergency(text.strip()) if is_emergency(text, region) else Verdict("emergency", Answer.ALLOW)


def _emergency(shown: str) -> Verdict:
    return Verdict(
        "emergency",
        Answer.REFUSE,
        f"{shown} is an emergency number. A call from here would come from the office line, "
        "and help might go to the wrong place: use a phone.",
    )


def loop(wish: Wish) -> Verdict:
    """Refuse a link that we handed to another program ourselves: it would go round and round."""
    if wish.came_back:
        return Verdict(
            "loop",
            Answer.REFUSE,
            f"The link to {_shown(wish.number)} came back: the program that it was handed to opens Sidetone "
            "again, so nothing was called. Choose another program for links to phone numbers.",
        )
    return Verdict("loop", Answer.ALLOW)


def undiallable(wish: Wish) -> Verdict:
    """Refuse what cannot be a number. Possible is enough: not every plan knows its newest blocks."""
    number = wish.number
    if number.kind is NumberKind.UNDIALLABLE or not number.dial:
        return Verdict(
            "undiallable",
            Answer.REFUSE,
            f"{shortened(number.text) or 'This'} is not a number that can be dialled. Check its digits.",
        )
    return Verdict("undiallable", Answer.ALLOW)


def do_not_call(wish: Wish) -> Verdict:
    """Refuse numbers of people who asked not to be called."""
    if wish.listed is None:
        return Verdict("dnc", Answer.ALLOW)
    reason = f" ({wish.listed})" if wish.listed else ""
    return Verdict(
        "dnc",
        Answer.REFUSE,
        f"{_shown(wish.number)} is on the do-not-call list{reason}, so it is not called.",
    )


def premium(wish: Wish) -> Verdict:
    """Ask before a call that costs more than a call."""
    if wish.number.line_type is LineType.PREMIUM:
        return Verdict(
            "premium",
            Answer.ASK,
            "This is a premium-rate number. The call may be expensive.",
        )
    return Verdict("premium", Answer.ALLOW)


def country(wish: Wish) -> Verdict:
    """Ask before the first call to a country; the line's own is never asked about."""
    number = wish.number
    usual = wish.called_before or number.region in (None, wish.line_region)
    if number.kind is not NumberKind.NUMBER or usual:
        return Verdict("country", Answer.ALLOW)
    return Verdict(
        "country",
        Answer.ASK,
        f"Nobody has called {number.country or number.region} from here before.",
    )


def night(wish: Wish) -> Verdict:
    """Ask before ringing somebody who may be asleep: when any zone of the number has night hours."""
    begins, ends = wish.night
    for zone in wish.number.zones:
        there = local_time(replace(wish.number, zones=(zone,)), wish.now)
        if there is None:
            continue
        hour, minute = divmod(int(there.earliest.total_seconds()) // 60, 60)
        if within(hour, begins, ends):
            return Verdict(
                "night",
                Answer.ASK,
                f"It is {hour:02d}:{minute:02d} there. Night hours are {begins}:00 to {ends}:00.",
            )
    return Verdict("night", Answer.ALLOW)


def _shown(number: NumberInfo) -> str:
    return number.formatted or number.dial or number.text


RULES: tuple[Rule, ...] = (emergency, loop, undiallable, do_not_call, premium, country, night)
