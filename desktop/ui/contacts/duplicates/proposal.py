"""What a group of contacts would be as one: which stay apart, and what a person may choose for each field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.contacts import Book, Contact, ContactCard
from desktop.numbers import normalise
from desktop.services.duplicates import DuplicateGroup, merged


@dataclass(frozen=True)
class Proposal:
    """A merge that is not done yet. A value: what a person chooses makes another one.

    `together` become one, `keep` is the one that stays; only contacts of one phonebook that can be edited
    become one, the others of the group are in `apart`. `pool` are all their numbers, each once.
    """

    group: DuplicateGroup
    book: Book
    together: tuple[Contact, ...]
    apart: tuple[Contact, ...]
    keep: Contact
    name: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, group: DuplicateGroup, book: Book, ids: Sequence[str] | None = None) -> "Proposal | None":
        """Propose for contacts of a phonebook (`ids`: only these); None where fewer than two could be one."""
        fit = [one for one in group.contacts if one.account_id == book.account_id and not one.read_only]
        together = tuple(one for one in fit if ids is None or one.id in ids)
        if not together or (ids is None and len(together) < 2):
            return None
        keep = min(together, key=lambda one: (not one.favourite, one.provider_id is None))
        card = merged(keep, [one for one in together if one is not keep], book.region)
        apart = tuple(one for one in group.contacts if one not in together)
        name = keep.name
        return cls(group, book, together, apart, keep, name, _filled(card.numbers, len(book.places)))

    @property
    def others(self) -> tuple[Contact, ...]:
        """Return what would be deleted."""
        return tuple(one for one in self.together if one is not self.keep)

    @property
    def possible(self) -> bool:
        """Whether two or more would become one."""
        return len(self.together) > 1

    @property
    def card(self) -> ContactCard:
        """Return what the one that stays would say."""
        return ContactCard(self.name, self.numbers)

    @property
    def pool(self) -> tuple[str, ...]:
        """Return all numbers, each in its first spelling."""
        found: dict[str, str] = {}
        for one in (self.keep, *self.others):
            for text in one.card.numbers:
                if text:
                    found.setdefault(self._key(text), text)
        return tuple(found.values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the numbers that would be in none of the places."""
        kept = {self._key(text) for text in self.numbers if text}
        return tuple(text for text in self.pool if self._key(text) not in kept)

    @property
    def favourite(self) -> bool:
        """Whether one of them is a favourite."""
        return any(one.favourite for one in self.together)

    def named(self, name: str) -> "Proposal":
        """Return it with another name."""
        return replace(self, name=name)

    def placed(self, place: int, text: str) -> "Proposal":
        """Return it with another number in a place; one that stood elsewhere changes places with it."""
        numbers = list(self.numbers)
        before = numbers[place]
        for other, there in enumerate(numbers):
            if text and other != place and there and self._key(there) == self._key(text):
                numbers[other] = before
        numbers[place] = text
        return replace(self, numbers=tuple(numbers))

    def without(self, contact_id: str) -> "Proposal | None":
        """Return it without one of them, or with it again; the fields are proposed anew."""
        ids = {one.id for one in self.together} ^ {contact_id}
        return Proposal.of(self.group, self.book, tuple(ids))

    def same(self, one: str, other: str) -> bool:
        """Whether two texts are the same number."""
        return self._key(one) == self._key(other)

    def _key(self, text: str) -> str:
        return normalise(text, self.book.region) or text


def _filled(numbers: Sequence[str], places: int) -> tuple[str, ...]:
    return (*numbers[:places], *[""] * (places - len(numbers)))
