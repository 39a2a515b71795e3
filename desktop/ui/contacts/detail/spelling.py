"""How a number of a phone book is shown in a field: formatted, unless that would lose a part of it."""

from collections.abc import Sequence

from desktop import numbers
from desktop.domain.contacts import ContactCard
from desktop.domain.numbers import NumberKind


def shown_numbers(card: ContactCard, places: Sequence[str], region: str | None) -> tuple[str, ...]:
    """Return a card's numbers as fields show them, one for each place."""
    texts = (*card.numbers, *("",) * len(places))[: len(places)]
    return tuple(shown_number(text, region) for text in texts)


def shown_number(text: str, region: str | None) -> str:
    """Return a number as it is read; one with words or an extension stays as it was written."""
    info = numbers.understand(text, region)
    plain = info.kind is NumberKind.NUMBER and info.extension is None
    if not plain or any(letter.isalpha() for letter in text):
        return text.strip()
    return info.formatted
