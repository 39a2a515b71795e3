"""The summary over the turns: in a card, in one line while something is looked for, never the whole pane."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.detail.summary import MOST_LINES, SummaryCard, SummaryLine
from desktop.ui.kit.buttons import Button

LONG = "What was agreed in this call, in a sentence that goes on. " * 60


@pytest.fixture
def card(app, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    made = SummaryCard()
    column = QVBoxLayout(holder)
    column.addWidget(made)
    column.addStretch(1)
    holder.resize(600, 500)
    holder.show()
    yield made
    holder.close()


def test_a_card_is_as_high_as_its_lines_up_to_a_few(card, qtbot):
    card.show_text("Short.")
    qtbot.waitUntil(lambda: card.height() == card.sizeHint().height())
    one = card.height()
    card.show_text("Two lines of it. " * 8)
    qtbot.waitUntil(lambda: card.height() == one + 20)
    card.show_text(LONG)
    qtbot.waitUntil(lambda: card.height() == one + 20 * (MOST_LINES - 1))
    bar = card._text.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    card.show_text("Another. " + LONG)
    assert bar.value() == 0
    card.window().resize(1400, 500)
    card.show_text("Short.")
    qtbot.waitUntil(lambda: card.height() == one)


def test_a_line_shows_all_of_it_on_demand(app, qtbot):
    line = SummaryLine()
    qtbot.addWidget(line)
    line.show_text("First line.\nSecond line.")
    line.resize(500, 20)
    line.show()
    show = line.findChild(Button)
    with qtbot.waitSignal(line.opened):
        qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
