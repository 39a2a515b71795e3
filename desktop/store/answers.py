"""Questions that only a provider can answer, such as its own name search: its calls are kept by their ids."""

from collections.abc import Collection
from datetime import datetime

from desktop.store.connection import Db
from desktop.store.filters import SEARCH
from desktop.store.fold import fold
from desktop.store.times import from_seconds, to_seconds

__all__ = ["SEARCH", "asked_at", "put"]


def put(
    db: Db, account_id: str, kind: str, text: str, provider_ids: Collection[str], *, now: datetime
) -> None:
    """Keep an account's answer to a question (`SEARCH`, or another kind) in the place of the one before."""
    account = int(account_id)
    folded = fold(text)
    db.execute(
        "DELETE FROM answers WHERE account_id = ? AND kind = ? AND folded = ?", (account, kind, folded)
    )
    db.execute(
        "INSERT INTO answers (account_id, kind, folded, asked_at) VALUES (?, ?, ?, ?)",
        (account, kind, folded, to_seconds(now)),
    )
    answer = db.last_insert_rowid()
    db.executemany("INSERT INTO answer_calls VALUES (?, ?)", [(answer, each) for each in set(provider_ids)])


def asked_at(db: Db, account_id: str, kind: str, text: str) -> datetime | None:
    """Say when a question was answered last; None when it never was."""
    row = db.execute(
        "SELECT asked_at FROM answers WHERE account_id = ? AND kind = ? AND folded = ?",
        (int(account_id), kind, fold(text)),
    ).fetchone()
    return None if row is None else from_seconds(row[0])
