"""Contacts as files: CSV that a spreadsheet cannot take for formulas, and vCard 3.0 or 4.0."""

import csv
from collections.abc import Iterable
from typing import TextIO

from desktop.domain.contacts import Contact
from desktop.services.export import defused
from desktop.services.importing.guarding import guarded
from desktop.services.importing.values import Format

MARK = "\ufeff"
"""What a file begins with so that a spreadsheet takes it for UTF-8."""


def write(out: TextIO, contacts: Iterable[Contact], kind: Format, places: int) -> int:
    """Write contacts, with columns for so many numbers; returns how many. Open `out` with `newline=""`."""
    if kind.is_cards:
        from desktop.services.importing import cards  # noqa: PLC0415 - vobject takes 60 ms

        return cards.write(out, contacts, "3.0" if kind is Format.VCARD3 else "4.0")
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
