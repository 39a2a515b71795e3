"""The last page: what became of the rows, the refused ones with their reasons, and how to take it back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.files.figures import Fact
from desktop.ui.files.working import Working
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

MOST_REFUSED = 200
"""Refused rows that are listed here; the saved result has all of them."""


class ResultPage(Pane):
    """Figures of an import that ended, however it ended."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._disc = Disc("check", "answered_wash", "answered", size=48)
        self._title = Text("", px=22, weight=600)
        self._text = Paragraph("", "dim")
        self._facts = [
            Fact(name) for name in (strings.ADDED, strings.MERGED, strings.SKIPPED, strings.REFUSED)
        ]
        self._refused = Card(margins=(17, 13, 17, 13), spacing=0)
        self._heading = Text(strings.REFUSED_ROWS, "dim", 12, 600)
        self._refused.add(self._heading)
        self._lines: list[QWidget] = []
        self.working = Working(strings.UNDOING)
        self.working.cancelled.connect(self.cancelled)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._figures())
        self._stack.addWidget(self.working)
        self.add(self._stack, 1)

    def _figures(self) -> QWidget:
        page = Pane(margins=(24, 24, 24, 24), spacing=0)
        head = QHBoxLayout()
        head.setSpacing(u(16))
        head.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        words = Pane(spacing=4)
        words.add(self._title)
        words.add(self._text)
        head.addWidget(words, 1)
        page.add_layout(head)
        page.add_space(20)
        facts = QHBoxLayout()
        for fact in self._facts:
            facts.addWidget(fact, 1)
        page.add_layout(facts)
        page.add_space(20)
        page.add(self._refused)
        page.add_stretch()
        scroll = QScrollArea()
        plain_scrolling(scroll)
        scroll.setWidget(page)
        return scroll

    def show_result(
        self,
        title: str,
        text: str,
        counts: Sequence[int],
        refused: Sequence[tuple[str, str, str]],
        *,
        good: bool,
    ) -> None:
        """Show how it ended; `counts` are added, merged, skipped, refused (or none of that is told).

        `refused` are row, name, why.
        """
        if good:
            self._disc.set_look("check", "answered_wash", "answered")
        else:
            self._disc.set_look("warning", "waiting_wash", "waiting")
        self._title.setText(title)
        self._text.set_text(text)
        for fact in self._facts:
            fact.setVisible(bool(counts))
        for fact, count in zip(self._facts, counts, strict=False):
            fact.value.setText(times.number(count))
        for line in self._lines:
            self._refused.box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_line(*one) for one in refused[:MOST_REFUSED]]
        for line in self._lines:
            self._refused.add(line)
        self._refused.setVisible(bool(refused))
        self._stack.setCurrentIndex(0)

    def show_undoing(self, share: float | None) -> None:
        """Show that the contacts are taken back."""
        self.working.show_share(share)
        self._stack.setCurrentWidget(self.working)


def _line(number: str, name: str, reason: str) -> QWidget:
    line = Pane(vertical=False, margins=(0, 4, 0, 4), spacing=12)
    row = Text(number, "dim", 12, tabular=True)
    row.setFixedWidth(u(56))
    who = Text(name, weight=500)
    who.setFixedWidth(u(200))
    line.add(row)
    line.add(who)
    line.add(Text(reason, "text", 12), 1)
    return line
