"""How far an account's history was read: windows of time, each with the token of its next page.

Saved in the transaction that stores the page's calls: a crash repeats a page and never loses one.
"""

from dataclasses import dataclass
from datetime import datetime

from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of history from `start` to `end`, which together name it within its account.

    `token` is that of the next page to read, None at the start of the window; `done` after its last page.
    `seen` counts the calls read from it so far.
    """

    start: datetime
    end: datetime
    token: str | None = None
    done: bool = False
    seen: int = 0


def load(db: Db, account_id: str) -> list[Window]:
    """Read an account's windows, newest first."""
    rows = db.execute(
        "SELECT start_at, end_at, token, done, seen FROM windows WHERE account_id = ?"
        " ORDER BY end_at DESC, start_at DESC",
        (int(account_id),),
    )
    return [
        Window(from_micros(start), from_micros(end), token, bool(done), seen)
        for start, end, token, done, seen in rows
    ]


def save(db: Db, account_id: str, window: Window) -> None:
    """Keep how far a window was read."""
    db.execute(
        "REPLACE INTO windows (account_id, start_at, end_at, token, done, seen) VALUES (?, ?, ?, ?, ?, ?)",
        (
            int(account_id),
            to_micros(window.start),
            to_micros(window.end),
            window.token,
            window.done,
            window.seen,
        ),
    )


def replace(db: Db, account_id: str, windows: list[Window]) -> None:
    """Put a new plan in the place of an account's windows."""
    db.execute("DELETE FROM windows WHERE account_id = ?", (int(account_id),))
    for window in windows:
        save(db, account_id, window)
