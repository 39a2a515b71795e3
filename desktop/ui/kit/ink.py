"""A painter in design pixels: one scale, mirrored for right-to-left, text on the line box of CSS."""

import math
import re
from functools import lru_cache
from types import TracebackType
from typing import Self

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.kit import icons
from desktop.ui.kit.fonts import face, line_height
from desktop.ui.kit.outside import MOST, shown
from desktop.ui.kit.theme import theme

RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_AUTO = Qt.LayoutDirection.LayoutDirectionAuto
_ELIDE = Qt.TextElideMode.ElideRight
_NUMBER = re.compile(r"[+(]?\d(?:(?:[.,:/-](?=\d)|[\s()]{0,2})\d)*")
_WEAK_START, _WEAK_END = "\u2066", "\u2069"


@lru_cache(maxsize=2048)
def isolate(text: str) -> str:
    """Wrap the numbers of a text, so that right-to-left text round them cannot reorder their groups."""
    return _NUMBER.sub(f"{_WEAK_START}\\g<0>{_WEAK_END}", text)


def isolated_at(text: str, place: int) -> int:
    """Return where a place of a text has come to in what `isolate` makes of it."""
    return place + sum((place > one.start()) + (place >= one.end()) for one in _NUMBER.finditer(text))


class Ink:
    """Paints one rectangle. Every x is measured from the leading edge, so one layout serves both directions.

    Use it as a context: `with Ink.on(self) as ink` in a `paintEvent`, or `with Ink(painter, option.rect,
    option.direction) as ink` in a delegate.
    """

    __slots__ = ("_own", "height", "painter", "ratio", "rtl", "scale", "width")

    def __init__(self, painter: QPainter, rect: QRect | QRectF, direction: Qt.LayoutDirection) -> None:
        self.painter = painter
        self.scale = theme.scale
        self.rtl = direction == RIGHT_TO_LEFT
        self.ratio = painter.device().devicePixelRatioF() * self.scale
        self.width = rect.width() / self.scale
        self.height = rect.height() / self.scale
        self._own = False
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.x(), rect.y())
        painter.setLayoutDirection(_AUTO)
        if self.scale != 1:
            painter.scale(self.scale, self.scale)

    @classmethod
    def on(cls, widget: QWidget) -> Self:
        """Start painting a widget from inside its `paintEvent`."""
        made = cls(QPainter(widget), widget.rect(), widget.layoutDirection())
        made._own = True
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.painter.restore()
        if self._own:
            self.painter.end()

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """Return a rectangle, mirrored where the text runs from right to left."""
        return QRectF(self.width - x - width if self.rtl else x, y, width, height)

    def fill(self, x: float, y: float, width: float, height: float, colour: QColor) -> None:
        """Fill a rectangle with square corners; hairlines are one pixel high or wide."""
        self.painter.fillRect(self.rect(x, y, width, height), colour)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: QColor | None,
        line: QColor | None = None,
        *,
        radius: float = 8,
        pen: float = 1,
    ) -> None:
        """Draw a rounded box whose border lies wholly inside, as a CSS border box does."""
        half = pen / 2 if line else 0.0
        self.painter.setPen(QPen(line, pen) if line else Qt.PenStyle.NoPen)
        self.painter.setBrush(fill or Qt.BrushStyle.NoBrush)
        inside = self.rect(x, y, width, height).adjusted(half, half, -half, -half)
        self.painter.drawRoundedRect(inside, radius - half, radius - half)

    def ring(self, *, radius: float = 8, inset: float = 0, colour: QColor | None = None) -> None:
        """Draw the focus ring just inside this rectangle."""
        self.box(
            inset,
            inset,
            self.width - 2 * inset,
            self.height - 2 * inset,
            None,
            colour or theme.roles.accent,
            radius=radius - inset,
            pen=2,
        )

    def half_round(self, x: float, y: float, width: float, height: float, colour: QColor, ends: str) -> None:
        """Fill a box that is round (radius 7) only at its leading ("s") or trailing ("e") end, or at both."""
        reach = 10
        path = QPainterPath()
        left = x - (0 if "s" in ends else reach)
        right = x + width + (0 if "e" in ends else reach)
        path.addRoundedRect(self.rect(left, y, right - left, height), 7, 7)
        self.painter.save()
        self.painter.setClipRect(self.rect(x, y, width, height))
        self.painter.fillPath(path, colour)
        self.painter.restore()

    def disc(self, x: float, y: float, size: float, colour: QColor) -> None:
        """Fill a circle of `size` across."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawEllipse(self.rect(x, y, size, size))

    def icon(self, name: str, x: float, y: float, size: int, colour: QColor) -> None:
        """Draw an icon in a colour."""
        name = icons.MIRRORED.get(name, name) if self.rtl else name
        self.painter.drawPixmap(
            self.rect(x, y, size, size).topLeft(), icons.tint(name, size, colour, self.ratio)
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: QColor,
        px: int = 14,
        weight: int = 400,
        *,
        height: float | None = None,
        tabular: bool = False,
        spacing: float = 0.0,
        right: float | None = None,
        centre: float | None = None,
        room: float | None = None,
    ) -> float:
        """Draw one line whose box starts at `y`, and return its width.

        `height` is the line's height (the type scale's own when left out); `right` and `centre` place the
        text's end or middle instead of its start; `room` is where it is cut with an ellipsis.
        """
        letters = face(px, weight, tabular, spacing)
        if len(text) > MOST:  # measuring ten thousand letters takes longer than painting a window
            text = shown(text)
        if self.rtl:
            text = isolate(text)
        width = letters.width(text)
        if room is not None and width > room:
            text = letters.metrics.elidedText(text, _ELIDE, max(room, 0))
            width = letters.width(text)
        if right is not None:
            x = right - width
        elif centre is not None:
            x = centre - width / 2
        tall = line_height(px) if height is None else height
        baseline = math.floor(y + (tall - letters.ascent - letters.descent) / 2) + letters.ascent
        self.painter.setFont(letters.font)
        self.painter.setPen(colour)
        self.painter.drawText(QPointF(self.width - x - width if self.rtl else x, baseline), text)
        return width
