"""A card of facts: label and value, each value selectable, those that are passed on with a button to copy."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from desktop.ui import sentences_detail
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import SelectableText, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

LABEL_WIDTH = 136
ROW_HEIGHT = 24


class Fact(NamedTuple):
    """One line of a card; `copies` is what a button beside the value copies, "" for no button."""

    label: str
    value: str
    copies: str = ""


class FactsCard(Card):
    """Shows facts under a title. `copied` carries the label and the value of the one that was copied."""

    copied = Signal(str, str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self._head = QHBoxLayout()
        self._head.addWidget(Text(title, "dim", 12, 600), 1)
        self.add_layout(self._head)
        self._facts: tuple[Fact, ...] | None = None
        self._rows: QWidget | None = None

    def add_to_head(self, widget: QWidget) -> None:
        """Put something at the end of the title's line."""
        self._head.addWidget(widget)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show facts; the same again change nothing, so that what is marked and has the focus stays."""
        if self._facts == tuple(facts):
            return
        self._facts = tuple(facts)
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(16))
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, u(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(self._facts):
            label = Text(fact.label, "dim")
            label.setFixedHeight(u(ROW_HEIGHT))
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._value(fact), row, 1)
        self.box.insertWidget(1, self._rows)

    def _value(self, fact: Fact) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(u(4))
        text = SelectableText(fact.value, name=f"{fact.label}: {fact.value}")
        text.setWordWrap(True)
        text.setMinimumHeight(u(ROW_HEIGHT))
        text.setMaximumWidth(text.fontMetrics().horizontalAdvance(fact.value) + u(4))
        line.addWidget(text, 1000)  # as wide as it needs, so that the button stands beside it
        if fact.copies:
            button = _CopyButton(fact)
            button.pressed_fact.connect(self.copied)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        return line


class _CopyButton(Button):
    """Tells which fact is wanted."""

    pressed_fact = Signal(str, str)

    def __init__(self, fact: Fact) -> None:
        name = sentences_detail.copy_of(fact.label)
        super().__init__(kind="quiet", icon="copy", name=name, icon_size=14, height=ROW_HEIGHT)
        self._fact = fact
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.pressed_fact.emit(self._fact.label, self._fact.copies)


class Scrolled(QScrollArea):
    """A tab's column of cards, scrolled where there is no room; fill `column`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_scrolling(self)
        self.setAccessibleName(name)
        self.column = Pane("window", margins=(24, 16, 24, 16), spacing=12)
        self.setWidget(self.column)

    def to_top(self) -> None:
        """Show its beginning."""
        self.verticalScrollBar().setValue(0)
