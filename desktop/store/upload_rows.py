"""The row source of uploads, for a view that paints."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.uploads import Piece, RowState, RowVerdict, UploadRow
from desktop.store import upload_pieces, uploads
from desktop.store.connection import as_trouble
from desktop.store.upload_store import UploadStore

_MARK = 2_000  # rows between two places that are kept: nobody counts a million again to paint the last
_END = 10 * _MARK  # rows before the last that are counted from there: the list changes all the time, perhaps


_List = tuple[str, RowVerdict | RowState]


@dataclass(slots=True)
class _Marks:
    """The ids at every `_MARK`-th place of a list after so many changes of it, and its rows in all.

    `version` is that of the file when this was asked last.
    """

    changes: int
    version: int
    total: int
    ids: list[int]


class StoredUploadRows:
    """A `domain.rows.UploadRows` over a read-only connection of its own, for one thread: the window's."""

    def __init__(self, store: UploadStore) -> None:
        self._db = store.reader()
        self._marks: dict[_List, _Marks] = {}
        self._version = -1

    def rows(
        self, upload_id: str, which: RowVerdict | RowState | None, first: int, limit: int
    ) -> Sequence[UploadRow]:
        """Read rows of a verdict or of a state, of all for None, in the file's order."""
        if not uploads.is_id(upload_id):
            return ()
        with as_trouble():
            if which is None:
                return uploads.page(self._db, upload_id, first - 1, limit)
            column = "verdict" if isinstance(which, RowVerdict) else "state"
            self._db.execute("BEGIN")  # what is counted and what is read are of one moment
            try:
                return self._page(upload_id, which, column, first, limit)
            finally:
                self._db.execute("COMMIT")

    def _page(
        self, upload_id: str, which: RowVerdict | RowState, column: str, first: int, limit: int
    ) -> list[UploadRow]:
        low, high = uploads.span(upload_id)
        marks = self._marks_of(upload_id, which, low)
        sql = (
            f"SELECT {uploads.ROW} FROM rows INDEXED BY rows_by_{column} WHERE {column} = ? "
            "AND id BETWEEN ? AND ? ORDER BY id {} LIMIT ? OFFSET ?"
        )
        if first >= max(len(marks.ids) * _MARK, marks.total - _END):
            count = max(min(limit, marks.total - first), 0)
            behind = max(marks.total - first - count, 0)
            found: list[Any] = self._db.execute(
                sql.format("DESC"), (which, low, high, count, behind)
            ).fetchall()
            return [uploads.read_row(row) for row in reversed(found)]
        start, passed = self._near(which, column, marks.ids, high, first)
        found = self._db.execute(sql.format(""), (which, start, high, limit, first - passed)).fetchall()
        return [uploads.read_row(row) for row in found]

    def _marks_of(self, upload_id: str, which: RowVerdict | RowState, low: int) -> _Marks:
        """Return what is kept of where a list's rows stand, which no change of another list spoils."""
        version = int(self._db.pragma("data_version"))
        marks = self._marks.get((upload_id, which))
        if marks is not None and marks.version == version:
            return marks
        found: list[Any] = self._db.execute(
            "SELECT what, rows FROM tallies WHERE upload = ? AND what IN (?, ?)",
            (int(upload_id), which, uploads.CHANGES + which),
        ).fetchall()
        tallies: dict[str, int] = dict(found)
        changes = tallies.get(uploads.CHANGES + which, 0)
        ids = [low] if marks is None or marks.changes != changes else marks.ids
        marks = self._marks[upload_id, which] = _Marks(changes, version, tallies.get(which, 0), ids)
        return marks

    def _near(
        self, which: RowVerdict | RowState, column: str, marks: list[int], high: int, first: int
    ) -> tuple[int, int]:
        """Return the id to read from, and how many rows stand before it: the last mark before `first`."""
        while len(marks) * _MARK <= first:
            further = self._db.execute(
                f"SELECT id FROM rows INDEXED BY rows_by_{column} WHERE {column} = ? "
                "AND id BETWEEN ? AND ? ORDER BY id LIMIT 1 OFFSET ?",
                (which, marks[-1], high, _MARK),
            ).get
            if further is None:
                break
            marks.append(int(further))
        place = bisect_right(range(0, len(marks) * _MARK, _MARK), first) - 1
        return marks[place], place * _MARK

    def pieces(self, upload_id: str, first: int, limit: int) -> Sequence[Piece]:
        """Read the requests, the newest first."""
        if not uploads.is_id(upload_id):
            return ()
        with as_trouble():
            return upload_pieces.page(self._db, upload_id, first, limit)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
