"""Whose numbers are to be put somewhere: what lists hand over to whoever does that."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.domain.calls import CallRecord
from desktop.domain.contacts import Contact


class Candidate(NamedTuple):
    """Somebody with one number or several, the main one first; each has its label, or ""."""

    name: str
    numbers: tuple[tuple[str, str], ...]


def of_contact(contact: Contact) -> Candidate:
    """Return a contact with all its numbers."""
    numbers = [(one.label, one.e164 or one.raw) for one in contact.numbers if one.e164 or one.raw]
    return Candidate(contact.name, tuple(numbers))


def of_contacts(contacts: Sequence[Contact]) -> list[Candidate]:
    """Return contacts, without those that have no number."""
    return [one for one in map(of_contact, contacts) if one.numbers]


def of_call(call: CallRecord) -> Candidate:
    """Return the far side of a call."""
    return Candidate(call.name or "", (("", call.other),) if call.other else ())
