"""The table of pieces, the newest first: what went, what came of it, and how long it took."""

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from desktop.domain.rows import UploadRows
from desktop.domain.uploads import Piece
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui import times
from desktop.ui.campaigns.upload.face import piece_mark
from desktop.ui.campaigns.upload.model import PiecesModel
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marks import mark_width, paint_mark
from desktop.ui.kit.paged import ITEM_ROLE
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, HEAD, PAD, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme, u


def _columns() -> tuple[Column, ...]:
    return (
        Column("piece", strings.HEAD_PIECE, 88),
        Column("rows", strings.HEAD_NUMBERS, 160),
        Column("state", strings.HEAD_STATE, 144),
        Column("answer", strings.HEAD_ANSWER),
        Column("took", strings.HEAD_TOOK, 96),
    )


class PiecesTable(TableView):
    """Only read: nothing of a piece can be chosen."""

    def __init__(self, source: UploadRows, parent: QWidget | None = None) -> None:
        super().__init__(_columns(), name=strings.PIECES, parent=parent)
        self.pieces_model = PiecesModel(source, self)
        self.setModel(self.pieces_model)
        self.setItemDelegate(_Delegate(self))


class PiecesHead(QWidget):
    """The names of the columns."""

    def __init__(self, table: PiecesTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setFixedHeight(u(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint again where the columns are now."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names between two hairlines."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, 1, roles.line)
            ink.fill(0, ink.height - 1, ink.width, 1, roles.line)
            if self._table.low:
                ink.text(EDGE, 9, strings.PIECES, roles.dim, 12, 600)
                return
            columns = self._table.columns
            at = cells(columns, ink.width)
            for column in columns[:-1]:
                ink.text(at[column.key].x, 9, column.title, roles.dim, 12, 600, room=at[column.key].width)
            ink.text(0, 9, columns[-1].title, roles.dim, 12, 600, right=ink.width - EDGE)


class _Delegate(TableDelegate):
    def __init__(self, view: PiecesTable) -> None:
        super().__init__(view)
        self._list = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Nothing: all of it is painted by us."""

    def content(self, ink: Ink, index: AnyIndex, _state: RowState) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, Piece):
            return
        roles, mark = theme.roles, piece_mark(item.state)
        number, took = times.number(item.number), sentences.took(item.took_s)
        answer = sentences.piece_answer(item)
        if self._list.low:
            end = ink.width - EDGE
            state = end - mark_width(mark)
            paint_mark(ink, state, 20, mark, end - state)
            lead = f"{number}  {sentences.piece_rows(item)}"
            ink.text(EDGE, 10, lead, roles.text, tabular=True, room=state - PAD - EDGE)
            below = "  ".join(part for part in (answer, took) if part)
            ink.text(EDGE, 32, below, roles.dim, 12, room=end - EDGE)
            return
        at = cells(self._list.columns, ink.width)
        ink.text(at["piece"].x, 10, number, roles.text, tabular=True, room=at["piece"].width)
        ink.text(
            at["rows"].x, 10, sentences.piece_rows(item), roles.text, tabular=True, room=at["rows"].width
        )
        paint_mark(ink, at["state"].x, 20, mark, at["state"].width)
        ink.text(at["answer"].x, 12, answer, roles.text, 12, room=at["answer"].width)
        ink.text(0, 12, took, roles.dim, 12, tabular=True, right=ink.width - EDGE)
