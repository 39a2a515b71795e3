"""The command bar: found by digits, names and any mess, called by keys alone, never an older text's row."""

import asyncio
import contextlib
import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.lookup import Lookup, MatchKind
from desktop.ui import strings
from desktop.ui.calling.views import Stage
from desktop.ui.kit.theme import theme
from desktop.ui.recents.presenter import ListState
from desktop.ui.search import box
from desktop.ui.search.command import ROWS
from desktop.ui.search.results import ResultsView
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import running_sandbox
from tests.ui.conftest import Scene, now, until

CTRL = Qt.KeyboardModifier.ControlModifier
MESS = "Tel.: +33 (0)6-12.34 56 78 (bureau)"


@pytest.fixture
def hello() -> Iterator[dict[str, Any]]:
    """A sandbox of its own for each test, whose lines nobody has used yet."""
    options = ("--seed", "3", "--calls", "120", "--call-delay", "0.1", "--busy-time", "1.5")
    with running_sandbox(*options, "--now", now().isoformat()) as line:
        yield line


async def ready(scene: Scene) -> MainWindow:
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY and window.shell.lines)
    window.activateWindow()
    await until(window.isActiveWindow)
    return window


def view(window: MainWindow) -> ResultsView:
    return window.search.popover.view


async def typed(window: MainWindow, text: str) -> None:
    """Go to the field by its key, type, and wait for the answer."""
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.bar.field.hasFocus()
    QTest.keyClick(window.bar.field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(window.bar.field, Qt.Key.Key_Delete)
    QTest.keyClicks(window.bar.field, text)
    await until(lambda: window.search.presenter.settled and not window.search.popover.isHidden())


def placed(scene: Scene) -> list[str]:
    return [one["body"]["target_number"] for one in scene.requests("POST", "/calls")]


def test_a_number_is_found_by_digits_in_the_middle_and_called_by_keys_alone(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = len(placed(scene))
        await typed(window, "33")
        rows = view(window).rows
        assert len(rows) == ROWS
        assert len({row.match.dial for row in rows}) == ROWS
        QTest.keyClick(window.bar.field, Qt.Key.Key_Down)
        wanted = view(window).chosen.match.dial
        assert wanted == rows[1].match.dial
        middle = wanted[5:9]
        await typed(window, middle)
        assert wanted in [row.match.dial for row in view(window).rows]
        while view(window).chosen.match.dial != wanted:
            QTest.keyClick(window.bar.field, Qt.Key.Key_Down)
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        assert window.search.popover.isHidden()
        assert not window.bar.field.text()
        await until(lambda: window.card.state is not None or window.asking.dialog is not None)
        if window.asking.dialog is not None:
            window.calling.confirm()
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        assert placed(scene)[before:] == [wanted]

    play(steps)


def test_enter_before_the_answer_calls_what_was_pasted_and_not_an_older_row(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = len(placed(scene))
        await typed(window, "33")
        assert view(window).chosen.match.dial != "+33612345678"
        window.bar.field.clear()
        QGuiApplication.clipboard().setText(MESS)
        QTest.keyClick(window.bar.field, Qt.Key.Key_V, CTRL)
        assert window.bar.field.text() == MESS
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        assert placed(scene)[before:] == ["+33612345678"]

    play(steps)


def test_enter_before_the_answer_calls_nobody_whom_the_person_has_not_seen(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = len(placed(scene))
        await typed(window, "33")
        for text in ("336", "06 12 34 56 78, 06 98 76 54 32"):
            window.bar.field.setText(text)
            QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
            await until(lambda: window.search.presenter.settled)
            assert view(window).chosen is not None
            assert window.calling.card is None
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        assert placed(scene)[before:] == ["+33612345678"]

    play(steps)


def test_with_nothing_typed_enter_calls_nobody_until_a_row_is_chosen(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await typed(window, "")
        assert view(window).chosen is None
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        QTest.keyClick(window.bar.field, Qt.Key.Key_Up)
        assert view(window).chosen is view(window).rows[-1]
        for _ in range(ROWS + 2):
            QTest.keyClick(window.bar.field, Qt.Key.Key_Up)
        assert view(window).chosen is view(window).rows[0]
        assert window.calling.card is None

    play(steps)


def test_an_emergency_number_is_never_called_and_says_why_not(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = len(placed(scene))
        await typed(window, "112")
        first = view(window).chosen
        assert first.match.kind is MatchKind.REFUSED
        assert "use a phone" in first.sentence
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.REFUSED)
        assert len(placed(scene)) == before

    play(steps)


def test_escape_clears_and_then_leaves_and_both_keys_lead_back_from_any_field(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        field = window.bar.field
        await typed(window, "06")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not field.text()
        assert window.search.popover.isHidden()
        assert field.hasFocus()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert window.recents.list.hasFocus()
        for key in (Qt.Key.Key_K, Qt.Key.Key_L):
            other = window.recents.page.search
            other.setFocus()
            QTest.keyClicks(other, "12")
            QTest.keyClick(other, key, CTRL)
            assert field.hasFocus()
            assert other.text().startswith("12")

    play(steps)


def test_escape_in_the_empty_field_closes_the_card_first(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await typed(window, "112")
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None)
        QTest.keyClick(window.bar.field, Qt.Key.Key_Escape)
        assert window.calling.card is None
        assert window.bar.field.hasFocus()
        QTest.keyClick(window.bar.field, Qt.Key.Key_Escape)
        assert window.recents.list.hasFocus()

    play(steps)


def test_ctrl_enter_opens_the_last_call_or_looks_in_the_list(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await typed(window, "33")
        chosen = view(window).chosen.match
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return, CTRL)
        await until(lambda: window.recents.detail_presenter.view is not None)
        assert window.recents.detail_presenter.view.call.id == chosen.call.id
        assert window.search.popover.isHidden()
        await typed(window, "+61 2 5550 1234")
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return, CTRL)
        assert window.recents.page.search.hasFocus()
        assert window.recents.page.search.text() == "+61 2 5550 1234"
        assert window.calling.card is None

    play(steps)


def test_the_mouse_chooses_a_row_and_a_click_beside_closes(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await typed(window, "33")
        wanted = view(window).rows[2].match.dial
        wished = []
        window.calling.wish = lambda text, _source, **_: wished.append(text)
        QTest.mouseClick(
            view(window).viewport(),
            Qt.MouseButton.LeftButton,
            pos=view(window).visualRect(view(window).model().index(2, 0)).center(),
        )
        assert wished == [wanted]
        await typed(window, "33")
        QTest.mouseClick(window.bar, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
        assert window.search.popover.isHidden()
        assert window.bar.field.text() == "33"
        QTest.mouseClick(window.bar.field, Qt.MouseButton.LeftButton)
        await until(lambda: not window.search.popover.isHidden())
        window.recents.list.setFocus()
        assert window.search.popover.isHidden()

    play(steps)


def test_an_older_answer_never_shows(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        find, begun, ended = Lookup.find, asyncio.Event(), asyncio.Event()

        async def stubborn(self, text, limit):
            if text == "3":  # does not let itself be cancelled
                scene.thread.loop.call_soon(begun.set)
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()
                found = await find(self, text, limit)
                ended.set()
                return found
            return await find(self, text, limit)

        monkeypatch.setattr(Lookup, "find", stubborn)
        answers = []
        window.search.presenter.found.connect(lambda answer: answers.append(answer.text))
        window.search.start()
        await until(lambda: answers == [""])
        QTest.keyClicks(window.bar.field, "3")
        await until(begun.is_set)
        QTest.keyClicks(window.bar.field, "36")
        await until(lambda: ended.is_set() and window.search.presenter.settled)
        assert "3" not in answers
        assert answers[-1] == "336"

    play(steps)


def test_what_is_slow_or_fails_is_said_in_a_row_that_cannot_be_chosen(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        monkeypatch.setattr(box, "SLOW_MS", 0)
        go_on = asyncio.Event()

        async def failing(_self, _text, _limit):
            await go_on.wait()
            raise Trouble(ErrorKind.STORE_DAMAGED, detail="malformed")

        monkeypatch.setattr(Lookup, "find", failing)
        window.search.start()
        await until(lambda: [row.title.text for row in view(window).rows] == [strings.LOOKING_UP])
        scene.thread.loop.call_soon_threadsafe(go_on.set)
        await until(lambda: [row.title.text for row in view(window).rows] == [strings.SEARCH_FAILED])
        assert "malformed" in view(window).rows[0].sentence
        QTest.keyClick(window.bar.field, Qt.Key.Key_Down)
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        assert view(window).chosen is None
        assert window.calling.card is None

    play(steps)


def test_text_from_outside_is_only_text_and_rows_read_as_sentences(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await typed(window, "<b>zo</b>")
        (row,) = view(window).rows
        assert row.title.text == "Nobody found with “<b>zo</b>”"
        tip = view(window).model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert "<b>" not in tip
        assert "&lt;b&gt;" in tip
        await typed(window, "+33 6 12 34 56 78")
        table = QAccessible.queryAccessibleInterface(view(window))
        names = [table.child(place).text(QAccessible.Text.Name) for place in range(table.childCount())]
        said = next(name for name in names if name)
        assert said.startswith("Call +33 6 12 34 56 78, France, mobile, ")
        assert " there" in said
        assert table.text(QAccessible.Text.Name) == strings.MATCHES

    play(steps)


def test_there_is_nothing_to_search_before_the_first_account(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.signing_in)
        assert not window.bar.field.isVisible()

    play(steps)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [480, 960, 1180, 1600])
def test_nothing_in_the_bar_overlaps_or_is_cut(play, monkeypatch, scale, width):
    async def steps(scene: Scene) -> None:
        theme.scale = scale
        window = await ready(scene)
        long = dataclasses.replace(window.shell.line(), name="Standardiste & accueil, rez-de-chaussée, Lyon")
        window.shell.lines = (long, *window.shell.lines[1:])
        for lines in ((long,), (dataclasses.replace(long, name="Desk"),), ()):
            window.shell.lines = lines
            window.shell.changed.emit()
            window.bar.resize(round(width * scale), window.bar.height())
            parts = [part for part in window.bar.findChildren(QWidget) if part.parent() is window.bar]
            parts = sorted((part for part in parts if part.isVisible()), key=QWidget.x)
            window.bar.layout().activate()
            assert parts[0].x() >= 16 * scale
            assert parts[-1].geometry().right() < width * scale
            for one, other in itertools.pairwise(parts):
                assert one.geometry().right() < other.x()
            assert window.bar.field.width() >= (200 if width == 480 else 280) * scale

    try:
        play(steps)
    finally:
        theme.scale = 1.0
