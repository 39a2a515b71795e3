"""The field to look for a text in what is open: "3 of 17", and two small arrows to walk through the hits."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.theme import u

_ARROW = 20
_INSET = 7


class FindField(Field):
    """`stepped` is +1 for Enter and the arrow down, -1 for Shift+Enter and the arrow up; `left` is Escape.

    Escape is its own while it has the focus, whatever else it does in the window.
    """

    stepped = Signal(int)
    left = Signal()
    entered = Signal()
    """The focus came: a good moment to make ready what will be searched."""

    _arrows: tuple[Button, ...] = ()

    def __init__(self, hint: str, *, previous: str, following: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, icon="search", fill="window", parent=parent)
        up, down = self._arrow("chevron-up", previous), self._arrow("chevron-down", following)
        up.clicked.connect(self._back)
        down.clicked.connect(self._on)
        self._arrows = (up, down)
        self.show_found("", walkable=False)

    def show_found(self, note: str, *, walkable: bool) -> None:
        """Say what was found (`3 of 17`), and offer the arrows where there is anything to walk through."""
        for arrow in self._arrows:
            arrow.setVisible(walkable)
        self._tail = 2 * _ARROW - 2 if walkable else 0
        if note == self.accessibleDescription():
            self._settle()
            return
        self.set_note(note)
        self.setAccessibleDescription(note)
        if note and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, note))

    def event(self, event: QEvent) -> bool:
        """Take Escape from the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with Enter, leave with Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that a search may begin."""
        super().focusInEvent(event)
        self.entered.emit()

    def _place(self) -> None:
        super()._place()
        edge = u(_ARROW)
        top = (self.height() - edge) // 2
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, arrow in enumerate(reversed(self._arrows)):
            back = _INSET + place * _ARROW
            x = u(back) if rtl else self.width() - u(back) - edge
            arrow.setGeometry(x, top, edge, edge)

    def _arrow(self, icon: str, name: str) -> Button:
        arrow = Button(kind="quiet", icon=icon, name=name, icon_size=14, height=_ARROW, parent=self)
        # The keys for them are Enter and Shift+Enter, here in the field.
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        arrow.setCursor(Qt.CursorShape.ArrowCursor)
        return arrow

    def _back(self) -> None:
        self.stepped.emit(-1)

    def _on(self) -> None:
        self.stepped.emit(1)
