"""Texts with values in them of the opened call: what was found, copied and saved, and the person."""

import html
from collections.abc import Sequence

from desktop.domain.attempts import Attempt, AttemptState, Sighting
from desktop.domain.calls import CallRecord, Direction
from desktop.domain.transcripts import Speaker
from desktop.services.formats import Speakers
from desktop.ui import strings, times
from desktop.ui.sentences import counted

_TIMES = ("", "once", "twice", "three times", "four times", "five times", "six times", "seven times")

_ATTEMPTS = {
    AttemptState.SENDING: "being placed",
    AttemptState.PLACED: "placed",
    AttemptState.BUSY: "line busy, nothing rang",
    AttemptState.FAILED: "not placed",
    AttemptState.UNKNOWN: "not known whether it was placed",
    AttemptState.HANDED_OVER: "handed to this computer's softphone",
}

_UNSEEN = {
    Sighting.WAITING: "not seen in the history yet",
    Sighting.LATE: "not seen in the history yet",
    Sighting.NOT_SEEN: "not seen in the history",
}


def found_at(number: int, count: int) -> str:
    """Return where a search stands: `3 of 17`."""
    return f"{times.number(number)} of {times.number(count)}"


def copied(turns: int, *, all_of_them: bool) -> str:
    """Say what was copied: `Copied 3 turns`."""
    return f"Copied all {times.number(turns)} turns" if all_of_them and turns > 1 else _turns(turns)


def copy_turns(turns: int) -> str:
    """Return a menu's entry: `Copy 3 turns`."""
    return f"Copy {counted(turns, 'turn', 'turns')}"


def _turns(turns: int) -> str:
    return f"Copied {counted(turns, 'turn', 'turns')}"


def copied_value(label: str) -> str:
    """Say which fact was copied."""
    return f"Copied: {label}"


def copy_of(label: str) -> str:
    """Return the name of the button that copies a fact."""
    return f"Copy: {label}"


def summary_line(text: str) -> str:
    """Return a summary in one line."""
    return f"{strings.SUMMARY}: {' '.join(text.split())}"


def there(clock: str) -> str:
    """Return the time of day beside a place: `14:05 there`."""
    return f"{clock} there" if clock else ""


def today(from_them: int, to_them: int, direction: Direction) -> str:
    """Return how often there was a call today, where it is more than this one: `called three times today`."""
    both = from_them + to_them
    if both < 2:
        return ""
    if direction is Direction.INTERNAL:
        return f"{counted(both, 'call', 'calls')} today"
    if not to_them:
        return f"called {how_often(from_them)} today"
    if not from_them:
        return f"you called {how_often(to_them)} today"
    return f"called {how_often(from_them)}, you called {how_often(to_them)} today"


def how_often(count: int) -> str:
    """Return a count of times in words as far as words are short: `twice`, `12 times`."""
    return _TIMES[count] if count < len(_TIMES) else f"{times.number(count)} times"


def written_speakers(call: CallRecord, far: str) -> Speakers:
    """Return who speaks, for texts that others read: there `You` would be anybody.

    `far` is the far side's name or number as it is shown.
    """
    roles = {
        Speaker.CALLER: strings.CALLER,
        Speaker.CALLEE: strings.CALLEE,
        Speaker.UNKNOWN: strings.SPEAKER,
    }
    sides = {
        Direction.INBOUND: (Speaker.CALLER, Speaker.CALLEE),
        Direction.OUTBOUND: (Speaker.CALLEE, Speaker.CALLER),
    }.get(call.direction)
    if sides is None:
        return roles
    theirs, ours = sides
    named = {theirs: far if call.other or call.name else roles[theirs], ours: call.line or roles[ours]}
    return roles | named


def total_with(calls: int, talk_s: int) -> str:
    """Return how many calls there were with a number, and how long was talked."""
    count = counted(calls, "call", "calls")
    return f"{count}, {times.duration(talk_s)} talk" if talk_s else count


def show_all(calls: int) -> str:
    """Return the link to all calls with a number."""
    return f"Show all {counted(calls, 'call', 'calls')}"


def attempt_state(attempt: Attempt, sighting: Sighting) -> str:
    """Return what became of an attempt: `placed, not seen in the history yet`."""
    said = _ATTEMPTS[attempt.state]
    if attempt.state is AttemptState.PLACED and sighting in _UNSEEN:
        return f"{said}, {_UNSEEN[sighting]}"
    return said


def request_of(request_id: str) -> str:
    """Return a request's id as it is quoted to the provider."""
    return f"{strings.REQUEST_ID}: {request_id}"


def tip_lines(lines: Sequence[str]) -> str:
    """Return a tool tip of several lines that shows texts from outside as they are."""
    return f"<qt>{'<br>'.join(html.escape(line) for line in lines)}</qt>"


def facts_text(rows: Sequence[tuple[str, str]]) -> str:
    """Return labels and values as lines of text, for the clipboard."""
    return "\n".join(f"{label}: {value}" for label, value in rows)


def gone_there(provider: str) -> str:
    """Say that the provider has a call no more."""
    return (
        f"{provider or 'The provider'} does not have this call any more. This is what was read of it before."
    )


def still_pending(seconds: int) -> str:
    """Say how long a transcript has been under way when that is longer than usual."""
    return (
        f"Asked for {times.hours(seconds)} ago, which is longer than usual. It appears here by itself, "
        "also when you open other calls."
    )


def after_waiting(duration: str) -> str:
    """Return what stands beside a moment that somebody had waited for."""
    return f"after {duration} of waiting" if duration else ""


def after_talking(duration: str) -> str:
    """Return what stands beside the end of a conversation."""
    return f"after {duration} of talk" if duration else ""
