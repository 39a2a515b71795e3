"""What the smaller pieces do, beside how they look."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.labels import Avatar, Dot, Paragraph, Tag, Text, initials
from desktop.ui.kit.panes import Banner, EmptyState
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wrap import wrap


def test_a_field_is_cleared_by_its_cross_and_keeps_the_focus(shown, qtbot):
    field = shown(Field("Search", clearable=True), 240, 32)
    field.set_clear_name("Effacer")
    cross = field.findChild(Button)
    assert not cross.isVisible()
    qtbot.keyClicks(field, "delivery")
    assert cross.isVisible()
    assert cross.accessibleName() == "Effacer"
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert field.hasFocus()
    assert not cross.isVisible()


def test_a_note_leaves_less_room_for_the_text():
    field = Field("Find")
    before = field.textMargins().right()
    field.set_note("3 of 17")
    assert field.textMargins().right() > before + 30
    field.set_note("")
    assert field.textMargins().right() == before


def test_a_form_field_says_what_is_wrong_also_to_a_reader(shown):
    form = shown(FormField("Client ID", Field(), help_text="From the developer page"))
    face = QAccessible.queryAccessibleInterface(form.field)
    assert face.text(QAccessible.Text.Name) == "Client ID"
    assert face.text(QAccessible.Text.Description) == "From the developer page"
    before = form.grab().toImage()
    form.set_trouble("A client ID has no spaces.")
    assert face.text(QAccessible.Text.Description) == "A client ID has no spaces."
    assert form.grab().toImage() != before
    form.set_trouble("")
    assert form.grab().toImage() == before


@pytest.mark.parametrize(
    "make",
    [
        lambda: EmptyState("phone", "No calls", "They appear by themselves.", "Call a number"),
        lambda: Banner("waiting", "No connection", "Calls as of 15:02.", "Try now"),
        lambda: Banner("missed", "Refused.", "Sign in again.", "Sign in", block=True),
    ],
)
def test_the_one_button_that_helps_is_told(make, shown, qtbot):
    piece = shown(make(), 600, 300)
    with qtbot.waitSignal(piece.acted):
        qtbot.mouseClick(piece.button, Qt.MouseButton.LeftButton)
    before = piece.grab().toImage()
    piece.set_message("Something else", "is said now.")
    assert piece.grab().toImage() != before


def test_a_badge_makes_room_and_is_read(shown):
    tabs = shown(Tabs(("Recents", "Contacts"), name="Parts"))
    before = tabs.tabRect(0).width()
    tabs.set_badge(0, "7")
    assert tabs.tabRect(0).width() == before + 28
    assert tabs.accessibleTabName(0) == "Recents, 7"
    tabs.set_badge(0, "")
    assert tabs.tabRect(0).width() == before


def test_tabs_are_chosen_by_keys(shown, qtbot):
    tabs = shown(Tabs(("Recents", "Contacts", "Reports"), name="Parts"))
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(tabs.currentChanged, check_params_cb=lambda index: index == 1):
        qtbot.keyClick(tabs, Qt.Key.Key_Right)


def test_a_paragraph_is_as_high_as_its_lines():
    paragraph = Paragraph("Three short words", lead="A lead.")
    assert paragraph.heightForWidth(600) == 20
    assert paragraph.heightForWidth(80) >= 60
    assert paragraph.text() == "A lead. Three short words"


def test_a_text_is_cut_and_not_wrapped(shown):
    text = Text("A text with no room for all of it")
    assert text.minimumSizeHint().width() == 20
    shown(text, 60, 20)
    assert text.height() == 20


def test_a_progress_bar_fills_with_its_value(shown):
    bar = ProgressBar(name="Upload")
    shown(bar, 200, 6)
    bar.setValue(50)
    picture = bar.grab().toImage()
    filled = [picture.pixelColor(x, 3) == theme.roles.fill for x in range(200)]
    assert 95 <= sum(filled) <= 100
    assert not any(filled[101:])


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Chiara Rossi", "CR"),
        ("Ada Byron King Lovelace", "AL"),
        ("Harbour", "H"),
        ("zoë dubois", "ZD"),
        ("+33 6 12", ""),
        ("Okafor & Sons", "OS"),
        ("", ""),
        ("李 小龍", "李小"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_number_has_a_symbol_instead_of_initials(shown):
    assert shown(Avatar("")).grab().toImage() != shown(Avatar("A")).grab().toImage()


def test_a_state_is_said_and_not_only_coloured():
    dot = Dot("answered", name="Up to date")
    dot.set_state("missed", "No connection")
    assert QAccessible.queryAccessibleInterface(dot).text(QAccessible.Text.Name) == "No connection"
    tag = Tag("Running", "answered")
    tag.set_state("Paused", "waiting", "clock")
    assert tag.text() == "Paused"


@pytest.mark.parametrize(("kind", "size"), [("round", QSize(36, 36)), ("action", QSize(28, 28))])
def test_round_buttons_are_round(kind, size):
    assert Button(kind=kind, icon="play", name="Play").sizeHint() == size


def test_a_disabled_button_does_nothing_and_looks_it(shown, qtbot):
    button = shown(Button("Call", kind="go"))
    before = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != before
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_sentence_of_an_empty_state_is_never_cut(shown):
    state = shown(EmptyState("clock", "No transcript yet", ""), 700, 360)
    words = "The office of Paris cannot do this: the token lacks the permission to read transcripts."
    for room in (700, 300, 1200):
        state.resize(room, 360)
        state.set_message("No transcript yet", words)
        QApplication.sendPostedEvents()
        sentence = state.findChild(Paragraph)
        assert sentence.height() >= sentence.heightForWidth(sentence.width())
        assert sentence.heightForWidth(sentence.width()) >= 40


def test_centred_lines_are_about_equally_long():
    words = "Every call of the last 12 months was answered or went to voicemail."
    plain, centred = (wrap(words, 392, centred=on) for on in (False, True))
    assert plain.lines == centred.lines == 2
    assert centred.width < plain.width - 60
    assert wrap("One line.", 392, centred=True).lines == 1


def test_a_banner_without_a_lead_leaves_no_hole(shown):
    banner = shown(Banner("missed", "", "The recording cannot be decoded."), 600, 32)
    text = banner.findChildren(Text)[1]
    without = text.x()
    banner.set_message("No sound.", "The recording cannot be decoded.")
    QApplication.sendPostedEvents()
    assert text.x() > without
    banner.set_message("", "The recording cannot be decoded.")
    QApplication.sendPostedEvents()
    assert text.x() == without
