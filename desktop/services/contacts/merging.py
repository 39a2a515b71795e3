"""Comparing three ways, field by field: what a person saw, what they want, and what is there now.

A field is the name, or one place for a number. Nothing here touches anything.
"""

from desktop.domain.contacts import ContactCard
from desktop.numbers import normalise, understand


def meet(
    seen: ContactCard, wanted: ContactCard, there: ContactCard, *, tried: bool, region: str | None
) -> ContactCard | None:
    """Return what the entry must say so that nobody's change is lost; None where one field has two changes.

    What comes back equal to `there` needs no request. `tried` means that a request may have changed the
    entry already, so that our own text in the provider's spelling is no stranger's.
    """
    fields = []
    for place, (before, ours, now) in enumerate(zip(*_fields(seen, wanted, there), strict=True)):
        mine = ours != before
        if not mine or ours == now or (tried and now != before and alike(ours, now, place, region)):
            fields.append(now)
        elif alike(before, now, place, region):
            fields.append(ours)
        else:
            return None
    return ContactCard(fields[0], tuple(fields[1:]))


def same(card: ContactCard, other: ContactCard, region: str | None) -> bool:
    """Whether two cards say the same, a number in whatever spelling."""
    pairs = enumerate(zip(*_fields(card, other), strict=True))
    return all(alike(one, two, place, region) for place, (one, two) in pairs)


def alike(one: str, other: str, place: int, region: str | None) -> bool:
    """Whether two texts of one field (0 is the name) mean the same."""
    if " ".join(one.split()) == " ".join(other.split()):
        return True
    if (
        not place
        or not one.strip()
        or not other.strip()
        or normalise(one, region) != normalise(other, region)
    ):
        return False
    # What calls are found by has no extension, and says nothing of one.
    return understand(one, region).extension == understand(other, region).extension


def onto(
    started: ContactCard, card: ContactCard, seen: ContactCard, wanted: ContactCard
) -> tuple[ContactCard, ContactCard]:
    """Lay what a person did to the card they started from over an edit that waits, or over what is there.

    Returns what was seen, and what is wanted. A field that was not touched stays as it is by now; of one
    that was, what they started from is what was seen, so that a change since then is met.
    """
    before, after = [], []
    for start, new, base, now in zip(*_fields(started, card, seen, wanted), strict=True):
        if new == start:
            before.append(base)
            after.append(now)
        else:
            before.append(base if start == now else start)
            after.append(new)
    return ContactCard(before[0], tuple(before[1:])), ContactCard(after[0], tuple(after[1:]))


def _fields(*cards: ContactCard) -> list[list[str]]:
    """Return the texts of cards, each with as many places as the longest of them."""
    places = max(len(card.numbers) for card in cards)
    return [[card.name, *card.numbers, *[""] * (places - len(card.numbers))] for card in cards]
