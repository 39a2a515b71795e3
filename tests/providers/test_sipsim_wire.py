"""SIPSIM's lines, tags, transcripts, errors and tokens: as documented, and everything off that."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.domain.accounts import AccountInfo
from desktop.domain.calls import Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineSettings, LineStatus
from desktop.domain.transcripts import Speaker, TranscriptState
from desktop.providers.sipsim import wire
from tests.support.sipsim_api import envelope

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
