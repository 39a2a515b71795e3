"""The notes over a contact: not sent yet, not saved, only to be read, changed while its form is open."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.views import ContactView, FormView, Meanwhile, Standing
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Tone
from desktop.ui.kit.panes import Banner
from desktop.ui.kit.theme import u
from desktop.ui.strings import REMOVE_FROM_LIST

_SECOND_MS = 1000


class Note(Banner):
    """One note with up to two links."""

    def __init__(self, tone: Tone, *links: Button) -> None:
        super().__init__(tone, block=True)
        self._said = ("", "")
        for link in links:
            self.add(link)
        self.hide()

    def say(self, lead: str, text: str) -> None:
        """Show a note, or hide it when there is nothing to say."""
        if (lead, text) != self._said:
            self._said = (lead, text)
            self.set_message(lead, text)
            self.setAccessibleName(f"{lead} {text}".strip())
        self.setVisible(bool(lead or text))


class Notes(QWidget):
    """All of them, one under the other; as high as those that are shown.

    `retry_wanted`, `discard_wanted`, `choose_wanted` and `unlist_wanted` are links. A countdown runs only
    while it is seen.
    """

    retry_wanted = Signal()
    discard_wanted = Signal()
    choose_wanted = Signal()
    unlist_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._view: ContactView | None = None
        self.retry = Button(strings.RETRY, kind="link", px=12)
        self.retry.clicked.connect(self.retry_wanted)
        self.discard = Button(strings.DISCARD, kind="link", px=12)
        self.discard.clicked.connect(self.discard_wanted)
        self.unlist = Button(REMOVE_FROM_LIST, kind="link", px=12)
        self.unlist.clicked.connect(self.unlist_wanted)
        self.listed = Note("missed", self.unlist)
        self.failed = Note("missed", self.retry, self.discard)
        self.try_now = Button(strings.TRY_NOW, kind="link", px=12)
        self.try_now.clicked.connect(self.retry_wanted)
        self.waiting = Note("waiting", self.try_now)
        self.choose = Button(strings.CHOOSE, kind="link", px=12)
        self.choose.clicked.connect(self.choose_wanted)
        self.conflict = Note("waiting", self.choose)
        self.read_only = Note("neutral")
        self.meanwhile = Note("waiting")
        self.trouble = Note("missed")
        self.no_book = Note("waiting")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(8))
        for note in self._all:
            column.addWidget(note)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)

    @property
    def _all(self) -> tuple[Note, ...]:
        return (
            self.listed,
            self.failed,
            self.waiting,
            self.conflict,
            self.read_only,
            self.meanwhile,
            self.trouble,
            self.no_book,
        )

    def show_listed(self, sentence: str) -> None:
        """Say that a number must not be called, since when and why; "" for not."""
        self.listed.say("", sentence)
        self._settle()

    def show_contact(self, view: ContactView) -> None:
        """Say where an opened contact's change is, and why it can only be read."""
        self._view = view
        self.meanwhile.say("", "")
        self.trouble.say("", "")
        self.no_book.say("", "")
        failed = view.standing is Standing.FAILED
        self.failed.say(f"{strings.NOT_SAVED}." if failed else "", view.reason if failed else "")
        conflict = view.contact.conflict if view.standing is Standing.CONFLICT else None
        said = sentences.changed_by_somebody(conflict, self._now()) if conflict is not None else ""
        self.conflict.say(said and f"{said}.", "")
        self.read_only.say(f"{strings.READ_ONLY}." if view.refusal else "", view.refusal)
        self._tick()
        self._settle()

    def show_form(self, form: FormView) -> None:
        """Say what became of the contact while its form is open, and why it was not saved."""
        self._view = None
        for note in (self.failed, self.waiting, self.conflict, self.read_only):
            note.say("", "")
        lead, text = {
            Meanwhile.NOTHING: ("", ""),
            Meanwhile.CHANGED: (f"{strings.CHANGED_MEANWHILE}.", strings.CHANGED_MEANWHILE_TEXT),
            Meanwhile.GONE: (f"{strings.GONE_MEANWHILE}.", strings.GONE_MEANWHILE_TEXT),
        }[form.meanwhile]
        self.meanwhile.say(lead, text)
        self.trouble.say(f"{strings.NOT_SAVED}." if form.trouble else "", form.trouble)
        bookless = not form.draft.account_id
        self.no_book.say(f"{strings.NO_BOOK}." if bookless else "", strings.NO_BOOK_TEXT if bookless else "")
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Count on."""
        super().showEvent(event)
        self._tick()
        self._count()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count for nobody."""
        super().hideEvent(event)
        self._second.stop()

    def _tick(self) -> None:
        view = self._view
        if view is None:
            return
        leads = {Standing.WAITING: f"{strings.NOT_SENT}.", Standing.SENDING: f"{strings.BEING_SENT}."}
        lead = leads.get(view.standing, "")
        text = ""
        if view.standing is Standing.WAITING:
            text = sentences.not_sent(view.reason, view.next_try, self._now())
        self.waiting.say(lead, text)
        self.try_now.setVisible(view.standing is Standing.WAITING)

    def _settle(self) -> None:
        self.setVisible(any(not note.isHidden() for note in self._all))
        self._count()

    def _count(self) -> None:
        view = self._view
        counts = view is not None and view.standing is Standing.WAITING and view.next_try is not None
        if counts and self.isVisible():
            self._second.start()
        else:
            self._second.stop()
