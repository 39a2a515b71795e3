"""The heading that stays over the rows it stands for."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop.ui.kit.gallery_wholes import ROWS, sample_list
from desktop.ui.kit.pinned import PinnedHeading

HEADING, ROW = 28, 56
SECOND = next(n for n, item in enumerate(ROWS) if n and isinstance(item, str))


@pytest.fixture
def view(shown, qtbot):
    view = shown(sample_list(), 400, 100)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    return view


def _pinned(view):
    return view.findChild(PinnedHeading)


def _picture(widget):
    whole = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return whole.copy(0, 0, 120, HEADING - 1)


def test_a_heading_that_is_in_view_needs_no_other(view):
    assert _pinned(view).isHidden()
    assert _pinned(view).covered == 0


def test_a_heading_stays_until_the_next_one_pushes_it_out(view):
    pinned, bar = _pinned(view), view.verticalScrollBar()
    bar.setValue(HEADING + ROW)
    assert (pinned.isVisible(), pinned.y(), pinned.covered) == (True, 0, HEADING)
    bar.setValue(HEADING + (SECOND - 1) * ROW - 10)
    assert (pinned.y(), pinned.covered) == (10 - HEADING, 10)
    bar.setValue(HEADING + (SECOND - 1) * ROW)
    assert pinned.isHidden()
    bar.setValue(0)
    assert pinned.isHidden()


def test_the_keys_bring_a_row_out_from_under_the_heading(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(len(ROWS) - 1)
    view.go_to(2)
    assert view.visualRect(view.currentIndex()).top() == _pinned(view).covered == HEADING
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.visualRect(view.currentIndex()).top() >= _pinned(view).covered


def test_a_press_on_the_heading_chooses_no_row(view):
    view.verticalScrollBar().setValue(HEADING + 2 * ROW)
    before = view.current_row
    QTest.mouseClick(_pinned(view), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    QTest.mouseDClick(_pinned(view), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert view.current_row == before


def test_it_is_painted_like_its_row_and_leaves_the_scroll_bar_free(view):
    row = _picture(view.viewport())
    view.verticalScrollBar().setValue(HEADING + ROW)
    assert _picture(_pinned(view)) == row
    bar = view.verticalScrollBar()
    assert view.childAt(bar.mapTo(view, QPoint(5, 5))) is bar


def test_it_goes_with_the_rows(view):
    view.verticalScrollBar().setValue(HEADING + ROW)
    view.set_headings(())
    assert _pinned(view).isHidden()
