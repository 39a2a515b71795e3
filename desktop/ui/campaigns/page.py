"""Campaigns: search, order and filters over the list, and what stands there when it has no rows."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.domain.campaigns import CampaignSort
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.filters import Filters
from desktop.ui.campaigns.list import CampaignList
from desktop.ui.campaigns.model import CampaignListModel
from desktop.ui.campaigns.presenter import CampaignsPresenter, ListContent, ListState
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Banner, EmptyState, Pane, Skeleton
from desktop.ui.kit.searched import SearchedPane
from desktop.ui.kit.theme import u

LOW = 300
"""Less height than this, in design pixels, is what large text leaves of a small window."""


class CampaignsPage(SearchedPane):
    """The list's half of the campaigns. The list's own signals tell what a person does with one."""

    account_wanted = Signal()
    sign_in_wanted = Signal(str)
    """The name of the account that must be signed in again."""

    def __init__(
        self, presenter: CampaignsPresenter, model: CampaignListModel, parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent=parent)
        self._presenter = presenter
        self._model = model
        self.state = ListState.LOADING
        self.list = CampaignList(model)
        self._lay_out_tools()
        self._lay_out_sums()
        self.stale = Banner("waiting", "", "", strings.TRY_AGAIN, block=True)
        self.stale.acted.connect(presenter.refresh)
        self.stale.hide()
        self._states: dict[ListState, QWidget] = {
            ListState.LOADING: Skeleton(name=words.LOADING, rows=12),
            ListState.READY: self.list,
            ListState.EMPTY: EmptyState("campaign", words.EMPTY_TITLE, words.EMPTY_TEXT, strings.TRY_AGAIN),
            ListState.NOTHING: EmptyState("search", words.NOTHING_TITLE, "", words.CLEAR_ALL),
            ListState.FAILED: EmptyState("offline", words.FAILED_TITLE, "", strings.TRY_AGAIN),
            ListState.SIGN_IN: EmptyState("key", words.FAILED_TITLE, "", words.SIGN_IN),
            ListState.NO_ACCOUNT: EmptyState(
                "campaign", words.NO_ACCOUNT_TITLE, words.NO_ACCOUNT_TEXT, words.ADD_ACCOUNT
            ),
        }
        for state, slot in (
            (ListState.EMPTY, presenter.refresh),
            (ListState.NOTHING, self.show_all),
            (ListState.FAILED, presenter.refresh),
            (ListState.SIGN_IN, self._sign_in),
            (ListState.NO_ACCOUNT, self.account_wanted),
        ):
            page = self._states[state]
            assert isinstance(page, EmptyState)
            page.acted.connect(slot)
        self._stack = QStackedWidget()
        for page in self._states.values():
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        foot = Pane("panel", margins=(8, 0, 8, 8))
        foot.add(self.stale)
        self._foot = foot
        foot.hide()
        self.add(foot)
        model.missing.connect(presenter.paging.want)
        presenter.shown.connect(self.show_content)
        presenter.wish_changed.connect(self.show_wish)
        presenter.known_changed.connect(self.show_accounts)
        presenter.account_changed.connect(self.list.forget)
        self.show_accounts()
        self.show_wish()

    def _lay_out_tools(self) -> None:
        tools = self._tools = Pane("panel", margins=(16, 12, 16, 8), spacing=8)
        self.account = Combo(name=words.ACCOUNT)
        self.account.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.account.picked.connect(self._presenter.choose_account)
        self.account.hide()
        first = Pane("panel", vertical=False, spacing=8)
        self.search = Field(words.SEARCH, icon="search", clearable=True)
        self.search.set_clear_name(strings.CLEAR_SEARCH)
        self.search.textChanged.connect(self._presenter.search)
        self.search.returnPressed.connect(self.to_found)
        self.sort = Button(" ", icon="sort", icon_size=14)
        self.sort.clicked.connect(self._open_sorts)
        self.sorts = Menu(self)
        self.sorts.triggered.connect(self._sorted)
        first.add(self.search, 1)
        first.add(self.sort)
        self.filters = Filters(self._presenter)
        for widget in (self.account, first, self.filters):
            tools.add(widget)
        self.add(tools)

    def _lay_out_sums(self) -> None:
        sums = self._sums = Pane("panel", "b", vertical=False, margins=(16, 4, 16, 9), spacing=12)
        self.total = Text("", "dim", 12)
        self.total.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.reset = Button(words.RESET, kind="link", px=12, height=16)
        self.reset.clicked.connect(self.show_all)
        self.numbers = Text("", "dim", 12, align="end")
        sums.add(self.total)
        sums.add(self.reset)
        sums.add(self.numbers, 1)
        self.add(sums)

    # ---- what is shown

    @property
    def shown_state(self) -> QWidget:
        """Return what stands in the list's place: the list itself, or why it has no rows."""
        return self._states[self.state]

    def show_accounts(self) -> None:
        """Show which accounts have campaigns, where there are several to choose from."""
        accounts = self._presenter.accounts
        self.account.set_choices([(one.account_id, shown(one.account, 60)) for one in accounts])
        self.account.choose(self._presenter.wish.account_id)
        self.account.setVisible(len(accounts) > 1)

    def show_wish(self) -> None:
        """Show the search and the order in force."""
        wish = self._presenter.wish
        self.account.choose(wish.account_id)
        if self.search.text().strip() != wish.name:
            self.search.setText(wish.name)
        self.sort.setText(sentences.SORTS[wish.sort])
        self.sort.setAccessibleName(sentences.sorted_by(wish.sort, descending=wish.descending))
        self.reset.setVisible(wish.narrows)

    def show_content(self, content: ListContent) -> None:
        """Show rows, or why there are none."""
        held = focus.inside(self._stack.currentWidget())
        self.state = content.state
        ready = content.state is ListState.READY
        self._model.show(content.listing if ready else None)
        page = self._states[content.state]
        if content.state is ListState.NOTHING:
            self._say(page, words.NOTHING_TITLE, sentences.without_filters(content.total))
        elif content.state in (ListState.FAILED, ListState.SIGN_IN):
            self._say(page, words.FAILED_TITLE, content.sentence)
        self._stack.setCurrentWidget(page)
        self._show_sums(content)
        listing = content.listing
        age = sentences.as_of(listing.read_at, self._presenter.now()) if listing else ""
        self.stale.set_message(age, content.sentence)
        self.stale.setVisible(bool(content.sentence and listing is not None))
        self._foot.setVisible(not self.stale.isHidden())
        self._keep_focus(held)

    def _show_sums(self, content: ListContent) -> None:
        listing, known = content.listing, content.state in (ListState.READY, ListState.NOTHING)
        said = ""
        if known and listing is not None:
            said = sentences.counted(listing.rows, content.total, exact=listing.exact)
        self.total.setText(said)
        self.numbers.setText(sentences.numbers(content.numbers))
        self._sums.setVisible(self.height() >= u(LOW))

    def _say(self, page: QWidget, title: str, sentence: str) -> None:
        if isinstance(page, EmptyState):
            page.set_message(title, sentence)

    def _keep_focus(self, held: bool) -> None:
        """Have what took the place take the focus as well."""
        there = self._stack.currentWidget()
        if not held or focus.inside(self._stack.currentWidget()):
            return
        heir: QWidget = self.list if there is self.list else self.search
        if isinstance(there, EmptyState) and there.button is not None:
            heir = there.button
        heir.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sums out where rows have little height."""
        super().resizeEvent(event)
        self._sums.setVisible(self.height() >= u(LOW))

    # ---- searching, ordering

    def show_all(self) -> None:
        """Take away all that narrows the list."""
        self._presenter.reset()

    def focus_list(self, *, down: bool) -> None:
        """Go to the list, where it has rows; `down` comes from the search to what that found."""
        if self.state is ListState.READY:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if down and self.list.current_row < 0:
                self.list.to_first()

    def _open_sorts(self) -> None:
        wish, menu = self._presenter.wish, self.sorts
        menu.clear()
        for sort, label in sentences.SORTS.items():
            self._add_sort(label, sort, sort is wish.sort)
        menu.addSeparator()
        self._add_sort(words.ASCENDING, False, not wish.descending)
        self._add_sort(words.DESCENDING, True, wish.descending)
        menu.open_under(self.sort, at_end=True)

    def _add_sort(self, label: str, value: CampaignSort | bool, checked: bool) -> None:
        action = self.sorts.add(label)
        action.setData((value,))
        action.setCheckable(True)
        action.setChecked(checked)

    def _sorted(self, action: QAction) -> None:
        (value,) = action.data()
        wish = self._presenter.wish
        if isinstance(value, CampaignSort):
            self._presenter.choose(replace(wish, sort=value))
        else:
            self._presenter.choose(replace(wish, descending=value))

    def _sign_in(self) -> None:
        account = self._presenter.account
        if account is not None:
            self.sign_in_wanted.emit(account.account)
