"""The soft shadow under what floats: a Gaussian painted once as a nine-patch, for stacked boxes band."""

import ctypes
import math
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPixmap

from desktop.ui.kit.theme import u

MARGIN, DROP = 36, 12
"""The room that a shadow takes on every side, and how far down it falls, in design pixels."""

_DITHER = 16


@lru_cache(maxsize=16)
def _patch(blur: int, colour: str, ratio: float) -> tuple[QPixmap, int]:
    """Return the patch and the size of its corner, in device pixels; the middle is one pixel."""
    corner = round(2 * blur * ratio)
    sigma = blur * ratio / 2
    rise = [0.5 * (1 + math.erf((i + 0.5 - corner / 2) / (sigma * math.sqrt(2)))) for i in range(corner)] + [
        1.0
    ]
    opacity = QColor(colour).alphaF() * 255
    quarter = [
        # An ordered dither hides the few steps that so faint a shadow has.
        bytes(
            int(down * across * opacity + (x * 7 + y * 13) % _DITHER / _DITHER)
            for x, across in enumerate(rise)
        )
        for y, down in enumerate(rise)
    ]
    rows = [half + half[-2::-1] for half in quarter]
    pixels = b"".join(rows + rows[-2::-1])
    edge = 2 * corner + 1
    alpha = QImage(pixels, edge, edge, edge, QImage.Format.Format_Alpha8)
    made = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    opaque = QColor(colour)
    opaque.setAlpha(255)
    made.fill(opaque)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return QPixmap.fromImage(made), corner


def paint_shadow(painter: QPainter, body: QRectF, *, drop: float, blur: int, colour: QColor) -> None:
    """Paint the shadow of a box, `drop` below it and `blur` beyond its edges, in the painter's pixels."""
    ratio = painter.device().devicePixelRatioF()
    # A corner of the patch is two blurs wide: a low box gets a shorter shadow.
    blur = min(blur, int(min(body.width(), body.height()) / 2))
    patch, corner = _patch(blur, colour.name(QColor.NameFormat.HexArgb), ratio)
    size = corner / ratio
    outer = body.adjusted(-blur, drop - blur, blur, drop + blur)
    across = (outer.x(), outer.x() + size, outer.right() - size, outer.right())
    down = (outer.y(), outer.y() + size, outer.bottom() - size, outer.bottom())
    source = (0, corner, corner + 1, 2 * corner + 1)
    for i in range(3):
        for j in range(3):
            target = QRectF(across[i], down[j], across[i + 1] - across[i], down[j + 1] - down[j])
            piece = QRectF(source[i], source[j], source[i + 1] - source[i], source[j + 1] - source[j])
            painter.drawPixmap(target, patch, piece)


@lru_cache(maxsize=1)
def composited() -> bool:
    """Whether the desktop blends windows: X11 without a compositor shows a translucent margin black."""
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if display.value is None:
        return False
    # The manager of the first screen owns this selection.
    atom = x11.XInternAtom(display, b"_NET_WM_CM_S0", 0)
    owner = x11.XGetSelectionOwner(display, ctypes.c_ulong(atom))
    x11.XCloseDisplay(display)
    return bool(owner)


def shadow_room() -> int:
    """Return the room round a window that floats: none where the desktop does not blend windows."""
    return u(MARGIN) if composited() else 0


def shadow_drop() -> int:
    """Return how much further down that room goes: a shadow falls."""
    return u(DROP) if composited() else 0
