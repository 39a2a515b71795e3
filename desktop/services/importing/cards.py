"""Writes vCards, 3.0 or 4.0; `vcards` reads them."""

from collections.abc import Iterable
from typing import TextIO

from vobject import vCard
from vobject.vcard import Name

from desktop.domain.contacts import Contact


def write(out: TextIO, contacts: Iterable[Contact], version: str) -> int:
    """Write a card for each contact; returns how many."""
    count = 0
    for contact in contacts:
        out.write(_card(contact, version))
        count += 1
    return count


def _card(contact: Contact, version: str) -> str:
    card = vCard()
    card.add("version").value = version
    card.add("fn").value = contact.name
    if version == "3.0":  # it wants the parts of a name, which nobody knows
        card.add("n").value = Name(given=contact.name)
    for place, number in enumerate(contact.numbers):
        tel = card.add("tel")
        tel.value = number.raw
        if version == "3.0":
            tel.params["TYPE"] = ["VOICE"] if place else ["VOICE", "PREF"]
        elif not place:
            tel.params["PREF"] = ["1"]
    return str(card.serialize())
