"""Notices on the desktop, of a real window on a real engine; the desktop's half is played here.

On a real notification service: `tests/desktop/test_notices.py`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallFilter, CallRecord, Direction, Has, Outcome
from desktop.domain.changes import Topic
from desktop.domain.notices import Notice, NoticeKind
from desktop.domain.quiet import QuietFor, QuietState
from desktop.domain.transcripts import TranscriptState
from desktop.services.told import Told
from desktop.store import accounts
from desktop.ui import sentences_notices, sentences_tray, strings, strings_notices
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.wording import AWAY, CALL, HELD, SUMMARY, notice_id
from tests.support.named import name_them
from tests.support.tray_stage import ADA, MINUTE, Stage, staged
from tests.ui.conftest import now, until


def plain(notice: Notice) -> str:
    """Return a notice's text with spaces that may break."""
    return notice.body.replace("\u00a0", " ")


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
        assert plain(desk.shown[SUMMARY]) == "+33 6 12 34 56 78, +44 20 7946 0018"
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


def test_a_desktop_that_shows_no_notices_leaves_none_standing(play, monkeypatch) -> None:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(TrayIcon, "say", lambda _icon, title, text: said.append((title, text)))

    async def steps(stage: Stage) -> None:
        stage.desk.shows = False
        [missed] = await stage.miss(MINUTE)
        await until(lambda: said)
        await until(lambda: not stage.behind.notices.standing)
        [(title, text)] = said
        assert title == "Missed call from +44 20 7946 0018"
        assert text.endswith(strings.NO_BUTTONS)
        stage.desk.press(notice_id(missed), CALL)
        assert stage.behind.board.standing == ()

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


# ---- quiet


def test_what_comes_while_it_is_quiet_is_one_notice_afterwards(play) -> None:
    async def steps(stage: Stage) -> None:
        desk, told = stage.desk, stage.scene.opened.services.told
        states: list[QuietState] = []
        stage.behind.board.quiet_changed.connect(states.append)
        stage.window.hide()
        await stage.be_quiet()
        await until(lambda: stage.behind.board.quiet.by_person)
        for minute in range(1, 6):
            await stage.miss(minute * MINUTE, other=f"+33199004{minute:03}")
        await stage.miss(MINUTE, other="+33612345678", outcome=Outcome.VOICEMAIL)
        await stage.miss(2 * MINUTE)
        await until(lambda: len(stage.behind.notices.standing) == 7)
        stage.window.calling.wish(ADA, DialSource.ROW)  # called back meanwhile, it is no news any more
        await until(lambda: len(stage.behind.notices.standing) == 6)
        assert desk.ever == []
        await stage.be_loud()
        await until(lambda: HELD in desk.shown)
        assert [state.on for state in states] == [True, False]
        assert desk.shown[HELD].title == strings_notices.WHILE_QUIET
        assert plain(desk.shown[HELD]) == (
            "5 missed calls: +33 1 99 00 40 01, +33 1 99 00 40 02, +33 1 99 00 40 03 and 2 more\n"
            "1 voicemail: +33 6 12 34 56 78"
        )
        assert len(desk.ever) == 1
        assert stage.behind.notices.standing == ()
        assert await stage.scene.there(told.held()) == ()
        stage.window.hide()
        desk.press(HELD, "open")
        await until(stage.window.isVisible)
        assert stage.window.recents.presenter.chosen.outcomes == {Outcome.MISSED, Outcome.VOICEMAIL}

    play(staged(steps))


def test_one_thing_that_was_held_back_says_itself(play) -> None:
    async def steps(stage: Stage) -> None:
        await stage.be_quiet()
        [missed] = await stage.miss(MINUTE)
        await until(lambda: stage.behind.notices.standing)
        await stage.be_loud()
        await until(lambda: notice_id(missed) in stage.desk.shown)
        before = len(stage.scene.requests("POST", "/calls"))
        stage.desk.press(notice_id(missed), CALL)
        await until(lambda: len(stage.scene.requests("POST", "/calls")) == before + 1)
        await until(lambda: not stage.window.calling.sending)

    play(staged(steps))


def test_what_was_held_back_is_said_after_a_restart_and_once(play) -> None:
    async def steps(stage: Stage) -> None:
        told = stage.scene.opened.services.told
        stage.window.hide()  # who looks at the window needs no notice that only counts
        await stage.be_quiet()
        await stage.miss(MINUTE, 2 * MINUTE, other="+33199004295")  # whom no other test calls back
        await until(lambda: len(stage.behind.notices.standing) == 2)
        await stage.scene.there(until_held(told, 2))
        await stage.restart()
        await stage.be_loud()
        await until(lambda: HELD in stage.desk.shown)
        assert plain(stage.desk.shown[HELD]) == "2 missed calls: +33 1 99 00 42 95"
        await stage.restart()
        await stage.miss(MINUTE)
        await until(lambda: stage.desk.shown)
        assert HELD not in stage.desk.shown
        assert len(stage.desk.ever) == 2

    play(staged(steps))


async def until_held(told: Told, count: int) -> None:
    for _ in range(400):
        if len(await told.held()) >= count:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it is not held back")


def test_it_becomes_loud_by_itself_when_the_time_is_over(play) -> None:
    async def steps(stage: Stage) -> None:
        settings, soon = stage.scene.opened.services.settings, now() + timedelta(seconds=1.5)
        await stage.scene.bridge.call(lambda: settings.set("notify.quiet_until", soon.isoformat()))
        [missed] = await stage.miss(MINUTE)
        await until(lambda: stage.behind.notices.standing)
        assert stage.desk.ever == []
        await until(lambda: notice_id(missed) in stage.desk.shown)
        assert now() >= soon
        assert not stage.behind.board.quiet.on

    play(staged(steps))


# ---- switches, and what is told once


def test_a_switch_stops_its_kind_and_no_other(play) -> None:
    async def steps(stage: Stage) -> None:
        settings = stage.scene.opened.services.settings
        settings.set("notify.missed", value=False)
        stage.window.hide()
        await stage.miss(MINUTE)
        [left] = await stage.miss(2 * MINUTE, other="+33612345678", outcome=Outcome.VOICEMAIL)
        await until(lambda: stage.desk.shown)
        assert set(stage.desk.shown) == {notice_id(left)}
        notice = stage.desk.shown[notice_id(left)]
        assert notice.title == "Voicemail from +33 6 12 34 56 78"
        assert [action.key for action in notice.actions] == [CALL, "open"]
        await until(lambda: stage.behind.presenter.view.unseen == 1)

    play(staged(steps))


def test_an_account_that_needs_signing_in_is_told_of_once_until_that_was_done(play) -> None:
    async def steps(stage: Stage) -> None:
        services = stage.scene.opened.services
        [main] = await stage.scene.there(services.accounts.all())
        own = f"sign-in:{main.id}"

        async def becomes(state: AccountState, trouble: str | None = None) -> None:
            await services.accounts._store.write(
                lambda db: accounts.update_state(db, main.id, state=state, trouble=trouble)
            )
            services.changes.tell(Topic.ACCOUNTS)

        shell = stage.window.shell
        await stage.scene.there(becomes(AccountState.SIGN_IN, "The provider does not know the key any more."))
        await until(lambda: own in stage.desk.shown)
        notice = stage.desk.shown[own]
        assert notice.title == "Sign in to Main again"
        assert notice.body == "The provider does not know the key any more."
        assert [action.label for action in notice.actions] == [strings.SIGN_IN]
        await stage.scene.there(becomes(AccountState.OFFLINE))
        await until(lambda: shell.accounts[0].state is AccountState.OFFLINE)
        await stage.scene.there(becomes(AccountState.SIGN_IN))
        await until(lambda: shell.accounts[0].state is AccountState.SIGN_IN)
        await stage.restart()
        await stage.miss(MINUTE)
        await until(lambda: stage.desk.shown)
        assert [one.id for one in stage.desk.ever].count(own) == 1
        await stage.scene.there(becomes(AccountState.OK))
        await until(lambda: shell.accounts[0].state is AccountState.OK)
        await stage.scene.there(becomes(AccountState.SIGN_IN))
        await until(lambda: own in stage.desk.shown)
        stage.window.hide()
        stage.desk.press(own, "sign-in")
        await until(lambda: stage.window.signing_in and stage.window.isVisible())

    play(staged(steps))


def test_the_board_tells_a_fact_once_and_replaces_what_stands(play) -> None:
    async def steps(stage: Stage) -> None:
        board, desk, pressed = stage.behind.board, stage.desk, list[str]()
        first, second = Notice("key:1", "14 days left"), Notice("key:1", "7 days left")
        board.post(NoticeKind.KEY_ENDS, first, pressed.append, fact="key:1:14")
        board.post(NoticeKind.KEY_ENDS, second, pressed.append, fact="key:1:7")
        board.post(NoticeKind.KEY_ENDS, first, pressed.append, fact="key:1:14")
        board.post(NoticeKind.KEY_ENDS, Notice("last", "last"))
        await until(lambda: "last" in desk.shown)
        assert [one.title for one in desk.ever] == ["14 days left", "7 days left", "last"]
        assert set(board.standing) == {"key:1", "last"}
        desk.press("key:1")
        desk.press("key:1")
        await until(lambda: board.standing == ("last",))
        assert pressed == ["default"]
        board.withdraw("last", forget=True)
        board.post(NoticeKind.KEY_ENDS, Notice("last", "again"))
        await until(lambda: desk.ever[-1].title == "again")
        await stage.restart()
        stage.behind.board.post(NoticeKind.KEY_ENDS, Notice("last", "and again"))
        stage.behind.board.post(NoticeKind.KEY_ENDS, Notice("other", "another"))
        await until(lambda: desk.ever[-1].title == "another")
        assert desk.ever[-2].title == "again"

    play(staged(steps))


def test_nothing_of_the_window_itself_is_said_while_it_is_quiet(play, monkeypatch) -> None:
    monkeypatch.setattr(TrayIcon, "is_seen", lambda _icon: True)
    monkeypatch.setattr(TrayIcon, "say", lambda *_said: pytest.fail("a balloon pops up, too"))

    async def steps(stage: Stage) -> None:
        await stage.be_quiet(QuietFor.HOUR)
        stage.behind.window_closed()
        stage.behind.board.post(NoticeKind.UPLOAD, Notice("upload:1", "held"))
        told = stage.scene.opened.services.told
        await stage.scene.there(until_held(told, 1))
        assert stage.scene.opened.services.settings.get("tray.explained") is False
        stage.window.show()
        await stage.be_loud()
        await until(lambda: stage.desk.shown)
        assert [one.id for one in stage.desk.ever] == ["upload:1"]

    play(staged(steps))


# ---- transcripts and uploads


async def first(calls: AsyncIterator[CallRecord]) -> list[CallRecord]:
    return [call async for call in calls]


def test_a_transcript_that_was_asked_for_is_told_of_unless_somebody_looks_at_it(play) -> None:
    async def steps(stage: Stage) -> None:
        services, desk, bridge = stage.scene.opened.services, stage.desk, stage.scene.bridge
        recorded = CallFilter(has=frozenset({Has.RECORDING}))
        found = await stage.scene.there(first(services.calls.select(recorded, 40)))
        made = None
        for call in found:
            asked = await stage.scene.there(services.transcripts.request(call.id))
            if asked.state is not TranscriptState.PENDING:
                continue
            ready = await stage.scene.there(services.transcripts.wait(call.id, 20))
            if ready.state is TranscriptState.READY:
                made = call
                break
        assert made is not None
        own = f"transcript:{made.id}"
        await until(lambda: own in desk.shown)
        assert desk.shown[own].title == strings_notices.TRANSCRIPT_READY
        assert desk.shown[own].body == sentences_notices.call_with(made, now())
        desk.press(own)
        detail = stage.window.recents.detail_presenter
        await until(lambda: detail.view is not None and detail.view.call.id == made.id)
        stage.window.come_forward()
        await until(stage.window.isActiveWindow)
        await bridge.call(lambda: services.transcripts._made.tell(made.id))
        other = next(call for call in found if call.id != made.id)
        await bridge.call(lambda: services.transcripts._made.tell(other.id))
        await until(lambda: f"transcript:{other.id}" in desk.shown)
        assert [one.id for one in desk.ever if one.id == own] == [own]

    play(staged(steps))
