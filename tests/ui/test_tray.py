"""The tray and the notices of a real window on a real engine; the desktop's half is played here.

On a real panel with a real notification service: `tests/desktop/test_tray.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QColor

from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.listeners import Listeners
from desktop.domain.notices import DEFAULT, Notice, NoticeEvent, NotifierState
from desktop.store import calls
from desktop.ui import sentences_tray, strings
from desktop.ui.kit.roles import contrast
from desktop.ui.settings.catalogue import Page
from desktop.ui.shell.state import Mood, StatusView
from desktop.ui.tray import art
from desktop.ui.tray.background import Background
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.notices import AWAY, CALL, GOES_ON, SUMMARY, notice_id
from tests.support.named import name_them
from tests.support.stored_calls import call
from tests.ui.conftest import Scene, now, until

ADA = "+442079460018"


@dataclass
class Desk:
    """A desktop that shows notices, unless it is told not to."""

    shows: bool = True
    shown: dict[str, Notice] = field(default_factory=dict)
    ever: list[Notice] = field(default_factory=list)
    listeners: Listeners[NoticeEvent] = field(default_factory=Listeners)

    async def show(self, notice: Notice) -> bool:
        if self.shows:
            self.shown[notice.id] = notice
            self.ever.append(notice)
        return self.shows

    async def withdraw(self, notice_id: str) -> None:
        self.shown.pop(notice_id, None)

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:
        return self.listeners.add(listener)

    async def state(self) -> NotifierState:
        return NotifierState("a test")

    async def close(self) -> None:
        self.shown.clear()

    def press(self, notice: str, action: str = DEFAULT) -> None:
        self.listeners.tell(NoticeEvent(notice, action))
        self.listeners.tell(NoticeEvent(notice))


class Stage:
    """A signed-in window with its background, and calls that are missed when a test says so."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.desk = Desk()
        self.quits: list[bool] = []
        self._number = 0

    async def begin(self) -> "Stage":
        scene = self.scene
        await scene.sign_in()
        scene.opened.services = replace(scene.opened.services, notifier=self.desk)
        self.window = await scene.window()
        context = scene.context()
        self.behind = Background(context, self.window, gather_ms=60)
        self.behind.quit_wanted.connect(self._quit)
        self.behind.start()
        await scene.sync()
        missed = scene.opened.services.missed
        await until(lambda: not missed._scope.names())  # from here on, what is missed is news
        await until(lambda: self.behind.presenter.view.missed)
        return self

    def _quit(self) -> None:
        self.quits.append(True)

    async def miss(self, *ago: timedelta, other: str | None = ADA) -> list[str]:
        """Let calls be missed so long ago, and return their ids."""
        account = (await self.scene.there(self.scene.opened.services.accounts.all()))[0].id
        rows = []
        for each in ago:
            self._number += 1
            rows.append(
                call(f"tray-{self._number}", other=other, outcome=Outcome.MISSED, at=now() - each, line=None)
            )
        done = await self.scene.there(
            self.scene.opened.store.write(lambda db: calls.upsert(db, account, rows))
        )
        await self.scene.sync()
        return sorted(done.ids, key=int)

    async def end(self) -> None:
        await self.behind.close()
        self.behind.deleteLater()


def staged(steps: Callable[[Stage], object]) -> Callable[[Scene], object]:
    """Make a scene of steps on a stage, which is cleared in any case."""

    async def scene(one: Scene) -> None:
        stage = Stage(one)
        try:
            await steps(await stage.begin())  # type: ignore[misc]
        finally:
            await stage.end()

    return scene


MINUTE = timedelta(minutes=1)


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


def test_a_missed_call_is_told_and_its_button_calls_once(play) -> None:
    async def steps(stage: Stage) -> None:
        desk = stage.desk
        [missed] = await stage.miss(2 * MINUTE)
        own = notice_id(missed)
        await until(lambda: own in desk.shown)
        notice = desk.shown[own]
        assert notice.title == "Missed call from +44 20 7946 0018"
        assert notice.body.endswith(", 2 min ago")
        assert [action.key for action in notice.actions] == ["call", "open"]
        assert notice.unaided == strings.NO_BUTTONS
        assert notice.picture is not None
        assert len(notice.picture.pixels) == 4 * notice.picture.side**2
        before = len(stage.scene.requests("POST", "/calls"))
        stage.window.hide()
        desk.press(own, "call")
        desk.press(own, "call")
        await until(lambda: len(stage.scene.requests("POST", "/calls")) > before)
        await until(stage.window.card.isVisible)
        assert len(stage.scene.requests("POST", "/calls")) == before + 1
        assert stage.window.isVisible()
        assert own not in desk.shown

    play(staged(steps))


def test_calling_back_from_elsewhere_takes_the_notice_away(play) -> None:
    async def steps(stage: Stage) -> None:
        [missed] = await stage.miss(MINUTE)
        await until(lambda: notice_id(missed) in stage.desk.shown)
        stage.window.calling.wish(ADA, DialSource.ROW)
        await until(lambda: notice_id(missed) not in stage.desk.shown)
        assert stage.behind.notices.standing == ()

    play(staged(steps))


def test_open_shows_the_call_and_a_second_press_does_nothing(play) -> None:
    async def steps(stage: Stage) -> None:
        [missed] = await stage.miss(MINUTE)
        await until(lambda: notice_id(missed) in stage.desk.shown)
        stage.window.hide()
        stage.desk.press(notice_id(missed))
        detail = stage.window.recents.detail_presenter
        await until(lambda: detail.view is not None and detail.view.call.id == missed)
        assert stage.window.isVisible()
        stage.window.hide()
        stage.desk.press(notice_id(missed))
        await stage.scene.sync()
        assert not stage.window.isVisible()

    play(staged(steps))


def test_more_than_three_become_one_notice(play) -> None:
    async def steps(stage: Stage) -> None:
        desk = stage.desk
        await stage.miss(MINUTE, 2 * MINUTE, 3 * MINUTE)
        await until(lambda: len(desk.shown) == 3)
        await stage.miss(MINUTE / 2, other="+33612345678")
        await until(lambda: set(desk.shown) == {SUMMARY})
        assert desk.shown[SUMMARY].title == "4 missed calls"
        assert desk.shown[SUMMARY].body == "+33 6 12 34 56 78, +44 20 7946 0018"
        await stage.miss(MINUTE / 3)
        await until(lambda: desk.shown[SUMMARY].title == "5 missed calls")
        stage.window.hide()
        desk.press(SUMMARY, "open")
        await until(stage.window.isVisible)
        stage.window.looked_at.emit()
        await stage.miss(MINUTE / 4)
        await until(lambda: len(desk.shown) == 1 and SUMMARY not in desk.shown)

    play(staged(steps))


def test_what_came_while_nobody_was_there_is_one_notice(play) -> None:
    async def steps(stage: Stage) -> None:
        desk = stage.desk
        ids = await stage.miss(30 * MINUTE, 40 * MINUTE, MINUTE)
        await until(lambda: len(desk.shown) == 2)
        assert set(desk.shown) == {AWAY, notice_id(ids[-1])}
        assert desk.shown[AWAY].title == "2 missed calls while you were away"
        [single] = await stage.miss(20 * MINUTE)  # one says more than "1 missed call"
        await until(lambda: notice_id(single) in desk.shown)

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


def test_a_desktop_that_shows_no_notices_leaves_none_standing(play) -> None:
    async def steps(stage: Stage) -> None:
        stage.desk.shows = False
        await stage.miss(MINUTE)
        await until(lambda: stage.behind.presenter.view.missed[0].other == ADA)
        await until(lambda: not stage.behind.notices.standing)
        said: list[bool] = []
        stage.behind.notices.goes_on_said.connect(said.append)
        stage.behind.notices.say_goes_on()
        await until(lambda: said)
        assert said == [False]
        assert stage.scene.opened.services.settings.get("tray.explained") is False

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


def test_a_notice_names_the_contact_as_the_phonebooks_have_it_when_it_shows(play) -> None:
    async def steps(stage: Stage) -> None:
        await name_them(stage.scene, ("Countess", "020 7946 0018"), region="GB")
        stage.behind.notices._gather.setInterval(3_600_000)  # until this test says so
        [missed] = await stage.miss(MINUTE)
        await until(stage.behind.notices._gather.isActive)
        await name_them(stage.scene, ("Ada Lovelace", "020 7946 0018"), region="GB")
        stage.behind.notices._gather.stop()
        stage.behind.notices._gathered()
        await until(lambda: notice_id(missed) in stage.desk.shown)
        notice = stage.desk.shown[notice_id(missed)]
        assert notice.title == "Missed call from Ada Lovelace"
        assert notice.body.startswith("+44 20 7946 0018")
        menu = stage.behind.menu
        await until(lambda: menu.missed.actions()[0].text().startswith("Ada Lovelace, "))
        stage.desk.press(notice_id(missed), CALL)
        await until(lambda: stage.window.card.state is not None)
        assert stage.window.card.state.name == "Ada Lovelace"
        await until(lambda: not stage.window.calling.sending)

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


def test_a_notice_goes_when_its_call_is_looked_at(play) -> None:
    async def steps(stage: Stage) -> None:
        [missed] = await stage.miss(MINUTE)
        await until(lambda: notice_id(missed) in stage.desk.shown)
        stage.window.come_forward()
        await until(stage.window.isActiveWindow)
        stage.window.recents.open_call(missed)
        await until(lambda: notice_id(missed) not in stage.desk.shown)

    play(staged(steps))


def record(**changes: object) -> CallRecord:
    at = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
    values: dict[str, object] = dict.fromkeys(CallRecord.__slots__)
    values |= {"id": "7", "direction": Direction.INBOUND, "outcome": Outcome.MISSED, "other": ADA}
    values |= {"sorted_at": at, "tags": (), "name": "Ada Lovelace", "line": "Sales desk"}
    return CallRecord(**{**values, **changes})  # type: ignore[arg-type]


def test_texts_of_a_notice(app) -> None:
    at = record().sorted_at
    assert sentences_tray.missed_from(record()) == "Missed call from Ada Lovelace"
    clock = at.astimezone().strftime("%H:%M")
    assert sentences_tray.missed_how(record(), at + 2 * MINUTE) == (
        f"+44 20 7946 0018, to Sales desk\n{clock}, 2 min ago"
    )
    assert sentences_tray.missed_from(record(other=None, name=None)) == strings.MISSED_WITHHELD
    assert sentences_tray.missed_how(record(other=None, name=None, line=None), at) == f"{clock}, just now"
    assert sentences_tray.missed_from(record(name="Ada\nEVIL\tInc  " + "x" * 99)) == (
        "Missed call from Ada EVIL Inc " + "x" * 46 + "…"
    )


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Ada"], "Ada"),
        (["Ada", "Bo", "Ada"], "Ada, Bo"),
        (["Ada", "Bo", "Cy", "Di"], "Ada, Bo, Cy, Di"),
        (["Ada", "Bo", "Cy", "Di", "Ed"], "Ada, Bo, Cy and 2 more"),
    ],
)
def test_callers_are_named_as_far_as_there_is_room(app, names: Sequence[str], text: str) -> None:
    assert sentences_tray.callers([record(name=name) for name in names]) == text


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
