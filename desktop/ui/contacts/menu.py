"""What can be done with a contact of the list, or with several chosen ones, besides opening it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.domain.contacts import Contact, ContactNumber
from desktop.ui import sentences_book, strings
from desktop.ui import strings_book as book
from desktop.ui.contacts.face import STUCK, formatted
from desktop.ui.kit.float import Menu
from desktop.ui.sentences import listed


class ContactMenu(Menu):
    """Built anew for each opening, and kept while the rows under it move. Each signal carries the contact.

    `dial` and `copy_number` carry one of its numbers as well. The last four are about all that are chosen.
    """

    dial = Signal(object, object)
    copy_number = Signal(object, object)
    edit = Signal(object)
    favourite = Signal(object, bool)
    retry = Signal(object)
    discard = Signal(object)
    list_number = Signal(object)
    add_to_campaign = Signal(object)
    favourite_chosen = Signal(bool)
    export_chosen = Signal()
    delete_chosen = Signal()
    add_chosen_to_campaign = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contact: Contact | None = None
        self._numbers: dict[QAction, tuple[bool, ContactNumber]] = {}
        self._deeds: dict[QAction, str] = {}
        self.triggered.connect(self._triggered)

    def open_for(self, contact: Contact, place: QPoint, *, campaigns: bool = False) -> None:
        """Show what a contact offers, at a global position; `campaigns` says that there are any."""
        self._start(contact)
        if contact.numbers:
            self._dials(contact.numbers)
            self.addSeparator()
        if contact.state in STUCK:
            if contact.conflict is None:
                self._deed("retry", book.RETRY, "sync")
            self._deed("discard", book.DISCARD, "close")
            self.addSeparator()
        if not contact.read_only:
            self._deed("edit", book.EDIT, "edit")
        if contact.favourite:
            self._deed("no favourite", book.NO_FAVOURITE, "star")
        else:
            self._deed("favourite", book.MAKE_FAVOURITE, "star-filled")
        if contact.numbers:
            self.addSeparator()
            if campaigns:
                self._deed("campaign", strings.ADD_TO_CAMPAIGN, "campaign")
            self._deed("list", strings.ADD_TO_LIST, "block")
        if not contact.read_only:
            self.addSeparator()
            self._deed("delete", book.DELETE, "bin")
        self.open_at(place)

    def open_for_many(
        self, count: int, place: QPoint, *, campaigns: bool = False, exports: bool = True
    ) -> None:
        """Show what several chosen contacts offer."""
        self._start(None)
        self.add_note(sentences_book.total(count))
        self._deed("favourite chosen", book.MAKE_FAVOURITE, "star-filled")
        self._deed("no favourite chosen", book.NO_FAVOURITE, "star")
        if exports:
            self._deed("export", book.EXPORT_CHOSEN, "save")
        if campaigns:
            self._deed("campaign chosen", strings.ADD_TO_CAMPAIGN, "campaign")
        self.addSeparator()
        self._deed("delete", book.DELETE_CHOSEN, "bin")
        self.open_at(place)

    def _start(self, contact: Contact | None) -> None:
        self._contact = contact
        self._numbers.clear()
        self._deeds.clear()
        for action in self.actions():
            menu = action.menu()
            self.removeAction(action)
            if isinstance(menu, QWidget):
                menu.deleteLater()

    def _dials(self, numbers: Sequence[ContactNumber]) -> None:
        first, *others = numbers
        self._numbers[self.add(strings.CALL, "phone")] = (True, first)
        if not others:
            self._numbers[self.add(strings.COPY_NUMBER, "copy")] = (False, first)
            return
        for dials, label, icon, some in (
            (True, book.CALL_OTHER, "phone", others),
            (False, strings.COPY_NUMBER, "copy", numbers),
        ):
            below = self.add_menu(label, icon)
            for number in some:
                self._numbers[below.add(listed([formatted(number), number.label]))] = (dials, number)

    def _deed(self, deed: str, label: str, icon: str) -> None:
        self._deeds[self.add(label, icon)] = deed

    def _triggered(self, action: QAction) -> None:
        contact, deed = self._contact, self._deeds.get(action, "")
        if action in self._numbers:
            dials, number = self._numbers[action]
            (self.dial if dials else self.copy_number).emit(contact, number)
        elif deed in ("favourite", "no favourite"):
            self.favourite.emit(contact, deed == "favourite")
        elif deed in ("favourite chosen", "no favourite chosen"):
            self.favourite_chosen.emit(deed == "favourite chosen")
        elif deed == "delete":
            self.delete_chosen.emit()
        elif deed == "export":
            self.export_chosen.emit()
        elif deed == "campaign chosen":
            self.add_chosen_to_campaign.emit()
        elif deed:
            {
                "edit": self.edit,
                "retry": self.retry,
                "discard": self.discard,
                "list": self.list_number,
                "campaign": self.add_to_campaign,
            }[deed].emit(contact)
