"""The field that a search is typed into: its keys choose among rows that never have the focus."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import strings
from desktop.ui.kit import fonts
from desktop.ui.kit.field import Field

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class SearchField(Field):
    """A name or a number. Up and Down, Enter, Ctrl+Enter and Escape are told, not done.

    A `large` one is the head of a window of its own, without a frame.
    """

    stepped = Signal(int)
    entered = Signal()
    opened = Signal()
    escaped = Signal()
    reached = Signal()
    """The focus came by a shortcut or by the mouse."""
    abandoned = Signal()
    """The focus went elsewhere in the program or out of it, but not into a menu."""

    def __init__(
        self,
        *,
        key_hint: str = "",
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            strings.NAME_OR_NUMBER,
            icon="search",
            key_hint=key_hint,
            height=55 if large else 36,
            fill="window",
            framed=not large,
            clearable=True,
            parent=parent,
        )
        self.setAccessibleDescription(strings.SEARCH_KEYS)
        self.set_clear_name(strings.CLEAR_FIELD)
        if large:
            self.setFont(fonts.font(16, 500, tabular=True))

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's own shortcut while this field has something to do with it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() == Qt.Key.Key_Escape or event.key() in _ENTER)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell the keys of the rows; the rest is typing."""
        key, modifiers = event.key(), event.modifiers()
        held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if key in _STEPS and not held:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in _ENTER and held == Qt.KeyboardModifier.ControlModifier:
            self.opened.emit()
        elif key in _ENTER and not held:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell that the field is wanted also when it has the focus already."""
        super().mousePressEvent(event)
        self.reached.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that a shortcut led here."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.reached.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person is elsewhere; the field's own context menu is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.abandoned.emit()
