"""The star of a favourite: filled or not, and pressed to change that."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme, u

_EDGE, _ICON = 28, 18


class Star(PaintedButton):
    """A star beside a name. `on_name` and `off_name` say what pressing it does, for tips and readers.

    It is checkable, but shows only what it is told with `show_on`: whoever keeps favourites decides.
    """

    def __init__(
        self, *, on_name: str, off_name: str, on: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", name=off_name, parent=parent)
        self._names = (off_name, on_name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_on(on)

    def show_on(self, on: bool) -> None:
        """Show whether it is one."""
        self.setChecked(on)
        self.setAccessibleName(self._names[on])
        self.setToolTip(self._names[on])
        self.update()

    def nextCheckState(self) -> None:
        """Leave the state alone until it is told."""

    def sizeHint(self) -> QSize:
        """Return room for the star and for a ring round it."""
        return QSize(u(_EDGE), u(_EDGE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles, inset = theme.roles, (_EDGE - _ICON) / 2
        with Ink.on(self) as ink:
            if self.hot or self.isDown():
                fill = roles.pressed if self.isDown() else roles.hover
                ink.box(1, 1, _EDGE - 2, _EDGE - 2, fill, radius=6)
            colour = roles.accent if self.isChecked() and self.isEnabled() else roles.dim
            ink.icon("star-filled" if self.isChecked() else "star", inset, inset, _ICON, colour)
            if self.ring:
                ink.ring(radius=6)
