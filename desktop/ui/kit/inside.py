"""What floats inside a window, which can blend on every desktop: its shadow and its body."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.float import BLUR
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.shadow import DROP, MARGIN, paint_shadow
from desktop.ui.kit.theme import theme, u


def paint_inside(widget: QWidget) -> None:
    """Paint the shadow and the body of what floats inside a window, which can blend on every desktop."""
    roles = theme.roles
    edge = u(MARGIN)
    body = QRectF(widget.rect()).adjusted(edge, edge, -edge, -edge - u(DROP))
    painter = QPainter(widget)
    paint_shadow(painter, body, drop=u(DROP), blur=u(BLUR), colour=roles.shadow)
    with Ink(painter, body, widget.layoutDirection()) as ink:
        ink.box(0, 0, ink.width, ink.height, roles.panel, roles.line)
    painter.end()
