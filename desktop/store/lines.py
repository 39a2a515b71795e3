"""Lines. Those that left the provider's list stay for the calls that name them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from desktop.domain.lines import Line, LineSettings, LineStatus, ProviderLine
from desktop.numbers import normalise
from desktop.store.connection import Db

_SELECT = (
    "SELECT lines.id, account_id, accounts.name, provider_id,"
    " coalesce(lines.name, number, extension, provider_id), number, extension, status, settings"
    " FROM lines JOIN accounts ON accounts.id = account_id"
)
_STATUSES = {status.value: status for status in LineStatus}


def replace(db: Db, account_id: str, lines: Sequence[ProviderLine], region: str | None) -> bool:
    """Take the provider's list over; ids of ours stay. Says whether anything changed.

    `region` is for numbers without a country code.
    """
    account = int(account_id)
    before = db.total_changes()
    listed = json.dumps([line.provider_id for line in lines])
    db.execute(
        "UPDATE lines SET presence = 'gone' WHERE account_id = ? AND presence = 'listed'"
        " AND provider_id NOT IN (SELECT value FROM json_each(?))",
        (account, listed),
    )
    db.executemany(
        "INSERT INTO lines (account_id, provider_id, name, number, extension, status, settings, presence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'listed')"
        " ON CONFLICT (account_id, provider_id) DO UPDATE SET name = excluded.name, number = excluded.number,"
        " extension = excluded.extension, status = excluded.status, settings = excluded.settings,"
        " presence = 'listed' WHERE (name, number, extension, status, settings, presence) IS NOT"
        " (excluded.name, excluded.number, excluded.extension, excluded.status, excluded.settings, 'listed')",
        [
            (
                account,
                line.provider_id,
                line.name,
                normalise(line.number, region),
                line.extension,
                line.status.value,
                json.dumps(asdict(line.settings)),
            )
            for line in lines
        ],
    )
    return db.total_changes() > before


def all(db: Db) -> list[Line]:  # noqa: A001 - reads as lines.all
    """Read the lines that the providers list now, account by account, in the order they came."""
    rows = db.execute(f"{_SELECT} WHERE presence = 'listed' ORDER BY account_id, lines.id")
    return [_line(row) for row in rows]


def get(db: Db, line_id: str) -> Line | None:
    """Read one line, also one that is not listed any more."""
    row = db.execute(f"{_SELECT} WHERE lines.id = CAST(? AS INTEGER)", (line_id,)).fetchone()
    return None if row is None else _line(row)


def ids_of(db: Db, account_id: int, provider_ids: set[str]) -> dict[str, int]:
    """Return our ids for lines that calls name; a line not heard of before is kept as mentioned."""
    known = dict(
        db.execute(
            "SELECT provider_id, id FROM lines WHERE account_id = ?"
            " AND provider_id IN (SELECT value FROM json_each(?))",
            (account_id, json.dumps(list(provider_ids))),
        )
    )
    for provider_id in sorted(provider_ids - known.keys()):
        db.execute(
            "INSERT INTO lines (account_id, provider_id, presence) VALUES (?, ?, 'mentioned')",
            (account_id, provider_id),
        )
        known[provider_id] = db.last_insert_rowid()
    return known


def _line(row: tuple[Any, ...]) -> Line:
    line_id, account_id, account, provider_id, name, number, extension, status, settings = row
    return Line(
        id=str(line_id),
        account_id=str(account_id),
        account=account,
        provider_id=provider_id,
        name=name,
        number=number,
        extension=extension,
        status=_STATUSES.get(status, LineStatus.UNKNOWN),
        settings=LineSettings(**json.loads(settings)),
    )
