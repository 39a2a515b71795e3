"""Recents: segments and search over the list, and what stands there when it has no rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui import sentences, strings
from desktop.ui.kit.field import Field
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.segments import Segments
from desktop.ui.recents.list import CallList
from desktop.ui.recents.model import CallListModel
from desktop.ui.recents.presenter import ListContent, ListState, RecentsPresenter

MISSED_SEGMENT = 1


class RecentsPage(Pane):
    """The list's half of Recents. The list's own signals tell what a person does with a call."""

    sync_wanted = Signal()

    def __init__(
        self, presenter: RecentsPresenter, model: CallListModel, parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent=parent)
        self._presenter = presenter
        self._model = model
        self.state = ListState.LOADING

        tools = Pane("panel", vertical=False, margins=(16, 12, 16, 8), spacing=8)
        self.segments = Segments((strings.ALL, strings.MISSED), name=strings.CALLS)
        self.segments.chosen.connect(self._segment_chosen)
        self.search = Field(strings.SEARCH_CALLS, icon="search", clearable=True)
        self.search.set_clear_name(strings.CLEAR_SEARCH)
        self.search.textChanged.connect(presenter.search)
        self.search.returnPressed.connect(self._to_list)
        tools.add(self.segments)
        tools.add(self.search, 1)
        self.add(tools)

        sums = Pane("panel", "b", vertical=False, margins=(16, 4, 16, 9))
        self.total = Text("", "dim", 12)
        sums.add(self.total, 1)
        self.add(sums)

        self.list = CallList(model)
        self._loading = Skeleton(name=strings.LOADING, rows=12)
        self._empty = EmptyState(
            "phone", strings.EMPTY_TITLE, strings.EMPTY_TEXT, strings.SYNC_NOW, action_icon="sync"
        )
        self._empty.acted.connect(self.sync_wanted)
        self._no_missed = EmptyState(
            "check", strings.NO_MISSED_TITLE, strings.NO_MISSED_TEXT, strings.SHOW_ALL
        )
        self._no_missed.acted.connect(self._show_all)
        self._nothing = EmptyState("search", "", "", strings.CLEAR_SEARCH)
        self._nothing.acted.connect(self._clear_search)
        self._failed = EmptyState("warning", strings.FAILED_TITLE, "", strings.TRY_AGAIN)
        self._failed.acted.connect(presenter.reload)
        self._pages: dict[ListState, QWidget] = {
            ListState.LOADING: self._loading,
            ListState.READY: self.list,
            ListState.EMPTY: self._empty,
            ListState.NO_MISSED: self._no_missed,
            ListState.NOTHING: self._nothing,
            ListState.FAILED: self._failed,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        presenter.shown.connect(self.show_view)

    def show_view(self, view: ListContent) -> None:
        """Show rows, or why there are none."""
        self.state = view.state
        if view.state is not ListState.LOADING:
            self.list.show_days(view)
        self.total.setText(sentences.total(self._model.calls, self._model.talk_s) if view.days else "")
        if view.state is ListState.NOTHING:
            self._nothing.set_message(
                sentences.found_nothing(view.text), sentences.without_search(view.others)
            )
        elif view.state is ListState.FAILED:
            self._failed.set_message(strings.FAILED_TITLE, view.sentence)
        self._stack.setCurrentWidget(self._pages[view.state])

    def focus_search(self) -> None:
        """Go to the search field, and mark what stands there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _segment_chosen(self, index: int) -> None:
        self._presenter.show_missed(index == MISSED_SEGMENT)

    def _show_all(self) -> None:
        self.segments.choose(0)

    def _clear_search(self) -> None:
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        if self.state is ListState.READY:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.list.current_row < 0:
                self.list.step()
