"""What the list of calls says: its filter in words, and why it has no rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from desktop import numbers
from desktop.domain.calls import Direction, Outcome
from desktop.domain.errors import Trouble
from desktop.services import when
from desktop.services.when import Preset
from desktop.ui import sentences, strings, times
from desktop.ui.kit.outside import shown
from desktop.ui.recents.chosen import OTHER_OUTCOMES, Chosen, Facet

PRESETS: Mapping[Preset, str] = {
    Preset.TODAY: "Today",
    Preset.YESTERDAY: "Yesterday",
    Preset.THIS_WEEK: "This week",
    Preset.LAST_WEEK: "Last week",
    Preset.THIS_MONTH: "This month",
    Preset.LAST_MONTH: "Last month",
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.INBOUND: "Incoming",
    Direction.OUTBOUND: "Outgoing",
    Direction.INTERNAL: "Internal",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ANSWERED: "Answered",
    Outcome.MISSED: "Missed",
    Outcome.VOICEMAIL: "Voicemail",
    Outcome.CANCELLED: "Cancelled",
    Outcome.NO_ANSWER: "No answer",
    Outcome.BUSY: "Busy",
    Outcome.FAILED: "Failed",
    Outcome.OTHER: "Other",
}
"""What can be chosen, in the order of the filter; "other" stands for `OTHER_OUTCOMES`."""

_LONGEST_NAME = 40
_COUNTS = {2: "both", 3: "all three", 4: "all four", 5: "all five", 6: "all six", 7: "all seven"}


def none_reported(accounts: Sequence[str]) -> str:
    """Say whose missed calls nobody can know: `London reports no missed calls.`."""
    names = [shown(name) for name in accounts]
    return f"{sentences.together(names)} {'report' if len(names) > 1 else 'reports'} no missed calls."


def facet(
    chosen: Chosen,
    which: Facet,
    lines: Mapping[str, str],
    accounts: Mapping[str, str],
    now: datetime,
    *,
    person: str | None = None,
) -> str:
    """Return what was chosen of one facet as its pill says it: `This week`, `Over 30 min`.

    `lines` and `accounts` are names by our ids, `person` is the name of the chosen contact, None when it is
    not here any more.
    """
    if which is Facet.TIME:
        return PRESETS[chosen.preset] if chosen.preset else span(chosen.since, chosen.until, now)
    if which is Facet.DURATION:
        return duration(chosen.min_s, chosen.max_s)
    if which in (Facet.RECORDING, Facet.TRANSCRIPT):
        return strings.HAS_RECORDING if which is Facet.RECORDING else strings.HAS_TRANSCRIPT
    if which is Facet.PERSON:
        return strings.CONTACT_GONE if person is None else shown(person, _LONGEST_NAME)
    if which is Facet.NUMBER:
        return sentences.extension(numbers.display(chosen.number, None))
    outcomes = chosen.outcomes - OTHER_OUTCOMES | ({Outcome.OTHER} & chosen.outcomes)
    names = {
        Facet.DIRECTION: [label for key, label in DIRECTIONS.items() if key in chosen.directions],
        Facet.RESULT: [label for key, label in OUTCOMES.items() if key in outcomes],
        Facet.LINE: [lines.get(key, strings.LINE) for key in sorted(chosen.lines)],
        Facet.ACCOUNT: [accounts.get(key, strings.ACCOUNT) for key in sorted(chosen.accounts)],
        Facet.TAG: list(chosen.tags),
    }[which]
    return any_of(names)


def any_of(names: Sequence[str]) -> str:
    """Join choices of which one is enough: `Busy or failed`, `Sales desk or 3 others`."""
    if len(names) < 3:
        return " or ".join(names)
    return f"{names[0]} or {len(names) - 1} others"


def duration(least: int | None, most: int | None) -> str:
    """Return how long calls may be: `Over 30 min`, `Under 1 min`, `1 min to 30 min`."""
    if least is not None and most is not None:
        return f"{length(least)} to {length(most)}"
    if least is not None:
        return f"Over {length(least)}"
    return f"Up to {length(most or 0)}"


def length(seconds: int) -> str:
    """Return a chosen duration, without what is nought: `30 min`, `1 min 30 s`."""
    minutes, rest = divmod(seconds, 60)
    if not rest and minutes:
        return f"{times.number(minutes)} min"
    return times.duration(seconds)


def span(since: str, until: str, now: datetime) -> str:
    """Return a range of one's own: `4 Mar to 6 Mar`, `From 4 Mar 14:05`, `Until 6 Mar`."""
    begin, end = _bound(since, now), _bound(until, now)
    if begin and end:
        return begin if begin == end else f"{begin} to {end}"
    return f"From {begin}" if begin else f"Until {end}"


def _bound(text: str, now: datetime) -> str:
    """Return one end of a range: a whole day has no time of day."""
    if not text:
        return ""
    try:
        moment = when.since(text, now).astimezone()
    except Trouble:
        return text
    name = times.day(moment.date(), year=moment.year != now.astimezone().year)
    return name if is_day(text) else f"{name} {times.clock(moment)}"


def is_day(text: str) -> bool:
    """Whether words for a time mean a whole day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return text in {"today", "yesterday"}
    return True


def fits_no_call(filters: Iterable[str]) -> str:
    """Return the title when the filters leave no call: they are named when there is only one."""
    names = list(filters)
    if len(names) == 1:
        return f"No call fits “{names[0]}”"
    return f"No call fits {_COUNTS.get(len(names), 'all')} filters"


def without_one(name: str, calls: int) -> str:
    """Return which filter is most in the way: `Without “Over 30 min” there would be 38.`."""
    return f"Without “{name}” there would be {times.number(calls)}." if calls else strings.ONE_IS_NOT_ENOUGH


def shown_of(calls: int, all_calls: int) -> str:
    """Return what the filter leaves: `38 of 48,210 calls`."""
    return f"{times.number(calls)} of {sentences.counted(all_calls, 'call', 'calls')}"


def empty_title(months: int) -> str:
    """Return the title of a list without any call: how far back was looked."""
    return f"No calls in the last {months} months" if months != 1 else "No calls in the last month"


def no_missed_text(months: int) -> str:
    """Return what no missed call means."""
    back = f"{months} months" if months != 1 else "month"
    return f"Every call of the last {back} was answered or went to voicemail."


def new_calls(number: int) -> str:
    """Return what came in above what is seen: `3 new calls`."""
    return sentences.counted(number, "new call", "new calls")


def remove(name: str) -> str:
    """Return what pressing a pill does, for a screen reader."""
    return f"Remove the filter {name}"


def active(number: int) -> str:
    """Return the Filter button's description."""
    return sentences.counted(number, "filter", "filters") if number else ""
