"""SIPSIM's payloads: the shapes of the vendor's pages with values of our own, and everything off them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.accounts import AccountInfo
from desktop.domain.calls import Call, CallKind, Direction, HistoryQuery, Outcome, Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineSettings, LineStatus
from desktop.domain.transcripts import Speaker, TranscriptState
from desktop.providers.sipsim import calls, wire

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


def envelope(data: Any, **more: Any) -> bytes:
    head = {"status": 200, "request_id": "req-1", "timestamp": "2025-03-02T08:15:00Z"}
    return json.dumps({**head, "data": data, **more}).encode()


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


# -- account, lines, tags

PHONE: dict[str, Any] = {
    "id": 31,
    "name": "Front desk",
    "status": "active",
    "internal_number": 204,
    "number": "+33122222222",
    "created_at": "2025-01-02T09:00:00Z",
    "updated_at": "2025-02-02T09:00:00Z",
    "group": {"group_id": 2, "group_title": "Reception"},
    "outbound_setting": {
        "outbound_number": "+33122222229",
        "use_different_outbound_number": False,
        "outbound_number_phone_id": None,
    },
    "record_setting": {"record_inbound_call": True, "record_outbound_call": False},
    "voicemail_setting": {"allow_voicemail": True, "voicemail_file_id": None},
    "forwarding_setting": {
        "forced": {"enabled": False, "forward_number": None},
        "conditional": {"enabled": True, "timeout_seconds": 20, "forward_number": "+33122222230"},
    },
    "audio_setting": {
        "inbound_call_preroll_id": None,
        "outbound_call_preroll_id": None,
        "no_answer_file_id": None,
        "wait_preroll_dial": 0,
    },
}


def test_a_phone_as_the_vendor_documents_it() -> None:
    line = wire.line(PHONE)
    assert line is not None
    assert (line.provider_id, line.name, line.number) == ("31", "Front desk", "+33122222222")
    assert (line.extension, line.status, line.raw_status) == ("204", LineStatus.ACTIVE, "active")
    assert line.settings == LineSettings(
        group="Reception",
        shown_number="+33122222222",
        record_inbound=True,
        record_outbound=False,
        voicemail=True,
        conditional_forward=True,
        conditional_forward_to="+33122222230",
        conditional_after_s=20,
    )


def test_a_phone_may_show_another_number_and_forward_everything() -> None:
    line = wire.line(
        {
            **PHONE,
            "outbound_setting": {"outbound_number": "+339", "use_different_outbound_number": True},
            "forwarding_setting": {"forced": {"enabled": True, "forward_number": "+336"}},
        }
    )
    assert line is not None
    assert line.settings.shown_number == "+339"
    assert (line.settings.forced_forward, line.settings.forced_forward_to) == (True, "+336")


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("not_activated", LineStatus.NOT_ACTIVATED),
        ("INACTIVE", LineStatus.INACTIVE),
        ("parked", LineStatus.UNKNOWN),
        (None, LineStatus.UNKNOWN),
    ],
)
def test_a_status_that_is_not_known_keeps_its_word(status: Any, wanted: LineStatus) -> None:
    line = wire.line({**PHONE, "status": status})
    assert line is not None
    assert (line.status, line.raw_status) == (wanted, status)


@pytest.mark.parametrize("value", [None, [], "x", 5, {}])
@pytest.mark.parametrize("field", [name for name in PHONE if name != "id"])
def test_no_value_of_any_field_loses_the_line(field: str, value: Any) -> None:
    assert wire.line({**PHONE, field: value}) is not None


def test_only_an_id_is_needed_of_a_line_and_a_tag() -> None:
    line = wire.line({"id": "x"})
    assert line is not None
    assert (line.provider_id, line.settings) == ("x", LineSettings())
    assert wire.line({"name": "no id"}) is None
    assert wire.tag({"id": 9}) == Tag("9", "9")
    assert wire.tag({"name": "no id"}) is None


def test_tags_keep_only_colours_that_are_some() -> None:
    row = {"id": 4, "name": "Support", "color": "#3B82F6", "description": ""}
    assert wire.tag(row) == Tag("4", "Support", "#3B82F6")
    assert wire.tag({**row, "color": "blue", "description": "Help"}) == Tag("4", "Support", None, "Help")
    assert wire.one_tag(wire.answer(envelope(row))) == Tag("4", "Support", "#3B82F6")


def test_the_account_may_miss_everything() -> None:
    whole = {"id": 12, "company_name": "Acme", "email": "a@example.com"}
    assert wire.account(wire.answer(envelope(whole))) == AccountInfo("12", "Acme", "a@example.com")
    assert wire.account(wire.answer(envelope({}))) == AccountInfo()


# -- what was said


def heard(**data: Any) -> Any:
    return wire.transcript(wire.answer(envelope(data)))


def test_a_transcript_as_the_vendor_documents_it() -> None:
    found = heard(
        speech_state="speech_recognized",
        payload=[
            {"channel": 1, "start": 3.1, "end": 4.0, "text": "Hello"},
            {"channel": 0, "start": 0.4, "end": 2.9, "text": "Good morning"},
        ],
    )
    assert found.state is TranscriptState.READY
    assert [(one.start_s, one.end_s, one.speaker, one.text) for one in found.segments] == [
        (0.4, 2.9, Speaker.CALLER, "Good morning"),
        (3.1, 4.0, Speaker.CALLEE, "Hello"),
    ]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("speech_stored", TranscriptState.READY),
        ("Speech-Stored", TranscriptState.READY),
        ("speech_sent_to_recognition", TranscriptState.PENDING),
        ("speech_dreamt_of", TranscriptState.PENDING),
        ("speech_recognition_failed", TranscriptState.FAILED),
        ("speech_storing_failed", TranscriptState.FAILED),
        (None, TranscriptState.NONE),
    ],
)
@pytest.mark.parametrize("payload", [None, [], {}, "soon"])
def test_every_state_of_speech(state: Any, wanted: TranscriptState, payload: Any) -> None:
    assert heard(speech_state=state, payload=payload).state is wanted


def test_segments_that_are_off_are_mended_or_left_out() -> None:
    found = heard(
        speech_state="speech_stored",
        payload=[
            {"channel": "right", "start": "5", "end": None, "text": "text times"},
            {"channel": 7, "start": -1, "end": -2, "text": "another channel"},
            {"channel": 0, "start": 1, "end": 2, "text": ""},
            {"channel": 0, "end": 2, "text": "no start"},
            None,
        ],
    )
    assert [(one.start_s, one.end_s, one.speaker, one.channel) for one in found.segments] == [
        (0.0, 0.0, Speaker.UNKNOWN, 7),
        (5.0, 5.0, Speaker.CALLEE, 1),
    ]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"id": 1, "summary": "They agreed.", "call_id": 2}, "They agreed."),
        ("They agreed.", "They agreed."),
        ([{"summary": "They agreed."}], "They agreed."),
        ({"summary": None}, None),
        (None, None),
        ([], None),
    ],
)
def test_a_summary_in_the_forms_it_may_have(data: Any, wanted: str | None) -> None:
    assert wire.summary(wire.answer(envelope(data))) == wanted


# -- errors and tokens


@pytest.mark.parametrize(
    ("body", "lines", "request_id"),
    [
        (
            {"status": 404, "errors": ["Record is gone"], "request_id": "r", "path": "/x"},
            ("Record is gone",),
            "r",
        ),
        ({"errors": "one line"}, ("one line",), None),
        ({"errors": {"name": ["is taken"]}}, ("name: is taken",), None),
        ({"error": "invalid_client", "error_description": "No."}, ("invalid_client", "No."), None),
        ({"errors": []}, (), None),
        ({"errors": None, "message": "Slow down"}, ("Slow down",), None),
        ([], (), None),
    ],
)
def test_errors_in_every_form(body: Any, lines: tuple[str, ...], request_id: str | None) -> None:
    assert wire.errors(json.dumps(body).encode()) == (lines, request_id)


def test_errors_of_a_proxy_and_of_a_talkative_server() -> None:
    assert wire.errors(b"<html>502</html>") == ((), None)
    lines, _ = wire.errors(
        json.dumps({"errors": ["x" * 9999] + [str(number) for number in range(50)]}).encode()
    )
    assert len(lines) == 5
    assert max(map(len, lines)) == 200


def test_a_token_answer_as_the_vendor_documents_it() -> None:
    body = {
        "access_token": "eyJ.sample",
        "token_type": "Bearer",
        "expires_in": 7200,
        "scope": "account.read calls.read",
        "created_at": 1735689600,
    }
    wanted = wire.Grant("eyJ.sample", 7200, datetime(2025, 1, 1, tzinfo=UTC), "account.read calls.read")
    assert wire.grant(json.dumps(body).encode()) == wanted
    assert (
        wire.grant(json.dumps({**body, "expires_in": "7200", "created_at": 1735689600.0}).encode()) == wanted
    )
    assert wire.grant(envelope(body)) == wanted
    assert wire.grant(json.dumps({**body, "scope": ["account.read", "calls.read"]}).encode()) == wanted
    assert wire.grant(b'{"access_token": "t"}') == wire.Grant("t", None, None, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b'{"access_token": null}',
        b'{"access_token": "a\\nb"}',
        b'{"access_token": "\xc3\xa9"}',
    ],
)
def test_a_token_answer_without_a_usable_token(body: bytes) -> None:
    with pytest.raises(Trouble) as caught:
        wire.grant(body)
    assert caught.value.kind is ErrorKind.PROTOCOL
    assert not wire.has_token(body)
