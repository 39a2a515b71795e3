"""Gallery pages of what wizards are made of: steps, counts, a table with an open row, a place for files."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.checks import paint_box
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.compare import FieldRow, compare_height, paint_compare
from desktop.ui.kit.count_chips import CountChips, Kind
from desktop.ui.kit.dropzone import DropZone
from desktop.ui.kit.gallery_parts import page, row
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marks import VerdictMark, paint_mark
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.steps import Steps
from desktop.ui.kit.table import ROW, Column, TableDelegate, TableHead, TableView, cells
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Captioned, FileFact, Strip

COLUMNS = (
    Column("box", "", 60),
    Column("name", "Name", 176),
    Column("verdict", "Verdict", 136),
    Column("reason", "Reason"),
)
ROWS = (
    (True, "Atelier Vasseur", VerdictMark("plus", "New", "answered"), ""),
    (True, "Hugo Marchand", VerdictMark("join", "Merge", "waiting"), "Same main number, adds a mobile"),
    (True, "Ingrid Holm", VerdictMark("repaired", "Repaired", "waiting"), "The first 3 of 5 are kept"),
    (False, "Ada Lovelace", VerdictMark("same", "Already there"), "Nothing to change"),
    (False, "Front desk <b>", VerdictMark("warning", "Invalid", "missed"), "An extension, not a number"),
)
FIELDS = (
    FieldRow("Name", ("Hugo Marchand", "MARCHAND Hugo", "Hugo Marchand")),
    FieldRow("Main", ("+33 1 99 00 17 46",) * 3),
    FieldRow("Second", ("empty", "+33 6 39 98 31 26", "+33 6 39 98 31 26"), gained=True),
)
HEADS = ("In the phone book", "In the file", "After the import")
KINDS = (
    ("all", Kind("All")),
    ("new", Kind("New", "plus", "answered")),
    ("merge", Kind("Merge", "join", "waiting")),
    ("same", Kind("Already there", "same")),
    ("invalid", Kind("Invalid", "warning", "missed")),
)


class _Rows(QAbstractTableModel):
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(ROWS)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return ROWS[index.row()][1] if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        return ""


class _Delegate(TableDelegate):
    def content(self, ink: Ink, index: AnyIndex, state: RowState) -> None:
        on, name, mark, reason = ROWS[index.row()]
        roles, at = theme.roles, cells(COLUMNS, ink.width)
        paint_box(ink, at["box"].x, 12, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        ink.text(at["name"].x, 10, name, roles.text if on else roles.dim, 14, 500, room=at["name"].width)
        paint_mark(ink, at["verdict"].x, ROW / 2, mark, at["verdict"].width)
        ink.text(at["reason"].x, 12, reason, roles.text, 12, room=at["reason"].width)
        if state.selected:
            paint_compare(ink, 60, ROW, ink.width - 84, HEADS, FIELDS)


def sample_table() -> TableView:
    """Return a table with every kind of row."""
    view = TableView(COLUMNS, name="Contacts of the file")
    view.setModel(_Rows(view))
    view.setItemDelegate(_Delegate(view))
    return view


def _steps(at: int) -> Steps:
    made = Steps(("Choose the file", "Check the cards", "Result"))
    made.go_to(at, spoken=f"Step {at + 1} of 3")
    return made


def _chips(name: str, chosen: str = "all") -> CountChips[str]:
    made = CountChips(KINDS, name=name)
    made.set_counts(
        {"all": (148, "148"), "new": (98, "98"), "merge": (23, "23"), "same": (27, "27")},
    )
    made.choose(chosen)
    return made


def _zone(*, over: bool) -> DropZone:
    zone = DropZone(
        "upload",
        "Drop a file here",
        "A vCard or a CSV, up to 200 MB.",
        "Choose a file",
        note="UTF-8, UTF-16, Windows-1252",
    )
    zone.set_over(over)
    return zone


def _small_choices() -> list[Combo]:
    """Return choices as they stand in the head of a table: at rest, focused, stepped back, disabled."""
    made = [Combo(((0, "Variable 1"), (1, "Not used")), name="Used as", small=True) for _ in range(4)]
    for choice in made:
        choice.setFixedWidth(u(112))
    made[1].pose_focused()
    made[2].choose(1)
    made[2].set_quiet(True)
    made[3].setEnabled(False)
    return made


def tables() -> QWidget:
    """Show the pieces of a wizard in their states."""
    made = page()
    made.add_layout(row(_steps(0), _steps(2), spacing=48))
    short = _steps(1)
    short.setFixedWidth(u(220))
    posed = _chips("Posed", "merge")
    posed.chip("new").setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    posed.chip("merge").pose_focused()
    made.add_layout(row(short, posed, spacing=24))
    made.add_layout(row(*_small_choices(), spacing=16))
    strip = Strip()
    fact = FileFact("user", (Button("Change", kind="link", px=12),))
    fact.show_file("user", "shops-and-suppliers.vcf", "vCard 3.0, 148 cards")
    strip.add(fact, 1)
    choice = Captioned("Encoding", Combo((("utf-8", "UTF-8"),), name="Encoding"), found="found")
    choice.set_found(True)
    choice.setFixedWidth(u(136))
    strip.add(choice)
    made.add(strip)
    table = sample_table()
    head = TableHead(table, all_name="All rows")
    head.show_ticked(3, 5)
    frame = Pane("panel", "bse", margins=(1, 0, 1, 1))
    frame.add(head)
    frame.add(table, 1)
    made.add(frame, 1)
    table.hover_row(2)
    table.open_at(1, ROW + compare_height(3) + 13)
    return made


def dropping() -> QWidget:
    """Show a place for a file at rest, and with one over it."""
    made = page()
    made.add(_zone(over=False), 1)
    made.add(_zone(over=True), 1)
    return made
