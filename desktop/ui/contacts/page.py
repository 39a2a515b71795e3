"""Contacts: segments and search over the list, and what stands there when it has no rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui import sentences_book, strings
from desktop.ui import strings_book as book
from desktop.ui.contacts.list import ContactList
from desktop.ui.contacts.model import ContactListModel
from desktop.ui.contacts.presenter import ContactsPresenter, ListContent, ListState, Segment
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.searched import SearchedPane
from desktop.ui.kit.segments import Segments
from desktop.ui.kit.theme import u
from desktop.ui.times import number

SEGMENTS = tuple(Segment)
LOW = 280
"""Less height than this, in design pixels, is what large text leaves of a small window."""
LEAST_TOOLS = 8 + 96 + 8 + 34 + 8 + 32
"""What the search and two buttons take beside the segments."""


class ContactsPage(SearchedPane):
    """The list's half of Contacts. The list's own signals tell what a person does with a contact."""

    new_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    duplicates_wanted = Signal()
    trash_wanted = Signal()
    list_wanted = Signal()
    account_wanted = Signal()

    def __init__(
        self, presenter: ContactsPresenter, model: ContactListModel, parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent=parent)
        self._presenter = presenter
        self._model = model
        self._low = False
        self.state = ListState.LOADING
        self.list = ContactList(model)
        self._lay_out_tools()
        self._lay_out_sums()
        self._states: dict[ListState, QWidget] = {
            ListState.LOADING: Skeleton(name=book.LOADING, rows=12),
            ListState.READY: self.list,
            ListState.LISTING: EmptyState("sync", book.LISTING_TITLE, book.LISTING_TEXT),
            ListState.EMPTY: self._empty(),
            ListState.UNREAD: self._plain("offline", book.UNREAD_TITLE, "", strings.TRY_AGAIN),
            ListState.NO_BOOK: EmptyState("user", book.NO_BOOK_TITLE, "", book.ADD_ACCOUNT),
            ListState.NO_FAVOURITES: EmptyState(
                "star", book.NO_FAVOURITES_TITLE, book.NO_FAVOURITES_TEXT, book.SHOW_ALL
            ),
            ListState.ALL_SENT: EmptyState("check", book.ALL_SENT_TITLE, book.ALL_SENT_TEXT, book.SHOW_ALL),
            ListState.NOTHING: EmptyState("search", "", "", strings.CLEAR_SEARCH),
            ListState.FAILED: self._plain("warning", book.FAILED_TITLE, "", strings.TRY_AGAIN),
        }
        self._connect_states()
        self._stack = QStackedWidget()
        for page in self._states.values():
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        presenter.shown.connect(self.show_content)
        presenter.wish_changed.connect(self.show_wish)
        presenter.counted.connect(self.show_counts)
        self.list.chosen_changed.connect(self._show_total)
        self.show_wish()

    def _lay_out_tools(self) -> None:
        tools = Pane("panel", margins=(16, 12, 16, 8), spacing=8)
        first = Pane("panel", vertical=False, spacing=8)
        self.segments = Segments((strings.ALL, book.FAVOURITES, book.NOT_SENT), name=book.CONTACTS)
        self.segments.chosen.connect(self._segment_chosen)
        self.new = Button(book.NEW, icon="plus", name=book.NEW_CONTACT)
        self.new.clicked.connect(self.new_wanted)
        first.add(self.segments)
        first.add_stretch()
        first.add(self.new)
        second = self._second = Pane("panel", vertical=False, spacing=8)
        self.search = Field(book.SEARCH, icon="search", clearable=True)
        self.search.set_clear_name(strings.CLEAR_SEARCH)
        self.search.textChanged.connect(self._presenter.search)
        self.search.returnPressed.connect(self.to_found)
        self.more = Button(icon="more", name=book.MORE, edge=8)
        self.more.clicked.connect(self._open_more)
        second.add(self.search, 1)
        second.add(self.more)
        tools.add(first)
        tools.add(second)
        self._first = first
        self.add(tools)
        self.menu = Menu(self)
        for label, icon, signal in (
            (book.IMPORT, "upload", self.import_wanted),
            (book.EXPORT, "save", self.export_wanted),
            (book.DUPLICATES, "merge", self.duplicates_wanted),
            (book.TRASH, "bin", self.trash_wanted),
            (strings.LIST_MENU, "block", self.list_wanted),
        ):
            action = self.menu.add(label, icon)
            action.triggered.connect(signal)
            action.setVisible(label != book.EXPORT or self._presenter.may_export)

    def _lay_out_sums(self) -> None:
        sums = Pane("panel", "b", vertical=False, margins=(16, 4, 16, 9), spacing=8)
        self.total = Text("", "dim", 12)
        self.duplicates = Button("0", kind="link", px=12, height=16)
        self.duplicates.clicked.connect(self.duplicates_wanted)
        self.duplicates.hide()
        sums.add(self.total, 1)
        sums.add(self.duplicates)
        self._sums = sums
        self.add(sums)

    def _empty(self) -> EmptyState:
        page = EmptyState("user", book.EMPTY_TITLE, book.EMPTY_TEXT, book.NEW_CONTACT, action_icon="plus")
        self.take_over = page.add_second(book.IMPORT, "upload")
        self.take_over.clicked.connect(self.import_wanted)
        return page

    def _plain(self, icon: str, title: str, sentence: str, action: str) -> EmptyState:
        return EmptyState(icon, title, sentence, action)

    def _connect_states(self) -> None:
        for state, slot in (
            (ListState.EMPTY, self.new_wanted),
            (ListState.UNREAD, self._presenter.refresh),
            (ListState.NO_BOOK, self.account_wanted),
            (ListState.NO_FAVOURITES, self._presenter.reset),
            (ListState.ALL_SENT, self._presenter.reset),
            (ListState.NOTHING, self._clear_search),
            (ListState.FAILED, self._presenter.reload),
        ):
            page = self._states[state]
            assert isinstance(page, EmptyState)
            page.acted.connect(slot)

    # ---- what is shown

    @property
    def shown_state(self) -> QWidget:
        """Return what stands in the list's place: the list itself, or why it has no rows."""
        return self._states[self.state]

    def show_wish(self) -> None:
        """Show the segment and the search in force."""
        wish = self._presenter.wish
        self.segments.choose(SEGMENTS.index(wish.segment))
        if self.search.text().strip() != wish.text:
            self.search.setText(wish.text)

    def show_counts(self) -> None:
        """Show how many contacts are not sent, and how many may be there twice."""
        presenter = self._presenter
        unsent = number(presenter.unsent) if presenter.unsent else ""
        self.segments.set_count(SEGMENTS.index(Segment.UNSENT), unsent, "waiting")
        self.duplicates.setText(sentences_book.duplicates(presenter.duplicates))
        self.duplicates.setVisible(presenter.duplicates > 0)
        self.new.setEnabled(bool(presenter.writable) or not presenter.books)
        self._fit()

    def show_content(self, content: ListContent) -> None:
        """Show rows, or why there are none."""
        self.state = content.state
        self._model.several_books = len(self._presenter.books) > 1
        ready = content.state is ListState.READY
        held = focus.inside(self._stack.currentWidget())
        self.list.show_letters(content.wanted, content.letters if ready else (), content.stuck)
        page = self._states[content.state]
        if isinstance(page, EmptyState) and (content.title or content.sentence):
            page.set_message(content.title or page.title, content.sentence)
        self._stack.setCurrentWidget(page)
        self._show_total()
        self._keep_focus(held)

    def _keep_focus(self, held: bool) -> None:
        """Have what took the place take the focus as well."""
        shown = self._stack.currentWidget()
        if not held or focus.inside(self._stack.currentWidget()):
            return
        heir: QWidget = self.list if shown is self.list else self.search
        if isinstance(shown, EmptyState) and shown.button is not None:
            heir = shown.button
        heir.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_total(self) -> None:
        counted = self.state in (ListState.READY, ListState.NOTHING, ListState.EMPTY)
        contacts, chosen = self._model.entries, self.list.chosen_count
        said = sentences_book.chosen(chosen, contacts) if chosen > 1 else sentences_book.total(contacts)
        self.total.setText(said if counted else "")
        self._sums.setVisible(not self._low)

    # ---- searching

    def show_everybody(self) -> None:
        """Take away all that narrows the list."""
        self.search.clear()
        self._presenter.reset()

    def focus_list(self, *, down: bool) -> None:
        """Go to the list, where it has rows; `down` comes from the search to what that found."""
        if self.state is ListState.READY:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if down and (self.list.current_row < 0 or self._searched_anew()):
                self.list.to_first()

    def _searched_anew(self) -> bool:
        """Whether who is chosen is not among what was found."""
        contact = self.list.current_contact
        return contact is not None and self._model.row_of(contact) is None

    def _clear_search(self) -> None:
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _segment_chosen(self, index: int) -> None:
        self._presenter.show_segment(SEGMENTS[index])

    def _open_more(self) -> None:
        self.menu.open_under(self.more, at_end=True)

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put all tools into one line where rows have little height, and leave the sums out."""
        super().resizeEvent(event)
        room = self.width() - 2 * u(16) - self.segments.sizeHint().width()
        low = self.height() < u(LOW) and room >= u(LEAST_TOOLS)
        if low != self._low:
            self._low = low
            self._in_one_line(low)
            self._show_total()
        self._fit()

    def _in_one_line(self, low: bool) -> None:
        """Put the search and what is beside it after the segments, or back below them."""
        focused = self.window().focusWidget()
        box = self._first.box if low else self._second.box
        at = 1 if low else 0
        box.insertWidget(at, self.search, 100)  # more than the gap in its place may have
        box.addWidget(self.more)
        self._second.setVisible(not low)
        if focused in (self.search, self.more):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Leave the label of New out where there is no room for it."""
        room = self.width() - 2 * u(16) - u(8) - self.segments.sizeHint().width()
        self.new.set_label(book.NEW)
        if self._low or self.new.sizeHint().width() > room:
            self.new.set_label("")
