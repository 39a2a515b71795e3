"""The pictures on notices: a symbol in its disc, readable on a notice of any colour."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.domain.notices import NoticePicture
from desktop.ui.tray.art import glyph, image

_SIDE = 96

_RED = QColor("#FEE2E2"), QColor("#B91C1C")
_BLUE = QColor("#DBEAFE"), QColor("#1D4ED8")
_GREEN = QColor("#DCFCE7"), QColor("#166534")
_AMBER = QColor("#FEF3C7"), QColor("#92400E")
_COLOURS = {
    "missed": _RED,
    "voicemail": _BLUE,
    "transcript": _BLUE,
    "upload": _GREEN,
    "bell": _BLUE,
    "key": _AMBER,
    "warning": _AMBER,
}
"""The symbols that stand on notices: their disc, and their lines."""


@lru_cache(maxsize=len(_COLOURS))
def symbol(name: str) -> NoticePicture:
    """Return a symbol in its disc."""
    wash, ink = _COLOURS[name]
    made = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wash)
    painter.drawEllipse(0, 0, _SIDE, _SIDE)
    inset = _SIDE * 0.25
    glyph(painter, name, QRectF(inset, inset, _SIDE - 2 * inset, _SIDE - 2 * inset), 1.9, ink)
    painter.end()
    return _plain(made)


@lru_cache(maxsize=1)
def app_picture() -> NoticePicture:
    """Return the picture of a notice about Sidetone itself."""
    return _plain(image(_SIDE))


def _plain(drawn: QImage) -> NoticePicture:
    plain = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
    return NoticePicture(plain.width(), bytes(plain.constBits()))
