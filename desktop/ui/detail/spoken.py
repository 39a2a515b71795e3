"""The turns, and over their end the button that goes back to the running one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui import strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.theme import u
from desktop.ui.kit.turnpaint import Turn
from desktop.ui.kit.turns import TurnsView


class Spoken(QWidget):
    """Shows turns; the button floats over them, so that nothing moves when it comes and goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns = TurnsView(name=strings.TRANSCRIPT)
        self.back = Button(strings.BACK_TO_NOW)
        self.back.clicked.connect(self.turns.back_to_now)
        self._floating = QWidget()
        under = QVBoxLayout(self._floating)
        under.setContentsMargins(0, 0, 0, u(12))
        under.addWidget(self.back)
        self._floating.hide()
        self.turns.wandered.connect(self._floating.setVisible)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.turns, 0, 0)
        grid.addWidget(self._floating, 0, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter)
        self._floating.raise_()

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show a transcript from its beginning."""
        self.turns.show_turns(turns)
        self._floating.hide()
