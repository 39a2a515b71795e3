"""The table of an import's rows: what is taken, what each row is, and what a merge would make of it."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.services.importing.values import FileKind
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.contacts.importing.face import Face
from desktop.ui.contacts.importing.model import PlanModel
from desktop.ui.kit.checks import paint_box
from desktop.ui.kit.compare import FieldRow, compare_height, paint_compare
from desktop.ui.kit.float import Menu
from desktop.ui.kit.fonts import face as font_face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marks import mark_width, paint_mark
from desktop.ui.kit.paged import ITEM_ROLE
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, PAD, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme

_BELOW = 12
_ASIDE = 111
"""Where the card of an opened row begins: under the names."""
_CHOICE = 104


def _columns(plan: ImportPlan | None) -> tuple[Column, ...]:
    cards = plan is not None and plan.facts.kind is FileKind.VCARD
    last = 0 if plan is None else plan.total if cards or not plan.total else plan.row(plan.total - 1).line
    wide = font_face(12, 400, True).width(times.number(last)) + 2 * PAD
    return (
        Column("box", "", 60),
        Column("number", strings.HEAD_CARD if cards else strings.HEAD_ROW, max(56.0, wide)),
        Column("name", strings.HEAD_NAME, 176),
        Column("phone", strings.HEAD_NUMBERS, 208),
        Column("verdict", strings.HEAD_VERDICT, 136),
        Column("reason", strings.HEAD_REASON),
        Column("choice", "", _CHOICE),
    )


class PlanTable(TableView):
    """Shows a plan's rows. `tick_wanted` and `choose_wanted` carry the row's index in the plan."""

    tick_wanted = Signal(int)
    choose_wanted = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_columns(None), name=strings.ROWS_OF_FILE, parent=parent)
        self.plan_model = PlanModel(self)
        self.opened_fields: list[FieldRow] = []
        self._menu = Menu(self)
        self._asked = -1
        self._menu.triggered.connect(self._chosen)
        self.setModel(self.plan_model)
        self.setItemDelegate(_Delegate(self))
        self.ticked.connect(self._tick)
        self.toggled.connect(self._toggle)
        self.choice_wanted.connect(self._ask)

    @property
    def menu(self) -> Menu:
        """Return the choices of the row that was asked about."""
        return self._menu

    def show_plan(self, plan: ImportPlan | None, verdict: Verdict | None) -> None:
        """Show the rows of a verdict, or of all; the same rows keep their place."""
        if plan is None or self.plan_model.plan is None or plan.rows is not self.plan_model.plan.rows:
            self.columns = _columns(plan)
        self.plan_model.show(plan, verdict)
        self.viewport().update()

    def show_row(self, index: int) -> None:
        """Make the row with this index of the plan the current one, where all are shown."""
        self.go_to(index)

    @property
    def heads(self) -> tuple[str, ...]:
        """Return what the versions in an opened row are called."""
        row = self.plan_model.row_at(self.open_row)
        if row is None or row.merge is None:
            return (strings.IN_FILE,)
        return strings.IN_BOOK, strings.IN_FILE, strings.AFTER_IMPORT

    def _row(self, place: int) -> PlanRow | None:
        return self.plan_model.row_at(place)

    def _tick(self, place: int) -> None:
        row = self._row(place)
        if row is not None and len(row.choices) > 1:
            self.tick_wanted.emit(row.index)

    def _toggle(self, place: int) -> None:
        row, plan = self._row(place), self.plan_model.plan
        if place == self.open_row or row is None or plan is None:
            self.open_at(-1, 0)
            return
        self.opened_fields = sentences.comparison(row, plan.places, plan.region)
        self.open_at(place, self.row_height() + compare_height(len(self.opened_fields)) + _BELOW)
        spoken = sentences.spoken_comparison(self.opened_fields)
        if spoken:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _ask(self, place: int, where: QPoint) -> None:
        row = self._row(place)
        if row is None or len(row.choices) < 2:
            return
        self.go_to(place)
        self._asked = row.index
        self._menu.clear()
        for choice in row.choices:
            action = self._menu.add(sentences.choice(row, choice))
            action.setData(choice.value)
            action.setCheckable(True)
            action.setChecked(choice is row.choice)
        self._menu.open_at(where)

    def _chosen(self, action: QAction) -> None:
        self.choose_wanted.emit(self._asked, Choice(action.data()))


class _Delegate(TableDelegate):
    """Paints a row's columns; in a narrow table a first line of name and verdict, and a second one."""

    def __init__(self, view: PlanTable) -> None:
        super().__init__(view)
        self._plan_table = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Nothing: all of it is painted by us."""

    def content(self, ink: Ink, index: AnyIndex, state: RowState) -> None:
        view = self._plan_table
        item = index.data(ITEM_ROLE)
        if not isinstance(item, Face):
            return
        tall = view.row_height()
        if view.low:
            _two_lines(ink, item)
        else:
            _in_columns(ink, item, view)
        if state.selected:
            aside = EDGE if view.low else _ASIDE
            fields = view.opened_fields
            paint_compare(ink, aside, tall, ink.width - aside - EDGE, view.heads, fields)


def _box(ink: Ink, x: float, top: float, item: Face) -> None:
    if not item.able:
        ink.painter.setOpacity(0.4)
    paint_box(ink, x, top, item.state)
    ink.painter.setOpacity(1.0)


def _in_columns(ink: Ink, item: Face, view: PlanTable) -> None:
    roles, at = theme.roles, cells(view.columns, ink.width)
    _box(ink, at["box"].x, 12, item)
    colour = roles.text if item.taken else roles.dim
    ink.text(at["number"].x, 12, item.number, roles.dim, 12, tabular=True)
    weight = 500 if item.taken else 400
    ink.text(at["name"].x, 10, item.name, colour, 14, weight, room=at["name"].width)
    _phone(ink, at["phone"].x, 10, item, at["phone"].width)
    paint_mark(ink, at["verdict"].x, 20, item.mark, at["verdict"].width)
    reason = at["reason"]
    room = reason.width if item.choice else reason.width + at["choice"].width + PAD
    ink.text(reason.x, 12, item.reason, roles.text, 12, room=room)
    if item.choice:
        x = at["choice"].x
        wide = ink.text(x, 12, item.choice, roles.text, 12, 500, room=at["choice"].width - 4)
        ink.icon("chevron-down", x + wide + 4, 14, 12, roles.text)


def _phone(ink: Ink, x: float, top: float, item: Face, room: float) -> None:
    roles = theme.roles
    more = font_face(12).width(item.more) + 8 if item.more else 0
    colour = roles.text if item.taken else roles.dim
    wide = ink.text(x, top, item.phone, colour, tabular=True, room=room - more)
    if item.more:
        ink.text(x + wide + 8, top + 2, item.more, roles.dim, 12)


def _two_lines(ink: Ink, item: Face) -> None:
    roles = theme.roles
    start, end = EDGE + 16 + PAD, ink.width - EDGE
    _box(ink, EDGE, 12, item)
    verdict = end - mark_width(item.mark)
    paint_mark(ink, verdict, 20, item.mark, end - verdict)
    colour = roles.text if item.taken else roles.dim
    ink.text(start, 10, item.name, colour, 14, 500 if item.taken else 400, room=verdict - PAD - start)
    below = "  ".join(part for part in (item.number, item.phone, item.more, item.reason) if part)
    ink.text(start, 32, below, roles.dim, 12, tabular=True, room=end - start)
