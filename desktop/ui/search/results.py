"""The rows under a search field: the field keeps the focus, the rows only show what its keys chose."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences, strings
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marked import marked_text
from desktop.ui.kit.rowpaint import RowDelegate, RowState
from desktop.ui.kit.rows import ROW_HEIGHT, ListView
from desktop.ui.kit.theme import theme, u
from desktop.ui.search.face import Row

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own, which PySide does not have
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_EDGE, _DISC, _TEXT, _GAP = 16, 32, 64, 8
_CLOCK, _STAR = 12, 14
_LEAST = 24  # less room than this is not worth a piece of text

Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """A handful of rows in one column."""

    rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the one column."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let a message be read and not chosen."""
        if index.isValid() and self.rows[index.row()].match is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row for painting, or its sentence."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return sentences.tip(row.sentence)
        return None

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, _role: int = Qt.ItemDataRole.DisplayRole
    ) -> str:
        """Return nothing, or a screen reader would say the row's number."""
        return ""


class ResultsDelegate(RowDelegate):
    """Paints a row of the search."""

    def content(self, ink: Ink, index: Index, state: RowState) -> None:
        """Paint the disc, two lines, and what stands at the end."""
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            _paint(ink, row, state)


class ResultsView(ListView):
    """The rows of a search, as high as they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name=strings.MATCHES, parent=parent)
        self._rows = ResultsModel(self)
        self._room = QWIDGETSIZE_MAX
        self.setModel(self._rows)
        self.setItemDelegate(ResultsDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_rows((), choose=False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return what it shows."""
        return self._rows.rows

    @property
    def chosen(self) -> Row | None:
        """Return the chosen row."""
        return self.rows[self.current_row] if 0 <= self.current_row < len(self.rows) else None

    def show_rows(self, rows: tuple[Row, ...], *, choose: bool) -> None:
        """Show other rows, with the first one chosen or none."""
        self._rows.show(rows)
        self.fit(self._room)
        if choose and rows and rows[0].match is not None:
            self.choose(0)
        elif rows and rows[0].match is None:
            self._say(rows[0])

    def rename(self, rows: tuple[Row, ...]) -> None:
        """Show the same rows with other names, where they are; the one that is chosen stays chosen."""
        if len(rows) == len(self.rows):
            self._rows.rows = rows
            last = self._rows.index(len(rows) - 1, 0)
            self._rows.dataChanged.emit(self._rows.index(0, 0), last)

    def fit(self, room: int) -> None:
        """Be as high as the rows are, but no higher than `room` (window pixels), which is kept in mind."""
        self._room = room
        high = u(ROW_HEIGHT) * len(self.rows)
        self.setFixedHeight(max(min(high, room), u(ROW_HEIGHT)) if high else 0)

    def step(self, step: int) -> None:
        """Choose the next row below, or with -1 above; at the ends it stays."""
        wanted = self.current_row + step if self.current_row >= 0 else 0 if step > 0 else len(self.rows) - 1
        if 0 <= wanted < len(self.rows) and self.rows[wanted].match is not None:
            self.choose(wanted)

    def choose(self, row: int) -> None:
        """Choose a row, and let a screen reader say it: the focus stays in the field."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags.ClearAndSelect)
        self._say(self.rows[row])

    def _say(self, row: Row) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, row.sentence))


def _paint(ink: Ink, row: Row, state: RowState) -> None:
    roles = theme.roles
    top = (ink.height - ROW_HEIGHT) / 2
    wash = roles.panel if row.letters and state.selected else roles.colour(row.wash)
    ink.disc(_EDGE, top + 12, _DISC, wash)
    if row.letters:
        ink.text(0, top + 20, row.letters, roles.colour(row.ink), 12, 600, centre=_EDGE + _DISC / 2)
    else:
        ink.icon(row.icon, _EDGE + 8, top + 20, 16, roles.colour(row.ink))
    end = _side(ink, row, state, top + 20)
    weight = 600 if row.strong else 500
    y = top + (10 if row.meta else 18)
    marked_text(ink, _TEXT, y, row.title, weight=weight, tabular=row.strong, room=end - _TEXT)
    x = float(_TEXT)
    for part in row.meta:
        if end - x < _LEAST:
            break
        if part.icon:
            ink.icon(part.icon, x, top + 32, _CLOCK, roles.dim)
            x += _CLOCK + 4
        x += marked_text(ink, x, top + 30, part, "dim", 12, room=end - x) + _GAP


def _side(ink: Ink, row: Row, state: RowState, top: float) -> float:
    """Paint what stands at the end, and return where the room for the text ends."""
    roles, end = theme.roles, ink.width - _EDGE
    if state.selected and row.calls:
        wide = 14 + face(12).width(strings.ENTER)
        edge = roles.line if roles.panel == roles.window else None
        ink.box(end - wide, top - 2, wide, 20, roles.panel, edge, radius=4)
        ink.text(end - wide + 7, top, strings.ENTER, roles.dim, 12)
        return end - wide - _GAP
    if row.star:
        ink.icon("star-filled", end - _STAR, top + 1, _STAR, roles.waiting)
        end -= _STAR + _GAP
    if row.side:
        return end - ink.text(0, top, row.side, roles.dim, 12, right=end) - _GAP
    return end
