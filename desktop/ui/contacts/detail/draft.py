"""What somebody is writing in the form of a contact: frozen, without a widget, kept whatever else happens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop import numbers
from desktop.domain.contacts import Conflict, Contact, ContactCard
from desktop.domain.numbers import NumberCheck
from desktop.services.contacts.checks import MAX_NAME, MAX_NUMBER, clean
from desktop.ui.contacts.detail.differences import NAME, merged
from desktop.ui.contacts.detail.spelling import shown_number, shown_numbers


class Lack(Enum):
    """What a form still lacks before it can be saved."""

    NAME = auto()
    MAIN = auto()
    TOO_LONG = auto()
    UNFINISHED = auto()  # it can be saved all the same, when the person says so
    UNCHANGED = auto()
    NO_BOOK = auto()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of saving, and in which field (`NAME`, or the index of a number)."""

    lack: Lack
    field: int = NAME

    @property
    def is_soft(self) -> bool:
        """Whether a person may save in spite of it."""
        return self.lack is Lack.UNFINISHED


@dataclass(frozen=True, slots=True)
class Draft:
    """A contact as it stands in the form.

    `started` is the card that the form began with. `spellings` are pairs of how a number is shown and how the
    phone book has it: what nobody touched stays as it is there. `contact_id` None is a new contact.
    `extensions` are those of the account's lines. With a `conflict` the form holds what shall stand.
    """

    account_id: str
    places: tuple[str, ...]
    region: str | None
    started: ContactCard
    name: str
    numbers: tuple[str, ...]
    spellings: tuple[tuple[str, str], ...] = ()
    contact_id: str | None = None
    extensions: tuple[str, ...] = ()
    favourite: bool = False
    conflict: Conflict | None = None

    @property
    def card(self) -> ContactCard:
        """The card that would be saved."""
        kept = dict(reversed(self.spellings))
        written = ContactCard(self.name, tuple(kept.get(text, text) for text in self.numbers))
        return clean(written, self.places)

    @property
    def is_changed(self) -> bool:
        """Whether saving would change anything, or loses somebody's text when it is thrown away."""
        return self.card != clean(self.started, self.places)

    @property
    def is_parked_deletion(self) -> bool:
        """Whether this person deleted the contact, and is asked whether it shall go all the same."""
        return self.conflict is not None and self.conflict.wanted is None

    def text(self, field: int) -> str:
        """Return what stands in a field."""
        return self.name if field == NAME else self.numbers[field]

    def with_text(self, field: int, text: str) -> "Draft":
        """Return the same with another text in a field."""
        if field == NAME:
            return replace(self, name=text)
        return replace(self, numbers=(*self.numbers[:field], text, *self.numbers[field + 1 :]))

    def with_card(self, card: ContactCard) -> "Draft":
        """Return the same with a card's texts in the fields."""
        shown = shown_numbers(card, self.places, self.region)
        return replace(self, name=card.name, numbers=shown)

    def onto(self, fresh: "Draft") -> "Draft":
        """Return another draft of the contact with what was typed here; what was not stays as it is there."""
        begun = self.with_card(self.started)
        for field in range(NAME, len(self.numbers)):
            if self.text(field) != begun.text(field):
                fresh = fresh.with_text(field, self.text(field))
        return fresh

    def checks(self) -> tuple[NumberCheck, ...]:
        """Say what is known of each number."""
        return tuple(
            numbers.check(text, self.region, own_extensions=self.extensions) for text in self.numbers
        )

    def obstacle(self, checks: Sequence[NumberCheck]) -> Obstacle | None:
        """Return the first thing that stands in the way of saving, the hard ones first."""
        return next(self._obstacles(checks), None)

    def _obstacles(self, checks: Sequence[NumberCheck]) -> Iterator[Obstacle]:
        card = self.card
        if not self.account_id:
            yield Obstacle(Lack.NO_BOOK)
        if not card.name:
            yield Obstacle(Lack.NAME)
        if not card.numbers[0]:
            yield Obstacle(Lack.MAIN, 0)
        if len(card.name) > MAX_NAME:
            yield Obstacle(Lack.TOO_LONG)
        for field, text in enumerate(card.numbers):
            if len(text) > MAX_NUMBER:
                yield Obstacle(Lack.TOO_LONG, field)
        if self.conflict is None and self.contact_id is not None and not self.is_changed:
            yield Obstacle(Lack.UNCHANGED)
        for field, check in enumerate(checks):
            if check.is_unfinished and self.is_touched(field):
                yield Obstacle(Lack.UNFINISHED, field)

    def is_touched(self, field: int) -> bool:
        """Whether somebody typed a number; what was odd before is nobody's slip of today."""
        return all(self.numbers[field] != shown for shown, _ in self.spellings)


def draft_of(
    contact: Contact, places: tuple[str, ...], region: str | None, extensions: tuple[str, ...] = ()
) -> Draft:
    """Begin with what a contact says; in a conflict with what stands when nobody chooses."""
    places = places or tuple(number.label for number in contact.numbers) or ("",)
    conflict, card = contact.conflict, contact.card
    cards = [card]
    if conflict is not None:
        cards = [one for one in (conflict.wanted, conflict.there, conflict.seen) if one is not None]
        card = merged(conflict, len(places), region) or cards[0]
    card = clean(card, places)
    return Draft(
        account_id=contact.account_id,
        contact_id=contact.id,
        places=places,
        region=region,
        started=card,
        name=card.name,
        numbers=shown_numbers(card, places, region),
        spellings=tuple((shown_number(text, region), text) for one in cards for text in one.numbers if text),
        extensions=extensions,
        favourite=contact.favourite,
        conflict=conflict,
    )


def new_draft(account_id: str, places: tuple[str, ...], region: str | None, name: str, number: str) -> Draft:
    """Begin a new contact, perhaps with a name and a number that somebody called from.

    A number without its country stays as it was written: in another phone book it means another one.
    """
    places = places or ("",)
    written = shown_number(number, region) if number.startswith("+") else number.strip()
    return Draft(
        account_id=account_id,
        places=places,
        region=region,
        started=ContactCard("", ("",) * len(places)),
        name=name,
        numbers=(written, *("",) * (len(places) - 1)),
    )


def moved_to(draft: Draft, account_id: str, places: tuple[str, ...], region: str | None) -> Draft:
    """Return a new contact's draft in another phone book, with as many numbers as that has places for."""
    places = places or ("",)
    texts = [text for text in draft.numbers if text.strip()]
    return replace(
        draft,
        account_id=account_id,
        places=places,
        region=region,
        started=ContactCard("", ("",) * len(places)),
        numbers=(*texts, *("",) * len(places))[: len(places)],
    )
