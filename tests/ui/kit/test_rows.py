import sys
import time

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.gallery_wholes import ROWS, sample_list
from desktop.ui.kit.rowpaint import RowDelegate, TwoLines, two_lines
from desktop.ui.kit.rows import ListView
from desktop.ui.kit.strip import TALL_HEIGHT, Action
from desktop.ui.kit.theme import theme

MILLION = 1_000_000


class Many(QAbstractTableModel):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        self.asked = 0

    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else self.rows

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index, role=0):
        self.asked += 1

    def headerData(self, section, way, role=0):
        return ""


class Plain(RowDelegate):
    def content(self, ink, index, state):
        two_lines(ink, TwoLines(f"Row {index.row()}", "incoming"), state)


def _window(view):
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(Button("Before"))
    column.addWidget(view)
    return window


@pytest.fixture
def view(shown):
    view = sample_list()
    shown(_window(view), 460, 600)
    return view


def _centre(view, row):
    return view.visualRect(view.model().index(row, 0)).center()


def test_headings_are_low_and_the_keys_skip_them(view, qtbot):
    assert (view.rowHeight(0), view.rowHeight(1)) == (28, 56)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(5)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row == 7
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_row == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row == len(ROWS) - 1
    view.set_headings([])
    assert view.rowHeight(0) == 56


def test_the_strip_follows_the_pointer(view, qtbot):
    assert view.strip.isHidden()
    with qtbot.waitSignal(view.strip_moved, check_params_cb=lambda row: row == 3):
        QTest.mouseMove(view.viewport(), _centre(view, 3))
    assert view.strip.isVisible()
    assert view.strip.row == 3
    QTest.mouseMove(view.viewport(), _centre(view, 0))
    assert view.hover == -1
    assert view.strip.isHidden()


def test_a_press_on_the_strip_names_row_and_action(view, qtbot):
    view.hover_row(4)
    with qtbot.waitSignal(view.strip.acted) as heard:
        qtbot.mouseClick(view.strip.button("play"), Qt.MouseButton.LeftButton)
    assert heard.args == [4, "play"]


def test_the_strip_offers_what_the_row_has(view):
    view.hover_row(3)
    wide, room = view.strip.width(), view.strip.room
    view.strip.offer({"call", "note"})
    view.hover_row(4)
    assert view.strip.button("play").isHidden()
    assert view.strip.width() == wide - 32
    assert view.strip.room == room - 32


def test_the_keyboard_gets_strip_and_ring_and_tab_goes_into_it(view, qtbot):
    window = view.window()
    window.findChild(Button).setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(2)
    assert view.strip.isHidden()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert view.hasFocus()
    assert view.ringed(2)
    assert view.strip.row == 2
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.strip.row == 3
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.strip.button("call").hasFocus()
    assert view.strip.row == 3
    with qtbot.waitSignal(view.strip.acted) as heard:
        qtbot.keyClick(view.strip.button("call"), Qt.Key.Key_Space)
    assert heard.args == [3, "call"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert view.hasFocus()


def test_a_click_chooses_without_ring_and_two_clicks_open(view, qtbot):
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_centre(view, 2))
    assert view.current_row == 2
    assert not view.ringed(2)
    with qtbot.waitSignal(view.opened, check_params_cb=lambda row: row == 3):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_centre(view, 3))
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_centre(view, 3))


def test_enter_opens_once(view, qtbot):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(2)
    heard = []
    view.opened.connect(heard.append)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard == [2]


def test_the_menu_key_asks_for_the_current_row(view, qtbot):
    view.go_to(2)
    place = view.viewport().mapToGlobal(_centre(view, 2))
    with qtbot.waitSignal(view.menu_wanted) as heard:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
        QApplication.sendEvent(view.viewport(), event)
    assert heard.args == [2, place]
    if sys.platform != "win32":  # which makes the same event of these keys
        with qtbot.waitSignal(view.menu_wanted) as heard:
            qtbot.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        assert heard.args == [2, place]
    with qtbot.assertNotEmitted(view.menu_wanted):
        heading = _centre(view, 0)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, heading, view.viewport().mapToGlobal(heading)
        )
        QApplication.sendEvent(view.viewport(), event)


def test_a_reset_takes_the_strip_away(view):
    view.hover_row(3)
    view.model().beginResetModel()
    view.model().endResetModel()
    assert view.strip.isHidden()
    assert view.hover == -1


def test_a_reader_hears_the_sentence_of_a_row(view):
    table = QAccessible.queryAccessibleInterface(view)
    assert table.text(QAccessible.Text.Name) == "Calls"
    names = [table.child(place).text(QAccessible.Text.Name) for place in range(table.childCount())]
    assert "Ada Lovelace" in names
    assert not {"1", "2"} & set(names)


def test_letters_typed_do_not_read_the_model(shown, qtbot):
    view = ListView(name="Calls")
    model = Many(MILLION)
    view.setModel(model)
    view.setItemDelegate(Plain(view))
    shown(_window(view), 400, 400)
    view.setFocus()
    before = model.asked
    qtbot.keyClicks(view, "adalovelace")
    assert model.asked - before < 1000


def _fastest(make, tries=3):
    best = float("inf")
    for _ in range(tries):
        start = time.perf_counter()
        made = make()
        best = min(best, time.perf_counter() - start)
        made.close()
        made.deleteLater()
    return best


def test_a_million_rows_cost_a_fraction_of_what_a_list_view_takes():
    def ours():
        view = ListView(name="Calls")
        view.kept = Many(MILLION)
        view.setItemDelegate(Plain(view))
        view.setModel(view.kept)
        view.resize(420, 600)
        view.grab()
        return view

    def theirs():
        view = QListView()
        view.setUniformItemSizes(True)
        view.kept = Many(MILLION)
        view.setModel(view.kept)
        view.resize(420, 600)
        view.grab()
        return view

    assert _fastest(ours) * 4 < _fastest(theirs, tries=1)


def test_a_year_of_headings_costs_no_more_than_the_rows_themselves():
    def show(days):
        view = ListView(name="Calls")
        view.kept = Many(MILLION)
        view.setItemDelegate(Plain(view))
        view.setModel(view.kept)
        view.set_headings(range(0, MILLION, MILLION // days))
        view.resize(420, 600)
        view.grab()
        return view

    assert _fastest(lambda: show(365)) < 4 * _fastest(lambda: show(1))


def test_what_has_no_room_is_left_out_and_nothing_overflows(shown):
    view = sample_list()
    shown(view, 300, 600)
    picture = view.grab().toImage()
    edge = [picture.pixelColor(299, y).name() for y in range(100)]
    assert set(edge) == {theme.roles.panel.name()}


def test_a_row_with_a_trouble_is_higher_and_its_words_are_buttons(shown, qtbot):
    view = sample_list()
    view.set_actions(
        (Action("call", "phone", "Call"), Action("retry", "", "Retry"), Action("drop", "", "Discard"))
    )
    shown(_window(view), 460, 900)
    row = len(ROWS) - 1
    assert (view.rowHeight(row), view.rowHeight(row - 1)) == (TALL_HEIGHT, 56)
    view.go_to(row)
    view.hover_row(row)
    retry = view.strip.button("retry")
    box = view.visualRect(view.model().index(row, 0))
    assert retry.isVisible()
    assert retry.mapTo(view.viewport(), QPoint(0, 0)).y() > box.center().y()
    assert view.strip.button("call").mapTo(view.viewport(), QPoint(0, 0)).y() < box.center().y()
    assert view.strip.room < 60, "words take no room from the first line"
    with qtbot.waitSignal(view.strip.acted) as heard:
        qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert heard.args == [row, "retry"]
    view.setFocus()
    view.hover_row(row - 1)
    assert not retry.isVisible()
    view.hover_row(-1)
    view.set_headings([])
    assert view.rowHeight(row) == 56
