"""SIPSIM's calls: the query of the history, its pages, and placing one; pure, no I/O.

A page of calls is decoded typed and fast; when a row does not fit, every row is read by itself and what
cannot be read at all (only an id is needed) is counted. Origin of the shapes: the vendor's guides; the
tolerance is ours.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from desktop.domain.calls import (
    Call,
    CallKind,
    DecodedCalls,
    Direction,
    HistoryPage,
    HistoryQuery,
    Outcome,
    Tag,
)
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers import reading as read

from . import wire

log = logging.getLogger(__name__)

SMALLEST_PAGE = 20  # the documented range; whether less is refused or raised is not said
LARGEST_PAGE = 1000

# The filter's word is `outgoing`, the field's value `outbound`: both are read, each is sent where it belongs.
_KINDS = {
    CallKind.INBOUND: "inbound",
    CallKind.OUTBOUND: "outgoing",
    CallKind.MISSED: "missed",
    CallKind.VOICEMAIL: "voicemail",
}
_DIRECTIONS = {
    "inbound": Direction.INBOUND,
    "incoming": Direction.INBOUND,
    "outbound": Direction.OUTBOUND,
    "outgoing": Direction.OUTBOUND,
    "missed": Direction.INBOUND,
    "voicemail": Direction.INBOUND,
    "internal": Direction.INTERNAL,
}
_OUTCOMES = {
    "busy": Outcome.BUSY,
    "noanswer": Outcome.NO_ANSWER,
    "cancel": Outcome.CANCELLED,
    "unavailable": Outcome.FAILED,
    "other": Outcome.OTHER,
}

_Whole = Annotated[int, msgspec.Meta(ge=0, le=read.MOST)]


class _TagRow(msgspec.Struct, gc=False):
    id: int | str
    name: str | None = None


class _CallRow(msgspec.Struct, gc=False):
    id: int | str
    call_type: str | None = None
    sip_status: str | None = None
    caller_number: str | None = None
    target_number: str | None = None
    answered_phone_number: str | None = None
    answered: bool | None = None
    wait_duration_sec: _Whole | None = None
    duration_sec: _Whole | None = None
    play_record_link: str | None = None
    phone_id: int | str | None = None
    answered_phone_id: int | str | None = None
    registration_time: datetime | None = None
    start_time: datetime | None = None
    answered_time: datetime | None = None
    end_time: datetime | None = None
    tags: list[_TagRow] | None = None
    # One vendor sample reads these two, which the object's own table does not have.
    direction: str | None = None
    receiver_number: str | None = None


class _Head(msgspec.Struct):
    """An envelope whose data is skipped over, so that the next page can be asked for at once."""

    data: msgspec.Raw = msgspec.Raw(b"null")
    pagination: Any = None
    request_id: Any = None


_head = msgspec.json.Decoder(_Head)
_row = msgspec.json.Decoder(_CallRow)
_rows = msgspec.json.Decoder(list[_CallRow])
_raws = msgspec.json.Decoder(list[msgspec.Raw])


def history_params(query: HistoryQuery, token: str | None) -> list[tuple[str, str]]:
    """Return the query of `GET /calls`; the filters go along with every token."""
    limit = min(max(query.limit or LARGEST_PAGE, SMALLEST_PAGE), LARGEST_PAGE)
    params = [("start_time", _stamp(query.start)), ("limit", str(limit))]
    if query.end is not None:
        # Whole seconds are sent, and whether the end belongs to the range is not said: rather one more.
        params.append(("end_time", _stamp(query.end + timedelta(microseconds=999_999))))
    for name, values in (
        ("call_types", [_KINDS[kind] for kind in query.kinds]),
        ("employees", query.employees),
        ("tags", query.tags),
    ):
        if values:
            params.append((name, ",".join(values)))
    if query.search:
        params.append(("search", query.search))
    if token is not None:
        params.append(("page", token))
    return params


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def history_page(body: bytes) -> HistoryPage:
    """Read where the next page is, and leave the rows for later. Raises `Trouble` PROTOCOL."""
    try:
        head = _head.decode(body)
    except (ValueError, RecursionError):
        # Something that msgspec refuses and that still may be JSON: a name cut through an emoji.
        found = wire.answer(body)
        listed = wire.rows(found)
        return HistoryPage(found.next_token, lambda: _decoded(_call_of(row) for row in listed))
    raw = bytes(head.data)
    if raw == b"null" or raw[:1] not in b"[{":
        wire.rows(wire.answer(body))  # says what is wrong, if null is not all of it
        raw = b"[]"
    elif raw[:1] == b"{":
        raw = b"[" + raw + b"]"
    return HistoryPage(wire.next_token(head.pagination), lambda: _decode(raw))


def _decode(raw: bytes) -> DecodedCalls:
    try:
        return DecodedCalls(tuple([_call(row) for row in _rows.decode(raw)]))
    except (ValueError, RecursionError):
        return _decoded(_mended(row) for row in _raws.decode(raw))


def _decoded(calls: Iterable[Call | None]) -> DecodedCalls:
    found = list(calls)
    readable = tuple(call for call in found if call is not None)
    skipped = len(found) - len(readable)
    if skipped:
        log.warning("%d of %d calls of a page have no id and are left out", skipped, len(found))
    return DecodedCalls(readable, skipped)


def _mended(raw: msgspec.Raw) -> Call | None:
    try:
        return _call(_row.decode(raw))
    except (ValueError, RecursionError):
        try:
            return _call_of(read.mapping(read.tree(bytes(raw))))
        except ValueError:
            return None


def _call_of(row: dict[str, Any]) -> Call | None:
    """Read a call value by value; None when there is no id."""
    provider_id = read.text(row.get("id"))
    if provider_id is None:
        return None
    tags = [(read.text(tag.get("id")), tag) for tag in map(read.mapping, read.listing(row.get("tags")) or [])]
    return _call(
        _CallRow(
            id=provider_id,
            call_type=read.text(row.get("call_type")),
            sip_status=read.text(row.get("sip_status")),
            caller_number=read.text(row.get("caller_number")),
            target_number=read.text(row.get("target_number")),
            answered_phone_number=read.text(row.get("answered_phone_number")),
            answered=read.flag(row.get("answered")),
            wait_duration_sec=read.whole(row.get("wait_duration_sec")),
            duration_sec=read.whole(row.get("duration_sec")),
            play_record_link=read.text(row.get("play_record_link")),
            phone_id=read.text(row.get("phone_id")),
            answered_phone_id=read.text(row.get("answered_phone_id")),
            registration_time=read.moment(row.get("registration_time")),
            start_time=read.moment(row.get("start_time")),
            answered_time=read.moment(row.get("answered_time")),
            end_time=read.moment(row.get("end_time")),
            tags=[_TagRow(tag_id, read.text(tag.get("name"))) for tag_id, tag in tags if tag_id],
            direction=read.text(row.get("direction")),
            receiver_number=read.text(row.get("receiver_number")),
        )
    )


def _call(row: _CallRow) -> Call:
    """Make the value. A history has a hundred thousand of these, so it is kept lean."""
    if row.id == "":
        raise ValueError("an empty id")
    raw_type = row.call_type or row.direction
    direction, outcome = _meaning(raw_type, row.answered, row.sip_status)
    return Call(
        str(row.id),
        direction,
        outcome,
        row.caller_number or None,
        row.target_number or row.receiver_number or None,
        row.answered_phone_number or None,
        _id(row.phone_id),
        _id(row.answered_phone_id),
        read.utc(row.registration_time),
        read.utc(row.start_time),
        read.utc(row.answered_time),
        read.utc(row.end_time),
        row.wait_duration_sec,
        row.duration_sec,
        row.play_record_link or None,
        tuple([_tag(tag.id, tag.name) for tag in row.tags]) if row.tags else (),
        raw_type,
        row.sip_status or None,
    )


def _id(value: int | str | None) -> str | None:
    return None if value is None or value == "" else str(value)


@lru_cache(maxsize=1024)
def _tag(tag_id: int | str, name: str | None) -> Tag:
    """Share a tag among all the calls that carry it."""
    return Tag(str(tag_id), name or str(tag_id))


@lru_cache(maxsize=512)
def _meaning(kind: str | None, answered: bool | None, status: str | None) -> tuple[Direction, Outcome]:
    """Read type, answered and status together. `missed` and `voicemail` replace the direction."""
    type_word, status_word = read.word(kind), read.word(status)
    direction = _DIRECTIONS.get(type_word, Direction.UNKNOWN)
    if type_word == "voicemail":
        return direction, Outcome.VOICEMAIL
    if type_word == "missed":
        return direction, Outcome.MISSED
    if answered or (answered is None and status_word == "answer"):
        return direction, Outcome.ANSWERED
    return direction, _OUTCOMES.get(status_word, Outcome.UNKNOWN)


def call(found: wire.Answer) -> Call:
    """Read `GET /calls/{id}`. Raises `Trouble` PROTOCOL."""
    one = _call_of(wire.record(found))
    if one is None:
        raise Trouble(ErrorKind.PROTOCOL, request_id=found.request_id, detail="the call has no id")
    return one


def place_body(line_provider_id: str, number: str) -> dict[str, object]:
    """Return the body of `POST /calls`; an id of digits goes back as the number that it came as."""
    return {"phone_id": wire.given(line_provider_id), "target_number": number}


def placed_id(body: bytes) -> tuple[str | None, str | None]:
    """Return the new call's id and the request's, of a click-to-call. Raises `Trouble` PROTOCOL."""
    found = wire.answer(body)
    return read.text((read.single(found.data) or {}).get("id")), found.request_id
