"""Texts with values in them of contacts that may be one."""

from desktop import numbers
from desktop.domain.contacts import Contact
from desktop.services.duplicates import DuplicateGroup, Likeness
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.contacts.duplicates.proposal import Proposal
from desktop.ui.kit.outside import shown
from desktop.ui.sentences import counted


def names(group: DuplicateGroup) -> str:
    """`Ada Lovelace, A. Lovelace`."""
    return ", ".join(dict.fromkeys(name(one) for one in group.contacts[:6]))


def name(one: Contact) -> str:
    """Return what a contact is called."""
    return shown(one.name) or strings.NO_NAME


def likeness(group: DuplicateGroup) -> str:
    """Say what they have in common: `Same number`, `Same name`."""
    return strings.SAME_NUMBER if group.likeness is Likeness.NUMBER else strings.SAME_NAME


def what(group: DuplicateGroup) -> str:
    """Return what they have in common, as it is read."""
    if group.likeness is Likeness.NUMBER:
        return shown(numbers.display(group.what, None))
    return shown(group.what)


def group(one: DuplicateGroup) -> str:
    """Return a group as a screen reader says it."""
    return f"{names(one)}, {likeness(one)} {what(one)}, {contacts(len(one.contacts))}"


def contacts(count: int) -> str:
    """`3 contacts`."""
    return counted(count, "contact", "contacts")


def phones(one: Contact, region: str | None) -> str:
    """Return a contact's numbers in one line, each with its place."""
    each = [f"{number.label} {shown(numbers.display(number.raw, region))}" for number in one.numbers]
    return "  ·  ".join(each)


def phone(text: str, region: str | None) -> str:
    """Return a number as it is read, or that the place is empty."""
    return shown(numbers.display(text, region)) if text else strings.EMPTY_PLACE


def place(at: int, count: int) -> str:
    """`3 of 17`."""
    return f"{times.number(at + 1)} of {times.number(count)}"


def merge(count: int) -> str:
    """`Merge 3 contacts`."""
    return f"{strings.MERGE_THEM} {contacts(count)}" if count > 1 else strings.MERGE_THEM


def merged(who: str) -> str:
    """`Ada Lovelace is one contact now`."""
    return f"{shown(who) or strings.NO_NAME} is one contact now"


def left_out(proposal: Proposal) -> str:
    """Say which numbers have no place: `5 numbers for 3 places. Left out: ...`."""
    out = [phone(text, proposal.book.region) for text in proposal.left_out]
    if not out:
        return ""
    found, places = len(proposal.pool), len(proposal.book.places)
    lead = f"{counted(found, 'number', 'numbers')} for {counted(places, 'place', 'places')}."
    return f"{lead} Left out: {', '.join(out)}."


def apart(proposal: Proposal) -> str:
    """Say which of them stay as they are, and why."""
    elsewhere = [one for one in proposal.apart if one.account_id != proposal.book.account_id]
    if elsewhere:
        return f"{contacts(len(elsewhere))} of another phone book: they are never put together."
    locked = [one for one in proposal.apart if one.read_only]
    return f"{contacts(len(locked))} can only be read." if locked else ""


def more(count: int) -> str:
    """Say how many of a group are not shown."""
    return f"and {contacts(count)} more"


def named(text: str) -> str:
    """Return a name as it is shown."""
    return shown(text) or strings.NO_NAME
