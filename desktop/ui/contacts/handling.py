"""What a person does to contacts of the list: call, copy, favourite, delete, undo; and what is said of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.attempts import DialSource
from desktop.domain.contacts import Contact, ContactNumber
from desktop.domain.policy import Feature
from desktop.ui import sentences_book, strings
from desktop.ui import strings_book as book
from desktop.ui import strings_contact as detail_strings
from desktop.ui.candidates import of_contact, of_contacts
from desktop.ui.contacts.asking import NAMED, DeleteQuestion
from desktop.ui.contacts.deeds import Chosen, ContactDeeds, Deleted
from desktop.ui.contacts.detail.presenter import ContactPresenter
from desktop.ui.contacts.face import formatted, title
from desktop.ui.contacts.list import CALL, COMPARE, DISCARD, EDIT, RETRY, ContactList
from desktop.ui.contacts.menu import ContactMenu
from desktop.ui.contacts.model import ContactListModel
from desktop.ui.context import Context
from desktop.ui.kit.float import Toast
from desktop.ui.kit.passing import Passing
from desktop.ui.sentences_detail import copied_value
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.presenter import CallingPresenter

DELETE, EXPORT = "delete", "export"
MOST_AT_ONCE = 200
"""So many contacts at most become favourites by one key: more of them are none."""


class Handling(QObject):
    """Belongs to a list in a screen, over which it says things in passing.

    `edit_wanted` and `opened` carry a contact, `came_back` the id of one that an undo brought back,
    `export_wanted` the ids of the chosen ones. `listing_wanted` carries numbers of which one shall be on the
    do-not-call list, whose they are and where they stood, `campaign_wanted` candidates and where they stood.
    """

    edit_wanted = Signal(object)
    opened = Signal(object)
    came_back = Signal(str)
    export_wanted = Signal(object)
    trash_wanted = Signal()
    listing_wanted = Signal(object, str, str)
    campaign_wanted = Signal(object, str)

    def __init__(
        self,
        context: Context,
        rows: ContactList,
        model: ContactListModel,
        detail: ContactPresenter,
        calling: "CallingPresenter",
        shell: ShellPresenter,
        screen: QWidget,
    ) -> None:
        super().__init__(screen)
        self._shell = shell
        self._list = rows
        self._model = model
        self._detail = detail
        self._calling = calling
        self._screen = screen
        self.passing = Passing(self)
        self._toast_id = ""
        self._doomed: Contact | None = None
        self.question: DeleteQuestion | None = None
        self.deeds = ContactDeeds(context, self)
        self.menu = ContactMenu(screen)
        rows.acted.connect(self._acted)
        rows.delete_wanted.connect(self.delete_chosen)
        rows.menu_wanted.connect(self._menu_wanted)
        self._connect_menu()
        deeds = self.deeds
        deeds.deleted.connect(self._deleted)
        deeds.returned.connect(self._returned)
        deeds.failed.connect(self.say)
        deeds.gathered.connect(self._gathered)

    def _connect_menu(self) -> None:
        menu, deeds = self.menu, self.deeds
        menu.aboutToHide.connect(self._menu_left)
        menu.dial.connect(self._dial)
        menu.copy_number.connect(self._copy_number)
        menu.edit.connect(self.edit_wanted)
        menu.favourite.connect(self._favourite)
        menu.retry.connect(deeds.retry)
        menu.discard.connect(deeds.discard)
        menu.favourite_chosen.connect(self._favourite_chosen)
        menu.export_chosen.connect(self._export_chosen)
        menu.delete_chosen.connect(self.delete_chosen)
        menu.list_number.connect(self.list_number)
        menu.add_to_campaign.connect(self.add_to_campaign)
        menu.add_chosen_to_campaign.connect(self.add_chosen_to_campaign)

    async def close(self) -> None:
        """End all tasks."""
        await self.deeds.close()

    # ---- calling

    def call_current(self) -> None:
        """Call the chosen contact's first number at once."""
        contact = self._list.current_contact
        if contact is not None and contact.numbers:
            self._dial(contact, contact.numbers[0])

    def dial(self, number: str, name: str, account_id: str) -> None:
        """Call a number of a contact; an extension is one of its account."""
        self._calling.wish(number, DialSource.ROW, name=name, account_id=account_id)

    def _dial(self, contact: Contact, number: ContactNumber) -> None:
        self.dial(number.e164 or number.raw, title(contact), contact.account_id)

    def _copy_number(self, _contact: Contact, number: ContactNumber) -> None:
        QGuiApplication.clipboard().setText(formatted(number))
        self.say(copied_value(detail_strings.NUMBER))

    def _acted(self, contact: Contact, key: str) -> None:
        if key == EDIT:
            self.edit_wanted.emit(contact)
        elif key == RETRY:
            self.deeds.retry(contact)
        elif key == DISCARD:
            self.deeds.discard(contact)
        elif key == COMPARE:
            self.opened.emit(contact)
        elif key == CALL and contact.numbers:
            self._list.go_to_entry(contact)
            self._dial(contact, contact.numbers[0])

    # ---- favourites

    def toggle_favourite(self) -> None:
        """Make the chosen contacts favourites, or the shown one; where all of them are, take them out."""
        chosen = self._few_chosen() if self._list.chosen_count > 1 else self._one()
        self.deeds.favourite(chosen, favourite=not all(contact.favourite for contact in chosen))

    def _favourite(self, contact: Contact, favourite: bool) -> None:
        self.deeds.favourite([contact], favourite=favourite)

    def _favourite_chosen(self, favourite: bool) -> None:
        self.deeds.favourite(self._few_chosen(), favourite=favourite)

    def _few_chosen(self) -> list[Contact]:
        return self._list.chosen_contacts(MOST_AT_ONCE)

    # ---- deleting, exporting

    def delete_chosen(self) -> None:
        """Delete the contact that is shown; of several that are chosen ask first."""
        if self._list.chosen_count > 1:
            self._gather(DELETE)
            return
        for contact in self._one():
            self.delete(contact)

    def _one(self) -> list[Contact]:
        """Return the contact that a key means: in the list the chosen one, elsewhere the one that is shown.

        In the list too, where that has no row of it any more: it was searched, or the contact renamed.
        """
        view = self._detail.view
        if view is None or (self._list.hasFocus() and self._model.row_of(view.contact) is not None):
            return self._list.chosen_contacts(1)
        return [view.contact]

    def undo(self) -> bool:
        """Take the last deletion back that still can be; says whether there was one."""
        return self.deeds.undo_last()

    def delete(self, contact: Contact) -> None:
        """Delete one contact; it can be undone for a moment."""
        if contact.read_only:
            self.say(detail_strings.READ_ONLY)
            return
        self._doomed = contact
        if contact.id == self._model.editing:
            self._detail.leave(self._delete_doomed)
        else:
            self._delete_doomed()

    def _delete_doomed(self) -> None:
        contact, current = self._doomed, self._list.current_contact
        if contact is None:
            return
        if current is not None and current.id == contact.id:
            if not self._list.step_away(current):
                self._detail.show(None)
        elif self._detail.view is not None and self._detail.view.contact.id == contact.id:
            self._detail.show(None)
        self.deeds.delete(contact)

    def _gather(self, why: str) -> None:
        self.deeds.gather(self._model.wanted, self._list.chosen_parts(), names=NAMED, why=why)

    def _gathered(self, chosen: Chosen, why: str) -> None:
        if why == EXPORT:
            self.export_wanted.emit(chosen.ids)
        elif not chosen.ids:
            self.say(detail_strings.READ_ONLY)
        elif self.question is None:
            self.question = DeleteQuestion(self._screen.window(), chosen)
            self.question.agreed.connect(self.deeds.delete_many)
            self.question.finished.connect(self._answered)
            self.question.open()

    def _answered(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _export_chosen(self) -> None:
        self._gather(EXPORT)

    # ---- the do-not-call list, campaigns

    def list_number(self, contact: Contact) -> None:
        """Want one of a contact's numbers on the do-not-call list."""
        numbers = tuple(number for _, number in of_contact(contact).numbers)
        self.listing_wanted.emit(numbers, title(contact), book.SOURCE_CONTACT)

    def add_to_campaign(self, contact: Contact) -> None:
        """Want a contact in a campaign."""
        self.campaign_wanted.emit(of_contacts([contact]), book.CONTACTS)

    def add_chosen_to_campaign(self) -> None:
        """Want the chosen contacts in a campaign; many go there as a file."""
        if self._list.chosen_count > MOST_AT_ONCE:
            self.say(sentences_book.too_many_for_campaign(MOST_AT_ONCE))
            return
        self.campaign_wanted.emit(of_contacts(self._few_chosen()), book.CONTACTS)

    def _deleted(self, deleted: Deleted) -> None:
        if deleted.contact_id:
            self._toast_id = deleted.contact_id
            toast = self.say(sentences_book.deleted(deleted.name), strings.UNDO, counts=True)
            toast.acted.connect(self._undo_toast)
        else:
            toast = self.say(sentences_book.deleted_many(deleted.count), book.TRASH)
            toast.acted.connect(self.trash_wanted)

    def _undo_toast(self) -> None:
        self.deeds.undo(self._toast_id)

    def _returned(self, contact: Contact) -> None:
        self.say(sentences_book.back(title(contact)))
        self.came_back.emit(contact.id)

    # ---- the context menu, and what is said in passing

    def _menu_wanted(self, row: int, place: QPoint) -> None:
        contact = self._model.entry_at(row)
        if contact is None:
            return
        self._list.held = True
        campaigns = self._shell.has_campaigns
        if self._list.chosen_count > 1:
            exports = self._shell.may(Feature.EXPORT)
            self.menu.open_for_many(self._list.chosen_count, place, campaigns=campaigns, exports=exports)
        else:
            self.menu.open_for(contact, place, campaigns=campaigns)

    def _menu_left(self) -> None:
        self._list.held = False

    def say(self, sentence: str, action: str = "", *, counts: bool = False) -> Toast:
        """Say something in passing, in the place of what was said before."""
        return self.passing.say(self._screen.window(), sentence, action, counts=counts)
