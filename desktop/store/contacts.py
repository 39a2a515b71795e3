"""Contacts as they are shown, and what follows from them: their numbers, as calls have them."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import apsw

from desktop.domain.contacts import (
    Conflict,
    Contact,
    ContactCard,
    ContactNumber,
    EditState,
    Pending,
)
from desktop.numbers import normalise, search_key
from desktop.store import contact_search
from desktop.store.connection import Db
from desktop.store.fold import fold
from desktop.store.times import from_micros

OTHER = "#"
"""The heading of names that begin with no letter."""


class BookRow(NamedTuple):
    """What an account's phonebook calls its places for numbers, and the region its numbers are read with."""

    places: tuple[str, ...]
    region: str | None


class Derived(NamedTuple):
    """All that is kept of a card: the columns of `contacts`, and rows of `contact_numbers` without the id."""

    name: str
    numbers: str
    folded: str
    letter: str
    rows: tuple[tuple[int, str, str, str, str], ...]  # place, label, raw, number, key


def spelled(card: ContactCard) -> str:
    """Spell a card as the store keeps it."""
    return json.dumps([card.name, *card.numbers], ensure_ascii=False, separators=(",", ":"))


def card_of(text: str) -> ContactCard:
    """Read a card as the store keeps it."""
    name, *numbers = json.loads(text)
    return ContactCard(name, tuple(numbers))


def letter_of(folded: str) -> str:
    """Return the heading that a folded name stands under."""
    first = folded[:1].upper()[:1]
    return first if first.isalpha() else OTHER


def derived(card: ContactCard, book: BookRow) -> Derived:
    """Work out what is kept of a card. Slow for thousands: numbers are read."""
    folded = fold(card.name)
    pairs: list[tuple[str, str | None]] = []
    rows = []
    for place, raw in enumerate(card.numbers):
        number = normalise(raw, book.region) if raw else None
        pairs.append((raw, number if number is not None and number.startswith("+") else None))
        if number:
            label = book.places[place] if place < len(book.places) else ""
            rows.append((place, label, raw, number, search_key(number)))
    numbers = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
    return Derived(card.name, numbers, folded, letter_of(folded), tuple(rows))


# -- phonebooks


def book(db: Db, account_id: int) -> BookRow:
    """Read what is kept of an account's phonebook; nothing is known of one that was never listed."""
    row = db.execute("SELECT places, region FROM books WHERE account_id = ?", (account_id,)).fetchone()
    return BookRow((), None) if row is None else BookRow(tuple(json.loads(row[0])), row[1])


def keep_book(db: Db, account_id: int, kept: BookRow) -> None:
    """Note what an account's phonebook looks like; when it was listed stays."""
    db.execute(
        "INSERT INTO books (account_id, places, region) VALUES (?, ?, ?) ON CONFLICT (account_id)"
        " DO UPDATE SET places = excluded.places, region = excluded.region",
        (account_id, json.dumps(kept.places), kept.region),
    )


# -- writing


class Row(NamedTuple):
    """A contact to insert. `there` and `provider_id` are None for one that no list had yet."""

    shows: Derived
    provider_id: str | None = None
    there: str | None = None
    read_only: bool = False
    favourite: bool = False


def insert(db: Db, account_id: int, rows: Sequence[Row]) -> list[int]:
    """Add contacts; returns their ids, in order."""
    last = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'contacts'").get or 0
    ids = list(range(last + 1, last + 1 + len(rows)))
    db.executemany(
        "INSERT INTO contacts (id, account_id, provider_id, there, name, numbers, folded, letter, read_only,"
        " favourite) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                contact_id, account_id, row.provider_id, row.there, *row.shows[:4], row.read_only,
                row.favourite,
            )
            for contact_id, row in zip(ids, rows, strict=True)
        ],
    )  # fmt: skip
    _insert_numbers(db, account_id, zip(ids, (row.shows for row in rows), strict=True))
    contact_search.index(db, ids)
    return ids


def show(db: Db, account_id: int, cards: Iterable[tuple[int, Derived]]) -> None:
    """Let these contacts say this, and be shown."""
    kept = list(cards)
    db.executemany(
        "UPDATE contacts SET name = ?2, numbers = ?3, folded = ?4, letter = ?5, shown = 1 WHERE id = ?1",
        [(contact_id, *shows[:4]) for contact_id, shows in kept],
    )
    ids = [contact_id for contact_id, _ in kept]
    _forget_numbers(db, ids)
    _insert_numbers(db, account_id, kept)
    contact_search.index(db, ids)


def hide(db: Db, contact_ids: Sequence[int]) -> None:
    """Show these no more: their deletion waits."""
    db.execute(
        "UPDATE contacts SET shown = 0 WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(contact_ids),),
    )
    _forget_numbers(db, contact_ids)
    contact_search.index(db, contact_ids)


def delete(db: Db, contact_ids: Sequence[int]) -> None:
    """Delete contacts with their edits. Provider ids are remembered: one that comes back is nothing new."""
    ids = (json.dumps(contact_ids),)
    db.execute(
        "INSERT OR IGNORE INTO book_gone SELECT account_id, provider_id FROM contacts"
        " WHERE provider_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        ids,
    )
    _forget_numbers(db, contact_ids)
    db.execute("DELETE FROM contacts WHERE id IN (SELECT value FROM json_each(?))", ids)
    contact_search.index(db, contact_ids)


def _insert_numbers(db: Db, account_id: int, cards: Iterable[tuple[int, Derived]]) -> None:
    db.executemany(
        "INSERT INTO contact_numbers (contact_id, account_id, place, label, raw, number, key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(contact_id, account_id, *row) for contact_id, shows in cards for row in shows.rows],
    )


def _forget_numbers(db: Db, contact_ids: Sequence[int]) -> None:
    db.execute(
        "DELETE FROM contact_numbers WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json.dumps(contact_ids),),
    )


def set_favourite(db: Db, contact_id: str, *, favourite: bool) -> None:
    """Make a contact one of the favourites, or not."""
    db.execute("UPDATE contacts SET favourite = ? WHERE id = CAST(? AS INTEGER)", (favourite, contact_id))


def ids_of_account(db: Db, account_id: int) -> list[int]:
    """Return the ids of an account's contacts."""
    return [row[0] for row in db.execute("SELECT id FROM contacts WHERE account_id = ?", (account_id,))]


def reread(db: Db, contact_ids: Sequence[int], book: BookRow) -> None:
    """Read the numbers of contacts again: the phonebook's region, or what it calls its places, changed."""
    for one in filter(None, (stored(db, contact_id) for contact_id in contact_ids)):
        shows = derived(one.card, book)
        if one.shown:
            show(db, one.account_id, [(one.id, shows)])
        else:
            db.execute("UPDATE contacts SET numbers = ? WHERE id = ?", (shows.numbers, one.id))


def set_there(db: Db, contact_id: int, there: ContactCard | None) -> None:
    """Note what a contact's entry says by now."""
    db.execute(
        "UPDATE contacts SET there = ? WHERE id = ?",
        (None if there is None else spelled(there), contact_id),
    )


def set_entry(db: Db, contact_id: int, provider_id: str | None, there: ContactCard | None) -> None:
    """Note which entry of the provider's a contact is, and what that says."""
    db.execute(
        "UPDATE contacts SET provider_id = ?2, there = ?3 WHERE id = ?1",
        (contact_id, provider_id, None if there is None else spelled(there)),
    )


def forget_entry(db: Db, contact_id: int) -> None:
    """Note that a contact's entry is gone; an entry with its id that comes back is nothing new."""
    db.execute(
        "INSERT OR IGNORE INTO book_gone SELECT account_id, provider_id FROM contacts"
        " WHERE id = ? AND provider_id IS NOT NULL",
        (contact_id,),
    )
    set_entry(db, contact_id, None, None)


# -- reading


class Stored(NamedTuple):
    """A contact as edits need it: what is shown (`card`), and what the provider's last list said."""

    id: int
    account_id: int
    account: str
    provider_id: str | None
    there: ContactCard | None
    card: ContactCard
    shown: bool
    read_only: bool
    favourite: bool


def stored(db: Db, contact_id: int) -> Stored | None:
    """Read a contact as edits need it."""
    row = db.execute(
        "SELECT c.account_id, a.name, c.provider_id, c.there, c.name, c.numbers, c.shown, c.read_only,"
        " c.favourite FROM contacts c JOIN accounts a ON a.id = c.account_id WHERE c.id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        return None
    account_id, account, provider_id, there, name, numbers, shown, read_only, favourite = row
    card = ContactCard(name, tuple(raw for raw, _ in json.loads(numbers)))
    return Stored(
        contact_id,
        account_id,
        account,
        provider_id,
        None if there is None else card_of(there),
        card,
        bool(shown),
        bool(read_only),
        bool(favourite),
    )


def with_provider_id(db: Db, account_id: int, provider_id: str) -> int | None:
    """Return the id of the contact that is this entry."""
    found: int | None = db.execute(
        "SELECT id FROM contacts WHERE account_id = ? AND provider_id = ?", (account_id, provider_id)
    ).get
    return found


# The edit that decides what is said of a contact: a deletion, else the first that is not at the provider.
_EDIT = (
    "SELECT id FROM contact_edits WHERE contact_id = c.id"
    " ORDER BY kind = 'delete' DESC, state = 'sent', id LIMIT 1"
)

SELECT = (
    "SELECT c.id, c.account_id, a.name, a.provider, c.provider_id, c.name, c.numbers, c.favourite,"
    " c.read_only, b.places, e.kind, e.state, e.error, e.seen, e.wanted, e.there, e.since"
    " FROM contacts c LEFT JOIN accounts a ON a.id = c.account_id"
    " LEFT JOIN books b ON b.account_id = c.account_id"
    f" LEFT JOIN contact_edits e ON e.id = ({_EDIT})"
)
"""The columns that `read` takes: add WHERE and ORDER BY."""


def read(rows: apsw.Cursor) -> Iterator[Contact]:
    """Turn rows of `SELECT` into contacts as they come; the cursor is closed however that ends."""
    try:
        for row in rows:
            yield _contact(row)
    finally:
        rows.close()  # one that is only dropped keeps its snapshot: see `records`


def get(db: Db, contact_id: str) -> Contact | None:
    """Read one contact, also one whose deletion waits."""
    return next(read(db.execute(f"{SELECT} WHERE c.id = CAST(? AS INTEGER)", (contact_id,))), None)


def get_all(db: Db, contact_ids: Sequence[int]) -> list[Contact]:
    """Read contacts, in this order; those that are gone are left out."""
    found: list[Contact] = []
    for start in range(0, len(contact_ids), 1_000):
        ids = contact_ids[start : start + 1_000]
        rows = db.execute(f"{SELECT} WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
        known = {int(one.id): one for one in read(rows)}
        found += [known[contact_id] for contact_id in ids if contact_id in known]
    return found


def hidden(db: Db, account_ids: Collection[str]) -> list[Contact]:
    """Read the contacts whose deletion waits, by name; of these accounts, or of all."""
    found = read(
        db.execute(
            f"{SELECT} WHERE c.id IN (SELECT contact_id FROM contact_edits WHERE kind = ?) AND NOT c.shown"
            " AND a.id IS NOT NULL ORDER BY c.letter, c.folded, c.id",
            (Pending.DELETE,),
        )
    )
    return [one for one in found if not account_ids or one.account_id in account_ids]


def _contact(row: tuple[Any, ...]) -> Contact:
    (
        contact_id, account_id, account, provider, provider_id, name, numbers, favourite, read_only, places,
        kind, state, error, seen, wanted, there, since,
    ) = row  # fmt: skip
    pairs = json.loads(numbers)
    labels = json.loads(places) if places else []
    conflict = None
    if state == EditState.CONFLICT:
        conflict = Conflict(
            card_of(seen),
            None if wanted is None else card_of(wanted),
            None if there is None else card_of(there),
            from_micros(since),
        )
    return Contact(
        str(contact_id),
        str(account_id),
        account,
        provider,
        provider_id,
        ContactCard(name, tuple([raw for raw, _ in pairs])),
        tuple(
            [
                ContactNumber(labels[place] if place < len(labels) else "", raw, e164)
                for place, (raw, e164) in enumerate(pairs)
                if raw
            ]
        ),
        # What the provider took is there, though no list has shown it yet.
        None if kind is None or state == EditState.SENT else Pending(kind),
        None if state is None else EditState(state),
        error,
        conflict,
        bool(favourite),
        bool(read_only),
    )
