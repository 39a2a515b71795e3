"""Stars, countries and versions to choose from: what they do by mouse, by keys and to a reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.country import CountryChip, CountryField
from desktop.ui.kit.sides import SideOption
from desktop.ui.kit.star import Star
from desktop.ui.kit.theme import Scheme, theme, u

ROLE = QAccessible.Role
RTL = Qt.LayoutDirection.RightToLeft


def face(widget: QWidget) -> QAccessible:
    return QAccessible.queryAccessibleInterface(widget)


def star() -> Star:
    return Star(on_name="Favourite", off_name="Make it a favourite")


def test_a_star_shows_what_it_is_told_and_not_what_was_pressed(shown, qtbot):
    made = shown(star())
    with qtbot.waitSignal(made.clicked):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert not made.isChecked()
    assert face(made).text(QAccessible.Text.Name) == "Make it a favourite"
    before = made.grab().toImage()
    made.show_on(True)
    assert face(made).text(QAccessible.Text.Name) == "Favourite"
    assert made.grab().toImage() != before
    with qtbot.waitSignal(made.clicked):
        QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.isChecked()


def test_a_country_s_code_stands_before_the_number_and_leaves_it_room(shown):
    field = shown(CountryField(name="Main"), 240, 36)
    before = field.textMargins().left()
    field.set_code("FR")
    assert field.textMargins().left() == before + u(36)
    field.setLayoutDirection(RTL)
    assert field.textMargins().right() == before + u(36)
    field.set_code("")
    assert field.textMargins().right() == before


def test_a_country_is_read_by_its_name():
    assert face(CountryChip("FR", name="France")).text(QAccessible.Text.Name) == "France"


@pytest.fixture
def versions(shown):
    holder = QWidget()
    column = QVBoxLayout(holder)
    made = [SideOption(empty="Empty") for _ in range(2)]
    for option, text in zip(made, ("+33 1 99 00 42 17", "+33 1 99 00 42 71"), strict=True):
        option.show_text(text, ((15, 17),), name=f"Main: {text}")
        column.addWidget(option)
    made[0].setChecked(True)
    shown(holder, 300, 120)
    holder.kept = made
    return holder


def test_one_of_two_versions_is_chosen_by_mouse_and_by_keys(versions, qtbot):
    mine, theirs = versions.kept
    qtbot.mouseClick(theirs, Qt.MouseButton.LeftButton)
    assert (mine.isChecked(), theirs.isChecked()) == (False, True)
    theirs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(theirs, Qt.Key.Key_Up)
    assert (mine.isChecked(), theirs.isChecked()) == (True, False)
    assert face(mine).role() == ROLE.RadioButton
    assert face(mine).text(QAccessible.Text.Name) == "Main: +33 1 99 00 42 17"


def test_what_differs_is_marked(versions):
    _, theirs = versions.kept
    marked = theirs.grab().toImage()
    theirs.show_text(theirs.shown.text, (), name="Main")
    assert theirs.grab().toImage() != marked


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.CONTRAST_DARK])
def test_a_text_that_is_none_says_so(shown, scheme):
    theme.use(scheme)
    option = shown(SideOption(empty="Empty"), 200, 40)
    said = option.grab().toImage()
    option.show_text(" ", (), name="Second")
    assert option.grab().toImage() != said


def test_a_held_button_looks_switched_off_and_hears_presses(shown, qtbot):
    button = shown(Button("Save", kind="go"))
    ready = button.grab().toImage()
    button.set_held(True)
    assert button.held
    assert button.grab().toImage() != ready
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.set_held(False)
    assert button.grab().toImage() == ready
