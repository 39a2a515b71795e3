"""Lists that a provider answers page by page: which rows are kept here, and where they stand."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import apsw

from desktop.domain.campaigns import Campaign, CampaignNumber, CampaignQuery, Listing, NumberQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import campaigns
from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros

T = TypeVar("T")

ROWS = 20_000
"""So many rows of a list are kept; those farthest from the page that was read last go first."""

LISTINGS = 50
"""So many lists are kept; the one that was read longest ago goes first."""


class Key(NamedTuple):
    """Which list is meant: of an account, and of one of its campaigns where it has numbers."""

    account_id: str
    campaign_id: str | None
    query: str


def key_of(wanted: CampaignQuery) -> Key:
    """Return the key of a list of campaigns."""
    return Key(wanted.account_id, None, _json([asdict(wanted.filter), wanted.sort, wanted.descending]))


def key_of_numbers(account_id: str, wanted: NumberQuery) -> Key:
    """Return the key of a list of numbers."""
    return Key(account_id, wanted.campaign_id, _json([wanted.campaign_id, wanted.part, wanted.descending]))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of a list as they came. `span` is how many it has of them, also those that could not be read.

    `ended` says that nothing comes behind it.
    """

    first: int
    rows: Sequence[T]
    span: int
    total: int | None
    ended: bool


class Saved(NamedTuple):
    """A list after a page was kept, and whether it shows other rows than before."""

    listing: Listing
    changed: bool


# -- finding and making


def find(db: Db, key: Key) -> Listing | None:
    """Return what is kept of a list; None when it was never asked for."""
    row = db.execute(
        "SELECT id, total, exact, kept, read_at FROM listings WHERE account_id = ? AND query = ?",
        (int(key.account_id), key.query),
    ).fetchone()
    if row is None:
        return None
    listing_id, total, exact, kept, read_at = row
    when = None if read_at is None else from_micros(read_at)
    return Listing(str(listing_id), total, bool(exact), kept, when)


def make(db: Db, key: Key) -> Listing:
    """Return what is kept of a list, making an empty one where there is none.

    Raises `Trouble` NO_ACCOUNT or NO_CAMPAIGN when whose list it is was removed meanwhile.
    """
    found = find(db, key)
    if found is None:
        campaign_id = None if key.campaign_id is None else int(key.campaign_id)
        try:
            db.execute(
                "INSERT INTO listings (account_id, campaign_id, query, used) VALUES (?, ?, ?, ?)",
                (int(key.account_id), campaign_id, key.query, _next_use(db)),
            )
        except apsw.ConstraintError as error:
            kind = ErrorKind.NO_ACCOUNT if key.campaign_id is None else ErrorKind.NO_CAMPAIGN
            raise Trouble(kind, name=key.campaign_id or key.account_id) from error
        db.execute(
            "DELETE FROM listings WHERE id NOT IN (SELECT id FROM listings ORDER BY used DESC LIMIT ?)",
            (LISTINGS,),
        )
        found = find(db, key)
        assert found is not None
    return found


def _next_use(db: Db) -> int:
    return int(db.execute("SELECT ifnull(max(used), 0) + 1 FROM listings").get)


# -- keeping pages


def keep_campaigns(db: Db, key: Key, page: Page[int], now: datetime, most: int = ROWS) -> Saved:
    """Keep a page of a list of campaigns (their ids)."""
    rows = [(campaign_id,) for campaign_id in page.rows]
    return _keep(db, key, "listed_campaigns", "campaign_id", page, rows, now, most)


def keep_numbers(db: Db, key: Key, page: Page[CampaignNumber], now: datetime, most: int = ROWS) -> Saved:
    """Keep a page of a list of numbers."""
    rows = [
        (one.provider_id, one.key, one.number, _json(one.variables), _json(dict(one.extra)))
        for one in page.rows
    ]
    rows += [("", "", "", "[]", "{}")] * (page.span - len(rows))  # they were read, and cannot be shown
    return _keep(
        db, key, "listed_numbers", "provider_id, key, number, variables, extra", page, rows, now, most
    )


def _keep(
    db: Db,
    key: Key,
    table: str,
    columns: str,
    page: Page[Any],
    rows: Sequence[tuple[Any, ...]],
    now: datetime,
    most: int,
) -> Saved:
    before = make(db, key)
    listing = int(before.id)
    part = f"{table} WHERE listing_id = ? AND place"
    if page.total is None and page.first > 0 and rows and rows[0][0]:
        identity = columns.partition(",")[0]
        if db.execute(f"SELECT 1 FROM {part} < ? AND {identity} = ?", (listing, page.first, rows[0][0])).get:
            # The provider begins again, so there was nothing behind what it gave before.
            page, rows = Page(page.first, (), 0, None, ended=True), []
    end = page.first + page.span
    old = db.execute(
        f"SELECT {columns} FROM {part} >= ? AND place < ? ORDER BY place", (listing, page.first, end)
    ).fetchall()
    total, exact = _total(before, page, same=old == rows)
    moved = old != rows or (total, exact) != (before.rows, before.exact)
    changed = moved or before.read_at is None
    db.execute(f"DELETE FROM {part} >= ? AND place < ?", (listing, page.first, end))
    marks = ", ".join("?" * (2 + len(columns.split(","))))
    db.executemany(
        f"INSERT INTO {table} (listing_id, place, {columns}) VALUES ({marks})",
        [(listing, page.first + offset, *row) for offset, row in enumerate(rows)],
    )
    if page.first == 0 and moved:
        db.execute(f"DELETE FROM {part} >= ?", (listing, end))  # they may stand elsewhere by now
    db.execute(f"DELETE FROM {part} >= ?", (listing, total))
    if _count(db, table, listing) > most:
        middle = page.first + page.span // 2
        db.execute(f"DELETE FROM {part} < ?", (listing, middle - most // 2))
        db.execute(f"DELETE FROM {part} >= ?", (listing, middle + most // 2))
    db.execute(
        "UPDATE listings SET total = ?2, exact = ?3, kept = ?4, read_at = ifnull(?5, read_at), used = ?6"
        " WHERE id = ?1",
        (
            listing,
            total,
            exact,
            _count(db, table, listing),
            to_micros(now) if page.first == 0 else None,
            _next_use(db),
        ),
    )
    after = find(db, key)
    assert after is not None
    return Saved(after, changed)


def _count(db: Db, table: str, listing: int) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table} WHERE listing_id = ?", (listing,)).get)


def _total(before: Listing, page: Page[Any], *, same: bool) -> tuple[int, bool]:
    """Say how many rows there are after a page, and whether that is certain."""
    end = page.first + page.span
    if page.total is not None:
        return max(page.total, end), True
    if page.ended:
        return end, True
    if page.first == 0 and not same:
        return end, False
    return max(before.rows, end), before.exact and end < before.rows


# -- what a change does to them


def forget_numbers(db: Db, campaign_id: str) -> None:
    """Forget the numbers of a campaign; how many rows its lists had is not certain any more."""
    campaign = (int(campaign_id),)
    db.execute(
        "DELETE FROM listed_numbers WHERE listing_id IN (SELECT id FROM listings WHERE campaign_id = ?)",
        campaign,
    )
    db.execute("UPDATE listings SET exact = 0, kept = 0, read_at = NULL WHERE campaign_id = ?", campaign)


def remove_numbers(db: Db, campaign_id: str, provider_ids: Collection[str]) -> None:
    """Take numbers that are gone out of the kept lists of a campaign; what stood behind them moves up."""
    gone = set(provider_ids)
    lists = db.execute("SELECT id FROM listings WHERE campaign_id = ?", (int(campaign_id),)).fetchall()
    for (listing,) in lists:
        rows: list[tuple[Any, ...]] = db.execute(
            "SELECT place, provider_id FROM listed_numbers WHERE listing_id = ? ORDER BY place", (listing,)
        ).fetchall()
        places, moves = [], []
        for place, provider_id in rows:
            if provider_id in gone:
                places.append(place)
            elif places:
                moves.append((place - len(places), listing, place))
        db.executemany(
            "DELETE FROM listed_numbers WHERE listing_id = ? AND place = ?",
            [(listing, place) for place in places],
        )
        db.executemany("UPDATE listed_numbers SET place = ? WHERE listing_id = ? AND place = ?", moves)
        db.execute(
            "UPDATE listings SET total = max(total - ?2, 0), kept = kept - ?2 WHERE id = ?1",
            (listing, len(places)),
        )


# -- reading rows


def campaign_rows(db: Db, listing_id: str, first: int, limit: int) -> list[Campaign | None]:
    """Read rows of a list of campaigns; None for one that is not here."""
    found: dict[int, Campaign] = {
        row[0]: campaigns.campaign(row[1:])
        for row in db.execute(
            f"SELECT l.place, {campaigns.COLUMNS} FROM listed_campaigns l"
            " JOIN campaigns c ON c.id = l.campaign_id JOIN accounts a ON a.id = c.account_id"
            " WHERE l.listing_id = ? AND l.place >= ? AND l.place < ?",
            (int(listing_id), first, first + limit),
        )
    }
    return [found.get(place) for place in _places(db, listing_id, first, limit)]


def number_rows(db: Db, listing_id: str, first: int, limit: int) -> list[CampaignNumber | None]:
    """Read rows of a list of numbers; None for one that is not here."""
    found = {
        place: CampaignNumber(provider_id, key, number, tuple(json.loads(variables)), json.loads(extra))
        for place, provider_id, key, number, variables, extra in db.execute(
            "SELECT place, provider_id, key, number, variables, extra FROM listed_numbers"
            " WHERE listing_id = ? AND place >= ? AND place < ?",
            (int(listing_id), first, first + limit),
        )
    }
    return [found.get(place) for place in _places(db, listing_id, first, limit)]


def _places(db: Db, listing_id: str, first: int, limit: int) -> range:
    """Return the rows of a range that a list has; none when the list is gone."""
    total = db.execute("SELECT total FROM listings WHERE id = ?", (int(listing_id),)).get or 0
    return range(first, min(first + limit, total))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
