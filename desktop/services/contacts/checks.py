"""What a card may say, whoever wrote it: a person, a file, a script."""

import unicodedata
from collections.abc import Sequence

from desktop.domain.contacts import ContactCard

MAX_NAME = 10_000
"""Letters of a name. Providers allow fewer, and say so themselves."""

MAX_NUMBER = 255
"""Letters of a number."""


def clean(card: ContactCard, places: Sequence[str]) -> ContactCard:
    """Return the card as it is kept: trimmed, on one line, with a text for each place of the phonebook.

    More numbers than there are places stay, so that `complaint` can tell of them.
    """
    numbers = [_clean(text) for text in card.numbers]
    while len(numbers) > len(places) and not numbers[-1]:
        numbers.pop()
    return ContactCard(_clean(card.name), (*numbers, *[""] * (len(places) - len(numbers))))


def complaint(card: ContactCard, places: Sequence[str]) -> str | None:
    """Return what keeps a clean card from being a contact, as a sentence; None when nothing does."""
    longest = max(map(len, card.numbers), default=0)
    for wrong, sentence in (
        (not card.name, "A contact needs a name."),
        (len(card.name) > MAX_NAME, f"This name has {len(card.name):,} letters; {MAX_NAME:,} are the most."),
        (len(card.numbers) > len(places), f"A contact here has room for {len(places)} numbers."),
        (not any(card.numbers), "A contact needs a number."),
        (not card.numbers[:1] or not card.numbers[0], "The first of a contact's numbers must be filled."),
        (longest > MAX_NUMBER, f"A number here has {longest:,} letters; {MAX_NUMBER} are the most."),
    ):
        if wrong:
            return sentence
    return None


def _clean(text: str) -> str:
    """Take control characters out and make one space of each run; what stands for no text at all shows."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(map(_seen, text))
    return " ".join(seen.split())


def _seen(char: str) -> str:
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
    return char
