"""Lists of calls: newest first, counted, and by local day."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.store import filters
from desktop.store.connection import Db
from desktop.store.filters import Use, where
from desktop.store.records import CALLS, SELECT, page, records
from desktop.store.sought import Sought, sought
from desktop.store.times import to_seconds

QUARTER_S = 900
"""Every zone's offset since 1972 is a multiple of it, so no quarter of an hour spans two local days."""

_NEWEST_FIRST = "ORDER BY c.sorted_at DESC, c.id DESC"


def select(
    db: Db, wanted: CallFilter, limit: int | None = None, *, after: CallRecord | None = None
) -> Iterator[CallRecord]:
    """Read the calls that fit, newest first, as they are asked for.

    `after` is the last call of the page before: a list that is read page by page misses none and repeats
    none, whatever is stored meanwhile.
    """
    condition, values = _condition(db, wanted, Use.ORDER)
    if after is not None:
        condition += " AND (c.sorted_at, c.id) < (?, ?)"
        values += (to_seconds(after.sorted_at), int(after.id))
    sql = f"{SELECT} WHERE {condition} {_NEWEST_FIRST} LIMIT ?"
    return records(db, db.execute(sql, (*values, -1 if limit is None else limit)))


def count(db: Db, wanted: CallFilter) -> tuple[int, int]:
    """Return how many calls fit, and how long was talked in them: the seconds of those answered."""
    condition, values = _condition(db, wanted, Use.COUNT)
    sql = f"SELECT count(*), coalesce(sum(c.talk_s), 0) FROM calls c WHERE {condition}"
    for calls, talk_s in db.execute(sql, values):
        return calls, talk_s
    raise AssertionError("a count has one row")


def days(
    db: Db, wanted: CallFilter, zone: tzinfo | None, whom: tuple[Sought, ...] | None = None
) -> list[DayCount]:
    """Count the calls of each local day, newest day first. `zone` None is the machine's own.

    `whom` is what `sought` found for the filter, where that is known.
    """
    condition, values = _condition(db, wanted, Use.COUNT, whom)
    sql = (
        f"SELECT c.sorted_at / {QUARTER_S}, count(*), sum(c.talk_s) FROM calls c WHERE {condition}"
        f" GROUP BY c.sorted_at / {QUARTER_S}"
    )
    found: dict[date, list[int]] = {}
    for quarter, calls, talk_s in db.execute(sql, values):
        sums = found.setdefault(datetime.fromtimestamp(quarter * QUARTER_S, zone).date(), [0, 0])
        sums[0] += calls
        sums[1] += talk_s
    return [DayCount(day, *found[day]) for day in sorted(found, reverse=True)]


def day_rows(
    db: Db, wanted: CallFilter, day: date, zone: tzinfo | None, offset: int, limit: int
) -> list[CallRecord]:
    """Read calls of one local day, newest first."""
    condition, values = _of_day(db, wanted, day, zone)
    sql = f"{SELECT} WHERE {condition} {_NEWEST_FIRST} LIMIT ? OFFSET ?"
    return page(db, sql, (*values, limit, offset))


def saying(db: Db, texts: tuple[str, ...]) -> frozenset[int]:
    """Return the ids of the calls in which one of these was said: slow for a word that many say."""
    return frozenset(call_id for (call_id,) in db.execute(*filters.saying(texts)))


def is_sought(wanted: CallFilter) -> bool:
    """Whether something has to be found before a filter's calls can be: `all_sought` finds it."""
    return bool(wanted.texts or wanted.contact_ids or wanted.names or wanted.who)


def all_sought(db: Db, wanted: CallFilter) -> tuple[Sought, ...]:
    """Find all that a filter looks for: slow for a word that many say, or a name that many have."""
    found = sought(db, wanted)
    return (*found, Sought(calls=saying(db, wanted.texts))) if wanted.texts else found


def day_ids(
    db: Db, wanted: CallFilter, found: tuple[Sought, ...], day: date, zone: tzinfo | None
) -> list[int]:
    """Return the ids of a local day's calls, newest first, with what `all_sought` found."""
    plain = replace(wanted, texts=(), names=(), who=(), contact_ids=frozenset())
    condition, values = _of_day(db, plain, day, zone)
    rows = db.execute(
        f"SELECT c.id, c.other_id, c.account_id FROM {CALLS} WHERE {condition} {_NEWEST_FIRST}", values
    )
    return [
        call_id
        for call_id, other_id, account_id in rows
        if all(one.has(call_id, other_id, account_id) for one in found)
    ]


def by_ids(db: Db, ids: Sequence[int]) -> list[CallRecord]:
    """Read calls by our ids, newest first."""
    sql = f"{SELECT} WHERE c.id IN (SELECT value FROM json_each(?)) {_NEWEST_FIRST}"
    return page(db, sql, (json.dumps(ids),))


def _condition(
    db: Db, wanted: CallFilter, use: Use, found: tuple[Sought, ...] | None = None
) -> tuple[str, tuple[Any, ...]]:
    condition, values = where(wanted, use)
    for one in sought(db, wanted) if found is None else found:
        text, more = one.condition
        condition += f" AND ({text})"
        values += more
    return condition, values


def _of_day(db: Db, wanted: CallFilter, day: date, zone: tzinfo | None) -> tuple[str, tuple[Any, ...]]:
    condition, values = _condition(db, wanted, Use.DAY)
    bounds = (_starts(day, zone), _starts(day + timedelta(days=1), zone))
    return f"{condition} AND c.sorted_at >= ? AND c.sorted_at < ?", (*values, *bounds)


def _starts(day: date, zone: tzinfo | None) -> int:
    """Return when a local day starts; where midnight is skipped, the moment that follows it."""
    midnight = datetime.combine(day, time.min, zone)
    try:
        return int(midnight.timestamp())
    except OSError:  # Windows knows no local time before 1970
        return to_seconds(datetime.combine(day, time.min, datetime.now().astimezone().tzinfo))
