"""Check box and radio button: Qt's own for role, keys and groups, painted from the theme's roles."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import mix
from desktop.ui.kit.theme import theme, u

_MARK, _ROUND, _GAP, _HEIGHT = 16, 3, 8, 28
"""The mark, the room round it for the focus ring, the gap to the label, the height of the whole."""

_START = _ROUND + _MARK + _GAP

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class _Marked(KeyFocus, _Base):
    """What both have in common: a mark, and a label that is shown as it is and cut where there is no room."""

    _label: str

    def _set_up(self, label: str, name: str) -> None:
        self._label = label
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(name or label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def label(self) -> str:
        """Return the label as it was given."""
        return self._label

    def set_label(self, label: str) -> None:
        """Show another label, which is the name too unless it has one of its own."""
        if label == self._label:
            return
        if self.accessibleName() == self._label:
            self.setAccessibleName(label)
        self._label = label
        self.setText(label.replace("&", "&&"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return what the mark and the whole label need."""
        label = _GAP + face().width(self._label) + _ROUND if self._label else _ROUND
        return QSize(u(_ROUND + _MARK + label), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for the mark and an ellipsis."""
        return QSize(min(u(_START + 24), self.sizeHint().width()), u(_HEIGHT))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the mark and the label."""
        return self.rect().contains(pos)

    def _awake(self) -> float:
        return 0.22 if self.isDown() else 0.12 if self.underMouse() and self.isEnabled() else 0.0

    def _begin(self, ink: Ink) -> float:
        """Paint the label and the ring, and return the top of the mark."""
        roles = theme.roles
        if not self.isEnabled():
            ink.painter.setOpacity(0.5)
        if self._label:
            ink.text(_START, (ink.height - 20) / 2, self._label, roles.text, room=ink.width - _START)
        return (ink.height - _MARK) / 2


class CheckBox(_Marked, QCheckBox):
    """A box that is ticked or not, or neither (`setTristate`), with its label."""

    def __init__(
        self, label: str = "", *, name: str = "", on: bool = False, parent: QWidget | None = None
    ) -> None:
        if not (label or name):
            raise ValueError("a check box without a label needs a name")
        super().__init__(parent)
        self._set_up(label, name)
        self.setChecked(on)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        with Ink.on(self) as ink:
            top = self._begin(ink)
            paint_box(ink, _ROUND, top, self.checkState(), awake=self._awake())
            if self.ring:
                _ring(ink, top, 4)


class Radio(_Marked, QRadioButton):
    """One of several of which exactly one is chosen; those of one parent belong together."""

    def __init__(
        self, label: str, *, name: str = "", on: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._set_up(label, name)
        self.setChecked(on)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        with Ink.on(self) as ink:
            top = self._begin(ink)
            if self.isChecked():
                fill = mix(roles.fill, roles.on_fill if roles.dark else roles.text, self._awake())
                ink.disc(_ROUND, top, _MARK, fill)
                ink.disc(_ROUND + 5, top + 5, 6, roles.on_fill)
            else:
                fill = mix(roles.panel, roles.dim, self._awake())
                ink.box(_ROUND, top, _MARK, _MARK, fill, roles.dim, radius=_MARK / 2, pen=1.5)
            if self.ring:
                _ring(ink, top, _MARK / 2)


def paint_box(ink: Ink, x: float, top: float, state: Qt.CheckState, *, awake: float = 0.0) -> None:
    """Paint the mark of a check box, 16 by 16: in a row of a list too, which has no widget for it."""
    roles = theme.roles
    if state == Qt.CheckState.Unchecked:
        fill = mix(roles.panel, roles.dim, awake)
        ink.box(x, top, _MARK, _MARK, fill, roles.dim, radius=4, pen=1.5)
        return
    fill = mix(roles.fill, roles.on_fill if roles.dark else roles.text, awake)
    ink.box(x, top, _MARK, _MARK, fill, radius=4)
    if state == Qt.CheckState.Checked:
        _tick(ink, x, top, roles.on_fill)
    else:
        ink.fill(x + 4, top + 7, 8, 2, roles.on_fill)


def _tick(ink: Ink, x: float, top: float, colour: QColor) -> None:
    """Paint the family's check mark twice as heavy: at this size on a fill its own stroke is too thin."""
    place = ink.rect(x + 2, top + 2, 12, 12)
    path = QPainterPath(place.topLeft() + QPointF(2.5, 6.25))
    path.lineTo(place.topLeft() + QPointF(4.75, 8.5))
    path.lineTo(place.topLeft() + QPointF(9.5, 3.75))
    pen = QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    ink.painter.strokePath(path, pen)


def _ring(ink: Ink, top: float, radius: float) -> None:
    edge = _MARK + 2 * _ROUND
    ink.box(0, top - _ROUND, edge, edge, None, theme.roles.accent, radius=radius + _ROUND, pen=2)
