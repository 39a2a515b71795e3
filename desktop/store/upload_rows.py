"""The row source of uploads, for a view that paints."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from desktop.domain.uploads import Piece, RowState, RowVerdict, UploadRow
from desktop.store import upload_pieces, uploads
from desktop.store.connection import as_trouble
from desktop.store.upload_store import UploadStore

_MARK = 2_000  # rows between two places that are kept: nobody counts a million again to paint the last


class StoredUploadRows:
    """A `domain.rows.UploadRows` over a read-only connection of its own, for one thread: the window's."""

    def __init__(self, store: UploadStore) -> None:
        self._db = store.reader()
        self._marks: dict[tuple[str, RowVerdict | RowState], list[int]] = {}
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
            start, passed = self._near(upload_id, which, column, first)
            found: list[Any] = self._db.execute(
                f"SELECT {uploads.ROW} FROM rows INDEXED BY rows_by_{column} WHERE {column} = ? "
                "AND id BETWEEN ? AND ? ORDER BY id LIMIT ? OFFSET ?",
                (which, start, uploads.span(upload_id)[1], limit, first - passed),
            ).fetchall()
            return [uploads.read_row(row) for row in found]

    def _near(self, upload_id: str, which: RowVerdict | RowState, column: str, first: int) -> tuple[int, int]:
        """Return the id to read from, and how many rows stand before it: the last mark before `first`."""
        version = int(self._db.pragma("data_version"))
        if version != self._version:
            self._version = version
            self._marks.clear()
        low, high = uploads.span(upload_id)
        marks = self._marks.setdefault((upload_id, which), [low])
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
