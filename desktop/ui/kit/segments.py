"""A choice of two to five side by side: real radio buttons, so arrow keys and roles come free."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u

_HEIGHT = 30
_EDGE = 12
_COUNT_GAP = 7


class _Segment(KeyFocus, QRadioButton):
    def __init__(self, label: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._label = label
        self._first = first
        self._last = last
        self._count = ""
        self._role: Role = "missed"
        self.setText(label.replace("&", "&&"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count("")

    def set_count(self, count: str, role: Role = "missed") -> None:
        self._count = count
        self._role = role
        self.setAccessibleName(f"{self._label}, {count}" if count else self._label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * _EDGE + face(14, 500).width(self._label) + (0 if self._last else 1)
        if self._count:
            width += _COUNT_GAP + face(14, 700).width(self._count)
        return QSize(u(width), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = theme.roles
        fill = None
        if self.isChecked():
            fill = roles.selection
        elif self.isDown():
            fill = roles.pressed
        elif self.underMouse() and self.isEnabled():
            fill = roles.hover
        with Ink.on(self) as ink:
            if fill:
                ends = ("s" if self._first else "") + ("e" if self._last else "")
                ink.half_round(0, 0, ink.width, ink.height, fill, ends)
            if not self._last:
                ink.fill(ink.width - 1, 0, 1, ink.height, roles.line)
            colour = roles.text if self.isChecked() else roles.dim
            if not self.isEnabled():
                ink.painter.setOpacity(0.6)
            x = _EDGE + ink.text(_EDGE, 5, self._label, colour, 14, 500)
            if self._count:
                ink.text(x + _COUNT_GAP, 5, self._count, roles.colour(self._role), 14, 700)
            if self.ring:
                ink.box(
                    0,
                    0,
                    ink.width - (0 if self._last else 1),
                    ink.height,
                    None,
                    roles.accent,
                    radius=6,
                    pen=2,
                )


class Segments(QWidget):
    """One tab stop; the arrow keys choose. `chosen` carries the index, also when `choose` was called."""

    chosen = Signal(int)

    def __init__(self, labels: Sequence[str], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(u(1), u(1), u(1), u(1))
        row.setSpacing(0)
        self._segments: list[_Segment] = []
        for index, label in enumerate(labels):
            segment = _Segment(label, first=index == 0, last=index == len(labels) - 1)
            self._group.addButton(segment, index)
            row.addWidget(segment)
            self._segments.append(segment)
        self._segments[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self._one_stop()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> int:
        """Return the index of the chosen segment."""
        return self._group.checkedId()

    def choose(self, index: int) -> None:
        """Choose a segment."""
        self._segments[index].setChecked(True)

    def set_count(self, index: int, count: str, role: Role = "missed") -> None:
        """Show a count ("7") after a label, in the colour of what it means, or none for an empty text."""
        self._segments[index].set_count(count, role)

    def buttons(self) -> Sequence[QRadioButton]:
        """Return the radio buttons, in order."""
        return tuple(self._segments)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the border round them."""
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, None, theme.roles.line)

    def _toggled(self, index: int, checked: bool) -> None:
        if checked:
            self._one_stop()
            self.chosen.emit(index)

    def _one_stop(self) -> None:
        # Qt does this too, but only once one of them has had the focus.
        for segment in self._segments:
            stop = Qt.FocusPolicy.StrongFocus if segment.isChecked() else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(stop)
