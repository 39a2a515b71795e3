from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog, Menu, Popover, Toast
from desktop.ui.kit.gallery_wholes import sample_list
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.portrait import portrait
from desktop.ui.kit.shadow import composited, paint_shadow, shadow_drop, shadow_room
from desktop.ui.kit.style import KitStyle, menu_margin
from desktop.ui.kit.theme import theme


@pytest.fixture
def window(shown):
    window = Pane("window", margins=(100, 100, 100, 100))
    window.add(Button("Open"))
    window.move(100, 60)
    return shown(window, 700, 500)


def _popover(window):
    popover = Popover(window, name="The line")
    popover.box.addWidget(Text("Sales desk"))
    popover.box.addWidget(Button("Choose"), 0, Qt.AlignmentFlag.AlignLeading)
    return popover


def test_a_popover_stands_under_its_button_and_escape_closes_it(window, qtbot):
    opener = window.findChild(Button)
    popover = _popover(window)
    popover.open_under(opener)
    margin = 36 if composited() else 0
    assert popover.pos() + QPoint(margin, margin) == opener.mapToGlobal(QPoint(0, opener.height() + 4))
    assert popover.findChild(Button).hasFocus()
    with qtbot.waitSignal(popover.closed):
        qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_a_popover_stays_on_the_screen(window):
    window.move(window.screen().availableGeometry().right() - 150, 60)
    popover = _popover(window)
    popover.open_under(window.findChild(Button))
    assert popover.geometry().right() <= window.screen().availableGeometry().right() + 36


def test_a_dialog_dims_its_window_and_escape_rejects(window, qtbot):
    before = window.grab().toImage()
    dialog = Dialog(window, title="Call this number?")
    dialog.box.addWidget(Text("+61 2 5550 1234"))
    dialog.add_button(Button("Cancel")).clicked.connect(dialog.reject)
    dialog.open()
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    dimmed = window.grab().toImage()
    assert dimmed.pixelColor(5, 5).lightness() < before.pixelColor(5, 5).lightness()
    window.resize(760, 520)
    assert window.grab().toImage().pixelColor(755, 515) == dimmed.pixelColor(5, 5)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.resize(700, 500)
    assert window.grab().toImage() == before


def test_a_dialog_has_its_role_and_its_name(window):
    dialog = Dialog(window, title="Call this number?")
    face = QAccessible.queryAccessibleInterface(dialog)
    assert face.role() == QAccessible.Role.Dialog
    assert face.text(QAccessible.Text.Name) == "Call this number?"


class _Ending(Pane):
    quit_wanted = Signal()


def test_ctrl_q_over_dialogs_is_the_window_s_wish_to_quit(shown, qtbot):
    window = shown(_Ending("window"), 700, 500)
    first = Dialog(window, title="Import contacts")
    first.open()
    second = Dialog(first, title="Stop the import?")
    second.open()
    qtbot.waitUntil(second.isActiveWindow)
    with qtbot.waitSignals([first.rejected, second.rejected, window.quit_wanted]):
        qtbot.keyClick(second, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_a_portrait_has_what_stands_over_the_window(window):
    alone = portrait(window).toImage()
    popover = _popover(window)
    popover.open_under(window.findChild(Button))
    assert portrait(window).toImage() != alone


def test_a_toast_goes_by_itself_and_offers_its_link(window, qtbot):
    toast = Toast(window, "Ada was deleted", "Undo", milliseconds=1)
    with qtbot.waitSignal(toast.gone):
        toast.pop()
    toast = Toast(window, "Ada was deleted", "Undo")
    toast.pop()
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry().center())
    with qtbot.waitSignals([toast.acted, toast.gone]):
        qtbot.mouseClick(toast.findChild(Button), Qt.MouseButton.LeftButton)


def test_a_toast_counts_the_seconds_that_its_link_is_there_and_is_cut_in_a_small_window(window, qtbot):
    toast = Toast(window, "Ada " * 2500, "Undo", counts=True)
    toast.pop()
    assert "8 s" in [label.text() for label in toast.findChildren(Text)]
    assert window.rect().contains(toast.findChild(Button).geometry().translated(toast.pos()))
    toast._timer.start(2900)
    toast._tick()
    assert "3 s" in [label.text() for label in toast.findChildren(Text)]
    with qtbot.waitSignal(toast.acted):
        toast.press()


def _shadow(width, height):
    image = QImage(width + 80, height + 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_shadow(painter, QRectF(40, 40, width, height), drop=0, blur=32, colour=QColor("#80000000"))
    painter.end()
    return image


@pytest.mark.parametrize("size", [(200, 120), (200, 40), (60, 200)])
def test_a_shadow_is_even_and_fades_out(size):
    image = _shadow(*size)
    middle = image.height() // 2
    line = [image.pixelColor(x, middle).alpha() for x in range(image.width())]
    rise = line[: image.width() // 2]
    assert line[0] == 0
    # Steps of one come from the dither.
    assert all(after >= before - 1 for before, after in pairwise(rise))
    assert all(abs(a - b) <= 1 for a, b in zip(line, reversed(line), strict=True))
    assert 100 <= max(line) <= 128
    assert max(abs(a - b) for a, b in pairwise(line)) < 12


def test_a_menu_stands_under_its_button_with_room_for_its_shadow(window):
    menu = Menu(window)
    menu.add("Show Sidetone", "screen")
    menu.add_menu("Missed (7)", "missed").add("Ada Lovelace")
    opener = window.findChild(Button)
    menu.open_under(opener)
    assert menu.pos() == opener.mapToGlobal(QPoint(0, opener.height() + 4)) - QPoint(
        menu_margin(), menu_margin()
    )
    assert menu.actionGeometry(menu.actions()[0]).height() == 32
    picture = menu.grab().toImage()
    middle = QPoint(picture.width() // 2, menu_margin() + 3)
    assert picture.pixelColor(middle) == theme.roles.panel


def test_menu_keys_work(window, qtbot):
    menu = Menu(window)
    first, second = menu.add("One"), menu.add("Two")
    first.setEnabled(False)
    menu.open_at(window.mapToGlobal(QPoint(10, 10)))
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(second.triggered):
        qtbot.keyClick(menu, Qt.Key.Key_Return)


def test_a_menu_that_is_higher_than_the_screen_scrolls(window):
    menu = Menu(window)
    for place in range(80):
        menu.add(f"Entry {place}").setShortcut("Ctrl+E")
    menu.open_at(window.mapToGlobal(QPoint(10, 10)))
    space = menu.screen().availableGeometry()
    assert menu.height() <= space.height()
    columns = {menu.actionGeometry(action).x() for action in menu.actions()}
    assert len(columns) == 1
    menu.close()


def test_the_style_overrides_no_hint():
    assert "styleHint" not in vars(KitStyle)


def test_a_scroll_bar_lies_over_the_rows_and_can_be_dragged(shown, qtbot):
    view = shown(sample_list(), 400, 200)
    assert view.viewport().width() == 400
    bar = view.verticalScrollBar()
    qtbot.waitUntil(
        lambda: bar.maximum() > 0
    )  # the rows are laid out a turn of the loop after they are shown
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
    qtbot.mouseMove(bar, QPoint(5, 60))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 60))
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 190))
    assert bar.value() > 0


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_dialog_that_no_screen_is_large_enough_for_scrolls_and_keeps_its_buttons(
    window, monkeypatch, scale
):
    monkeypatch.setattr(theme, "scale", scale)
    dialog = Dialog(window, title="Much", width=900)
    for _ in range(40):
        dialog.box.addWidget(Paragraph("A text that goes on and on, over as many lines as it takes. " * 3))
    button = dialog.add_button(Button("Do it"))
    dialog.open()
    QApplication.processEvents()
    space, edge = dialog.screen().availableGeometry(), shadow_room()
    assert dialog.width() - 2 * edge <= space.width()
    assert dialog.height() - 2 * edge - shadow_drop() <= space.height()
    assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() > 0
    low = button.mapTo(dialog, button.rect().bottomRight())
    assert low.x() < dialog.width() - edge
    assert low.y() < dialog.height() - edge - shadow_drop()
    dialog.reject()


def test_a_dialog_grows_with_what_it_says(window, qtbot):
    dialog = Dialog(window, title="Question")
    more = Paragraph("A text that goes on and on, over as many lines as it takes. " * 4)
    dialog.box.addWidget(Text("Question"))
    dialog.box.addWidget(more)
    more.hide()
    dialog.open()
    before = dialog.height()
    more.show()
    dialog.fit()
    assert dialog.height() >= before + more.heightForWidth(more.width())
    assert not dialog.findChild(QScrollArea).verticalScrollBar().maximum()
    more.hide()
    dialog.fit()
    assert dialog.height() == before
    more.show()
    qtbot.waitUntil(lambda: dialog.height() >= before + more.heightForWidth(more.width()))  # by itself, too
    dialog.reject()
