"""A field for a whole number with its unit: a QSpinBox for its role and keys, painted like our fields."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from desktop.ui.kit import fonts
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.style import SPIN_ARROWS
from desktop.ui.kit.theme import theme, u

MOST = 9_999_999
"""The largest number that can be typed, whatever is allowed."""

_EDGE = 12
_Part = QStyle.SubControl


class Spin(KeyFocus, QSpinBox):
    """A whole number and its unit. `settled` carries it after Enter, a step, or when the focus leaves.

    Any number can be typed: whoever hears of it says why one is not allowed (`set_wrong`). The arrows stay
    within `least` and `most`. The wheel does nothing, as in `Combo`.
    """

    settled = Signal(object)

    def __init__(
        self,
        value: int = 0,
        *,
        name: str,
        least: int = 0,
        most: int = MOST,
        step: int = 1,
        unit: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least, self._most, self._height = least, most, height
        self._wrong = False
        self._quiet = False
        self.setFrame(False)
        self.setFont(fonts.font())
        self.setRange(min(least, 0), MOST)
        self.setSingleStep(step)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        self.setSuffix(f" {unit}" if unit else "")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)
        self.lineEdit().setPalette(clear)
        self.show_value(value)
        self._align()
        self.valueChanged.connect(self._changed)

    def show_value(self, value: int) -> None:
        """Show a number without telling it; one that is shown already leaves alone what is being typed."""
        if value != self.value():
            self._quiet = True
            self.setValue(value)
            self._quiet = False

    def set_wrong(self, wrong: bool) -> None:
        """Mark the number as wrong; say why in a text beside it."""
        self._wrong = wrong
        self.update()

    def stepBy(self, steps: int) -> None:
        """Step within what is allowed; from outside of it, to its nearest end."""
        wanted = self.value() + steps * self.singleStep()
        self.setValue(min(max(wanted, self._least), self._most))

    def sizeHint(self) -> QSize:
        """Return room for the largest number that is allowed, with its unit."""
        longest = self.locale().toString(max(self._most if self._most < MOST else 99_999, 100))
        wide = face().width(longest + self.suffix())
        return QSize(u(_EDGE + wide + 10 + SPIN_ARROWS), u(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror with the direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its two arrows; Qt writes the number."""
        roles = theme.roles
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        focused = self.hasFocus() or self.ring
        edge = roles.missed if self._wrong else roles.accent if focused else roles.line
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.panel if self.isEnabled() else roles.hover, edge)
            if focused:
                # Typing is where the focus goes by the mouse too: the ring shows for both.
                ink.box(1, 1, ink.width - 2, ink.height - 2, None, roles.selection, radius=7, pen=2)
        painter = QPainter(self)
        for part, icon in ((_Part.SC_SpinBoxUp, "chevron-up"), (_Part.SC_SpinBoxDown, "chevron-down")):
            place = self.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, self)
            hot = self.isEnabled() and bool(option.activeSubControls & part)
            down = hot and bool(option.state & QStyle.StateFlag.State_Sunken)
            with Ink(painter, QRectF(place), Qt.LayoutDirection.LeftToRight) as ink:
                if hot:
                    fill = roles.pressed if down else roles.hover
                    ink.box(0, 0, ink.width, ink.height, fill, radius=4)
                colour = roles.text if hot else roles.dim
                ink.icon(icon, (ink.width - 12) / 2, (ink.height - 12) / 2, 12, colour)
        painter.end()

    def _align(self) -> None:
        # Digits run from left to right in every language, so Qt would leave them at the left.
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _changed(self, value: int) -> None:
        if not self._quiet:
            self.settled.emit(value)
