"""Contacts that may be one: with the same number in any spelling, or the same name in any order."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.contacts import Contact, ContactCard, ContactQuery
from desktop.numbers import normalise
from desktop.services.contacts.service import Contacts
from desktop.services.importing.people import same_words


class Likeness(StrEnum):
    """Why contacts may be one."""

    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Contacts that may be one, in the list's order, of one phonebook or of several.

    `what` is the number (E.164 where it is one) or the name that they have in common. `key` stays the same
    as long as the same contacts have the same in common.
    """

    likeness: Likeness
    what: str
    contacts: tuple[Contact, ...]

    @property
    def key(self) -> str:
        """What tells this group from any other."""
        return "\x1f".join([self.likeness, self.what, *sorted(contact.id for contact in self.contacts)])

    @property
    def one_book(self) -> bool:
        """Whether all are of one phonebook; only such can be put together."""
        return len({contact.account_id for contact in self.contacts}) == 1


class Duplicates:
    """Finds contacts that may be one, and puts them together. Methods run on the engine's loop."""

    def __init__(self, *, contacts: Contacts) -> None:
        self._contacts = contacts
        self._dismissed: set[str] = set()

    async def groups(self) -> tuple[DuplicateGroup, ...]:
        """Find all groups, those with a number in common first; dismissed ones are left out."""
        every = await self._contacts.find_all(ContactQuery())
        found = await asyncio.to_thread(groups_of, every)
        return tuple(group for group in found if group.key not in self._dismissed)

    def dismiss(self, group: DuplicateGroup) -> None:
        """Leave a group out from now on, as long as the program runs: they are different people."""
        self._dismissed.add(group.key)

    async def merge(self, keep_id: str, other_ids: Sequence[str], card: ContactCard) -> Contact:
        """Let one contact say all, and delete the others: one action of the outbox, undone by the trash.

        Raises `Trouble` USAGE for contacts of several phonebooks, which are never put together.
        """
        return await self._contacts.merge(keep_id, card, other_ids)


def groups_of(contacts: Sequence[Contact]) -> list[DuplicateGroup]:
    """Find contacts that may be one. Some 0.5 s for 200,000; belongs in a thread."""
    by_number = _grouped(contacts, _numbers)
    by_name = _grouped(contacts, lambda contact: (same_words(contact.name),))
    seen = {frozenset(contact.id for contact in group) for _, group in by_number}
    found = [DuplicateGroup(Likeness.NUMBER, what, group) for what, group in by_number]
    for _, group in by_name:
        if frozenset(contact.id for contact in group) not in seen:
            found.append(DuplicateGroup(Likeness.NAME, group[0].name, group))
    return found


def _numbers(contact: Contact) -> Iterable[str]:
    return {number.e164 or f"{contact.account_id} {number.raw}" for number in contact.numbers}


def _grouped(
    contacts: Sequence[Contact], keys: Callable[[Contact], Iterable[str]]
) -> list[tuple[str, tuple[Contact, ...]]]:
    """Return what several contacts have in common; the same contacts only once."""
    first: dict[str, Contact] = {}
    several: dict[str, list[Contact]] = {}
    for contact in contacts:
        for key in keys(contact):
            other = first.setdefault(key, contact)
            if other is not contact:
                several.setdefault(key, [other]).append(contact)
    found = {tuple(contact.id for contact in group): (key, tuple(group)) for key, group in several.items()}
    return list(found.values())


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
