"""Taking a provider's phonebook over: what is new, changed and gone in it since the last list."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

from desktop.domain.contacts import ContactCard, EditState, Pending, ProviderContact
from desktop.numbers import normalise
from desktop.store import contact_edits, contacts
from desktop.store.connection import Db
from desktop.store.contacts import BookRow, Derived, Row, card_of, derived, spelled
from desktop.store.times import from_micros, to_micros

T = TypeVar("T")

CHUNK = 500
"""So many contacts are written in one transaction: others' writes wait no longer than for these."""


class _Known(NamedTuple):
    contact_id: int
    there: str | None


@dataclass(slots=True)
class Plan:
    """What a list changes. `edited` are the contacts that an edit waits for; it is laid over them again."""

    account_id: int
    book: BookRow
    new: list[ProviderContact] = field(default_factory=list)
    changed: list[tuple[int, ContactCard]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    matched: list[tuple[int, ProviderContact]] = field(default_factory=list)
    edited: list[tuple[int, ContactCard | None]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many contacts change."""
        return len(self.new) + len(self.gone) + len(self.changed) + len(self.matched) + len(self.edited)

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return self.size > 0

    @property
    def contact_ids(self) -> list[int]:
        """The ids of the contacts that change, but not those of new ones."""
        told = [*self.changed, *self.matched, *self.edited]
        return [*self.gone, *[contact_id for contact_id, _ in told]]


def replace_book(
    db: Db,
    account_id: str,
    entries: Sequence[ProviderContact],
    *,
    places: Sequence[str],
    region: str | None,
    now: datetime,
) -> Plan:
    """Take a whole list over in one transaction. Edits that wait stay what they are, and stay shown."""
    account = int(account_id)
    contacts.keep_book(db, account, BookRow(tuple(places), region))
    found = plan(db, account_id, entries)
    meet_edits(db, found)
    for work in chunks(found):
        work.write(db)
    listed(db, account_id, now)
    return found


# -- finding out


def plan(db: Db, account_id: str, entries: Sequence[ProviderContact]) -> Plan:
    """Compare a list with what is kept. Reads only, and takes a second for 200,000 entries.

    What it finds holds as long as nobody else takes a list of this account over.
    """
    found = Plan(int(account_id), contacts.book(db, int(account_id)))
    known, nameless = _known(db, found.account_id)
    edited = _with_edits(db, found.account_id)
    listed: set[str] = set()
    for entry in entries:
        text = spelled(entry.card)
        if entry.provider_id is None:
            same = nameless.get(text)
            if same:
                same.pop()
            else:
                found.new.append(entry)
        elif entry.provider_id not in listed:
            listed.add(entry.provider_id)
            kept = known.get(entry.provider_id)
            if kept is None:
                found.new.append(entry)
            elif kept.there != text:
                (found.edited if kept.contact_id in edited else found.changed).append(
                    (kept.contact_id, entry.card)
                )
    for contact_id, there in (kept for provider_id, kept in known.items() if provider_id not in listed):
        if contact_id not in edited:
            found.gone.append(contact_id)
        elif there is not None:
            found.edited.append((contact_id, None))
    found.gone += [contact_id for same in nameless.values() for contact_id in same]
    _match(db, found)
    return found


def _known(db: Db, account: int) -> tuple[dict[str, _Known], dict[str, list[int]]]:
    """Read what the last list said: by provider id, and what has none by what it says."""
    known: dict[str, _Known] = {}
    nameless: dict[str, list[int]] = defaultdict(list)
    for contact_id, provider_id, there in db.execute(
        "SELECT id, provider_id, there FROM contacts WHERE account_id = ?"
        " AND (provider_id IS NOT NULL OR read_only)",
        (account,),
    ):
        if provider_id is None:
            nameless[there].append(contact_id)
        else:
            known[provider_id] = _Known(contact_id, there)
    return known, nameless


def _with_edits(db: Db, account: int) -> set[int]:
    rows = db.execute("SELECT DISTINCT contact_id FROM contact_edits WHERE account_id = ?", (account,))
    return {contact_id for (contact_id,) in rows}


class _Added(NamedTuple):
    contact_id: int
    card: ContactCard
    accepted: bool


def _match(db: Db, found: Plan) -> None:
    """Find the entries that additions of ours made: equal, and with an id that no list had before.

    Those that the provider surely took come first; then the order in which they were sent.
    """
    added = [
        _Added(contact_id, card_of(wanted), state == EditState.SENT)
        for contact_id, wanted, state in db.execute(
            "SELECT contact_id, wanted, state FROM contact_edits WHERE account_id = ? AND kind = ?"
            " AND sent_at IS NOT NULL ORDER BY state = ? DESC, id",
            (found.account_id, Pending.ADD, EditState.SENT),
        )
    ]
    if not added:
        return
    gone = {
        provider_id
        for (provider_id,) in db.execute(
            "SELECT provider_id FROM book_gone WHERE account_id = ?", (found.account_id,)
        )
    }
    free = {
        entry.provider_id: entry
        for entry in found.new
        if entry.provider_id is not None and entry.provider_id not in gone
    }
    region = found.book.region
    for alike in (_exactly, _in_meaning):
        places: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for provider_id, entry in free.items():
            places[alike(entry.card, region)].append(provider_id)
        for one in tuple(added):
            same = places.get(alike(one.card, region))
            if same:
                _take(found, free, one, same.pop(0))
                added.remove(one)
    for one in added:
        # Taken for certain, and changed by somebody since: it says at least one thing that ours does.
        if one.accepted:
            near = [key for key, entry in free.items() if _near(entry.card, one.card, region)]
            if len(near) == 1:
                _take(found, free, one, near[0])
    taken = {entry.provider_id for _, entry in found.matched}
    found.new = [entry for entry in found.new if entry.provider_id not in taken]


def _take(found: Plan, free: dict[str, ProviderContact], one: _Added, provider_id: str) -> None:
    found.matched.append((one.contact_id, free.pop(provider_id)))


def _exactly(card: ContactCard, _region: str | None) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in _filled(card))


def _in_meaning(card: ContactCard, region: str | None) -> tuple[str, ...]:
    name, *numbers = _exactly(card, region)
    return (name, *[normalise(number, region) or "" for number in numbers])


def _near(card: ContactCard, other: ContactCard, region: str | None) -> bool:
    name, *numbers = _in_meaning(card, region)
    other_name, *other_numbers = _in_meaning(other, region)
    return name == other_name or bool(numbers and numbers[:1] == other_numbers[:1])


def _filled(card: ContactCard) -> list[str]:
    """Return a card's texts without empty places at its end."""
    texts = [card.name, *card.numbers]
    while len(texts) > 1 and not texts[-1].strip():
        texts.pop()
    return texts


# -- writing


def meet_edits(db: Db, found: Plan) -> list[int]:
    """Write what a list says of contacts that edits wait for; what they show stays. Returns their ids.

    An entry that is gone keeps its provider id, and nothing is there any more.
    """
    db.executemany(
        "UPDATE contacts SET there = ?2 WHERE id = ?1",
        [(contact_id, None if card is None else spelled(card)) for contact_id, card in found.edited],
    )
    db.executemany(
        "UPDATE contacts SET provider_id = ?2, there = ?3 WHERE id = ?1",
        [(contact_id, entry.provider_id, spelled(entry.card)) for contact_id, entry in found.matched],
    )
    return [contact_id for contact_id, _ in (*found.edited, *found.matched)]


@dataclass(slots=True)
class Work:
    """A part of a plan, ready to be written: nothing slow is left."""

    account_id: int
    gone: list[int] = field(default_factory=list)
    changed: list[tuple[int, str, Derived]] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)

    def write(self, db: Db) -> list[int]:
        """Write it. Contacts that an edit began to wait for meanwhile keep what they show: their ids."""
        edited = _edited(db, [*self.gone, *(contact_id for contact_id, _, _ in self.changed)])
        contacts.delete(db, [contact_id for contact_id in self.gone if contact_id not in edited])
        db.executemany(
            "UPDATE contacts SET there = NULL WHERE id = ?",
            [(contact_id,) for contact_id in self.gone if contact_id in edited],
        )
        db.executemany(
            "UPDATE contacts SET there = ?2 WHERE id = ?1",
            [(contact_id, there) for contact_id, there, _ in self.changed],
        )
        contacts.show(
            db,
            self.account_id,
            [(contact_id, shows) for contact_id, _, shows in self.changed if contact_id not in edited],
        )
        contacts.insert(db, self.account_id, self.new)
        return sorted(edited)


def chunks(found: Plan) -> Iterator[Work]:
    """Prepare the rest of a plan in parts of a bounded size. Numbers are read here: slow, and no SQL."""
    for gone in _parts(found.gone):
        yield Work(found.account_id, gone=list(gone))
    for changed in _parts(found.changed):
        yield Work(
            found.account_id,
            changed=[(contact_id, spelled(card), derived(card, found.book)) for contact_id, card in changed],
        )
    for new in _parts(found.new):
        yield Work(
            found.account_id,
            new=[
                Row(
                    derived(entry.card, found.book),
                    entry.provider_id,
                    spelled(entry.card),
                    read_only=entry.provider_id is None,
                )
                for entry in new
            ],
        )


def listed(db: Db, account_id: str, now: datetime) -> None:
    """Note that a list was taken over whole."""
    account = int(account_id)
    db.execute("UPDATE books SET listed_at = ? WHERE account_id = ?", (to_micros(now), account))
    # What was in a list once matters only while an addition may still have to be found.
    db.execute(
        "DELETE FROM book_gone WHERE account_id = ?1 AND NOT EXISTS (SELECT 1 FROM contact_edits"
        " WHERE account_id = ?1 AND kind = ?2)",
        (account, Pending.ADD),
    )


class Counts(NamedTuple):
    """How many contacts an account has, how many edits wait, and when its phonebook was last read whole.

    `conflicts` are those of the `unsent` of which somebody has to choose a version.
    """

    contacts: int
    unsent: int
    conflicts: int
    listed_at: datetime | None


def counts(db: Db, account_id: str) -> Counts:
    """Count what is shown of an account's phonebook."""
    account = int(account_id)
    shown = db.execute("SELECT count(*) FROM contacts WHERE account_id = ? AND shown", (account,)).get
    at = db.execute("SELECT listed_at FROM books WHERE account_id = ?", (account,)).get
    return Counts(
        shown,
        contact_edits.unsent(db, account_id),
        contact_edits.conflicts(db, account_id),
        None if at is None else from_micros(at),
    )


def _edited(db: Db, contact_ids: Iterable[int]) -> set[int]:
    return {
        contact_id
        for (contact_id,) in db.execute(
            "SELECT DISTINCT contact_id FROM contact_edits"
            " WHERE contact_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(contact_ids)),),
        )
    }


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
