"""What can be done with a call of the list besides opening it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.domain.calls import CallRecord
from desktop.domain.contacts import Book
from desktop.ui import sentences, sentences_book, strings, strings_book
from desktop.ui.kit.float import Menu


class RowMenu(Menu):
    """The menu of one call, which it keeps while the rows under it move. Each signal carries the call."""

    dial = Signal(object)
    play = Signal(object)
    copy_number = Signal(object)
    copy_details = Signal(object)
    show_only = Signal(object)
    open_contact = Signal(object)
    list_number = Signal(object)
    add_to_campaign = Signal(object)
    add_contact = Signal(object, str)
    """A call, and the account whose phone book was chosen; "" where there is only one to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call: CallRecord | None = None
        self._dial = self.add(strings.CALL, "phone")
        self._play = self.add(strings.PLAY, "play")
        self.addSeparator()
        self._number = self.add(strings.COPY_NUMBER, "copy")
        self._details = self.add(strings.COPY_DETAILS, "file")
        self.addSeparator()
        self._contact = self.add(strings_book.OPEN_CONTACT, "user")
        self._add = self.add(strings_book.ADD_TO_CONTACTS, "plus")
        self._books = self.add_menu(strings_book.ADD_TO_CONTACTS, "plus")
        self.addSeparator()
        self._campaign = self.add(strings.ADD_TO_CAMPAIGN, "campaign")
        self._list = self.add(strings.ADD_TO_LIST, "block")
        self.addSeparator()
        self._only = self.add(strings.ONLY_THIS_NUMBER, "filter")
        self._signals = {
            self._dial: self.dial,
            self._play: self.play,
            self._number: self.copy_number,
            self._details: self.copy_details,
            self._only: self.show_only,
            self._contact: self.open_contact,
            self._campaign: self.add_to_campaign,
            self._list: self.list_number,
        }
        self._accounts: dict[QAction, str] = {}
        self.triggered.connect(self._chosen)
        self._books.triggered.connect(self._book_chosen)
        self.setToolTipsVisible(True)

    def open_for(
        self,
        call: CallRecord,
        place: QPoint,
        books: Sequence[Book] = (),
        *,
        campaigns: bool = False,
        cannot: str = "",
        plays: bool = True,
    ) -> None:
        """Show what this call offers, at a global position.

        `books` can have its number added to them; `campaigns` says that there are any; `cannot` says why
        nothing here can call. `plays` says whether recordings can be heard.
        """
        self._call = call
        self._offer_contact(call, books)
        self._campaign.setVisible(campaigns)
        for action in (self._dial, self._number, self._only, self._list, self._campaign):
            action.setEnabled(bool(call.other))
        if cannot:
            self._dial.setEnabled(False)
        self._dial.setToolTip(sentences.tip(cannot))
        self._play.setVisible(call.has_recording and plays)
        self.open_at(place)

    def _offer_contact(self, call: CallRecord, books: Sequence[Book]) -> None:
        """Offer to open the contact, or to make one: in which phone book, where there are several."""
        addable = not call.contact_id and bool(call.other)
        self._contact.setVisible(bool(call.contact_id))
        self._add.setVisible(addable and len(books) == 1)
        self._books.menuAction().setVisible(addable and len(books) > 1)
        self._books.clear()
        self._accounts = {
            self._books.add(sentences_book.add_to(book.account)): book.account_id for book in books
        }

    def choose_book(self, call: CallRecord, books: Sequence[Book], anchor: QWidget) -> None:
        """Ask under a widget in which of several phone books a call's number shall be put."""
        self._call = call
        self._offer_contact(call, books)
        self._books.open_under(anchor, at_end=True)

    def _chosen(self, action: QAction) -> None:
        if self._call is None:
            return
        if action is self._add:
            self.add_contact.emit(self._call, "")
        elif action in self._signals:
            self._signals[action].emit(self._call)

    def _book_chosen(self, action: QAction) -> None:
        if self._call is not None and action in self._accounts:
            self.add_contact.emit(self._call, self._accounts[action])
