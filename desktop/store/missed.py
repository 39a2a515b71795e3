"""Missed calls and voicemails that are news: which to tell of, which nobody has seen, which were returned."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.store.connection import Db
from desktop.store.records import SELECT, records
from desktop.store.times import from_seconds, to_seconds

LATE = timedelta(hours=1)
"""How much older than the last look a call may be and still be news: some providers list calls late.

Without it, an older history that is asked for one day would be told of call by call.
"""

LOOK_EVERY = timedelta(minutes=10)
"""How often a look that found no new call is written down: often enough for `LATE`."""

_MOST = 1000
_NEWS = (Outcome.MISSED.value, Outcome.VOICEMAIL.value)


def is_due(db: Db, account_id: str, now: datetime) -> bool:
    """Whether `take` would find or write anything."""
    row = db.execute(
        "SELECT told_call, told_at FROM accounts WHERE id = CAST(? AS INTEGER)", (account_id,)
    ).fetchone()
    if row is None:
        return False
    told_call, told_at = row
    if told_call is None or from_seconds(told_at) + LOOK_EVERY <= now:
        return True
    newest = db.execute(
        "SELECT 1 FROM calls WHERE id > ? AND +account_id = CAST(? AS INTEGER) LIMIT 1",
        (told_call, account_id),
    ).fetchone()
    return newest is not None


def take(db: Db, account_id: str, now: datetime, *, whole: bool) -> list[CallRecord]:
    """Return an account's missed calls and voicemails to tell of, newest first, each once and never again.

    The first time only remembers where its history ends. `whole` says that everything up to now was read.
    """
    account = int(account_id)
    row = db.execute("SELECT told_call, told_at FROM accounts WHERE id = ?", (account,)).fetchone()
    if row is None:
        return []
    told_call, told_at = row
    if told_call is None and not whole:
        return []
    newest = db.execute("SELECT coalesce(max(id), 0) FROM calls").get
    found: list[CallRecord] = []
    if told_call is not None:
        rows = db.execute(
            f"{SELECT} WHERE c.id > ? AND +c.account_id = ? AND c.outcome IN (?, ?) AND c.sorted_at >= ?"
            " ORDER BY c.sorted_at DESC, c.id DESC LIMIT ?",
            (told_call, account, *_NEWS, told_at - int(LATE.total_seconds()), _MOST),
        )
        found = list(records(db, rows))
        missed = [(int(call.id),) for call in found if call.outcome is Outcome.MISSED]
        db.executemany("INSERT OR IGNORE INTO missed_news VALUES (?)", missed)
    at = to_seconds(now) if whole or told_at is None else told_at
    db.execute("UPDATE accounts SET told_call = ?, told_at = ? WHERE id = ?", (newest, at, account))
    return found


def unseen(db: Db) -> int:
    """Count the missed calls that nobody has looked at."""
    return int(db.execute("SELECT count(*) FROM missed_news").get)


def seen(db: Db) -> int:
    """Take all news as looked at; returns how many there were."""
    db.execute("DELETE FROM missed_news")
    return int(db.changes())


def returned(db: Db, call_ids: Collection[str]) -> frozenset[str]:
    """Return which of these calls were called back since, by us or from the phone itself."""
    rows = db.execute(
        "SELECT c.id FROM calls c JOIN numbers n ON n.id = c.other_id"
        " WHERE c.id IN (SELECT value FROM json_each(?)) AND ("
        " EXISTS (SELECT 1 FROM attempts t WHERE t.number = n.number"
        " AND t.created_at > c.sorted_at * 1000000)"
        " OR EXISTS (SELECT 1 FROM calls o WHERE o.other_id = c.other_id AND o.sorted_at > c.sorted_at"
        " AND (o.direction = ? OR o.outcome = ?)))",
        (
            json.dumps([int(call_id) for call_id in call_ids]),
            Direction.OUTBOUND.value,
            Outcome.ANSWERED.value,
        ),
    )
    return frozenset(str(call_id) for (call_id,) in rows)
