"""Text over several lines on the design's line height, which a QLabel cannot do."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

from desktop.ui.kit.fonts import face, line_height
from desktop.ui.kit.ink import isolate

_EVEN = 8.0


class Wrapped(NamedTuple):
    """A laid-out text, in design pixels: `width` is its longest line's, `measure` what it was laid out in."""

    layout: QTextLayout
    lines: int
    height: int
    width: float
    measure: float


def wrap(
    text: str,
    width: float,
    px: int = 14,
    weight: int = 400,
    *,
    lead: int = 0,
    rtl: bool = False,
    centred: bool = False,
) -> Wrapped:
    """Lay out plain text in a width; the first `lead` letters are semi-bold.

    Centred lines become as equal as they can.
    """
    made = _lay_out(text, width, px, weight, lead=lead, rtl=rtl, centred=centred)
    if not centred or made.lines == 1:
        return made
    narrow, wide = width / made.lines, width
    while wide - narrow > _EVEN:
        middle = (narrow + wide) / 2
        tried = _lay_out(text, middle, px, weight, lead=lead, rtl=rtl, centred=True)
        if tried.lines > made.lines:
            narrow = middle
        else:
            wide, made = middle, tried
    return made


def _lay_out(
    text: str, width: float, px: int, weight: int, *, lead: int, rtl: bool, centred: bool
) -> Wrapped:
    letters = face(px, weight)
    layout = QTextLayout(isolate(text) if rtl else text, letters.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    # Latin words stand at the right too where the page runs from right to left, as `Text` puts them.
    side = (
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if rtl else Qt.AlignmentFlag.AlignLeading
    )
    option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else side)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    if lead:
        layout.setFormats([_bold(lead, face(px, 600).font)])
    tall = line_height(px)
    above = (tall - letters.ascent - letters.descent) // 2 + letters.ascent
    lines, widest = 0, 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * tall + above - line.ascent()))
        widest = max(widest, line.naturalTextWidth())
        lines += 1
    layout.endLayout()
    return Wrapped(layout, lines, max(lines, 1) * tall, widest, width)


def _bold(length: int, font: QFont) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = 0
    made.length = length
    style = QTextCharFormat()
    style.setFont(font)
    made.format = style
    return made
