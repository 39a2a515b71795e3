"""How a row of an upload looks and what is said of it, worked out once for all the times it is painted."""

from dataclasses import dataclass

from desktop import numbers
from desktop.domain.uploads import PieceState, RowState, RowVerdict, UploadRow
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui import times
from desktop.ui.kit.count_chips import Kind
from desktop.ui.kit.marks import VerdictMark
from desktop.ui.kit.outside import shown
from desktop.ui.kit.roles import Role

_LOOKS: dict[RowVerdict, tuple[str, Role]] = {
    RowVerdict.OK: ("check", "answered"),
    RowVerdict.REPAIRED: ("repaired", "waiting"),
    RowVerdict.WARNING: ("help", "waiting"),
    RowVerdict.DUPLICATE: ("copy", "dim"),
    RowVerdict.IN_CAMPAIGN: ("same", "dim"),
    RowVerdict.INVALID: ("warning", "missed"),
    RowVerdict.DNC: ("block", "missed"),
}
_STATES: dict[RowState, tuple[str, Role]] = {
    RowState.SENT: ("check", "answered"),
    RowState.REFUSED: ("warning", "missed"),
    RowState.UNKNOWN: ("help", "waiting"),
    RowState.WAITING: ("clock", "dim"),
    RowState.SENDING: ("upload", "accent"),
    RowState.LEFT_OUT: ("skip", "dim"),
}
_PIECES: dict[PieceState, tuple[str, Role]] = {
    PieceState.WAITING: ("clock", "dim"),
    PieceState.SENDING: ("upload", "accent"),
    PieceState.ACCEPTED: ("check", "answered"),
    PieceState.REFUSED: ("warning", "missed"),
    PieceState.UNKNOWN: ("help", "waiting"),
    PieceState.SPLIT: ("copy", "dim"),
}
FIXED = frozenset({RowVerdict.INVALID, RowVerdict.DNC})
"""Verdicts of rows that stay out, whatever a person wants."""


def verdict_kinds() -> list[tuple[RowVerdict | None, Kind]]:
    """Return what the rows of a checked list can be filtered by."""
    each = [(verdict, Kind(sentences.VERDICTS[verdict], *look)) for verdict, look in _LOOKS.items()]
    return [(None, Kind(strings.ALL)), *each]


def state_kinds() -> list[tuple[RowState | None, Kind]]:
    """Return what the rows of an upload that began can be filtered by."""
    each = [(state, Kind(sentences.STATES[state], *look)) for state, look in _STATES.items()]
    return [(None, Kind(strings.ALL)), *each]


def piece_mark(state: PieceState) -> VerdictMark:
    """Return how a piece's state is painted."""
    icon, role = _PIECES[state]
    return VerdictMark(icon, sentences.PIECES[state], role)


@dataclass(frozen=True, slots=True)
class Face:
    """What is painted of a row. `goes` says that it goes in, or went."""

    place: str
    mark: VerdictMark
    number: str
    variables: tuple[str, ...]
    reason: str
    goes: bool
    sentence: str


def face(row: UploadRow, region: str | None, *, state: bool) -> Face:
    """Return how a row looks: with its verdict before it is sent, with its `state` afterwards."""
    icon, role = _STATES[row.state] if state else _LOOKS[row.verdict]
    label = sentences.STATES[row.state] if state else sentences.VERDICTS[row.verdict]
    number = shown(numbers.display(row.number or row.raw, region))
    out = row.state is RowState.LEFT_OUT
    reason = shown(row.reason)
    if out and not reason:
        reason = strings.LEFT_OUT_BY_HAND
    elif state and row.state is RowState.UNKNOWN and not reason:
        reason = strings.NO_ANSWER
    elif out and row.verdict not in FIXED and not state:
        by_hand = row.verdict in {RowVerdict.OK, RowVerdict.REPAIRED, RowVerdict.WARNING}
        reason = strings.LEFT_OUT_BY_HAND if by_hand else reason
    return Face(
        place=times.number(row.line or row.index + 1),
        mark=VerdictMark(icon, label, role),
        number=number,
        variables=tuple(map(shown, row.variables)),
        reason=reason,
        goes=not out,
        sentence=sentences.row(row, number, state),
    )
