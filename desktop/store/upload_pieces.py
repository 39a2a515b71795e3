"""The requests of uploads: what each brought, and how it went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from desktop.domain.uploads import Piece, PieceState, RowState
from desktop.store.connection import Db
from desktop.store.times import to_micros

SHIFT = 32
"""An upload's rows have ids from its own, shifted by so much."""

_OPEN = (PieceState.WAITING, PieceState.SENDING)


class Span(NamedTuple):
    """A piece with the indexes of its first and last row."""

    number: int
    from_row: int
    to_row: int
    first: int
    rows: int
    state: PieceState


def count(db: Db, upload: int) -> tuple[int, int]:
    """Return how many pieces there are, and how many have an answer. Those that were split are none."""
    sql = "SELECT state, count(*) FROM pieces WHERE upload = ? GROUP BY state"
    rows: list[Any] = db.execute(sql, (upload,)).fetchall()
    found: dict[str, int] = dict(rows)
    found.pop(PieceState.SPLIT, None)
    total = sum(found.values())
    return total, total - sum(found.get(state, 0) for state in _OPEN)


def begin(db: Db, upload_id: str, indexes: Sequence[int], first: int, now: datetime) -> int:
    """Note a piece as being sent; returns its number."""
    upload = int(upload_id)
    last = db.execute("SELECT coalesce(max(number), 0) FROM pieces WHERE upload = ?", (upload,)).get
    db.execute(
        "INSERT INTO pieces (upload, number, from_row, to_row, first, rows, state, sent_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            upload,
            last + 1,
            indexes[0],
            indexes[-1],
            first,
            len(indexes),
            PieceState.SENDING,
            to_micros(now),
        ),
    )
    return int(last + 1)


def drop(db: Db, upload_id: str, number: int) -> None:
    """Forget a piece that never left, or of which nothing was taken and which goes again."""
    db.execute("DELETE FROM pieces WHERE upload = ? AND number = ?", (int(upload_id), number))


def end(
    db: Db,
    upload_id: str,
    number: int,
    state: PieceState,
    *,
    said: str = "",
    unknown: int = 0,
    took_s: float | None = None,
) -> None:
    """Note how a piece went; without `took_s` that stays as it is."""
    took = None if took_s is None else round(took_s * 1000)
    db.execute(
        "UPDATE pieces SET state = ?, said = ?, unknown = ?, took_ms = coalesce(?, took_ms) "
        "WHERE upload = ? AND number = ?",
        (state, said, unknown, took, int(upload_id), number),
    )


def count_unknown(db: Db, upload_id: str, number: int) -> None:
    """Count a piece's rows of unknown outcome anew: some were found."""
    upload = int(upload_id)
    sql = "SELECT from_row, to_row FROM pieces WHERE upload = ? AND number = ?"
    row = db.execute(sql, (upload, number)).get
    if row is None:
        return
    base = upload << SHIFT
    left = db.execute(
        "SELECT count(*) FROM rows INDEXED BY rows_by_state WHERE state = ? AND id BETWEEN ? AND ? "
        "AND piece = ?",
        (RowState.UNKNOWN, base + row[0], base + row[1], number),
    ).get
    state = PieceState.UNKNOWN if left else PieceState.ACCEPTED
    db.execute(
        "UPDATE pieces SET unknown = ?, state = ? WHERE upload = ? AND number = ? AND state IN (?, ?)",
        (left, state, upload, number, PieceState.UNKNOWN, PieceState.ACCEPTED),
    )


def sending(db: Db) -> list[tuple[str, Span]]:
    """Return the pieces of all uploads that are noted as being sent."""
    found: list[Any] = db.execute(
        "SELECT upload, number, from_row, to_row, first, rows, state FROM pieces WHERE state = ?",
        (PieceState.SENDING,),
    ).fetchall()
    return [(str(upload), _span(row)) for upload, *row in found]


def last(db: Db, upload_id: str) -> Span | None:
    """Return the newest piece."""
    row = db.execute(
        "SELECT number, from_row, to_row, first, rows, state FROM pieces WHERE upload = ? "
        "ORDER BY number DESC LIMIT 1",
        (int(upload_id),),
    ).get
    return None if row is None else _span(row)


def _span(row: Sequence[Any]) -> Span:
    number, from_row, to_row, first, rows, state = row
    return Span(number, from_row, to_row, first, rows, PieceState(state))


def page(db: Db, upload_id: str, first: int, limit: int) -> list[Piece]:
    """Read pieces, the newest first."""
    found: list[Any] = db.execute(
        "SELECT number, first, rows, state, unknown, said, took_ms FROM pieces WHERE upload = ? "
        "ORDER BY number DESC LIMIT ? OFFSET ?",
        (int(upload_id), limit, first),
    ).fetchall()
    return [
        Piece(
            number,
            begin_,
            begin_ + rows - 1,
            rows,
            PieceState(state),
            unknown,
            said,
            None if took is None else took / 1000,
        )
        for number, begin_, rows, state, unknown, said, took in found
    ]
