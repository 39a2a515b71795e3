"""The search in the opened call: what it finds, where it stands, and the keys that walk through it."""

import random
import time
import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.detail.find import Folded
from desktop.ui.detail.finder import Finder
from desktop.ui.detail.views import Said
from desktop.ui.kit.find import FindField
from desktop.ui.kit.turnpaint import Turn
from desktop.ui.kit.turns import TurnsView
from desktop.ui.shell.window import MainWindow
from tests.support.opened import listed, opened, ready, with_state
from tests.ui.conftest import Scene, until

WORDS = ("le", "la", "facture", "livraison", "évidemment", "être", "où", "ça", "déjà", "merci", "Straße")


def found(texts: list[str], wanted: str) -> list[tuple[int, str]]:
    hits = Folded(texts).find(wanted)
    places = [hits.at(number) for number in range(len(hits))]
    return [(place.row, texts[place.row][place.start : place.start + place.length]) for place in places]


@pytest.mark.parametrize(
    ("text", "wanted", "hit"),
    [
        ("It was Delivered", "deliver", "Deliver"),
        ("une idée été", "ete", "été"),
        ("une idée été", "ÉTÉ", "été"),
        ("decomposed e\u0301te\u0301 here", "été", "e\u0301te\u0301"),
        ("decomposed e\u0301te\u0301", "et", "e\u0301t"),
        ("in der Straße dort", "strasse", "Straße"),
        ("in der Straße dort", "as", "aß"),
        ("the o\ufb03ce is", "office", "o\ufb03ce"),
        ("İstanbul", "istanbul", "İstanbul"),
        ("after ﬁve, délivré", "delivre", "délivré"),
        ("two\u00a0words", "two words", "two\u00a0words"),
        ("two\n  words", "two words", "two\n  words"),
        ("50 % (sure?) [a*b]", "(sure?) [a*", "(sure?) [a*"),
        ("日本語の電話", "電話", "電話"),
        ("call 06 12 34", "  06 12 ", "06 12"),
        ("👩‍💼 said hello", "said", "said"),
    ],
)
def test_a_hit_stands_where_it_is_in_the_text(text: str, wanted: str, hit: str) -> None:
    assert found(["nothing here", text], wanted) == [(1, hit)]


def test_no_hit_reaches_over_two_turns_and_blanks_find_nothing() -> None:
    assert found(["the first", "second turn"], "first second") == []
    assert found(["the first", "second turn"], "   ") == []
    assert found(["", "a", ""], "a") == [(1, "a")]
    assert found([], "a") == []


def test_hits_are_those_of_a_simple_search() -> None:
    rng = random.Random(5)
    texts = [" ".join(rng.choices(WORDS, k=rng.randrange(0, 9))) for _ in range(200)]

    def bare(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))

    for wanted in ("e", "etre", "le", "straße", "a le", "t"):
        plain = bare(wanted).casefold()
        folded = Folded(texts)
        hits = folded.find(wanted)
        expected = [bare(text).casefold().count(plain) for text in texts]
        assert [len(hits.in_row(row)) for row in range(len(texts))] == expected
        assert len(hits) == sum(expected)
        assert hits.rows(2000) == [row for row, count in enumerate(expected) if count]
        assert hits.at(hits.first_from(100)).row == next(row for row in range(100, 200) if expected[row])


def test_three_thousand_turns_are_searched_between_two_letters(qapp: QApplication) -> None:
    rng = random.Random(1)
    texts = [" ".join(rng.choices(WORDS, k=rng.randrange(3, 25))) for _ in range(3000)]
    field, turns = FindField("Find", previous="Back", following="On"), TurnsView(name="Transcript")
    finder = Finder(field, turns)
    turns.resize(700, 400)
    turns.show_turns([Turn("0:00", "Ada", 0, text) for text in texts])
    turns.show()
    finder.show_texts(texts)
    field.setText("x")
    spans = []
    for text in ("ê", "êt", "êtr", "être", "liv", "livr"):
        start = time.process_time()
        field.setText(text)
        spans.append(time.process_time() - start)
    assert sorted(spans)[len(spans) // 2] < 0.02  # 4 ms on a quiet machine
    turns.close()


def keys(target: object, text: str) -> None:
    QTest.keyClicks(target, text)  # type: ignore[arg-type]


def field_of(window: MainWindow) -> FindField:
    return window.recents.detail.conversation.toolbar.field


def test_the_key_goes_to_the_call_that_has_the_focus_else_to_the_list(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        await with_state(scene, window, Said.READY)
        conversation, control = window.recents.detail.conversation, Qt.KeyboardModifier.ControlModifier
        window.recents.list.setFocus()
        QTest.keyClick(window.recents.list, Qt.Key.Key_F, control)
        assert window.recents.page.search.hasFocus()
        conversation.turns.setFocus()
        QTest.keyClick(conversation.turns, Qt.Key.Key_F, control)
        assert field_of(window).hasFocus()
        silent = next(call for call in listed(window) if not call.has_recording)
        await opened(window, silent)
        window.recents.detail.header.call.setFocus()
        QTest.keyClick(window.recents.detail.header.call, Qt.Key.Key_F, control)
        assert window.recents.page.search.hasFocus()

    play(steps)


def test_enter_walks_round_and_escape_gives_the_focus_back(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        await with_state(scene, window, Said.READY)
        conversation, field = window.recents.detail.conversation, field_of(window)
        card = conversation.card
        segments = window.recents.detail_presenter.said_view.transcript.segments
        word = max(segments[1].text.split(), key=len)[:3].lower()
        count = sum(segment.text.lower().count(word) for segment in segments)
        conversation.turns.setFocus()
        QTest.keyClick(conversation.turns, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        keys(field, word)
        assert field.accessibleDescription() == f"1 of {count}"
        shown = conversation.turns.currentIndex().row()
        assert any(mark.now for mark in conversation.turns.marks(shown))
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert field.accessibleDescription() == f"{count} of {count}"
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClick(window, Qt.Key.Key_F3)
        assert field.accessibleDescription() == f"{min(2, count)} of {count}"
        QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
        assert field.accessibleDescription() == f"1 of {count}"
        assert not card.isVisible() or not conversation.line.isVisible()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""
        assert conversation.turns.hasFocus()
        assert not conversation.turns.marks(shown)
        assert conversation.line.isHidden()

    play(steps)


def test_another_call_begins_without_a_search_and_other_tabs_lead_back(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        first = await with_state(scene, window, Said.READY)
        field, detail = field_of(window), window.recents.detail
        detail.show_details()
        detail.header.tabs.setFocus()
        QTest.keyClick(detail.header.tabs, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert detail.conversation.isVisible()
        assert field.hasFocus()
        keys(field, "zebra 4711")
        assert field.accessibleDescription() == "Not found"
        QTest.keyClick(field, Qt.Key.Key_Return)
        await with_state(scene, window, Said.READY, lambda call: call.id != first.id)
        assert field.text() == ""

    play(steps)
