"""Attempts: written before anything is sent, so that no crash forgets a call that may have been placed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.attempts import Attempt, AttemptState, DialSource
from desktop.domain.lines import SOFTPHONE, is_softphone
from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros

FOLD = timedelta(seconds=3)
"""A press of Call for the same number within this time is the same press."""

LINK_BEFORE = timedelta(minutes=1)
LINK_AFTER = timedelta(minutes=10)

_SELECT = (
    "SELECT t.id, t.account_id, accounts.name, line_id, number, t.state, created_at, provider_id, request_id,"
    " t.trouble, call_id FROM attempts t LEFT JOIN accounts ON accounts.id = t.account_id"
)


def begin(
    db: Db, *, account_id: str, line_id: str, number: str, now: datetime, source: DialSource | None = None
) -> Attempt:
    """Write down that a call is about to be placed, by a line, or by this computer's softphone.

    What the softphone calls is of the account in whose company the number stands, or of none ("").
    When the same number was pressed less than three seconds ago nothing is written and the attempt of that
    press comes back, `folded`: nothing may be sent.
    """
    at = to_micros(now)
    reach = FOLD // timedelta(microseconds=1)
    recent_one = db.execute(
        f"{_SELECT} WHERE number = ? AND created_at > ? AND created_at < ? ORDER BY created_at DESC LIMIT 1",
        (number, at - reach, at + reach),
    ).fetchone()
    if recent_one is not None:
        return replace(_attempt(recent_one), folded=True)
    db.execute(
        "INSERT INTO attempts (account_id, line_id, number, source, state, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            int(account_id) if account_id else None,
            None if is_softphone(line_id) else int(line_id),
            number,
            source,
            AttemptState.SENDING.value,
            at,
        ),
    )
    return _must(db, str(db.last_insert_rowid()))


def finish(
    db: Db,
    attempt_id: str,
    state: AttemptState,
    *,
    provider_id: str | None = None,
    request_id: str | None = None,
    trouble: str | None = None,
) -> Attempt:
    """Write down what became of an attempt."""
    db.execute(
        "UPDATE attempts SET state = ?, provider_id = ?, request_id = ?, trouble = ? WHERE id = ?",
        (state.value, provider_id, request_id, trouble, int(attempt_id)),
    )
    return _must(db, attempt_id)


def settle_interrupted(db: Db, before: datetime) -> tuple[Attempt, ...]:
    """Mark what a killed process was sending before this time as unknown, and return it."""
    rows = db.execute(
        "UPDATE attempts SET state = ? WHERE state = ? AND created_at < ? RETURNING id",
        (AttemptState.UNKNOWN.value, AttemptState.SENDING.value, to_micros(before)),
    ).fetchall()
    return tuple(_must(db, str(attempt_id)) for (attempt_id,) in rows)


def tell(db: Db, attempt_id: str) -> None:
    """Note that a person was told what became of an attempt."""
    db.execute("UPDATE attempts SET told = 1 WHERE id = ? AND told = 0", (int(attempt_id),))


def tell_rest(db: Db) -> tuple[Attempt, ...]:
    """Return, newest first, the attempts that nobody was told of, and take them as told from now on."""
    rows = db.execute(
        "UPDATE attempts SET told = 1 WHERE told = 0 AND state <> ? RETURNING id",
        (AttemptState.SENDING.value,),
    ).fetchall()
    found = [_must(db, str(attempt_id)) for (attempt_id,) in rows]
    return tuple(sorted(found, key=lambda one: one.created_at, reverse=True))


def get(db: Db, attempt_id: str) -> Attempt | None:
    """Read one attempt."""
    row = db.execute(f"{_SELECT} WHERE t.id = CAST(? AS INTEGER)", (attempt_id,)).fetchone()
    return None if row is None else _attempt(row)


def recent(db: Db, *, number: str | None = None, limit: int = 50) -> list[Attempt]:
    """Read the last attempts, newest first; only those with a number when it is given."""
    condition, values = ("1", ()) if number is None else ("number = ?", (number,))
    rows = db.execute(
        f"{_SELECT} WHERE {condition} ORDER BY created_at DESC, t.id DESC LIMIT ?", (*values, limit)
    )
    return [_attempt(row) for row in rows]


def unlinked(db: Db, since: datetime) -> list[Attempt]:
    """Read the attempts since then that may have rung and were not seen in the history, oldest first.

    What became of a number that a softphone got shows in no history of that line: there is no line.
    """
    rows = db.execute(
        f"{_SELECT} WHERE call_id IS NULL AND line_id IS NOT NULL AND t.state IN (?, ?) AND created_at >= ?"
        " ORDER BY created_at, t.id",
        (AttemptState.PLACED.value, AttemptState.UNKNOWN.value, to_micros(since)),
    )
    return [_attempt(row) for row in rows]


def link(db: Db, attempt_id: str, call_id: str) -> None:
    """Say which call an attempt became."""
    db.execute("UPDATE attempts SET call_id = ? WHERE id = ?", (int(call_id), int(attempt_id)))


def link_seen(db: Db, since: datetime) -> tuple[Attempt, ...]:
    """Link the attempts since then that the history shows by now, and return them.

    An attempt is the first call of its line and number that starts between one minute before it and ten
    after it; the oldest attempt has the first choice, and no call is taken twice.
    """
    found = []
    for attempt in unlinked(db, since):
        row = db.execute(
            "SELECT c.id FROM calls c WHERE c.other_id = (SELECT id FROM numbers WHERE number = ?)"
            " AND c.line_id = ? AND c.direction <> 'inbound' AND c.sorted_at >= ? AND c.sorted_at <= ?"
            " AND c.id NOT IN (SELECT call_id FROM attempts WHERE call_id IS NOT NULL)"
            " ORDER BY c.sorted_at, c.id LIMIT 1",
            (
                attempt.number,
                int(attempt.line_id),
                to_micros(attempt.created_at - LINK_BEFORE) / 1e6,
                to_micros(attempt.created_at + LINK_AFTER) / 1e6,
            ),
        ).fetchone()
        if row is not None:
            link(db, attempt.id, str(row[0]))
            found.append(_must(db, attempt.id))
    return tuple(found)


def _must(db: Db, attempt_id: str) -> Attempt:
    attempt = get(db, attempt_id)
    assert attempt is not None
    return attempt


def _attempt(row: tuple[Any, ...]) -> Attempt:
    (
        attempt_id,
        account_id,
        account,
        line_id,
        number,
        state,
        created_at,
        provider_id,
        request,
        trouble,
        call,
    ) = row
    return Attempt(
        id=str(attempt_id),
        account_id="" if account_id is None else str(account_id),
        account=account or "",
        line_id=SOFTPHONE if line_id is None else str(line_id),
        number=number,
        state=AttemptState(state),
        created_at=from_micros(created_at),
        provider_id=provider_id,
        request_id=request,
        trouble=trouble,
        call_id=None if call is None else str(call),
    )
