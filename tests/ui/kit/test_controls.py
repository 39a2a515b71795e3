"""Switch, check box, radio button, choice, number field: what they do by mouse, by keys and to a reader."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.checks import CheckBox, Radio
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.spin import Spin
from desktop.ui.kit.switch import Switch
from desktop.ui.kit.theme import Scheme, theme

ROLE = QAccessible.Role
THEMES = (("system", "As the system"), ("light", "Light & clear"), ("dark", "Dark"))

MAKERS = {
    "switch": lambda: Switch(name="Missed calls"),
    "check box": lambda: CheckBox("Answered"),
    "radio": lambda: Radio("Today"),
    "choice": lambda: Combo(THEMES, name="Colours"),
    "number": lambda: Spin(30, name="Every", least=5, most=86_400, unit="s"),
}
BOXES = ("switch", "check box", "radio")


def _window(*widgets):
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    return window


def _picture(widget):
    return widget.grab().toImage()


@pytest.mark.parametrize(
    ("kind", "role", "name"),
    [
        ("switch", ROLE.CheckBox, "Missed calls"),
        ("check box", ROLE.CheckBox, "Answered"),
        ("radio", ROLE.RadioButton, "Today"),
        ("number", ROLE.SpinBox, "Every"),
    ],
)
def test_a_reader_is_told_what_it_is(kind, role, name, shown):
    face = QAccessible.queryAccessibleInterface(shown(MAKERS[kind](), 200, 60))
    assert face.role() == role
    assert face.text(QAccessible.Text.Name) == name


def test_a_reader_is_told_what_a_choice_is_for_and_what_is_chosen(shown):
    face = QAccessible.queryAccessibleInterface(shown(MAKERS["choice"](), 200, 60))
    assert face.role() == ROLE.ComboBox
    assert face.text(QAccessible.Text.Value) == "As the system"
    assert face.text(QAccessible.Text.Description) == "Colours"


@pytest.mark.parametrize("kind", [*BOXES, "choice"])
def test_the_ring_shows_for_the_keyboard_alone(kind, shown, qtbot):
    first, widget = Button("First"), MAKERS[kind]()
    window = shown(_window(first, widget), 300, 140)
    first.setFocus()
    without = _picture(widget)
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    assert widget.hasFocus()
    assert _picture(widget) == without
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert widget.hasFocus()
    assert _picture(widget) != without


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("scheme", list(Scheme))
def test_each_state_looks_different(kind, scheme, shown):
    theme.use(scheme)
    widget = MAKERS[kind]()
    shown(_window(Button("First"), widget), 260, 120)
    looks = [_picture(widget)]
    widget.pose_focused()
    looks.append(_picture(widget))
    widget._posed = False
    if kind in BOXES:
        widget.setChecked(True)
        looks.append(_picture(widget))
        widget.setDown(True)
        looks.append(_picture(widget))
        widget.setDown(False)
    widget.setEnabled(False)
    looks.append(_picture(widget))
    assert all(one != other for place, one in enumerate(looks) for other in looks[place + 1 :])


@pytest.mark.parametrize("kind", BOXES)
def test_a_click_at_its_end_and_the_space_bar_do_the_same(kind, shown, qtbot):
    widget = MAKERS[kind]()
    shown(_window(widget, Radio("Another")), 260, 120)
    end = QPoint(widget.width() - 3, widget.height() // 2)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=end)
    assert widget.isChecked()
    qtbot.keyClick(widget, Qt.Key.Key_Space)
    assert widget.isChecked() is (kind == "radio")


def test_radio_buttons_of_one_parent_are_one_choice(shown, qtbot):
    one, two = Radio("Today", on=True), Radio("This week")
    shown(_window(one, two), 200, 120)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(one, Qt.Key.Key_Down)
    assert (one.isChecked(), two.isChecked()) == (False, True)


@pytest.mark.parametrize("kind", [CheckBox, Radio])
def test_a_label_is_shown_as_it_is(kind):
    box = kind("R&D <b>")
    assert box.label == "R&D <b>"
    assert box.shortcut().isEmpty()
    assert QAccessible.queryAccessibleInterface(box).text(QAccessible.Text.Name) == "R&D <b>"


def test_a_check_box_without_any_name_is_refused():
    with pytest.raises(ValueError, match="needs a name"):
        CheckBox()


@pytest.mark.parametrize("kind", MAKERS)
def test_at_two_hundred_per_cent_it_is_twice_as_large(kind):
    small = MAKERS[kind]().sizeHint()
    theme.scale = 2.0
    large = MAKERS[kind]().sizeHint()
    assert large.height() == 2 * small.height()
    assert abs(large.width() - 2 * small.width()) <= 2


@pytest.mark.parametrize("kind", ["switch", "check box", "radio"])
def test_it_is_mirrored(kind, kit, shown):
    widget = MAKERS[kind]()
    widget.setChecked(True)
    widget.setFixedWidth(widget.sizeHint().width() + 40)
    shown(_window(widget), 260, 80)
    left = _picture(widget)
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = _picture(widget).flipped(Qt.Orientation.Horizontal)
    fill = theme.roles.fill
    at = [(x, y) for x in range(22) for y in range(left.height())]
    assert sum(left.pixelColor(*p) == fill for p in at) > 20
    assert abs(sum((left.pixelColor(*p) == fill) - (right.pixelColor(*p) == fill) for p in at)) < 6


# ---- the choice


def _combo(shown):
    combo = Combo(THEMES, name="Colours")
    shown(_window(combo, Button("After")), 320, 300)
    heard = []
    combo.picked.connect(heard.append)
    return combo, heard


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F4])
def test_a_key_opens_the_list_at_what_is_chosen(key, shown, qtbot):
    combo, heard = _combo(shown)
    combo.choose("light")
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(combo, key)
    assert combo.menu.isVisible()
    assert [action.isChecked() for action in combo.menu.actions()] == [False, True, False]
    assert combo.menu.activeAction() is combo.menu.actions()[1]
    qtbot.keyClick(combo.menu, Qt.Key.Key_Down)
    qtbot.keyClick(combo.menu, Qt.Key.Key_Return)
    assert not combo.menu.isVisible()
    assert combo.value == "dark"
    assert heard == ["dark"]


def test_escape_leaves_the_list_with_nothing_chosen(shown, qtbot):
    combo, heard = _combo(shown)
    qtbot.mouseClick(combo, Qt.MouseButton.LeftButton)
    assert combo.menu.isVisible()
    qtbot.keyClick(combo.menu, Qt.Key.Key_Escape)
    assert not combo.menu.isVisible()
    assert (combo.value, heard) == ("system", [])


def test_arrows_and_letters_choose_without_the_list(shown, qtbot):
    combo, heard = _combo(shown)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.value == "light"
    qtbot.keyClicks(combo, "d")
    assert combo.value == "dark"
    assert heard == ["light", "dark"]
    assert not combo.menu.isVisible()


def test_what_the_program_chooses_is_not_told(shown):
    combo, heard = _combo(shown)
    combo.choose("dark")
    combo.choose("no such value")
    assert (combo.value, heard) == ("dark", [])
    combo.set_choices((("dark", "Dark"), ("light", "Light")))
    assert (combo.value, heard) == ("dark", [])
    assert combo.menu.isEmpty()


def test_the_same_choice_again_is_not_told(shown, qtbot):
    combo, heard = _combo(shown)
    qtbot.mouseClick(combo, Qt.MouseButton.LeftButton)
    qtbot.keyClick(combo.menu, Qt.Key.Key_Return)
    assert heard == []


def test_an_ampersand_in_a_choice_is_shown(shown, qtbot):
    combo, _ = _combo(shown)
    qtbot.mouseClick(combo, Qt.MouseButton.LeftButton)
    assert combo.menu.actions()[1].text() == "Light && clear"
    combo.hidePopup()
    assert not combo.menu.isVisible()


@pytest.mark.parametrize("kind", ["choice", "number"])
def test_the_wheel_scrolls_the_page_and_changes_nothing(kind, shown):
    widget = MAKERS[kind]()
    shown(_window(widget), 260, 80)
    widget.setFocus()
    before = widget.currentText() if kind == "choice" else widget.value()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turn)
    assert (widget.currentText() if kind == "choice" else widget.value()) == before
    assert not turn.isAccepted()


# ---- the number


def _spin(shown, value=30):
    spin = Spin(value, name="Every", least=5, most=86_400, step=5, unit="s")
    after = Button("After")
    shown(_window(spin, after), 260, 120)
    heard = []
    spin.settled.connect(heard.append)
    spin.setFocus(Qt.FocusReason.TabFocusReason)
    return spin, after, heard


def test_a_typed_number_is_told_once_it_is_whole(shown, qtbot):
    spin, after, heard = _spin(shown)
    spin.selectAll()
    QTest.keyClicks(spin, "120")
    assert heard == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert heard == [120]
    spin.selectAll()
    QTest.keyClicks(spin, "60")
    after.setFocus(Qt.FocusReason.TabFocusReason)
    assert heard == [120, 60]


def test_steps_stay_within_what_is_allowed(shown, qtbot):
    spin, _, heard = _spin(shown, 10)
    qtbot.keyClick(spin, Qt.Key.Key_Down)
    qtbot.keyClick(spin, Qt.Key.Key_Down)
    assert heard == [5]
    spin.show_value(2)
    qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert heard == [5, 7]


def test_a_number_that_is_not_allowed_can_be_typed_and_is_told(shown, qtbot):
    spin, _, heard = _spin(shown)
    spin.selectAll()
    QTest.keyClicks(spin, "3")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert heard == [3]
    before = _picture(spin)
    spin.set_wrong(True)
    assert _picture(spin) != before


def test_a_number_shown_by_the_program_is_not_told(shown):
    spin, _, heard = _spin(shown)
    spin.show_value(90)
    assert (spin.value(), heard) == (90, [])


def test_its_arrows_are_where_they_are_painted(shown, qtbot):
    spin, _, heard = _spin(shown)
    qtbot.mouseClick(spin, Qt.MouseButton.LeftButton, pos=QPoint(spin.width() - 12, 8))
    assert heard == [35]
    qtbot.mouseClick(spin, Qt.MouseButton.LeftButton, pos=QPoint(spin.width() - 12, spin.height() - 8))
    assert heard == [35, 30]
    spin.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.mouseClick(spin, Qt.MouseButton.LeftButton, pos=QPoint(12, 8))
    assert heard == [35, 30, 35]
