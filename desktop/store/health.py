"""How the accounts' requests went, by half hours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.domain.errors import ErrorKind
from desktop.domain.health import HalfHour
from desktop.store.connection import Db
from desktop.store.times import from_seconds, from_seconds_or_none, to_seconds, to_seconds_or_none

_ADD = """
INSERT INTO health (account_id, start_at, requests, failures, limited, failed_at, failed)
SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM accounts WHERE id = ?1
ON CONFLICT (account_id, start_at) DO UPDATE SET
    requests = requests + excluded.requests,
    failures = failures + excluded.failures,
    limited = limited + excluded.limited,
    failed = CASE WHEN excluded.failed_at >= coalesce(failed_at, 0) THEN excluded.failed ELSE failed END,
    failed_at = max(coalesce(failed_at, excluded.failed_at), coalesce(excluded.failed_at, failed_at))
"""


def add(db: Db, account_id: str, hours: Iterable[HalfHour]) -> None:
    """Add counts to what is kept; an account that was removed meanwhile is no error.

    They add up, so that several processes of one profile can count at the same time.
    """
    db.executemany(
        _ADD,
        [
            (
                int(account_id),
                to_seconds(hour.start),
                hour.requests,
                hour.failures,
                hour.limited,
                to_seconds_or_none(hour.failed_at),
                None if hour.failed is None else hour.failed.value,
            )
            for hour in hours
        ],
    )


def since(db: Db, account_id: str, start: datetime) -> list[HalfHour]:
    """Read an account's half hours from one on, oldest first; those without a request are not there."""
    rows = db.execute(
        "SELECT start_at, requests, failures, limited, failed_at, failed FROM health"
        " WHERE account_id = ? AND start_at >= ? ORDER BY start_at",
        (int(account_id), to_seconds(start)),
    )
    return [_hour(row) for row in rows]


def forget_before(db: Db, start: datetime) -> None:
    """Delete what is older."""
    db.execute("DELETE FROM health WHERE start_at < ?", (to_seconds(start),))


def _hour(row: tuple[Any, ...]) -> HalfHour:
    start, requests, failures, limited, failed_at, failed = row
    return HalfHour(
        from_seconds(start),
        requests,
        failures,
        limited,
        from_seconds_or_none(failed_at),
        None if failed is None else _kind(failed),
    )


def _kind(name: str) -> ErrorKind:
    try:
        return ErrorKind(name)
    except ValueError:  # of a newer program: some trouble or other
        return ErrorKind.REFUSED
