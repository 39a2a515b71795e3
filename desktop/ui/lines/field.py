"""The line as a form shows it: like a field, and pressing it opens the choice."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import numbers
from desktop.domain.lines import Line
from desktop.ui import sentences, sentences_calling, strings
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme, u

_EDGE = 13
_GAP = 8
_ICON = 14
_HEIGHT = 36


class LineField(PaintedButton):
    """Shows a line with its number, cut where there is no room, and an arrow where there is a choice."""

    def __init__(self, line: Line, *, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(line.name, parent=parent)
        self._several = several
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show another line."""
        self._line = line
        self.setText(line.name)
        self.setAccessibleName(f"{strings.YOUR_LINE}: {sentences.line_text(line)}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width to start from, and the height of a field."""
        return QSize(u(200), u(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the dot, the line and the arrow."""
        roles, line = theme.roles, self._line
        with Ink.on(self) as ink:
            fill = roles.pressed if self.isDown() else roles.hover if self.hot else roles.panel
            ink.box(0, 0, ink.width, ink.height, fill, roles.accent if self.ring else roles.line)
            if self.ring:
                ink.box(1, 1, ink.width - 2, ink.height - 2, None, roles.selection, radius=7, pen=2)
            middle, end = ink.height / 2, ink.width - _EDGE
            if self._several:
                ink.icon("chevron-down", end - _ICON, middle - _ICON / 2, _ICON, roles.dim)
                end -= _ICON + _GAP
            ink.disc(_EDGE, middle - 4, 8, roles.answered if line.can_dial else roles.dim)
            x = float(_EDGE + 8 + _GAP)
            number = _detail(line)
            room = end - x - (face(14, 400, tabular=True).width(number) + _GAP if number else 0)
            wide = ink.text(x, middle - 10, line.name, roles.text, room=max(room, (end - x) / 3))
            x += wide + _GAP
            ink.text(x, middle - 10, number, roles.dim, tabular=True, room=end - x)


def _detail(line: Line) -> str:
    """Return what stands beside a line's name."""
    if line.is_softphone:
        return sentences_calling.THIS_COMPUTER
    return numbers.display(line.number, None) if line.number else line.extension or ""
