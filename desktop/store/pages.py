"""Reading a page of rows in one step of the database."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Sequence
from typing import Any

from desktop.store.connection import Db


def at_once(db: Db, sql: str, values: Sequence[Any], columns: int) -> list[list[Any]]:
    """Return the rows of a query with so many columns, of texts, whole numbers and nulls.

    The interpreter's lock is given away at each step of a query. A window that reads fifty rows while the
    engine works would wait for it fifty times, a millisecond each; here all rows come as one JSON text.
    """
    names = ", ".join(f"c{number}" for number in range(columns))
    rows = db.execute(
        f"WITH page({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM page", values
    )
    try:
        [(page,)] = rows
    finally:
        rows.close()  # one that is only dropped keeps its snapshot: see `records`
    found: list[list[Any]] = json.loads(page)
    return found
