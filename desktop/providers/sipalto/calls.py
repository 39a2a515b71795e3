"""Sipalto's calls: what is asked for one extension and one span of time, and the answers; pure, no I/O.

Origin of the shapes: the vendor's page; the tolerance is ours. Only answered calls are told, nothing of who
waited how long, and a recording is never announced: each answered call may have one.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.calls import Call, CallKind, DecodedCalls, Direction, HistoryQuery, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.numbers import normalise, search_key, search_parts
from desktop.providers import reading as read

from . import clock, wire

log = logging.getLogger(__name__)

LONGEST = timedelta(days=31)
"""A longer span is asked for in parts: how much one request may cover is not said."""

AHEAD = timedelta(days=1)
"""A span without an end goes so far beyond our own clock, which may be behind the exchange's."""

RECORDING = "get-call-recording"
"""What stands for a recording's link. There is none: recordings are asked for by the call's id."""

_DIRECTIONS = {"in": Direction.INBOUND, "out": Direction.OUTBOUND, "local": Direction.INTERNAL}
_OUTCOMES = {
    "answered": Outcome.ANSWERED,
    "noanswer": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "failed": Outcome.FAILED,
    "": Outcome.ANSWERED,  # no other calls are asked for
}
_STAMP = "%Y%m%dT%H%M%SZ"
_ANSWERED_KINDS = frozenset({CallKind.INBOUND, CallKind.OUTBOUND})


# -- what is asked --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a query's time. `until` is exclusive, None on the newest part; `end` is what is asked for.

    `following` is the token of the part before it in time, None for the oldest.
    """

    start: datetime
    end: datetime
    until: datetime | None
    following: str | None


def span(query: HistoryQuery, token: str | None, now: datetime) -> Span:
    """Return the part of a query that a token stands for, newest first. Raises `Trouble` INVALID."""
    until = None if token is None else _moment(token)
    end = until or query.end or max(now, query.start) + AHEAD
    # Whole seconds, as calls have them: nothing may lie between a part's start and the token that says it.
    oldest = query.start.replace(microsecond=0)
    start = max(oldest, (end - LONGEST).replace(microsecond=0))
    return Span(start, end, until, start.astimezone(UTC).strftime(_STAMP) if start > oldest else None)


def _moment(token: str) -> datetime:
    try:
        return datetime.strptime(token, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise Trouble(ErrorKind.INVALID, detail="the page is none of this history's") from None


def is_empty(query: HistoryQuery) -> bool:
    """Whether a query asks for what this history never holds: missed calls, tags, callers' names."""
    if query.kinds and _ANSWERED_KINDS.isdisjoint(query.kinds):
        return True
    return bool(query.tags) or (bool(query.search) and not _wanted(query.search or ""))


def history_form(extension: str, wanted: Span, zone: ZoneInfo, more: timedelta) -> dict[str, str]:
    """Spell the question for one extension's calls, with so much more on either side."""
    start, end = clock.bounds(wanted.start, wanted.end, zone, more)
    return {"start": start, "end": end, "phone_number": extension}


def _wanted(search: str) -> tuple[str, ...]:
    """Return what stands in the key of a number that is searched for; nothing for anybody's name."""
    return () if any(sign.isalpha() for sign in search) else search_parts(search)


# -- what is answered -----------------------------------------------------------------------------------


class _Head(msgspec.Struct):
    """An envelope whose calls are skipped over, so that they can be read in another thread."""

    success: Any = None
    response: msgspec.Raw = msgspec.Raw(b"")


_head = msgspec.json.Decoder(_Head)

Rows = Callable[[], Any]


def told(body: bytes) -> Rows:
    """Return how to read an answer's calls, later. Raises `Trouble` for what is no good answer."""
    try:
        head = _head.decode(body)
    except (ValueError, RecursionError):
        found = wire.response(body)
        return lambda: found
    raw = bytes(head.response)
    if read.flag(head.success) is not True or raw[:1] not in {b"{", b"["}:
        found = wire.response(body)  # says what is wrong, if anything is
        wire.rows(found)
        return lambda: found
    return lambda: wire.tree(raw)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one page: the answers of several extensions for the same span.

    `fits` says which calls belong to it: bounds are asked for in whole minutes, answers may hold more.
    """

    extensions: tuple[str, ...]
    zone: ZoneInfo
    fits: Callable[[Call], bool] = lambda _: True

    def page(self, answers: Mapping[str, Rows]) -> DecodedCalls:
        """Read the answers by extension; a call that two of them share stands once. Newest first.

        Raises `Trouble` PROTOCOL, also for an answer of which nothing can be read: that is no empty one.
        """
        rows: dict[str, tuple[Any, list[str]]] = {}
        skipped = 0
        for extension, answer in answers.items():
            told_rows, unreadable = _keyed(answer), 0
            for key, row in told_rows:
                provider_id = read.text(read.mapping(row).get("call_id")) or key
                if provider_id is None or not isinstance(row, dict):
                    unreadable += 1
                elif provider_id in rows:
                    rows[provider_id][1].append(extension)
                else:
                    rows[provider_id] = row, [extension]
            if 0 < unreadable == len(told_rows):
                raise Trouble(ErrorKind.PROTOCOL, detail="its response is no list of calls")
            skipped += unreadable
        if skipped:
            log.warning("%d calls of a page cannot be read and are left out", skipped)
        found = [self._call(provider_id, row, asked) for provider_id, (row, asked) in rows.items()]
        found = [call for call in found if self.fits(call)]
        return DecodedCalls(
            tuple(sorted(found, key=lambda call: (call.sorted_at, call.provider_id), reverse=True)), skipped
        )

    def _call(self, provider_id: str, row: Mapping[str, Any], asked: list[str]) -> Call:
        caller, callee = read.text(row.get("caller")), read.text(row.get("callee"))
        direction = _DIRECTIONS.get(read.word(row.get("direction")), Direction.UNKNOWN)
        outcome = _OUTCOMES.get(read.word(row.get("disposition")), Outcome.UNKNOWN)
        # The extension whose call it is: it need not stand in the record, which may name the number dialled.
        ours = [end for end in (caller, callee) if end in self.extensions]
        line = ours[0] if ours else asked[0]
        if direction is Direction.INBOUND:
            line = ours[-1] if ours else asked[0]
        taker = callee if callee in self.extensions else None
        return Call(
            provider_id=provider_id,
            direction=direction,
            outcome=outcome,
            caller=caller,
            callee=callee,
            line_provider_id=line,
            answered_line_provider_id=taker if outcome is Outcome.ANSWERED else None,
            started_at=clock.started(provider_id, clock.local(row.get("date")), self.zone),
            # The "total" duration: whether it holds the ringing is not said, so no other time follows.
            duration_s=read.whole(row.get("duration")),
            recording_url=RECORDING if outcome is Outcome.ANSWERED else None,
            raw_type=read.text(row.get("direction")),
            raw_status=read.text(row.get("disposition")),
        )


def _keyed(answer: Rows) -> list[tuple[str | None, Any]]:
    """Return records with the keys that they stand under, if they do. Raises `Trouble` PROTOCOL."""
    try:
        told_rows = answer()
    except ValueError:
        raise Trouble(ErrorKind.PROTOCOL, detail="its calls cannot be read") from None
    if isinstance(told_rows, dict) and not isinstance(told_rows.get("call_id", {}), dict):
        return [(None, told_rows)]
    if isinstance(told_rows, dict):
        return [(read.text(key), row) for key, row in told_rows.items()]
    return [(None, row) for row in wire.rows(told_rows)]


def fitting(
    query: HistoryQuery, wanted: Span, extensions: tuple[str, ...], region: str
) -> Callable[[Call], bool]:
    """Return the test whether a call belongs to a query and to this part of its time.

    A call whose time cannot be read belongs to every part: the exchange said that it is in there. Numbers
    without a country code are the `region`'s.
    """
    parts = _wanted(query.search or "")

    def has_number(call: Call) -> bool:
        keys = [search_key(normalise(end, region) or "") for end in (call.caller, call.callee) if end]
        return any(part in key for part in parts for key in keys)

    def fits(call: Call) -> bool:
        at = call.started_at
        if at is not None:
            too_late = at >= wanted.until if wanted.until else query.end is not None and at > query.end
            if at < wanted.start or too_late:
                return False
        if query.kinds and _kind(call, extensions) not in query.kinds:
            return False
        if query.employees and call.line_provider_id not in query.employees:
            return False
        return not parts or has_number(call)

    return fits


def _kind(call: Call, extensions: tuple[str, ...]) -> CallKind:
    """File a call under a kind; one between extensions is outbound for whoever began it."""
    if call.direction is Direction.INTERNAL:
        return CallKind.OUTBOUND if call.caller in extensions else CallKind.INBOUND
    return CallKind.OUTBOUND if call.direction is Direction.OUTBOUND else CallKind.INBOUND
