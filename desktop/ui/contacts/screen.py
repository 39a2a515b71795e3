"""Contacts as a whole: the list beside the opened contact, and what the keys do between them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.contacts import Contact
from desktop.ui import sentences_book, strings
from desktop.ui import strings_contact as detail_strings
from desktop.ui.contacts.detail.page import ContactDetail
from desktop.ui.contacts.detail.presenter import ContactPresenter
from desktop.ui.contacts.handling import Handling
from desktop.ui.contacts.model import ContactListModel
from desktop.ui.contacts.page import ContactsPage
from desktop.ui.contacts.presenter import ContactsPresenter, ListState
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.dropzone import FileDrops
from desktop.ui.kit.masterdetail import DetailSide, MasterDetail
from desktop.ui.shell.frame import FIRST, NARROW
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.presenter import CallingPresenter

NARROWEST_LIST, WIDEST_LIST = 360, 560
LOWEST_DETAIL = 420


class ContactsScreen(MasterDetail):
    """Joins the list and the opened contact.

    `open_call_wanted` carries a call's id, `all_calls_wanted` a contact whose calls shall all be listed,
    `export_wanted` the ids of the chosen contacts (none: all).
    """

    open_call_wanted = Signal(str)
    all_calls_wanted = Signal(object)
    account_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal(object)
    duplicates_wanted = Signal()
    trash_wanted = Signal()
    file_dropped = Signal(object)
    listing_wanted = Signal(object, str, str)
    """Numbers of which one shall be on the do-not-call list, whose they are, and where they stood."""
    unlisting_wanted = Signal(object)
    """Numbers that may be called again."""
    list_wanted = Signal()
    campaign_wanted = Signal(object, str)
    """Candidates that shall be in a campaign, and where they stood."""
    open_campaign_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        calling: "CallingPresenter",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            width=FIRST.list_width,
            narrowest=NARROWEST_LIST,
            widest=WIDEST_LIST,
            narrow_below=NARROW,
            parent=parent,
        )
        self._context = context
        self._shell = shell
        self._bring = ""
        self._begins = False
        self.presenter = ContactsPresenter(context, shell, self)
        self.model = ContactListModel(context.contacts, self)
        self.page = ContactsPage(self.presenter, self.model)
        self.list = self.page.list
        self.detail_presenter = ContactPresenter(context, shell, self)
        self.detail = ContactDetail(self.detail_presenter)
        side = DetailSide(self, strings.BACK_TO_LIST)
        self.back = side.back
        self.back.clicked.connect(self.go_back)
        side.add_scrolled(self.detail, LOWEST_DETAIL)
        self.hold(self.page, side)
        self.handling = Handling(context, self.list, self.model, self.detail_presenter, calling, shell, self)
        self._drops = FileDrops(self)
        self._drops.dropped.connect(self.file_dropped)
        self._connect_list()
        self._connect_detail()

    def _connect_list(self) -> None:
        page, rows, handling = self.page, self.list, self.handling
        page.wanted.connect(self.show_master)
        page.new_wanted.connect(self._new)
        page.account_wanted.connect(self.account_wanted)
        page.import_wanted.connect(self.import_wanted)
        page.export_wanted.connect(self._export_all)
        page.duplicates_wanted.connect(self.duplicates_wanted)
        page.trash_wanted.connect(self.trash_wanted)
        page.list_wanted.connect(self.list_wanted)
        rows.chosen.connect(self._chosen)
        rows.opened.connect(self._opened)
        rows.clicked.connect(self._clicked)
        handling.edit_wanted.connect(self._edit)
        handling.opened.connect(self._compare)
        handling.came_back.connect(self._came_back)
        handling.export_wanted.connect(self.export_wanted)
        handling.trash_wanted.connect(self.trash_wanted)
        handling.listing_wanted.connect(self.listing_wanted)
        handling.campaign_wanted.connect(self.campaign_wanted)
        self.presenter.shown.connect(self._shown)

    def _connect_detail(self) -> None:
        opened, page = self.detail_presenter, self.detail
        opened.stayed.connect(self._stayed)
        opened.saved.connect(self._bring_into_view)
        opened.editing.connect(self._editing)
        page.dial_wanted.connect(self.handling.dial)
        page.open_call_wanted.connect(self.open_call_wanted)
        page.all_calls_wanted.connect(self.all_calls_wanted)
        page.open_contact_wanted.connect(self.open_contact)
        page.delete_wanted.connect(self.handling.delete)
        page.list_wanted.connect(self.handling.list_number)
        page.campaign_wanted.connect(self.handling.add_to_campaign)
        page.unlist_wanted.connect(self.unlisting_wanted)
        page.open_campaign_wanted.connect(self.open_campaign_wanted)

    def start(self) -> None:
        """Read the list."""
        self.presenter.start()
        self.presenter.count_duplicates()

    async def close_presenters(self) -> None:
        """End all tasks."""
        await self.presenter.close()
        await self.handling.close()
        await self.detail_presenter.close()

    # ---- opening

    def open_contact(self, contact_id: str) -> None:
        """Show a contact (our id), and choose it in the list; whatever narrows the list and hides it goes."""
        contact = self._context.contacts.contact(contact_id)
        if contact is not None and self.model.place(contact) is None:
            self.page.show_everybody()
        self.detail_presenter.show(contact_id)
        self.show_detail()
        self._bring_into_view(contact_id)

    def new_contact(self, number: str = "", name: str = "", account_id: str = "") -> None:
        """Open an empty form, or one with a number and a name; who writes in another one is asked first."""
        self.show_detail()
        self.detail_presenter.new(number, name, account_id)

    def edit_current(self) -> None:
        """Open the form of the chosen contact, or go back to the one that is open."""
        contact, draft = self.list.current_contact, self.detail_presenter.writing.draft
        if draft is not None:
            self.show_detail()
            self.detail.focus_form()
        elif contact is not None:
            self._edit(contact)

    def _edit(self, contact: Contact) -> None:
        if contact.read_only:
            self.handling.say(detail_strings.READ_ONLY)
            return
        self.list.go_to_entry(contact)
        self.show_detail()
        self.detail_presenter.edit(contact.id)

    def _new(self) -> None:
        self.new_contact()

    def _chosen(self, contact: Contact | None) -> None:
        if contact is not None:
            self.detail_presenter.show(contact.id)

    def _opened(self, _row: int) -> None:
        self._chosen(self.list.current_contact)
        self.show_detail()
        self.detail.focus_call()

    def _compare(self, contact: Contact) -> None:
        self.list.go_to_entry(contact)
        self.show_detail()

    def _export_all(self) -> None:
        self.export_wanted.emit(())

    def _clicked(self) -> None:
        """Open who was clicked, unless one more was chosen by it."""
        if self.list.chosen_count < 2:
            self.show_clicked()

    # ---- what the form tells

    def _stayed(self, contact_id: str) -> None:
        """Go back to the contact whose form a person stays in."""
        contact = self._context.contacts.contact(contact_id) if contact_id else None
        if contact is not None:
            self.list.choose_only(contact)
        self.show_detail()
        self.detail.focus_form()

    def _editing(self, contact_id: str) -> None:
        """Say in the contact's row, and in the status line, that its form is open."""
        self.model.set_editing(contact_id)
        contact = self._context.contacts.contact(contact_id) if contact_id else None
        self._shell.say_doing(sentences_book.editing(contact.name) if contact is not None else "")

    def _shown(self, _content: object) -> None:
        self._bring_into_view(self._bring)
        search = self.page.search
        if self._begins and self.page.state is ListState.READY:
            self._begins = False
            if search.hasFocus() and not search.text():
                focus.give(self.list, ring=focus.by_keyboard())

    def _bring_into_view(self, contact_id: str) -> None:
        """Choose a contact that was saved, came back or was asked for, at once or when the list has it."""
        contact = self._context.contacts.contact(contact_id) if contact_id else None
        found = contact is not None and self.list.go_to_entry(contact)
        self._bring = "" if found or contact is None else contact_id

    def _came_back(self, contact_id: str) -> None:
        """Show the contact whose deletion was taken back, unless somebody writes in another one's form."""
        self._bring_into_view(contact_id)
        if not self.detail_presenter.writing.is_changed:
            self.detail_presenter.show(contact_id)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete the contact that is shown, wherever the focus is that has no other use for the key."""
        delete = event.key() == Qt.Key.Key_Delete and not event.modifiers()
        if delete and self.detail_presenter.writing.draft is None:
            self.handling.delete_chosen()
            return
        super().keyPressEvent(event)

    def take_focus(self, *, ring: bool) -> None:
        """Begin in the list; in the search where it is empty, or is read for the first time."""
        ready = self.page.state is ListState.READY
        self._begins = not ready
        focus.give(self.list if ready else self.page.search, ring=ring)

    def look_for(self) -> None:
        """Search in the list."""
        self.page.focus_search()

    def go_next(self) -> None:
        """Go to the next contact in the list."""
        self.list.step()
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Empty the search, leave the form, or go back to the list."""
        if self.page.search.hasFocus():
            self.page.leave_search()
        elif self.detail_presenter.writing.draft is not None:
            self.detail_presenter.cancel()
        else:
            self.go_back()
