"""The sheet of shortcuts: complete, read aloud line by line, and used without a mouse."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui import strings
from desktop.ui.kit.dress import dress
from desktop.ui.kit.labels import Text
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.shell.keys import BY_PLACE, GROUPS, KEYS
from desktop.ui.shell.sheet import KeySheet, readable


@pytest.fixture
def window(app, qtbot):
    made = QWidget()
    made.resize(960, 640)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def twice(app):
    dress(app, Scheme.LIGHT, scale=2.0)
    yield
    dress(app, Scheme.LIGHT)


def opened(window, qtbot, bound=tuple(KEYS)):
    sheet = KeySheet(window, bound)
    sheet.open()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.close_button.hasFocus)
    return sheet


def ends(row):
    return row.rect().topLeft(), row.rect().topRight()


def test_it_says_each_bound_key_and_those_of_the_parts(window, qtbot):
    sheet = opened(window, qtbot, ("sync", "find"))
    said = {row.accessibleName() for row in sheet.rows}
    assert {"Sync now: F5", f"{strings.KEY_FIND}: Ctrl+F", "Play or pause: Space"} <= said
    assert len(sheet.rows) == 2 + len(BY_PLACE)
    assert not any("Ctrl+R" in name for name in said), "what is not bound is not promised"
    sheet.reject()


def test_every_key_has_a_group_a_text_and_a_sequence_that_qt_knows():
    taken: dict[tuple[str, str], str] = {}
    for place, key in [("", key) for key in KEYS.values()] + [(key.group, key) for key in BY_PLACE]:
        assert key.text
        assert key.group in GROUPS
        for sequence in key.sequences:
            assert readable(sequence)
            assert (place, sequence) not in taken, f"{sequence} means two things"
            taken[place, sequence] = key.text


def test_the_arrows_go_through_it_and_escape_closes_it(window, qtbot):
    sheet = opened(window, qtbot)
    for key, row in (
        (Qt.Key.Key_Down, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_End, -1),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(sheet.focusWidget(), key)
        assert sheet.rows[row].hasFocus()
        assert sheet.rows[row].ring
    role = QAccessible.queryAccessibleInterface(sheet.rows[0]).role()
    assert role == QAccessible.Role.StaticText
    qtbot.keyClick(sheet.focusWidget(), Qt.Key.Key_Tab)
    assert sheet.close_button.hasFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_enter_on_its_button_closes_it(window, qtbot):
    sheet = opened(window, qtbot)
    qtbot.keyClick(sheet.close_button, Qt.Key.Key_Return)
    assert not sheet.isVisible()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("times", [1, 2])
def test_it_fits_the_smallest_window_with_text_twice_as_large(twice, window, qtbot, direction, times):
    window.resize(times * 960, times * 640)
    window.setLayoutDirection(direction)
    assert theme.scale == 2.0
    sheet = opened(window, qtbot)
    inside = window.rect().translated(window.mapToGlobal(QPoint(0, 0)))
    for part in (*sheet.findChildren(Text)[:1], sheet.close_button):
        assert inside.contains(part.rect().translated(part.mapToGlobal(QPoint(0, 0))))
    qtbot.keyClick(sheet, Qt.Key.Key_End)
    assert sheet.rows[-1].visibleRegion().boundingRect() == sheet.rows[-1].rect(), "the last one can be seen"
    # What does not fit on a line beside its key goes on below, and is not cut.
    assert all(row.height() >= row.heightForWidth(row.width()) for row in sheet.rows)
    view = sheet.rows[0].parentWidget().parentWidget()
    assert all(
        view.rect().contains(QPoint(row.mapTo(view, end).x(), 0)) for row in sheet.rows for end in ends(row)
    )
    sheet.reject()


def test_the_window_opens_one_from_its_keys_and_its_menu(play, qtbot):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        window.show_keys()
        window.show_keys()
        assert [one.isVisible() for one in window.findChildren(KeySheet)] == [True]
        assert len(window.findChildren(KeySheet)[0].rows) == len(window.keys.bound) + len(BY_PLACE)
        window.findChildren(KeySheet)[0].reject()
        entry = next(one for one in window.bar.main_menu.actions() if strings.KEYS_TITLE in one.text())
        entry.trigger()
        assert any(one.isVisible() for one in window.findChildren(KeySheet))
        next(one for one in window.findChildren(KeySheet) if one.isVisible()).reject()

    play(steps)
