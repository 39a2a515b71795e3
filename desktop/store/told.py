"""What a person was told of by notices of the desktop, and what waits to be said once it is loud again."""

from datetime import datetime, timedelta

from desktop.store.connection import Db
from desktop.store.times import to_seconds

KEPT = timedelta(days=400)
"""What was told so long ago does not come again: a provider keeps a year of history at most."""


def take(db: Db, fact: str, now: datetime) -> bool:
    """Note that a person is told of something; False when that was noted before."""
    db.execute("DELETE FROM told WHERE at < ? AND held IS NULL", (to_seconds(now - KEPT),))
    db.execute("INSERT OR IGNORE INTO told (id, at) VALUES (?, ?)", (fact, to_seconds(now)))
    return bool(db.changes())


def hold(db: Db, fact: str, kind: str, now: datetime) -> None:
    """Note something as told that is only held back; what is held already stays in its place."""
    db.execute(
        "INSERT INTO told (id, at, held) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET held = excluded.held",
        (fact, to_seconds(now), kind),
    )


def held(db: Db) -> list[tuple[str, str]]:
    """Return what is held back, as facts and their kinds, in the order in which it came."""
    rows = db.execute("SELECT id, held FROM told WHERE held IS NOT NULL ORDER BY at, id")
    return [(str(fact), str(kind)) for fact, kind in rows]


def release(db: Db) -> None:
    """Hold nothing back any more: it is being said."""
    db.execute("UPDATE told SET held = NULL WHERE held IS NOT NULL")


def drop(db: Db, fact: str) -> None:
    """Hold something back no more: it is over before anybody was told."""
    db.execute("UPDATE told SET held = NULL WHERE id = ?", (fact,))


def forget(db: Db, fact: str) -> None:
    """Let something be news again."""
    db.execute("DELETE FROM told WHERE id = ?", (fact,))
