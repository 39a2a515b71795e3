"""The table of a list of numbers: verdicts, reasons, and the cell that is being put right."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop import numbers
from desktop.domain.rows import UploadRows
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadRow, UploadState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui import times
from desktop.ui.campaigns.upload.columns import NUMBER, Part, columns
from desktop.ui.campaigns.upload.editing import CellField
from desktop.ui.campaigns.upload.face import FIXED, Face
from desktop.ui.campaigns.upload.model import RowsModel, Which
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marks import mark_width, paint_mark
from desktop.ui.kit.paged import ITEM_ROLE
from desktop.ui.kit.rowpaint import RowState as PaintState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, PAD, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme, u

_FIELD, _ASIDE = 32, 11
"""The height of the field over a cell, and how far its text stands from its edge."""


class UploadTable(TableView):
    """Shows rows of an upload: before it is sent they can be put right and left out.

    `fix_wanted` carries a row's index, its number and its variables; `out_wanted` an index, and whether the
    row shall stay out. `laid_out` says that the columns are others now.
    """

    fix_wanted = Signal(int, str, object)
    out_wanted = Signal(int, bool)
    laid_out = Signal()

    def __init__(self, source: UploadRows, *, states: bool = False, parent: QWidget | None = None) -> None:
        super().__init__((), name=strings.ROWS, parent=parent)
        self._states = states
        self._parts: tuple[Part, ...] = ()
        self.fits = 0
        self.rows_model = RowsModel(source, states=states, parent=self)
        self._menu = Menu(self)
        self._menu.triggered.connect(self._chosen)
        self._asked = -1
        self.field = CellField(self.viewport())
        self._editing: UploadRow | None = None
        self._place = self._cell = -1
        self._draft: list[str] = []
        self.typed = ""
        self.typed_well = False
        self.setModel(self.rows_model)
        self.setItemDelegate(_Delegate(self))
        self.toggled.connect(self._entered)
        self.ticked.connect(self._flip)
        self.choice_wanted.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._place_field)
        self.field.textEdited.connect(self._typed)
        self.field.saved.connect(self.save)
        self.field.left.connect(self.leave)
        self.field.passed.connect(self._pass)

    # ---- what is shown

    @property
    def menu(self) -> Menu:
        """Return what the row that was asked about offers."""
        return self._menu

    @property
    def editing(self) -> int:
        """Return which row is being put right, by its place in the list; -1 for none."""
        return self._place

    @property
    def can_edit(self) -> bool:
        """Whether rows can be put right and left out: nothing was sent yet."""
        upload = self.rows_model.upload
        return not self._states and upload is not None and upload.state is UploadState.CHECKED

    def show_upload(self, upload: Upload | None, which: Which, parts: Sequence[Part]) -> None:
        """Show rows of an upload in these columns."""
        before = self.rows_model.upload
        if before is None or upload is None or before.id != upload.id or which != self.rows_model.which:
            self.leave()
        self._parts = tuple(parts)
        place, rows = self.current_row, self.rows_model.rows
        self.rows_model.show_upload(upload, which)
        self._lay_out()
        if self.rows_model.rows != rows:
            self.leave()  # the row stands elsewhere, or nowhere
            same = before is not None and upload is not None and before.id == upload.id
            if same and place >= 0 and self.rows_model.rows and self.current_row < 0:
                self.go_to(min(place, self.rows_model.rows - 1))  # of the invalid ones, the next
                self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for."""
        super().resizeEvent(event)
        self._lay_out()
        self._place_field()

    def _lay_out(self) -> None:
        upload = self.rows_model.upload
        last = times.number(upload.rows + 1 if upload else 0)
        width = self.viewport().width() / theme.scale
        found, self.fits = columns(self._parts, width, last, state=self._states, more=not self._states)
        self.columns = found
        self.viewport().update()
        self.laid_out.emit()

    # ---- putting a row right

    def begin(self, place: int, cell: int = NUMBER) -> None:
        """Put a field over a cell of a row: its number, or a variable from 1."""
        row = self.rows_model.entry_at(place)
        if row is None or not self.can_edit:
            return
        if self._editing is None or self._editing.index != row.index:
            first = row.raw if row.verdict is RowVerdict.INVALID else self._shown(row)
            self._draft = [first, *row.variables]
            self._editing = row
        self._place, self._cell = place, min(cell, len(self._draft) - 1)
        self.go_to(place)
        self.clearSelection()  # the field shows which row it is
        label = strings.USE_NUMBER if self._cell == NUMBER else sentences.variable(self._cell)
        self.field.setAccessibleName(f"{label}, {strings.HEAD_ROW} {times.number(row.line or row.index + 1)}")
        self.field.setText(self._draft[self._cell])
        self._place_field()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self._typed(self._draft[self._cell])

    def save(self) -> None:
        """Have the row written as it stands in the field."""
        row = self._editing
        if row is None:
            return
        self._draft[self._cell] = self.field.text()
        number, *variables = self._draft
        self._end()
        self.fix_wanted.emit(row.index, number, tuple(variables))

    def leave(self) -> None:
        """Leave the row as it was."""
        if self._editing is not None:
            self._end()

    def _end(self) -> None:
        held = self.field.hasFocus()
        self._editing = None
        self._place = self._cell = -1
        self.field.hide()
        if held:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def _shown(self, row: UploadRow) -> str:
        upload = self.rows_model.upload
        return numbers.display(row.number or row.raw, upload.region if upload else None)

    def _typed(self, text: str) -> None:
        upload = self.rows_model.upload
        if self._cell == NUMBER:
            self.typed, self.typed_well = sentences.typed(text, upload.region if upload else None)
        self.field.setAccessibleDescription(self.typed)
        self.viewport().update()

    def _pass(self, step: int) -> None:
        last = min(len(self._draft) - 1, sum(part.use > NUMBER for part in self._parts[: self.fits]))
        wanted = self._cell + step
        if self.low or not 0 <= wanted <= last:
            return
        self._draft[self._cell] = self.field.text()
        self.begin(self._place, wanted)

    def _place_field(self) -> None:
        if self._editing is None:
            return
        y = self.rowViewportPosition(self._place)
        part = next((part for part in self._parts if part.use == self._cell), None)
        places = self._cells()
        if self.low or part is None or part.key not in places:
            x, wide = float(EDGE - _ASIDE), 200.0
        else:
            cell = places[part.key]
            x, wide = cell.x - _ASIDE, cell.width + 2 * _ASIDE - 1
        left = u(x)
        if self.isRightToLeft():
            left = self.viewport().width() - u(x + wide)
        self.field.setGeometry(left, y + u(4), u(wide), u(_FIELD))

    # ---- what a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put right with F2, leave out with Delete."""
        row = self.current_row
        if row >= 0 and event.key() == Qt.Key.Key_F2:
            self.begin(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self._flip(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember which cell was clicked; a row that is no good opens there."""
        x = event.position().x()
        x = (self.viewport().width() - x if self.isRightToLeft() else x) / theme.scale
        places = self._cells()
        self._clicked_cell = NUMBER
        for part in self._parts[: self.fits]:
            place = places.get(part.key)
            if place is not None and part.use > NUMBER and place.x - PAD <= x < place.x + place.width + PAD:
                self._clicked_cell = part.use
        super().mouseReleaseEvent(event)

    _clicked_cell = NUMBER

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put any row right with a double click."""
        super().mouseDoubleClickEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.begin(row, self._clicked_cell)

    def _entered(self, place: int) -> None:
        row = self.rows_model.entry_at(place)
        if row is None or place == self._place:
            return
        self.leave()
        if row.verdict is RowVerdict.INVALID or self.ring:
            self.begin(place, self._clicked_cell)

    def _flip(self, place: int) -> None:
        row = self.rows_model.entry_at(place)
        if row is not None and self.can_edit and row.verdict not in FIXED:
            self.out_wanted.emit(row.index, row.state is not RowState.LEFT_OUT)

    def _ask(self, place: int, where: QPoint) -> None:
        row = self.rows_model.entry_at(place)
        if row is None or not self.can_edit:
            return
        self.go_to(place)
        self._asked = place
        self._menu.clear()
        self._menu.add(strings.FIX, "edit").setData("fix")
        out = row.state is RowState.LEFT_OUT and row.verdict not in FIXED
        action = self._menu.add(strings.PUT_IN if out else strings.LEAVE_OUT, "plus" if out else "skip")
        action.setData("flip")
        action.setEnabled(row.verdict not in FIXED)
        self._menu.open_at(where)

    def _chosen(self, action: QAction) -> None:
        if action.data() == "fix":
            self.begin(self._asked)
        else:
            self._flip(self._asked)


class _Delegate(TableDelegate):
    """Paints a row's columns; in a narrow table a first line of number and verdict, and a second one."""

    def __init__(self, view: UploadTable) -> None:
        super().__init__(view)
        self._list = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Nothing: all of it is painted by us."""

    def content(self, ink: Ink, index: AnyIndex, state: PaintState) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, Face):
            return
        view = self._list
        edited = index.row() == view.editing
        if view.low:
            _two_lines(ink, item, view.typed if edited else "")
            return
        roles, at = theme.roles, cells(view.columns, ink.width)
        ink.text(at["row"].x, 12, item.place, roles.dim, 12, tabular=True, room=at["row"].width + PAD)
        paint_mark(ink, at["verdict"].x, 20, item.mark, at["verdict"].width)
        number, colour = at["part0"], roles.text if item.goes else roles.dim
        weight = 500 if item.goes else 400
        ink.text(number.x, 10, item.number, colour, 14, weight, tabular=True, room=number.width)
        for place, text in enumerate(item.variables, 1):
            cell = at.get(f"part{place}")
            if cell is not None:
                ink.text(cell.x, 10, text, colour, room=cell.width)
        said, role = item.reason, roles.text
        if edited:
            said, role = view.typed, roles.answered if view.typed_well else roles.text
        asks = (state.hovered or state.ringed) and view.can_edit and not edited
        choice = at.get("choice")
        room = at["reason"].width + (0 if choice is None or asks else choice.width + PAD)
        ink.text(at["reason"].x, 12, said, role, 12, room=room)
        if asks and choice is not None:
            ink.icon("more", choice.x, 12, 16, roles.dim)


def _two_lines(ink: Ink, item: Face, typed: str) -> None:
    roles = theme.roles
    end = ink.width - EDGE
    verdict = end - mark_width(item.mark)
    paint_mark(ink, verdict, 20, item.mark, end - verdict)
    colour = roles.text if item.goes else roles.dim
    weight = 500 if item.goes else 400
    ink.text(EDGE, 10, item.number, colour, 14, weight, tabular=True, room=verdict - PAD - EDGE)
    below = "  ".join(part for part in (item.place, *item.variables, typed or item.reason) if part)
    ink.text(EDGE, 32, below, roles.dim, 12, tabular=True, room=end - EDGE)
