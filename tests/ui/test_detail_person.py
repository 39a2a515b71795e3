"""The person at the other end: counts, calls and attempts with the number, and what they lead to."""

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.attempts import Attempt, AttemptState, DialSource, Sighting
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.persons import NumberHistory
from desktop.ui import sentences_detail as sentences
from desktop.ui import strings
from desktop.ui.detail.details import facts
from desktop.ui.detail.views import CallView, Tried, entries
from tests.support.opened import listed, opened, ready
from tests.ui.conftest import Scene, until

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
INBOUND, OUTBOUND, INTERNAL = Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL


def call(call_id: str, at: datetime = NOON, **changes: object) -> CallRecord:
    made = CallRecord(
        id=call_id, account_id="1", account="Main", provider="sipsim", provider_id=f"p{call_id}",
        direction=INBOUND, outcome=Outcome.ANSWERED, caller="+33612345678", callee="+33100000002",
        other="+33612345678", name=None, line_id="1", line="Sales", registered_at=None, started_at=at,
        answered_at=None, ended_at=None, wait_s=None, duration_s=61, tags=(), has_recording=False,
        has_transcript=None, note=None, raw_type=None, raw_status=None, sorted_at=at,
    )  # fmt: skip
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def tried(attempt_id: str, at: datetime, call_id: str | None = None, **changes: object) -> Tried:
    attempt = Attempt(
        id=attempt_id, account_id="1", account="Main", line_id="1", number="+33612345678",
        state=AttemptState.PLACED, created_at=at, call_id=call_id,
    )  # fmt: skip
    return Tried(dataclasses.replace(attempt, **changes), "placed", "Sales")  # type: ignore[arg-type]


def view(open_call: CallRecord, history: NumberHistory, *attempts: Tried) -> CallView:
    return CallView(open_call, "", "", "", "", "SIPSIM", known=True, history=history, tried=attempts)


def names(found: list[object]) -> list[str]:
    return [f"call {one.call.id}" if one.call else f"try {one.tried.attempt.id}" for one in found]  # type: ignore[attr-defined]


def test_calls_and_attempts_stand_in_one_order_and_an_attempt_that_became_a_call_with_it():
    hour = timedelta(hours=1)
    history = NumberHistory(
        4, later=(call("5", NOON + 3 * hour),), earlier=(call("2", NOON - hour), call("1", NOON - 5 * hour))
    )
    shown = view(
        call("3"),
        history,
        tried("d", NOON + hour),
        tried("c", NOON + 3 * hour, call_id="5"),
        tried("b", NOON - 2 * hour),
        tried("a", NOON - 9 * hour),
        tried("own", NOON, call_id="3"),
    )
    later, earlier = entries(shown)
    assert names(later) == ["call 5", "try d"]
    assert names(earlier) == ["call 2", "try b", "call 1", "try a"]
    assert later[0].tried is not None
    cut = dataclasses.replace(shown, history=dataclasses.replace(history, more_earlier=True))
    assert names(entries(cut)[1]) == ["call 2", "try b", "call 1"]
    cut = dataclasses.replace(shown, history=dataclasses.replace(history, more_later=True))
    assert names(entries(cut)[0]) == ["call 5", "try d"]


@pytest.mark.parametrize(
    ("from_them", "to_them", "direction", "said"),
    [
        (0, 0, INBOUND, ""),
        (1, 0, INBOUND, ""),
        (3, 0, INBOUND, "called three times today"),
        (0, 2, OUTBOUND, "you called twice today"),
        (1, 1, INBOUND, "called once, you called once today"),
        (12, 1, OUTBOUND, "called 12 times, you called once today"),
        (4, 0, INTERNAL, "4 calls today"),
    ],
)
def test_how_often_today_is_worded_by_who_called(from_them, to_them, direction, said):
    assert sentences.today(from_them, to_them, direction) == said


def test_what_became_of_an_attempt_is_said():
    said = {
        state: sentences.attempt_state(tried("1", NOON, state=state).attempt, Sighting.WAITING)
        for state in AttemptState
    }
    assert said[AttemptState.PLACED] == "placed, not seen in the history yet"
    assert said[AttemptState.BUSY] == "line busy, nothing rang"
    assert "not known" in said[AttemptState.UNKNOWN]
    assert said[AttemptState.FAILED] == "not placed"
    assert len(set(said.values())) == len(said)


def test_who_speaks_in_a_file_is_told_by_name_not_by_you():
    inbound = sentences.written_speakers(call("1"), "Ada Lovelace")
    assert set(inbound.values()) == {"Ada Lovelace", "Sales", strings.SPEAKER}
    outbound = sentences.written_speakers(call("1", direction=OUTBOUND, line=None), "Ada")
    assert set(outbound.values()) == {"Ada", strings.CALLER, strings.SPEAKER}
    hidden = sentences.written_speakers(call("1", other=None), strings.NO_NUMBER)
    assert strings.CALLER in hidden.values()
    assert set(sentences.written_speakers(call("1", direction=INTERNAL), "x").values()) == {
        strings.CALLER,
        strings.CALLEE,
        strings.SPEAKER,
    }


def test_an_attempt_s_request_id_stands_in_the_details_of_its_call():
    attempt = tried("1", NOON, call_id="3", provider_id="call_x", request_id="0d5b-86")
    history = NumberHistory(1, attempts=(attempt.attempt,))
    rows = {fact.label: fact.value for fact in facts(view(call("3"), history, attempt))}
    assert rows[strings.REQUEST_ID] == "0d5b-86"
    assert rows[strings.ATTEMPT_ID] == "call_x"
    other = {fact.label for fact in facts(view(call("4"), history, attempt))}
    assert strings.REQUEST_ID not in other


def test_a_call_from_here_shows_as_an_attempt_and_then_as_its_call(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        # Other tests call the newest ones: their call of a moment ago would be taken for this attempt's.
        first = [one for one in listed(window) if one.other and one.other.startswith("+33")][-1]
        await opened(window, first)
        presenter, person = window.recents.detail_presenter, window.recents.detail.person
        window.recents.detail.show_person()
        assert person.isVisible()
        dialling = scene.opened.services.dialling
        plan = await scene.there(dialling.prepare(first.other, DialSource.ROW))
        rules = frozenset(verdict.rule for verdict in plan.verdicts)
        attempt = await scene.there(dialling.dial(plan, confirmed=True, allow=rules))
        assert attempt.state is AttemptState.PLACED
        await until(lambda: any(one.attempt.id == attempt.id for one in presenter.view.tried))
        row = person.later.rows.rows[0]
        assert row.entry.call is None
        assert "placed" in row.accessibleName()
        assert attempt.request_id in row.accessibleDescription()
        row.click()
        assert presenter.view.call.id == first.id
        for _ in range(100):  # the sandbox takes a moment to have it in its history
            await scene.sync()
            entry = person.later.rows.rows[0].entry
            if entry.call is not None and entry.tried is not None:  # the call may be read before it is linked
                break
            await asyncio.sleep(0.02)
        row = person.later.rows.rows[0]
        assert row.entry.tried is not None
        row.click()
        await until(lambda: presenter.view.call.id != first.id)
        await until(lambda: presenter.settled)
        rows = {fact.label: fact.value for fact in facts(presenter.view)}
        assert rows[strings.REQUEST_ID] == attempt.request_id

    play(steps)


def test_show_all_lists_the_calls_with_the_number_alone(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        calls = [one for one in listed(window) if one.other and one.direction is not INTERNAL]
        numbers = [one.other for one in calls]
        often = max(set(numbers), key=numbers.count)
        await opened(window, next(one for one in calls if one.other == often))
        window.recents.detail.show_person()
        person, view = window.recents.detail.person, window.recents.detail_presenter.view
        assert view.history.calls == numbers.count(often)
        listed_here = len(person.earlier.rows.rows) + len(person.later.rows.rows)
        assert person.show_all.isVisible() is (view.history.calls > listed_here + 1)
        person.all_wanted.emit()
        await until(lambda: {one.other for one in listed(window)} == {often})
        assert window.recents.model.calls == view.history.calls

    play(steps)


def test_arrow_keys_go_through_the_rows_and_enter_opens_one(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        calls = [one for one in listed(window) if one.other]
        numbers = [one.other for one in calls]
        often = max(set(numbers), key=numbers.count)
        same = [one for one in calls if one.other == often]
        await opened(window, same[0])
        window.recents.detail.show_person()
        rows = window.recents.detail.person.earlier.rows.rows
        rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(rows[0], Qt.Key.Key_Down)
        assert rows[1].hasFocus()
        QTest.keyClick(rows[1], Qt.Key.Key_Up)
        QTest.keyClick(rows[0], Qt.Key.Key_Up)
        assert rows[0].hasFocus()
        assert [row.focusPolicy() for row in rows].count(Qt.FocusPolicy.StrongFocus) == 1
        QTest.keyClick(rows[0], Qt.Key.Key_Return)
        assert window.recents.detail_presenter.view.call.id == same[1].id

    play(steps)


def test_with_several_accounts_each_row_names_its_own(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        calls = [one for one in listed(window) if one.other and one.other.startswith("+")]
        numbers = [one.other for one in calls]
        often = max(set(numbers), key=numbers.count)
        await opened(window, next(one for one in calls if one.other == often))
        window.recents.detail.show_person()
        presenter, person = window.recents.detail_presenter, window.recents.detail.person
        before = presenter.view.history.calls
        assert "Main" not in person.earlier.rows.rows[0].accessibleName()
        await scene.there(scene.opened.add(scene.hello, "Branch"))
        await scene.sync()
        await until(lambda: presenter.view.history.calls == 2 * before)
        await until(lambda: presenter.settled and presenter.view.several_accounts)
        names = [row.accessibleName() for row in (*person.earlier.rows.rows, *person.later.rows.rows)]
        assert all(("Main" in name) is not ("Branch" in name) for name in names)
        assert any("Branch" in name for name in names)

    play(steps)
