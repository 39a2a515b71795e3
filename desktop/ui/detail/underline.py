"""The line under a name: number, place, time there, how often today; what has no room is left out."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui import sentences, sentences_detail
from desktop.ui.detail.views import CallView
from desktop.ui.kit.labels import IconLabel, Text
from desktop.ui.kit.theme import u

GAP = 8
SHORTEST_PLACE = 64


class UnderName(QWidget):
    """Shows a `CallView`'s facts in one line.

    Where there is little room the place is cut; then how often today goes, then the place.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = Text("", "dim")
        self._place = Text("", "dim")
        self._clock = IconLabel("clock", 14)
        self._there = Text("", "dim")
        self._today = Text("", "dim")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(GAP))
        for widget in (self._number, self._place, self._clock, self._there, self._today):
            line.addWidget(widget)
        line.addStretch(1)

    def show_call(self, view: CallView) -> None:
        """Show what is known."""
        for label, text in (
            (self._number, view.number),
            (self._place, view.place),
            (self._there, sentences_detail.there(view.there)),
            (self._today, view.today),
        ):
            label.setText(text)
        for label in (self._number, self._there, self._today):
            label.setMinimumWidth(label.sizeHint().width())
        parts = [label.text() for label in (self._number, self._place, self._there, self._today)]
        self.setToolTip(sentences.tip(sentences.listed(parts)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        labels = (self._number, self._place, self._there, self._today)
        shown = [label for label in labels if label.text()]
        for unneeded in (self._today, self._place):
            if self._needs(shown) > self.width() and unneeded in shown:
                shown.remove(unneeded)
        for label in labels:
            label.setVisible(label in shown)
        self._clock.setVisible(self._there in shown)

    def _needs(self, shown: list[Text]) -> int:
        widths = [label.sizeHint().width() for label in shown if label is not self._place]
        if self._place in shown:
            widths.append(min(self._place.sizeHint().width(), u(SHORTEST_PLACE)))
        if self._there in shown:
            widths.append(self._clock.width())
        return sum(widths) + u(GAP) * max(len(widths) - 1, 0)
