"""The board between all that is told and the desktop: quiet, switches, and nothing told twice.

On a real notification service: `tests/desktop/test_notices.py`.
"""

import asyncio
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.domain.accounts import AccountState
from desktop.domain.attempts import AttemptState, DialSource
from desktop.domain.calls import Outcome
from desktop.domain.changes import Topic
from desktop.domain.notices import Notice, NoticeKind
from desktop.domain.quiet import QuietFor, QuietState
from desktop.services.told import Told
from desktop.store import accounts
from desktop.ui import strings, strings_notices
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.wording import CALL, HELD, notice_id
from tests.support.tray_stage import ADA, MINUTE, Stage, staged
from tests.ui.conftest import now, until


def plain(notice: Notice) -> str:
    """Return a notice's text with spaces that may break."""
    return notice.body.replace("\u00a0", " ")


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
        await stage.miss(MINUTE, other="+33199004099", outcome=Outcome.VOICEMAIL)
        await stage.miss(2 * MINUTE)
        await until(lambda: len(stage.behind.notices.standing) == 7)
        dialling, there = stage.scene.opened.services.dialling, stage.scene.there
        plan = await there(dialling.prepare(ADA, DialSource.ROW))
        rules = frozenset(verdict.rule for verdict in plan.verdicts)
        attempt = await there(dialling.dial(plan, confirmed=True, allow=rules))
        while attempt.state is AttemptState.BUSY:  # another test's call may keep the line for half a second
            attempt = await there(dialling.dial(plan, confirmed=True, allow=rules, after=attempt))
        # Called back meanwhile, it is no news any more.
        await until(lambda: len(stage.behind.notices.standing) == 6)
        assert desk.ever == []
        await stage.be_loud()
        await until(lambda: HELD in desk.shown)
        assert [state.on for state in states] == [True, False]
        assert desk.shown[HELD].title == strings_notices.WHILE_QUIET
        assert plain(desk.shown[HELD]) == (
            "5 missed calls: +33 1 99 00 40 01, +33 1 99 00 40 02, +33 1 99 00 40 03 and 2 more\n"
            "1 voicemail: +33 1 99 00 40 99"
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
        await stage.scene.there(until_held(told, count=2))
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


async def until_held(told: Told, *facts: str, count: int = 1) -> None:
    for _ in range(400):
        held = [fact for fact, _ in await told.held()]
        if len(held) >= count and set(facts) <= set(held):
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it is not held back")


def test_it_becomes_loud_by_itself_when_the_time_is_over(play) -> None:
    async def steps(stage: Stage) -> None:
        settings = stage.scene.opened.services.settings
        await stage.be_quiet()
        [missed] = await stage.miss(MINUTE)
        await until(lambda: stage.behind.notices.standing)
        assert stage.desk.ever == []
        soon = now() + timedelta(seconds=0.4)
        await stage.scene.bridge.call(lambda: settings.set("notify.quiet_until", soon.isoformat()))
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


def test_what_is_pressed_while_sidetone_ends_does_nothing(play) -> None:
    async def steps(stage: Stage) -> None:
        board, pressed = stage.behind.board, list[str]()
        board.post(NoticeKind.UPLOAD, Notice("upload:1", "done"), pressed.append)
        await until(lambda: "upload:1" in stage.desk.shown and not board._scope.names())
        stage.desk.press("upload:1")
        await board.close()
        QCoreApplication.sendPostedEvents(board)
        assert pressed == []

    play(staged(steps))


def test_nothing_of_the_window_itself_is_said_while_it_is_quiet(play, monkeypatch) -> None:
    monkeypatch.setattr(TrayIcon, "is_seen", lambda _icon: True)
    monkeypatch.setattr(TrayIcon, "say", lambda *_said: pytest.fail("a balloon pops up, too"))

    async def steps(stage: Stage) -> None:
        await stage.be_quiet(QuietFor.HOUR)
        stage.behind.window_closed()
        stage.behind.board.post(NoticeKind.UPLOAD, Notice("upload:1", "held"))
        told = stage.scene.opened.services.told
        await stage.scene.there(until_held(told))
        assert stage.scene.opened.services.settings.get("tray.explained") is False
        stage.window.show()
        await stage.be_loud()
        await until(lambda: stage.desk.shown)
        assert [one.id for one in stage.desk.ever] == ["upload:1"]

    play(staged(steps))


def test_what_is_replaced_or_over_while_it_is_quiet_is_not_counted(play) -> None:
    async def steps(stage: Stage) -> None:
        told = stage.scene.opened.services.told
        stage.window.hide()
        key, board = NoticeKind.KEY_ENDS, stage.behind.board
        await stage.be_quiet()
        board.post(key, Notice("key:1", "7 days left"), fact="key:1:7")
        board.post(key, Notice("key:1", "1 day left"), fact="key:1:1")
        board.post(
            NoticeKind.MISSED, Notice(notice_id("999999"), "a call whose account was removed"), fact=""
        )
        board.post(NoticeKind.SIGN_IN, Notice("sign-in:9", "an account"))
        board.withdraw("sign-in:9")
        board.post(NoticeKind.UPLOAD, Notice("upload:9", "the last"))
        await stage.scene.there(until_held(told, "upload:9"))
        await stage.be_loud()
        await until(lambda: HELD in stage.desk.shown)
        assert plain(stage.desk.shown[HELD]) == "1 upload has ended\n1 key ends soon"

    play(staged(steps))
