"""What a person should know of a line, beside the list: its settings, and what speaks against it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import numbers
from desktop.domain.lines import Line
from desktop.ui import sentences, sentences_calling, sentences_lines
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner
from desktop.ui.kit.theme import u

WIDTH = 296
_LABEL = 104
_MOST_WARNINGS = 3
_MEASURED = 100


class LineFacts(QWidget):
    """Shows one line's facts. It keeps the height of the longest, so that nothing jumps under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(u(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(u(16), u(16), u(16), u(16))
        self._column.setSpacing(u(8))
        self._name = Text("", weight=600)
        self._number = Text("", "dim", tabular=True)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._name)
        head.addWidget(self._number)
        self._column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(u(12))
        self._grid.setVerticalSpacing(u(4))
        self._grid.setColumnMinimumWidth(0, u(_LABEL))
        self._grid.setColumnStretch(1, 1)
        self._values: list[tuple[Text, Paragraph]] = []
        self._column.addLayout(self._grid)
        self._warnings = [Banner("waiting", "", "", block=True) for _ in range(_MOST_WARNINGS)]
        for banner in self._warnings:
            self._column.addWidget(banner)
        self._column.addStretch(1)

    def show_line(self, line: Line) -> None:
        """Show a line's facts."""
        self._name.setText(sentences.line_name(line))
        self._number.setText(_where(line))
        facts = sentences_lines.facts(line)
        self._make(len(facts))
        for place, widgets in enumerate(self._values):
            for widget in widgets:
                widget.setVisible(place < len(facts))
        for (label, value), (said, shown) in zip(facts, self._values, strict=False):
            said.setText(label)
            shown.set_text(value)
            shown.setAccessibleName(f"{label}: {value}")
        found = sentences_lines.warnings(line)
        for place, banner in enumerate(self._warnings):
            banner.setVisible(place < len(found))
            if place < len(found):
                banner.set_message("", found[place])
        self.setAccessibleName(sentences.line_name(line))

    def make_room(self, lines: Sequence[Line]) -> None:
        """Be as high as the longest of these needs; of very many, only the first are looked at."""
        high = 0
        for line in lines[:_MEASURED]:
            self.show_line(line)
            self._column.invalidate()
            high = max(high, self._column.totalHeightForWidth(u(WIDTH)))
        self.setMinimumHeight(high)

    def _make(self, rows: int) -> None:
        for row in range(len(self._values), rows):
            label, value = Text("", "dim", 12), Paragraph("", px=12)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._values.append((label, value))


def _where(line: Line) -> str:
    """Return how a line is reached, or what it is."""
    if line.is_softphone:
        return sentences_calling.THIS_COMPUTER
    return numbers.display(line.number, None) if line.number else sentences.extension(line.extension or "")
