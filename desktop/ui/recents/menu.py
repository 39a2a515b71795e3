"""What can be done with a call of the list besides opening it."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences, strings
from desktop.ui.kit.float import Menu


class RowMenu(Menu):
    """The menu of one call, which it keeps while the rows under it move. Each signal carries the call."""

    dial = Signal(object)
    play = Signal(object)
    copy_number = Signal(object)
    copy_details = Signal(object)
    show_only = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call: CallRecord | None = None
        self._dial = self.add(strings.CALL, "phone")
        self._play = self.add(strings.PLAY, "play")
        self.addSeparator()
        self._number = self.add(strings.COPY_NUMBER, "copy")
        self._details = self.add(strings.COPY_DETAILS, "file")
        self.addSeparator()
        self._only = self.add(strings.ONLY_THIS_NUMBER, "filter")
        self._signals = {
            self._dial: self.dial,
            self._play: self.play,
            self._number: self.copy_number,
            self._details: self.copy_details,
            self._only: self.show_only,
        }
        self.triggered.connect(self._chosen)
        self.setToolTipsVisible(True)

    def open_for(self, call: CallRecord, place: QPoint, cannot: str = "") -> None:
        """Show what this call offers, at a global position; `cannot` says why nothing here can call."""
        self._call = call
        for action in (self._dial, self._number, self._only):
            action.setEnabled(bool(call.other))
        if cannot:
            self._dial.setEnabled(False)
        self._dial.setToolTip(sentences.tip(cannot))
        self._play.setVisible(call.has_recording)
        self.open_at(place)

    def _chosen(self, action: QAction) -> None:
        if self._call is not None:
            self._signals[action].emit(self._call)
