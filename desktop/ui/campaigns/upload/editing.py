"""The field that lies over a cell of the list while somebody puts a row right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.field import Field


class CellField(Field):
    """Enter saves, Escape leaves, Tab goes to the next cell of the row; none of them reaches the dialog."""

    saved = Signal()
    left = Signal()
    passed = Signal(int)
    """To the next cell (1), or to the one before (-1)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus with it, and Escape before a shortcut does."""
        kind = event.type()
        own = {Qt.Key.Key_Escape, Qt.Key.Key_Delete}
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        tabs = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in tabs:
            self.passed.emit(-1 if event.key() == Qt.Key.Key_Backtab else 1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save, or leave it as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.saved.emit()
        else:
            super().keyPressEvent(event)
