"""Recents: segments, filter and search over the list, and what stands there when it has no rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.ui import sentences, sentences_recents, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Toast
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.searched import SearchedPane
from desktop.ui.kit.segments import Segments
from desktop.ui.kit.theme import u
from desktop.ui.recents.list import CallList
from desktop.ui.recents.model import CallListModel
from desktop.ui.recents.pills import Pills
from desktop.ui.recents.popover import FilterPopover
from desktop.ui.recents.presenter import ListContent, ListState, RecentsPresenter, Wish

MISSED_SEGMENT = 1
LOW = 280
"""Less height than this, in design pixels, is what large text leaves of a small window."""


class RecentsPage(SearchedPane):
    """The list's half of Recents. The list's own signals tell what a person does with a call."""

    number_wanted = Signal()
    """The empty list's button: a person wants to type a number."""
    account_wanted = Signal()
    """The button of a list that has no account yet."""

    def __init__(
        self, presenter: RecentsPresenter, model: CallListModel, parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent=parent)
        self._presenter = presenter
        self._model = model
        self._before_reset = Wish()
        self._to_newest = False
        self._low = False
        self._popover: FilterPopover | None = None
        self._last: ListContent | None = None
        self.state = ListState.LOADING
        self._lay_out_tools()

        sums = Pane("panel", "b", vertical=False, margins=(16, 4, 16, 9))
        self.total = Text("", "dim", 12)
        self.total.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.unknown = Text("", "dim", 12, align="end")
        self.unknown.hide()
        sums.add(self.total)
        sums.add(self.unknown, 1)
        self.add(sums)

        self.list = CallList(model)
        self._loading = Skeleton(name=strings.LOADING, rows=12)
        self._empty = EmptyState("phone", "", strings.EMPTY_TEXT, strings.CALL_A_NUMBER, action_icon="phone")
        self._empty.acted.connect(self.number_wanted)
        self._no_missed = EmptyState("check", strings.NO_MISSED_TITLE, "", strings.SHOW_ALL)
        self._no_missed.acted.connect(self._show_all)
        self._no_account = EmptyState(
            "key", strings.SIGNED_OUT, strings.NO_CALLS_YET, strings.CONNECT_ACCOUNT, action_icon="plus"
        )
        self._no_account.acted.connect(self.account_wanted)
        self._nothing = EmptyState("search", "", "", strings.CLEAR_SEARCH)
        self._nothing.acted.connect(self._clear_search)
        self._filtered = EmptyState("filter", "", "", strings.RESET_FILTERS)
        self._filtered.acted.connect(self.reset)
        self._failed = EmptyState("warning", strings.FAILED_TITLE, "", strings.TRY_AGAIN)
        self._failed.acted.connect(presenter.reload)
        self._stack = QStackedWidget()
        for page in (
            *(self._loading, self.list, self._empty, self._no_missed),
            *(self._nothing, self._filtered, self._failed, self._no_account),
        ):
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        presenter.shown.connect(self.show_view)
        presenter.wish_changed.connect(self.show_wish)
        presenter.accounts_changed.connect(self._show_unknown)
        self.show_wish()

    def _lay_out_tools(self) -> None:
        presenter = self._presenter
        tools = Pane("panel", margins=(16, 12, 16, 8), spacing=8)
        first = Pane("panel", vertical=False, spacing=8)
        self.segments = Segments((strings.ALL, strings.MISSED), name=strings.CALLS)
        self.segments.choose(MISSED_SEGMENT if presenter.wish.missed else 0)
        self.segments.chosen.connect(self._segment_chosen)
        self.filter = Button(strings.FILTER, icon="filter", icon_size=14)
        self.filter.clicked.connect(self.open_filter)
        first.add(self.segments)
        first.add_stretch()
        first.add(self.filter)
        self.search = Field(strings.SEARCH_CALLS, icon="search", clearable=True)
        self.search.set_clear_name(strings.CLEAR_SEARCH)
        self.search.textChanged.connect(presenter.search)
        self.search.returnPressed.connect(self.to_found)
        self.pills = Pills(after=self.search)
        self.pills.removed.connect(presenter.remove)
        self.pills.reset_wanted.connect(self.reset)
        self.pills.emptied.connect(self._pills_emptied)
        for row in (first, self.search, self.pills):
            tools.add(row)
        self._tools, self._first = tools.box, first.box
        self.add(tools)

    @property
    def popover(self) -> FilterPopover:
        """Return the filter, which is built when it is first needed: it has fifty widgets."""
        if self._popover is None:
            self._popover = FilterPopover(self._presenter, self)
            self._popover.reset_wanted.connect(self.reset)
            if self._last is not None:
                self._popover.show_count(self._last)
        return self._popover

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the search beside the segments, and leave the sums out, where rows have little height."""
        super().resizeEvent(event)
        low = self.height() < u(LOW)
        if low != self._low:
            self._low = low
            focused = self.search.hasFocus()
            (self._first if low else self._tools).insertWidget(1, self.search, 100 if low else 0)
            if focused:
                self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_total()

    def show_wish(self) -> None:
        """Show the segment and the filters in force."""
        wish = self._presenter.wish
        facets = wish.chosen.facets()
        self.pills.show_labels({facet: self._presenter.label(facet) for facet in facets})
        self.filter.setAccessibleDescription(sentences_recents.active(len(facets)))
        self.segments.choose(MISSED_SEGMENT if wish.missed else 0)
        if self.search.text().strip() != wish.text:
            self.search.setText(wish.text)
        self._show_unknown()

    def show_view(self, view: ListContent) -> None:
        """Show rows, or why there are none."""
        self.state, self._last = view.state, view
        if view.state is not ListState.LOADING:
            self.list.show_days(view)
        self._show_total()
        self._stack.setCurrentWidget(self._widget_for(view))
        if self._to_newest and view.state is ListState.READY:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.to_first()
        self._to_newest = False

    def _show_total(self) -> None:
        counted = self.state in (ListState.READY, ListState.NOTHING)
        self.total.setText(sentences.total(self._model.calls, self._model.talk_s) if counted else "")
        self.total.setVisible(counted and not self._low)

    def _show_unknown(self) -> None:
        """Say beside the count of missed calls whose nobody knows of."""
        said = self._presenter.unknown
        self.unknown.setText(said)
        self.unknown.setToolTip(sentences.tip(said))
        self.unknown.setVisible(bool(said))

    def toggle_missed(self) -> None:
        """Show the missed calls, or all of them again, with the newest one chosen."""
        self._to_newest = True
        self.wanted.emit()
        self._presenter.show_missed(not self._presenter.wish.missed)

    def open_filter(self) -> None:
        """Open the filter under its button: beside the list where there is room, for that follows at once."""
        self.wanted.emit()
        if not self.isVisible():
            return  # the sign-in form is shown
        self.popover.open_under(self.filter, at_end=self.width() > self.window().width() * 0.6)

    def reset(self) -> None:
        """Take away all that narrows the list, and offer to put it back."""
        before = self._presenter.wish
        if before == Wish():
            return
        self._before_reset = before
        self._presenter.want(Wish())
        toast = Toast(self.window(), strings.FILTERS_RESET, strings.UNDO)
        toast.acted.connect(self._undo_reset)
        toast.pop()

    def _undo_reset(self) -> None:
        self._presenter.want(self._before_reset)

    def _widget_for(self, view: ListContent) -> QWidget:
        if view.state is ListState.NOTHING:
            alone = not (self._presenter.chosen.facets() or self._presenter.wish.missed)
            page = self._nothing if alone else self._filtered
            page.set_message(view.title, view.sentence)
            return page
        months = self._presenter.horizon_months
        if view.state is ListState.EMPTY:
            text = view.sentence or strings.EMPTY_TEXT
            self._empty.set_message(sentences_recents.empty_title(months), text)
        elif view.state is ListState.NO_MISSED:
            self._no_missed.set_message(strings.NO_MISSED_TITLE, sentences_recents.no_missed_text(months))
        elif view.state is ListState.FAILED:
            self._failed.set_message(strings.FAILED_TITLE, view.sentence)
        return {
            ListState.LOADING: self._loading,
            ListState.READY: self.list,
            ListState.EMPTY: self._empty,
            ListState.NO_MISSED: self._no_missed,
            ListState.FAILED: self._failed,
            ListState.NO_ACCOUNT: self._no_account,
        }[view.state]

    def _segment_chosen(self, index: int) -> None:
        self._presenter.show_missed(index == MISSED_SEGMENT)

    def _show_all(self) -> None:
        self.segments.choose(0)

    def _clear_search(self) -> None:
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pills_emptied(self) -> None:
        self.filter.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_list(self, *, down: bool) -> None:
        """Go to the list, where it has rows; `down` comes from the search to what that found."""
        if self.state is ListState.READY:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if down and self.list.current_row < 0:
                self.list.step()
