"""The rows of an import plan as a list; it asks the plan for the pages that are painted and keeps a few."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.ui.contacts.importing.face import Face, face
from desktop.ui.sentences import tip

PAGE = 64
PAGES_KEPT = 32
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """The rows of one verdict, or all. A plan is a value: `show` another one when a choice was made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._verdict: Verdict | None = None
        self._rows = 0
        self._pages: OrderedDict[int, tuple[PlanRow, ...]] = OrderedDict()
        self._faces: OrderedDict[int, Face] = OrderedDict()

    @property
    def plan(self) -> ImportPlan | None:
        """Return the plan that is shown."""
        return self._plan

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict whose rows are shown, None for all."""
        return self._verdict

    def show(self, plan: ImportPlan | None, verdict: Verdict | None = None) -> None:
        """Show the rows of a plan. The same rows with other choices stay where they are."""
        rows = 0 if plan is None else plan.count(verdict)
        same = plan is not None and self._plan is not None and plan.rows is self._plan.rows
        if same and verdict is self._verdict:
            self._take(plan, verdict, rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, 0))
            return
        self.beginResetModel()
        self._take(plan, verdict, rows)
        self.endResetModel()

    def _take(self, plan: ImportPlan | None, verdict: Verdict | None, rows: int) -> None:
        self._plan, self._verdict, self._rows = plan, verdict, rows
        self._pages.clear()
        self._faces.clear()

    def row_at(self, place: int) -> PlanRow | None:
        """Return a row of the plan by where it stands in the list."""
        if self._plan is None or not 0 <= place < self._rows:
            return None
        number = place // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._plan.page(self._verdict, number * PAGE, PAGE)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place % PAGE] if place % PAGE < len(page) else None

    def face_at(self, place: int) -> Face | None:
        """Return how a row looks."""
        known = self._faces.get(place)
        if known is not None:
            return known
        row = self.row_at(place)
        if row is None or self._plan is None:
            return None
        made = self._faces[place] = face(row, self._plan)
        if len(self._faces) > PAGE * 8:
            self._faces.popitem(last=False)
        return made

    def choices(self, place: int) -> tuple[Choice, ...]:
        """Return what may be chosen for a row."""
        row = self.row_at(place)
        return row.choices if row else ()

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return all rows of the verdict."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One, which the delegate paints as several."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return how a row looks, what is said of it, whether it is ticked, and the whole reason."""
        if role == ITEM_ROLE:
            return self.face_at(index.row())
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.CheckStateRole}:
            known = self.face_at(index.row())
            if known is None:
                return None
            return known.sentence if role == Qt.ItemDataRole.AccessibleTextRole else known.state
        if role == Qt.ItemDataRole.ToolTipRole:
            known = self.face_at(index.row())
            return tip(f"{known.name}: {known.reason}") if known and known.reason else None
        return None

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Nothing: the headers are hidden, and a screen reader would read their numbers."""
        return "" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen, and ticked."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable
