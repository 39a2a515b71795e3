"""A list whose rows have columns under a head, a box to tick, and one row that can be open."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyleOptionViewItem, QWidget

from desktop.ui.kit.checks import CheckBox
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowDelegate, RowState
from desktop.ui.kit.rows import AnyIndex, ListView
from desktop.ui.kit.theme import theme, u

ROW, LOW_ROW, HEAD = 40, 60, 34
EDGE, PAD = 24, 12
NARROW = 720
"""Below this width, in design pixels, a row says its columns in two lines, and the head has no names."""
_BOX = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the head, and its width in design pixels; 0 takes what the others leave.

    One that is `at_end` has its name, and what it says, at the end of its room: figures.
    """

    key: str
    title: str
    width: float = 0
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a column's content lies in a row, in design pixels."""

    x: float
    width: float


def cells(columns: Sequence[Column], width: float, edge: float = EDGE) -> dict[str, Cell]:
    """Lay columns out in a width: the first and the last keep clear of the edges, all of each other."""
    fixed = sum(column.width for column in columns)
    spare = max(0.0, width - fixed)
    places: dict[str, Cell] = {}
    x = 0.0
    for place, column in enumerate(columns):
        wide = column.width or spare
        before = edge if place == 0 else PAD
        after = edge if place == len(columns) - 1 else PAD
        places[column.key] = Cell(x + before, max(0.0, wide - before - after))
        x += wide
    return places


class TableView(ListView):
    """The rows. A first column named `box` is ticked; one named `choice` opens a row's choices.

    Space ticks, Enter opens and closes a row that can be, Alt+Down, F4 and the menu key ask for its choices.
    """

    ticked = Signal(int)
    toggled = Signal(int)
    """A row was clicked or entered that may have more to show."""
    choice_wanted = Signal(int, QPoint)
    """Row, and the global place for the choices."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        edge: int = EDGE,
        narrow: int = NARROW,
        parent: QWidget | None = None,
    ) -> None:
        """Keep `edge` clear at both sides; below a width of `narrow` a row takes two lines."""
        super().__init__(name=name, row_height=ROW, parent=parent)
        self.columns = tuple(columns)
        self.edge = edge
        self._narrow = narrow
        self.open_row = -1
        self._second_click = False
        self.opened.connect(self.toggled)
        self.doubleClicked.disconnect()  # the first of two clicks has opened it
        self.menu_wanted.connect(self.choice_wanted)

    @property
    def low(self) -> bool:
        """Whether there is room for the columns side by side."""
        return self.viewport().width() / theme.scale < self._narrow

    def row_height(self) -> int:
        """Return the height of a row that is closed, in design pixels."""
        return LOW_ROW if self.low else ROW

    def open_at(self, row: int, height: int) -> None:
        """Give a row a height, in design pixels, and close the one that was open; -1 opens none."""
        header = self.verticalHeader()
        if 0 <= self.open_row < header.count():
            header.resizeSection(self.open_row, header.defaultSectionSize())
        self.open_row = row
        if row >= 0:
            header.resizeSection(row, u(height))
            self.scrollTo(self.model().index(row, 0))
        self.viewport().update()

    def reset(self) -> None:
        """Close the open row with the model's rows."""
        self.open_row = -1
        super().reset()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows a second line where the columns have no room."""
        super().resizeEvent(event)
        height = u(self.row_height())
        header = self.verticalHeader()
        if header.defaultSectionSize() != height:
            self.open_at(-1, 0)
            header.setDefaultSectionSize(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, and ask for the choices."""
        row = self.current_row
        if row >= 0 and event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.ticked.emit(row)
            return
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if row >= 0 and (alt_down or event.key() == Qt.Key.Key_F4):
            self.ask_choice(row)
            return
        super().keyPressEvent(event)

    def ask_choice(self, row: int) -> None:
        """Ask for a row's choices under its column of that name."""
        rect = self.visualRect(self.model().index(row, 0))
        x = round(self._cells()["choice"].x * theme.scale)
        x = rect.right() - x if self.isRightToLeft() else rect.x() + x
        place = QPoint(x, rect.y() + u(self.row_height()) - u(8))
        self.choice_wanted.emit(row, self.viewport().mapToGlobal(place))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Know the second of two clicks."""
        self._second_click = True
        super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what its place is for; a second click does not close what the first opened."""
        super().mouseReleaseEvent(event)
        second, self._second_click = self._second_click, False
        place = event.position().toPoint()
        row = self.indexAt(place).row()
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        x = self.viewport().width() - place.x() if self.isRightToLeft() else place.x()
        y = place.y() - self.rowViewportPosition(row)
        places = self._cells()
        if y > u(self.row_height()):
            return  # in what an open row shows
        if self.columns[0].key == "box" and x < u(EDGE + _BOX + PAD):
            self.ticked.emit(row)
        elif "choice" in places and x / theme.scale >= places["choice"].x - PAD and not self.low:
            self.ask_choice(row)
        elif not second:
            self.toggled.emit(row)

    def _cells(self) -> dict[str, Cell]:
        return cells(self.columns, self.viewport().width() / theme.scale, self.edge)


class TableDelegate(RowDelegate):
    """Paints a row's ground, a hairline below, and the ring; `content` paints its columns."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._table = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        view, roles, row = self._table, theme.roles, index.row()
        is_open = row == view.open_row
        state = RowState(selected=is_open, hovered=row == view.hover, ringed=view.ringed(row), strip=0)
        with Ink(painter, option.rect, option.direction) as ink:
            if state.hovered or is_open:
                ink.fill(0, 0, ink.width, ink.height, roles.hover)
            ink.fill(0, ink.height - 1, ink.width, 1, roles.line)
            self.content(ink, index, state)
            if state.ringed:
                ink.ring(radius=7, inset=1)


class TableHead(QWidget):
    """The names of the columns over a table, and a box that ticks all of its rows or none."""

    all_wanted = Signal(bool)

    def __init__(self, table: TableView, *, all_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.box = CheckBox(name=all_name)
        self.box.setTristate(True)
        self.box.clicked.connect(self._clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(u(EDGE - 3), u(1), u(EDGE - 3), u(1))
        line.addWidget(self.box)
        line.addStretch(1)
        self.setFixedHeight(u(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ticked(self, ticked: int, rows: int) -> None:
        """Show how many of the rows are ticked: all, none, or some."""
        states = Qt.CheckState
        some = states.PartiallyChecked if ticked else states.Unchecked
        self.box.setCheckState(states.Checked if rows and ticked == rows else some)
        self.box.setEnabled(rows > 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names between two hairlines."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, 1, roles.line)
            ink.fill(0, ink.height - 1, ink.width, 1, roles.line)
            if self._table.low:
                return
            for column, cell in zip(
                self._table.columns, cells(self._table.columns, ink.width).values(), strict=True
            ):
                ink.text(cell.x, 9, column.title, roles.dim, 12, 600, room=cell.width)

    def _clicked(self) -> None:
        # A click on "some" or "none" ticks all; Qt would go from "none" to "some".
        self.all_wanted.emit(self.box.checkState() != Qt.CheckState.Unchecked)
