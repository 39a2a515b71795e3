"""The tray of a real window on a real engine; the desktop's half is played here.

On a real panel with a real notification service: `tests/desktop/test_tray.py`.
"""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QAction, QColor, QGuiApplication

from desktop.domain.notices import NotifierState
from desktop.domain.quiet import QuietFor, QuietState
from desktop.ui import copied, sentences_tray, strings, times
from desktop.ui.kit.roles import contrast
from desktop.ui.settings.catalogue import Page
from desktop.ui.shell.state import Mood, StatusView
from desktop.ui.tray import art, background
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.presenter import RECENT
from desktop.ui.tray.wording import GOES_ON
from tests.support.named import name_them
from tests.support.tray_stage import MINUTE, Stage, staged
from tests.ui.conftest import now, until

SIX = datetime(2026, 11, 20, 6, 0).astimezone()


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


def test_recent_numbers_stand_once_each_and_are_asked_about(play) -> None:
    async def steps(stage: Stage) -> None:
        menu = stage.behind.menu
        await name_them(stage.scene, ("Ada Lovelace", "020 7946 0018"), region="GB")
        await stage.miss(MINUTE, 2 * MINUTE)

        def of_ada() -> list[QAction]:  # other tests' calls of a moment ago may stand above them
            return [one for one in menu.recent.actions() if one.text().startswith("Ada Lovelace, ")]

        await until(of_ada)
        dials = [action.data().dial for action in menu.recent.actions()]
        assert len(dials) == RECENT
        assert len(set(dials)) == RECENT
        stage.window.hide()
        [entry] = of_ada()
        entry.trigger()
        await until(lambda: stage.window.question is not None)
        assert "Ada Lovelace, +44 20 7946 0018." in stage.window.question.accessibleDescription()
        stage.window.calling.decline()

    play(staged(steps))


def test_the_copied_number_is_shown_when_the_menu_opens_and_asked_about(play) -> None:
    async def steps(stage: Stage) -> None:
        menu, clipboard = stage.behind.menu, QGuiApplication.clipboard()
        before = len(stage.scene.requests("POST", "/calls"))
        stage.window.hide()

        async def opened_with(text: str) -> list[str]:
            clipboard.setText(text)
            assert not stage.behind.presenter.view.copied.known, "nobody looks before somebody wants to know"
            assert menu.copied.isEnabled(), "a desktop may show the menu without telling"
            menu.aboutToShow.emit()
            await until(lambda: stage.behind.presenter.view.copied.known)
            return menu.copied.text().splitlines()

        assert await opened_with("nothing to see <b>here</b>") == [
            "Call the number on the clipboard",
            "There is none",
        ]
        assert not menu.copied.isEnabled()
        shown = await opened_with("Ring 06 12 34 56 78, please")
        assert shown == ["Call the number on the clipboard", "+33 6 12 34 56 78"]
        assert menu.copied.isEnabled()
        menu.copied.trigger()
        await until(lambda: stage.window.question is not None)
        question = stage.window.question.accessibleDescription()
        assert "+33 6 12 34 56 78" in question
        assert "clipboard" in question
        assert stage.window.isVisible()
        stage.window.calling.decline()
        await opened_with("06 12 34 56 78\n+44 20 7946 0018")
        assert not menu.copied.isVisible()
        assert menu.several.menuAction().isVisible()
        menu.several.actions()[1].trigger()
        await until(lambda: stage.window.question is not None)
        assert "+44 20 7946 0018" in stage.window.question.accessibleDescription()
        stage.window.calling.decline()
        assert len(stage.scene.requests("POST", "/calls")) == before
        clipboard.clear()

    play(staged(steps))


def test_where_nobody_may_look_the_window_does_once_it_has_the_keyboard(play, monkeypatch) -> None:
    """As under Wayland, where only the program with the keyboard may read the clipboard."""

    async def steps(stage: Stage) -> None:
        menu, looks = stage.behind.menu, [False]
        monkeypatch.setattr(copied, "may_look", lambda: looks[0])
        monkeypatch.setattr(background, "may_look", lambda: looks[0])
        QGuiApplication.clipboard().setText("06 12 34 56 78")
        menu.aboutToShow.emit()
        await stage.scene.sync()
        assert menu.copied.text().endswith("\nLooked for when you choose this")
        menu.copied.trigger()
        assert stage.window.question is None
        looks[0] = True
        stage.window.looked_at.emit()
        await until(lambda: stage.window.question is not None)
        assert "+33 6 12 34 56 78" in stage.window.question.accessibleDescription()
        stage.window.calling.decline()
        QGuiApplication.clipboard().clear()

    play(staged(steps))


def test_do_not_disturb_begins_and_ends_in_the_menu_and_the_icon_says_so(play) -> None:
    async def steps(stage: Stage) -> None:
        quiet, presenter = stage.behind.menu.quiet, stage.behind.presenter
        in_window = stage.behind.quiet
        assert in_window.menuAction() in stage.window.bar.main_menu.actions(), "there may be no tray"
        assert quiet.title() == "Do not disturb"
        assert not quiet.end.isVisible()
        quiet.lengths[QuietFor.HALF_HOUR].trigger()
        await until(lambda: presenter.view.quiet.by_person)
        until_when = times.clock(presenter.view.quiet.until)
        for menu in (quiet, in_window):
            assert menu.title() == f"Do not disturb (until {until_when})"
            assert menu.state.text() == f"On until {until_when}"
            assert menu.end.isVisible()
        assert f"Do not disturb until {until_when}" in presenter.view.tip
        in_window.lengths[QuietFor.SWITCHED_OFF].trigger()
        await until(lambda: presenter.view.quiet.until is None)
        assert quiet.title() == "Do not disturb (on)"
        assert quiet.state.text() == "On until switched off"
        quiet.end.trigger()
        await until(lambda: not presenter.view.quiet.on)
        assert quiet.title() == in_window.title() == "Do not disturb"
        stage.scene.opened.services.quiet.begin(QuietFor.HOUR)  # from somewhere else
        await until(lambda: presenter.view.quiet.on)

    play(staged(steps))


@pytest.mark.parametrize(
    ("quiet", "menu", "state", "tip"),
    [
        (QuietState(), "Do not disturb", "", "Sidetone\nGood"),
        (QuietState(True, True), "Do not disturb (on)", "On until switched off",
         "Sidetone\nDo not disturb\nGood"),
        (QuietState(True, True, SIX), "Do not disturb (until {six})", "On until {six}",
         "Sidetone\nDo not disturb until {six}\nGood"),
        (QuietState(True, False, SIX), "Do not disturb (until {six})", "Quiet hours until {six}",
         "Sidetone\nQuiet hours until {six}\nGood"),
        (QuietState(True, True, SIX + timedelta(days=1)), "Do not disturb (until tomorrow {six})",
         "On until tomorrow {six}", "Sidetone\nDo not disturb until tomorrow {six}\nGood"),
    ],
)  # fmt: skip
def test_how_quiet_it_is_is_said_in_words(app, quiet: QuietState, menu: str, state: str, tip: str) -> None:
    now_, six = SIX - timedelta(minutes=30), times.clock(SIX)
    assert sentences_tray.quiet_menu(quiet, now_) == menu.format(six=six)
    assert sentences_tray.quiet_state(quiet, now_) == state.format(six=six)
    assert sentences_tray.tip("Good", 0, quiet, now_) == tip.format(six=six)


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
    looks = [
        art.Look(missed, trouble, quiet)
        for missed in (0, 1, 7, 40)
        for trouble in (False, True)
        for quiet in (False, True)
    ]
    for size in art.SIZES:
        seen = {bytes(art.image(size, look).constBits()) for look in looks}
        assert len(seen) == len(looks)
        plain = art.image(size)
        sides = [plain.pixelColor(size // 2, y) for y in range(size)]
        assert {side.alpha() for side in sides} <= {0, 255}, "its sides lie between no two pixels"
    assert art.icon(art.Look(40)) is art.icon(art.Look(99))  # both say 9+
    sizes = {(size.width(), size.height()) for size in art.icon(art.Look()).availableSizes()}
    assert sizes == {(size, size) for size in art.SIZES}
