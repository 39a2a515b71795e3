import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button, Pill
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.wave import Wave


def _wave():
    wave = Wave(name="Position")
    wave.show_peaks(((0.5, 0.1),), 60)
    return wave


MAKERS = {
    "plain": lambda: Button("Note"),
    "go": lambda: Button("Call", kind="go"),
    "round": lambda: Button(kind="round", icon="play", name="Play"),
    "link": lambda: Button("Reset", kind="link"),
    "pill": lambda: Pill("This week"),
    "tabs": lambda: Tabs(("One", "Two"), kind="sub", name="Parts"),
    "wave": _wave,
}


def _window(*widgets):
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    return window


@pytest.mark.parametrize("kind", MAKERS)
def test_a_ring_shows_for_the_keyboard_and_not_for_the_mouse(kind, shown, qtbot):
    first, widget = Button("First"), MAKERS[kind]()
    window = shown(_window(first, widget), 300, 160)
    first.setFocus()
    without = widget.grab().toImage()

    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    assert widget.hasFocus()
    assert not widget.ring
    assert widget.grab().toImage() == without

    first.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert widget.hasFocus()
    assert widget.ring
    assert widget.grab().toImage() != without


def test_a_key_brings_the_ring_after_a_click(shown, qtbot):
    button = Button("Note")
    shown(_window(button), 200, 100)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.ring
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.ring


def test_a_field_shows_where_one_types_also_after_a_click(shown):
    field, other = Field("Search"), Button("Other")
    shown(_window(field, other), 300, 120)
    other.setFocus()
    without = field.grab().toImage()
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert field.grab().toImage() != without


@pytest.mark.parametrize("by_keyboard", [True, False])
def test_a_dialog_rings_its_first_button_for_who_came_by_the_keyboard(by_keyboard, shown, qtbot):
    opener = Button("Open")
    window = shown(_window(opener), 600, 400)
    by = Qt.FocusReason.TabFocusReason if by_keyboard else Qt.FocusReason.MouseFocusReason
    opener.clearFocus()
    opener.setFocus(by)
    assert focus.by_keyboard() is by_keyboard
    dialog = Dialog(window, title="Call this number?")
    cancel = dialog.add_button(Button("Cancel"))
    cancel.setFocus()
    dialog.open()
    qtbot.waitUntil(cancel.hasFocus)
    assert cancel.ring is by_keyboard
    dialog.reject()
