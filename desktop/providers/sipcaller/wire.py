"""SIP Caller's answers to domain values; pure, no I/O.

No answer is documented: the shapes are taken from the names of filters and sorts, and from the dialect that
lists are asked in. So everything is read as far as it can be, each value alone.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.campaigns import (
    CampaignNumber,
    CampaignStatus,
    CampaignType,
    DialMode,
    ProviderCampaign,
    Receipt,
)
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers import reading as read

from .asking import DATES

_WRAPPERS = ("data", "items", "results")
_ERROR_FIELDS = ("message", "error", "errors", "detail")
_MOST_SAID = 200
_MOST_LOOKED_AT = 20_000
_MOST_EXTRA, _LONGEST_EXTRA = 40, 500

_TOTAL = re.compile(r"/\s*(\d{1,15})\s*$")
_FIRST = re.compile(r"(\d{1,15})\s*-\s*\d{1,15}\s*/")
_HIDDEN = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")

_KNOWN: Mapping[str, str] = {
    **{one.value: one.value for known in (CampaignStatus, CampaignType, DialMode) for one in known},
    "cancelled": CampaignStatus.CANCELED,
}


# -- lists ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer's records. `first` is which record of all it begins with; None where that is not told."""

    rows: list[Any]
    first: int | None = None
    total: int | None = None


def rows(body: bytes, content_range: str = "") -> Rows:
    """Read a list that comes bare or wrapped; null and nothing are an empty one. Raises `Trouble` PROTOCOL.

    `content_range` is that header's text: any unit, and `*` for a total that is not known.
    """
    if not body.strip():
        return Rows([], None, _total(content_range))
    try:
        root = read.tree(body)
    except ValueError:
        raise Trouble(ErrorKind.PROTOCOL, detail="it is no JSON") from None
    if isinstance(root, dict):
        wrapped = next((key for key in _WRAPPERS if key in root), None)
        if wrapped is None:
            raise Trouble(ErrorKind.PROTOCOL, detail=f"it holds no list{_colon(said(body))}")
        root = root[wrapped]
    found = [] if root is None else root
    if not isinstance(found, list):
        raise Trouble(ErrorKind.PROTOCOL, detail="it holds no list")
    begins = _FIRST.search(content_range)
    return Rows(found, int(begins[1]) if begins else None, _total(content_range))


def _total(content_range: str) -> int | None:
    told = _TOTAL.search(content_range)
    return int(told[1]) if told else None


# -- campaigns ------------------------------------------------------------------------------------------

_CAMPAIGN_FIELDS = frozenset(
    {
        "id",
        "name",
        "status",
        "type",
        "phoneSystemId",
        "extensionId",
        "webhookEndpointId",
        "tagIds",
        "startDate",
        "endDate",
        "startedAt",
        "endedAt",
        "numbersCount",
        "isArchived",
        "dialer.mode",
        "callBehavior.humanAnswerCallflowId",
        "callBehavior.answeringMachineCallflowId",
    }
)


def campaign(row: Any) -> ProviderCampaign | None:
    """Read a campaign; None for what is none, since without an id nothing can be done with it."""
    row = read.mapping(row)
    campaign_id = read.text(row.get("id"))
    if campaign_id is None:
        return None
    behaviour = read.mapping(row.get("callBehavior"))
    # A time or a count that cannot be read is shown as it was told.
    odd = {name for name, parse in _PARSED.items() if row.get(name) is not None and parse(row[name]) is None}
    return ProviderCampaign(
        provider_id=campaign_id,
        name=read.text(row.get("name")) or "",
        status=_word(row.get("status")),
        type=_word(row.get("type")),
        mode=_word(read.mapping(row.get("dialer")).get("mode")),
        numbers_count=read.whole(row.get("numbersCount")),
        starts_at=moment(row.get("startDate")),
        ends_at=moment(row.get("endDate")),
        started_at=moment(row.get("startedAt")),
        ended_at=moment(row.get("endedAt")),
        archived=read.flag(row.get("isArchived")),
        tag_ids=_texts(row.get("tagIds")),
        phone_system_id=read.text(row.get("phoneSystemId")),
        extension_id=read.text(row.get("extensionId")),
        human_callflow_id=read.text(behaviour.get("humanAnswerCallflowId")),
        machine_callflow_id=read.text(behaviour.get("answeringMachineCallflowId")),
        webhook_id=read.text(row.get("webhookEndpointId")),
        extra=_extra(row, _CAMPAIGN_FIELDS - odd),
    )


def moment(value: Any) -> datetime | None:
    """Read a time in any of the vendor's spellings: with or without dashes, a date alone.

    One with a zone becomes UTC. One without stays without, for nobody says which zone it is meant in.
    """
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo is None else read.utc(found)


_PARSED: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(DATES, moment),
    "numbersCount": read.whole,
    "isArchived": read.flag,
}


def _word(value: Any) -> str | None:
    """Return our word for a state, a type or a mode; one that is not known as the provider says it."""
    return _KNOWN.get(read.word(value)) or read.text(value)


def _texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(text for text in map(read.text, listed) if text)


# -- numbers --------------------------------------------------------------------------------------------

_NUMBER_FIELDS = frozenset({"id", "number", "varValues"})


def number(row: Any) -> CampaignNumber | None:
    """Read a number of a campaign; None for what is none. Without an id it can be read only."""
    row = read.mapping(row)
    text = read.text(row.get("number"))
    if text is None:
        return None
    record, record_id = row.get("id"), read.text(row.get("id"))
    return CampaignNumber(
        provider_id=record_id or "",
        # The id as JSON: it goes back in the type that it came in.
        key=json.dumps(record) if record_id else "",
        number=text,
        variables=variables(row.get("varValues")),
        extra=_extra(row, _NUMBER_FIELDS),
    )


def variables(value: Any) -> tuple[str, ...]:
    """Read the texts for a call flow's variables; each keeps its place, also an empty one."""
    if value is None:
        return ()
    return tuple(_plain(one) or "" for one in (value if isinstance(value, list) else [value]))


def _plain(value: Any) -> str | None:
    """Return a scalar as text, unchanged; None for anything else."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return read.text(value) or str(value)
    return _whole_letters(value) if isinstance(value, str) else None


def _whole_letters(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _extra(row: Mapping[str, Any], known: frozenset[str]) -> dict[str, str]:
    """Flatten what has no place of its own into texts, the inner names behind a dot."""
    found: dict[str, str] = {}
    # Most rows have little beside what is known, and there may be a million of them.
    more = {name: value for name, value in row.items() if name not in known}
    for name, value in _flat(more) if more else ():
        text = _plain(value)
        if name not in known and text and len(found) < _MOST_EXTRA:
            found[name] = text[:_LONGEST_EXTRA]
    return found


def _flat(row: Mapping[str, Any], prefix: str = "", depth: int = 3) -> Iterable[tuple[str, Any]]:
    for key, value in row.items():
        name = _whole_letters(f"{prefix}{key}")[:_LONGEST_EXTRA]
        if isinstance(value, dict):
            if depth:
                yield from _flat(value, f"{name}.", depth - 1)
        elif isinstance(value, list):
            yield name, ", ".join(text for text in map(_plain, value) if text)
        else:
            yield name, value


# -- what it says ---------------------------------------------------------------------------------------


def receipt(body: bytes) -> Receipt:
    """Read what is said of numbers that were taken: an object, a list or nothing. Raises `Trouble` PROTOCOL.

    How many there were is known from a list of them only. An empty one may be of those taken or of those
    refused, as no page says which: nobody can tell from it whether phones ring.
    """
    if not body.strip():
        return Receipt()
    try:
        root = read.tree(body)
    except ValueError:
        raise Trouble(ErrorKind.PROTOCOL, detail="it is no JSON") from None
    if isinstance(root, dict):
        root = next((root[key] for key in _WRAPPERS if isinstance(root.get(key), list)), root)
    taken = len(root) if isinstance(root, list) else None
    if taken == 0:
        raise Trouble(ErrorKind.PROTOCOL, detail="it lists no numbers")
    return Receipt(taken, "; ".join(errors(body) or ()))


def errors(body: bytes) -> tuple[str, ...] | None:
    """Return the lines of an error; None when the body is not the API's own, such as a proxy's page."""
    try:
        root = read.tree(body)
    except ValueError:
        return None
    if not isinstance(root, dict):
        return None
    listed = [root.get(field) for field in _ERROR_FIELDS]
    found = tuple(_without_tags(line)[:_MOST_SAID] for line in read.lines(listed))
    return tuple(dict.fromkeys(line for line in found if line))[:5]


def said(body: bytes) -> str:
    """Return what a refusal says: its lines, or else the beginning of its text without tags."""
    lines = errors(body)
    if lines:
        return "; ".join(lines)
    return _without_tags(body[:_MOST_LOOKED_AT].decode("utf-8", "replace"))[:_MOST_SAID].strip()


def _without_tags(text: str) -> str:
    bare = _TAG.sub(" ", _HIDDEN.sub(" ", text)) if "<" in text else text
    return " ".join(html.unescape(bare).split())


def _colon(text: str) -> str:
    return f": {text}" if text else ""


_ABOUT_DATES = re.compile(
    r"(?i)(?<![a-z])(?:dates?|date-?time|timestamp)(?![a-z])|iso.?8601|(?:start|end)(?:_?date|ed_?at)"
)


def names_a_date(text: str) -> bool:
    """Whether a refusal is about a date, so that the other spelling may do."""
    return bool(_ABOUT_DATES.search(text))
