"""The row source of the lists of calls and of contacts: pages for painting, counts for a worker."""

import threading
from collections.abc import Sequence
from datetime import date, tzinfo

from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.domain.contacts import Contact, ContactQuery, ContactSection
from desktop.store import calls, contacts, missed, names, query
from desktop.store.connection import Db, as_trouble
from desktop.store.contact_lists import ContactLists
from desktop.store.store import Store


class StoreRows:
    """A `domain.ports.CallRows` and `ContactRows` over two read-only connections of its own.

    `days` and `sections` may be called from any thread. All the rest belongs to one, the window's: it uses a
    connection nobody else waits for.
    """

    def __init__(self, store: Store, zone: tzinfo | None = None) -> None:
        """Open the connections. `zone` None is the machine's own."""
        self._zone = zone
        self._painting: Db = store.reader()
        self._counting: Db = store.reader()
        self._counts = threading.Lock()
        self._contacts = ContactLists()
        self._said: tuple[tuple[str, ...], frozenset[int]] = ((), frozenset())

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        """Count the calls of each local day, newest day first; days without calls are left out."""
        with self._counts, as_trouble():
            if wanted.texts:
                # Kept for the pages: a word that many say takes longer to find than a page may take.
                self._said = (wanted.texts, query.saying(self._counting, wanted.texts))
            return query.days(self._counting, wanted, self._zone)

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        """Read calls of one local day, newest first."""
        db, zone = self._painting, self._zone
        with as_trouble():
            if not wanted.texts:
                return query.day_rows(db, wanted, day, zone, offset, limit)
            texts, found = self._said
            if texts != wanted.texts:
                found = query.saying(db, wanted.texts)
            return query.day_rows_among(db, found, wanted, day, zone, offset, limit)

    def get(self, call_id: str) -> CallRecord | None:
        """Read one call."""
        with as_trouble():
            return calls.get(self._painting, call_id)

    def returned(self, call_id: str) -> bool:
        """Say whether a missed call's number was called back since, or reached us."""
        with as_trouble():
            return call_id in missed.returned(self._painting, (call_id,))

    def sections(self, wanted: ContactQuery) -> Sequence[ContactSection]:
        """Count the contacts under each letter, in the list's order; letters without any are left out."""
        with self._counts, as_trouble():
            return self._contacts.sections(self._counting, wanted)

    def contacts(self, wanted: ContactQuery, letter: str, offset: int, limit: int) -> Sequence[Contact]:
        """Read contacts of one letter, by name, as `sections` last found them."""
        with as_trouble():
            return self._contacts.contacts(self._painting, wanted, letter, offset, limit)

    def contact(self, contact_id: str) -> Contact | None:
        """Read one contact."""
        with as_trouble():
            return contacts.get(self._painting, contact_id)

    def place(self, wanted: ContactQuery, contact_id: str) -> tuple[str, int] | None:
        """Return the letter that a contact of a query stands under, and how many of that stand above it."""
        with as_trouble():
            return self._contacts.place(self._painting, wanted, contact_id)

    def contact_of(self, number: str, account_id: str | None = None) -> Contact | None:
        """Return whose number (as calls have it) this is: the account's own entry before any other's."""
        with as_trouble():
            found = names.contact_of(self._painting, number, account_id)
            return None if found is None else contacts.get(self._painting, str(found))

    def close(self) -> None:
        """Close the connections, stopping a count that still runs."""
        self._counting.interrupt()
        with self._counts:
            self._counting.close()
        self._painting.close()
