"""Texts with values in them of the list of contacts: counts, why it is empty, what was deleted."""

from collections.abc import Sequence

from desktop.domain.contacts import Outbox
from desktop.ui import sentences, times
from desktop.ui import strings_book as strings
from desktop.ui.kit.outside import shown, within


def total(contacts: int) -> str:
    """Return the count over the list: `412 contacts`."""
    return sentences.counted(contacts, "contact", "contacts")


def chosen(contacts: int, of: int) -> str:
    """Return the count while several are chosen: `3 of 412 chosen`."""
    return f"{times.number(contacts)} of {times.number(of)} chosen"


def duplicates(groups: int) -> str:
    """Return what may be twice: `3 possible duplicates`."""
    return sentences.counted(groups, "possible duplicate", "possible duplicates")


def more_numbers(count: int) -> str:
    """Return how many numbers a row does not show, for a screen reader."""
    return sentences.counted(count, "more number", "more numbers")


def found_nothing(text: str) -> str:
    """Return the title when a search finds nobody."""
    return f"No contact with “{within(text)}”"


def without_search(contacts: int) -> str:
    """Return what clearing the search would bring."""
    return f"Without the search there {'is' if contacts == 1 else 'are'} {total(contacts)}."


def deleted(name: str) -> str:
    """Return what the toast says: `Ada Lovelace deleted`."""
    return f"{within(name or strings.NO_NAME)} deleted"


def deleted_many(count: int) -> str:
    """Return what the toast says after several: `3 contacts deleted`."""
    return f"{total(count)} deleted"


def back(name: str) -> str:
    """Return what is said after an undo."""
    return f"{within(name or strings.NO_NAME)} is back"


def ask_delete(count: int) -> str:
    """Return the question before several are deleted."""
    return f"Delete {total(count)}?"


def delete_button(count: int) -> str:
    """Return its button."""
    return f"Delete {times.number(count)}"


def whom(names: Sequence[str], count: int) -> str:
    """Return whom a question is about: `Ada Lovelace, Chiara Rossi and 3 others`."""
    said = [within(name or strings.NO_NAME) for name in names]
    others = count - len(said)
    if others > 0:
        return f"{', '.join(said)} and {sentences.counted(others, 'other', 'others')}"
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)


def not_read(trouble: str) -> str:
    """Return why there is nothing yet, where a phone book was never read."""
    return trouble or "It is tried again by itself."


def waits(outbox: Outbox, seconds: int) -> str:
    """Return what the status line says of edits: `1 change waits for Head office, next try in 40 s`."""
    changes = sentences.counted(outbox.changes, "change waits", "changes wait")
    said = f"{changes} for {within(outbox.account)}"
    return f"{said}, next try in {times.duration(seconds)}" if seconds else said


def editing(name: str) -> str:
    """Return what the status line says while somebody writes: `Editing Ada Lovelace, nothing sent yet`."""
    return f"Editing {within(name or strings.NO_NAME)}, nothing sent yet"


def too_many_for_campaign(most: int) -> str:
    """Say what to do with more contacts than go into a campaign at once."""
    return f"At most {most} at once: export the others, and upload the file in the campaign"


def add_to(account: str) -> str:
    """Return the entry of a menu for one of several phone books: `To Head office`."""
    return f"To {shown(account)}"


def no_book(reasons: Sequence[str]) -> str:
    """Return why no account has a phone book, in the words of its provider where it gave some."""
    said = [reason.rstrip(".") + "." for reason in dict.fromkeys(reasons)]
    return " ".join(said) or strings.NO_BOOK_TEXT
