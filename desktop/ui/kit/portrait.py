"""A picture of a window as a person sees it, with what floats over it."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.ui.kit.float import Dialog, Popover


def _layer(widget: QWidget) -> tuple[bool, int]:
    """Return what a float stands over: dialogs first, then each menu over the one that it belongs to."""
    depth, parent = 0, widget.parentWidget()
    while parent is not None:
        depth += int(parent.isWindow())
        parent = parent.parentWidget()
    return isinstance(widget, Popover | QMenu), depth


def portrait(window: QWidget) -> QPixmap:
    """Return a picture of a window with the popovers, menus and dialogs that stand over it."""
    picture = window.grab()
    painter = QPainter(picture)
    for other in sorted(QApplication.topLevelWidgets(), key=_layer):
        if other is not window and other.isVisible() and isinstance(other, Popover | Dialog | QMenu):
            painter.drawPixmap(window.mapFromGlobal(other.mapToGlobal(QPoint(0, 0))), other.grab())
    painter.end()
    return picture
