"""Sipalto's payloads, one by one: the vendor's samples, sloppy ones, and hostile ones."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calls import Call, CallKind, DecodedCalls, Direction, HistoryQuery, Outcome
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers.sipalto import calls, wire
from tests.support.sipalto_api import jwt, signed_in

LONDON = ZoneInfo("Europe/London")
READER = calls.Reader(("1004", "1007", "1009"), LONDON)
ROW = {
    "call_id": "PBX-A-1735725600.10", "caller": "01632960001", "callee": "1004", "direction": "IN",
    "disposition": "ANSWERED", "date": "2025-01-01 10:00:00", "duration": "35",
}  # fmt: skip
VENDOR = b"""{
"success": true,
"response": {
"SIPALTO-THE-ANL-ND2-1759926851.58197": {
"call_id": "SIPALTO-THE-ANL-ND2-1759926851.58197", "caller": "07086202666", "callee": "1009",
"direction": "IN", "disposition": "ANSWERED", "date": "2025-10-08 13:34:11", "duration": "41"
},
"SIPALTO-THE-ANL-ND2-1759927635.60659": {
"call_id": "SIPALTO-THE-ANL-ND2-1759927635.60659", "caller": "1009", "callee": "1007",
"direction": "LOCAL", "disposition": "ANSWERED", "date": "2025-10-08 13:47:15", "duration": "14"
},
}
}"""


def body(told: Any, **more: Any) -> bytes:
    return json.dumps({"success": True, "response": told, **more}).encode()


def decoded(told: Any, reader: calls.Reader = READER) -> DecodedCalls:
    return reader.page({"1004": calls.told(body(told))})


def one(**changes: Any) -> Call:
    (call,) = decoded([{**ROW, **changes}]).calls
    return call


# -- calls


def test_the_vendors_sample_with_its_trailing_comma() -> None:
    found = READER.page({"1009": calls.told(VENDOR)})
    assert found.skipped == 0
    local, inward = found.calls
    assert local == Call(
        "SIPALTO-THE-ANL-ND2-1759927635.60659", Direction.INTERNAL, Outcome.ANSWERED, "1009", "1007",
        line_provider_id="1009", answered_line_provider_id="1007",
        started_at=datetime(2025, 10, 8, 12, 47, 15, tzinfo=UTC), duration_s=14,
        recording_url=calls.RECORDING, raw_type="LOCAL", raw_status="ANSWERED",
    )  # fmt: skip
    assert (inward.direction, inward.line_provider_id, inward.caller) == (
        Direction.INBOUND,
        "1009",
        "07086202666",
    )


@pytest.mark.parametrize("told", [[], {}, None])
def test_nothing_in_each_of_its_forms(told: Any) -> None:
    assert decoded(told) == DecodedCalls(())
    assert wire.contacts(body(told)) == []


@pytest.mark.parametrize("told", [[ROW], {ROW["call_id"]: ROW}, ROW, {"any-key": ROW}])
def test_map_list_and_one_alone(told: Any) -> None:
    assert decoded(told).calls == decoded([ROW]).calls
    assert len(decoded(told).calls) == 1


def test_a_call_without_an_id_takes_its_key_and_without_both_is_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bare = {key: value for key, value in ROW.items() if key != "call_id"}
    assert decoded({"PBX-1735725600.7": bare}).calls[0].provider_id == "PBX-1735725600.7"


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    "row", [{"caller": "0123456"}, "text", 7, None, [1], {"call_id": ""}, {"call_id": None}]
)
def test_what_cannot_be_read_costs_only_itself(row: Any) -> None:
    found = decoded([ROW, row])
    assert (len(found.calls), found.skipped) == (1, 1)


@pytest.mark.parametrize("told", [["x"], [7, None], [{"caller": "0123456"}], {"message": "Sorry"}])
def test_an_answer_of_which_nothing_can_be_read_is_no_empty_one(told: Any) -> None:
    with pytest.raises(Trouble) as caught:
        READER.page({"1004": calls.told(body([ROW])), "1007": calls.told(body(told))})
    assert (caught.value.kind, caught.value.detail) == (
        ErrorKind.PROTOCOL,
        "its response is no list of calls",
    )


@pytest.mark.parametrize(
    ("changes", "field", "wanted"),
    [
        ({"duration": 35}, "duration_s", 35),
        ({"duration": 35.0}, "duration_s", 35),
        ({"duration": " 35 "}, "duration_s", 35),
        ({"duration": "35.00"}, "duration_s", 35),
        ({"duration": ""}, "duration_s", None),
        ({"duration": "-1"}, "duration_s", None),
        ({"duration": "1e999"}, "duration_s", None),
        ({"duration": {"s": 1}}, "duration_s", None),
        ({"callee": 1004}, "callee", "1004"),
        ({"caller": "  01632960001 "}, "caller", "01632960001"),
        ({"caller": ""}, "caller", None),
        ({"caller": True}, "caller", None),
        ({"direction": "Out"}, "direction", Direction.OUTBOUND),
        ({"direction": "lo-cal"}, "direction", Direction.INTERNAL),
        ({"direction": "SIDEWAYS"}, "direction", Direction.UNKNOWN),
        ({"direction": None}, "direction", Direction.UNKNOWN),
        ({"disposition": "NO ANSWER"}, "outcome", Outcome.NO_ANSWER),
        ({"disposition": "no_answer"}, "outcome", Outcome.NO_ANSWER),
        ({"disposition": "BUSY"}, "outcome", Outcome.BUSY),
        ({"disposition": "FAILED"}, "outcome", Outcome.FAILED),
        ({"disposition": "CONGESTION"}, "outcome", Outcome.UNKNOWN),
        ({"disposition": ""}, "outcome", Outcome.ANSWERED),
        ({"disposition": "CONGESTION"}, "raw_status", "CONGESTION"),
        ({"direction": "SIDEWAYS"}, "raw_type", "SIDEWAYS"),
        ({"disposition": "BUSY"}, "recording_url", None),
        ({"call_id": 17}, "provider_id", "17"),
        ({"call_id": "x", "date": "rubbish"}, "started_at", None),
        ({"unheard": {"of": 1}}, "duration_s", 35),
    ],
)
def test_each_value_alone(changes: dict[str, Any], field: str, wanted: object) -> None:
    assert getattr(one(**changes), field) == wanted


@pytest.mark.parametrize(
    ("changes", "line", "taker"),
    [
        ({}, "1004", "1004"),
        ({"callee": "02079460100"}, "1004", None),  # a number of ours that was dialled: who was asked for
        ({"caller": "1007", "callee": "01632960001", "direction": "OUT"}, "1007", None),
        ({"caller": "1007", "callee": "1009", "direction": "LOCAL"}, "1007", "1009"),
        ({"caller": "1001", "callee": "1009", "direction": "LOCAL"}, "1009", "1009"),
        ({"caller": "1009", "callee": "1001", "direction": "LOCAL"}, "1009", None),
    ],
)
def test_whose_call_it_is(changes: dict[str, str], line: str, taker: str | None) -> None:
    call = one(**changes)
    assert (call.line_provider_id, call.answered_line_provider_id) == (line, taker)


def test_what_two_extensions_share_stands_once_and_newest_comes_first() -> None:
    shared = {**ROW, "call_id": "PBX-1735725700.1", "caller": "1004", "callee": "1007", "direction": "LOCAL"}
    other = {**ROW, "call_id": "PBX-1735725800.1", "callee": "1007", "date": "2025-01-01 10:03:20"}
    found = READER.page(
        {"1004": calls.told(body([ROW, shared])), "1007": calls.told(body({"a": other, "b": shared}))}
    )
    assert [call.provider_id for call in found.calls] == [
        "PBX-1735725800.1",
        "PBX-1735725700.1",
        "PBX-A-1735725600.10",
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", ErrorKind.PROTOCOL),
        (b"<html>", ErrorKind.PROTOCOL),
        (b"[]", ErrorKind.PROTOCOL),
        (b"{}", ErrorKind.PROTOCOL),
        (b'{"success": true}', ErrorKind.PROTOCOL),
        (b'{"success": true, "response": "OK"}', ErrorKind.PROTOCOL),
        (b'{"success": true, "response": 7}', ErrorKind.PROTOCOL),
        (b'{"success": true, "response": [' + b"[" * 100_000, ErrorKind.PROTOCOL),
        (b'{"success": false, "response": "Nope"}', ErrorKind.REFUSED),
        (b'{"success": 0, "message": "Too many requests"}', ErrorKind.RATE_LIMITED),
        (b'{"success": "false", "error": "Token has expired"}', ErrorKind.SIGN_IN),
        (b'{"success": false, "response": "Permission denied"}', ErrorKind.FORBIDDEN),
        (b'{"success": false, "errors": ["Extension not found"]}', ErrorKind.NOT_FOUND),
        (b'{"message": "Server Error"}', ErrorKind.REFUSED),
    ],
)
def test_answers_that_are_none(answer: bytes, kind: ErrorKind) -> None:
    for parse in (calls.told, wire.contacts):
        with pytest.raises(Trouble) as caught:
            parse(answer)
        assert caught.value.kind is kind


@pytest.mark.parametrize("success", [True, 1, "true", "1", None])
def test_success_in_each_of_its_forms(success: Any) -> None:
    told = {"success": success, "response": [ROW]} if success is not None else {"response": [ROW]}
    assert len(READER.page({"1004": calls.told(json.dumps(told).encode())}).calls) == 1


@pytest.mark.parametrize(
    ("sloppy", "strict"),
    [
        (b'{"a": [1, 2,], }', b'{"a": [1, 2]}'),
        (b'{"a": ",]", "b": ",}",\n}', b'{"a": ",]", "b": ",}"}'),
        (b'{"a": "\\",}", "b": [ {"c": 1 , } , ] }', b'{"a": "\\",}", "b": [{"c": 1}]}'),
        (b'["\\\\", ]', b'["\\\\"]'),
    ],
)
def test_trailing_commas_go_outside_of_texts_only(sloppy: bytes, strict: bytes) -> None:
    assert wire.tree(sloppy) == json.loads(strict)


@pytest.mark.parametrize("broken", [b"[1,,]", b"[,]", b"{ ,}", b'["a,', b'{"a": "b,}', b",", b'"' * 200_001])
def test_nothing_else_is_mended(broken: bytes) -> None:
    with pytest.raises(ValueError):
        wire.tree(broken)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_strict_json_is_read_as_it_is(value: Any) -> None:
    assert wire.tree(json.dumps(value).encode()) == value


def test_a_number_beyond_all_bounds_in_a_page_is_no_bug_of_ours() -> None:
    told = calls.told(b'{"success": true, "response": [{"call_id": "x", "duration": ' + b"9" * 5000 + b"}]}")
    with pytest.raises(Trouble) as caught:
        READER.page({"1004": told})
    assert caught.value.kind is ErrorKind.PROTOCOL


# -- what is asked


NOW = datetime(2026, 3, 10, 12, 0, 30, 500, tzinfo=UTC)


def spans(query: HistoryQuery) -> list[calls.Span]:
    found: list[calls.Span] = []
    token: str | None = None
    while True:
        found.append(calls.span(query, token, NOW))
        token = found[-1].following
        if token is None:
            return found


def test_a_short_span_is_one_request_and_an_open_one_goes_beyond_now() -> None:
    (only,) = spans(HistoryQuery(NOW - timedelta(days=3)))
    assert (only.start, only.end, only.until) == (
        (NOW - timedelta(days=3)).replace(microsecond=0),
        NOW + timedelta(days=1),
        None,
    )


@pytest.mark.parametrize("end", [None, NOW - timedelta(days=2, seconds=7)])
@pytest.mark.parametrize("days", [31, 32, 100, 366, 3660])
def test_a_long_span_comes_in_parts_that_meet(days: int, end: datetime | None) -> None:
    query = HistoryQuery(NOW - timedelta(days=days), end)
    found = spans(query)
    assert found[-1].start == query.start.replace(microsecond=0)
    assert all(part.end - part.start <= calls.LONGEST + timedelta(seconds=1) for part in found)
    for later, earlier in pairwise(found):
        assert earlier.until == later.start


def test_each_moment_belongs_to_one_part() -> None:
    query = HistoryQuery(NOW - timedelta(days=90), NOW - timedelta(days=1))
    parts = [calls.fitting(query, part, (), "GB") for part in spans(query)]
    moments = [part.start for part in spans(query)]
    for moment in (*moments, *(one - timedelta(seconds=1) for one in moments[:-1]), query.end):
        assert moment is not None
        call = one()._replace(started_at=moment)
        assert sum(fits(call) for fits in parts) == 1, moment
    outside = (moments[-1] - timedelta(seconds=1), NOW)
    assert not any(fits(one()._replace(started_at=moment)) for fits in parts for moment in outside)


@pytest.mark.parametrize("token", ["", "x", "2026-01-01", "20260101T000000", "20269901T000000Z"])
def test_a_token_of_another_history_is_refused(token: str) -> None:
    with pytest.raises(Trouble) as caught:
        calls.span(HistoryQuery(NOW), token, NOW)
    assert caught.value.kind is ErrorKind.INVALID


@pytest.mark.parametrize(
    ("fields", "empty"),
    [
        ({}, False),
        ({"kinds": (CallKind.MISSED, CallKind.VOICEMAIL)}, True),
        ({"kinds": (CallKind.MISSED, CallKind.INBOUND)}, False),
        ({"tags": ("1",)}, True),
        ({"search": "Bell"}, True),
        ({"search": "960 001"}, False),
        ({"search": "+44 (0)1632 960001"}, False),
        ({"search": "Flat 24"}, True),
        ({"search": "3Com"}, True),
        ({"search": "\u041b\u0438\u043d\u0438\u044f 7"}, True),
        ({"search": "-"}, True),
    ],
)
def test_what_there_never_is_is_not_asked_for(fields: dict[str, Any], empty: bool) -> None:
    assert calls.is_empty(HistoryQuery(NOW, **fields)) is empty


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"search": "960 001"}, True),
        ({"search": "960 002"}, False),
        ({"search": "+44 (0)1632 960001"}, True),
        ({"search": "00441632960001"}, True),
        ({"search": "+33 1632 960001"}, False),
        ({"search": "1004"}, True),
        ({"search": "0011004"}, False),
        ({"kinds": (CallKind.INBOUND,)}, True),
        ({"kinds": (CallKind.OUTBOUND,)}, False),
        ({"employees": ("1004",)}, True),
        ({"employees": ("1007",)}, False),
    ],
)
def test_filters_that_only_we_can_answer(fields: dict[str, Any], fits: bool) -> None:
    query = HistoryQuery(datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC), **fields)
    (part,) = spans(query)
    assert calls.fitting(query, part, READER.extensions, "GB")(one()) is fits


# -- contacts


def test_the_vendors_contacts_and_a_space_behind_a_number() -> None:
    told = [
        {
            "id": "11111",
            "name": "Domino's Pizza",
            "phone1": "01491833000",
            "phone2": "07591524881",
            "phone3": "",
        },
        {"id": 7, "name": " Jo ", "phone1": "07730885627 ", "phone2": None},
    ]
    assert wire.contacts(body(told)) == [
        ProviderContact("11111", ContactCard("Domino's Pizza", ("01491833000", "07591524881", ""))),
        ProviderContact("7", ContactCard("Jo", ("07730885627", "", ""))),
    ]


def test_without_an_id_it_can_be_read_only() -> None:
    (found,) = wire.contacts(body([{"name": "Jo", "phone1": "1"}]))
    assert found.provider_id is None


@pytest.mark.expects_warnings
def test_the_same_id_twice_and_rubbish_are_left_out() -> None:
    told = [{"id": "1", "name": "A"}, {"id": 1, "name": "B"}, "x", None, {"id": "2", "name": "C"}]
    assert [(one.provider_id, one.card.name) for one in wire.contacts(body(told))] == [("1", "A"), ("2", "C")]


@pytest.mark.parametrize("told", ["OK", ["x", 7], {"id": "1", "name": "A", "phone1": "1"}])
def test_what_is_no_phonebook_is_not_taken_for_an_empty_one(told: Any) -> None:
    with pytest.raises(Trouble) as caught:
        wire.contacts(body(told))
    assert caught.value.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize("numbers", [(), ("1",), ("1", "2", "3"), ("1", "2", "3", "4")])
def test_all_fields_are_always_sent(numbers: tuple[str, ...]) -> None:
    form = wire.contact_form(ContactCard("Jo", numbers))
    assert list(form) == ["name", "phone1", "phone2", "phone3"]
    assert [form[f"phone{place}"] for place in (1, 2, 3)] == [*numbers, "", "", ""][:3]


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (b'{"success": true, "response": "OK"}', True),
        (b'{"success": 1, "response": "OK",}', True),
        (b'{"success": true}', True),
        (b'{"response": "OK"}', True),
        (b'{"response": "Something"}', None),
        (b'{"success": false, "response": "Duplicate"}', False),
        (b'{"message": "The name is taken"}', None),
        (b'{"message": "Added, without its second number", "response": "OK"}', True),
        (b'{"error": "The name is taken"}', None),
        (b'{"success": "0", "error": "The name is taken"}', False),
        (b'{"success": null, "message": "The name is taken"}', None),
        (b"<html>", None),
        (b"", None),
        (b'"OK"', None),
        (b'{"success": true, "resp', None),
    ],
)
def test_whether_a_change_was_made(answer: bytes, done: bool | None) -> None:
    assert wire.is_done(answer) is done


# -- errors and signing in


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ({"message": "Unauthenticated."}, ("Unauthenticated.",)),
        (
            {"message": "The name field is required.", "errors": {"name": ["The name field is required."]}},
            ("The name field is required.",),
        ),
        ({"error": {"code": 1, "text": "No"}}, ("code: 1", "text: No")),
        ({"success": False, "response": "Sorry"}, ("Sorry",)),
        ({"success": True, "response": "OK"}, ()),
        ({"message": ""}, ()),
        ([], None),
    ],
)
def test_words_wherever_they_stand(told: Any, lines: tuple[str, ...] | None) -> None:
    assert wire.errors(json.dumps(told).encode()) == lines


def test_a_page_has_no_words_and_long_ones_are_cut() -> None:
    assert wire.errors(b"<html>") is None
    assert [len(line) for line in wire.errors(json.dumps({"message": "x" * 9000}).encode()) or ()] == [200]


def test_what_is_kept_of_a_sign_in() -> None:
    found = wire.login(json.dumps(signed_in(jwt(iat=100, exp=3700))).encode())
    assert (found.expires_in, found.issued_at, found.expires_at) == (86_400, 100, 3700)
    assert (found.user_id, found.tenant) == ("12", "acme-tenant")
    assert "not-for-the-log" not in repr(found)


@pytest.mark.parametrize(
    "token", ["plain", "a.b", "a.!!!.c", "a.bm90IGpzb24.c", "a.W10.c", jwt(), "a." + "A" * 9999 + ".c"]
)
def test_a_token_that_tells_nothing_is_one_all_the_same(token: str) -> None:
    found = wire.login(json.dumps(signed_in(token)).encode())
    assert (found.token, found.issued_at, found.expires_at) == (token, None, None)


@pytest.mark.parametrize(
    "told", [{}, [], {"access_token": ""}, {"access_token": "a\nb"}, {"access_token": None}]
)
def test_no_token_is_no_sign_in(told: Any) -> None:
    answer = json.dumps(told).encode()
    assert not wire.has_token(answer)
    with pytest.raises(Trouble) as caught:
        wire.login(answer)
    assert caught.value.kind is ErrorKind.PROTOCOL


def test_a_sign_in_inside_an_envelope() -> None:
    assert wire.login(body(signed_in("t1"))).token == "t1"
