"""Two versions of the same thing and what becomes of them, field by field, painted in a card."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme

_EDGE, _TOP, _HEAD, _LINE, _LABEL, _GAP, _ROOMY = 17, 13, 20, 24, 72, 16, 140


class FieldRow(NamedTuple):
    """A field: its name, its text in each version, and whether the last one gained it."""

    label: str
    texts: tuple[str, ...]
    gained: bool = False


def compare_height(rows: int) -> int:
    """Return the height of a card of so many fields, in design pixels."""
    return 2 * _TOP + _HEAD + _LINE * rows


def paint_compare(
    ink: Ink, x: float, y: float, width: float, heads: Sequence[str], rows: Sequence[FieldRow]
) -> None:
    """Paint the card; the last version stands out, and what it gained has a plus and a colour."""
    roles = theme.roles
    ink.box(x, y, width, compare_height(len(rows)), roles.panel, roles.line)
    label = min(max((face(12).width(row.label) for row in rows), default=0.0), _LABEL)
    start = x + _EDGE + max(label, _LABEL) + _GAP
    each = (width - 2 * _EDGE - _LABEL - _GAP - _GAP * (len(heads) - 1)) / len(heads)
    last = len(heads) - 1
    px = 14 if each >= _ROOMY else 12
    for place, head in enumerate(heads):
        colour = roles.text if place == last else roles.dim
        ink.text(start + place * (each + _GAP), y + _TOP, head, colour, 12, 600, room=each)
    for number, row in enumerate(rows):
        top = y + _TOP + _HEAD + number * _LINE
        ink.text(x + _EDGE, top, row.label, roles.dim, 12, height=_LINE, room=_LABEL)
        for place, text in enumerate(row.texts):
            at = start + place * (each + _GAP)
            if place < last:
                ink.text(at, top, text, roles.dim, px, height=_LINE, tabular=True, room=each)
            elif row.gained:
                ink.icon("plus", at, top + 6, 12, roles.answered)
                room = each - 16
                ink.text(at + 16, top, text, roles.answered, px, 600, height=_LINE, tabular=True, room=room)
            else:
                ink.text(at, top, text, roles.text, px, height=_LINE, tabular=True, room=each)
