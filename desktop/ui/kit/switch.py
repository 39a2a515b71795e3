"""A switch for what is on or off at once: a QCheckBox for its role, keys and action, painted as a slider."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import mix
from desktop.ui.kit.theme import theme, u

_WIDE, _TALL, RING = 32, 20, 3
"""The track, and the room round it that the focus ring takes."""


class Switch(KeyFocus, QCheckBox):
    """On or off. It has no label of its own: `name` is what a screen reader says of it.

    `switched` says what a person switched it to, by mouse, keys or a screen reader, whose action Qt does not
    call a click. What is shown with `show_on` is not told.
    """

    switched = Signal(bool)

    def __init__(self, *, name: str, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shows = False
        self.setChecked(on)
        self.toggled.connect(self._toggled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_on(self, on: bool) -> None:
        """Show whether it is on."""
        self._shows = True
        self.setChecked(on)
        self._shows = False

    def _toggled(self, on: bool) -> None:
        if not self._shows:
            self.switched.emit(on)

    def sizeHint(self) -> QSize:
        """Return the track with room for its ring."""
        return QSize(u(_WIDE + 2 * RING), u(_TALL + 2 * RING))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on it."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        on, able = self.isChecked(), self.isEnabled()
        awake = 0.22 if self.isDown() else 0.12 if self.underMouse() and able else 0.0
        with Ink.on(self) as ink:
            if not able:
                ink.painter.setOpacity(0.5)
            if on:
                fill = mix(roles.fill, roles.on_fill if roles.dark else roles.text, awake)
                ink.box(RING, RING, _WIDE, _TALL, fill, radius=_TALL / 2)
                ink.disc(RING + _WIDE - 18, RING + 2, 16, roles.on_fill)
            else:
                fill = mix(roles.panel, roles.dim, awake)
                ink.box(RING, RING, _WIDE, _TALL, fill, roles.dim, radius=_TALL / 2, pen=1.5)
                ink.disc(RING + 4, RING + 4, 12, roles.dim)
            if self.ring:
                ink.ring(radius=_TALL / 2 + RING)
