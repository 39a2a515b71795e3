"""Turns a call as its provider reports it into the row that the store keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.calls import Call, Direction
from desktop.domain.lines import Line
from desktop.numbers import normalise
from desktop.store.calls import StoredCall


@dataclass(frozen=True, slots=True)
class Own:
    """What of an account is ours: its region, and the numbers and extensions of its lines."""

    region: str | None
    ends: frozenset[str]
    of_line: dict[str, frozenset[str]]

    @classmethod
    def of(cls, lines: Iterable[Line], region: str | None) -> "Own":
        """Gather the lines of one account."""
        of_line = {
            line.provider_id: frozenset(end for end in (line.number, line.extension) if end) for line in lines
        }
        return cls(region, frozenset().union(*of_line.values()), of_line)


def stored(call: Call, own: Own) -> StoredCall:
    """Normalise the numbers, settle the direction and find the far side."""
    caller, callee = _normalised(call.caller, own), _normalised(call.callee, own)
    direction = _direction(call, caller in own.ends, callee in own.ends)
    other = _other(call, direction, caller, callee, own)
    kept = call if direction is call.direction else call._replace(direction=direction)
    return StoredCall(kept, caller, callee, other)


def _normalised(text: str | None, own: Own) -> str | None:
    """Normalise a number; an extension of ours stays one, also where six digits can be a public number."""
    return text if text in own.ends else normalise(text, own.region)


def _direction(call: Call, from_us: bool, to_us: bool) -> Direction:
    if from_us and to_us:
        return Direction.INTERNAL
    if call.direction is not Direction.UNKNOWN or from_us is to_us:
        return call.direction
    return Direction.OUTBOUND if from_us else Direction.INBOUND


def _other(call: Call, direction: Direction, caller: str | None, callee: str | None, own: Own) -> str | None:
    """Find the far side; of an internal call it is the end that is not the line's own."""
    if direction is Direction.INBOUND:
        return caller
    if direction is Direction.INTERNAL and callee in own.of_line.get(call.line_provider_id or "", ()):
        return caller
    if direction is Direction.UNKNOWN:
        return caller or callee
    return callee
