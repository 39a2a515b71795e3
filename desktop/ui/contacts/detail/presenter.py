"""The opened contact: what is known of it, and the form in which somebody writes. A draft is never lost."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import Book, Contact, EditState, Outbox, Pending
from desktop.domain.errors import Trouble
from desktop.services.importing.values import Format
from desktop.ui import sentences_contact as sentences
from desktop.ui.contacts.detail.calls import PersonCalls
from desktop.ui.contacts.detail.draft import draft_of, new_draft
from desktop.ui.contacts.detail.reading import contact_view
from desktop.ui.contacts.detail.views import Ask, CallsView, ContactView, Standing
from desktop.ui.contacts.detail.writing import Writing, is_nothing_new
from desktop.ui.context import Context
from desktop.ui.numberfacts import NumberFacts
from desktop.ui.shell.presenter import ShellPresenter

BOOK_KEY = "ui.book"
"""The setting that keeps in which phone book the last new contact was put."""

_CALLS = frozenset({Topic.CALLS, Topic.TAGS, Topic.ACCOUNTS})
_CONTACT = frozenset({Topic.CONTACTS, Topic.ACCOUNTS, Topic.LINES})
_UNDER_WAY = frozenset({EditState.HELD, EditState.WAITING, EditState.SENDING, EditState.SENT})
_BOOKS = frozenset({Topic.CONTACTS, Topic.ACCOUNTS})


class ContactPresenter(QObject):
    """The contact that is open. `shown` carries a `ContactView`, or None for nothing; `gone` says why then.

    `form` carries a `FormView`, or None when there is none; `begun` says that a person wants to write in it.
    `asked` carries an `Ask`: what must be answered before something is lost. `pointed` carries the field that
    something is wrong with. `editing` carries the id of the contact that is edited, "" for none and for a new
    one; `saved` the id of one that was saved; `stayed` the id of one that somebody did not want to leave.
    `told` is a passing sentence.
    """

    shown = Signal(object)
    gone = Signal()
    form = Signal(object)
    begun = Signal()
    asked = Signal(object)
    pointed = Signal(int)
    editing = Signal(str)
    saved = Signal(str)
    stayed = Signal(str)
    told = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._requests = context.scope()
        self._outbox: tuple[Outbox, ...] = ()
        self._after: Callable[[], None] | None = None
        self._known = self._outdated = False
        self.view: ContactView | None = None
        self.facts = NumberFacts(context, self)
        self._calls = PersonCalls(context, self)
        self._calls.read_them.connect(self._calls_read)
        self.writing = Writing(context, shell.provider_title, self)
        self.writing.shown.connect(self._form_shown)
        self.writing.asked.connect(self.asked)
        self.writing.pointed.connect(self.pointed)
        self.writing.saved.connect(self._saved)
        self.writing.unsaved.connect(self._tell_editing)
        self.writing.failed.connect(self.answer_stay)
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self.refresh_clock)

    # ---- opening and leaving

    @property
    def settled(self) -> bool:
        """Whether everything of the open contact has been read."""
        return self._calls.settled and self.facts.settled and not self._requests.names()

    @property
    def now(self) -> Callable[[], datetime]:
        """Return the clock."""
        return self._context.now

    def show(self, contact_id: str | None) -> None:
        """Show a contact (our id), or nothing. Unsaved changes of another one are asked about first."""
        draft = self.writing.draft
        if draft is not None and draft.contact_id == contact_id and contact_id is not None:
            return
        if draft is None and self.view is not None and self.view.contact.id == contact_id:
            return
        self.leave(lambda: self._open(contact_id))

    def edit(self, contact_id: str | None = None) -> None:
        """Open the form of a contact, the open one's when none is named."""
        contact_id = contact_id or (self.view.contact.id if self.view is not None else None)
        if contact_id is None:
            return
        draft = self.writing.draft
        if draft is not None and draft.contact_id == contact_id:
            self.begun.emit()
            return
        self.leave(lambda: self._edit(contact_id))

    def new(self, number: str = "", name: str = "", account_id: str = "") -> None:
        """Open the form of a new contact, perhaps with a number or a name, in an account's phone book."""
        self.leave(lambda: self._requests.start("new", self._new(number, name, account_id), replace=True))

    def leave(self, then: Callable[[], object]) -> bool:
        """Do something that takes the form away; unsaved changes are asked about first.

        Returns whether it was done at once. Else `then` is called when the person saved or discarded.
        """
        if not self.writing.is_changed:
            self.writing.drop()
            then()
            return True
        self._after = lambda: _call(then)
        self.asked.emit(Ask.LEAVE)
        return False

    def cancel(self) -> None:
        """Close the form; unsaved changes are asked about first."""
        self.leave(_nothing)

    def answer_save(self) -> None:
        """Answer: save, complete or not, and go where one wanted to go."""
        if not self.writing.save(anyway=True):
            self.answer_stay()

    def answer_discard(self) -> None:
        """Answer: throw away what was written, and go where one wanted to go."""
        self.writing.drop()
        self._go_on()

    def answer_stay(self) -> None:
        """Answer: go on writing."""
        self._after = None
        draft = self.writing.draft
        if draft is not None:
            self.stayed.emit(draft.contact_id or "")

    def save(self) -> None:
        """Save what is written; with nothing changed, close the form."""
        view = self.writing.view
        if view is not None and is_nothing_new(view):
            self.cancel()
        else:
            self.writing.save()

    def save_anyway(self) -> None:
        """Save a number that is not complete."""
        self.writing.save(anyway=True)

    # ---- what is done with the open contact

    def favourite(self) -> None:
        """Make the open contact a favourite, or not any more."""
        if self.view is not None:
            contact = self.view.contact
            service = self._context.services.contacts
            self._do("favourite", service.favourite(contact.id, not contact.favourite))

    def retry(self) -> None:
        """Send the change again at once."""
        if self.view is not None:
            self._do("retry", self._context.services.contacts.retry(self.view.contact.id))

    def discard(self) -> None:
        """Forget the change that was not sent, once the person confirmed it."""
        self.asked.emit(Ask.DISCARD)

    def discard_now(self) -> None:
        """Forget the change that was not sent."""
        if self.view is not None:
            self._do("discard", self._context.services.contacts.discard(self.view.contact.id))

    def share(self, file: Path) -> None:
        """Write the open contact as a vCard file."""
        if self.view is not None:
            self._requests.start(f"share {file}", self._share(self.view.contact.id, file))

    def read_calls(self) -> None:
        """Read the calls again."""
        if self.view is not None:
            self._calls.read(self.view.contact.id)

    def refresh_clock(self) -> None:
        """Work out the local times again, and what accounts and lines can do by now."""
        if self.view is not None:
            self._present(self.view.contact, self.view.calls)

    async def close(self) -> None:
        """End all tasks."""
        await self.writing.close()
        await self._calls.close()
        await self._requests.close()
        await self.facts.close()

    # ---- reading

    def _open(self, contact_id: str | None) -> Contact | None:
        self._calls.stop()
        contact = self._contact(contact_id) if contact_id is not None else None
        if contact is None:
            self.view = None
            self.shown.emit(None)
            if contact_id is not None:
                self.gone.emit()
            return None
        self._present(contact, CallsView())
        if not self._known:
            self._read_outbox()
        self._calls.read(contact.id)
        if contact.conflict is not None:
            self._requests.start("conflict", self._begin(contact, wanted=False), replace=True)
        return contact

    def _contact(self, contact_id: str) -> Contact | None:
        """Read a contact; one whose deletion is on its way is not there any more."""
        contact = self._context.contacts.contact(contact_id)
        deleted = contact is not None and contact.pending is Pending.DELETE and contact.state in _UNDER_WAY
        return None if deleted else contact

    def _present(self, contact: Contact, calls: CallsView) -> None:
        view = contact_view(
            contact,
            self._book(contact.account_id),
            self._outbox,
            calls,
            self._extensions(contact.account_id),
            self._shell.provider_title(contact.account_id),
            self._context.now(),
            several_accounts=len(self._shell.accounts) > 1,
            cannot=self._shell.cannot_call(),
            campaigns=self._shell.has_campaigns,
        )
        if view != self.view:
            self.view = view
            self.shown.emit(view)
        self.facts.show([one.e164 or one.raw for one in contact.numbers], has_campaigns=view.campaigns)

    def _calls_read(self, contact_id: str, calls: CallsView) -> None:
        if self.view is not None and self.view.contact.id == contact_id:
            self._present(self.view.contact, calls)

    def _heard(self, change: Change) -> None:
        waits = self.view is not None and self.view.standing is Standing.WAITING
        if change.topics & _BOOKS or (waits and Topic.SYNC in change.topics):
            self._read_outbox()
        if change.topics & _CONTACT:
            self._read_again()
        if self.view is not None and change.topics & (_CALLS | {Topic.CONTACTS}):
            self._calls.read_later(self.view.contact.id)

    def _read_again(self) -> None:
        draft = self.writing.draft
        if draft is not None and draft.contact_id is not None:
            self.writing.hear(self._contact(draft.contact_id))
        if self.view is None:
            return
        contact = self._contact(self.view.contact.id)
        if contact is None:
            if draft is None:
                self._open(None)
                self.gone.emit()
            return
        fresh = contact.conflict is not None and self.view.contact.conflict != contact.conflict
        self._present(contact, self.view.calls)
        if fresh and draft is None:
            self._requests.start("conflict", self._begin(contact, wanted=False), replace=True)

    def _read_outbox(self) -> None:
        self._outdated = True
        self._requests.start("outbox", self._outbox_now())

    async def _outbox_now(self) -> None:
        """Read the phone books, and when what waits is tried next, until nothing of it is outdated."""
        while self._outdated or not self._known:
            self._outdated = False
            await self._read_books()

    async def _read_books(self) -> None:
        service = self._context.services.contacts
        self.writing.set_books(tuple(await self._context.bridge.run(service.books())))
        self._outbox = await self._context.bridge.run(service.waiting())
        self._known = True
        self.refresh_clock()

    def _book(self, account_id: str) -> Book | None:
        return next((one for one in self.writing.books if one.account_id == account_id), None)

    def _extensions(self, account_id: str) -> tuple[str, ...]:
        return tuple(
            line.extension for line in self._shell.lines if line.account_id == account_id and line.extension
        )

    # ---- writing

    def _edit(self, contact_id: str) -> None:
        if self.view is None or self.view.contact.id != contact_id:
            self._open(contact_id)
        if self.view is not None and not self.view.refusal:
            contact = self.view.contact
            self._requests.start("conflict", self._begin(contact, wanted=True), replace=True)

    async def _begin(self, contact: Contact, *, wanted: bool) -> None:
        """Open the form, once it is known what the phone book has places for."""
        if self._book(contact.account_id) is None:
            await self._read_books()
        if self.view is None or self.view.contact.id != contact.id:
            return
        book = self._book(contact.account_id)
        self.writing.begin(
            draft_of(
                self.view.contact,
                book.places if book else (),
                book.region if book else None,
                self._extensions(contact.account_id),
            )
        )
        if wanted:
            self._tell_editing()
            self.begun.emit()

    async def _new(self, number: str, name: str, account_id: str) -> None:
        if not self.writing.books:
            await self._read_books()
        books = {one.account_id: one for one in self.writing.books if one.refusal is None}
        kept = self._context.services.settings.text(BOOK_KEY)
        book = books.get(account_id) or books.get(kept) or next(iter(books.values()), None)
        self.writing.begin(
            new_draft(
                book.account_id if book else "",
                book.places if book else (),
                book.region if book else None,
                name,
                number,
            )
        )
        self._tell_editing()
        self.begun.emit()

    def _form_shown(self, form: object) -> None:
        self.form.emit(form)
        if form is not None:
            return
        self.editing.emit("")
        if self.view is not None and self._contact(self.view.contact.id) is None:
            self.view = None  # deleted while the form was open
            self.shown.emit(None)
            self.gone.emit()

    def _tell_editing(self) -> None:
        draft = self.writing.draft
        self.editing.emit(draft.contact_id or "" if draft is not None else "")

    def _saved(self, contact_id: str) -> None:
        after, self._after = self._after, None
        opened = self._open(contact_id)
        if opened is not None:
            self._shell.keep(BOOK_KEY, opened.account_id)
        if after is not None:
            after()
        else:
            self.saved.emit(contact_id)

    def _go_on(self) -> None:
        after, self._after = self._after, None
        if after is not None:
            after()

    # ---- requests

    def _do(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        self._requests.start(name, self._told(work))

    async def _share(self, contact_id: str, file: Path) -> None:
        try:
            await self._context.bridge.run(
                self._context.services.importing.export(file, Format.VCARD4, ids=[contact_id])
            )
        except Trouble as trouble:
            self.told.emit(trouble.sentence)
        else:
            self.told.emit(sentences.shared(file.name))

    async def _told(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await self._context.bridge.run(work)
        except Trouble as trouble:
            self.told.emit(trouble.sentence)


def _call(function: Callable[[], object]) -> None:
    function()


def _nothing() -> None:
    return None
