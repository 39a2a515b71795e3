"""A wizard's frame, its steps and counts, and the place for a file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.count_chips import CountChips, Kind
from desktop.ui.kit.dropzone import DropZone, dropped_file
from desktop.ui.kit.field import Field
from desktop.ui.kit.opening import OpenDialog, ask_which
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.shadow import shadow_drop, shadow_room
from desktop.ui.kit.steps import Steps
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wizard import Captioned, Wide

NAMES = ("Choose the file", "Check the cards", "Result")


@pytest.fixture
def window(shown):
    window = Pane("window")
    window.move(40, 30)
    return shown(window, 1180, 760)


def _wizard(window):
    wizard = Wide(window, title="Import", close_name="Close", width=1004, height=680, steps=NAMES)
    wizard.add_button(Button("Back"))
    wizard.say("Merging only adds numbers.")
    wizard.open()
    QApplication.processEvents()
    return wizard


def _body(wizard):
    edge = shadow_room()
    return wizard.geometry().adjusted(edge, edge, -edge, -edge - shadow_drop())


def test_a_wizard_stands_in_the_middle_and_shrinks_with_its_window(window):
    wizard = _wizard(window)
    body = _body(wizard)
    assert (body.width(), body.height()) == (1004, 680)
    assert body.topLeft() - window.mapToGlobal(window.rect().topLeft()) == QPoint(88, 40)
    window.resize(960, 640)
    QApplication.processEvents()
    assert (_body(wizard).width(), _body(wizard).height()) == (912, 592)
    window.resize(700, 500)
    QApplication.processEvents()
    assert (_body(wizard).width(), _body(wizard).height()) == (684, 484)
    wizard.reject()
    window.resize(1180, 760)
    assert (_body(wizard).width(), _body(wizard).height()) == (684, 484)


def test_escape_and_the_cross_leave(window, qtbot):
    wizard = _wizard(window)
    with qtbot.waitSignal(wizard.rejected):
        qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    wizard = _wizard(window)
    with qtbot.waitSignal(wizard.rejected):
        wizard.leave.click()


def test_steps_keep_the_name_of_now_where_room_is_short(shown):
    steps = shown(Steps(NAMES), 600, 20)
    whole = steps.grab().toImage()
    steps.go_to(1, spoken="Step 2 of 3: Check the cards")
    assert steps.grab().toImage() != whole
    face = QAccessible.queryAccessibleInterface(steps)
    assert face.text(QAccessible.Text.Name) == "Step 2 of 3: Check the cards"
    assert steps.minimumSizeHint().width() < 230 < steps.sizeHint().width()


def test_counts_are_one_stop_and_the_arrows_choose(shown):
    box = QWidget()
    column = QVBoxLayout(box)
    chips = CountChips(
        (("all", Kind("All")), ("new", Kind("New", "plus")), ("bad", Kind("Bad"))), name="Rows"
    )
    chips.set_counts({"all": (12, "12"), "new": (12, "12")})
    first = Field("a")
    for widget in (first, chips, Field("b")):
        column.addWidget(widget)
    shown(box, 400, 200)
    heard = []
    chips.chosen.connect(heard.append)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert chips.chip("all").hasFocus()
    QTest.keyClick(chips.chip("all"), Qt.Key.Key_Right)
    assert (heard, chips.key) == (["new"], "new")
    assert not chips.chip("bad").isEnabled()
    assert chips.chip("new").accessibleName() == "New, 12"
    chips.set_counts({"all": (12, "12")})
    assert chips.chip("new").isEnabled()  # what is chosen stays a way out


def test_a_choice_says_what_was_found(shown):
    made = shown(Captioned("Encoding", Combo((("a", "UTF-8"),), name="Encoding"), found="found"), 140, 52)
    plain = made.grab().toImage()
    made.set_found(True)
    assert made.grab().toImage() != plain
    assert made.choice.width() == 140


def test_a_place_for_a_file_shows_what_is_over_it(shown, qtbot):
    zone = shown(DropZone("upload", "Drop a file", "A vCard", "Choose a file"), 400, 300)
    rest = zone.grab().toImage()
    zone.set_over(True)
    assert zone.grab().toImage() != rest
    with qtbot.waitSignal(zone.choose_wanted):
        zone.button.click()


def test_only_one_file_of_this_computer_is_taken(tmp_path):
    file = tmp_path / "a b.csv"
    file.write_text("x")

    def mime(*urls):
        made = QMimeData()
        made.setUrls([QUrl(url) for url in urls])
        return dropped_file(made)

    local = QUrl.fromLocalFile(str(file)).toString()
    assert mime(local) == file
    assert mime(local, local) is None
    assert mime("https://example.com/a.csv") is None
    assert mime(QUrl.fromLocalFile(str(tmp_path)).toString()) is None
    assert dropped_file(QMimeData()) is None


def test_the_file_that_is_chosen_comes_as_a_path(window, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(OpenDialog, "_last_folder", None)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path))
    file = tmp_path / "contacts.vcf"
    file.write_text("BEGIN:VCARD")
    dialog = ask_which(window, "Import", ("Contacts (*.csv *.vcf)",))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert Path(dialog.directory().path()) == tmp_path
    with qtbot.waitSignal(dialog.chosen) as heard:
        dialog.fileSelected.emit(str(file))
    assert heard.args == [file]
    assert OpenDialog._last_folder == tmp_path
    dialog.close()


def test_at_twice_the_size_a_wizard_keeps_to_its_window(window):
    theme.scale = 2.0
    wizard = _wizard(window)
    assert _body(wizard).width() <= 1180
    assert _body(wizard).height() <= 760
