"""Whose numbers go into a campaign: which one, what it is there, and afterwards what became of it."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop import numbers
from desktop.domain.uploads import RowState
from desktop.ui import sentences_adding as sentences
from desktop.ui import strings_adding as strings
from desktop.ui.campaigns.adding.presenter import FIXED, AddingPresenter, Stage
from desktop.ui.campaigns.upload.face import Face, face
from desktop.ui.kit.checks import paint_box
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marks import mark_width, paint_mark
from desktop.ui.kit.outside import shown
from desktop.ui.kit.rowpaint import RowState as Look
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, PAD, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme
from desktop.ui.sentences import tip

COLUMNS = (
    Column("box", "", 60),
    Column("who", strings.WHO, 176),
    Column("number", strings.NUMBER, 232),
    Column("choice", "", 40),
    Column("verdict", strings.VERDICT),
)

Index = QModelIndex | QPersistentModelIndex
Tick = Qt.CheckState


class AddingModel(QAbstractTableModel):
    """The presenter's choices beside the rows of the check."""

    def __init__(self, presenter: AddingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows = 0

    def refresh(self) -> None:
        """Show the choices again."""
        count = len(self._presenter.choices)
        if count != self._rows:
            self.beginResetModel()
            self._rows = count
            self.endResetModel()
        elif count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, 0))

    def who(self, row: int) -> str:
        """Return whose number it is."""
        return sentences.name(self._presenter.choices[row].who.name)

    def number(self, row: int) -> str:
        """Return the number as it is read, with what it is called."""
        choice = self._presenter.choices[row]
        label = shown(choice.who.numbers[choice.at][0])
        number = shown(numbers.display(choice.number, None))
        return f"{number}  {label}" if label and len(choice.who.numbers) > 1 else number

    def face(self, row: int) -> Face | None:
        """Return what became of a row, None while it is not known."""
        presenter = self._presenter
        if row >= len(presenter.rows) or presenter.stage is Stage.CHECKING:
            return None
        sent = presenter.stage in (Stage.SENDING, Stage.DONE)
        return face(presenter.rows[row], None, state=sent)

    def ticked(self, row: int) -> Tick | None:
        """Return whether a number goes in; None where nobody can choose that."""
        presenter = self._presenter
        if row >= len(presenter.rows) or presenter.stage is not Stage.READY:
            return None
        one = presenter.rows[row]
        if one.verdict in FIXED:
            return None
        return Tick.Unchecked if one.state is RowState.LEFT_OUT else Tick.Checked

    def several(self, row: int) -> bool:
        """Whether there is another number to choose."""
        presenter = self._presenter
        choosing = presenter.stage in (Stage.READY, Stage.CHECKING, Stage.UNCHECKED)
        return choosing and len(presenter.choices[row].who.numbers) > 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return all rows."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One, which the delegate paints as several."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a screen reader says, and whether the row goes in."""
        row = index.row()
        if not 0 <= row < self._rows:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            known = self.face(row)
            verdict, reason = (known.mark.label, known.reason) if known else (strings.CHECKING, "")
            return sentences.row(self.who(row), self.number(row), verdict, reason)
        if role == Qt.ItemDataRole.ToolTipRole:
            known = self.face(row)
            return tip(known.reason) if known is not None else None
        return self.ticked(row) if role == Qt.ItemDataRole.CheckStateRole else None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        """Nothing: the headers are hidden."""
        return ""

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable


class AddingTable(TableView):
    """A click anywhere, Space and Enter put a number in or leave it out; its choices are other numbers."""

    def __init__(self, presenter: AddingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, name=strings.ROWS, parent=parent)
        self.entries = AddingModel(presenter, self)
        self.setModel(self.entries)
        self.setItemDelegate(_Delegate(self))
        self.ticked.connect(presenter.tick)
        self.toggled.connect(presenter.tick)


class _Delegate(TableDelegate):
    def __init__(self, view: AddingTable) -> None:
        super().__init__(view)
        self._adding = view

    def content(self, ink: Ink, index: AnyIndex, _state: Look) -> None:
        view, roles, row = self._adding, theme.roles, index.row()
        model = view.entries
        known, ticked = model.face(row), model.ticked(row)
        end = ink.width - EDGE
        if ticked is not None:
            paint_box(ink, EDGE, 12, ticked)
        who, number = model.who(row), model.number(row)
        if view.low:
            start = EDGE + 16 + PAD
            wide: float = 0
            if known is not None:
                wide = min(mark_width(known.mark), (end - start) / 2)
                paint_mark(ink, end - wide, 18, known.mark, wide)
            ink.text(start, 10, who, roles.text, 14, 500, room=end - wide - PAD - start)
            below = "  ".join(part for part in (number, known.reason if known else "") if part)
            ink.text(start, 32, below, roles.dim, 12, tabular=True, room=end - start)
            return
        at = cells(COLUMNS, ink.width)
        ink.text(at["who"].x, 10, who, roles.text, 14, 500, room=at["who"].width)
        ink.text(at["number"].x, 10, number, roles.text, tabular=True, room=at["number"].width)
        if model.several(row):
            ink.icon("chevron-down", at["choice"].x, 13, 14, roles.dim)
        if known is None:
            ink.box(at["verdict"].x, 14, 120, 12, roles.bone, radius=4)
            return
        room = at["verdict"].width
        wide = paint_mark(ink, at["verdict"].x, 20, known.mark, room)
        if known.reason:
            begin = at["verdict"].x + wide + PAD
            ink.text(begin, 12, known.reason, roles.dim, 12, room=end - begin)
