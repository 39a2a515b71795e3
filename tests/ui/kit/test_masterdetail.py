"""The list's width is dragged and bounded; where it is narrow one of both is seen."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.kit.field import Field
from desktop.ui.kit.masterdetail import MasterDetail
from desktop.ui.kit.theme import theme


def pair(shown, wide):
    made = MasterDetail(width=440, narrowest=360, widest=560, narrow_below=900)
    parts = QWidget(), QWidget()
    first, field = Field("list", parent=parts[0]), Field("inside", parent=parts[1])
    made.hold(*parts)
    shown(made, wide, 500)
    first.setFocus()
    return made, *parts, field


def settle(made, qtbot):
    qtbot.waitUntil(lambda: not made.sliding)


def test_the_line_between_both_is_dragged_within_bounds(shown):
    made, master, detail, _ = pair(shown, 1200)
    assert (master.width(), detail.x(), detail.width()) == (439, 440, 760)
    grip = made._grip
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(4, 100))
    QTest.mouseMove(grip, QPoint(64, 100))
    made.drag_to(500)
    assert (made.master_width, master.width()) == (500, 499)
    made.drag_to(9000)
    assert made.master_width == 560
    made.drag_to(-5)
    assert made.master_width == 360
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert master.geometry().right() == 1199
    made.drag_to(800)
    assert made.master_width == 400


def test_narrow_shows_one_and_tells(shown, qtbot):
    made, master, detail, _ = pair(shown, 1200)
    told = []
    made.narrow_changed.connect(told.append)
    made.resize(899, 500)
    assert (told, made.narrow, made.detail_shown) == ([True], True, False)
    assert (master.isVisible(), detail.isVisible()) == (True, False)
    made.show_detail()
    made.show_detail()
    settle(made, qtbot)
    assert (master.isVisible(), detail.geometry().x(), detail.width()) == (False, 0, 899)
    with qtbot.waitSignal(made.master_shown):
        made.show_master()
    settle(made, qtbot)
    assert (master.isVisible(), detail.isVisible()) == (True, False)
    made.resize(900, 500)
    assert (told, master.isVisible(), detail.isVisible()) == ([True, False], True, True)


def test_who_is_in_the_detail_stays_in_it(shown):
    made, master, detail, field = pair(shown, 1200)
    field.setFocus()
    made.resize(600, 500)
    assert (master.isVisible(), detail.isVisible(), field.hasFocus()) == (False, True, True)


def test_a_window_that_grows_while_it_slides_ends_whole(shown):
    made, master, detail, _ = pair(shown, 700)
    made.show_detail()
    made.resize(1000, 500)
    assert not made.sliding
    assert (master.isVisible(), detail.x()) == (True, 440)


def test_what_is_narrow_goes_by_the_size_of_text(shown):
    theme.scale = 2.0
    made, master, _, _ = pair(shown, 1700)
    assert made.narrow
    made.resize(1800, 500)
    assert (made.narrow, master.width()) == (False, 878)
