"""The row source of the lists of calls, contacts and campaigns: pages for painting, counts for a worker."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.domain.contacts import Contact, ContactQuery, ContactSection
from desktop.store import calls, contacts, missed, names, query
from desktop.store.connection import Db, as_trouble
from desktop.store.contact_lists import ContactLists
from desktop.store.sought import Sought
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.domain.campaigns import Campaign, CampaignNumber

KEPT = 4
"""For so many filters it is kept whom they mean: of the letters typed last."""


class StoreRows:
    """A `domain.rows.CallRows`, `ContactRows` and `CampaignRows` over two read-only connections of its own.

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
        self._found: OrderedDict[CallFilter, tuple[Sought, ...]] = OrderedDict()
        self._day_ids: dict[tuple[CallFilter, date], list[int]] = {}
        self._version = -1

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        """Count the calls of each local day, newest day first; days without calls are left out."""
        with self._counts, as_trouble():
            if not query.is_sought(wanted):
                return query.days(self._counting, wanted, self._zone)
            found = query.all_sought(self._counting, wanted)
            self._keep(wanted, found)
            return query.days(self._counting, wanted, self._zone, found[: -1 if wanted.texts else None])

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        """Read calls of one local day, newest first."""
        with as_trouble():
            if not query.is_sought(wanted):
                return query.day_rows(self._painting, wanted, day, self._zone, offset, limit)
            return query.by_ids(self._painting, self._ids_of(wanted, day)[offset : offset + limit])

    def _ids_of(self, wanted: CallFilter, day: date) -> list[int]:
        """Return a day's calls; they are looked through once, and again when anything was written since."""
        db = self._painting
        version = int(db.pragma("data_version"))
        if version != self._version:
            self._version = version
            self._day_ids.clear()
        known = self._day_ids.get((wanted, day))
        if known is None:
            found = self._found.get(wanted)
            if found is None:
                found = query.all_sought(db, wanted)
                self._keep(wanted, found)
            known = self._day_ids[wanted, day] = query.day_ids(db, wanted, found, day, self._zone)
        return known

    def _keep(self, wanted: CallFilter, found: tuple[Sought, ...]) -> None:
        """Keep what was found for the pages; the filter before is painted until this one has counted."""
        self._found[wanted] = found
        self._found.move_to_end(wanted)
        while len(self._found) > KEPT:
            self._found.popitem(last=False)

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

    def campaigns(self, listing_id: str, first: int, limit: int) -> "Sequence[Campaign | None]":
        """Read rows of a list of campaigns; None for one whose page is not here."""
        from desktop.store import listings  # noqa: PLC0415 - nobody needs it before the first campaign

        with as_trouble():
            return listings.campaign_rows(self._painting, listing_id, first, limit)

    def numbers(self, listing_id: str, first: int, limit: int) -> "Sequence[CampaignNumber | None]":
        """Read rows of a list of numbers; None for one whose page is not here."""
        from desktop.store import listings  # noqa: PLC0415 - nobody needs it before the first campaign

        with as_trouble():
            return listings.number_rows(self._painting, listing_id, first, limit)

    def close(self) -> None:
        """Close the connections, stopping a count that still runs."""
        self._counting.interrupt()
        with self._counts:
            self._counting.close()
        self._painting.close()
