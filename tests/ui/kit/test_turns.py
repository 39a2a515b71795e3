import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop.ui.kit.gallery_wholes import TURNS
from desktop.ui.kit.theme import theme
from desktop.ui.kit.turnpaint import Mark, Turn
from desktop.ui.kit.turns import TurnsView

LONG = tuple(
    Turn(f"{row // 60}:{row % 60:02}", "Ada", row % 2, "A sentence that is said. " * (row % 5 + 1))
    for row in range(300)
)


@pytest.fixture
def view(shown):
    view = TurnsView(name="Transcript")
    view.show_turns(TURNS)
    return shown(view, 700, 300)


def _colour(view, row, x=4):
    rect = view.visualRect(view.model().index(row, 0))
    return view.grab().toImage().pixelColor(x, rect.center().y())


def _wheel(view, steps):
    place = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, -120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_a_turn_is_as_high_as_its_lines(view, qtbot):
    assert view.rowHeight(1) == 37
    assert view.rowHeight(0) == 56
    view.resize(420, 300)
    qtbot.waitUntil(lambda: view.rowHeight(0) == 76)
    assert view.rowHeight(1) == 56


def test_the_running_turn_is_lit_and_the_one_before_not(view, qtbot):
    view.set_running(1, animate=False)
    assert _colour(view, 1) == theme.roles.selection
    view.set_running(2)
    qtbot.waitUntil(lambda: _colour(view, 2) == theme.roles.selection)
    assert _colour(view, 1) != theme.roles.selection
    view.set_running(-1, animate=False)
    assert _colour(view, 2) != theme.roles.selection


def test_a_click_and_enter_seek(view, qtbot):
    place = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(view.chosen, check_params_cb=lambda row: row == 2):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.chosen, check_params_cb=lambda row: row == 3):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_it_follows_until_the_person_looks_elsewhere(shown, qtbot):
    view = TurnsView(name="Transcript")
    view.show_turns(LONG)
    shown(view, 600, 300)
    bar = view.verticalScrollBar()
    view.set_running(40, animate=False)
    followed = bar.value()
    assert followed > 0
    with qtbot.waitSignal(view.wandered, check_params_cb=lambda away: away):
        for _ in range(20):
            _wheel(view, 3)
    there = bar.value()
    view.set_running(41, animate=False)
    assert bar.value() == there
    with qtbot.waitSignal(view.wandered, check_params_cb=lambda away: not away):
        view.back_to_now()
    assert bar.value() < there
    view.set_running(42, animate=False)
    assert view.viewport().rect().contains(view.visualRect(view.model().index(42, 0)).center())


def test_hits_are_marked(view):
    start = TURNS[3].text.index("delivery")
    without = view.grab().toImage()
    view.set_marks(lambda row: (Mark(start, len("delivery")),) if row == 3 else ())
    picture = view.grab().toImage()
    washed = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == theme.roles.waiting_wash
    ]
    assert len(washed) > 200
    rect = view.visualRect(view.model().index(3, 0))
    assert all(rect.contains(x, y) for x, y in washed)
    view.set_marks(None)
    assert view.grab().toImage() == without


def test_going_to_a_hit_stops_the_following(shown, qtbot):
    view = TurnsView(name="Transcript")
    view.show_turns(LONG)
    shown(view, 600, 300)
    view.set_running(2, animate=False)
    with qtbot.waitSignal(view.wandered):
        view.go_to(200)
    assert view.viewport().rect().contains(view.visualRect(view.model().index(200, 0)).center())


def test_the_keys_of_the_player_are_left_to_it(view, qtbot):
    view.setCurrentIndex(view.model().index(2, 0))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert view.currentIndex().row() == 2


def test_a_reader_hears_who_said_what_when(view):
    table = QAccessible.queryAccessibleInterface(view)
    names = [table.child(place).text(QAccessible.Text.Name) for place in range(table.childCount())]
    assert "You, 0:09: Of course. Do you have the number of the invoice at hand?" in names


def test_a_transcript_replaced_starts_anew(view):
    view.set_running(3, animate=False)
    view.set_marks(lambda row: (Mark(0, 4),))
    view.show_turns(TURNS[:2])
    assert view.model().rowCount() == 2
    assert view.light(1) == 0
    assert view.marks(0) == ()


def _click(view, qtbot, row, held=Qt.KeyboardModifier.NoModifier):
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_shift_and_ctrl_choose_turns_and_a_plain_click_lets_them_go(view, qtbot):
    seeks = QSignalSpy(view.chosen)
    _click(view, qtbot, 1)
    _click(view, qtbot, 3, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_rows == [1, 2, 3]
    _click(view, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_rows == [1, 3]
    assert seeks.count() == 1
    _click(view, qtbot, 0)
    assert (view.selected_rows, seeks.count()) == ([], 2)


def test_the_keys_choose_copy_and_let_go(view, qtbot):
    copies = QSignalSpy(view.copy_wanted)
    _click(view, qtbot, 1)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.selected_rows == []
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_rows == [2, 3]
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copies.count() == 1
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_rows == []
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.selected_rows) == len(TURNS)


def test_a_search_moves_through_turns_without_choosing_any(view):
    view.selectAll()
    view.go_to(2)
    assert len(view.selected_rows) == len(TURNS)
    view.clearSelection()
    view.go_to(3)
    assert (view.selected_rows, view.currentIndex().row()) == ([], 3)


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_mark_stands_on_its_word_also_beside_numbers(shown, way):
    view = TurnsView(name="Transcript")
    view.setLayoutDirection(way)
    text = "Invoice 41207, of 3 March 2026: the delivery"
    view.show_turns((Turn("0:02", "Ada", 0, text),))
    shown(view, 700, 200)
    view.set_marks(lambda _row: (Mark(text.index("delivery"), len("delivery")),))
    alone = TurnsView(name="Transcript")
    alone.setLayoutDirection(way)
    alone.show_turns((Turn("0:02", "Ada", 0, "delivery"),))
    shown(alone, 700, 200)
    alone.set_marks(lambda _row: (Mark(0, len("delivery")),))
    assert _washed(view) == pytest.approx(_washed(alone), abs=2)


def _washed(view):
    """Return how wide the wash of a mark is."""
    picture = view.grab().toImage()
    wash = theme.roles.waiting_wash
    columns = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) == wash for y in range(picture.height()))
    ]
    return columns[-1] - columns[0]


def test_a_place_in_a_turn_that_is_higher_than_the_view_comes_into_view(shown):
    view = TurnsView(name="Transcript")
    text = "one sentence after another. " * 400 + "the delivery " + "and more of it. " * 200
    view.show_turns((*TURNS, Turn("9:59", "Ada", 0, text), *TURNS))
    shown(view, 500, 240)
    row, place = len(TURNS), text.index("delivery")
    assert view.rowHeight(row) > 5 * view.viewport().height()
    for start in (place, 0, len(text) - 3, place):
        view.go_to(row, start)
        line = view.visualRect(view.model().index(row, 0)).top() + view.itemDelegate().line_top(row, start)
        assert 0 <= line <= view.viewport().height() - 20
