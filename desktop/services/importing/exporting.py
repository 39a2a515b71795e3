"""Contacts as files: CSV that a spreadsheet cannot take for formulas, and vCard 3.0 or 4.0."""

import csv
from collections.abc import Iterable
from enum import StrEnum
from typing import TextIO

from vobject import vCard
from vobject.vcard import Name

from desktop.domain.contacts import Contact
from desktop.services.export import defused
from desktop.services.importing.guarding import guarded

MARK = "\ufeff"
"""What a file begins with so that a spreadsheet takes it for UTF-8."""


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    CSV_FOR_SPREADSHEETS = "csv-bom"  # the same, with a mark that it is UTF-8
    VCARD3 = "vcard3"
    VCARD4 = "vcard4"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return ".vcf" if self in (Format.VCARD3, Format.VCARD4) else ".csv"


def write(out: TextIO, contacts: Iterable[Contact], kind: Format, places: int) -> int:
    """Write contacts, with columns for so many numbers; returns how many. Open `out` with `newline=""`."""
    if kind is Format.VCARD3 or kind is Format.VCARD4:
        return _write_cards(out, contacts, "3.0" if kind is Format.VCARD3 else "4.0")
    if kind is Format.CSV_FOR_SPREADSHEETS:
        out.write(MARK)
    return _write_table(out, contacts, places)


def _write_table(out: TextIO, contacts: Iterable[Contact], places: int) -> int:
    writer = csv.writer(out)
    writer.writerow(["name", *(f"number_{place + 1}" for place in range(places)), "account", "favourite"])
    count = 0
    for contact in contacts:
        numbers = [*contact.card.numbers, *[""] * places][:places]
        texts = [contact.name, *numbers, contact.account]
        writer.writerow([*(defused(guarded(text)) for text in texts), contact.favourite])
        count += 1
    return count


def _write_cards(out: TextIO, contacts: Iterable[Contact], version: str) -> int:
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
