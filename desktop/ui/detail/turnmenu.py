"""The menu of a turn: play from there, copy it or what was chosen, copy all."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_detail, strings
from desktop.ui.kit.float import Menu


class TurnMenu(Menu):
    """`play_wanted` carries a row, `copy_wanted` a list of rows."""

    play_wanted = Signal(int)
    copy_wanted = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = -1
        self._rows: list[int] = []
        self.add(strings.PLAY_FROM_HERE, "play").triggered.connect(self._play)
        self._copy = self.add("", "copy")
        self._copy.triggered.connect(self._copies)
        self.add(strings.COPY_ALL, "transcript").triggered.connect(self.all_wanted)

    def open_for(self, row: int, rows: list[int], place: QPoint) -> None:
        """Show it for the turn that was pointed at; `rows` are those that Copy takes."""
        self._row, self._rows = row, rows
        self._copy.setText(sentences_detail.copy_turns(len(rows)))
        self.open_at(place)

    def _play(self) -> None:
        self.play_wanted.emit(self._row)

    def _copies(self) -> None:
        self.copy_wanted.emit(self._rows)
