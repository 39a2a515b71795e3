"""However often, from wherever and at whatever moment Call is pressed: the sandbox counts the requests."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.attempts import AttemptState, DialSource, Sighting
from desktop.store import attempts
from desktop.ui import strings
from desktop.ui.calling.views import Stage
from desktop.ui.kit.float import Toast
from desktop.ui.recents.list import CALL
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.keys import KEYS
from tests.support.named import name_them
from tests.support.sandbox import running_sandbox
from tests.ui.conftest import Scene, now, until
from tests.ui.test_calling import FRENCH, choose_french, placed, ready, stage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hello() -> Iterator[dict[str, Any]]:
    options = ("--seed", "3", "--calls", "120", "--call-delay", "0.1", "--busy-time", "20", "--latency", "60")
    with running_sandbox(*options, "--now", now().isoformat()) as line:
        yield line


def repeat(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier, times: int) -> None:
    """Hold a key down, as the desktop tells it: one press, and repeats of it."""
    for number in range(times):
        kind = QEvent.Type.KeyPress
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, "", number > 0))
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, key, modifiers))


def test_a_double_click_keys_held_down_and_all_places_at_once_are_one_call(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await choose_french(window)
        call = window.recents.detail.header.call
        before = placed(scene)
        QTest.mouseDClick(call, Qt.MouseButton.LeftButton)
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        call.setFocus()
        repeat(call, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, 5)
        for _ in range(3):
            QTest.keyClick(window, Qt.Key.Key_R, CONTROL)
        number = window.recents.list.current_call.other
        window.calling.wish(number, DialSource.FIELD)
        window.calling.wish(number, DialSource.NOTICE)
        await stage(window, Stage.PLACED)
        window.calling.wish(number, DialSource.ROW)
        await until(lambda: not window.calling.sending)
        assert placed(scene) == before + 1

    play(steps)


def test_the_window_and_the_command_line_together_are_one_call(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before, dialling = placed(scene), scene.opened.services.dialling

        async def by_command() -> AttemptState:
            plan = await dialling.prepare(FRENCH, DialSource.COMMAND_LINE)
            return (await dialling.dial(plan, confirmed=True)).state

        window.calling.wish(FRENCH, DialSource.ROW)
        states = await asyncio.gather(scene.there(by_command()), scene.there(by_command()))
        await stage(window, Stage.PLACED)
        assert set(states) == {AttemptState.PLACED}
        assert placed(scene) == before + 1

    play(steps)


def test_enter_twice_on_the_question_is_one_call_and_enter_once_from_outside_is_none(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        window.ask_about(f"tel:{FRENCH}")
        await until(lambda: window.question is not None and window.question.cancel.hasFocus())
        QTest.keyClick(window.question.cancel, Qt.Key.Key_Return)
        await until(lambda: window.question is None)
        assert placed(scene) == before
        window.ask_about(f"tel:{FRENCH}")
        await until(lambda: window.question is not None)
        call = window.question.call
        call.click()
        call.click()
        await stage(window, Stage.PLACED)
        assert placed(scene) == before + 1

    play(steps)


def test_a_rule_that_objects_puts_the_focus_on_cancel_for_our_own_rows_too(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish("+67721345", DialSource.ROW)
        await until(lambda: window.question is not None and window.question.cancel.hasFocus())
        assert "Nobody has called" in window.question.accessibleDescription()
        window.calling.decline()
        await until(lambda: window.question is None)

    play(steps)


def test_a_link_that_comes_while_a_request_is_under_way_is_asked_about_afterwards(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await until(lambda: window.calling.sending)
        window.ask_about("tel:+33698765432")
        assert window.question is None
        await until(lambda: window.question is not None)
        assert placed(scene) == before + 1
        window.ask_about("tel:+33698765433")
        await until(lambda: "33698765433" in window.question.accessibleDescription().replace(" ", ""))
        assert window.question.cancel.hasFocus(), "another number is another question"
        window.calling.decline()

    play(steps)


def test_the_copied_number_is_asked_about_whatever_stands_around_it(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before, clipboard = placed(scene), QGuiApplication.clipboard()
        clipboard.setText("Please ring  06 12 34 56 78 before noon <b>!</b>")
        QTest.keyClick(window, Qt.Key.Key_V, CONTROL | SHIFT)
        await until(lambda: window.question is not None)
        assert window.calling._question.plan.number.dial == FRENCH
        assert "clipboard" in window.question.accessibleDescription()
        window.calling.decline()
        await until(lambda: window.question is None)
        for nothing in ("no number here", "", "x" * 3_000_000):
            clipboard.setText(nothing)
            window.call_clipboard()
            await until(lambda: window.findChildren(Toast))
            toast = window.findChildren(Toast)[0]
            assert toast.accessibleName() == strings.NO_NUMBER_COPIED
            toast.setParent(None)
            toast.deleteLater()
        assert window.question is None
        assert placed(scene) == before
        clipboard.clear()

    play(steps)


def test_of_several_copied_numbers_one_is_chosen_and_asked_about(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await name_them(scene, ("Ada Lovelace", "020 7946 0018"), region="GB")
        before, clipboard = placed(scene), QGuiApplication.clipboard()
        clipboard.setText("Bureau\t06 12 34 56 78\nMobile\t06 98 76 54 32\n+44 20 7946 0018")
        QTest.keyClick(window, Qt.Key.Key_V, CONTROL | SHIFT)
        await until(lambda: window.asking.choice is not None and window.asking.choice.isVisible())
        choice = window.asking.choice
        assert window.question is None
        texts = [action.text() for action in choice.actions()]
        assert texts[0] == "3 numbers on the clipboard"
        assert texts[2:] == ["+33 6 98 76 54 32", "Ada Lovelace, +44 20 7946 0018"]
        assert choice.activeAction() is choice.actions()[1]
        QTest.keyClick(choice, Qt.Key.Key_Down)
        QTest.keyClick(choice, Qt.Key.Key_Return)
        await until(lambda: window.question is not None)
        assert "+33 6 98 76 54 32" in window.question.accessibleDescription()
        assert "clipboard" in window.question.accessibleDescription()
        window.calling.decline()
        clipboard.setText("tel:+44-20-7946-0018;ext=5")
        window.call_clipboard()
        await until(lambda: window.question is not None)
        assert window.calling._question.plan.number.dial == "+442079460018"
        window.calling.decline()
        assert placed(scene) == before
        clipboard.clear()

    play(steps)


def test_a_hidden_window_comes_forward_with_the_question_and_with_the_card(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.hide()
        window.calling.wish(FRENCH, DialSource.TRAY)
        await until(lambda: window.question is not None and window.question.isVisible())
        assert window.isVisible()
        window.calling.decline()
        window.hide()
        window.calling.wish(FRENCH, DialSource.NOTICE)
        await stage(window, Stage.PLACED)
        assert window.isVisible()
        assert not window.card.isHidden()

    play(steps)


def test_no_countdown_goes_on_behind_a_hidden_window(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        window.hide()
        window.show()
        assert window.card.state.stage is Stage.PLACED, "what is no countdown stays"
        window.calling.wish("+33698765432", DialSource.ROW)
        await stage(window, Stage.BUSY)
        before = placed(scene)
        window.hide()
        assert window.calling.card is None
        await until(lambda: not window.calling._scope.running("place"))
        assert placed(scene) == before

    play(steps)


def test_a_line_that_turns_out_busy_behind_a_hidden_window_is_not_tried_again(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        window.calling.wish("+33698765432", DialSource.ROW)
        await until(lambda: window.calling.sending)
        window.hide()
        await stage(window, Stage.STILL_BUSY)
        before = placed(scene)
        await until(lambda: not window.calling._scope.running("place"))
        window.show()
        assert window.card.state.sentence == strings.STILL_BUSY_TEXT, "who comes back is told"
        assert placed(scene) == before

    play(steps)


def test_an_extension_is_called_back_from_a_line_of_its_own_company(play):
    async def steps(scene: Scene) -> None:
        await scene.there(scene.opened.add(scene.hello, "Main"))
        await scene.there(scene.opened.add(scene.hello, "Other"))
        await scene.sync()
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY and window.shell.lines)
        model, rings = window.recents.model, window.shell.line()
        theirs = [line for line in window.shell.lines if line.account_id != rings.account_id]
        assert theirs
        calls = [call for row in range(model.rowCount()) if (call := model.call_at(row)) is not None]
        outside = next(
            call
            for call in calls
            if call.account_id != rings.account_id and (call.other or "").startswith("+33")
        )
        inside = replace(outside, other=theirs[-1].extension)
        window.recents.list.acted.emit(inside, CALL)
        await stage(window, Stage.PLACED, Stage.BUSY)
        assert window.card.state.line.account_id == inside.account_id
        window.calling.dismiss()
        window.recents.list.acted.emit(outside, CALL)
        await stage(window, Stage.PLACED, Stage.BUSY)
        assert window.card.state.line.id == rings.id, "a whole number is the same everywhere"

    play(steps)


def test_whoever_calls_somebody_else_ends_the_countdown_at_once(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        window.calling.wish("+33698765432", DialSource.ROW)
        await stage(window, Stage.BUSY)
        countdown = window.calling._scope._tasks["place"]
        window.calling.wish("+33698765433", DialSource.ROW)
        assert countdown.cancelling(), "it cannot run out while the other call is looked at"
        await until(lambda: window.card.state.number.endswith("33"))
        window.calling.dismiss()

    play(steps)


def test_a_key_that_is_held_down_does_not_call_again(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        repeating = {
            shortcut.key().toString() for shortcut in window.findChildren(QShortcut) if shortcut.autoRepeat()
        }
        assert {*KEYS["next"].sequences} <= repeating, "whoever goes down the list may hold its key"
        assert not repeating & {*KEYS["call"].sequences, *KEYS["clipboard"].sequences, *KEYS["ask"].sequences}

    play(steps)


def test_a_press_on_a_question_never_answers_the_one_that_took_its_place(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before = placed(scene)
        window.ask_about(f"tel:{FRENCH}")
        await until(lambda: window.question is not None)
        call = window.question.call
        QTest.mousePress(call, Qt.MouseButton.LeftButton)
        window.ask_about("tel:+33698765433")
        await until(lambda: "33698765433" in window.question.accessibleDescription().replace(" ", ""))
        QTest.mouseRelease(call, Qt.MouseButton.LeftButton)
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        await until(call.isEnabled)
        assert window.question is not None
        assert placed(scene) == before
        QTest.mouseClick(call, Qt.MouseButton.LeftButton)
        await stage(window, Stage.PLACED)
        assert [one["body"]["target_number"] for one in scene.requests("POST", "/calls")] == ["+33698765433"]

    play(steps)


def test_call_pressed_right_after_another_line_was_chosen_does_not_ring_the_first(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        first = window.shell.line()
        other = next(line for line in window.shell.lines if line.can_dial and line.id != first.id)
        window.ask_about(f"tel:{FRENCH}")
        await until(lambda: window.question is not None)
        question = window.question
        question._open_lines()
        question._popover.chosen.emit(other.id)
        question.call.click()
        await until(question.call.isEnabled)
        assert window.question is question
        question.call.click()
        await stage(window, Stage.PLACED)
        assert window.card.state.line.id == other.id

    play(steps)


def test_what_was_under_way_when_the_window_ended_is_told_at_the_next_start_and_not_sent(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        before, services = placed(scene), scene.opened.services
        window.calling.wish(FRENCH, DialSource.ROW)
        while not await scene.there(scene.opened.store.read(attempts.recent)):
            pass
        assert window.calling.sending
        await window.shut_down()
        await scene.there(services.dialling.close())
        again = await scene.window()
        await stage(again, Stage.LEFT)
        assert "under way when Sidetone ended" in again.card.state.sentence
        assert placed(scene) == before + 1
        again.calling.dismiss()
        third = await scene.window()
        await asyncio.sleep(0)
        assert third.calling.card is None, "it is told once"

    play(steps)


def test_a_killed_process_leaves_a_call_that_nobody_knows_of_and_that_is_looked_for(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        line = (await scene.there(scene.opened.services.lines.all()))[0]
        await scene.there(
            scene.opened.store.write(
                lambda db: attempts.begin(
                    db, account_id=line.account_id, line_id=line.id, number=FRENCH, now=now()
                )
            )
        )
        window = await scene.window()
        await stage(window, Stage.UNKNOWN)
        assert "Look at your phone" in window.card.state.sentence
        assert placed(scene) == 0
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.card.isHidden()

    play(steps)


def test_a_call_that_does_not_show_is_said_to_be_late_and_then_not_seen(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.calling.wish(FRENCH, DialSource.ROW)
        await stage(window, Stage.PLACED)
        dialling = scene.opened.services.dialling
        for sighting, gone in ((Sighting.LATE, False), (Sighting.NOT_SEEN, True)):
            monkeypatch.setattr(dialling, "sighting", lambda _, said=sighting: said)
            window.calling._look()
            await until(
                lambda gone=gone: window.card.state.stage is Stage.NOT_SEEN and window.card.state.gone == gone
            )

    play(steps)
