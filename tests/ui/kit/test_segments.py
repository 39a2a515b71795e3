from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.segments import Segments


def _window(segments):
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(Button("Before"))
    row.addWidget(segments)
    row.addWidget(Button("After"))
    return window


def test_arrow_keys_choose(shown, qtbot):
    segments = Segments(("All", "To call back", "Missed"), name="Which calls")
    shown(_window(segments), 500, 80)
    heard = []
    segments.chosen.connect(heard.append)
    segments.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(segments.buttons()[0], Qt.Key.Key_Right)
    assert segments.current == 1
    qtbot.keyClick(segments.buttons()[1], Qt.Key.Key_Right)
    assert segments.current == 2
    qtbot.keyClick(segments.buttons()[2], Qt.Key.Key_Left)
    assert heard == [1, 2, 1]


def test_they_are_one_tab_stop(shown, qtbot):
    segments = Segments(("All", "To call back", "Missed"), name="Which calls")
    segments.choose(1)
    window = shown(_window(segments), 500, 80)
    window.findChildren(Button)[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is segments.buttons()[1]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is window.findChildren(Button)[1]


def test_a_click_anywhere_in_a_segment_chooses_it(shown, qtbot):
    segments = Segments(("All", "Missed"), name="Which calls")
    shown(_window(segments), 400, 80)
    second = segments.buttons()[1]
    with qtbot.waitSignal(segments.chosen, check_params_cb=lambda index: index == 1):
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=second.rect().topRight())


def test_a_reader_hears_radio_buttons_with_their_counts(shown):
    segments = Segments(("All", "To call back"), name="Which calls")
    segments.set_count(1, "7")
    shown(_window(segments), 400, 80)
    face = QAccessible.queryAccessibleInterface(segments.buttons()[1])
    assert face.role() == QAccessible.Role.RadioButton
    assert face.text(QAccessible.Text.Name) == "To call back, 7"


def test_a_count_makes_room_for_itself():
    segments = Segments(("All", "To call back"), name="Which calls")
    before = segments.sizeHint().width()
    segments.set_count(1, "7")
    assert segments.sizeHint().width() > before
    segments.set_count(1, "")
    assert segments.sizeHint().width() == before
