"""The buttons of the row in question.

One strip of them lies on the list and moves to the row under the pointer, or to the current row of someone
who uses the keyboard: as cheap as painted buttons, and Tab, names and tool tips come free.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.theme import u

TALL_HEIGHT = 72
"""A row with a third line: what is wrong with it, and the words that help."""
LINK_GAP = 12
_STRIP_EDGE = 16
_STRIP_GAP = 4
_BUTTON = 28
_FOOT = 10  # from a tall row's third line to its end


class Action(NamedTuple):
    """One button of the strip: a key for the code, an icon, and its name.

    Without an icon it is a word at the end of the third line of a tall row.
    """

    key: str
    icon: str
    name: str


class _StripButton(Button):
    """Tells the strip which action was pressed, and when the focus comes and goes."""

    pressed_key = Signal(str)
    focus_changed = Signal()

    def __init__(self, action: Action) -> None:
        if action.icon:
            super().__init__(kind="action", icon=action.icon, name=action.name)
        else:
            super().__init__(action.name, kind="link", px=12, height=16)
        self._key = action.key
        self.clicked.connect(self._tell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _tell(self) -> None:
        self.pressed_key.emit(self._key)


class ActionStrip(QWidget):
    """The buttons of the row that they lie on."""

    acted = Signal(int, str)
    """Row and key of the action."""
    focus_changed = Signal()

    def __init__(self, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.row = -1
        self._buttons: dict[str, _StripButton] = {}
        self._foot = QWidget(parent)
        self._icons = [action.key for action in actions if action.icon]
        line, words = _row(self, _STRIP_GAP), _row(self._foot, LINK_GAP)
        for action in actions:
            button = _StripButton(action)
            button.pressed_key.connect(self._pressed)
            button.focus_changed.connect(self.focus_changed)
            self._buttons[action.key] = button
            (line if action.icon else words).addWidget(button)
        self.leave()

    @property
    def room(self) -> int:
        """Return how many design pixels at the end of a row the buttons take."""
        shown = sum(not self._buttons[key].isHidden() for key in self._icons)
        return _STRIP_EDGE + shown * (_BUTTON + _STRIP_GAP) + 8 if shown else 0

    def button(self, key: str) -> Button:
        """Return a button by the key of its action."""
        return self._buttons[key]

    def offer(self, keys: Collection[str]) -> None:
        """Show only the actions that this row has."""
        for key, button in self._buttons.items():
            button.setVisible(key in keys)

    def let_go(self) -> None:
        """Forget a press that is not released yet: what it was meant for stands elsewhere now."""
        for button in self._buttons.values():
            button.setDown(False)

    def holds_focus(self) -> bool:
        """Whether one of the buttons has the focus."""
        return any(button.hasFocus() for button in self._buttons.values())

    def move_to(self, row: int, rect: QRect) -> None:
        """Lie on a row, at its end."""
        self.row = row
        self.adjustSize()
        foot = self._foot
        foot.adjustSize()
        for widget in (self, foot):
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            x = u(_STRIP_EDGE) if rtl else rect.width() - u(_STRIP_EDGE) - widget.width()
            widget.move(rect.x() + x, rect.y() + (rect.height() - widget.height()) // 2)
        tall = rect.height() >= u(TALL_HEIGHT)
        if tall:
            self.move(self.x(), rect.y() + u(4))  # above the words
            foot.move(foot.x(), rect.y() + rect.height() - u(_FOOT) - foot.height())
        self.show()
        foot.setVisible(tall)

    def leave(self) -> None:
        """Lie on no row."""
        self.row = -1
        self.hide()
        self._foot.hide()

    def _pressed(self, key: str) -> None:
        if self.row >= 0:
            self.acted.emit(self.row, key)


def _row(widget: QWidget, gap: int) -> QHBoxLayout:
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(u(gap))
    return line
