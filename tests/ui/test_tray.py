"""The tray of a real window on a real engine; the desktop's half is played here.

On a real panel with a real notification service: `tests/desktop/test_tray.py`.
"""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QColor

from desktop.domain.notices import NotifierState
from desktop.ui import sentences_tray, strings
from desktop.ui.kit.roles import contrast
from desktop.ui.settings.catalogue import Page
from desktop.ui.shell.state import Mood, StatusView
from desktop.ui.tray import art
from desktop.ui.tray.background import GOES_ON
from desktop.ui.tray.icon import TrayIcon
from tests.support.named import name_them
from tests.support.tray_stage import MINUTE, Stage, staged
from tests.ui.conftest import now, until


def test_the_menu_says_how_things_are_and_whom_to_call_back(play) -> None:
    async def steps(stage: Stage) -> None:
        menu, presenter = stage.behind.menu, stage.behind.presenter
        stage.window.hide()  # nobody looks at it
        await stage.miss(MINUTE, 2 * MINUTE)
        await until(lambda: presenter.view.unseen == 2)
        assert menu.missed.title() == "Missed (2)"
        entries = [action.text() for action in menu.missed.actions()]
        assert len(entries) == 5
        assert entries[0] == sentences_tray.missed_entry(presenter.view.missed[0], now())
        assert entries[0].startswith("+44 20 7946 0018, ")
        menu.aboutToShow.emit()
        assert menu.state.text() == "1 account, synced just now"
        assert not menu.state.isEnabled()
        await until(lambda: presenter.view.state.startswith("1 account, synced 1"))
        assert presenter.view.tip == f"Sidetone: 2 missed calls\n{presenter.view.state}"
        stage.window.come_forward()
        stage.window.looked_at.emit()
        await until(lambda: presenter.view.unseen == 0)
        assert menu.missed.title() == "Missed"

    play(staged(steps))


def test_a_choice_in_the_menu_asks_before_it_calls(play) -> None:
    async def steps(stage: Stage) -> None:
        await stage.miss(MINUTE)
        menu = stage.behind.menu
        await until(lambda: menu.missed.actions()[0].text().startswith("+44 20 7946 0018"))
        before = len(stage.scene.requests("POST", "/calls"))
        stage.window.hide()
        menu.missed.triggered.emit(menu.missed.actions()[0])
        await until(lambda: stage.window.question is not None)
        question = stage.window.question
        assert question is not None
        assert stage.window.isVisible()
        stage.window.calling.decline()
        assert len(stage.scene.requests("POST", "/calls")) == before

    play(staged(steps))


def test_without_a_tray_closing_ends_it(play) -> None:
    async def steps(stage: Stage) -> None:
        assert not stage.behind.icon.is_seen()
        stage.behind.window_closed()
        assert stage.quits == [True]
        assert stage.window.isVisible()

    play(staged(steps))


def test_with_a_tray_closing_hides_the_window_and_says_so_once(play, monkeypatch) -> None:
    monkeypatch.setattr(TrayIcon, "is_seen", lambda _icon: True)

    async def steps(stage: Stage) -> None:
        settings = stage.scene.opened.services.settings
        stage.behind.window_closed()
        assert not stage.window.isVisible()
        await until(lambda: GOES_ON in stage.desk.shown)
        await until(lambda: settings.get("tray.explained") is True)
        stage.desk.press(GOES_ON)
        await until(stage.window.isVisible)
        stage.behind.window_closed()
        await stage.scene.sync()
        assert [one.id for one in stage.desk.ever] == [GOES_ON]
        assert stage.quits == []
        stage.window.show()
        settings.set("tray.keep_running", value=False)
        stage.behind.window_closed()
        assert stage.quits == [True]
        stage.window.hide()
        stage.behind.icon.gone.emit()
        assert stage.window.isVisible()

    play(staged(steps))


def test_the_settings_say_who_shows_notices(play) -> None:
    async def steps(stage: Stage) -> None:
        stage.window.open_settings("notifications")
        settings = stage.window.settings.window
        assert settings is not None
        await until(lambda: settings.presenter.notifier is not None)
        line = settings.pages[Page.NOTIFICATIONS].row("notify.service")
        assert line is not None
        assert line.text.text() == "a test, without buttons: open Sidetone to call back."
        for state, words in ((NotifierState("Dunst", buttons=True), "Dunst."), (NotifierState(), "Nobody: ")):
            settings.presenter.notifier = state
            settings.presenter.notifier_changed.emit()
            assert line.text.text().startswith(words)
        settings.close()

    play(staged(steps))


def test_a_favourite_is_asked_about_by_name_and_number(play) -> None:
    async def steps(stage: Stage) -> None:
        stage.window.hide()
        await name_them(stage.scene, ("Ada Lovelace", "020 7946 0018"), region="GB", favourite=True)
        menu = stage.behind.menu
        await until(lambda: menu.favourites.actions() and menu.favourites.menuAction().isVisible())
        menu.favourites.actions()[0].trigger()
        await until(lambda: stage.window.question is not None)
        question = stage.window.question.accessibleDescription()
        assert "Ada Lovelace, +44 20 7946 0018." in question
        assert "tray" in question
        assert stage.window.isVisible()
        stage.window.calling.decline()

    play(staged(steps))


@pytest.mark.parametrize(
    ("status", "exact", "text"),
    [
        (StatusView(Mood.GOOD, "Up to date"), True, "3 accounts, synced 12 s ago"),
        (StatusView(Mood.GOOD, "Up to date"), False, "3 accounts, synced {clock}"),
        (StatusView(Mood.RUNNING, "Reading Main, 40 calls so far"), True, "Reading Main, 40 calls so far"),
        (StatusView(Mood.RUNNING, "Reading Main, 40 calls so far"), False, strings.SYNCING),
        (StatusView(Mood.TROUBLE, "Next try in 5 s.", "No connection"), False, "No connection"),
        (StatusView(Mood.TROUBLE, "Too many requests. Next try in 9 s.", counts_down=True), False,
         "Too many requests"),
        (StatusView(Mood.QUIET, strings.SIGNED_OUT), False, strings.SIGNED_OUT),
    ],
)  # fmt: skip
def test_the_first_line_never_grows_old(app, status: StatusView, exact: bool, text: str) -> None:
    synced = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
    clock = synced.astimezone().strftime("%H:%M")
    line = sentences_tray.state(status, 3, synced, synced + timedelta(seconds=12), exact=exact)
    assert line == text.format(clock=clock)


def test_the_icon_stands_out_from_light_and_dark_panels(app) -> None:
    for tile in (art.TILE, art.TILE_OFF):
        assert contrast(tile, art.GLYPH) >= 4.5
        for panel in ("#FFFFFF", "#111827"):
            assert contrast(tile, QColor(panel)) >= 3
    assert contrast(art.COUNT, art.COUNT_INK) >= 4.5
    assert contrast(art.TROUBLE, art.TROUBLE_INK) >= 4.5


def test_every_look_is_another_picture_at_every_size(app) -> None:
    looks = [art.Look(), art.Look(1), art.Look(7), art.Look(40), art.Look(0, True), art.Look(7, True)]
    for size in art.SIZES:
        seen = {bytes(art.image(size, look.badge, trouble=look.trouble).constBits()) for look in looks}
        assert len(seen) == len(looks)
    assert art.icon(art.Look(40)) is art.icon(art.Look(99))  # both say 9+
    sizes = {(size.width(), size.height()) for size in art.icon(art.Look()).availableSizes()}
    assert sizes == {(size, size) for size in art.SIZES}
