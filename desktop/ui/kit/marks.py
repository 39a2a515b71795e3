"""A verdict in a word: its symbol and its name in the colour of what it means."""

from typing import NamedTuple

from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme

_ICON, _GAP, _LINE = 14, 6, 16


class VerdictMark(NamedTuple):
    """What is painted; the word says it too, for colour is never the only sign."""

    icon: str
    label: str
    role: Role = "dim"


def paint_mark(ink: Ink, x: float, middle: float, mark: VerdictMark, room: float) -> float:
    """Paint a verdict round a middle line, cut where there is no room, and return its width."""
    colour = theme.roles.colour(mark.role)
    ink.icon(mark.icon, x, middle - _ICON / 2, _ICON, colour)
    start = x + _ICON + _GAP
    wide = ink.text(
        start, middle - _LINE / 2, mark.label, colour, 12, 600, room=room - _ICON - _GAP, height=_LINE
    )
    return _ICON + _GAP + wide


def mark_width(mark: VerdictMark) -> float:
    """Return what the whole of it takes, in design pixels."""
    return _ICON + _GAP + face(12, 600).width(mark.label)
