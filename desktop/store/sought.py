"""Whom a filter means, found before any call is looked at: the numbers behind a name, a contact or digits.

A name that many have takes longer to find than a page may take to be painted. So it is found once, for the
counts, and kept for the pages.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from desktop.domain.calls import CallFilter
from desktop.numbers import search_parts
from desktop.store import contact_search, names
from desktop.store.connection import Db
from desktop.store.contact_search import MOST_WORDS
from desktop.store.filters import NOTHING, SEARCH, TRIGRAM, Condition, numbers_with
from desktop.store.fold import fold


class Sought(NamedTuple):
    """What fits: far sides (`numbers`) in any account, far sides of one account alone, and single calls."""

    numbers: frozenset[int] = frozenset()
    own: frozenset[tuple[int, int]] = frozenset()
    calls: frozenset[int] = frozenset()

    def has(self, call_id: int, other_id: int | None, account_id: int) -> bool:
        """Whether a call fits."""
        return other_id in self.numbers or call_id in self.calls or (other_id, account_id) in self.own

    @property
    def condition(self) -> Condition:
        """Return the same for SQL, on calls `c`."""
        ways = (
            ("c.other_id IN (SELECT value FROM json_each(?))", self.numbers),
            (
                "(c.other_id, c.account_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
                self.own,
            ),
            ("c.id IN (SELECT value FROM json_each(?))", self.calls),
        )
        texts = [text for text, ids in ways if ids]
        return " OR ".join(texts) or NOTHING, tuple(json.dumps(sorted(ids)) for _, ids in ways if ids)


def sought(db: Db, wanted: CallFilter) -> tuple[Sought, ...]:
    """Find whom a filter means by contacts, by names, and by names or numbers; all of them must fit."""
    found = []
    if wanted.contact_ids:
        found.append(_of_contacts(db, wanted.contact_ids))
    if wanted.names:
        found.append(
            _joined(each for text in wanted.names for each in (_named(db, text), _answered(db, text)))
        )
    if wanted.who:
        found.append(
            _joined(
                each
                for text in wanted.who
                for each in (_numbered(db, text), _named(db, text), _answered(db, text))
            )
        )
    return tuple(found)


def _joined(found: Iterable[Sought]) -> Sought:
    every = list(found)
    return Sought(
        frozenset().union(*(each.numbers for each in every)),
        frozenset().union(*(each.own for each in every)),
        frozenset().union(*(each.calls for each in every)),
    )


def _of_contacts(db: Db, contact_ids: Collection[str]) -> Sought:
    ids = json.dumps([int(each) for each in contact_ids if each.isdecimal()])
    return _whose(db, "SELECT value FROM json_each(?)", (ids,))


def _named(db: Db, text: str) -> Sought:
    """Find the contacts in whose name every word of a text stands somewhere."""
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return Sought()
    # What stands anywhere in a name is in the index from three letters on: the same, found sooner.
    long = [word for word in contact_search.words(text) if len(word) >= TRIGRAM]
    match = contact_search.match_name(" ".join(long))
    short = [word for word in words if word not in long]
    has_short = " AND instr(folded, ?)" * len(short)
    if match is None:
        return _whose(db, f"SELECT id FROM contacts WHERE shown{has_short}", tuple(short))
    found = "SELECT rowid FROM contacts_fts WHERE contacts_fts MATCH ?"
    return _whose(db, f"SELECT id FROM contacts WHERE id IN ({found}) AND +shown{has_short}", (match, *short))


def _whose(db: Db, contacts: str, values: tuple[Any, ...]) -> Sought:
    """Return the numbers of contacts; one without a country is an extension of the contact's own account."""
    rows: list[Any] = db.execute(
        f"SELECT o.id, CASE WHEN {names.public('m.number')} THEN NULL ELSE m.account_id END"
        " FROM contact_numbers m JOIN numbers o ON o.number = m.number"
        f" WHERE m.contact_id IN ({contacts})",
        values,
    ).fetchall()
    return Sought(
        frozenset(number for number, account in rows if account is None),
        frozenset((number, account) for number, account in rows if account is not None),
    )


def _answered(db: Db, text: str) -> Sought:
    """Return the calls that a provider gave as its answer to a text."""
    rows = db.execute(
        "SELECT c.id FROM answers q CROSS JOIN answer_calls a ON a.answer_id = q.id CROSS JOIN calls c"
        " ON c.account_id = q.account_id AND c.provider_id = a.provider_id WHERE q.kind = ? AND q.folded = ?",
        (SEARCH, fold(text)),
    )
    return Sought(calls=frozenset(int(call) for (call,) in rows))


def _numbered(db: Db, text: str) -> Sought:
    """Return the numbers with the digits of a text."""
    parts = search_parts(text)
    if not parts:
        return Sought()
    sql, values = numbers_with(parts)
    return Sought(numbers=frozenset(int(number) for (number,) in db.execute(sql, values)))
