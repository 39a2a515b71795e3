"""Before it dials: one press is one request, what comes from outside is asked about, nothing is guessed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.domain.attempts import AttemptState, DialSource
from desktop.services import planning
from desktop.store import attempts
from desktop.ui.calling.views import Stage
from desktop.ui.kit.shadow import MARGIN
from desktop.ui.kit.theme import theme, u
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import running_sandbox
from tests.ui.conftest import Scene, now, until

FRENCH = "+33612345678"


@pytest.fixture
def hello() -> Iterator[dict[str, Any]]:
    """A sandbox of its own for each test, whose lines nobody has used yet."""
    options = ("--seed", "3", "--calls", "120", "--call-delay", "0.1", "--busy-time", "20")
    with running_sandbox(*options, "--now", now().isoformat()) as line:
        yield line


async def ready(scene: Scene) -> MainWindow:
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY and window.shell.lines)
    return window


def placed(scene: Scene) -> int:
    return len(scene.requests("POST", "/calls"))


async def choose_french(window: MainWindow) -> None:
    model = window.recents.model
    row = next(
        row
        for row in range(model.rowCount())
        if (call := model.call_at(row)) and (call.other or "").startswith("+33")
    )
    window.recents.list.go_to(row)
    await until(lambda: window.recents.detail_presenter.view is not None)


async def stage(window: MainWindow, *stages: Stage) -> None:
    await until(lambda: window.card.state is not None and window.card.state.stage in stages)


@pytest.mark.slow
def test_two_clicks_on_call_are_one_request_and_its_row_is_linked(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await choose_french(window)
        before = placed(scene)
        call = window.recents.detail.header.call
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        await stage(window, Stage.PLACED, Stage.LINKED)
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        await stage(window, Stage.PLACED, Stage.LINKED)
        assert placed(scene) == before + 1
        assert not window.card.isHidden()

        async def look() -> None:
            scene.opened.services.sync.start()

        await scene.there(look())
        window.shell.sync_now()
        await stage(window, Stage.LINKED)
        linked = window.card.state.call_id
        window.card.buttons["Open the call"].click()
        assert window.recents.detail_presenter.view.call.id == linked
        assert window.card.isHidden()

    play(steps)


def test_a_link_is_always_asked_about_and_shows_what_will_be_dialled(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        window.ask_about("tel:+33-6-12-34-56-78")
        await until(lambda: window.question is not None)
        question = window.question
        texts = {
            label.text()
            for label in question.findChildren(type(window.recents.page.total))
            if label.isVisibleTo(question)
        }
        assert {FRENCH, "+33 6 12 34 56 78"} <= texts
        assert any("link" in text for text in texts)
        QTest.keyClick(question, Qt.Key.Key_Escape)
        await until(lambda: window.question is None)
        assert placed(scene) == before
        window.ask_about("tel:+33612345678")
        await until(lambda: window.question is not None)
        window.question.call.click()
        await stage(window, Stage.PLACED)
        assert placed(scene) == before + 1
        assert scene.requests("POST", "/calls")[-1]["body"]["target_number"] == FRENCH

    play(steps)


def test_another_line_can_be_chosen_in_the_question(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        default = window.shell.line()
        other = next(line for line in window.shell.lines if line.can_dial and line.id != default.id)
        window.ask_about("tel:+33612345678")
        await until(lambda: window.question is not None)
        question = window.question
        question.line_chosen.emit(other.id)
        await until(lambda: question.line.text() == other.name)
        assert window.question is question, "the question does not jump"
        question.call.click()
        await stage(window, Stage.PLACED)
        assert window.card.state.line.id == other.id

    play(steps)


def test_a_country_that_nobody_called_is_asked_about_also_from_a_row(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish("+67721345", DialSource.ROW)
        await until(lambda: window.question is not None)
        rules = {objection.rule for objection in window.calling._question.objections}
        assert "country" in rules
        written = [label.text() for label in window.question.findChildren(QLabel)]
        assert sum(" there" in text for text in written) == 1, "the time there is said once"
        window.calling.decline()
        await until(lambda: window.question is None)

    play(steps)


def test_an_emergency_number_is_refused_with_the_sentence_and_nothing_is_sent(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        for number in ("112", "tel:911"):
            window.ask_about(number, DialSource.FIELD)
            await stage(window, Stage.REFUSED)
            assert "use a phone" in window.card.state.sentence
            QTest.keyClick(window, Qt.Key.Key_Escape)
            assert window.card.isHidden()
        assert placed(scene) == before

    play(steps)


def test_a_busy_line_counts_down_and_a_cancel_ends_it(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        before = placed(scene)
        window.calling.wish("+33698765432", DialSource.ROW)
        await stage(window, Stage.BUSY)
        assert window.card.state.retry_s == 30
        window.card.buttons["Cancel"].click()
        assert window.card.isHidden()
        assert window.calling.card is None
        assert placed(scene) == before + 1

    play(steps)


@pytest.mark.slow
def test_a_line_that_stays_busy_is_left_alone_in_the_end(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling._waits_s = (0.0, 0.0, 0.0)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        before = placed(scene)
        window.calling.wish("+33698765432", DialSource.ROW)
        await stage(window, Stage.STILL_BUSY)
        assert placed(scene) == before + 4, "the call and three tries, each a press of its own"
        assert list(window.card.buttons) == ["Close"]

    play(steps)


def test_a_window_that_goes_away_in_the_middle_leaves_a_settled_attempt(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await until(lambda: window.calling.sending)
        await window.shut_down()
        await scene.there(scene.opened.services.dialling.close())
        found = await scene.there(scene.opened.store.read(attempts.recent))
        assert len(found) == placed(scene) - before
        assert all(attempt.state is not AttemptState.SENDING for attempt in found)

    play(steps)


def test_the_whole_way_by_keyboard(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        page = window.recents.page
        before = placed(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert page.search.hasFocus()
        QTest.keyClicks(page.search, "06 12")
        await until(lambda: window.recents.model.wanted.who == ("06 12",))
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        assert page.list.hasFocus()
        assert page.list.current_call is not None
        QTest.keyClick(page.list, Qt.Key.Key_Return)
        call = window.recents.detail.header.call
        assert call.hasFocus()
        QTest.keyClick(call, Qt.Key.Key_Return)
        await stage(window, Stage.PLACED)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        chosen = page.list.current_row
        QTest.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert page.list.hasFocus()
        assert page.list.current_row > chosen
        assert placed(scene) == before + 1

    play(steps)


def test_with_large_text_the_card_stays_whole_in_the_smallest_window(play):
    async def steps(scene: Scene) -> None:
        theme.scale = 2.0
        try:
            window = await ready(scene)
            window.resize(960, 640)
            await choose_french(window)
            window.recents.call_current()
            await stage(window, Stage.PLACED, Stage.LINKED)
            card = window.card
            edge = u(MARGIN)

            def whole() -> bool:
                box = card.geometry().adjusted(edge, edge, -edge, -edge)
                return window.rect().contains(box)

            assert whole()
            window.resize(1400, 1200)
            await until(lambda: card.y() > window.recents.detail.header.call.y())
            window.resize(960, 640)
            await until(whole)
        finally:
            theme.scale = 1.0

    play(steps)


def test_a_link_to_a_number_that_was_busy_a_moment_ago_is_never_tried_by_itself(play, monkeypatch):
    """It is taken for the same press, so nobody is asked; that one was somebody else's, or is over."""
    monkeypatch.setattr(planning, "FOLD", timedelta(minutes=1))  # however slow the machine is

    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        window.calling.dismiss()
        dialling, other = scene.opened.services.dialling, "+33698765432"
        plan = await scene.there(dialling.prepare(other, DialSource.ROW))
        attempt = await scene.there(dialling.dial(plan, confirmed=True))
        assert attempt.state is AttemptState.BUSY
        window.calling.wish(f"tel:{other}", DialSource.LINK)
        await stage(window, Stage.BUSY, Stage.STILL_BUSY)
        assert window.card.state.stage is Stage.STILL_BUSY
        assert not window.calling._scope.running("place")

    play(steps)
