"""A slider for a number whose exact value matters little: a QSlider for its role and keys, painted by us."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import mix
from desktop.ui.kit.theme import theme, u

_TALL, _KNOB, _TRACK = 24, 16, 4


class Slider(KeyFocus, QSlider):
    """A value between two whole numbers; `valueChanged` is Qt's. A click goes where it points."""

    def __init__(
        self, *, name: str, least: int = 0, most: int = 100, step: int = 5, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setPageStep(4 * step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a width that can be pointed into, and the knob with its ring."""
        return QSize(u(140), u(_TALL))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest that can be pointed into."""
        return QSize(u(80), u(_TALL))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the person points."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position().toPoint())
            self.setSliderDown(True)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        awake = 0.22 if self.isSliderDown() else 0.12 if self.underMouse() and self.isEnabled() else 0.0
        fill = mix(roles.fill, roles.on_fill if roles.dark else roles.text, awake)
        colour = fill if self.isEnabled() else roles.dim
        with Ink.on(self) as ink:
            middle = ink.height / 2
            room = ink.width - _KNOB
            x = room * (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
            ink.box(0, middle - _TRACK / 2, ink.width, _TRACK, roles.track, radius=_TRACK / 2)
            ink.box(0, middle - _TRACK / 2, x + _KNOB / 2, _TRACK, colour, radius=_TRACK / 2)
            ink.disc(x, middle - _KNOB / 2, _KNOB, colour)
            if self.ring:
                ink.box(x - 3, middle - 11, 22, 22, None, roles.accent, radius=11, pen=2)

    def _go(self, place: QPoint) -> None:
        room = max(1, self.width() - u(_KNOB))
        share = (place.x() - u(_KNOB) / 2) / room
        if self.isRightToLeft():
            share = 1 - share
        self.setValue(round(self.minimum() + min(max(share, 0.0), 1.0) * (self.maximum() - self.minimum())))
