"""Lists of contacts: under letters by name, searched while somebody types, read in pages.

The order of all contacts is kept in memory as their ids (8 bytes each), and read again when the search tells
of a change. What a text finds is marked in it, which sorts 100,000 ids in the time of counting them.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from itertools import compress
from threading import Lock
from typing import NamedTuple

from desktop.domain.contacts import Contact, ContactQuery, ContactSection, EditState
from desktop.store import contact_search, contacts
from desktop.store.connection import Db

KEPT, KEPT_IDS = 64, 1_000_000
"""So many lists are kept, with so many ids (8 MB): for their pages, and for when the same is typed again.

What tells where an id stands in the order that a list was made of counts half as much for each.
"""


class _Section(NamedTuple):
    """A letter, and where its contacts begin and end in the list."""

    letter: str
    start: int
    end: int


class _List(NamedTuple):
    """Ids of contacts in order, under their letters, as they were at a revision of the search.

    `places` tells by id where one stands among all contacts, -1 for none; lists of one order share it.
    """

    revision: int
    ids: "array[int]"
    sections: tuple[_Section, ...]
    places: "array[int]"


class ContactLists:
    """What is kept between two readings. The connection is each caller's own; any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._order: _List | None = None
        self._lists: OrderedDict[ContactQuery, _List] = OrderedDict()

    def sections(self, db: Db, wanted: ContactQuery) -> list[ContactSection]:
        """Find the contacts of a query as they are now, and count them under each letter."""
        found = self._find(db, wanted)
        return [ContactSection(one.letter, one.end - one.start) for one in found.sections]

    def contacts(self, db: Db, wanted: ContactQuery, letter: str, offset: int, limit: int) -> list[Contact]:
        """Read contacts of one letter as `sections` last found them, without those that are gone since."""
        found = self._known(db, wanted)
        section = next((one for one in found.sections if one.letter == letter), None)
        if section is None:
            return []
        start = section.start + offset
        ids = found.ids[start : min(start + limit, section.end)]
        rows = db.execute(
            f"{contacts.SELECT} WHERE c.id IN (SELECT value FROM json_each(?)) AND +c.shown",
            (json.dumps(ids.tolist()),),
        )
        read = {int(one.id): one for one in contacts.read(rows)}
        return [read[each] for each in ids if each in read]

    def place(self, db: Db, wanted: ContactQuery, contact_id: str) -> tuple[str, int] | None:
        """Return the letter that a contact of a query stands under, and how many of that stand above it."""
        found = self._known(db, wanted)
        one = int(contact_id) if contact_id.isdecimal() else -1
        if not 0 <= one < len(found.places):
            return None
        # Looking through 200,000 ids takes milliseconds, and hundreds of contacts are asked for at a time.
        at = bisect_left(found.ids, found.places[one], key=found.places.__getitem__)
        if at == len(found.ids) or found.ids[at] != one:
            return None
        section = next(one for one in found.sections if one.start <= at < one.end)
        return section.letter, at - section.start

    def ids(self, db: Db, wanted: ContactQuery) -> list[int]:
        """Return the ids of all contacts of a query, in the list's order."""
        return self._find(db, wanted).ids.tolist()

    # ---- finding

    def _known(self, db: Db, wanted: ContactQuery) -> _List:
        """Return a list as it was last found: pages must belong to the counts that are shown."""
        with self._lock:
            known = self._lists.get(wanted)
            if known is not None:
                self._lists.move_to_end(wanted)
        return known if known is not None else self._find(db, wanted)

    def _find(self, db: Db, wanted: ContactQuery) -> _List:
        db.execute("SAVEPOINT listing")  # one snapshot for the order and for what is found in it
        try:
            revision = contact_search.revision(db)
            known = self._lists.get(wanted)
            # Of what a filter looks at the revision does not tell.
            if known is not None and known.revision == revision and wanted == ContactQuery(wanted.text):
                return known
            order = self._order
            if order is None or order.revision != revision:
                order = self._order = _read_order(db, revision)
            found = _among(order, _ids(db, wanted))
        finally:
            db.execute("RELEASE listing")
        self._keep(wanted, found)
        return found

    def _keep(self, wanted: ContactQuery, found: _List) -> None:
        with self._lock:
            self._lists[wanted] = found
            self._lists.move_to_end(wanted)
            while len(self._lists) > KEPT or (self._many() > KEPT_IDS and len(self._lists) > 1):
                self._lists.popitem(last=False)

    def _many(self) -> int:
        orders = {id(each.places): len(each.places) for each in self._lists.values()}
        return sum(len(each.ids) for each in self._lists.values()) + sum(orders.values()) // 2


def _read_order(db: Db, revision: int) -> _List:
    rows = db.execute("SELECT letter, count(*) FROM contacts WHERE shown GROUP BY letter ORDER BY letter")
    sections, start = [], 0
    for letter, count in rows:
        sections.append(_Section(letter, start, start + count))
        start += count
    # As one text of JSON, which is read in half the time of as many rows.
    text = db.execute(
        "SELECT json_group_array(id) FROM (SELECT id FROM contacts WHERE shown ORDER BY letter, folded, id)"
    ).get
    ids = array("q", json.loads(str(text)))
    places = array("i", [-1]) * (max(ids, default=0) + 1)
    for place, contact_id in enumerate(ids):
        places[contact_id] = place
    return _List(revision, ids, tuple(sections), places)


def _among(order: _List, found: Iterable[int] | None) -> _List:
    """Put what was found in order; None stands for everybody."""
    if found is None:
        return order
    marks = bytearray(len(order.ids))
    places, known = order.places, len(order.places)
    for contact_id in found:
        if contact_id < known and (place := places[contact_id]) >= 0:
            marks[place] = 1
    sections, start = [], 0
    for letter, begin, end in order.sections:
        count = marks.count(1, begin, end)
        if count:
            sections.append(_Section(letter, start, start + count))
            start += count
    return _List(order.revision, array("q", compress(order.ids, marks)), tuple(sections), places)


def _ids(db: Db, wanted: ContactQuery) -> Iterable[int] | None:
    """Find the contacts of a query in no order, also some that are not shown; None stands for everybody."""
    conditions: list[str] = []
    values: list[int] = []
    if wanted.favourites:
        conditions.append("SELECT id FROM contacts WHERE shown AND favourite")
    if wanted.unsent:
        conditions.append(f"SELECT contact_id AS id FROM contact_edits WHERE state <> '{EditState.SENT}'")
    if wanted.account_ids:
        accounts = [int(each) for each in wanted.account_ids if each.isdecimal()]
        marks = ", ".join("?" * len(accounts))
        conditions.append(f"SELECT id FROM contacts WHERE shown AND account_id IN ({marks})")
        values += accounts
    rest = _read_ids(db, " INTERSECT ".join(conditions), values) if conditions else None
    if not wanted.text.strip():
        return rest
    match = contact_search.match(wanted.text)
    if match == "":
        return rest
    if match is None:
        return ()
    said = _read_ids(db, "SELECT rowid AS id FROM contacts_fts WHERE contacts_fts MATCH ?", [match])
    return said if rest is None else set(rest).intersection(said)


def _read_ids(db: Db, sql: str, values: Iterable[int | str]) -> list[int]:
    text = db.execute(f"SELECT json_group_array(id) FROM ({sql})", tuple(values)).get
    found: list[int] = json.loads(str(text))
    return found
