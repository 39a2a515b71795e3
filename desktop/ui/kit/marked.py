"""Pieces of a row's text in which what was looked for is marked."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

from desktop.ui.kit.fonts import Face, face, line_height
from desktop.ui.kit.ink import Ink, isolate, isolated_at
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme

Span = tuple[int, int]
"""Where in a text something begins and ends."""

_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row's text. `marks` are where it is what was looked for; `icon` stands before it."""

    text: str
    marks: tuple[Span, ...] = ()
    icon: str = ""


def marked_text(
    ink: Ink,
    x: float,
    y: float,
    part: Part,
    role: Role = "text",
    px: int = 14,
    weight: int = 400,
    *,
    room: float,
    tabular: bool = False,
) -> float:
    """Write a piece with its marks, cut where there is no room for it, and return its width.

    The whole text is laid out once, so that letters which join, or run from right to left, do so across the
    ends of a mark.
    """
    roles = theme.roles
    colour = roles.colour(role)
    if not part.marks:
        return ink.text(x, y, part.text, colour, px, weight, tabular=tabular, room=room)
    letters = face(px, weight, tabular)
    text = isolate(part.text) if ink.rtl else part.text
    shown = letters.metrics.elidedText(text, _ELIDE, max(room, 0)) if letters.width(text) > room else text
    last = len(shown) - (shown != text)
    moved = [
        (isolated_at(part.text, start), isolated_at(part.text, stop)) if ink.rtl else (start, stop)
        for start, stop in part.marks
    ]
    marks = [(start, min(stop, last)) for start, stop in moved if start < last]
    wide = letters.width(shown)
    layout = _line(shown, letters, wide)
    line = layout.lineAt(0)
    left = ink.width - x - wide if ink.rtl else x
    high = 18 if px == 14 else 16
    top = y + (line_height(px) - high) / 2
    for start, stop in marks:
        begin, end = _x(layout, start), _x(layout, stop)
        at, long = left + min(begin, end), abs(end - begin)
        wash = roles.waiting_wash
        ink.box(ink.width - at - long if ink.rtl else at, top, long, high, wash, radius=3)
        if wash == roles.panel:  # a theme without washes
            ink.fill(ink.width - at - long if ink.rtl else at, top + high - 1, long, 1, roles.waiting)
    baseline = math.floor(y + (line_height(px) - letters.ascent - letters.descent) / 2) + letters.ascent
    ink.painter.setPen(colour)
    inks = [_range(start, stop) for start, stop in marks]
    layout.draw(ink.painter, QPointF(left, baseline - line.ascent()), inks)
    return wide


def _line(text: str, letters: Face, wide: float) -> QTextLayout:
    layout = QTextLayout(text, letters.font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(math.ceil(wide) + 1)
    layout.endLayout()
    return layout


def _x(layout: QTextLayout, place: int) -> float:
    """Return where a place of the line's text stands; Qt gives a pair, which its own types do not say."""
    found: tuple[float, int] = layout.lineAt(0).cursorToX(place)  # type: ignore[assignment]
    return found[0]


def _range(start: int, stop: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = stop - start
    style = QTextCharFormat()
    style.setForeground(theme.roles.waiting)
    made.format = style
    return made
