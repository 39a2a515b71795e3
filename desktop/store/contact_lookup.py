"""Which contacts a person may mean by a few letters or digits, each number with its last call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from desktop.store import contact_search, lookup, names
from desktop.store.connection import Db
from desktop.store.fold import fold
from desktop.store.lookup import FEW, Fit

LATELY = 100
"""Where very many contacts fit, those come first with whom there was a call: so many numbers back."""


class KnownNumber(NamedTuple):
    """A number of a contact as calls have it, and the last call with it (ours, and seconds since 1970)."""

    label: str
    number: str
    fit: Fit | None
    call_id: str | None
    at: int


class Known(NamedTuple):
    """A contact that fits, with all its numbers: by name (`fit`), or where one of them fits."""

    contact_id: str
    account_id: str
    folded: str
    favourite: bool
    fit: Fit | None
    numbers: tuple[KnownNumber, ...]

    @property
    def best(self) -> Fit:
        """How well it fits: by its name or by the number that fits best."""
        fits = [each.fit for each in self.numbers if each.fit is not None]
        return min([*fits, Fit.INSIDE] if self.fit is None else [*fits, self.fit])

    @property
    def at(self) -> int:
        """When the last call with any of its numbers was."""
        return max((each.at for each in self.numbers), default=0)


def with_name(db: Db, text: str, limit: int) -> list[Known]:
    """Return the contacts whose name has all words of a text: favourites, the best fit, the latest call."""
    match = contact_search.match_name(text)
    if match is None:
        return []
    ids = _matching(db, match)
    if len(ids) > FEW:
        folded = fold(text)
        begin = db.execute(
            "SELECT id FROM contacts WHERE shown AND letter = ? AND folded >= ? AND folded < ?"
            " ORDER BY letter, folded LIMIT ?",
            (folded[:1].upper()[:1], folded, folded + "\U0010ffff", limit),
        )
        ids = {*_favourites(db), *_lately(db), *(int(contact) for (contact,) in begin), *list(ids)[:limit]}
    known = _read(db, ids, text=text)
    return _ranked([each for each in known if each.fit is not None])[:limit]


def with_number(db: Db, parts: Sequence[str], limit: int) -> list[Known]:
    """Return the contacts in one of whose numbers one of `parts` stands, ranked as by name."""
    match = contact_search.match_digits(parts)
    if match is None:
        return []
    ids = _matching(db, match)
    if len(ids) > FEW:
        called = [each.number for each in lookup.numbers_with(db, parts, LATELY)]
        ids = {*_favourites(db), *_of_numbers(db, called), *list(ids)[:limit]}
    known = _read(db, ids, parts=parts)
    return _ranked([each for each in known if any(one.fit is not None for one in each.numbers)])[:limit]


def favourites(db: Db, limit: int) -> list[Known]:
    """Return the favourites by name."""
    known = _read(db, _favourites(db))
    return sorted(known, key=lambda each: (each.folded, int(each.contact_id)))[:limit]


def fit_of_name(folded: str, text: str) -> Fit | None:
    """Say how a folded name fits a text, as `match_name` finds it; None for not at all."""
    words = contact_search.words(text)
    if not words:
        return None
    if folded == fold(text):
        return Fit.WHOLE
    begun = [folded[place:] for place in contact_search.beginnings(folded)]
    starts = [any(each.startswith(word) for each in begun) for word in words]
    if all(starts):
        return Fit.STARTS
    there = (
        start or (len(word) >= contact_search.TRIGRAM and word in folded)
        for word, start in zip(words, starts, strict=True)
    )
    return Fit.INSIDE if all(there) else None


def _ranked(known: list[Known]) -> list[Known]:
    return sorted(
        known,
        key=lambda one: (not one.favourite, one.best, -one.at, one.folded, int(one.contact_id)),
    )


def _matching(db: Db, match: str) -> set[int]:
    """Return the contacts that the index finds; one more than a few when there are too many to look at."""
    rows = db.execute("SELECT rowid FROM contacts_fts WHERE contacts_fts MATCH ? LIMIT ?", (match, FEW + 1))
    return {int(contact) for (contact,) in rows}


def _favourites(db: Db) -> set[int]:
    rows = db.execute("SELECT id FROM contacts WHERE shown AND favourite LIMIT ?", (FEW,))
    return {int(contact) for (contact,) in rows}


def _lately(db: Db) -> set[int]:
    return _of_numbers(db, [each.number for each in lookup.latest(db, LATELY)])


def _of_numbers(db: Db, numbers: Collection[str]) -> set[int]:
    """Return whose numbers these are, by the first account that knows each."""
    rows = db.execute(
        f"SELECT {names.owner('j.value', '0')} FROM json_each(?) j", (json.dumps(list(numbers)),)
    )
    return {int(contact) for (contact,) in rows if contact is not None}


def _read(db: Db, ids: Iterable[int], *, text: str = "", parts: Sequence[str] = ()) -> list[Known]:
    """Read contacts with their numbers, and say how they fit."""
    last = "NULL"
    if lookup.has_index(db):  # before the first sync has ended none leads from a number to its calls
        last = (
            "(SELECT c.id || ' ' || c.sorted_at FROM numbers n CROSS JOIN calls c INDEXED BY calls_by_other"
            f" ON c.other_id = n.id WHERE n.number = m.number AND ({names.public('m.number')}"
            " OR c.account_id = m.account_id) ORDER BY c.sorted_at DESC LIMIT 1)"
        )
    rows = db.execute(
        f"SELECT k.id, k.account_id, k.folded, k.favourite, m.label, m.number, m.key, {last}"
        " FROM json_each(?) j CROSS JOIN contacts k ON k.id = j.value AND +k.shown"
        " LEFT JOIN contact_numbers m ON m.contact_id = k.id ORDER BY k.id, m.place",
        (json.dumps(list(ids)),),
    )
    found: dict[int, Known] = {}
    for contact, account, folded, favourite, label, number, key, call in rows:
        known = found.get(contact)
        if known is None:
            fit = fit_of_name(folded, text) if text else None
            known = Known(str(contact), str(account), folded, bool(favourite), fit, ())
        if number is not None:
            fit = lookup.fit_of(key, parts) if parts else None
            call_id, _, at = (call or "").partition(" ")
            seen = KnownNumber(label, number, fit, call_id or None, int(at or 0))
            known = known._replace(numbers=(*known.numbers, seen))
        found[contact] = known
    return list(found.values())
