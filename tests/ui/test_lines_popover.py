"""Choosing the line that rings: by keys alone, never one that cannot call, and never pretended."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from desktop.domain.lines import Line, LineSettings, LineStatus
from desktop.ui import sentences_lines
from desktop.ui.lines.popover import LinePopover
from desktop.ui.lines.presenter import LinesState
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until

CHOOSE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _line(**settings: object) -> Line:
    made = LineSettings(**settings)
    return Line("7", "1", "Main", "31", "Desk", "+33123456789", "204", LineStatus.ACTIVE, made)


async def opened(scene: Scene) -> tuple[MainWindow, LinePopover]:
    window = await scene.window()
    await until(lambda: window.shell.lines and window.recents.page.state is ListState.READY)
    window.activateWindow()
    await until(window.isActiveWindow)
    window.recents.list.setFocus()
    QTest.keyClick(window, Qt.Key.Key_L, CHOOSE)
    assert window.bar.lines is not None
    await until(lambda: window.bar.lines.list.hasFocus() and window.bar.lines.isActiveWindow())
    return window, window.bar.lines


def test_by_keys_alone_and_the_focus_goes_back(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window, popover = await opened(scene)
        before = window.shell.line()
        rows = popover.list.lines
        assert rows.line_at(popover.list.current_row).id == before.id
        QTest.keyClick(popover.list, Qt.Key.Key_Down)
        wanted = rows.line_at(popover.list.current_row)
        assert popover.facts.accessibleName() == wanted.name, "the facts follow the keys"
        QTest.keyClick(popover.list, Qt.Key.Key_Return)
        assert not popover.isVisible()
        assert window.shell.line().id == wanted.id, "it shows before the store knows"
        settings = scene.opened.services.settings
        await until(lambda: settings.text("dial.line") == wanted.id)
        assert window.bar.line.text() == wanted.name
        window.activateWindow()  # which the desktop does where there is one
        await until(window.recents.list.hasFocus)
        QTest.keyClick(window, Qt.Key.Key_L, CHOOSE)
        await until(popover.isActiveWindow)
        QTest.keyClick(popover.list, Qt.Key.Key_Escape)
        assert not popover.isVisible()
        window.activateWindow()  # which the desktop does where there is one
        await until(window.recents.list.hasFocus)

    play(steps)


def test_a_line_that_cannot_call_says_why_and_is_not_taken(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window, popover = await opened(scene)
        dead = next(line for line in window.shell.lines if line.status is LineStatus.NOT_ACTIVATED)
        row = popover.list.lines.row_of(dead.id)
        popover.list.go_to(row)
        told = []
        popover.chosen.connect(told.append)
        QTest.keyClick(popover.list, Qt.Key.Key_Return)
        assert popover.isVisible()
        assert told == []
        assert window.shell.line().id != dead.id
        spoken = popover.list.lines.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "cannot be chosen" in spoken
        assert "It was never activated." in spoken
        table = QAccessible.queryAccessibleInterface(popover.list)
        assert table.text(QAccessible.Text.Name) == "Lines"
        popover.close()

    play(steps)


def test_what_the_store_refuses_goes_back_and_is_said(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        await until(lambda: window.shell.lines)
        before, said = window.shell.line(), []
        window.shell.line_choice.refused.connect(said.append)
        dead = next(line for line in window.shell.lines if not line.can_dial)
        window.shell.line_choice.choose(dead.id)
        await until(lambda: said)
        assert dead.name in said[0]
        await until(lambda: window.shell.line() is not None and window.shell.line().id == before.id)
        assert scene.opened.services.settings.text("dial.line") == ""

    play(steps)


def test_lines_are_read_again_when_a_person_asks(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        _, popover = await opened(scene)
        before = len(scene.requests("GET", "/phones"))
        popover.refresh.click()
        assert not popover.refresh.isEnabled(), "a second press is the same press"
        await until(popover.refresh.isEnabled)
        assert len(scene.requests("GET", "/phones")) == before + 1
        assert popover.state is LinesState.READY
        assert len(popover.list.lines.heading_rows()) == 0
        popover.close()

    play(steps)


def test_a_question_chooses_for_itself_alone(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        await until(lambda: window.shell.lines)
        first, other = [line for line in window.shell.lines if line.can_dial][:2]
        popover = LinePopover(window.shell, window, line_id=other.id)
        popover.open_under(window.bar.line)
        assert popover.list.lines.chosen == other.id
        told = []
        popover.chosen.connect(told.append)
        QTest.keyClick(popover.list, Qt.Key.Key_Up)
        QTest.keyClick(popover.list, Qt.Key.Key_Space)
        assert told == [first.id]
        await asyncio.sleep(0.05)  # not Qt's own rounds: a task cannot be woken in the middle of another
        assert scene.opened.services.settings.text("dial.line") == ""

    play(steps)


def test_without_the_permission_the_reason_is_said(play):
    async def steps(scene: Scene) -> None:
        offered = world(scene.hello, "sipsim")
        assert offered["lines"]
        await scene.there(scene.opened.add(scene.hello, scope="account.read calls.read"))
        window = await scene.window()
        await until(lambda: window.shell.accounts and window.shell.accounts[0].missing)
        window.bar.open_lines()
        assert window.bar.lines.state is LinesState.NONE
        assert "phones.read" in window.shell.line_choice.view.sentence
        assert not window.bar.lines.refresh.isVisible(), "asking again would not help"
        window.bar.lines.close()

    play(steps)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"forced_forward": True, "forced_forward_to": "+33612345678"}, "Always, to +33\u00a06"),
        ({"conditional_forward": True, "conditional_after_s": 20}, "Not answered for 20 s: to another phone"),
        ({"conditional_forward": True, "conditional_forward_to": "204"}, "Not answered: to 204"),
        ({}, "Off"),
    ],
)
def test_forwarding_says_when_and_where_to(settings, said):
    assert sentences_lines.forwarding(_line(**settings)).startswith(said)


def test_facts_say_what_is_not_told():
    facts = dict(sentences_lines.facts(_line(record_outbound=True, record_inbound=False)))
    assert facts["Recording"] == "Out on, in off"
    assert facts["Voicemail"] == "Not told by the provider"
    seen = _line(shown_number="+33465710201")
    assert sentences_lines.warnings(seen)[0].startswith("The other side sees another number: +33\u00a04")
    assert sentences_lines.warnings(_line(shown_number="+33123456789")) == ()
