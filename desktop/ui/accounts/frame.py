"""A page that asks for something: a heading, what is asked, which scrolls, and a foot with buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u

WIDTH = 1084
"""No wider than is good to read (design pixels)."""
EDGE, FOOT = 48, 64
LOW_FOOT = 96
"""The foot where its parts stand in two rows."""
_NARROW, _LITTLE = 720, 24


class FormPage(Pane):
    """Put parts into `column`, before its stretch (`put`), and buttons at the end of the foot (`add_button`).

    Links at the start of the foot go into `foot_start`; behind them `say_in_foot` says something in passing.
    """

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self.title = Text(title, px=22, weight=600)
        self.text = Paragraph(text, "dim")
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(u(4))
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        self.column.addSpacing(u(12))
        self.column.addStretch(1)
        self._inner = Pane("window", vertical=False)
        self._inner.add(_Capped(self.column), 1)
        self.area = QScrollArea()
        plain_scrolling(self.area)
        self.area.setWidget(self._inner)
        self.add(self.area, 1)

        self.foot = Pane("panel", "t", vertical=False)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(u(8))
        self.foot_start = QHBoxLayout()
        self.foot_start.setSpacing(u(24))
        self.foot_note = Paragraph("", "dim", 12)
        self.foot_note.hide()
        self._start = QHBoxLayout()
        self._start.setSpacing(u(24))
        self._start.addLayout(self.foot_start)
        self._start.addWidget(self.foot_note, 1, Qt.AlignmentFlag.AlignVCenter)
        self._start.addStretch(0)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(u(8))
        self._row.addLayout(self._start, 1)
        self._row.addLayout(self._buttons)
        self._row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTrailing)
        self.foot.add(_Capped(self._row), 1)
        self.add(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.fit()

    @property
    def is_narrow(self) -> bool:
        """Whether parts have to stand one below the other."""
        return self.width() / theme.scale < _NARROW

    def fit(self) -> None:
        """Share the width out: where there is little, the foot has two rows and the page less beside it."""
        edge = u(_LITTLE if self.is_narrow else EDGE)
        self._inner.box.setContentsMargins(edge, u(24), edge, u(24))
        wants = self._start.minimumSize().width() + self._buttons.minimumSize().width() + u(8)
        low = not self._start.isEmpty() and wants > self.width() - 2 * edge
        way = QBoxLayout.Direction.TopToBottom if low else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        self._row.setSpacing(0 if low else u(8))
        above = u(12) if low else 0
        self.foot.box.setContentsMargins(edge, above, edge, above)
        self.foot.setFixedHeight(u(LOW_FOOT if low else FOOT))

    def put(self, part: QWidget) -> None:
        """Put a part below what is there."""
        self.column.insertWidget(self.column.count() - 1, part)

    def add_button(self, button: Button) -> Button:
        """Put a button at the end of the foot."""
        self._buttons.addWidget(button)
        return button

    def say_in_foot(self, sentence: str) -> None:
        """Say something beside the links of the foot, or nothing there."""
        self.foot_note.set_text(sentence)
        self.foot_note.setVisible(bool(sentence))
        self.fit()

    def say(self, title: str, text: str) -> None:
        """Show another heading; without a text there is no room for one."""
        self.title.setText(title)
        self.text.set_text(text)
        self.text.setVisible(bool(text))


class _Capped(QWidget):
    """Holds a layout in the middle of its place, no wider than is good to read."""

    def __init__(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        self._held = layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave what is too wide free at both sides."""
        super().resizeEvent(event)
        aside = max(0, (self.width() - u(WIDTH)) // 2)
        self._held.setContentsMargins(aside, 0, aside, 0)
