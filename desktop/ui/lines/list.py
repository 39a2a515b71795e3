"""The list of lines: a row for each, under its account where there are several."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop.domain.lines import Line
from desktop.ui import sentences, sentences_lines, strings
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowDelegate, RowState, heading
from desktop.ui.kit.rows import HEADING_HEIGHT, ROW_HEIGHT, ListView
from desktop.ui.kit.theme import theme, u

Index = QModelIndex | QPersistentModelIndex

_TEXT = 36
_EDGE = 16


class LineModel(QAbstractTableModel):
    """Lines and, between those of several accounts, the accounts' names."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Line | str, ...] = ()
        self.chosen = ""

    def show(self, lines: Sequence[Line], chosen: str) -> None:
        """Show lines, of which the one with the id `chosen` is marked."""
        rows: list[Line | str] = []
        several = len({line.account_id for line in lines}) > 1
        account = ""
        for line in lines:
            if several and line.account_id != account:
                rows.append(line.account)
                account = line.account_id
            rows.append(line)
        self.beginResetModel()
        self._rows = tuple(rows)
        self.chosen = chosen
        self.endResetModel()

    def mark(self, chosen: str) -> None:
        """Mark another line as the chosen one."""
        self.chosen = chosen
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def line_at(self, row: int) -> Line | None:
        """Return the line in a row; None for an account's name and for no row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Line) else None

    def row_of(self, line_id: str) -> int:
        """Return a line's row; that of the first line when it is not there, and -1 without any."""
        lines = [row for row, one in enumerate(self._rows) if isinstance(one, Line)]
        return next((row for row in lines if self._is(row, line_id)), lines[0] if lines else -1)

    def _is(self, row: int, line_id: str) -> bool:
        line = self.line_at(row)
        return line is not None and line.id == line_id

    def heading_rows(self) -> list[int]:
        """Return the rows that are accounts' names."""
        return [row for row, one in enumerate(self._rows) if isinstance(one, str)]

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's name, to be typed for, and its sentence."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else sentences.line_name(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row if isinstance(row, str) else sentences_lines.row(row, chosen=row.id == self.chosen)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keys pass over accounts' names; a line that cannot be chosen still says why."""
        if self.line_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, _role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return nothing to read aloud before a row."""
        return ""


class _Delegate(RowDelegate):
    def __init__(self, view: "LineList") -> None:
        super().__init__(view)
        self._lines = view.lines

    def content(self, ink: Ink, index: Index, state: RowState) -> None:  # noqa: ARG002 - nothing moves
        line = self._lines.line_at(index.row())
        if line is None:
            heading(ink, str(index.data()))
            return
        roles = theme.roles
        ink.disc(_EDGE, (ink.height - 8) / 2, 8, roles.answered if line.can_dial else roles.dim)
        end = ink.width - _EDGE
        if line.id == self._lines.chosen:
            ink.icon("check", end - 16, (ink.height - 16) / 2, 16, roles.accent)
            end -= 24
        if line.settings.forced_forward:
            ink.icon("forward", end - 16, (ink.height - 16) / 2, 16, roles.waiting)
            end -= 24
        title = roles.text if line.can_dial else roles.dim
        ink.text(_TEXT, 10, sentences.line_name(line), title, 14, 500, room=end - _TEXT)
        x = float(_TEXT)
        for number, part in enumerate(sentences_lines.meta(line)):
            wide = face(12).width(part)
            if number and x + wide > end:
                return
            missing = number == 0 and not line.can_dial
            ink.text(x, 31, part, roles.missed if missing else roles.dim, 12, room=end - x)
            x += wide + 8


class LineList(ListView):
    """The lines. `picked` is a click or Enter on one, `pointed` the line under the pointer or the keys."""

    picked = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name=strings.LINES, parent=parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.opened.connect(self._pick)
        self.clicked.connect(self._clicked)
        self.current_changed.connect(self._tell)

    def show_lines(self, lines: Sequence[Line], chosen: str) -> None:
        """Show lines with the chosen one as the current row."""
        self.lines.show(lines, chosen)
        self.set_headings(self.lines.heading_rows())
        row = self.lines.row_of(chosen)
        if row >= 0:
            self.go_to(row)
        self._tell()

    def height_of_all(self) -> int:
        """Return how high all rows are together, in the window's pixels."""
        headings = len(self.lines.heading_rows())
        return u(ROW_HEIGHT) * (self.lines.rowCount() - headings) + u(HEADING_HEIGHT) * headings

    @property
    def line(self) -> Line | None:
        """Return the line in question: under the pointer, else the keys' one."""
        return self.lines.line_at(self.hover if self.hover >= 0 else self.current_row)

    def hover_row(self, row: int) -> None:
        """Tell which line the pointer is on."""
        super().hover_row(row)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the keys decide again after the pointer did; Space picks as Enter does."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pick(self.current_row)
            return
        self.hover_row(-1)
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the line whose name begins with what is typed: there are few."""
        QTableView.keyboardSearch(self, search)

    def _clicked(self, index: QModelIndex) -> None:
        self._pick(index.row())

    def _pick(self, row: int) -> None:
        line = self.lines.line_at(row)
        if line is not None:
            self.picked.emit(line)

    def _tell(self) -> None:
        self.pointed.emit(self.line)
