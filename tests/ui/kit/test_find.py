import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.find import FindField


@pytest.fixture
def held(shown):
    """The field in a window that has its own use for Escape."""
    window = QWidget()
    window.field = FindField("Find", previous="Previous", following="Next", parent=window)
    window.other = Button("Other", parent=window)
    column = QVBoxLayout(window)
    column.addWidget(window.field)
    column.addWidget(window.other)
    window.escape = QShortcut(QKeySequence("Escape"), window)
    shown(window, 300, 120)
    window.activateWindow()
    return window


def test_enter_walks_and_escape_is_its_own_while_it_has_the_focus(held, qtbot):
    stepped, left = QSignalSpy(held.field.stepped), QSignalSpy(held.field.left)
    window_heard = QSignalSpy(held.escape.activated)
    qtbot.waitUntil(held.isActiveWindow)
    held.field.setFocus()
    qtbot.keyClick(held.field, Qt.Key.Key_Return)
    qtbot.keyClick(held.field, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)
    assert [stepped.at(place)[0] for place in range(stepped.count())] == [1, -1]
    qtbot.keyClick(held.field, Qt.Key.Key_Escape)
    assert (left.count(), window_heard.count()) == (1, 0)
    held.other.setFocus()
    qtbot.keyClick(held.other, Qt.Key.Key_Escape)
    assert (left.count(), window_heard.count()) == (1, 1)


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_arrows_stand_at_the_end_and_the_text_leaves_them_room(held, qtbot, way):
    field = held.field
    held.setLayoutDirection(way)
    up, down = field.findChildren(Button)
    assert not up.isVisible()
    field.show_found("3 of 17", walkable=True)
    assert up.isVisible()
    rtl = way == Qt.LayoutDirection.RightToLeft
    assert (up.x() < down.x()) is not rtl
    margins = field.textMargins()
    end = margins.left() if rtl else margins.right()
    assert end > up.width() + down.width()
    assert field.accessibleDescription() == "3 of 17"
    spy = QSignalSpy(field.stepped)
    qtbot.mouseClick(up, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(down, Qt.MouseButton.LeftButton)
    assert [spy.at(place)[0] for place in range(spy.count())] == [-1, 1]
    field.show_found("", walkable=False)
    assert not down.isVisible()
