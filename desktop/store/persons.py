"""All calls with one person, over all their numbers and all accounts: counted, and those round a call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from desktop.domain.attempts import Attempt
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.persons import NumberHistory
from desktop.store import attempts, names
from desktop.store.connection import Db
from desktop.store.names import Reach
from desktop.store.records import SELECT, records
from desktop.store.times import from_seconds_or_none, to_seconds

ATTEMPTS = 50
"""So many presses of Call are listed."""


class _End(NamedTuple):
    """A far side of calls (`numbers`): in every account, or in one alone."""

    number: int
    account: int | None

    @property
    def condition(self) -> tuple[str, tuple[int, ...]]:
        if self.account is None:
            return "c.other_id = ?", (self.number,)
        return "c.other_id = ? AND c.account_id = ?", (self.number, self.account)


def history(db: Db, call: CallRecord, midnight: datetime, limit: int) -> NumberHistory:
    """Read what there is with the person of a call: at most `limit` calls later and earlier than it.

    `midnight` is when today began. Who is nobody's contact is one number; a number without a country is an
    extension, and means somebody else in every account.
    """
    if call.other is None:
        return NumberHistory()
    reach = names.person(db, call.other, call.account_id)
    ends = list(_ends(db, reach))
    calls, talk_s, answered_at, today_from, today_to = _sums(db, ends, to_seconds(midnight))
    later = _near(db, ends, call, limit + 1, newest_first=False)
    earlier = _near(db, ends, call, limit + 1, newest_first=True)
    return NumberHistory(
        calls=calls,
        talk_s=talk_s,
        answered_at=from_seconds_or_none(answered_at),
        today_from=today_from,
        today_to=today_to,
        later=tuple(reversed(later[:limit])),
        earlier=tuple(earlier[:limit]),
        more_later=len(later) > limit,
        more_earlier=len(earlier) > limit,
        attempts=_attempts(db, reach),
        numbers=(*reach.numbers, *reach.extensions),
    )


def _ends(db: Db, reach: Reach) -> Iterator[_End]:
    for numbers, account in ((reach.numbers, None), (reach.extensions, reach.account_id)):
        rows: list[Any] = db.execute(
            "SELECT id FROM numbers WHERE number IN (SELECT value FROM json_each(?))", (json.dumps(numbers),)
        ).fetchall()
        for (number,) in rows:
            yield _End(number, account)


def _sums(db: Db, ends: list[_End], midnight: int) -> tuple[int, int, int | None, int, int]:
    """Count all calls, those of today, and find the last answered one: each through the index, if it can be.

    Somebody may have a hundred thousand calls.
    """
    calls = talk_s = today_from = today_to = 0
    answered: list[int] = []
    for end in ends:
        condition, values = end.condition
        all_of_them: list[Any] = db.execute(
            f"SELECT count(*), coalesce(sum(c.talk_s), 0) FROM calls c WHERE {condition}", values
        ).fetchall()
        today: list[Any] = db.execute(
            f"SELECT c.direction = '{Direction.OUTBOUND}', count(*) FROM calls c"
            f" WHERE {condition} AND c.sorted_at >= ? GROUP BY 1",
            (*values, midnight),
        ).fetchall()
        last: list[Any] = db.execute(
            f"SELECT c.sorted_at FROM calls c WHERE {condition} AND +c.outcome = '{Outcome.ANSWERED}'"
            " ORDER BY c.sorted_at DESC LIMIT 1",
            values,
        ).fetchall()
        calls, talk_s = calls + all_of_them[0][0], talk_s + all_of_them[0][1]
        by_us = dict(today)
        today_from, today_to = today_from + by_us.get(0, 0), today_to + by_us.get(1, 0)
        answered += [at for (at,) in last]
    return calls, talk_s, max(answered, default=None), today_from, today_to


def _near(db: Db, ends: list[_End], call: CallRecord, limit: int, *, newest_first: bool) -> list[CallRecord]:
    """Read the calls nearest to one: of each number as many as are wanted, for each has its own order."""
    at = (to_seconds(call.sorted_at), int(call.id))
    beyond, order = ("<", "DESC") if newest_first else (">", "ASC")
    found: list[Any] = []
    for end in ends:
        condition, values = end.condition
        found += db.execute(
            f"SELECT c.sorted_at, c.id FROM calls c WHERE {condition} AND (c.sorted_at, c.id) {beyond} (?, ?)"
            f" ORDER BY c.sorted_at {order}, c.id {order} LIMIT ?",
            (*values, *at, limit),
        ).fetchall()
    found.sort(reverse=newest_first)
    ids = json.dumps([call_id for _, call_id in found[:limit]])
    order_by = f"ORDER BY c.sorted_at {order}, c.id {order}"
    rows = db.execute(f"{SELECT} WHERE c.id IN (SELECT value FROM json_each(?)) {order_by}", (ids,))
    return list(records(db, rows))


def _attempts(db: Db, reach: Reach) -> tuple[Attempt, ...]:
    found = [one for number in reach.numbers for one in attempts.recent(db, number=number, limit=ATTEMPTS)]
    for extension in reach.extensions:
        found += [
            one
            for one in attempts.recent(db, number=extension, limit=ATTEMPTS)
            if one.account_id == str(reach.account_id)
        ]
    found.sort(key=lambda one: (one.created_at, int(one.id)), reverse=True)
    return tuple(found[:ATTEMPTS])
