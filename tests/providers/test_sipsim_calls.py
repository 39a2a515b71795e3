"""SIPSIM's calls: the shapes of the vendor's pages with values of our own, and everything off them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calls import Call, CallKind, Direction, HistoryQuery, Outcome, Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers.sipsim import calls, wire
from tests.support.sipsim_api import envelope

CALL: dict[str, Any] = {
    "id": 90417,
    "call_type": "inbound",
    "sip_status": "answer",
    "caller_number": "+33611111111",
    "target_number": "+33122222222",
    "answered_phone_number": "+33122222223",
    "answered": True,
    "wait_duration_sec": 7,
    "duration_sec": 61,
    "play_record_link": "https://files.example/r/90417.mp3",
    "phone_id": 31,
    "answered_phone_id": 32,
    "registration_time": "2025-03-02T08:00:00Z",
    "start_time": "2025-03-02T08:00:01Z",
    "answered_time": "2025-03-02T08:00:08Z",
    "end_time": "2025-03-02T08:01:09Z",
    "tags": [{"id": 4, "name": "Support"}],
}
READ = Call(
    provider_id="90417",
    direction=Direction.INBOUND,
    outcome=Outcome.ANSWERED,
    caller="+33611111111",
    callee="+33122222222",
    answered_by="+33122222223",
    line_provider_id="31",
    answered_line_provider_id="32",
    registered_at=datetime(2025, 3, 2, 8, 0, 0, tzinfo=UTC),
    started_at=datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC),
    answered_at=datetime(2025, 3, 2, 8, 0, 8, tzinfo=UTC),
    ended_at=datetime(2025, 3, 2, 8, 1, 9, tzinfo=UTC),
    wait_s=7,
    duration_s=61,
    recording_url="https://files.example/r/90417.mp3",
    tags=(Tag("4", "Support"),),
    raw_type="inbound",
    raw_status="answer",
)


def page_of(*rows: Any, **pagination: Any) -> Any:
    return calls.history_page(envelope(list(rows), pagination=pagination))


def only(row: Any) -> Call:
    found = page_of(row).decode()
    assert found.skipped == 0
    (call,) = found.calls
    return call  # type: ignore[no-any-return]


# -- calls


def test_a_call_as_the_vendor_documents_it() -> None:
    assert only(CALL) == READ


def test_a_row_that_does_not_fit_costs_neither_itself_nor_its_page() -> None:
    odd = {**CALL, "duration_sec": "61", "wait_duration_sec": 7.0, "id": "90417", "answered": "true"}
    assert page_of(CALL, odd, CALL).decode().calls == (READ, READ, READ)


@pytest.mark.parametrize("call_id", [123, "123", 123.0, "call_123", "call_q1w2e3"])
def test_ids_are_text_whatever_they_came_as(call_id: Any) -> None:
    wanted = "123" if call_id == 123 else str(call_id)
    assert only({"id": call_id}).provider_id == wanted


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    "row", [{}, {"id": None}, {"id": ""}, {"id": True}, {"id": []}, None, 5, "call", [1]]
)
def test_a_record_without_an_id_is_counted_and_left_out(row: Any, caplog: pytest.LogCaptureFixture) -> None:
    secret = {**CALL, "id": None}
    found = page_of(CALL, row, secret, CALL).decode()
    assert (len(found.calls), found.skipped) == (2, 2)
    assert len(caplog.records) == 1
    assert "+336" not in caplog.text


@pytest.mark.parametrize("field", [name for name in CALL if name != "id"])
@pytest.mark.parametrize("value", ["missing", None, {}, [], "", -5, "nonsense", True, 1e300])
def test_no_value_of_any_field_loses_the_call(field: str, value: Any) -> None:
    row = {**CALL, field: value}
    if value == "missing":
        del row[field]
    call = only(row)
    assert call.provider_id == "90417"
    others = {name for name in CALL if name not in {field, "id"}}
    if "start_time" in others:
        assert call.started_at == READ.started_at
    if "duration_sec" in others:
        assert call.duration_s == 61


@pytest.mark.parametrize("value", [-1, "x", 1e12, None, "-3", [], {}, False])
def test_a_duration_that_cannot_be_is_unknown_and_not_zero(value: Any) -> None:
    assert only({**CALL, "duration_sec": value}).duration_s is None


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        ("inbound", Direction.INBOUND),
        ("INBOUND", Direction.INBOUND),
        ("incoming", Direction.INBOUND),
        ("outbound", Direction.OUTBOUND),
        ("outgoing", Direction.OUTBOUND),
        ("missed", Direction.INBOUND),
        ("voicemail", Direction.INBOUND),
        ("conference", Direction.UNKNOWN),
        (None, Direction.UNKNOWN),
    ],
)
def test_the_direction_comes_from_the_type_and_an_unknown_word_stays(kind: Any, direction: Direction) -> None:
    call = only({**CALL, "call_type": kind})
    assert (call.direction, call.raw_type) == (direction, kind)


@pytest.mark.parametrize(
    ("kind", "answered", "status", "outcome"),
    [
        ("voicemail", True, "answer", Outcome.VOICEMAIL),
        ("voicemail", False, "no_answer", Outcome.VOICEMAIL),
        ("missed", False, "busy", Outcome.MISSED),
        ("inbound", True, "cancel", Outcome.ANSWERED),
        ("outbound", True, None, Outcome.ANSWERED),
        ("outbound", None, "answer", Outcome.ANSWERED),
        ("outbound", False, "busy", Outcome.BUSY),
        ("outbound", False, "no_answer", Outcome.NO_ANSWER),
        ("outbound", False, "NOANSWER", Outcome.NO_ANSWER),
        ("outbound", None, "cancel", Outcome.CANCELLED),
        ("outbound", False, "unavailable", Outcome.FAILED),
        ("outbound", False, "other", Outcome.OTHER),
        ("outbound", False, "teleported", Outcome.UNKNOWN),
        ("outbound", False, None, Outcome.UNKNOWN),
        (None, None, None, Outcome.UNKNOWN),
    ],
)
def test_type_answered_and_status_give_the_outcome(
    kind: Any, answered: Any, status: Any, outcome: Outcome
) -> None:
    call = only({**CALL, "call_type": kind, "answered": answered, "sip_status": status})
    assert (call.outcome, call.raw_status) == (outcome, status)


def test_the_names_that_only_one_sample_has_are_read_too() -> None:
    call = only({"id": 1, "direction": "outgoing", "caller_number": "+331", "receiver_number": "+332"})
    assert (call.direction, call.callee, call.raw_type) == (Direction.OUTBOUND, "+332", "outgoing")


@pytest.mark.parametrize(
    "written", ["2025-03-02T10:00:01+02:00", "2025-03-02T08:00:01", "2025-03-02T08:00:01.000Z"]
)
def test_times_are_utc_whatever_their_zone(written: str) -> None:
    call = only({**CALL, "start_time": written})
    assert call.started_at == READ.started_at
    assert call.started_at is not None
    assert call.started_at.tzinfo is UTC


def test_a_call_in_progress_has_no_end() -> None:
    call = only({**CALL, "end_time": None, "duration_sec": None, "answered_time": None})
    assert (call.ended_at, call.duration_s, call.sorted_at) == (None, None, READ.started_at)


@pytest.mark.parametrize("tags", [None, {"id": 4, "name": "Support"}, [{"id": "4", "name": "Support"}]])
def test_tags_as_list_object_or_nothing(tags: Any) -> None:
    assert only({**CALL, "tags": tags}).tags == (() if tags is None else (Tag("4", "Support"),))


def test_a_tag_without_an_id_is_left_out_and_one_without_a_name_shows_its_id() -> None:
    tags = [{"name": "lost"}, {"id": 5}, "Support", {"id": 6, "name": None}]
    assert only({**CALL, "tags": tags}).tags == (Tag("5", "5"), Tag("6", "6"))


@pytest.mark.expects_warnings
@given(
    st.dictionaries(
        st.sampled_from([*CALL, "direction", "extra"]),
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just([{}]),
    )
)
def test_whatever_stands_in_a_row_the_page_is_read(row: dict[str, Any]) -> None:
    found = page_of(CALL, row).decode()
    assert found.calls[0] == READ
    assert len(found.calls) + found.skipped == 2


def test_a_thousand_rows_are_read_in_order() -> None:
    found = page_of(*({**CALL, "id": number} for number in range(1000))).decode()
    assert [call.provider_id for call in found.calls] == [str(number) for number in range(1000)]


def test_a_page_with_half_an_emoji_is_read() -> None:
    body = envelope([{**CALL, "caller_number": "@@"}, CALL], pagination={"has_more": True, "page": "n"})
    found = calls.history_page(body.replace(b"@@", b"\\ud83d"))
    assert found.next_token == "n"
    first, second = found.decode().calls
    assert first.caller is not None
    assert first.caller.encode()
    assert second == READ


# -- pages


@pytest.mark.parametrize(
    ("pagination", "token"),
    [
        ({"count": 2, "limit": 100, "page": "b3BhcXVl+/=", "has_more": True}, "b3BhcXVl+/="),
        ({"page": "x", "has_more": "true"}, "x"),
        ({"page": 17, "has_more": 1}, "17"),
        ({"page": "x", "has_more": False}, None),
        ({"page": "x", "has_more": None}, None),
        ({"page": "x"}, None),
        ({"page": "", "has_more": True}, None),
        ({"page": None, "has_more": True}, None),
        ({"has_more": True}, None),
        ({"limit": 1000, "has_more": False}, None),
        (None, None),
        ([], None),
        ("more", None),
    ],
)
def test_the_next_page_needs_both_a_promise_and_a_token(pagination: Any, token: str | None) -> None:
    assert calls.history_page(envelope([], pagination=pagination)).next_token == token
    assert wire.rows_page(envelope([], pagination=pagination)).next_token == token


def test_one_object_where_a_list_is_expected_is_a_list_of_one() -> None:
    assert calls.history_page(envelope(CALL)).decode().calls == (READ,)
    assert calls.history_page(envelope(None)).decode().calls == ()
    assert calls.history_page(b'{"status": 200}').decode().calls == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Sign in</body></html>",
        envelope([CALL])[:-40],
        b'"text"',
        b"[]",
        b"17",
        b'{"hello": "world"}',
        envelope("text"),
        envelope(17),
        b"\x89PNG\r\n",
    ],
)
def test_a_body_that_is_no_page_is_a_protocol_trouble_at_once(body: bytes) -> None:
    with pytest.raises(Trouble) as caught:
        calls.history_page(body)
    assert caught.value.kind is ErrorKind.PROTOCOL


def test_the_query_repeats_every_filter_with_the_token() -> None:
    query = HistoryQuery(
        start=datetime(2025, 1, 1, tzinfo=UTC),
        end=datetime(2025, 2, 1, 0, 0, 0, 1, tzinfo=UTC),
        kinds=tuple(CallKind),
        employees=("12", "34"),
        tags=("7",),
        search="+33 6",
        limit=100,
    )
    assert dict(calls.history_params(query, "tok=")) == {
        "start_time": "2025-01-01T00:00:00Z",
        "end_time": "2025-02-01T00:00:01Z",
        "call_types": "inbound,outgoing,missed,voicemail",
        "employees": "12,34",
        "tags": "7",
        "search": "+33 6",
        "limit": "100",
        "page": "tok=",
    }
    assert dict(calls.history_params(HistoryQuery(query.start), None)) == {
        "start_time": "2025-01-01T00:00:00Z",
        "limit": "1000",
    }


@pytest.mark.parametrize(
    ("wish", "sent"), [(1, "20"), (20, "20"), (500, "500"), (5000, "1000"), (None, "1000")]
)
def test_the_limit_stays_in_its_documented_range(wish: int | None, sent: str) -> None:
    params = calls.history_params(HistoryQuery(datetime(2025, 1, 1, tzinfo=UTC), limit=wish), None)
    assert dict(params)["limit"] == sent


def test_one_call_may_come_as_an_object_or_a_list_of_one() -> None:
    assert calls.call(wire.answer(envelope(CALL))) == READ
    assert calls.call(wire.answer(envelope([CALL]))) == READ
    for data in (None, [], [CALL, CALL], "x", {"call_type": "inbound"}):
        with pytest.raises(Trouble) as caught:
            calls.call(wire.answer(envelope(data)))
        assert (caught.value.kind, caught.value.request_id) == (ErrorKind.PROTOCOL, "req-1")


# -- placing


def test_a_line_id_of_digits_goes_back_as_a_number() -> None:
    assert calls.place_body("31", "+33611111111") == {"phone_id": 31, "target_number": "+33611111111"}
    assert calls.place_body("ph_31", "204") == {"phone_id": "ph_31", "target_number": "204"}
    assert calls.place_body("٣", "204")["phone_id"] == "٣"


def test_a_placed_call_has_an_id_of_another_form() -> None:
    data = {"id": "call_q1w2e3", "phone_id": 31, "target_number": "+33611111111", "status": "initiating"}
    assert calls.placed_id(envelope(data)) == ("call_q1w2e3", "req-1")
    assert calls.placed_id(envelope({"status": "initiating"})) == (None, "req-1")
