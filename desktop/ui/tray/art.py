"""The tray's icon, drawn at every size a panel may want.

A panel is light or dark whatever the window is, and nobody tells which. So the icon brings its own ground:
a tile that stands out from both, with the headset in white. What it says is never said by colour alone.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.ui.kit import icons
from desktop.ui.kit.fonts import FAMILY

SIZES = (16, 20, 22, 24, 32, 44, 48, 64)
"""Panels are 16 to 32 points high, and have up to twice as many pixels; Qt sends no larger ones."""

TILE, TILE_OFF = QColor("#2563EB"), QColor("#6B7280")
GLYPH = QColor("#FFFFFF")
COUNT, COUNT_INK = QColor("#B91C1C"), QColor("#FFFFFF")
TROUBLE, TROUBLE_INK = QColor("#FCD34D"), QColor("#111827")
SMALL = 24
"""Up to here the family's symbol has lines thinner than a pixel: the headset is drawn on the pixels' grid."""
MOST = 9
"""More than this is "9+": two digits are no digits at 16 pixels."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the icon says: missed calls nobody has looked at, that something is wrong, that nothing pops up.

    Each has a place of its own, so that any of them can stand together.
    """

    missed: int = 0
    trouble: bool = False
    quiet: bool = False

    @property
    def badge(self) -> str:
        """Return the count as the badge shows it; "" for none."""
        return "" if not self.missed else str(self.missed) if self.missed <= MOST else f"{MOST}+"


NOTHING = Look()


@lru_cache(maxsize=48)
def _icon(look: Look) -> QIcon:
    made = QIcon()
    for size in SIZES:
        made.addPixmap(QPixmap.fromImage(image(size, look)))
    return made


def icon(look: Look) -> QIcon:
    """Return the icon of a look, in every size."""
    return _icon(replace(look, missed=min(look.missed, MOST + 1)))


def image(size: int, look: Look = NOTHING) -> QImage:
    """Draw the icon `size` pixels across."""
    made = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = round(size / 32)  # whole pixels, or its sides would be blurred
    tile = QRectF(edge, edge, size - 2 * edge, size - 2 * edge)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(TILE_OFF if look.trouble else TILE)
    painter.drawRoundedRect(tile, tile.width() * 0.24, tile.width() * 0.24)
    if look.quiet:
        _moon(painter, tile)
    elif size <= SMALL:
        _headset(painter, tile)
    else:
        glyph(painter, "brand", tile, 2.1 if size <= 32 else 1.9)
    if look.trouble:
        _mark(painter, size)
    if look.missed:
        _badge(painter, size, look.badge)
    painter.end()
    return made


def _headset(painter: QPainter, tile: QRectF) -> None:
    """Draw a band over two ears, each of whole pixels: the ears stick out on both sides of the band."""
    one = tile.width() / 16
    line, out, ear, high = max(2, round(1.6 * one)), round(one), round(4 * one), round(5 * one)
    side, top, foot = round(2 * one), round(2.6 * one), tile.bottom() - round(3 * one)
    left, right = tile.left() + side, tile.right() - side
    inner = QRectF(left + out + line / 2, tile.top() + top + line / 2, 0, 0)
    inner.setRight(right - out - line / 2)
    inner.setHeight(inner.width())
    band = QPainterPath(QPointF(inner.left(), foot - 1))
    band.arcTo(inner, 180, -180)
    band.lineTo(inner.right(), foot - 1)
    pen = _pen(GLYPH, line)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(band)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GLYPH)
    for x in (left, right - ear):
        painter.drawRoundedRect(QRectF(x, foot - high, ear, high), one, one)


def glyph(painter: QPainter, name: str, rect: QRectF, stroke: float, colour: QColor = GLYPH) -> None:
    """Draw a symbol of the icons' family with lines of this width (in units of its 24)."""
    drawn = icons.source(name).replace("currentColor", colour.name())
    drawn = drawn.replace('stroke-width="1.75"', f'stroke-width="{stroke}"')
    QSvgRenderer(QByteArray(drawn.encode())).render(painter, rect)


def _badge(painter: QPainter, size: int, text: str) -> None:
    """Draw the count over the upper right corner, cut out of the tile so that it stands off it."""
    high = round(size * (0.62 if size <= 24 else 0.54))
    wide = high if len(text) == 1 else round(high * 1.25)
    box = QRectF(size - wide, 0, wide, high)
    _cut_out(painter, box, size)
    painter.setBrush(COUNT)
    painter.drawRoundedRect(box, high / 2, high / 2)
    letters = QFont(FAMILY)
    letters.setPixelSize(max(8, round(high * 0.82)))
    letters.setWeight(QFont.Weight.Bold)
    letters.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # the strokes of a plus lie over each other
    path.addText(QPointF(0, 0), letters, text)
    ink = path.boundingRect()
    most = wide * (0.62 if len(text) == 1 else 0.78)
    if ink.width() > most:
        scale = most / ink.width()
        painter.save()
        painter.translate(box.center())
        painter.scale(scale, scale)
        painter.translate(-ink.center())
    else:
        painter.save()
        painter.translate(box.center() - ink.center())
    painter.fillPath(path, COUNT_INK)
    painter.restore()


def _mark(painter: QPainter, size: int) -> None:
    """Draw an exclamation mark in a triangle over the lower left corner."""
    wide = size * (0.58 if size <= 24 else 0.52)
    left, foot = 0.0, float(size)
    path = QPainterPath(QPointF(left + wide / 2, foot - wide * 0.94))
    path.lineTo(left + wide - 0.5, foot - 0.5)
    path.lineTo(left + 0.5, foot - 0.5)
    path.closeSubpath()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(_pen(Qt.GlobalColor.black, max(1.5, size / 10)))
    painter.drawPath(path)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(_pen(TROUBLE, max(0.8, size / 22)))
    painter.setBrush(TROUBLE)
    painter.drawPath(path)
    middle, bar = left + wide / 2, max(1.2, size / 15)
    painter.setPen(_pen(TROUBLE_INK, bar))
    painter.drawLine(QPointF(middle, foot - wide * 0.6), QPointF(middle, foot - wide * 0.36))
    painter.drawPoint(QPointF(middle, foot - wide * 0.14))
    painter.setPen(Qt.PenStyle.NoPen)


def _moon(painter: QPainter, tile: QRectF) -> None:
    """Draw a moon in the place of the headset: side by side, neither could be made out at 16 pixels."""
    inset = tile.width() * 0.19
    whole = tile.adjusted(inset, inset, -inset, -inset)
    moon, bite = QPainterPath(), QPainterPath()
    moon.addEllipse(whole)
    bite.addEllipse(whole.translated(whole.width() * 0.32, -whole.width() * 0.22))
    painter.fillPath(moon.subtracted(bite), GLYPH)


def _pen(colour: QColor | Qt.GlobalColor, width: float) -> QPen:
    return QPen(
        QBrush(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _cut_out(painter: QPainter, box: QRectF, size: int) -> None:
    gap = max(1.0, size / 20)
    round_it = box.adjusted(-gap, -gap, gap, gap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(round_it, round_it.height() / 2, round_it.height() / 2)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
