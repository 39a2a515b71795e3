"""The choice among several numbers that were copied together."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_tray
from desktop.ui.copied import CopiedNumber
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import isolate
from desktop.ui.kit.theme import u

_DOWN = 64  # under the window's top row


def offer(menu: Menu, copied: Sequence[CopiedNumber]) -> None:
    """Put numbers into a menu, each with its `CopiedNumber` as data."""
    for one in copied:
        text = sentences_tray.copied_number(one)
        menu.add(isolate(text) if menu.isRightToLeft() else text, "phone").setData(one)


class CopiedChoice(Menu):
    """A menu of numbers, under the top of a window. `chosen` carries a `CopiedNumber`."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, copied: Sequence[CopiedNumber]) -> None:
        super().__init__(window)
        self._window = window
        self.add_note(sentences_tray.several_copied(len(copied)))
        offer(self, copied)
        self.triggered.connect(self._triggered)

    def open(self) -> None:
        """Show it, with the first number chosen: Enter asks about it."""
        corner = QPoint((self._window.width() - self.sizeHint().width()) // 2, u(_DOWN))
        self.popup(self._window.mapToGlobal(corner))
        self.setActiveAction(self.actions()[1])

    def _triggered(self, action: QAction) -> None:
        if action.data() is not None:
            self.chosen.emit(action.data())
