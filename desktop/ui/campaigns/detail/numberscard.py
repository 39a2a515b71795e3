"""The card of a campaign's numbers: how many are selected, the table, and why it has no rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.detail.numbersmodel import NumbersModel
from desktop.ui.campaigns.detail.numberstable import NumbersHead, NumbersTable
from desktop.ui.campaigns.detail.views import NumbersContent, NumbersState
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.checks import CheckBox
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Banner, Card, EmptyState, Pane, Skeleton
from desktop.ui.kit.theme import u


class NumbersCard(Card):
    """Shows what the presenter read. `again` asks to read anew, `search_left` to take the search away."""

    again = Signal()
    search_left = Signal()
    add_wanted = Signal()
    delete_wanted = Signal(object)

    def __init__(self, model: NumbersModel, parent: QWidget | None = None) -> None:
        super().__init__(margins=(1, 1, 1, 7), spacing=0, parent=parent)
        self.setAccessibleName(words.NUMBERS)
        self._model = model
        self._last: NumbersContent | None = None
        self.state = NumbersState.LOADING
        self.table = NumbersTable(model)
        self.head = NumbersHead(self.table)
        self._lay_out_bar()
        self.add(self.head)
        self._states: dict[NumbersState, QWidget] = {
            NumbersState.LOADING: Skeleton(name=words.LOADING_NUMBERS, rows=8),
            NumbersState.READY: self.table,
            NumbersState.EMPTY: EmptyState(
                "phone", words.NO_NUMBERS_TITLE, words.NO_NUMBERS_TEXT, words.ADD_NUMBER, action_icon="plus"
            ),
            NumbersState.NOTHING: EmptyState("search", "", "", strings.CLEAR_SEARCH),
            NumbersState.FAILED: EmptyState("offline", words.NUMBERS_FAILED_TITLE, "", strings.TRY_AGAIN),
        }
        for state, signal in (
            (NumbersState.EMPTY, self.add_wanted),
            (NumbersState.NOTHING, self.search_left),
            (NumbersState.FAILED, self.again),
        ):
            page = self._states[state]
            assert isinstance(page, EmptyState)
            page.acted.connect(signal)
        self._stack = QStackedWidget()
        for page in self._states.values():
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        self.stale = Banner("waiting", "", "", strings.TRY_AGAIN, block=True)
        self.stale.acted.connect(self.again)
        self.stale.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(u(7), 0, u(7), 0)
        foot.addWidget(self.stale)
        self.add_layout(foot)
        model.ticked_changed.connect(self._show_bar)
        self.table.delete_wanted.connect(self.delete_wanted)

    def _lay_out_bar(self) -> None:
        bar = self._bar = Pane(None, "b", vertical=False, margins=(13, 0, 8, 1), spacing=12)
        bar.setFixedHeight(u(48))
        self.all = CheckBox(name=words.ALL_NUMBERS)
        self.all.setTristate(True)
        self.all.clicked.connect(self._all_pressed)
        self.count = Text("", "text", 14, 600)
        self.clear = Button(words.CLEAR, kind="link", px=12)
        self.clear.clicked.connect(self._untick)
        self.delete = Button(words.DELETE_SELECTED, kind="danger", icon="bin")
        self.delete.clicked.connect(self._delete_pressed)
        bar.add(self.all)
        bar.add(self.count)
        bar.add(self.clear)
        bar.add_stretch()
        bar.add(self.delete)
        self.add(bar)

    @property
    def shown_state(self) -> QWidget:
        """Return what stands in the table's place: the table itself, or why it has no rows."""
        return self._states[self.state]

    def set_fixed(self, fixed: bool) -> None:
        """Say whether the numbers can be changed at all."""
        self.table.set_fixed(fixed)
        empty = self._states[NumbersState.EMPTY]
        assert isinstance(empty, EmptyState)
        assert empty.button is not None
        empty.button.setVisible(not fixed)
        empty.set_message(words.NO_NUMBERS_TITLE, words.NO_NUMBERS_FIXED if fixed else words.NO_NUMBERS_TEXT)
        self._show_bar()

    def show_content(self, content: NumbersContent, region: str | None, *, stale: str) -> None:
        """Show numbers, or why there are none; `stale` says of what moment kept ones are."""
        there = self._stack.currentWidget()
        held = focus.inside(there)
        self._last = content
        self.state = content.state
        ready = content.state is NumbersState.READY
        self._model.show(content.listing if ready else None, region)
        page = self._states[content.state]
        if content.state is NumbersState.NOTHING and isinstance(page, EmptyState):
            page.set_message(sentences.found_no_number(content.part), "")
        elif content.state is NumbersState.FAILED and isinstance(page, EmptyState):
            page.set_message(words.NUMBERS_FAILED_TITLE, content.sentence)
        self.head.setVisible(ready)
        self._stack.setCurrentWidget(page)
        self.stale.set_message(stale, content.sentence)
        self.stale.setVisible(bool(content.sentence and content.listing is not None))
        self._show_bar()
        if held and page is not there:
            heir = page.button if isinstance(page, EmptyState) and page.button is not None else page
            heir.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_deleting(self, deleting: bool) -> None:
        """Say that what is selected is being deleted."""
        self.delete.setText(words.DELETING if deleting else words.DELETE_SELECTED)
        self.delete.setEnabled(not deleting)

    # ---- what is selected

    def _show_bar(self) -> None:
        ticked, fixed, content = len(self._model.ticked), self.table.fixed, self._last
        said = sentences.selected(ticked)
        if not ticked:
            listing = content.listing if content is not None else None
            said = ""
            if content is not None and listing is not None:
                said = sentences.counted_numbers(listing.rows, content.total, exact=listing.exact)
        self.count.setText(said)
        self._bar.setVisible(bool(said) and self.state in (NumbersState.READY, NumbersState.NOTHING))
        self.all.setVisible(not fixed and (ticked > 0 or self.state is NumbersState.READY))
        may = self._model.may_tick_all
        self.all.setEnabled(ticked > 0 or may)
        self.all.setToolTip("" if ticked or may else words.TOO_MANY)
        self.all.setAccessibleDescription("" if ticked or may else words.TOO_MANY)
        states = Qt.CheckState
        some = states.PartiallyChecked if ticked else states.Unchecked
        every = ticked > 0 and may and ticked >= self._model.rows
        self.all.setCheckState(states.Checked if every else some)
        self.clear.setVisible(ticked > 0)
        self.delete.setVisible(ticked > 0 and not fixed)

    def _all_pressed(self) -> None:
        """Take all ticks away where there are any, else tick all."""
        if self._model.ticked:
            self._untick()
        else:
            self._model.tick_all()
        self._show_bar()

    def _untick(self) -> None:
        self._model.untick()
        if not self.clear.isVisible() and self.state is NumbersState.READY:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete_pressed(self) -> None:
        self.delete_wanted.emit(self._model.ticked)
