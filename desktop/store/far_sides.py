"""The distinct numbers of the far sides of calls, with the key that search looks in."""

import json
from collections.abc import Iterator

from desktop.numbers import search_key
from desktop.store.connection import Db


def ids_of(db: Db, numbers: set[str]) -> dict[str, int]:
    """Return our ids for normalised numbers; new ones are added."""
    known = _known(db, numbers)
    missing = numbers - known.keys()
    if missing:
        db.executemany(
            "INSERT INTO numbers (number, key) VALUES (?, ?)",
            [(number, search_key(number)) for number in sorted(missing)],
        )
        db.execute(
            "INSERT INTO numbers_fts (rowid, key) SELECT id, key FROM numbers"
            " WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(missing)),),
        )
        known |= _known(db, missing)
    return known


def called(db: Db, prefix: str) -> Iterator[str]:
    """Yield the numbers that begin so and that somebody called from a line of ours."""
    rows = db.execute(
        "SELECT number FROM numbers WHERE number >= ? AND number < ?"
        " AND id IN (SELECT other_id FROM calls WHERE direction = 'outbound')",
        (prefix, prefix + "\U0010ffff"),
    )
    for (number,) in rows:
        yield number


def forget_unused(db: Db) -> None:
    """Delete the numbers that no call has any more, also from the search."""
    db.execute(
        "CREATE TEMP TABLE unused AS SELECT id, key FROM numbers"
        " WHERE id NOT IN (SELECT other_id FROM calls WHERE other_id IS NOT NULL)"
    )
    db.execute("INSERT INTO numbers_fts (numbers_fts, rowid, key) SELECT 'delete', id, key FROM unused")
    db.execute("DELETE FROM numbers WHERE id IN (SELECT id FROM unused)")
    db.execute("DROP TABLE unused")
    # What was deleted from a full-text index stays readable in it until its parts are merged.
    db.execute("INSERT INTO numbers_fts (numbers_fts) VALUES ('optimize')")


def _known(db: Db, numbers: set[str]) -> dict[str, int]:
    return dict(
        db.execute(
            "SELECT number, id FROM numbers WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
    )
