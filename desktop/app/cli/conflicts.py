"""What a terminal tells of an edit that met another one: all versions, and what to do about it."""

from collections.abc import Callable

from desktop.domain.contacts import Contact, ContactCard, Pending


def sentence(contact: Contact) -> str | None:
    """Say that somebody else changed a contact too, and how to choose; None where nobody has to."""
    if contact.conflict is None:
        return None
    what = "it is not deleted" if contact.pending is Pending.DELETE else "your edit is not sent"
    return (
        f"It was changed at {contact.account} meanwhile, so {what}: look with `contacts show {contact.id}` "
        f"and choose with `contacts resolve {contact.id} --mine` or `--theirs`."
    )


def sides(contact: Contact, places: tuple[str, ...], readable: Callable[[str], str]) -> list[str]:
    """Return the fields that differ with their three versions, as lines; `places` name the numbers."""
    conflict = contact.conflict
    if conflict is None:
        return []
    rows = [f"since:     {conflict.since.astimezone():%Y-%m-%d %H:%M}"]
    cards = (conflict.seen, conflict.wanted, conflict.there)
    known = [card for card in cards if card is not None]
    for place in range(1 + max(len(card.numbers) for card in known)):
        if conflict.wanted is not None and len({_field(card, place) for card in known}) == 1:
            continue
        if not any(_field(card, place) for card in known):
            continue
        rows.append("name" if place == 0 else label(places, place - 1).lower())
        for who, card in zip(("you saw", "you want", "there now"), cards, strict=True):
            gone = "deleted" if card is conflict.wanted else "gone"
            text = gone if card is None else readable(_field(card, place)) or "(empty)"
            rows.append(f"  {who + ':':12}{text}")
    return rows


def label(places: tuple[str, ...], place: int) -> str:
    """Return what a phonebook calls one of its places for numbers, from 0."""
    return places[place] if place < len(places) else f"Number {place + 1}"


def _field(card: ContactCard, place: int) -> str:
    """Return one text of a card: 0 is the name, 1 the first number."""
    texts = (card.name, *card.numbers)
    return texts[place] if place < len(texts) else ""
