"""Cards to choose from: radio buttons for keys and readers, as high as their points need."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from desktop.ui.kit.choice_cards import Choice, ChoiceCards
from desktop.ui.kit.labels import monogram
from desktop.ui.kit.theme import theme

POINTS = Choice("SIPSIM", ("Calls", "Lines", "Tags"), ("No phonebook",))
OTHER = Choice("SIP <b>Caller</b> & Co", ("Campaigns",))


def test_the_arrow_keys_choose_and_each_choice_is_told_once(shown):
    cards = ChoiceCards((POINTS, OTHER, OTHER), name="Provider")
    shown(cards, 900, 200)
    told = []
    cards.chosen.connect(told.append)
    cards.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(cards.cards[0], Qt.Key.Key_Right)
    assert (told, cards.current, cards.cards[1].ring) == ([1], 1, True)
    QTest.mouseClick(cards.cards[2], Qt.MouseButton.LeftButton)
    assert (told, cards.cards[2].ring) == ([1, 2], False)


def test_a_card_reads_as_what_it_says(shown):
    cards = ChoiceCards((POINTS, OTHER), name="Provider")
    shown(cards, 700, 200)
    reader = QAccessible.queryAccessibleInterface(cards.cards[0])
    assert reader.text(QAccessible.Text.Name) == "SIPSIM. Calls. Lines. Tags. No phonebook"
    assert reader.role() == QAccessible.Role.RadioButton
    assert reader.state().checked


def test_one_alone_is_no_choice(shown):
    cards = ChoiceCards((POINTS,), name="Provider")
    shown(cards, 1000, 100)
    (card,) = cards.cards
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert (card.isChecked(), card.focusPolicy()) == (True, Qt.FocusPolicy.NoFocus)


def test_points_stand_side_by_side_where_there_is_room(shown):
    cards = ChoiceCards((POINTS,), name="Provider")
    shown(cards, 1000, 300)
    (card,) = cards.cards
    wide, narrow = card.heightForWidth(1000), card.heightForWidth(320)
    assert narrow - wide == 60, "three lines more"
    theme.scale = 2.0
    assert card.heightForWidth(640) == 2 * narrow


def test_the_letters_of_a_tile():
    assert [monogram(text) for text in ("SIP Caller", "SIPSIM", "Sipalto", "a", "")] == [
        *("SC", "SS", "SA", "A", ""),
    ]
