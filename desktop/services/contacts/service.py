"""The contacts of all accounts: what a person does to them, and what keeps them up to date."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from desktop.domain.accounts import Ability, Account, Manifest
from desktop.domain.changes import Topic
from desktop.domain.contacts import Book, Contact, ContactCard, ContactQuery, Outbox, TrashedContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.contacts import outbox
from desktop.services.contacts.checks import clean, complaint
from desktop.services.contacts.posting import Posting
from desktop.services.contacts.sending import SendingContext
from desktop.services.settings import Settings
from desktop.services.tasks import Report
from desktop.store import Db, Store, books, contact_edits, contacts
from desktop.store.contact_lists import ContactLists
from desktop.store.contacts import BookRow, derived

PIECE = 500
"""Contacts that are read at a time while they are streamed."""


class Contacts:
    """Phonebooks, edited here first and sent when that can be done. All methods run on the engine's loop.

    An edit is kept, and shown, before a method returns; `start` sends in the background what waits,
    `settled` waits for it. Ids are ours. Methods that change raise `Trouble`: NO_CONTACT, UNSUPPORTED
    where a phonebook cannot be edited, USAGE with what is wrong with a card.
    """

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        settings: Settings,
        changes: Changes,
        manifests: Mapping[str, Manifest],
        now: Callable[[], datetime],
        wait_scale: float,
        report: Report,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._changes = changes
        self._manifests = manifests
        self._now = now
        context = SendingContext(store, accounts, changes, now, wait_scale)
        self._posting = Posting(context, settings, manifests, report)

    # -- reading

    async def get(self, contact_id: str) -> Contact:
        """Read one contact, also one whose deletion waits. Raises `Trouble` NO_CONTACT."""
        contact = await self._store.read(lambda db: contacts.get(db, contact_id))
        if contact is None:
            raise Trouble(ErrorKind.NO_CONTACT, name=contact_id)
        return contact

    async def find_all(self, wanted: ContactQuery) -> list[Contact]:
        """Read all contacts that fit, in the list's order."""

        def work(db: Db) -> list[Contact]:
            return contacts.get_all(db, ContactLists().ids(db, wanted))

        return await self._store.read(work)

    async def select(self, wanted: ContactQuery, limit: int | None = None) -> AsyncIterator[Contact]:
        """Stream the contacts that fit, in the list's order, without holding them all."""
        ids = (await self._store.read(lambda db: ContactLists().ids(db, wanted)))[:limit]
        for start in range(0, len(ids), PIECE):
            piece = ids[start : start + PIECE]
            for contact in await self._store.read(partial(contacts.get_all, contact_ids=piece)):
                yield contact

    async def deleting(self, account_ids: Collection[str] = ()) -> list[Contact]:
        """Read the contacts whose deletion waits, which no list shows; of these accounts, or of all."""
        return await self._store.read(lambda db: contacts.hidden(db, account_ids))

    async def books(self) -> list[Book]:
        """Read the phonebooks of all accounts whose provider has one, in the order of the accounts."""
        found = []
        for account in await self._accounts.all():
            manifest = self._manifests.get(account.provider)
            if manifest is None or not manifest.number_places:
                continue
            counts = await self._store.read(partial(books.counts, account_id=account.id))
            found.append(
                Book(
                    account_id=account.id,
                    account=account.name,
                    provider=account.provider,
                    places=manifest.number_places,
                    region=await self._accounts.region(account.id),
                    contacts=counts.contacts,
                    unsent=counts.unsent,
                    listed_at=counts.listed_at,
                    refusal=_refusal(account),
                    conflicts=counts.conflicts,
                )
            )
        return found

    async def unsent(self, account_id: str) -> int:
        """Count the contacts of an account whose edit is not at the provider."""
        return await self._store.read(lambda db: contact_edits.unsent(db, account_id))

    async def stuck(self, most: int) -> list[str]:
        """Return the contacts (our ids) whose edit waits for a person, at most so many."""
        return await self._store.read(lambda db: contact_edits.stuck(db, most))

    async def waiting(self) -> tuple[Outbox, ...]:
        """Return the accounts that have edits to send, and when that is tried next."""
        return await self._posting.waiting()

    # -- editing

    async def add(self, account_id: str, card: ContactCard, *, favourite: bool = False) -> Contact:
        """Add a contact to an account's phonebook. Raises also `Trouble` NO_ACCOUNT."""
        (contact_id,) = await self._add(account_id, [card], favourite=favourite)
        return await self.get(contact_id)

    async def add_all(self, account_id: str, cards: Sequence[ContactCard]) -> list[str]:
        """Add many contacts in one transaction; returns their ids, in the order of the cards."""
        return await self._add(account_id, cards) if cards else []

    async def _add(
        self, account_id: str, cards: Sequence[ContactCard], *, favourite: bool = False
    ) -> list[str]:
        book = await self._book(account_id)
        checked = [_checked(card, book.places) for card in cards]
        rows = await asyncio.to_thread(lambda: [(card, derived(card, book)) for card in checked])
        account = int(account_id)

        def work(db: Db) -> list[str]:
            if contacts.book(db, account) == BookRow((), None):
                contacts.keep_book(db, account, book)
            return outbox.add(db, account, rows, favourite=favourite)

        return self._edited(account_id, await self._store.write(work))

    async def edit(self, contact_id: str, card: ContactCard, seen: ContactCard | None = None) -> Contact:
        """Change what a contact says.

        `seen` is the card a person started from, None what is shown now: what else changed since then
        stays, and a field that both changed is a conflict.
        """
        await self._edit([(contact_id, card, seen)], by_hand=True)
        return await self.get(contact_id)

    async def edit_all(self, edits: Sequence[tuple[str, ContactCard, ContactCard | None]]) -> None:
        """Change many contacts (id, card, card that was seen) in one transaction; nobody looks at each.

        Raises also `Trouble` CHANGED for one that waits for somebody's answer; nothing is changed then.
        """
        await self._edit(edits, by_hand=False)

    async def _edit(
        self, edits: Sequence[tuple[str, ContactCard, ContactCard | None]], *, by_hand: bool
    ) -> None:
        wanted = []
        known: dict[str, BookRow] = {}
        for contact_id, card, seen in edits:
            one = await self.get(contact_id)
            if one.account_id not in known:
                known[one.account_id] = await self._book(one.account_id)
            places = known[one.account_id].places
            wanted.append((one, _checked(card, places), None if seen is None else clean(seen, places)))

        def work(db: Db) -> None:
            for one, card, seen in wanted:
                outbox.edit(db, one.id, card, self._now(), seen, by_hand=by_hand)

        await self._store.write(work)
        self._edited_all([one for one, _, _ in wanted])

    async def merge(self, keep: Contact, card: ContactCard, others: Sequence[Contact]) -> Contact:
        """Let one contact say all, and delete the others, in one transaction; of one account (else USAGE).

        They are handed over as a person saw them. Raises `Trouble` CHANGED, and changes nothing, when one
        says something else by now, or waits for somebody's answer.
        """
        if any(one.account_id != keep.account_id for one in others):
            raise Trouble(ErrorKind.USAGE, detail="Only contacts of one phone book can be put together.")
        wanted = _checked(card, (await self._book(keep.account_id)).places)
        gone = list({one.id: one for one in others if one.id != keep.id}.values())
        await self._store.write(lambda db: outbox.merge(db, keep, wanted, gone, self._now()))
        self._edited_all([keep, *gone])
        return await self.get(keep.id)

    async def delete(self, contact_ids: Collection[str]) -> None:
        """Delete contacts, which stay in the trash. One can be undone for 8 s before anything is sent."""
        if isinstance(contact_ids, str):
            raise TypeError("one id is no collection of ids: its digits would be deleted one by one")
        ids = list(dict.fromkeys(contact_ids))
        chosen = [await self.get(contact_id) for contact_id in ids]
        for account_id in {one.account_id for one in chosen}:
            await self._book(account_id)
        await self._store.write(lambda db: outbox.delete(db, ids, self._now(), hold=len(ids) == 1))
        self._edited_all(chosen)

    async def undo(self, contact_id: str) -> Contact:
        """Take a deletion back while nothing of it is sent. Raises `Trouble` USAGE when it is too late."""
        return await self._change(contact_id, outbox.undo)

    async def resolve(self, contact_id: str, card: ContactCard | None, there: ContactCard | None) -> None:
        """Answer a conflict with the card that shall stand; None deletes the contact.

        `there` is the conflict's, as the person saw it: what stands there by now is met like any change.
        """
        one = await self.get(contact_id)
        chosen = None if card is None else _checked(card, (await self._book(one.account_id)).places)
        await self._store.write(lambda db: outbox.resolve(db, contact_id, chosen, there, self._now()))
        self._edited_all([one])

    async def retry(self, contact_id: str) -> Contact:
        """Send again, at once, what the provider refused or what waits for the next try."""
        return await self._change(contact_id, outbox.retry)

    async def discard(self, contact_id: str) -> None:
        """Forget an edit that is not at the provider; an addition goes to the trash."""
        one = await self.get(contact_id)
        await self._store.write(lambda db: outbox.discard(db, contact_id, self._now()))
        self._edited_all([one])

    async def _change(self, contact_id: str, change: Callable[[Db, str, datetime], None]) -> Contact:
        await self._store.write(lambda db: change(db, contact_id, self._now()))
        one = await self.get(contact_id)
        self._edited_all([one])
        return one

    async def favourite(self, contact_id: str, favourite: bool) -> None:
        """Make a contact one of the favourites, or not. Only known here."""
        await self.get(contact_id)
        await self._store.write(lambda db: contacts.set_favourite(db, contact_id, favourite=favourite))
        self._changes.tell(Topic.CONTACTS, ids=frozenset({contact_id}))

    # -- the trash

    async def trash(self) -> list[TrashedContact]:
        """Read what was deleted here in the last 30 days, the last one first."""
        return await self._store.read(lambda db: contact_edits.trash(db, self._now()))

    async def restore(self, trash_ids: Sequence[str]) -> list[str]:
        """Add contacts of the trash again; returns their ids. Raises `Trouble` NO_CONTACT."""

        def work(db: Db) -> list[str]:
            return [outbox.restore(db, trash_id, self._now()) for trash_id in dict.fromkeys(trash_ids)]

        restored = await self._store.write(work)
        self._edited_all([await self.get(contact_id) for contact_id in restored])
        return restored

    async def purge(self, trash_ids: Sequence[str] | None = None) -> None:
        """Forget contacts of the trash for good; None means all."""
        await self._store.write(lambda db: contact_edits.empty_trash(db, trash_ids))
        self._changes.tell(Topic.CONTACTS)

    # -- being up to date

    async def refresh(self, account_ids: Collection[str] | None = None) -> None:
        """Read these phonebooks again (None: all that are not paused), and send what waits.

        Raises the first trouble that an account met, once all have been tried.
        """
        met: Trouble | None = None
        for book in await self.books():
            if book.refusal is None and (account_ids is None or book.account_id in account_ids):
                try:
                    await self.refresh_one(book.account_id)
                except Trouble as trouble:
                    met = met or trouble
        if met is not None:
            raise met

    async def refresh_one(self, account_id: str) -> int:
        """Read one phonebook and send what waits; returns how many contacts changed. Raises `Trouble`.

        Does nothing for an account whose provider has no phonebook, or does not let us read it.
        """
        account = await self._accounts.get(account_id)
        if not self._manifests[account.provider].number_places or _refusal(account) is not None:
            return 0
        return await self._posting.post(account, listing=True)

    async def settled(self, contact_ids: Collection[str], timeout_s: float) -> bool:
        """Send what waits of these, and wait until nothing does: it is sent, refused, or has two versions.

        Returns False when the time is over before, or when nothing that waits can be sent as things stand.
        """
        return await self._posting.settled(contact_ids, timeout_s)

    def start(self) -> None:
        """Begin to read phonebooks and to send in the background."""
        self._posting.start()

    def refresh_now(self) -> None:
        """Read all phonebooks at once (needs `start`)."""
        self._posting.refresh_now()

    def hurry(self) -> None:
        """Send now what waits, unless a provider asked for a pause (needs `start`)."""
        self._posting.hurry_all()

    async def close(self) -> None:
        """End the background work; a request that has left is waited for, for a moment."""
        await self._posting.close()

    # -- helpers

    async def _book(self, account_id: str) -> BookRow:
        """Return what an account's phonebook looks like. Raises `Trouble` NO_ACCOUNT, UNSUPPORTED."""
        account = await self._accounts.get(account_id)
        manifest = self._manifests.get(account.provider)
        refusal = _refusal(account)
        if manifest is None or not manifest.number_places:
            refusal = refusal or "it has no phone book"
        if manifest is None or refusal is not None:
            raise Trouble(ErrorKind.UNSUPPORTED, account=account.name, detail=refusal)
        return BookRow(manifest.number_places, await self._accounts.region(account_id))

    def _edited(self, account_id: str, contact_ids: list[str]) -> list[str]:
        self._changes.tell(
            Topic.CONTACTS, ids=frozenset(contact_ids) if len(contact_ids) == 1 else frozenset()
        )
        self._posting.hurry({account_id})
        return contact_ids

    def _edited_all(self, edited: Sequence[Contact]) -> None:
        ids = frozenset(one.id for one in edited)
        self._changes.tell(Topic.CONTACTS, ids=ids)
        self._posting.hurry({one.account_id for one in edited})


def _checked(card: ContactCard, places: Sequence[str]) -> ContactCard:
    """Return the card as it is kept. Raises `Trouble` USAGE."""
    cleaned = clean(card, places)
    wrong = complaint(cleaned, places)
    if wrong is not None:
        raise Trouble(ErrorKind.USAGE, detail=wrong)
    return cleaned


def _refusal(account: Account) -> str | None:
    """Say why an account's phonebook cannot be read, if it cannot."""
    return (account.missing or {}).get(Ability.PHONEBOOK)
