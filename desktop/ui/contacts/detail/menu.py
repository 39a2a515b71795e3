"""What can be done with an opened contact beside calling and editing it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import sentences_detail
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.views import ContactView
from desktop.ui.kit.float import Menu
from desktop.ui.strings import ADD_TO_CAMPAIGN, ADD_TO_LIST


class MoreMenu(Menu):
    """`copied` carries a text and what it is; the others are entries."""

    copied = Signal(str, str)
    shared = Signal()
    delete_wanted = Signal()
    list_wanted = Signal()
    campaign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ContactView | None = None
        self.copy_text = self._entry(strings.COPY_AS_TEXT, "copy")
        self.share = self._entry(strings.SHARE, "save")
        self.copy_details = self._entry(strings.COPY_DETAILS, "info")
        self.addSeparator()
        self.campaign = self._entry(ADD_TO_CAMPAIGN, "campaign")
        self.listing = self._entry(ADD_TO_LIST, "block")
        self.addSeparator()
        self.delete = self._entry(strings.DELETE, "bin")
        self.triggered.connect(self._chosen)

    def open_for(self, view: ContactView, anchor: QWidget) -> None:
        """Show it below the button that asked for it."""
        self._view = view
        self.delete.setEnabled(not view.refusal)
        self.campaign.setVisible(view.campaigns)
        for action in (self.campaign, self.listing):
            action.setEnabled(bool(view.lines))
        self.open_under(anchor, at_end=True)

    def _entry(self, label: str, icon: str) -> QAction:
        return self.add(label, icon)

    def _chosen(self, action: QAction) -> None:
        view = self._view
        if view is None:
            return
        if action is self.copy_text:
            self.copied.emit(as_text(view), strings.CONTACT)
        elif action is self.copy_details:
            self.copied.emit(details(view), strings.DETAILS)
        elif action is self.share:
            self.shared.emit()
        elif action is self.listing:
            self.list_wanted.emit()
        elif action is self.campaign:
            self.campaign_wanted.emit()
        elif action is self.delete:
            self.delete_wanted.emit()


def as_text(view: ContactView) -> str:
    """Return a contact as one would write it to somebody."""
    return sentences.as_text(view.contact, [(line.label, line.shown) for line in view.lines])


def details(view: ContactView) -> str:
    """Return all that is known of a contact, for support."""
    contact = view.contact
    rows = [(strings.NAME, contact.name), *((line.label, line.raw) for line in view.lines)]
    rows += [
        (strings.PHONE_BOOK, view.book),
        (strings.OUR_ID, contact.id),
        (strings.PROVIDER_ID, contact.provider_id or ""),
        (strings.NOT_SENT, view.reason),
    ]
    return sentences_detail.facts_text([row for row in rows if row[1]])
