"""Starts that show no window, and what other starts want meanwhile, seen from inside the window's process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.wish import WindowWish
from desktop.domain.errors import Trouble
from desktop.system.secrets import SessionVault
from desktop.ui.tray import unseen
from tests.support.command import sidetone
from tests.support.window_run import Run

Play = Callable[..., Trouble | None]
HIDDEN = WindowWish(hidden=True)


@pytest.fixture
def no_panel_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no tray, as off screen, nobody waits for one."""
    monkeypatch.setattr(unseen, "PANEL_MS", 0)


def test_a_hidden_start_stays_hidden_while_a_panel_may_come(run: Play) -> None:
    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert not one.window.isVisible()

    assert run(steps, SessionVault(), HIDDEN) is None


@pytest.mark.usefixtures("no_panel_comes")
def test_where_no_panel_comes_it_lies_minimised(run: Play) -> None:
    async def steps(one: Run) -> None:
        await one.until(one.window.isMinimized)
        one.window.come_forward()
        assert not one.window.isMinimized()

    assert run(steps, SessionVault(), HIDDEN) is None


def test_quick_dial_opens_alone_and_where_it_cannot_call_the_window_comes(run: Play) -> None:
    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled and one.window.finding.quick is not None)
        quick = one.window.finding.quick
        assert quick is not None
        await one.until(lambda: quick.isVisible() and one.window.shell.known)
        assert not one.window.isVisible()
        QTest.keyClick(quick.field, Qt.Key.Key_Return)  # there is no account yet
        await one.until(one.window.isVisible)

    assert run(steps, SessionVault(), WindowWish(quick_dial=True)) is None


@pytest.mark.parametrize(("wish", "minimised"), [(HIDDEN, True), (WindowWish(quick_dial=True), False)])
def test_a_start_that_shows_nothing_is_seen_when_it_has_to_ask(
    run: Play, tmp_path: Path, wish: WindowWish, minimised: bool
) -> None:
    assert sidetone("sync", profile=tmp_path, SIDETONE_PASSPHRASE="open sesame").returncode == 0

    async def steps(one: Run) -> None:
        await one.until(one.window.isVisible)
        assert one.window.isMinimized() is minimised
        door = one.window.door()
        await one.until(lambda: door.field.isEnabled() and door.field.isVisibleTo(one.window))
        QTest.keyClicks(door.field, "open sesame")
        QTest.keyClick(door.field, Qt.Key.Key_Return)
        await one.until(lambda: one.window.filled and one.window.shell.known)
        if wish.quick_dial:
            quick = one.window.finding.quick
            assert quick is not None
            await one.until(quick.isVisible)

    assert run(steps, None, wish) is None


def test_what_another_start_wants_waits_until_it_can_be_done(run: Play) -> None:
    """A wish that comes while the profile opens is not lost, and none is done twice."""

    async def steps(one: Run) -> None:
        asked: list[str] = []
        window, bell = one.window, one.session.bell
        window.ask_about = lambda text, source=None: asked.append(text)  # type: ignore[method-assign]
        bell.take(WindowWish("tel:+33639980503"))
        bell.take(HIDDEN)
        assert window.isVisible()
        assert asked == []
        await one.until(lambda: asked)
        bell.take_link("tel:+33639980504")
        assert asked == ["tel:+33639980503", "tel:+33639980504"]

    assert run(steps, SessionVault(), HIDDEN) is None
