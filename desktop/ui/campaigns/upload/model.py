"""The rows and the pieces of an upload as lists: only the pages that are painted are read."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.rows import UploadRows
from desktop.domain.uploads import Piece, RowState, RowVerdict, Upload, UploadRow
from desktop.ui import sentences_upload as sentences
from desktop.ui.campaigns.upload.face import Face, face
from desktop.ui.kit.paged import PagedModel
from desktop.ui.sentences import tip

Which = RowVerdict | RowState | None


class RowsModel(PagedModel[UploadRow]):
    """The rows of one verdict or state, or all. `states` shows what became of them, and not their verdict."""

    def __init__(self, source: UploadRows, *, states: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._states = states
        self.upload: Upload | None = None
        self.which: Which = None

    def show_upload(self, upload: Upload | None, which: Which) -> None:
        """Show rows of an upload; the same rows stay where they are."""
        before = self.upload
        same = before is not None and upload is not None and before.id == upload.id and which == self.which
        self.upload, self.which = upload, which
        self.show_rows(0 if upload is None else count(upload, which), same=same)

    def read(self, first: int, limit: int) -> Sequence[UploadRow | None]:
        """Read rows from the file of uploads."""
        return self._source.rows(self.upload.id, self.which, first, limit) if self.upload else ()

    def face(self, entry: UploadRow) -> Face:
        """Return how a row looks."""
        return face(entry, self.upload.region if self.upload else None, state=self._states)

    def sentence(self, item: Any) -> str:
        """Return a row as it is read aloud."""
        return item.sentence if isinstance(item, Face) else ""

    def hint(self, item: Any) -> str | None:
        """Return the whole reason."""
        return tip(f"{item.number}: {item.reason}") if isinstance(item, Face) and item.reason else None


class PiecesModel(PagedModel[Piece]):
    """The requests of an upload, the newest first."""

    def __init__(self, source: UploadRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._upload_id = ""

    def show_pieces(self, upload_id: str, count: int) -> None:
        """Show so many pieces of an upload. Newer ones push the others down, so all are read again."""
        same = upload_id == self._upload_id and count == self.rows
        self._upload_id = upload_id
        self.show_rows(count, same=same)

    def read(self, first: int, limit: int) -> Sequence[Piece | None]:
        """Read pieces from the file of uploads."""
        return self._source.pieces(self._upload_id, first, limit)

    def face(self, entry: Piece) -> Piece:
        """Return the piece itself."""
        return entry

    def sentence(self, item: Any) -> str:
        """Return a piece as it is read aloud."""
        return sentences.piece(item) if isinstance(item, Piece) else ""

    def hint(self, item: Any) -> str | None:
        """Return the whole answer."""
        answer = sentences.piece_answer(item) if isinstance(item, Piece) else ""
        return tip(answer) if answer else None


def count(upload: Upload, which: Which) -> int:
    """Return how many rows an upload has of a verdict or state."""
    if which is None:
        return upload.rows
    if isinstance(which, RowVerdict):
        return upload.verdicts.get(which, 0)
    return upload.states.get(which, 0)
