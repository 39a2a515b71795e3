"""What one row of the list says of its call: every text ready, so that painting only paints."""

from dataclasses import dataclass
from datetime import datetime

from desktop import numbers
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.ui import strings, times
from desktop.ui.kit.roles import Role


@dataclass(frozen=True, slots=True)
class Face:
    """One call as it is painted, read aloud and hovered over.

    `symbol` names an icon; `wash` and `ink` are the roles that colour it. `meta` are the parts of
    the second line in order of importance, `icons` the symbols at its end.
    """

    call: CallRecord
    symbol: str
    wash: Role
    ink: Role
    title: str
    alarming: bool
    time: str
    meta: tuple[str, ...]
    tag: str
    more: str
    icons: tuple[str, ...]
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


def who(call: CallRecord) -> str:
    """Return the far side: its name, else its number."""
    return call.name or formatted(call.other)


def symbol(call: CallRecord) -> tuple[str, Role, Role]:
    """Return the direction symbol, the role of its wash and the role of its ink."""
    if call.outcome is Outcome.MISSED:
        return "missed", "missed_wash", "missed"
    if call.outcome is Outcome.VOICEMAIL:
        return "voicemail", "waiting_wash", "waiting"
    return _SYMBOLS[call.direction]


def face(call: CallRecord, now: datetime, *, several_accounts: bool) -> Face:
    """Prepare a row."""
    name, wash, ink = symbol(call)
    meta = [formatted(call.other)] if call.name else []
    if not call.name and call.other:
        meta.append(numbers.describe(call.other))
    meta.append(strings.unusual_outcome(call))
    if call.duration_s:
        meta.append(times.duration(call.duration_s))
    if several_accounts:
        meta.append(call.account)
    icons = [
        icon
        for icon, there in (
            ("recording", call.has_recording),
            ("transcript", bool(call.has_transcript)),
            ("note", bool(call.note)),
        )
        if there
    ]
    title = who(call)
    return Face(
        call=call,
        symbol=name,
        wash=wash,
        ink=ink,
        title=title,
        alarming=call.outcome is Outcome.MISSED,
        time=times.clock(call.sorted_at),
        meta=tuple(part for part in meta if part),
        tag=call.tags[0].name if call.tags else "",
        more=f"+{len(call.tags) - 1}" if len(call.tags) > 1 else "",
        icons=tuple(icons),
        sentence=strings.call_sentence(call, title, now),
        hint=times.full(call.sorted_at),
    )
