"""Notices on the desktop, of a real window on a real engine; the desktop's half is played here.

On a real notification service: `tests/desktop/test_notices.py`.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallFilter, CallRecord, Direction, Has, Outcome
from desktop.domain.notices import Notice
from desktop.domain.transcripts import TranscriptState
from desktop.ui import sentences_notices, sentences_tray, strings, strings_notices
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.wording import AWAY, CALL, SUMMARY, notice_id
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


# ---- transcripts


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
