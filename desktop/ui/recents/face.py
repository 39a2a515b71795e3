"""What one row of the list says of its call: every text ready, so that painting only paints."""

from dataclasses import dataclass
from datetime import datetime

from desktop import numbers
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.ui import sentences, strings, times
from desktop.ui.kit.outside import shown
from desktop.ui.kit.roles import Role
from desktop.ui.kit.rowpaint import TwoLines


@dataclass(frozen=True, slots=True)
class Face:
    """One call as it is painted (`lines`), read aloud (`sentence`) and hovered over (`hint`)."""

    call: CallRecord
    lines: TwoLines
    sentence: str
    hint: str


_SYMBOLS: dict[Direction, tuple[str, Role, Role]] = {
    Direction.INBOUND: ("incoming", "answered_wash", "answered"),
    Direction.OUTBOUND: ("outgoing", "chip", "accent"),
    Direction.INTERNAL: ("internal", "hover", "dim"),
    Direction.UNKNOWN: ("phone", "hover", "dim"),
}


def formatted(number: str | None) -> str:
    """Return a number as a person reads it; a sentence when there is none."""
    return numbers.display(number, None) if number else strings.NO_NUMBER


def name(call: CallRecord) -> str:
    """Return the contact's name, fit to stand in a line; "" for nobody's number."""
    return shown(call.name) if call.name else ""


def who(call: CallRecord) -> str:
    """Return the far side: its name, else its number, which inside the company is an extension."""
    if call.direction is Direction.INTERNAL and call.other and not name(call):
        return sentences.extension(formatted(call.other))
    return name(call) or formatted(call.other)


def symbol(call: CallRecord) -> tuple[str, Role, Role]:
    """Return the direction symbol, the role of its wash and the role of its ink."""
    if call.outcome is Outcome.MISSED:
        return "missed", "missed_wash", "missed"
    if call.outcome is Outcome.VOICEMAIL:
        return "voicemail", "waiting_wash", "waiting"
    return _SYMBOLS[call.direction]


def meta(call: CallRecord) -> tuple[str, ...]:
    """Return the parts of the second line in the order of their weight."""
    named = bool(name(call))
    parts = [formatted(call.other)] if named else []
    if not named and call.other:
        parts.append(numbers.describe(call.other))
    parts.append(sentences.unusual_outcome(call))
    if call.duration_s:
        parts.append(times.duration(call.duration_s))
    return tuple(part for part in parts if part)


def icons(call: CallRecord) -> tuple[str, ...]:
    """Return the symbols at the end of the second line."""
    there = (
        ("recording", call.has_recording),
        ("transcript", bool(call.has_transcript)),
        ("note", bool(call.note)),
    )
    return tuple(icon for icon, is_there in there if is_there)


def face(call: CallRecord, now: datetime, *, several_accounts: bool) -> Face:
    """Prepare a row."""
    icon, wash, ink = symbol(call)
    title = who(call)
    lines = TwoLines(
        title=title,
        icon=icon,
        wash=wash,
        ink=ink,
        title_role="missed" if call.outcome is Outcome.MISSED else "text",
        time=times.clock(call.sorted_at),
        meta=meta(call),
        chip=call.account if several_accounts else "",
        tag=call.tags[0].name if call.tags else "",
        more=f"+{len(call.tags) - 1}" if len(call.tags) > 1 else "",
        icons=icons(call),
    )
    return Face(
        call=call,
        lines=lines,
        sentence=sentences.call_sentence(call, title, now),
        hint=times.full(call.sorted_at),
    )
