"""All calls with one number: counted, and those round a call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.persons import NumberHistory
from desktop.store import attempts
from desktop.store.connection import Db
from desktop.store.records import SELECT, records
from desktop.store.times import from_seconds_or_none, to_seconds


def history(db: Db, call: CallRecord, midnight: datetime, limit: int) -> NumberHistory:
    """Read what there is with the number of a call: at most `limit` calls later and earlier than it.

    `midnight` is when today began. A number without a country is an extension, and means somebody else in
    every account.
    """
    number = call.other
    if number is None:
        return NumberHistory()
    own_only = not number.startswith("+")
    condition = "c.other_id = (SELECT id FROM numbers WHERE number = ?)"
    values: tuple[Any, ...] = (number,)
    if own_only:
        condition += " AND c.account_id = ?"
        values += (int(call.account_id),)
    (sums,) = _rows(
        db.execute(
            "SELECT count(*), coalesce(sum(c.talk_s), 0),"
            f" max(CASE WHEN c.outcome = '{Outcome.ANSWERED}' THEN c.sorted_at END),"
            f" count(CASE WHEN c.sorted_at >= ? AND c.direction <> '{Direction.OUTBOUND}' THEN 1 END),"
            f" count(CASE WHEN c.sorted_at >= ? AND c.direction = '{Direction.OUTBOUND}' THEN 1 END)"
            f" FROM calls c WHERE {condition}",
            (to_seconds(midnight), to_seconds(midnight), *values),
        )
    )
    at = (to_seconds(call.sorted_at), int(call.id))
    sql = f"{SELECT} WHERE {condition} AND (c.sorted_at, c.id)"
    later = db.execute(f"{sql} > (?, ?) ORDER BY c.sorted_at, c.id LIMIT ?", (*values, *at, limit + 1))
    newest_first = "ORDER BY c.sorted_at DESC, c.id DESC"
    found_later = tuple(records(db, later))
    earlier = db.execute(f"{sql} < (?, ?) {newest_first} LIMIT ?", (*values, *at, limit + 1))
    found_earlier = tuple(records(db, earlier))
    tried = [
        one for one in attempts.recent(db, number=number) if not own_only or one.account_id == call.account_id
    ]
    return NumberHistory(
        calls=sums[0],
        talk_s=sums[1],
        answered_at=from_seconds_or_none(sums[2]),
        today_from=sums[3],
        today_to=sums[4],
        later=tuple(reversed(found_later[:limit])),
        earlier=found_earlier[:limit],
        more_later=len(found_later) > limit,
        more_earlier=len(found_earlier) > limit,
        attempts=tuple(tried),
    )


def _rows(found: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(found)
