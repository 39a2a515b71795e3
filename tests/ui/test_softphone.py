"""Calls that no line of their own account can place: proposed, chosen, handed over once."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.domain.attempts import AttemptState, DialSource
from desktop.domain.calls import CallFilter, CallRecord
from desktop.domain.contacts import ContactQuery
from desktop.ui.calling.views import Stage
from desktop.ui.lines.presenter import LinesState
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import running_sandbox
from tests.support.softphone import LINPHONE, OURSELVES, ZOIPER, Programs
from tests.ui.conftest import Scene, now, until


@pytest.fixture
def computer() -> Programs:
    return Programs([LINPHONE, ZOIPER])


@pytest.fixture
def hello() -> Iterator[dict[str, Any]]:
    """A sandbox of its own for each test, whose lines nobody has used yet."""
    options = ("--seed", "3", "--calls", "120", "--call-delay", "0.1", "--busy-time", "0.1")
    with running_sandbox(*options, "--now", now().isoformat()) as line:
        yield line


async def shown(scene: Scene) -> MainWindow:
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY and window.shell.lines)
    return window


def calls_of(scene: Scene, account: str) -> list[CallRecord]:
    found = []
    for day in scene.rows.days(CallFilter()):
        found += scene.rows.rows(CallFilter(), day.day, 0, day.calls)
    return [call for call in found if call.account == account and call.other]


async def open_call(scene: Scene, window: MainWindow, *, extension: bool = False) -> CallRecord:
    """Open a call of the account that cannot call, with a number of the outside world or an extension."""
    call = next(one for one in calls_of(scene, "Quiet") if one.other.startswith("+") is not extension)
    window.recents.open_call(call.id)
    await until(lambda: window.recents.detail_presenter.view is not None)
    await until(lambda: window.recents.detail_presenter.view.call.id == call.id)
    return call


async def stage(window: MainWindow, *stages: Stage) -> None:
    await until(lambda: window.card.state is not None and window.card.state.stage in stages)


def says(window: MainWindow) -> str:
    assert window.question is not None
    return " ".join(label.text() for label in window.question.findChildren(QLabel))


def placed(scene: Scene) -> int:
    return len(scene.requests("POST", "/calls"))


def test_without_any_line_the_softphone_is_proposed_once(play, computer):
    async def steps(scene: Scene) -> None:
        await scene.sign_in_quiet()
        window = await shown(scene)
        call = await open_call(scene, window)
        window.recents.detail.header.call.click()
        await until(lambda: window.question is not None)
        assert "Linphone on this computer gets the number." in says(window)
        assert "Quiet places no calls itself" in says(window)
        assert computer.handed == []
        window.question.call.click()
        await stage(window, Stage.HANDED)
        assert computer.handed == [("org.linphone.desktop", call.other)]
        assert "Linphone has the number" in window.card.state.sentence
        await until(lambda: window.bar.line.text() == "Linphone")
        window.recents.detail.header.call.click()  # the same press
        await stage(window, Stage.HANDED)
        await asyncio.sleep(0.1)
        assert len(computer.handed) == 1
        tried = await scene.there(scene.opened.services.dialling.attempts_with(call.other))
        assert [one.state for one in tried] == [AttemptState.HANDED_OVER]
        window.calling.wish("+441632960999", DialSource.ROW, account_id=call.account_id)
        await until(lambda: len(computer.handed) == 2)
        assert window.question is None, "the choice is remembered"

    play(steps)


def test_with_another_account_its_line_is_proposed_and_another_may_be_chosen(play, computer):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await scene.sign_in_quiet()
        window = await shown(scene)
        await open_call(scene, window)
        window.recents.call_open()
        await until(lambda: window.question is not None)
        line = window.shell.line()
        assert f"{line.name} of Main rings." in says(window)
        window.calling.choose_line("softphone:zoiper.desktop")
        await until(lambda: window.question.line.text() == "Zoiper")
        assert window.question.call.isEnabled()
        assert (placed(scene), computer.handed) == (0, []), "choosing a line calls nobody"
        window.question.call.click()
        await stage(window, Stage.HANDED)
        assert (placed(scene), len(computer.handed)) == (0, 1)
        settings = scene.opened.services.settings
        await until(lambda: settings.text("dial.line") == "softphone:zoiper.desktop")

    play(steps)


def test_another_line_in_a_question_never_calls_by_itself(play):
    """A rule asked because of the first line; with the second one none does, and still nobody said yes."""

    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        window.calling.wish("+67721345", DialSource.ROW)
        await until(lambda: window.question is not None)
        other = next(
            line for line in window.shell.lines if line.can_dial and line.id != window.shell.line().id
        )
        window.calling.choose_line(other.id)
        await until(lambda: window.question.line.text() == other.name)
        window.calling.decline()
        await asyncio.sleep(0.05)
        assert placed(scene) == 0

    play(steps)


def test_an_extension_of_an_account_that_cannot_call_goes_to_no_other_company(play, computer):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await scene.sign_in_quiet()
        window = await shown(scene)
        call = await open_call(scene, window, extension=True)
        window.recents.call_open()
        await until(lambda: window.question is not None)
        assert "This is a number inside Quiet" in says(window)
        assert window.question._first is window.question.cancel, "one Enter calls nobody else"
        window.question.call.click()
        await stage(window, Stage.HANDED)
        assert computer.handed == [("org.linphone.desktop", call.other)]
        assert placed(scene) == 0

    play(steps)


def test_where_nothing_can_call_the_button_says_why(play, computer):
    async def steps(scene: Scene) -> None:
        computer.there = [OURSELVES]
        await scene.sign_in_quiet()
        window = await shown(scene)
        await open_call(scene, window)
        button = window.recents.detail.header.call
        assert not button.isEnabled()
        assert "Quiet places no calls" in button.accessibleDescription()
        assert "open Sidetone itself" in button.accessibleDescription()
        taxi = next(iter(await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))))
        window.open_contact(taxi.id)
        detail = window.contacts.detail
        await until(lambda: not detail.header.call.isEnabled() and detail.header.call.accessibleDescription())
        assert "Quiet places no calls" in detail.header.call.accessibleDescription()
        window.show_recents()
        window.recents.call_current()  # Ctrl+R says it too, and where to choose
        await stage(window, Stage.FAILED)
        assert "Quiet cannot place calls" in window.card.state.sentence
        computer.there = [LINPHONE]
        window.bar.open_lines()
        await until(button.isEnabled)

    play(steps)


def test_a_softphone_is_chosen_among_the_lines_by_keys(play, computer):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        window.activateWindow()
        window.bar.open_lines()
        popover = window.bar.lines
        rows = popover.list.lines
        row = rows.row_of("softphone")
        assert rows.line_at(row).name == "Linphone"
        assert rows.line_at(row + 1).name == "Zoiper"
        popover.list.go_to(row)
        assert popover.facts.accessibleName() == "Linphone"
        QTest.keyClick(popover.list, Qt.Key.Key_Return)
        assert window.bar.line.text() == "Linphone"
        assert "Linphone, this computer" in window.bar.line.accessibleName()
        await until(lambda: scene.opened.services.settings.text("dial.line") == "softphone")
        await until(lambda: window.shell.line() is not None and window.shell.line().is_softphone)
        window.calling.wish("+33612345678", DialSource.FIELD)
        await stage(window, Stage.HANDED)
        assert (computer.handed, placed(scene)) == ([("org.linphone.desktop", "+33612345678")], 0)

    play(steps)


def test_a_softphone_that_cannot_be_used_says_what_to_do(play, computer):
    async def steps(scene: Scene) -> None:
        computer.there = [OURSELVES, ZOIPER]
        await scene.sign_in_quiet()
        window = await shown(scene)
        window.bar.open_lines()
        popover = window.bar.lines
        await until(lambda: popover.list.lines.row_of("softphone") >= 0 and popover.state is LinesState.READY)
        rows = popover.list.lines
        row = rows.row_of("softphone")
        spoken = rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "cannot be chosen" in spoken
        assert "or Zoiper in the list of lines" in spoken
        popover.list.go_to(row)
        QTest.keyClick(popover.list, Qt.Key.Key_Return)
        assert popover.isVisible()
        assert scene.opened.services.settings.text("dial.line") == ""
        lines = [rows.line_at(row) for row in range(rows.rowCount()) if rows.line_at(row)]
        quiet = next(line for line in lines if line.account == "Quiet")
        assert not quiet.can_dial
        said = rows.index(rows.row_of(quiet.id), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert quiet.trouble.rstrip(".") in said
        assert "does not know the status" not in said

    play(steps)


def test_our_own_link_that_comes_back_is_refused(play, computer):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        await scene.there(scene.opened.services.lines.choose("softphone"))

        async def loop(_program: str, number: str) -> str:
            window.ask_about(f"tel:{number}")  # as the desktop does through another process
            return ""

        computer.take = loop
        window.calling.wish("+33612345678", DialSource.FIELD)
        await stage(window, Stage.REFUSED)
        assert "came back" in window.card.state.sentence
        assert window.question is None
        assert (len(computer.handed), placed(scene)) == (1, 0)

    play(steps)


# ---- what comes while something else is under way


def test_a_link_that_comes_while_another_is_prepared_is_asked_about(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        window.ask_about("tel:+33612345678")
        window.ask_about("tel:+33612345679")
        await until(lambda: window.question is not None)
        await until(lambda: window.calling._question.plan.number.dial == "+33612345679")
        window.calling.decline()
        assert placed(scene) == 0

    play(steps)


def test_the_same_link_twice_is_one_question(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        asked = []
        window.calling.asked.connect(asked.append)
        window.ask_about("tel:+33612345678")
        window.ask_about("tel:+33612345678")
        await until(lambda: window.question is not None)
        await asyncio.sleep(0.1)
        assert len(asked) == 1
        window.calling.decline()

    play(steps)


def test_call_back_in_a_notice_while_another_call_is_asked_for_is_asked_about(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        calling = window.calling
        calling.wish("+33612345678", DialSource.FIELD)
        await until(lambda: calling.sending)
        calling.wish("+33612345679", DialSource.NOTICE)
        await stage(window, Stage.PLACED, Stage.LINKED)
        await until(lambda: window.question is not None)
        assert calling._question.plan.number.dial == "+33612345679"
        assert placed(scene) == 1, "it is asked about, since its moment has passed"
        calling.decline()
        await asyncio.sleep(0.05)
        assert placed(scene) == 1

    play(steps)


def test_a_press_on_a_row_while_another_call_is_asked_for_is_no_second_call(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        calling = window.calling
        calling.wish("+33612345678", DialSource.FIELD)
        await until(lambda: calling.sending)
        calling.wish("tel:+33612345670", DialSource.LINK)
        calling.wish("+33612345679", DialSource.ROW)
        await stage(window, Stage.PLACED, Stage.LINKED)
        await until(lambda: window.question is not None)
        assert calling._question.plan.number.dial == "+33612345670", "the link was not forgotten by the press"
        calling.decline()
        assert placed(scene) == 1

    play(steps)
