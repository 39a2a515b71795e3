"""Texts with values in them of the contacts that were deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop import numbers
from desktop.domain.contacts import TRASH_DAYS, TrashedContact
from desktop.ui import strings_files as strings
from desktop.ui.kit.outside import shown
from desktop.ui.sentences import counted


def name(one: TrashedContact) -> str:
    """Return what a deleted contact is called."""
    return shown(one.card.name) or strings.NO_NAME


def phones(one: TrashedContact, region: str | None) -> list[str]:
    """Return its numbers as they are read; `region` is its phonebook's."""
    return [shown(numbers.display(text, region)) for text in one.card.numbers if text]


def left(one: TrashedContact, now: datetime) -> str:
    """`29 days`, `1 day`, `today` for the last one."""
    days = (one.deleted_at + timedelta(days=TRASH_DAYS) - now).days
    return counted(days, "day", "days") if days > 0 else strings.UNTIL_TODAY


def row(one: TrashedContact, phones: Sequence[str], now: datetime) -> str:
    """Return a row as a screen reader says it."""
    parts = [name(one), ", ".join(phones), one.account, f"{strings.TRASH_LEFT} {left(one, now)}"]
    return ", ".join(part for part in parts if part)


def restore(count: int) -> str:
    """`Restore`, `Restore 3 contacts`."""
    return f"{strings.RESTORE} {counted(count, 'contact', 'contacts')}" if count > 1 else strings.RESTORE


def restored(count: int, first: str) -> str:
    """`Ada Lovelace is back`, `3 contacts are back`."""
    return f"{first} is back" if count == 1 else f"{counted(count, 'contact', 'contacts')} are back"


def for_good(count: int, first: str) -> str:
    """`Delete Ada Lovelace for good?`, `Delete 3 contacts for good?`."""
    who = first if count == 1 else counted(count, "contact", "contacts")
    return f"Delete {who} for good?"


def total(count: int) -> str:
    """`412 deleted contacts`."""
    return counted(count, "deleted contact", "deleted contacts")
