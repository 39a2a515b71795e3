"""The do-not-call list: rows by the digits that all spellings of a number have in common."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.numbers import search_key, search_parts
from desktop.store.connection import Db
from desktop.store.fold import fold
from desktop.store.times import from_seconds, to_seconds

_COLUMNS = "number, reason, source, added_at"


class Keyed(NamedTuple):
    """An entry and the digits that it is compared by; `digits` is its search key, "" for one not known."""

    key: str
    entry: DoNotCallEntry
    digits: str = ""


def _entry(row: tuple[str, str, str, int]) -> DoNotCallEntry:
    number, reason, source, added_at = row
    return DoNotCallEntry(number, reason, source, from_seconds(added_at))


def get(db: Db, key: str) -> DoNotCallEntry | None:
    """Read the entry of a number."""
    row = db.execute(f"SELECT {_COLUMNS} FROM do_not_call WHERE key = ?", (key,)).fetchone()
    return None if row is None else _entry(row)


def find(db: Db, keys: Collection[str]) -> dict[str, DoNotCallEntry]:
    """Read the entries of those of these numbers that are listed; one look-up in an index for each."""
    rows = db.execute(
        f"SELECT key, {_COLUMNS} FROM do_not_call WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {key: _entry((number, reason, source, at)) for key, number, reason, source, at in rows}


def put(db: Db, entries: Sequence[Keyed]) -> None:
    """List numbers; one that is listed already gets this reason, source and time, and keeps its place."""
    db.executemany(
        "INSERT INTO do_not_call (key, number, reason, source, added_at, digits, words)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET reason = excluded.reason,"
        " source = excluded.source, added_at = excluded.added_at, words = excluded.words",
        [_row(keyed) for keyed in entries],
    )


def _row(keyed: Keyed) -> tuple[str, str, str, str, int, str, str]:
    key, entry, digits = keyed
    words = fold(f"{entry.reason} {entry.source}")
    digits = digits or search_key(entry.number)
    return key, entry.number, entry.reason, entry.source, to_seconds(entry.added_at), digits, words


def take_off(db: Db, key: str) -> DoNotCallEntry | None:
    """Take a number off the list; returns its entry, None when it was not there."""
    row = db.execute(f"DELETE FROM do_not_call WHERE key = ? RETURNING {_COLUMNS}", (key,)).fetchone()
    return None if row is None else _entry(row)


def page(db: Db, text: str, first: int, limit: int) -> list[DoNotCallEntry]:
    """Read rows of the list, the newest first: those with these digits, or words in reason or source."""
    where, values = _where(text)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM do_not_call{where} ORDER BY added_at DESC, id DESC LIMIT ? OFFSET ?",
        (*values, limit, first),
    )
    return [_entry(row) for row in rows]


def each(db: Db) -> Iterator[DoNotCallEntry]:
    """Yield all entries, the newest first, on the caller's own connection."""
    for row in db.execute(f"SELECT {_COLUMNS} FROM do_not_call ORDER BY added_at DESC, id DESC"):
        yield _entry(row)


def count(db: Db, text: str = "") -> int:
    """Count rows of the list."""
    where, values = _where(text)
    return int(db.execute(f"SELECT count(*) FROM do_not_call{where}", values).get)


def _where(text: str) -> tuple[str, tuple[str, ...]]:
    folded = fold(text)
    if not folded:
        return "", ()
    parts = [part for part in search_parts(text) if part.isdigit()]
    tests = ["instr(words, ?)", *["instr(digits, ?)"] * len(parts)]
    return f" WHERE {' OR '.join(tests)}", (folded, *parts)
