"""The rows of an import plan as a list; it asks the plan for the pages that are painted and keeps a few."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.ui.contacts.importing.face import Face, face
from desktop.ui.kit.paged import Index, PagedModel
from desktop.ui.sentences import tip


class PlanModel(PagedModel[PlanRow]):
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
        self.show_rows(0 if plan is None else plan.count(verdict), same=same)

    def read(self, first: int, limit: int) -> Sequence[PlanRow | None]:
        """Read rows of the plan."""
        return () if self._plan is None else self._plan.page(self._verdict, first, limit)

    def face(self, entry: PlanRow) -> Face:
        """Return how a row looks."""
        assert self._plan is not None
        return face(entry, self._plan)

    def sentence(self, item: Any) -> str:
        """Return a row as it is read aloud."""
        return item.sentence if isinstance(item, Face) else ""

    def hint(self, item: Any) -> str | None:
        """Return the whole reason."""
        return tip(f"{item.name}: {item.reason}") if isinstance(item, Face) and item.reason else None

    def row_at(self, place: int) -> PlanRow | None:
        """Return a row of the plan by where it stands in the list."""
        return self.entry_at(place)

    def face_at(self, place: int) -> Face | None:
        """Return how a row looks by where it stands in the list."""
        item = self.item(place)
        return item if isinstance(item, Face) else None

    def choices(self, place: int) -> tuple[Choice, ...]:
        """Return what may be chosen for a row."""
        row = self.row_at(place)
        return row.choices if row else ()

    # ---- Qt's model

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return also whether a row is ticked."""
        if role == Qt.ItemDataRole.CheckStateRole:
            known = self.face_at(index.row())
            return None if known is None else known.state
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen, and ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable
