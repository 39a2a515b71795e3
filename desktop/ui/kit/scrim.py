"""What dims a window under a dialog."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.ink import Ink
from desktop.ui.kit.shadow import composited, shadow_drop, shadow_room
from desktop.ui.kit.theme import theme


class Scrim(QWidget):
    """Dims the window under a dialog, or the dialog under another one, and stays as large as that.

    One that `floats` has a shadow, which is not dimmed.
    """

    def __init__(self, window: QWidget, *, floats: bool) -> None:
        super().__init__(window)
        self._floats = floats
        self._cover(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._cover(watched)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, with the window's corners."""
        with Ink.on(self) as ink:
            radius = 8 if self._floats and composited() else 0
            ink.box(0, 0, ink.width, ink.height, theme.roles.scrim, radius=radius)

    def _cover(self, window: QWidget) -> None:
        edge = shadow_room() if self._floats else 0
        below = shadow_drop() if self._floats else 0
        self.setGeometry(window.rect().adjusted(edge, edge, -edge, -edge - below))
