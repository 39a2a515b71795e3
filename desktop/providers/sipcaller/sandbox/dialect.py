"""The dialect that lists are asked in: filters with suffixes, nested ones, sorts and ranges. Pure.

Where the vendor's page is silent the strict side is taken: a key, a word or a date that is not on the page is
refused, so that a client's carelessness shows.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MOST = 1000  # records in one answer, whatever range is asked for
DEFAULT = 100

_DATE = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:T(\d\d):(\d\d):(\d\d))?")
_SUFFIXES: Mapping[str, Callable[[str, str], bool]] = {
    "gte": lambda value, bound: value >= bound,
    "gt": lambda value, bound: value > bound,
    "lte": lambda value, bound: value <= bound,
    "lt": lambda value, bound: value < bound,
}

Row = Mapping[str, Any]


class Refused(Exception):
    """A question that cannot be answered, with the words for it."""


@dataclass(frozen=True)
class Question:
    """What a list is asked for. `last` is included; the range counts from 0."""

    filters: Mapping[str, Any]
    sort: str | None
    descending: bool
    first: int
    last: int


def question(given: Mapping[str, str], sorts: Sequence[str]) -> Question:
    """Read the three parameters. Raises `Refused`."""
    filters: Any = _read(given, "filter", {})
    if not isinstance(filters, dict):
        raise Refused("filter must be an object")
    sort: Any = _read(given, "sort", None)
    if sort is not None and not (
        isinstance(sort, list) and len(sort) == 2 and sort[0] in sorts and sort[1] in {"ASC", "DESC"}
    ):
        raise Refused(f"sort must be one of {', '.join(sorts)} with ASC or DESC")
    span: Any = _read(given, "range", [0, DEFAULT - 1])
    if not (isinstance(span, list) and len(span) == 2 and all(type(one) is int for one in span)):
        raise Refused("range must be two whole numbers")
    first, last = span
    if not 0 <= first <= last:
        raise Refused("range must begin at 0 or later and not end before it begins")
    field, way = sort or (None, "ASC")
    return Question(filters, field, way == "DESC", first, min(last, first + MOST - 1))


def _read(given: Mapping[str, str], name: str, default: Any) -> Any:
    if name not in given:
        return default
    try:
        return json.loads(given[name])
    except ValueError:
        raise Refused(f"{name} is not valid JSON") from None


# -- filters --------------------------------------------------------------------------------------------

_WORDS = {
    "status": ("Draft", "Active", "Paused", "Canceled", "Finished"),
    "type": ("Static", "Dynamic"),
    "mode": ("Power", "Predictive"),
}
_DATES = ("startDate", "endDate", "startedAt", "endedAt")
_FLOWS = ("humanAnswerCallflowId", "answeringMachineCallflowId")


def campaigns_that_fit(rows: Sequence[Row], filters: Mapping[str, Any]) -> list[Row]:
    """Return the campaigns for which every condition holds. Raises `Refused`."""
    tests = [_test(key, value) for key, value in filters.items()]
    return [row for row in rows if all(test(row) for test in tests)]


def _test(key: str, value: Any) -> Callable[[Row], bool]:
    make = _TESTS.get(key)
    return make(key, value) if make else _date_test(key, value)


def _one_of(key: str, value: Any) -> Callable[[Row], bool]:
    wanted = _list(key, value)
    return lambda row: row["id"] in wanted


def _like(key: str, value: Any) -> Callable[[Row], bool]:
    part = _text(key, value).lower()
    return lambda row: part in row[key].lower()


def _equal(key: str, value: Any) -> Callable[[Row], bool]:
    text = _text(key, value)
    return lambda row: row[key] == text


def _known(key: str, value: Any) -> Callable[[Row], bool]:
    word = _word(key, value)
    return lambda row: row[key] == word


def _dialer(key: str, value: Any) -> Callable[[Row], bool]:
    mode = _word("mode", _object(key, value, ("mode",)).get("mode"))
    return lambda row: row["dialer"]["mode"] == mode


def _any_tag(key: str, value: Any) -> Callable[[Row], bool]:
    tags = set(_list(key, value))
    return lambda row: not tags.isdisjoint(row["tagIds"])


def _either_flow(key: str, value: Any) -> Callable[[Row], bool]:
    flow = _text(key, value)
    return lambda row: flow in [row["callBehavior"][one] for one in _FLOWS]


def _flows(key: str, value: Any) -> Callable[[Row], bool]:
    flows = _object(key, value, _FLOWS)
    return lambda row: all(row["callBehavior"][one] == flow for one, flow in flows.items())


def _archived(key: str, value: Any) -> Callable[[Row], bool]:
    if not isinstance(value, bool):
        raise Refused(f"{key} must be true or false")
    return lambda row: row[key] is value


_TESTS: Mapping[str, Callable[[str, Any], Callable[[Row], bool]]] = {
    "ids": _one_of,
    "name": _like,
    "phoneSystemId": _equal,
    "extensionId": _equal,
    "dialer": _dialer,
    "tagIds_ovl": _any_tag,
    "status": _known,
    "type": _known,
    "callflowIds_ctn": _either_flow,
    "callBehavior": _flows,
    "webhookEndpointId": _equal,
    "isArchived": _archived,
}


def _date_test(key: str, value: Any) -> Callable[[Row], bool]:
    field, _, suffix = key.partition("_")
    if field not in _DATES or suffix not in _SUFFIXES:
        raise Refused(f"there is no filter {key}")
    bound, holds = _date(key, value), _SUFFIXES[suffix]
    return lambda row: row[field] is not None and holds(row[field][:19], bound)


def _date(key: str, value: Any) -> str:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    year, _, month, day, *time = found.groups() if found else ("", "", "", "")
    text = f"{year}-{month}-{day}T{':'.join(part or '00' for part in time)}"
    try:
        datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise Refused(f"{key} is not a valid date") from None
    return text


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"{key} must be a text")
    return value


def _list(key: str, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise Refused(f"{key} must be a list of texts")
    return [_text(key, one) for one in value]


def _word(key: str, value: Any) -> str:
    if value not in _WORDS[key]:
        raise Refused(f"{key} must be one of {', '.join(_WORDS[key])}")
    return str(value)


def _object(key: str, value: Any, fields: Sequence[str]) -> dict[str, str]:
    if not isinstance(value, dict) or not value or not set(value) <= set(fields):
        raise Refused(f"{key} must be an object with {' or '.join(fields)}")
    return {name: _text(name, inner) for name, inner in value.items()}


def in_order(rows: list[Row], sort: str | None, *, descending: bool) -> list[Row]:
    """Sort campaigns by one of their fields; those without it come last."""
    if sort is None:
        return rows
    known = [row for row in rows if row[sort] is not None]
    known.sort(key=lambda row: row[sort], reverse=descending)
    return known + [row for row in rows if row[sort] is None]
