"""What a call was about: a card of a few lines, or one line while something is looked for."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import sentences_detail, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import IconLabel, Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

MOST_LINES = 5


class SummaryCard(Card):
    """The summary in a card; one that is long is scrolled, so that the turns keep their room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._text = _Clamped()
        self.add(Text(strings.SUMMARY, "dim", 12, 600))
        self.add(self._text)

    def show_text(self, text: str) -> None:
        """Show a summary."""
        self._text.show_text(text)


class SummaryLine(QWidget):
    """The summary in one line; `opened` is a press of Show."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Text("", "dim", 12)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        show = Button(strings.SHOW, kind="link", px=12)
        show.setAccessibleDescription(strings.SUMMARY)
        show.clicked.connect(self.opened)
        line = QHBoxLayout(self)
        line.setContentsMargins(u(12), 0, u(12), 0)
        line.setSpacing(u(8))
        line.addWidget(IconLabel("transcript", 14))
        line.addWidget(self._text, 1)
        line.addWidget(show)

    def show_text(self, text: str) -> None:
        """Show a summary."""
        self._text.setText(sentences_detail.summary_line(text))


class _Clamped(QScrollArea):
    """A paragraph that is as high as its lines, up to a few."""

    def __init__(self) -> None:
        super().__init__()
        plain_scrolling(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._paragraph = Paragraph()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._paragraph)
        column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # which `setWidget` turned on

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        if text == self._paragraph.text():
            return
        self._paragraph.set_text(text)
        self.verticalScrollBar().setValue(0)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines are in the new width."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        high = self._paragraph.heightForWidth(self.viewport().width())
        self.setFixedHeight(min(high, u(20 * MOST_LINES)))
