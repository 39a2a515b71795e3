"""SIPSIM's envelopes, errors, lines, tags, transcripts and tokens to domain values; pure, no I/O.

Origin of the shapes: the vendor's guides and public pages; the tolerance is ours.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.domain.accounts import AccountInfo
from desktop.domain.calls import Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineSettings, LineStatus, ProviderLine
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.providers import reading as read

_LINE_STATUSES = {
    "active": LineStatus.ACTIVE,
    "inactive": LineStatus.INACTIVE,
    "notactivated": LineStatus.NOT_ACTIVATED,
}
_SPEECH = {
    "speechrecognized": TranscriptState.READY,
    "speechstored": TranscriptState.READY,
    "speechrecognitionfailed": TranscriptState.FAILED,
    "speechstoringfailed": TranscriptState.FAILED,
}
_CHANNELS = {"0": 0, "1": 1, "left": 0, "right": 1}
# Channel 0 is "the first party". That this is the caller is an assumption, also for outgoing calls.
_SPEAKERS: dict[int | None, Speaker] = {0: Speaker.CALLER, 1: Speaker.CALLEE}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An envelope read whole: its data as plain values, the next page's token, the request's id."""

    data: Any
    next_token: str | None
    request_id: str | None


def answer(body: bytes) -> Answer:
    """Read an envelope. Raises `Trouble` PROTOCOL when the body is none."""
    root = _envelope(body)
    return Answer(root.get("data"), next_token(root.get("pagination")), read.text(root.get("request_id")))


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        root = read.tree(body)
    except ValueError:
        raise Trouble(ErrorKind.PROTOCOL, detail="it is no JSON") from None
    if not isinstance(root, dict) or root.keys().isdisjoint({"data", "status", "pagination"}):
        raise Trouble(ErrorKind.PROTOCOL, detail="it is not what SIPSIM's API sends")
    return root


def next_token(pagination: Any) -> str | None:
    """Return the next page's token: only when more is announced and a token is there."""
    page = read.mapping(pagination)
    return read.text(page.get("page")) if read.flag(page.get("has_more")) else None


def rows(found: Answer) -> list[dict[str, Any]]:
    """Return an answer's records; what is no object becomes an empty one. Raises `Trouble` PROTOCOL."""
    listed = read.listing(found.data)
    if listed is None:
        raise Trouble(ErrorKind.PROTOCOL, request_id=found.request_id, detail="its data is no list")
    return [read.mapping(row) for row in listed]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a short list (phones, tags)."""

    rows: list[dict[str, Any]]
    next_token: str | None


def rows_page(body: bytes) -> Rows:
    """Read one page of a short list. Raises `Trouble` PROTOCOL."""
    found = answer(body)
    return Rows(rows(found), found.next_token)


def record(found: Answer) -> dict[str, Any]:
    """Return an answer's one record. Raises `Trouble` PROTOCOL."""
    one = read.single(found.data)
    if one is None:
        raise Trouble(ErrorKind.PROTOCOL, request_id=found.request_id, detail="its data is no single record")
    return one


# -- errors ---------------------------------------------------------------------------------------------


def errors(body: bytes) -> tuple[tuple[str, ...], str | None]:
    """Return an error's lines and its request id, from the API's or OAuth's form, or nothing (HTML)."""
    try:
        root = read.mapping(read.tree(body))
    except ValueError:
        return (), None
    found = [root[name] for name in ("errors", "error", "error_description", "message") if root.get(name)]
    unique = dict.fromkeys(line[:200] for line in read.lines(found))
    return tuple(unique)[:5], read.text(root.get("request_id"))


def is_refusal(body: bytes) -> bool:
    """Whether an error's body is the API's own, and not a proxy's page."""
    return bool(errors(body)[0])


# -- account, lines and tags ----------------------------------------------------------------------------


def account(found: Answer) -> AccountInfo:
    """Read `GET /account`; every part may be missing. Raises `Trouble` PROTOCOL."""
    row = record(found)
    return AccountInfo(
        read.text(row.get("id")), read.text(row.get("company_name")), read.text(row.get("email"))
    )


def line(row: dict[str, Any]) -> ProviderLine | None:
    """Read a phone; None when it has no id."""
    provider_id = read.text(row.get("id"))
    if provider_id is None:
        return None
    outbound = read.mapping(row.get("outbound_setting"))
    record_setting = read.mapping(row.get("record_setting"))
    forwarding = read.mapping(row.get("forwarding_setting"))
    forced = read.mapping(forwarding.get("forced"))
    conditional = read.mapping(forwarding.get("conditional"))
    number = read.text(row.get("number"))
    shown = {True: read.text(outbound.get("outbound_number")), False: number, None: None}
    return ProviderLine(
        provider_id=provider_id,
        name=read.text(row.get("name")),
        number=number,
        extension=read.text(row.get("internal_number")),
        status=_LINE_STATUSES.get(read.word(row.get("status")), LineStatus.UNKNOWN),
        raw_status=read.text(row.get("status")),
        settings=LineSettings(
            group=read.text(read.mapping(row.get("group")).get("group_title")),
            shown_number=shown[read.flag(outbound.get("use_different_outbound_number"))],
            record_inbound=read.flag(record_setting.get("record_inbound_call")),
            record_outbound=read.flag(record_setting.get("record_outbound_call")),
            voicemail=read.flag(read.mapping(row.get("voicemail_setting")).get("allow_voicemail")),
            forced_forward=read.flag(forced.get("enabled")) or False,
            forced_forward_to=read.text(forced.get("forward_number")),
            conditional_forward=read.flag(conditional.get("enabled")) or False,
            conditional_forward_to=read.text(conditional.get("forward_number")),
            conditional_after_s=read.whole(conditional.get("timeout_seconds")),
        ),
    )


def tag(row: dict[str, Any]) -> Tag | None:
    """Read a tag; None when it has no id."""
    provider_id = read.text(row.get("id"))
    if provider_id is None:
        return None
    colour = read.text(row.get("color"))
    return Tag(
        provider_id,
        read.text(row.get("name")) or provider_id,
        colour if colour and _COLOUR.fullmatch(colour) else None,
        read.text(row.get("description")),
    )


def one_tag(found: Answer) -> Tag:
    """Read the tag that was made or changed. Raises `Trouble` PROTOCOL."""
    one = tag(record(found))
    if one is None:
        raise Trouble(ErrorKind.PROTOCOL, request_id=found.request_id, detail="the tag has no id")
    return one


@dataclass(frozen=True, slots=True)
class Request:
    """A request as method, parts of the path, and body."""

    method: str
    path: tuple[str, ...]
    json: object | None = None


def add_tag(call_id: str, tag_id: str) -> Request:
    """Put a tag on a call. Path and body are assumed: no page of the vendor's at hand shows them."""
    return Request("POST", ("calls", call_id, "tags"), {"tag_id": given(tag_id)})


def remove_tag(call_id: str, tag_id: str) -> Request:
    """Take a tag off a call. The path is assumed like the one above."""
    return Request("DELETE", ("calls", call_id, "tags", tag_id))


def given(id_text: str) -> int | str:
    """Return an id as the type that it came as: a number when it is all digits."""
    return int(id_text) if id_text.isascii() and id_text.isdecimal() else id_text


# -- what was said --------------------------------------------------------------------------------------


def transcript(found: Answer) -> Transcript:
    """Read `GET /calls/{id}/transcription`; a state that is not known yet is one under way."""
    row = record(found)
    segments = [_segment(read.mapping(one)) for one in read.listing(row.get("payload")) or []]
    said = tuple(sorted((one for one in segments if one), key=lambda one: (one.start_s, one.end_s)))
    word = read.word(row.get("speech_state"))
    if not word:
        return Transcript(TranscriptState.READY if said else TranscriptState.NONE, segments=said)
    return Transcript(_SPEECH.get(word, TranscriptState.PENDING), segments=said)


def _segment(row: dict[str, Any]) -> Segment | None:
    words, start = read.text(row.get("text")), read.real(row.get("start"))
    if words is None or start is None:
        return None
    end = read.real(row.get("end"))
    channel = _CHANNELS.get(read.word(row.get("channel")), read.whole(row.get("channel")))
    start = max(0.0, start)
    return Segment(
        start,
        max(start, start if end is None else end),
        _SPEAKERS.get(channel, Speaker.UNKNOWN),
        channel,
        words,
    )


def summary(found: Answer) -> str | None:
    """Read `GET /calls/{id}/summary`, whose form is only known from the webhook's record."""
    if isinstance(found.data, str):
        return read.text(found.data)
    return read.text((read.single(found.data) or {}).get("summary"))


# -- signing in -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grant:
    """A token, how long it holds from `created_at` (seconds; None: not said), and what it allows."""

    token: str
    expires_in: int | None
    created_at: datetime | None
    scope: str | None


def has_token(body: bytes) -> bool:
    """Whether a token answer is one, and not a page of a network that wants a sign-in of its own."""
    try:
        grant(body)
    except Trouble:
        return False
    return True


def grant(body: bytes) -> Grant:
    """Read a token answer, which is plain OAuth; an envelope around it is accepted. Raises PROTOCOL."""
    try:
        root = read.mapping(read.tree(body))
    except ValueError:
        root = {}
    row = root if root.get("access_token") else read.single(root.get("data")) or {}
    token = read.text(row.get("access_token"))
    if token is None or not (token.isascii() and token.isprintable()):
        raise Trouble(ErrorKind.PROTOCOL, detail="the sign-in gave no token")
    scope = row.get("scope")
    created = read.whole(row.get("created_at"))
    return Grant(
        token,
        read.whole(row.get("expires_in")) or None,
        None if created is None else datetime.fromtimestamp(created, UTC),
        read.text(" ".join(read.lines(scope))),
    )
