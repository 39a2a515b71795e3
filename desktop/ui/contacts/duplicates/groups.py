"""The list of groups: who may be one, and why."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.services.duplicates import DuplicateGroup
from desktop.ui import sentences_duplicates as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.duplicates.presenter import DuplicatesPresenter
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowDelegate, RowState, TwoLines, two_lines
from desktop.ui.kit.rows import AnyIndex, ListView

Index = QModelIndex | QPersistentModelIndex


class GroupModel(QAbstractTableModel):
    """The presenter's groups."""

    def __init__(self, presenter: DuplicatesPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._groups: tuple[DuplicateGroup, ...] = ()

    def refresh(self) -> None:
        """Take the presenter's groups."""
        if self._groups != self._presenter.groups:
            self.beginResetModel()
            self._groups = self._presenter.groups
            self.endResetModel()

    def at(self, row: int) -> DuplicateGroup | None:
        """Return a group."""
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return all groups."""
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a screen reader says."""
        group = self.at(index.row())
        if group is not None and role == Qt.ItemDataRole.AccessibleTextRole:
            return sentences.group(group)
        return None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        """Nothing: the headers are hidden."""
        return ""


class GroupList(ListView):
    """Shows the groups."""

    def __init__(self, presenter: DuplicatesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(name=strings.DUPLICATE_GROUPS, parent=parent)
        self.groups = GroupModel(presenter, self)
        self.setModel(self.groups)
        self.setItemDelegate(_Delegate(self))


class _Delegate(RowDelegate):
    def content(self, ink: Ink, index: AnyIndex, state: RowState) -> None:
        model = index.model()
        group = model.at(index.row()) if isinstance(model, GroupModel) else None
        if group is not None:
            meta = (sentences.likeness(group), sentences.what(group))
            row = TwoLines(sentences.names(group), "join", wash="waiting_wash", ink="waiting", meta=meta)
            two_lines(ink, row, state)
