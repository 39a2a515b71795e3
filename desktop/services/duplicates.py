"""Contacts that may be one: with the same number in any spelling, or the same name in any order."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from desktop.domain.changes import Topic
from desktop.domain.contacts import Contact, ContactCard
from desktop.numbers import normalise
from desktop.services.changes import Changes
from desktop.services.contacts.service import Contacts
from desktop.services.importing.people import same_words
from desktop.store import Db, Store, contacts, duplicates

MOST = 2_000
"""Groups that are read with all their contacts at once."""


class Likeness(StrEnum):
    """Why contacts may be one."""

    NUMBER = "number"
    NAME = "name"


class Alike(NamedTuple):
    """What contacts have in common, and their ids."""

    likeness: Likeness
    what: str
    ids: tuple[int, ...]

    @property
    def key(self) -> str:
        """What tells this from any other, as long as the same contacts have the same in common."""
        said = "\x1f".join([self.likeness, self.what, *map(str, sorted(self.ids))])
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Contacts that may be one, of one phonebook or of several.

    `what` is the number (E.164 where it is one) or the name that they have in common.
    """

    likeness: Likeness
    what: str
    contacts: tuple[Contact, ...]
    key: str

    @property
    def one_book(self) -> bool:
        """Whether all are of one phonebook; only such can be put together."""
        return len({contact.account_id for contact in self.contacts}) == 1


class Duplicates:
    """Finds contacts that may be one, and puts them together. Methods run on the engine's loop."""

    def __init__(
        self, *, store: Store, contacts: Contacts, changes: Changes, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._contacts = contacts
        self._changes = changes
        self._now = now

    async def count(self) -> int:
        """Count the groups."""
        return await self._store.read(lambda db: len(alike(db)))

    async def groups(self, most: int = MOST) -> tuple[DuplicateGroup, ...]:
        """Find groups, those with a number in common first; dismissed ones are left out.

        Where there are more than `most`, the rest comes up as these are settled.
        """
        return await self._store.read(lambda db: _groups(db, most))

    async def dismiss(self, group: DuplicateGroup) -> None:
        """Leave a group out from now on: they are different people."""
        await self._store.write(lambda db: duplicates.dismiss(db, group.key, self._now()))
        self._changes.tell(Topic.CONTACTS)

    async def merge(self, keep: Contact, others: Sequence[Contact], card: ContactCard) -> Contact:
        """Let one contact say all, and delete the others: one action of the outbox, undone by the trash.

        All are handed over as a person saw them. Raises `Trouble` USAGE for contacts of several phonebooks,
        which are never put together, CHANGED when somebody changed one meanwhile.
        """
        return await self._contacts.merge(keep, card, others)


def alike(db: Db) -> list[Alike]:
    """Find what contacts have in common; the same contacts only once, by their number before their name."""
    found = _grouped(Likeness.NUMBER, duplicates.by_number(db))
    named = ((same_words(folded), contact_id) for contact_id, folded in duplicates.names(db))
    met = {frozenset(each.ids) for each in found}
    found += [each for each in _grouped(Likeness.NAME, named) if frozenset(each.ids) not in met]
    dismissed = duplicates.dismissed(db)
    return [each for each in found if each.key not in dismissed] if dismissed else found


def _grouped(likeness: Likeness, pairs: Iterable[tuple[str, int]]) -> list[Alike]:
    """Return what several contacts have; of contacts that have several things in common the first."""
    first: dict[str, int] = {}
    several: dict[str, list[int]] = {}
    for key, contact_id in pairs:
        other = first.setdefault(key, contact_id)
        if other != contact_id:
            several.setdefault(key, [other]).append(contact_id)
    once = {tuple(dict.fromkeys(ids)): key for key, ids in reversed(several.items())}
    return [Alike(likeness, key, ids) for ids, key in reversed(once.items())]


def _groups(db: Db, most: int) -> tuple[DuplicateGroup, ...]:
    found = alike(db)[:most]
    ids = list(dict.fromkeys(contact_id for each in found for contact_id in each.ids))
    known = {int(contact.id): contact for contact in contacts.get_all(db, ids)}
    groups = []
    for each in found:
        members = tuple(known[contact_id] for contact_id in each.ids)
        what = each.what.rpartition(" ")[2] if each.likeness is Likeness.NUMBER else members[0].name
        groups.append(DuplicateGroup(each.likeness, what, members, each.key))
    return tuple(groups)


def merged(keep: Contact, others: Sequence[Contact], region: str | None) -> ContactCard:
    """Propose what a contact says once others are put into it: its own numbers, then theirs.

    What has no place stays out (see `without_place`): a person chooses.
    """
    fresh = _fresh(keep, others, region)
    return ContactCard(
        keep.name, tuple(text or (fresh.pop(0) if fresh else "") for text in keep.card.numbers)
    )


def without_place(keep: Contact, others: Sequence[Contact], region: str | None) -> list[str]:
    """Return the numbers of the others that a contact has no place for."""
    return _fresh(keep, others, region)[keep.card.numbers.count("") :]


def _fresh(keep: Contact, others: Sequence[Contact], region: str | None) -> list[str]:
    """Return the numbers of the others that a contact has not, each once."""
    have = {normalise(text, region) for text in keep.card.numbers if text}
    fresh: dict[str, str] = {}
    for other in others:
        for text in filter(None, other.card.numbers):
            key = normalise(text, region)
            if key and key not in have:
                fresh.setdefault(key, text)
    return list(fresh.values())
