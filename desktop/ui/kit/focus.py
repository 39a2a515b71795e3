"""The focus ring: shown when the focus came by the keyboard, never for a click."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object

BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class KeyFocus(_Base):
    """Mixin in front of a widget class: `ring` is whether a focus ring is to be painted now."""

    _by_keyboard = False
    _posed = False

    @property
    def ring(self) -> bool:
        """Whether this widget has the focus and the person is using the keyboard."""
        return self._posed or (self._by_keyboard and self.hasFocus())

    @property
    def by_keys(self) -> bool:
        """Whether it was the keyboard that brought the focus here, also while its window is not active."""
        return self._posed or self._by_keyboard

    def expect_ring(self, ring: bool) -> None:
        """Say beforehand whether a focus that comes from the program shows a ring."""
        self._by_keyboard = ring
        self.update()

    def pose_focused(self) -> None:
        """Look focused for a picture: in a gallery many widgets do at once."""
        self._posed = True
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Learn how the focus came; a window that becomes active again keeps what it knew."""
        if event.reason() in BY_KEYBOARD:
            self._by_keyboard = True
        elif event.reason() == Qt.FocusReason.MouseFocusReason:
            self._by_keyboard = False
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the ring once a key is used."""
        self._by_keyboard = True
        self.update()
        super().keyPressEvent(event)


def by_keyboard() -> bool:
    """Whether the person reached what has the focus now by the keyboard."""
    now = QApplication.focusWidget()
    return isinstance(now, KeyFocus) and now.ring


def reached_by_keyboard(window: QWidget) -> bool:
    """Whether the keyboard reached what has a window's focus, also while another window is active."""
    now = window.focusWidget()
    return isinstance(now, KeyFocus) and now.by_keys


def give(widget: QWidget, *, ring: bool) -> None:
    """Give the focus to a part of something that opens, with a ring only for who uses the keyboard."""
    if isinstance(widget, KeyFocus):
        widget.expect_ring(ring)
    widget.setFocus(Qt.FocusReason.OtherFocusReason)


def inside(widget: QWidget | None) -> bool:
    """Whether a widget, or something in it, has its window's focus."""
    focused: QWidget | None = widget.window().focusWidget() if widget is not None else None
    if widget is None or focused is None:
        return False
    return widget is focused or widget.isAncestorOf(focused)
