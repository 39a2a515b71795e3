"""What is looked up about rows of an upload in the very transaction that lets them leave."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.domain.uploads import RowState
from desktop.store import uploads
from desktop.store.connection import Db
from desktop.store.upload_pieces import SHIFT

_GONE = frozenset({RowState.SENDING, RowState.UNKNOWN, RowState.SENT})
_HELD = (RowState.WAITING, *_GONE)


def keys(db: Db, upload_id: str, indexes: Sequence[int]) -> dict[int, int]:
    """Return the keys of rows by their indexes, without those that a person wants in whatever is known."""
    base = int(upload_id) << SHIFT
    found: dict[int, int] = {}
    for some in uploads.chunks([base + index for index in indexes]):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, key FROM rows WHERE id IN ({marks}) AND key IS NOT NULL AND chosen IS NOT 1"
        rows: list[Any] = db.execute(sql, some).fetchall()
        found |= {at - base: key for at, key in rows}
    return found


def repeated(db: Db, upload_id: str, rows: Mapping[int, int]) -> dict[int, int]:
    """Return which of these rows (the key by the index) another row of the upload has the number of.

    That one has left, or is to leave before. Told is the line in which it stands.
    """
    base = int(upload_id) << SHIFT
    others: dict[int, list[tuple[int, int, bool]]] = {}
    states = ", ".join("?" * len(_HELD))
    for some in uploads.chunks(sorted(set(rows.values()))):
        marks = ", ".join("?" * len(some))
        sql = (
            "SELECT k.key, r.id, r.line, r.state FROM keys k JOIN rows r ON r.id = k.row "
            f"WHERE k.upload = ? AND k.key IN ({marks}) AND r.state IN ({states}) ORDER BY k.key, k.row"
        )
        found: list[Any] = db.execute(sql, (int(upload_id), *some, *_HELD)).fetchall()
        for key, at, line, state in found:
            others.setdefault(key, []).append((at - base, line, state in _GONE))
    lines: dict[int, int] = {}
    for index, key in rows.items():
        for at, line, gone in others.get(key, ()):
            if at != index and (gone or at < index):
                lines[index] = line
                break
    return lines
