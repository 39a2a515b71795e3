"""Quick dial by keys alone, with the main window in front of it, behind it, or not shown at all."""

import asyncio
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.attempts import DialSource
from desktop.services.lookup import Lookup
from desktop.ui import strings
from desktop.ui.calling.views import Stage
from desktop.ui.kit import float as floating
from desktop.ui.kit import shadow
from desktop.ui.kit.theme import theme
from desktop.ui.quickdial.window import DOWN, ROWS, WIDTH, QuickDial, place
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import running_sandbox
from tests.ui.conftest import Scene, now, until

CTRL = Qt.KeyboardModifier.ControlModifier
FRENCH = "+33612345678"


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
    return window


async def opened(window: MainWindow) -> QuickDial:
    window.quick_dial()
    quick = window.finding.quick
    assert quick is not None
    await until(lambda: quick.isVisible() and quick.presenter.settled)
    return quick


async def typed(quick: QuickDial, text: str) -> None:
    QTest.keyClicks(quick.field, text)
    await until(lambda: quick.presenter.settled)


def placed(scene: Scene) -> list[str]:
    return [one["body"]["target_number"] for one in scene.requests("POST", "/calls")]


def test_a_number_is_called_by_keys_alone_while_the_main_window_is_hidden(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        before = len(placed(scene))
        quick = await opened(window)
        await until(quick.isActiveWindow, "a window becomes active when the desktop says so")
        assert quick.field.hasFocus()
        assert len(quick.view.rows) == ROWS
        assert quick.view.chosen is None
        await typed(quick, "33")
        assert len(quick.view.rows) == ROWS
        assert len({row.match.dial for row in quick.view.rows}) == ROWS
        QTest.keyClick(quick.field, Qt.Key.Key_Down)
        wanted = quick.view.chosen.match.dial
        assert wanted == quick.view.rows[1].match.dial
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(quick.note.isVisible)
        await until(lambda: quick.note.title.text().startswith("Your phone rings first"))
        assert placed(scene)[before:] == [wanted]
        assert not window.isVisible()
        QTest.keyClick(quick, Qt.Key.Key_Escape)
        assert not quick.isVisible()
        again = await opened(window)
        assert not again.field.text()
        assert again.field.isVisible()
        assert not again.note.isVisible()
        QTest.keyClick(again.field, Qt.Key.Key_Escape)

    play(steps)


@pytest.mark.slow
def test_a_call_that_came_into_the_history_is_opened_from_here(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        quick = await opened(window)
        await typed(quick, FRENCH)
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        QTest.keyClick(quick, Qt.Key.Key_Return, CTRL)
        assert quick.isVisible(), "there is nothing to open yet"

        async def look() -> None:
            scene.opened.services.sync.start()

        await scene.there(look())
        window.shell.sync_now()
        await until(lambda: window.calling.card.stage is Stage.LINKED)
        assert quick.note.sentence.text() == strings.IN_HISTORY
        linked = window.calling.card.call_id
        QTest.keyClick(quick, Qt.Key.Key_Return, CTRL)
        assert not quick.isVisible()
        assert window.isVisible()
        await until(lambda: window.recents.detail_presenter.view is not None)
        assert window.recents.detail_presenter.view.call.id == linked

    play(steps)


def test_a_paste_of_any_mess_and_enter_at_once_is_one_call_shown_in_the_window_behind(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        before = len(placed(scene))
        QGuiApplication.clipboard().setText("Tel.: +33 (0)6-12.34 56 78 (bureau)")
        QTest.keyClick(window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: window.finding.quick is not None and window.finding.quick.isActiveWindow())
        quick = window.finding.quick
        assert not quick.field.text(), "the clipboard is not pasted by itself"
        QTest.keyClick(quick.field, Qt.Key.Key_V, CTRL)
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        assert placed(scene)[before:] == [FRENCH]
        assert not quick.isVisible(), "the card of the window behind says it all"

    play(steps)


def test_a_question_brings_the_hidden_window_forward(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        before = len(placed(scene))
        quick = await opened(window)
        await typed(quick, "+677 21345")
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.asking.dialog is not None and window.asking.dialog.isVisible())
        assert window.isVisible()
        assert not quick.isVisible()
        QTest.keyClick(window.asking.dialog, Qt.Key.Key_Escape)
        await until(lambda: window.asking.dialog is None)
        assert len(placed(scene)) == before

    play(steps)


def test_a_refusal_is_said_where_it_was_asked(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        before = len(placed(scene))
        quick = await opened(window)
        await typed(quick, "112")
        assert "use a phone" in quick.view.chosen.sentence
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(quick.note.isVisible)
        assert "use a phone" in quick.note.sentence.text()
        assert len(placed(scene)) == before
        QTest.keyClick(quick, Qt.Key.Key_Return)
        assert not quick.isVisible()

    play(steps)


def test_an_enter_that_is_held_down_tries_no_busy_line_again(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        window.calling.wish(FRENCH, DialSource.FIELD)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        quick = await opened(window)
        await typed(quick, "+33698765432")
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state.stage is Stage.BUSY)
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(quick, held)
        assert not window.calling._again.is_set()
        assert quick.isVisible()
        QTest.keyClick(quick, Qt.Key.Key_Return)
        assert window.calling._again.is_set(), "another press means: try now"
        QTest.keyClick(quick, Qt.Key.Key_Escape)

    play(steps)


@pytest.mark.slow
def test_a_busy_line_counts_down_here_and_escape_calls_it_off(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        quick = await opened(window)
        await typed(quick, FRENCH)
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.PLACED)
        QTest.keyClick(quick, Qt.Key.Key_Escape)
        quick = await opened(window)
        await typed(quick, "+33698765432")
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.BUSY)
        assert "Next try in" in quick.note.sentence.text()
        other = QWidget()
        other.show()
        other.activateWindow()
        await until(other.isActiveWindow)
        assert quick.isVisible(), "a countdown is not left alone"
        quick.activateWindow()
        await until(quick.isActiveWindow)
        QTest.keyClick(quick, Qt.Key.Key_Escape)
        assert not quick.isVisible()
        assert window.calling.card is None
        other.deleteLater()

    play(steps)


def test_ctrl_enter_opens_the_last_call_in_the_main_window(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        quick = await opened(window)
        await typed(quick, "33")
        match = quick.view.chosen.match
        QTest.keyClick(quick.field, Qt.Key.Key_Return, CTRL)
        assert not quick.isVisible()
        assert window.isVisible()
        await until(lambda: window.recents.detail_presenter.view is not None)
        assert window.recents.detail_presenter.view.call.id == match.call.id
        assert window.calling.card is None

    play(steps)


def test_it_leaves_with_the_focus_and_remembers_nothing(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        quick = await opened(window)
        await typed(quick, "06 12")
        window.activateWindow()
        await until(lambda: not quick.isVisible())
        assert not quick.field.text()
        assert quick.view.rows == ()

    play(steps)


def test_the_choice_of_a_line_does_not_close_it(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        quick = await opened(window)
        line = window.shell.line()
        assert quick.foot.line.text() == f"{line.name} will ring"
        QTest.keyClick(quick.foot.line, Qt.Key.Key_Space)
        await until(lambda: QApplication.activePopupWidget() is not None)
        assert quick.isVisible()
        other = next(one for one in window.shell.lines if one.can_dial and one.id != line.id)
        window.shell.line_choice.choose(other.id)
        await until(lambda: quick.foot.line.text() == f"{other.name} will ring")
        QApplication.activePopupWidget().close()
        assert quick.isVisible()

    play(steps)


def test_it_stands_where_the_pointer_s_screen_has_its_upper_third(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        quick = await opened(window)
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        space, field = screen.geometry(), quick.field
        corner = field.mapToGlobal(field.rect().topLeft())
        highest = field.height() + ROWS * 56 + quick.foot.height() + 3
        top = min(round(space.height() * DOWN), space.height() - highest)
        assert abs(corner.y() - (space.y() + top)) <= 2
        assert abs(corner.x() + field.width() / 2 - space.center().x()) <= 2
        assert field.width() == WIDTH - 2
        high = quick.y()
        await typed(quick, "zzz")
        assert quick.y() == high, "the field does not move when the rows change"

    play(steps)


@pytest.mark.parametrize(
    ("screen", "space", "at"),
    [
        (QRect(0, 0, 1920, 1080), QRect(0, 0, 1920, 1040), (710, 324)),
        (QRect(1920, 200, 2560, 1440), QRect(1920, 232, 2560, 1408), (1920 + 1030, 200 + 432)),
        (QRect(-1280, 0, 1280, 720), QRect(-1280, 0, 1280, 720), (-1280 + 390, 216)),
        (QRect(0, 0, 1024, 500), QRect(0, 30, 1024, 470), (262, 120)),  # its last row is on the screen, too
        (QRect(0, 0, 480, 320), QRect(0, 30, 480, 290), (0, 30)),
    ],
)
def test_on_any_screen_it_stands_wholly_on_that_one(screen: QRect, space: QRect, at: tuple[int, int]) -> None:
    assert place(screen, space, WIDTH, 380) == QPoint(*at)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_long_name_of_the_line_does_not_widen_it(play, scale):
    async def steps(scene: Scene) -> None:
        theme.scale = scale
        window = await ready(scene)
        quick = await opened(window)
        line = window.shell.line()
        long = dataclasses.replace(
            line, name="Standardiste & accueil, rez-de-chaussée à gauche, Lyon Part-Dieu"
        )
        for text in ("", "33", "zzz"):
            quick.field.setText(text)
            await until(lambda: quick.presenter.settled)
            # Each time, and with no wait after it: the shell reads its lines anew when it hears of any.
            window.shell.lines = (long, *window.shell.lines[1:])
            window.shell.changed.emit()
            quick.layout().activate()
            assert quick.foot.line.geometry().right() < quick.foot.width() - 100 * scale
            assert quick.foot.width() == round((WIDTH - 2) * scale)
            assert quick.width() == round((WIDTH + 2 * shadow.MARGIN) * scale)
            assert "…" in quick.foot.line.text()
            assert long.name in quick.foot.line.accessibleName()

    try:
        play(steps)
    finally:
        theme.scale = 1.0


def test_a_text_of_any_length_is_said_in_short(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        quick = await opened(window)
        for text in ("<i>" * 9_000, "7" * 30_000):
            quick.field.setText(text)
            await until(lambda: quick.presenter.settled)
            assert len(quick.view.rows[0].sentence) < 200
            assert quick.width() == WIDTH + 2 * shadow.MARGIN

    play(steps)


def test_without_blending_it_is_square_and_has_no_margin(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        for module in (floating, shadow, __import__("desktop.ui.quickdial.foot", fromlist=["foot"])):
            monkeypatch.setattr(module, "composited", lambda: False)
        window = await ready(scene)
        quick = await opened(window)
        assert quick.width() == WIDTH
        picture = quick.grab().toImage()
        edges = [picture.pixelColor(x, 30) for x in (0, WIDTH - 1)]
        assert edges == [theme.roles.line] * 2

    play(steps)


def test_without_an_account_enter_leads_to_the_sign_in(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.signing_in)
        window.hide()
        quick = await opened(window)
        assert quick.view.rows[0].title.text == strings.SIGNED_OUT
        QTest.keyClick(quick.field, Qt.Key.Key_Return)
        assert not quick.isVisible()
        assert window.isVisible()
        assert window.signing_in

    play(steps)


def test_it_opens_without_rows_when_they_take_long_and_does_not_wait_for_them_to_close(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)

        async def endless(_self, _text, _limit):
            await asyncio.Event().wait()

        monkeypatch.setattr(Lookup, "find", endless)
        window.quick_dial()
        await until(window.finding.quick.isVisible)
        assert window.finding.quick.view.rows == ()
        await until(lambda: window.finding.quick.view.rows)
        assert window.finding.quick.view.rows[0].title.text == strings.LOOKING_UP
        QTest.keyClick(window.finding.quick.field, Qt.Key.Key_Escape)
        assert not window.finding.quick.isVisible()

    play(steps)
