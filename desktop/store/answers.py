"""Questions that only a provider can answer, such as its own name search: its calls are kept by their ids."""

from collections.abc import Collection
from datetime import datetime

from desktop.store.connection import Db
from desktop.store.filters import SEARCH
from desktop.store.fold import fold
from desktop.store.times import ceil_seconds, from_seconds, to_seconds

__all__ = ["SEARCH", "asked_at", "put"]


def put(
    db: Db,
    account_id: str,
    kind: str,
    text: str,
    provider_ids: Collection[str],
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Keep an account's answer to a question (`SEARCH`, or another kind) in the place of the one before.

    A question about a part of the time (`until` is exclusive) leaves what is known of the rest.
    """
    account = int(account_id)
    answer = db.execute(
        "INSERT INTO answers (account_id, kind, folded, asked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account_id, kind, folded) DO UPDATE SET asked_at = excluded.asked_at RETURNING id",
        (account, kind, fold(text), to_seconds(now)),
    ).get
    if since is None and until is None:
        db.execute("DELETE FROM answer_calls WHERE answer_id = ?", (answer,))
    else:
        db.execute(
            "DELETE FROM answer_calls WHERE answer_id = ?1 AND provider_id IN (SELECT provider_id FROM calls"
            " WHERE account_id = ?2 AND sorted_at >= coalesce(?3, sorted_at)"
            " AND (?4 IS NULL OR sorted_at < ?4))",
            (
                answer,
                account,
                None if since is None else ceil_seconds(since),
                None if until is None else ceil_seconds(until),
            ),
        )
    db.executemany(
        "INSERT OR IGNORE INTO answer_calls VALUES (?, ?)", [(answer, each) for each in provider_ids]
    )


def asked_at(db: Db, account_id: str, kind: str, text: str) -> datetime | None:
    """Say when a question was answered last; None when it never was."""
    row = db.execute(
        "SELECT asked_at FROM answers WHERE account_id = ? AND kind = ? AND folded = ?",
        (int(account_id), kind, fold(text)),
    ).fetchone()
    return None if row is None else from_seconds(row[0])
