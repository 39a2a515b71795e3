"""The local mirror: which numbers are in which campaigns, as far as their lists were read, and when.

A list is read page by page and may be cut short: what was read stays, and a number that is not met any more
goes when a reading has come to its end. Numbers that were sent from here count as read: in the place of the
reading they have the second they were sent at, below zero.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros, to_seconds

LATE = timedelta(minutes=10)
"""So long a number that was sent counts as being there, whatever the list shows."""

_AT_ONCE = 500
_COLUMNS = "id, campaign_id, began_at, page_at, ended_at, next, total, seconds"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a campaign's list. `next` is the row it goes on at; `seconds` is what it took so far."""

    id: int
    campaign_id: str
    began_at: datetime
    page_at: datetime
    ended_at: datetime | None
    next: int
    total: int | None
    seconds: float


def latest(db: Db, campaign_id: str, *, ended: bool = False) -> Reading | None:
    """Return a campaign's newest reading, or the newest that came to its end."""
    only = "AND ended_at IS NOT NULL" if ended else ""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM listings WHERE campaign_id = ? {only} ORDER BY id DESC LIMIT 1",
        (campaign_id,),
    ).get
    if row is None:
        return None
    number, campaign, began, page, end, next_, total, seconds = row
    return Reading(
        number,
        campaign,
        from_micros(began),
        from_micros(page),
        None if end is None else from_micros(end),
        next_,
        total,
        seconds,
    )


def begin(db: Db, campaign_id: str, account_id: str, now: datetime) -> Reading:
    """Begin to read a campaign's list from its first row."""
    db.execute(
        "INSERT INTO listings (campaign_id, account_id, began_at, page_at) VALUES (?, ?, ?, ?)",
        (campaign_id, account_id, to_micros(now), to_micros(now)),
    )
    found = latest(db, campaign_id)
    assert found is not None
    return found


def keep(
    db: Db,
    reading: Reading,
    keys: Sequence[int],
    *,
    next_: int,
    total: int | None,
    seconds: float,
    now: datetime,
) -> None:
    """Keep a page of a reading."""
    _put(db, int(reading.campaign_id), reading.id, keys)
    db.execute(
        "UPDATE listings SET next = ?, total = ?, seconds = seconds + ?, page_at = ? WHERE id = ?",
        (next_, total, seconds, to_micros(now), reading.id),
    )


def end(db: Db, reading: Reading, now: datetime) -> None:
    """Note that a list was read to its end: what it did not show is gone, and so are earlier readings.

    What was sent just before stays: a server may take it late, and then lists it.
    """
    campaign = int(reading.campaign_id)
    db.execute(
        "DELETE FROM mirror WHERE campaign_id = ? AND listing < ? AND listing > ?",
        (campaign, reading.id, -to_seconds(reading.began_at - LATE)),
    )
    db.execute("DELETE FROM listings WHERE campaign_id = ? AND id < ?", (reading.campaign_id, reading.id))
    db.execute("UPDATE listings SET ended_at = ? WHERE id = ?", (to_micros(now), reading.id))


def sent(db: Db, campaign_id: str, keys: Sequence[int], now: datetime) -> None:
    """Take in numbers that were sent to a campaign; a later reading shows whether they are still there."""
    _put(db, int(campaign_id), -to_seconds(now), keys)


def gone(db: Db, campaign_id: str, keys: Sequence[int], now: datetime) -> None:
    """Take out numbers that a campaign does not show, but for those that were sent just before."""
    db.executemany(
        "DELETE FROM mirror WHERE key = ? AND campaign_id = ? AND listing > ?",
        [(key, int(campaign_id), -to_seconds(now - LATE)) for key in sorted(keys)],
    )


def deleted(db: Db, campaign_id: str, keys: Sequence[int]) -> None:
    """Take out numbers whose every record was deleted by a person, also those that were sent just before."""
    campaign = int(campaign_id)
    db.executemany(
        "DELETE FROM mirror WHERE key = ? AND campaign_id = ?", [(key, campaign) for key in sorted(keys)]
    )


def _put(db: Db, campaign: int, listing: int, keys: Sequence[int]) -> None:
    """Note where numbers were met last; a late page of an earlier reading takes nothing from a newer one."""
    db.executemany(
        "INSERT INTO mirror VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET listing = CASE "
        "WHEN listing > 0 AND excluded.listing > 0 THEN max(listing, excluded.listing) "
        "ELSE excluded.listing END",
        [(key, campaign, listing) for key in sorted(keys)],
    )


def pace(db: Db) -> float | None:
    """Return how many seconds a row took to be read lately, None while nothing was."""
    return db.execute("SELECT sum(seconds) / sum(next) FROM listings WHERE next > 0").get  # type: ignore[no-any-return]


def count(db: Db, campaign_ids: Sequence[str]) -> Mapping[str, int]:
    """Count the numbers of campaigns that are here."""
    wanted = [int(campaign_id) for campaign_id in campaign_ids]
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT campaign_id, count(*) FROM mirror WHERE campaign_id IN ({marks}) GROUP BY campaign_id"
    found: list[Any] = db.execute(sql, wanted).fetchall()
    return {str(campaign): rows for campaign, rows in found}


def find(db: Db, keys: Sequence[int], campaign_ids: Sequence[str] | None = None) -> dict[int, list[str]]:
    """Return in which campaigns these numbers are; None looks in all of them."""
    if db.execute("SELECT 1 FROM mirror LIMIT 1").get is None:
        return {}  # nobody looks a million times where there is nothing
    wanted = None if campaign_ids is None else {int(campaign_id) for campaign_id in campaign_ids}
    found: dict[int, list[str]] = {}
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        sql = f"SELECT key, campaign_id FROM mirror WHERE key IN ({', '.join('?' * len(some))})"
        rows: list[Any] = db.execute(sql, some).fetchall()
        for key, campaign in rows:
            if wanted is None or campaign in wanted:
                found.setdefault(key, []).append(str(campaign))
    return found


def forget(db: Db, account_id: str) -> None:
    """Forget what is known of an account's campaigns, once its uploads are forgotten."""
    db.execute("DELETE FROM listings WHERE account_id = ?", (account_id,))
    db.execute(
        "DELETE FROM mirror WHERE campaign_id NOT IN (SELECT CAST(campaign_id AS INTEGER) FROM listings "
        "UNION SELECT CAST(campaign_id AS INTEGER) FROM uploads)"
    )
