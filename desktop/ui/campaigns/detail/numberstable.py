"""The table of a campaign's numbers: its columns come from the data, and as many stand there as have room."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.campaigns import CampaignNumber
from desktop.ui import sentences_campaigns as words
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.detail.numbersmodel import NumberFace, NumbersModel
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.checks import paint_box
from desktop.ui.kit.country import HEIGHT as CODE_HEIGHT
from desktop.ui.kit.country import paint_country
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.paged import ITEM_ROLE
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.table import HEAD, PAD, Cell, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme, u

EDGE, NARROW = 16, 520
_BOX, _NUMBER, _CODE, _LEAST = 44, 168, 72, 96
"""How wide the fixed columns are, and how narrow another one may be, in design pixels."""
_FIGURES = 96
BOX, NUMBER, COUNTRY = "box", "number", "country"
VARIABLE, EXTRA = "variable:", "extra:"


class NumbersTable(TableView):
    """The rows. `delete_wanted` carries the numbers that the menu or a key means, if any is ticked all those.

    A campaign whose numbers are fixed has no boxes to tick.
    """

    delete_wanted = Signal(object)
    columns_moved = Signal()
    copied = Signal()

    def __init__(self, model: NumbersModel, parent: QWidget | None = None) -> None:
        super().__init__((), name=strings.NUMBERS, edge=EDGE, narrow=NARROW, parent=parent)
        self._numbers = model
        self.fixed = False
        self._asked = -1
        self.menu = Menu(self)
        self.menu.triggered.connect(self._menu_chosen)
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.ticked.connect(self._tick)
        self.choice_wanted.connect(self._open_menu)
        model.columns_changed.connect(self.lay_out_columns)
        self.lay_out_columns()

    @property
    def extras(self) -> tuple[str, ...]:
        """What else the provider tells of numbers, in the order of their columns."""
        return self._numbers.extras

    def set_fixed(self, fixed: bool) -> None:
        """Say whether numbers can be ticked."""
        if fixed != self.fixed:
            self.fixed = fixed
            self.lay_out_columns()

    def lay_out_columns(self) -> None:
        """Give the columns that are known the room there is, the first ones first."""
        model = self._numbers
        width = self.viewport().width() / theme.scale
        first = 0 if self.fixed else _BOX
        number = _NUMBER + (EDGE - PAD if self.fixed else 0)
        columns = [] if self.fixed else [Column(BOX, "", first)]
        columns += [
            Column(NUMBER, strings.NUMBER, number),
            Column(COUNTRY, strings.COUNTRY, _CODE),
        ]
        variables = [Column(f"{VARIABLE}{at}", words.variable(at)) for at in range(model.variables)]
        extras = [Column(f"{EXTRA}{key}", words.extra_title(key)) for key in model.extras]
        room = width - first - number - _CODE
        fits = max(0, int(room // _LEAST))
        # What a provider tells of a number itself stays, where variables would leave it no room.
        kept_extras = extras[: min(2, fits)]
        rest = [*variables[: fits - len(kept_extras)], *kept_extras]
        rest += extras[len(kept_extras) :][: fits - len(rest)]
        columns += self._shared(rest, room)
        self.columns = tuple(columns)
        self.viewport().update()
        self.columns_moved.emit()

    def _shared(self, rest: list[Column], room: float) -> list[Column]:
        """Share the room: figures at the end of the last column take little."""
        if not rest:
            return [Column("rest", "")]
        last = rest[-1]
        figures = self._figures(last.key)
        wide = (room - (_FIGURES if figures else 0)) / max(1, len(rest) - figures)
        shared = [Column(column.key, column.title, wide) for column in rest]
        if figures:
            shared[-1] = Column(last.key, last.title, _FIGURES, at_end=True)
        return shared

    def _figures(self, key: str) -> bool:
        """Whether a column holds whole numbers alone, as far as can be seen."""
        if not key.startswith(EXTRA):
            return False
        name, seen = key.removeprefix(EXTRA), False
        for row in range(min(self._numbers.rows, 20)):
            entry = self._numbers.entry_at(row)
            text = entry.extra.get(name, "") if entry is not None else ""
            if text and not text.isdigit():
                return False
            seen = seen or bool(text)
        return seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.lay_out_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, and copy a number."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self._want_delete()
            return
        if event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._copy(self.current_row)
            return
        super().keyPressEvent(event)

    def ask_choice(self, row: int) -> None:
        """Open a row's menu, as the menu key does."""
        rect = self.visualRect(self.model().index(row, 0))
        self._open_menu(row, self.viewport().mapToGlobal(rect.center()))

    def _tick(self, row: int) -> None:
        if not self.fixed:
            self._numbers.tick(row)

    def _want_delete(self) -> None:
        if self.fixed:
            return
        chosen: tuple[CampaignNumber, ...] = self._numbers.ticked
        current = self._numbers.entry_at(self.current_row)
        if not chosen and current is not None and current.key:
            chosen = (current,)
        if chosen:
            self.delete_wanted.emit(chosen)

    def _open_menu(self, row: int, place: QPoint) -> None:
        item, entry = self._numbers.item(row), self._numbers.entry_at(row)
        if not isinstance(item, NumberFace) or entry is None:
            return
        self._asked = row
        self.menu.clear()
        self.menu.add_note(item.number)
        self.menu.add(strings.COPY_NUMBER, "copy").setData("copy")
        if not self.fixed:
            on = self._numbers.is_ticked(item.provider_id)
            tick = self.menu.add(strings.UNCHOOSE if on else strings.CHOOSE, "check")
            tick.setData("tick")
            delete = self.menu.add(strings.DELETE, "bin")
            delete.setData("delete")
            tick.setEnabled(item.can_go)
            delete.setEnabled(item.can_go)
        self.menu.open_at(place)

    def _menu_chosen(self, action: QAction) -> None:
        entry = self._numbers.entry_at(self._asked)
        if entry is None:
            return
        if action.data() == "copy":
            self._copy(self._asked)
        elif action.data() == "tick":
            self._numbers.tick(self._asked)
        elif action.data() == "delete":
            self.delete_wanted.emit((entry,))

    def _copy(self, row: int) -> None:
        item = self._numbers.item(row)
        if isinstance(item, NumberFace):
            QGuiApplication.clipboard().setText(item.number)
            self.copied.emit()


class _Delegate(TableDelegate):
    """Paints a number, its ground when it is ticked, and the outline of one that is not here yet."""

    def __init__(self, view: NumbersTable) -> None:
        super().__init__(view)
        self._rows = view

    def content(self, ink: Ink, index: QModelIndex | QPersistentModelIndex, state: RowState) -> None:
        """Paint the columns."""
        item = index.data(ITEM_ROLE)
        if item is None:
            return
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        here = index.row() == self._rows.current_row and self._rows.hasFocus()
        # What Qt paints of the row that the keys came to would look as if it were ticked.
        ground = theme.roles.selection if ticked else theme.roles.panel
        if not ticked and (here or state.hovered):
            ground = theme.roles.hover
        ink.fill(0, 0, ink.width, ink.height - 1, ground)
        if not isinstance(item, NumberFace):
            self._outline(ink)
            return
        box = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if self._rows.low:
            self._two_lines(ink, item, box)
            return
        top = (ink.height - 1 - 20) / 2
        for column in self._rows.columns:
            cell = cells(self._rows.columns, ink.width, EDGE)[column.key]
            if column.key == BOX:
                self._box(ink, cell.x, (ink.height - 1 - 16) / 2, item, box)
            else:
                self._cell(ink, column, cell, item, top)

    def _cell(self, ink: Ink, column: Column, cell: Cell, item: NumberFace, top: float) -> None:
        roles = theme.roles
        if column.key == NUMBER:
            ink.text(cell.x, top, item.number, roles.text, weight=500, tabular=True, room=cell.width + 4)
        elif column.key == COUNTRY:
            if item.code:
                paint_country(ink, cell.x, (ink.height - 1 - CODE_HEIGHT) / 2, item.code)
        elif column.at_end:
            right = cell.x + cell.width
            ink.text(0, top, _text(item, column.key), roles.text, tabular=True, right=right, room=cell.width)
        else:
            ink.text(cell.x, top, _text(item, column.key), roles.text, tabular=True, room=cell.width)

    def _two_lines(self, ink: Ink, item: NumberFace, box: Qt.CheckState) -> None:
        roles = theme.roles
        start, end = float(EDGE), ink.width - EDGE
        if not self._rows.fixed:
            self._box(ink, start, 12, item, box)
            start += 28
        if item.code:
            paint_country(ink, end - 28, 11, item.code)
        ink.text(start, 9, item.number, roles.text, weight=500, tabular=True, room=end - 36 - start)
        told = (*item.variables, *(item.extra.get(key, "") for key in self._rows.extras))
        ink.text(start, 32, "  ".join(text for text in told if text), roles.dim, 12, room=end - start)

    def _box(self, ink: Ink, x: float, top: float, item: NumberFace, box: Qt.CheckState) -> None:
        if not item.can_go:
            ink.painter.setOpacity(0.4)
        paint_box(ink, x, top, box)
        ink.painter.setOpacity(1)

    def _outline(self, ink: Ink) -> None:
        bone = theme.roles.bone
        start = EDGE + (0 if self._rows.fixed else 28)
        ink.box(start, (ink.height - 13) / 2, 136, 12, bone, radius=4)
        ink.box(start + 212, (ink.height - 13) / 2, 88, 12, bone, radius=4)


def _text(item: NumberFace, key: str) -> str:
    if key.startswith(VARIABLE):
        at = int(key.removeprefix(VARIABLE))
        return item.variables[at] if at < len(item.variables) else ""
    return item.extra.get(key.removeprefix(EXTRA), "")


class NumbersHead(QWidget):
    """The names of the columns; that of the number turns the order round."""

    turn_wanted = Signal()

    def __init__(self, table: NumbersTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.order = Button(
            strings.NUMBER, kind="quiet", tail="chevron-up", px=12, height=24, edge=4, parent=self
        )
        self.order.clicked.connect(self.turn_wanted)
        self.setFixedHeight(u(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.columns_moved.connect(self._place)

    def show_order(self, *, descending: bool) -> None:
        """Show in which order the numbers stand."""
        self.order.set_tail("chevron-down" if descending else "chevron-up")
        order = strings.DESCENDING if descending else strings.ASCENDING
        self.order.setAccessibleName(f"{strings.NUMBER}, {order.lower()}")
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button over its column."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names over a hairline."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.fill(0, ink.height - 1, ink.width, 1, roles.line)
            if self._table.low:
                return
            for column in self._table.columns:
                cell = cells(self._table.columns, ink.width, EDGE)[column.key]
                if column.key in (BOX, NUMBER):
                    continue
                right = cell.x + cell.width if column.at_end else None
                ink.text(cell.x, 9, column.title, roles.dim, 12, 600, room=cell.width, right=right)

    def _place(self) -> None:
        start = EDGE if self._table.fixed else _BOX + PAD
        wide = self.order.sizeHint().width()
        x = u(start - 5)
        if self.isRightToLeft():
            x = self.width() - x - wide
        self.order.setGeometry(x, u(5), wide, u(24))
        self.update()
