"""The rows of an import plan as a list; it asks the plan for the pages that are painted and keeps a few."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.ui.contacts.importing.face import Face, face
from desktop.ui.kit.paging import ITEM_ROLE, Index, PagedModel
from desktop.ui.sentences import tip


class PlanModel(PagedModel[PlanRow, Face]):
    """The rows of one verdict, or all. A plan is a value: `show` another one when a choice was made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._verdict: Verdict | None = None

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
        same = plan is not None and self._plan is not None and plan.rows is self._plan.rows
        same = same and verdict is self._verdict
        self._plan, self._verdict = plan, verdict
        self._show(0 if plan is None else plan.count(verdict), same=same)

    def _read(self, first: int, count: int) -> Sequence[PlanRow]:
        return () if self._plan is None else self._plan.page(self._verdict, first, count)

    def _face(self, row: PlanRow) -> Face:
        assert self._plan is not None
        return face(row, self._plan)

    def choices(self, place: int) -> tuple[Choice, ...]:
        """Return what may be chosen for a row."""
        row = self.row_at(place)
        return row.choices if row else ()

    # ---- Qt's model

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

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen, and ticked."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable
