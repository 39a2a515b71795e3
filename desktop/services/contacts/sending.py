"""Reads an account's phonebook and sends what waits in the outbox: one at a time for each account.

Nothing is repeated before a list has shown what became of it, and nothing is changed or deleted that a
list made just now does not show as the person saw it.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from desktop.domain.accounts import Ability, Account, Manifest
from desktop.domain.changes import Topic
from desktop.domain.contacts import EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import PhonebookSource
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.contacts import outbox
from desktop.services.contacts.settling import Listed, by_contact, forget, leading, settle
from desktop.store import Db, Store, books, contact_edits, contacts
from desktop.store.contact_edits import Edit
from desktop.store.contacts import BookRow

log = logging.getLogger(__name__)

LINGER = timedelta(seconds=5)
"""A request of which nothing was heard is not on its way any more after this."""

FRESH_S = 5.0
"""A list older than this says nothing of what may be changed or deleted."""

MARKED = 20
"""So many additions are noted as under way in one transaction; the rest of them is sent without one."""

PART = 200
"""So many contacts with edits are looked at in one transaction."""

_IN_A_ROW = 3
_TOLD_IDS = 200

_REFUSED = frozenset(
    {
        ErrorKind.INVALID,
        ErrorKind.FORBIDDEN,
        ErrorKind.REFUSED,
        ErrorKind.CONFLICT,
        ErrorKind.UNSUPPORTED,
    }
)
_UNDER_WAY = frozenset({EditState.WAITING, EditState.SENDING, EditState.SENT})
_NOT_SENT = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.CERTIFICATE,
        ErrorKind.SIGN_IN,
        ErrorKind.RATE_LIMITED,
        ErrorKind.USAGE,
    }
)


class Fate(Enum):
    """What a request did."""

    DONE = auto()
    REFUSED = auto()
    MISSING = auto()
    NOTHING = auto()
    UNKNOWN = auto()


def fate_of(trouble: Trouble) -> Fate:
    """Say what a failed request did. Whatever is not certain is unknown: a list will tell."""
    if trouble.kind in _REFUSED:
        return Fate.REFUSED
    if trouble.kind is ErrorKind.NOT_FOUND:
        return Fate.MISSING
    return Fate.NOTHING if trouble.kind in _NOT_SENT else Fate.UNKNOWN


@dataclass(frozen=True)
class SendingContext:
    """What every round needs."""

    store: Store
    accounts: Accounts
    changes: Changes
    now: Callable[[], datetime]
    wait_scale: float

    @property
    def linger(self) -> timedelta:
        """How long a request may be on its way after the last that was heard of it."""
        return LINGER * self.wait_scale


@dataclass(slots=True)
class Letter:
    """An edit that is about to be sent, as it was noted; `before` is when it was sent earlier."""

    edit: Edit
    provider_id: str | None
    before: datetime | None


class Round:
    """One round for one account: list, send what can be sent, and list again until nothing can.

    `changed` counts the contacts that lists changed, `sent` what the provider took; `works` says that lists
    can be read, whatever became of edits.
    """

    def __init__(self, context: SendingContext, account: Account, manifest: Manifest) -> None:
        self._context = context
        self._store = context.store
        self._account = account
        self._manifest = manifest
        self._fresh_until = float("-inf")
        self.changed = 0
        self.sent = 0
        self.listed = self.works = False
        self.stopping = False

    async def run(self, *, listing: bool) -> None:
        """Make the round; `listing` reads the phonebook also when nothing waits. Raises `Trouble`."""
        await self._release()
        met: Trouble | None = None
        left = in_vain = 0
        while not self.stopping and (listing or await self._has_work()):
            phonebook = await self._phonebook()
            await self._list(phonebook)
            listing = False
            edits = await self._store.read(lambda db: contact_edits.of_account(db, self._account.id))
            under_way = sum(edit.state in _UNDER_WAY for edit in edits)
            in_vain = in_vain + 1 if met is not None and under_way >= left else 0
            if met is not None and in_vain > 1:
                self.works = True
                raise met  # nothing came of it twice: later, perhaps
            left, due = under_way, _due(edits)
            if due and not self.stopping:
                met = await self._send(phonebook, due)
                listing = True

    async def _release(self) -> None:
        now = self._context.now()
        released = await self._store.write(lambda db: outbox.release_held(db, self._account.id, now))
        if released:
            self._told(released)

    async def _phonebook(self) -> PhonebookSource:
        session = await self._context.accounts.session(self._account.id)
        if session.phonebook is None:
            reason = session.missing.get(Ability.PHONEBOOK, "it has no phone book")
            raise Trouble(ErrorKind.UNSUPPORTED, account=self._account.name, detail=reason)
        return session.phonebook

    async def _has_work(self) -> bool:
        """Whether a list would help anything on: something can be sent, or may have arrived."""
        edits = await self._store.read(lambda db: contact_edits.moments(db, self._account.id))
        arrived_by = self._context.now() - self._context.linger
        return edits.ready or (edits.sent_at is not None and edits.sent_at <= arrived_by)

    # -- the list

    async def _list(self, phonebook: PhonebookSource) -> None:
        """Read the whole phonebook and take it over; then every edit is compared with what is there."""
        account, context, store = self._account, self._context, self._store
        region = await context.accounts.region(account.id)
        book = BookRow(self._manifest.number_places, region)
        await self._reread(book)
        began, began_s = context.now(), _clock()
        entries = await phonebook.contacts()
        found = await store.read(partial(books.plan, account_id=account.id, entries=entries))
        if found and not entries:
            # By one slip everybody would vanish, favourites and all.
            entries = await phonebook.contacts()
            found = await store.read(partial(books.plan, account_id=account.id, entries=entries))
        listed = Listed(began, context.linger)
        waiting = await store.write(partial(_take_edited, found=found))
        for part in _parts(waiting):
            await store.write(partial(_settle_all, contact_ids=part, now=context.now(), listed=listed))
        work = iter(books.chunks(found))
        while (ready := await asyncio.to_thread(next, work, None)) is not None:
            await store.write(partial(_write, work=ready, now=context.now(), listed=listed))
        await store.write(lambda db: books.listed(db, account.id, began))
        # A list that took long is not older for that: nothing would ever be sent.
        self._fresh_until, self.listed = _clock() + max(FRESH_S, _clock() - began_s), True
        self.changed += found.size
        if found or waiting:
            self._told(() if found.new else {*found.contact_ids, *waiting})

    async def _reread(self, book: BookRow) -> None:
        """Note what the phonebook looks like; with another region all numbers are read again."""
        account_id = int(self._account.id)
        kept = await self._store.read(lambda db: contacts.book(db, account_id))
        if kept == book:
            return
        for part in _parts(await self._store.read(lambda db: contacts.ids_of_account(db, account_id))):
            await self._store.write(partial(contacts.reread, contact_ids=part, book=book))
        await self._store.write(lambda db: contacts.keep_book(db, account_id, book))
        self._told(())

    # -- sending

    async def _send(self, phonebook: PhonebookSource, edits: list[Edit]) -> Trouble | None:
        """Send edits one after the other, until a list is due; returns the last trouble that was met.

        Raises the trouble that keeps the rest from being sent.
        """
        last: Trouble | None = None
        in_a_row = 0
        while edits and not self.stopping:
            many = 1
            if edits[0].kind is Pending.ADD:
                others = (place for place, edit in enumerate(edits) if edit.kind is not Pending.ADD)
                many = min(next(others, len(edits)), MARKED)
            elif _clock() > self._fresh_until:
                break
            ids, edits = [edit.id for edit in edits[:many]], edits[many:]
            letters = await self._store.write(partial(_mark, edit_ids=ids, now=self._context.now()))
            self._told(letter.edit.contact_id for letter in letters)
            while letters and not self.stopping:
                trouble = await self._one(phonebook, letters.pop(0))
                if trouble is None or fate_of(trouble) is Fate.REFUSED:
                    in_a_row = 0
                    continue
                last, in_a_row = trouble, in_a_row + 1
                if fate_of(trouble) is Fate.NOTHING or in_a_row >= _IN_A_ROW:
                    await self._unmark(letters)
                    raise trouble
            await self._unmark(letters)
        return last

    async def _one(self, phonebook: PhonebookSource, letter: Letter) -> Trouble | None:
        """Send one edit and note what became of it; returns the trouble that it met."""
        edit, provider_id, trouble, given = letter.edit, letter.provider_id, None, None
        try:
            if edit.kind is Pending.ADD:
                assert edit.wanted is not None
                given = await phonebook.add_contact(edit.wanted)
            elif edit.kind is Pending.EDIT:
                assert edit.wanted is not None
                assert provider_id is not None
                await phonebook.update_contact(provider_id, edit.wanted)
            else:
                assert provider_id is not None
                await phonebook.delete_contact(provider_id)
        except Trouble as met:
            trouble = met.with_context(account=self._account.name)
        fate = Fate.DONE if trouble is None else fate_of(trouble)
        sentence = None if trouble is None else trouble.sentence
        await self._store.write(
            lambda db: _note(db, letter, fate, self._context.now(), given=given, sentence=sentence)
        )
        self.sent += fate is Fate.DONE
        self._told([edit.contact_id])
        if trouble is not None:
            log.info("account %s: %s of a contact: %s", self._account.id, edit.kind, trouble.kind)
        return trouble

    async def _unmark(self, letters: list[Letter]) -> None:
        """Take back what was noted as under way and never left."""
        if letters:
            now = self._context.now()
            await self._store.write(partial(_never_left, letters=letters, now=now))

    def _told(self, contact_ids: Iterable[int | str]) -> None:
        ids = frozenset(map(str, contact_ids))
        self._context.changes.tell(Topic.CONTACTS, ids=ids if len(ids) <= _TOLD_IDS else frozenset())


def _due(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that may be sent: of each contact the one that has its turn, unless it is held.

    What was tried in vain before comes last, so that it holds nothing else up.
    """
    due = [edit for edit in map(leading, by_contact(edits)) if edit.state is EditState.WAITING]
    return sorted(due, key=lambda edit: (edit.tries, edit.id))


def _parts(contact_ids: list[int]) -> list[list[int]]:
    return [contact_ids[start : start + PART] for start in range(0, len(contact_ids), PART)]


def _clock() -> float:
    return asyncio.get_running_loop().time()


# -- in the writer


def _take_edited(db: Db, found: books.Plan) -> list[int]:
    """Write what the list says of contacts that edits wait for; returns those it may tell something of."""
    met = books.meet_edits(db, found)
    waiting = [
        edit.contact_id
        for edit in contact_edits.of_account(db, str(found.account_id))
        if edit.sent_at is not None or edit.kind is not Pending.ADD
    ]
    return list(dict.fromkeys([*met, *waiting]))


def _write(db: Db, work: books.Work, now: datetime, listed: Listed) -> None:
    """Write a part of the rest; who was edited since the list was compared is compared now."""
    _settle_all(db, work.write(db), now, listed)


def _settle_all(db: Db, contact_ids: Iterable[int], now: datetime, listed: Listed) -> None:
    for contact_id in contact_ids:
        settle(db, contact_id, now, listed)


def _mark(db: Db, edit_ids: list[int], now: datetime) -> list[Letter]:
    """Note edits as under way, those that still are as they were when they were found due."""
    letters = []
    for edit in contact_edits.by_ids(db, edit_ids):
        one = contacts.stored(db, edit.contact_id)
        if one is None or edit not in _due(contact_edits.of_contact(db, edit.contact_id)):
            continue
        before, edit.sent_at, edit.state = edit.sent_at, now, EditState.SENDING
        contact_edits.keep(db, edit)
        letters.append(Letter(edit, one.provider_id, before))
    return letters


def _never_left(db: Db, letters: Sequence[Letter], now: datetime) -> None:
    for letter in letters:
        _note(db, letter, Fate.NOTHING, now)


def _note(
    db: Db,
    letter: Letter,
    fate: Fate,
    now: datetime,
    *,
    given: str | None = None,
    sentence: str | None = None,
) -> None:
    """Note what became of an edit that was sent. One that was discarded meanwhile needs nothing."""
    kept = contact_edits.by_ids(db, [letter.edit.id])
    if not kept:
        return
    edit, one = kept[0], contacts.stored(db, kept[0].contact_id)
    assert one is not None
    if fate is Fate.DONE:
        _note_done(db, edit, given)
    elif fate is Fate.REFUSED or (fate is Fate.MISSING and edit.tries):
        edit.state, edit.error, edit.sent_at = EditState.FAILED, sentence, letter.before
        if edit.kind is Pending.DELETE:
            contact_edits.take_from_trash(db, edit.contact_id)
        contact_edits.keep(db, edit)
    elif fate is Fate.UNKNOWN:
        edit.tries += 1
        contact_edits.keep(db, edit)
    else:
        edit.state, edit.sent_at = EditState.WAITING, letter.before
        edit.tries += fate is Fate.MISSING
        contact_edits.keep(db, edit)
    settle(db, edit.contact_id, now)


def _note_done(db: Db, edit: Edit, given: str | None) -> None:
    if edit.kind is Pending.DELETE:
        forget(db, edit.contact_id)
    elif edit.kind is Pending.EDIT:
        contacts.set_there(db, edit.contact_id, edit.wanted)
        contact_edits.drop(db, edit)
    elif given is not None and contacts.with_provider_id(db, edit.account_id, given) is None:
        contacts.set_entry(db, edit.contact_id, given, edit.wanted)
    else:
        edit.state, edit.tries = EditState.SENT, 0
        contact_edits.keep(db, edit)
