"""Somebody writes a contact: the draft, what is known of it at each letter, and what becomes of it."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.contacts import Book, Contact, ContactQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts.checks import clean
from desktop.ui.contacts.detail.differences import Difference, differences
from desktop.ui.contacts.detail.draft import Draft, Lack, draft_of, moved_to
from desktop.ui.contacts.detail.views import Ask, Elsewhere, FormView, Meanwhile
from desktop.ui.context import Context

TYPING_S = 0.3
"""So long nobody types before it is looked up who else has a number."""


class Writing(QObject):
    """Holds the draft. `shown` carries a `FormView`, or None when there is no form any more.

    `asked` carries an `Ask`, `pointed` the index of a field that something is wrong with. `saved` carries the
    id of the contact that came of it, `failed` says that none did. `unsaved` comes with the first letter.
    """

    shown = Signal(object)
    asked = Signal(object)
    pointed = Signal(int)
    saved = Signal(str)
    failed = Signal()
    unsaved = Signal()

    def __init__(
        self, context: Context, provider: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._provider = provider
        self._scope = context.scope()
        self._others: dict[str, Elsewhere | None] = {}
        self._differences: tuple[Difference, ...] = ()
        self._meanwhile = Meanwhile.NOTHING
        self._saving = False
        self._trouble = ""
        self.books: tuple[Book, ...] = ()
        self.draft: Draft | None = None
        self.view: FormView | None = None

    @property
    def is_changed(self) -> bool:
        """Whether somebody's text would be lost with the form."""
        return self.draft is not None and self.draft.is_changed

    @property
    def may_save(self) -> bool:
        """Whether the draft can be saved, perhaps with a number that is not complete."""
        if self.view is None:
            return False
        return self.view.obstacle is None or self.view.obstacle.is_soft

    def begin(self, draft: Draft) -> None:
        """Show a form."""
        self.draft = draft
        # What stands there and what was wanted stay the same, whatever is typed.
        conflict = draft.conflict
        self._differences = differences(conflict, len(draft.places), draft.region) if conflict else ()
        self._meanwhile = Meanwhile.NOTHING
        self._trouble = ""
        self._others = {}
        self._say()
        self._look()

    def drop(self) -> None:
        """Take the form away, with all that was written in it."""
        if self.draft is not None:
            self._scope.cancel("elsewhere")
            self.draft = self.view = None
            self.shown.emit(None)

    def set_books(self, books: tuple[Book, ...]) -> None:
        """Know the phone books that there are."""
        self.books = books
        if self.draft is not None:
            self._say()

    # ---- what a person does

    def write(self, field: int, text: str) -> None:
        """Take what was typed in a field."""
        if self.draft is not None and not self._saving:
            self._now(self.draft.with_text(field, text))

    def choose_book(self, account_id: str) -> None:
        """Put a new contact into another phone book."""
        book = next((one for one in self.books if one.account_id == account_id), None)
        if self.draft is not None and book is not None and self.draft.contact_id is None:
            self._now(moved_to(self.draft, book.account_id, book.places, book.region))

    def take_side(self, field: int, *, theirs: bool) -> None:
        """Let one version of a field stand."""
        if self.view is not None:
            one = next(one for one in self.view.differences if one.field == field)
            self._now(self.view.draft.with_text(field, one.theirs if theirs else one.yours))

    def take_all(self, *, theirs: bool) -> None:
        """Let one version of all fields stand."""
        conflict = self.draft.conflict if self.draft is not None else None
        card = (conflict.there if theirs else conflict.wanted) if conflict is not None else None
        if self.draft is not None and card is not None:
            self._now(self.draft.with_card(card))

    def let_go(self) -> None:
        """Let the contact be deleted, though somebody changed it."""
        self._start(let_go=True)

    def save(self, *, anyway: bool = False) -> bool:
        """Save the draft, or say what it lacks; `anyway` saves a number that is not complete.

        Returns whether it is on its way.
        """
        if self.draft is None or self.view is None or self._saving:
            return False
        obstacle = self.view.obstacle
        if obstacle is not None and not (anyway and obstacle.is_soft):
            self.pointed.emit(obstacle.field)
            if obstacle.is_soft:
                self.asked.emit(Ask.UNFINISHED)
            return False
        self._start(let_go=False)
        return True

    # ---- what happens meanwhile

    def hear(self, contact: Contact | None) -> None:
        """Learn what the contact whose form is open says by now."""
        draft = self.draft
        if draft is None or draft.contact_id is None or self._saving:
            return
        if contact is None:
            self._meanwhile = Meanwhile.GONE
        elif contact.conflict is None and draft.conflict is not None and not draft.is_changed:
            self.drop()  # somebody else chose
            return
        elif contact.conflict != draft.conflict or not draft.is_changed:
            self._again(contact, draft)
            return
        else:
            same = clean(contact.card, draft.places) == draft.started or draft.conflict is not None
            self._meanwhile = Meanwhile.NOTHING if same else Meanwhile.CHANGED
        self._others = {}
        self._say()
        self._look()

    def _again(self, contact: Contact, draft: Draft) -> None:
        """Begin anew with what is there now; what was typed stays."""
        fresh = draft_of(contact, draft.places, draft.region, draft.extensions)
        if draft.is_changed:
            fresh = draft.onto(fresh)
        if fresh != draft:
            self.begin(fresh)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    # ---- inside

    def _now(self, draft: Draft) -> None:
        first = not self.is_changed
        self.draft = draft
        self._trouble = ""
        self._say()
        self._look()
        if first and draft.is_changed:
            self.unsaved.emit()

    def _say(self) -> None:
        draft = self.draft
        if draft is None:
            return
        checks = draft.checks()
        self.view = FormView(
            draft=draft,
            checks=checks,
            obstacle=draft.obstacle(checks),
            elsewhere=tuple(self._others.get(check.info.e164 or "") for check in checks),
            books=tuple(book for book in self.books if book.refusal is None),
            provider=self._provider(draft.account_id),
            now=self._context.now(),
            differences=self._differences,
            meanwhile=self._meanwhile,
            saving=self._saving,
            trouble=self._trouble,
        )
        self.shown.emit(self.view)

    def _look(self) -> None:
        wanted = {check.info.e164 for check in self.view.checks if check.info.e164} if self.view else set()
        if wanted - self._others.keys():
            self._scope.start("elsewhere", self._look_elsewhere(), replace=True)

    async def _look_elsewhere(self) -> None:
        """Find out who else has the numbers of the form."""
        await asyncio.sleep(TYPING_S)
        if self.view is None or self.draft is None:
            return
        own = self.draft.contact_id
        for number in [check.info.e164 for check in self.view.checks]:
            if number and number not in self._others:
                self._others[number] = await self._elsewhere(number, own)
        self._say()

    async def _elsewhere(self, number: str, own: str | None) -> Elsewhere | None:
        service = self._context.services.contacts
        found = await self._context.bridge.run(service.find_all(ContactQuery(text=number)))
        others = [one for one in found if one.id != own and any(each.e164 == number for each in one.numbers)]
        return Elsewhere(others[0].id, others[0].name, len(others) - 1) if others else None

    def _start(self, *, let_go: bool) -> None:
        draft = self.draft
        if draft is None or self._saving:
            return
        self._saving, self._trouble = True, ""
        self._say()
        self._scope.start("save", self._end(draft) if let_go else self._save(draft))

    async def _save(self, draft: Draft) -> None:
        try:
            contact_id = await self._keep(draft)
        except Trouble as trouble:
            self._failed(trouble)
            return
        self._done(contact_id)

    async def _keep(self, draft: Draft) -> str:
        run, service = self._context.bridge.run, self._context.services.contacts
        if draft.contact_id is None:
            return (await run(service.add(draft.account_id, draft.card))).id
        try:
            if draft.conflict is not None:
                await run(service.resolve(draft.contact_id, draft.card, draft.conflict.there))
            else:
                await run(service.edit(draft.contact_id, draft.card, draft.started))
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.NO_CONTACT:
                raise
            added = await run(service.add(draft.account_id, draft.card, favourite=draft.favourite))
            return added.id
        return draft.contact_id

    async def _end(self, draft: Draft) -> None:
        """Delete the contact after all."""
        assert draft.contact_id is not None
        there = draft.conflict.there if draft.conflict is not None else None
        contacts = self._context.services.contacts
        try:
            await self._context.bridge.run(contacts.resolve(draft.contact_id, None, there))
        except Trouble as trouble:
            self._failed(trouble)
            return
        self._done(draft.contact_id)

    def _failed(self, trouble: Trouble) -> None:
        self._saving, self._trouble = False, trouble.sentence
        self._say()
        self.failed.emit()

    def _done(self, contact_id: str) -> None:
        self._saving = False
        self.drop()
        self.saved.emit(contact_id)


def is_nothing_new(view: FormView) -> bool:
    """Whether saving would change nothing, so that it only closes the form."""
    return view.obstacle is not None and view.obstacle.lack is Lack.UNCHANGED
