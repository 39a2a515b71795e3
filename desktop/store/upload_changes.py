"""What changes rows of an upload that are there, and what is known of the upload itself.

How many rows have which verdict and state is kept beside them: nothing else changes those two.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop.domain.uploads import RowState, RowVerdict
from desktop.store import uploads
from desktop.store.connection import Db
from desktop.store.times import to_micros
from desktop.store.upload_pieces import SHIFT

_NEVER = frozenset({RowVerdict.INVALID, RowVerdict.DNC})
_MOVABLE = (RowState.LEFT_OUT, RowState.WAITING)


def judge(db: Db, upload_id: str, sentences: Sequence[uploads.Sentence]) -> None:
    """Give rows that are not sent yet another verdict, and the state that follows; others stay as they are.

    What they were by themselves stays known.
    """
    base = int(upload_id) << SHIFT
    changes: Counter[str] = Counter()
    for at, verdict, reason in sentences:
        row = db.execute(
            "SELECT verdict, reason, own_verdict, own_reason, chosen, state FROM rows WHERE id = ?",
            (base + at,),
        ).get
        was, why, own, own_why, chosen, state = row
        if state not in _MOVABLE:
            continue
        own, own_why = (was, why) if own is None else (own, own_why)
        if (own, own_why) == (verdict, reason):
            own, own_why = None, None
        after = state_of(verdict, None if chosen is None else bool(chosen))
        db.execute(
            "UPDATE rows SET verdict = ?, reason = ?, own_verdict = ?, own_reason = ?, state = ? "
            "WHERE id = ?",
            (verdict, reason, own, own_why, after, base + at),
        )
        for what, count in ((was, -1), (verdict, 1), (state, -1), (after, 1)):
            changes[what] += count
    _tally(db, upload_id, changes)


def state_of(verdict: RowVerdict, chosen: bool | None) -> RowState:
    """Say whether a row goes in: by its verdict, or as a person chose where that is up to a person."""
    if verdict in _NEVER:
        return RowState.LEFT_OUT
    goes = verdict in uploads.GOES_IN if chosen is None else chosen
    return RowState.WAITING if goes else RowState.LEFT_OUT


def rewrite(db: Db, upload_id: str, index: int, row: uploads.Judged) -> None:
    """Put another number and other variables into a row, judged by itself and not yet beside others."""
    number = int(upload_id)
    where = (number << SHIFT) + index
    before, was, state = db.execute("SELECT key, verdict, state FROM rows WHERE id = ?", (where,)).get
    if before is not None:
        db.execute("DELETE FROM keys WHERE upload = ? AND key = ? AND row = ?", (number, before, where))
    if row.key is not None:
        db.execute("INSERT INTO keys VALUES (?, ?, ?)", (number, row.key, where))
    after = state_of(row.verdict, None)
    db.execute(
        "UPDATE rows SET number = ?, variables = ?, key = ?, verdict = ?, reason = ?, own_verdict = NULL, "
        "own_reason = NULL, chosen = NULL, state = ? WHERE id = ?",
        (row.number, uploads.pack(row.variables), row.key, row.verdict, row.reason, after, where),
    )
    for what, count in ((was, -1), (row.verdict, 1), (state, -1), (after, 1)):
        _tally(db, upload_id, {what: count})


def choose(db: Db, upload_id: str, indexes: Sequence[int], *, out: bool) -> None:
    """Leave rows out or put them in, as far as their verdict lets a person choose.

    Who puts in what its verdict puts in anyway, has chosen nothing: what becomes known of it since counts.
    """
    base = int(upload_id) << SHIFT
    for index in indexes:
        found = db.execute("SELECT verdict, state FROM rows WHERE id = ?", (base + index,)).get
        if found is None or found[1] not in _MOVABLE or RowVerdict(found[0]) in _NEVER:
            continue
        verdict = RowVerdict(found[0])
        goes = RowState.LEFT_OUT if out else RowState.WAITING
        chosen = None if state_of(verdict, None) is goes else not out
        db.execute("UPDATE rows SET chosen = ? WHERE id = ?", (chosen, base + index))
        move(db, upload_id, [index], goes)


def insist(db: Db, upload_id: str, indexes: Sequence[int]) -> None:
    """Let rows wait, and note that a person wants them in wherever their numbers are by now."""
    base = int(upload_id) << SHIFT
    db.executemany("UPDATE rows SET chosen = 1 WHERE id = ?", [(base + index,) for index in indexes])
    move(db, upload_id, indexes, RowState.WAITING)


def move(
    db: Db, upload_id: str, indexes: Sequence[int], state: RowState, *, piece: int | None = None
) -> None:
    """Give rows a state, and the piece that they go with (None: the one they have)."""
    base = int(upload_id) << SHIFT
    for some in uploads.chunks([base + index for index in indexes]):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT state, count(*) FROM rows WHERE id IN ({marks}) GROUP BY state"
        before: list[Any] = db.execute(sql, some).fetchall()
        _tally(db, upload_id, {was: -count for was, count in before})
        db.execute(
            f"UPDATE rows SET state = ?, piece = coalesce(?, piece) WHERE id IN ({marks})",
            (state, piece, *some),
        )
        _tally(db, upload_id, {state: len(some)})


def explain(db: Db, upload_id: str, indexes: Sequence[int], reason: str) -> None:
    """Say of rows why they are as they are, in the place of what was said before."""
    base = int(upload_id) << SHIFT
    db.executemany("UPDATE rows SET reason = ? WHERE id = ?", [(reason, base + index) for index in indexes])


def leave_out_waiting(db: Db, upload_id: str) -> None:
    """Leave out all rows that wait."""
    db.execute(
        "UPDATE rows SET state = ? WHERE state = ? AND id BETWEEN ? AND ?",
        (RowState.LEFT_OUT, RowState.WAITING, *uploads.span(upload_id)),
    )
    count = db.changes()
    _tally(db, upload_id, {RowState.WAITING: -count})
    _tally(db, upload_id, {RowState.LEFT_OUT: count})


def _tally(db: Db, upload_id: str, changes: Mapping[str, int]) -> None:
    counts = [(str(what), count) for what, count in changes.items()]
    counts += [(uploads.CHANGES + what, 1) for what, _ in counts]
    db.executemany(
        "INSERT INTO tallies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
        [(int(upload_id), what, count) for what, count in counts],
    )


def change(db: Db, upload_id: str, **fields: object) -> None:
    """Keep what is not rows: `state`, `began_at`, `ended_at`, `reason`, `trouble`, `retry_at`."""
    values = [to_micros(value) if isinstance(value, datetime) else value for value in fields.values()]
    names = ", ".join(f"{name} = ?" for name in fields)
    db.execute(f"UPDATE uploads SET {names} WHERE id = ?", (*values, int(upload_id)))


def give_up(db: Db, upload_id: str) -> bool:
    """Let nobody see an upload any more, so that it can be forgotten; False where it is being sent by now."""
    sql = "UPDATE uploads SET state = ?, fingerprint = NULL WHERE id = ? AND began_at IS NULL"
    db.execute(sql, (uploads.MAKING, int(upload_id)))
    return db.changes() > 0


def discard(db: Db, upload_id: str, limit: int = 50_000) -> bool:
    """Forget an upload, so many rows at once: call again while it says that there are more."""
    number = int(upload_id)
    low, high = uploads.span(upload_id)
    db.execute("UPDATE uploads SET state = ?, fingerprint = NULL WHERE id = ?", (uploads.MAKING, number))
    db.execute(
        "DELETE FROM rows WHERE id IN (SELECT id FROM rows WHERE id BETWEEN ? AND ? LIMIT ?)",
        (low, high, limit),
    )
    rows_gone = db.changes()
    db.execute(
        "DELETE FROM keys WHERE (upload, key, row) IN "
        "(SELECT upload, key, row FROM keys WHERE upload = ? LIMIT ?)",
        (number, limit),
    )
    if rows_gone == limit or db.changes() == limit:
        return True
    for table in ("tallies", "pieces"):
        db.execute(f"DELETE FROM {table} WHERE upload = ?", (number,))
    db.execute("DELETE FROM uploads WHERE id = ?", (number,))
    db.execute("PRAGMA incremental_vacuum").fetchall()  # the disk gets its space back
    return False


def left_behind(db: Db) -> list[str]:
    """Return the uploads that a crash left half made, or half forgotten."""
    return [
        str(number) for (number,) in db.execute("SELECT id FROM uploads WHERE state = ?", (uploads.MAKING,))
    ]


def of_account(db: Db, account_id: str) -> list[str]:
    """Return the ids of an account's uploads, those that nobody sees too."""
    found = db.execute("SELECT id FROM uploads WHERE account_id = ?", (account_id,))
    return [str(number) for (number,) in found]
