"""Contacts to compare with others, what several have in common, and what a person said of that."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from desktop.domain.contacts import ContactCard
from desktop.store.connection import Db
from desktop.store.times import to_seconds


def by_number(db: Db) -> Iterator[tuple[str, int]]:
    """Yield number and contact of all numbers that several contacts have, one number after another.

    What is no public number means something only in its own account.
    """
    yield from db.execute(
        "SELECT number, contact_id FROM contact_numbers WHERE number LIKE '+%' AND number IN"
        " (SELECT number FROM contact_numbers GROUP BY number HAVING min(contact_id) < max(contact_id))"
        " UNION ALL"
        " SELECT account_id || ' ' || number, contact_id FROM contact_numbers n WHERE number NOT LIKE '+%'"
        " AND EXISTS (SELECT 1 FROM contact_numbers o WHERE o.number = n.number"
        " AND o.account_id = n.account_id AND o.contact_id <> n.contact_id)"
        " ORDER BY 1, 2"
    )


def names(db: Db) -> Iterator[tuple[int, str]]:
    """Yield the ids and folded names of all contacts that are shown."""
    yield from db.execute("SELECT id, folded FROM contacts WHERE shown ORDER BY letter, folded, id")


class Stored(NamedTuple):
    """A contact to compare with: its id, what it says, and its numbers, E.164 where they are that.

    One that is `read_only` cannot be changed.
    """

    contact_id: str
    card: ContactCard
    numbers: tuple[str, ...]
    read_only: bool = False


def of_account(db: Db, account_id: str) -> list[Stored]:
    """Read all contacts of an account that are shown; 200,000 in a second."""
    found = []
    rows = db.execute(
        "SELECT id, name, numbers, read_only FROM contacts WHERE shown AND account_id = CAST(? AS INTEGER)",
        (account_id,),
    )
    for contact_id, name, numbers, read_only in rows:
        pairs = json.loads(numbers)
        card = ContactCard(name, tuple(raw for raw, _ in pairs))
        keys = tuple(e164 or raw for raw, e164 in pairs if raw)
        found.append(Stored(str(contact_id), card, keys, bool(read_only)))
    return found


def dismissed(db: Db) -> frozenset[str]:
    """Return the digests of the groups that are different people."""
    return frozenset(digest for (digest,) in db.execute("SELECT digest FROM not_duplicates"))


def dismiss(db: Db, digest: str, now: datetime) -> None:
    """Note that a group is different people."""
    db.execute("INSERT OR REPLACE INTO not_duplicates VALUES (?, ?)", (digest, to_seconds(now)))
