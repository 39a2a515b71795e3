"""A table ticks, opens and asks by mouse and by keys, in either direction, and says it to a reader."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.kit.gallery_tables import COLUMNS, sample_table
from desktop.ui.kit.table import LOW_ROW, ROW, Column, TableHead, cells
from desktop.ui.kit.theme import theme


def _shown(shown, width=900):
    table = sample_table()
    table.columns = (*COLUMNS, Column("choice", "", 104))
    head = TableHead(table, all_name="All rows")
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(table)
    shown(whole, width, 500)
    table.head = head
    table.whole = whole
    return table


@pytest.fixture
def table(shown):
    return _shown(shown)


def _heard(table):
    heard = []
    table.ticked.connect(lambda row: heard.append(("tick", row)))
    table.toggled.connect(lambda row: heard.append(("open", row)))
    table.choice_wanted.connect(lambda row, _place: heard.append(("choice", row)))
    return heard


def _click(table, row, x):
    rect = table.visualRect(table.model().index(row, 0))
    place = QPoint(table.viewport().width() - x if table.isRightToLeft() else x, rect.y() + 20)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_columns_share_the_width():
    places = cells((Column("a", "A", 60), Column("b", "B"), Column("c", "C", 104)), 500)
    assert (places["a"].x, places["a"].width) == (24, 24)
    assert (places["b"].x, places["b"].width) == (72, 312)
    assert (places["c"].x, places["c"].width) == (408, 68)
    narrow = cells((Column("a", "A", 60), Column("b", "B"), Column("c", "C", 104)), 100)
    assert narrow["b"].width == 0


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_click_does_what_its_place_is_for(table, direction):
    table.whole.setLayoutDirection(direction)
    heard = _heard(table)
    _click(table, 0, 30)
    _click(table, 1, 200)
    _click(table, 2, 850)
    assert heard == [("tick", 0), ("open", 1), ("choice", 2)]


def test_keys_tick_open_and_ask(table):
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.go_to(1)
    heard = _heard(table)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(table, Qt.Key.Key_F4)
    assert heard == [("tick", 1), ("open", 1), ("choice", 1), ("choice", 1)]
    assert table.current_row == 1


def test_one_row_is_open_at_a_time(table):
    table.open_at(1, 171)
    assert (table.rowHeight(1), table.rowHeight(2)) == (171, ROW)
    table.open_at(3, 120)
    assert (table.rowHeight(1), table.rowHeight(3)) == (ROW, 120)
    heard = _heard(table)
    rect = table.visualRect(table.model().index(3, 0))
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, rect.y() + 100)
    )  # in what it shows
    assert heard == []
    table.open_at(-1, 0)
    assert table.rowHeight(3) == ROW


def test_a_double_click_opens_once_and_ticks_twice(table):
    heard = _heard(table)
    for x in (200, 30):
        _click(table, 1, x)
        rect = table.visualRect(table.model().index(1, 0))
        place = QPoint(x, rect.y() + 20)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [("open", 1), ("tick", 1), ("tick", 1)]


def test_a_narrow_table_has_rows_of_two_lines_and_no_names_over_them(shown):
    table = _shown(shown, 500)
    assert table.low
    assert table.rowHeight(0) == LOW_ROW
    table.open_at(1, 200)
    table.whole.resize(900, 500)
    QApplication.processEvents()
    assert not table.low
    assert (table.rowHeight(0), table.rowHeight(1)) == (ROW, ROW)
    assert table.open_row == -1


def test_at_twice_the_size_the_places_are_too(shown):
    theme.scale = 2.0
    table = _shown(shown, 1800)
    heard = _heard(table)
    _click(table, 0, 60)
    _click(table, 1, 400)
    _click(table, 2, 1700)
    assert heard == [("tick", 0), ("open", 1), ("choice", 2)]


def test_the_head_ticks_all_or_none_and_shows_some(table):
    head, wanted = table.head, []
    head.all_wanted.connect(wanted.append)
    for ticked, state, asks in (
        (0, Qt.CheckState.Unchecked, True),
        (3, Qt.CheckState.PartiallyChecked, True),
        (5, Qt.CheckState.Checked, False),
    ):
        head.show_ticked(ticked, 5)
        assert head.box.checkState() is state
        head.box.click()
        assert wanted[-1] is asks
    head.show_ticked(0, 0)
    assert not head.box.isEnabled()


def test_the_ring_shows_for_the_keyboard(table):
    table.go_to(0)
    _click(table, 1, 200)
    assert not table.ringed(1)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.ringed(2)
