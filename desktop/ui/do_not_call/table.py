"""The table of the do-not-call list: who, why, what put them there, since when."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.ui import sentences_do_not_call as sentences
from desktop.ui import strings_do_not_call as strings
from desktop.ui import times
from desktop.ui.do_not_call.presenter import ListPresenter
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.outside import shown
from desktop.ui.kit.paged import ITEM_ROLE, PagedModel
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, PAD, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme
from desktop.ui.sentences import listed, tip

COLUMNS = (
    Column("number", strings.NUMBER, 208),
    Column("reason", strings.REASON),
    Column("source", strings.SOURCE, 168),
    Column("since", strings.SINCE, 112),
    Column("choice", "", 56),
)


class ListFace(NamedTuple):
    """What is painted of a row."""

    number: str
    reason: str
    source: str
    since: str
    said: str
    full: str


class ListModel(PagedModel[DoNotCallEntry]):
    """The presenter's rows."""

    def __init__(self, presenter: ListPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter

    def read(self, first: int, limit: int) -> Sequence[DoNotCallEntry | None]:
        """Read rows as far as they are here."""
        return self._presenter.entries(first, limit)

    def face(self, entry: DoNotCallEntry) -> ListFace:
        """Prepare a row."""
        now = self._presenter.now()
        return ListFace(
            sentences.number(entry.number),
            shown(entry.reason),
            shown(entry.source),
            sentences.since(entry, now),
            sentences.row(entry, now),
            times.full(entry.added_at),
        )

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row."""
        return item.said if isinstance(item, ListFace) else strings.LOADING

    def hint(self, item: Any) -> str | None:
        """Return why and since when, whole."""
        return tip(listed([item.reason, item.full])) if isinstance(item, ListFace) else None


class ListTable(TableView):
    """Enter and a double click open a row's reason, Del takes it off; its menu offers both."""

    remove_wanted = Signal(int)

    def __init__(self, presenter: ListPresenter, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, name=strings.LIST, parent=parent)
        self.entries = ListModel(presenter, self)
        self.entries.missing.connect(presenter.want)
        self.setModel(self.entries)
        self.setItemDelegate(_Delegate(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current row off the list."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() and self.current_row >= 0:
            self.remove_wanted.emit(self.current_row)
            return
        super().keyPressEvent(event)


class _Delegate(TableDelegate):
    def __init__(self, view: ListTable) -> None:
        super().__init__(view)
        self._rows_of = view

    def content(self, ink: Ink, index: AnyIndex, _state: RowState) -> None:
        item, roles = index.data(ITEM_ROLE), theme.roles
        if not isinstance(item, ListFace):
            ink.box(EDGE, 14, 132, 12, roles.bone, radius=4)
            return
        at = cells(COLUMNS, ink.width)
        more = at["choice"].x
        reason, colour = item.reason or strings.NO_REASON, roles.text if item.reason else roles.dim
        if self._rows_of.low:
            end = ink.width - EDGE
            wide = ink.text(0, 12, item.since, roles.dim, 12, right=end)
            ink.text(EDGE, 10, item.number, roles.text, 14, 500, tabular=True, room=end - wide - PAD - EDGE)
            ink.text(EDGE, 32, f"{reason}  {item.source}", roles.dim, 12, room=end - EDGE)
            return
        ink.text(at["number"].x, 10, item.number, roles.text, 14, 500, tabular=True, room=at["number"].width)
        ink.text(at["reason"].x, 10, reason, colour, 14, room=at["reason"].width)
        ink.text(at["source"].x, 12, item.source, roles.dim, 12, room=at["source"].width)
        ink.text(at["since"].x, 12, item.since, roles.dim, 12, room=at["since"].width)
        ink.icon("more", more, 12, 16, roles.dim)
