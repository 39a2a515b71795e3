"""The distinct numbers of the far sides of calls, with the key that search looks in."""

import json

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
        known |= _known(db, missing)
    return known


def _known(db: Db, numbers: set[str]) -> dict[str, int]:
    return dict(
        db.execute(
            "SELECT number, id FROM numbers WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
    )
