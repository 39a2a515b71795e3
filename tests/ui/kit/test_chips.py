"""Chips switch, take one tab stop, and flow over lines in either direction."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.kit.chips import Chips
from desktop.ui.kit.field import Field
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import theme

NAMES = {number: f"Choice {number}" for number in range(8)}


def test_several_or_one_can_be_on(shown):
    many = shown(Chips(NAMES, name="Several"), 300, 200)
    heard = []
    many.changed.connect(lambda: heard.append(many.on))
    many.chip(1).click()
    many.chip(3).click()
    many.show_on({3, 4})
    assert (heard, many.on) == ([{1}, {1, 3}], {3, 4})
    one = shown(Chips(NAMES, name="One", single=True), 300, 200)
    one.chip(1).click()
    one.chip(3).click()
    assert one.on == {3}
    one.chip(3).click()
    assert one.on == frozenset()


def test_a_chip_is_as_wide_on_as_off(shown):
    chips = shown(Chips(NAMES, name="Several"), 300, 200)
    before = [chips.chip(key).geometry() for key in NAMES]
    chips.show_on(NAMES)
    QApplication.processEvents()
    assert [chips.chip(key).geometry() for key in NAMES] == before


def test_one_tab_stop_and_arrows_inside(shown):
    box = QWidget()
    column = QVBoxLayout(box)
    first, chips, last = Field("a"), Chips(NAMES, name="Several"), Field("b")
    chips.show_on({2})
    for widget in (first, chips, last):
        column.addWidget(widget)
    shown(box, 400, 300)

    def press(key):
        QTest.keyClick(QApplication.focusWidget(), key)
        return QApplication.focusWidget()

    first.setFocus()
    assert press(Qt.Key.Key_Tab) is chips.chip(2)
    assert chips.chip(2).ring
    assert press(Qt.Key.Key_Right) is chips.chip(3)
    assert press(Qt.Key.Key_Up) is chips.chip(2)
    assert press(Qt.Key.Key_End) is chips.chip(7)
    assert press(Qt.Key.Key_Down) is chips.chip(0)
    press(Qt.Key.Key_Space)
    assert chips.on == {0, 2}
    assert press(Qt.Key.Key_Tab) is last
    assert press(Qt.Key.Key_Backtab) is chips.chip(0)
    box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert press(Qt.Key.Key_Left) is chips.chip(1)


def test_other_choices_keep_what_is_on_and_the_focus(shown):
    chips = shown(Chips({"a": "A", "b": "B"}, name="Several"), 300, 100)
    chips.show_on({"b"})
    chips.chip("b").setFocus()
    chips.set_choices({"b": "B", "c": "C"})
    assert (chips.on, chips.count) == ({"b"}, 2)
    assert chips.chip("b").hasFocus()
    same = chips.chip("b")
    chips.set_choices({"b": "B", "c": "C"})
    assert chips.chip("b") is same
    chips.set_choices({})
    assert chips.count == 0


def test_lines_go_on_below_and_mirror(shown):
    chips = shown(Chips(NAMES, name="Several"), 300, 200)
    boxes = [chips.chip(key).geometry() for key in NAMES]
    assert len({box.y() for box in boxes}) > 1
    assert chips.layout().heightForWidth(300) > chips.layout().heightForWidth(2000)
    for one in range(8):
        assert not any(boxes[one].intersects(boxes[two]) for two in range(one))
        assert chips.rect().contains(boxes[one])
    chips.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    mirrored = [chips.chip(key).geometry() for key in NAMES]
    assert [300 - box.right() - 1 for box in mirrored] == [box.x() for box in boxes]


def test_a_name_without_end_is_cut_at_every_size(shown):
    theme.scale = 2.0
    chips = shown(Chips({1: "A very long name " * 20}, name="Long"), 300, 100)
    assert chips.chip(1).geometry().right() < 300


def test_hidden_widgets_take_no_room(shown):
    box = QWidget()
    flow = FlowLayout(box, gap=8)
    fields = [Field(str(number)) for number in range(3)]
    for field in fields:
        flow.addWidget(field)
    fields[1].hide()
    shown(box, 1000, 50)
    assert fields[2].x() == fields[0].geometry().right() + 1 + 8
    assert flow.takeAt(0).widget() is fields[0]
    assert (flow.count(), flow.itemAt(5), flow.takeAt(5)) == (2, None, None)
