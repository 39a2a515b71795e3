"""What one row of the list says of its contact: every text ready, so that painting only paints."""

from dataclasses import dataclass

from desktop import numbers
from desktop.domain.contacts import Contact, ContactNumber, EditState
from desktop.ui import sentences, sentences_book
from desktop.ui import strings_book as strings
from desktop.ui.found import in_name, in_number, parts_of
from desktop.ui.kit.labels import initials
from desktop.ui.kit.outside import shown
from desktop.ui.kit.roles import Role
from desktop.ui.kit.rowpaint import TwoLines

STUCK = frozenset({EditState.FAILED, EditState.CONFLICT})
"""States in which somebody has to do something: the row is taller, and says what."""


@dataclass(frozen=True, slots=True)
class Face:
    """One contact as it is painted (`lines`), read aloud (`sentence`) and hovered over (`hint`)."""

    contact: Contact
    lines: TwoLines
    sentence: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands at the end of the first line."""

    text: str = ""
    icon: str = ""
    role: Role = "dim"
    weight: int = 400


def title(contact: Contact) -> str:
    """Return who it is, in one line: the name, else the first number."""
    return shown(contact.name) or next((formatted(one) for one in contact.numbers), strings.NO_NAME)


def formatted(number: ContactNumber) -> str:
    """Return a contact's number as a person reads it; what is none stays as somebody wrote it."""
    return numbers.display(number.e164, None) if number.e164 else shown(number.raw)


def country(number: ContactNumber) -> str:
    """Return the country of a number, "" when it has none."""
    region = numbers.region_of(number.e164) if number.e164 else None
    known = numbers.country(region) if region else None
    return known.name if known else ""


def trouble(contact: Contact) -> str:
    """Return why an edit is not at the provider and waits for a person; "" when it does not."""
    if contact.state is EditState.CONFLICT:
        gone = contact.conflict is not None and contact.conflict.there is None
        return strings.DELETED_THERE if gone else strings.CHANGED_THERE
    if contact.state is EditState.FAILED:
        return shown(contact.error or "") or strings.REFUSED
    return ""


def words(contact: Contact) -> tuple[str, ...]:
    """Return what helps a row that has a trouble."""
    if contact.state is EditState.CONFLICT:
        return (strings.COMPARE, strings.DISCARD)
    return (strings.RETRY, strings.DISCARD) if contact.state is EditState.FAILED else ()


def first_number(contact: Contact, parts: tuple[str, ...]) -> ContactNumber | None:
    """Return the number that a row shows: the one that was looked for, else the first."""
    for number in contact.numbers if parts else ():
        key = numbers.search_key(number.e164 or number.raw)
        if any(part in key for part in parts):
            return number
    return next(iter(contact.numbers), None)


def _mark(contact: Contact, *, editing: bool) -> _Mark:
    if editing:
        return _Mark(strings.EDITING)
    if contact.state in STUCK:
        return _Mark(strings.NOT_SAVED, "warning", "missed", 600)
    if contact.pending is not None:
        return _Mark(strings.NOT_SENT_YET, "clock", "waiting", 600)
    return _Mark(icon="star-filled", role="accent") if contact.favourite else _Mark()


def face(contact: Contact, *, text: str = "", editing: bool = False, several_books: bool = False) -> Face:
    """Prepare a row; `text` is what was looked for."""
    name, parts = title(contact), parts_of(text)
    number = first_number(contact, parts)
    written = formatted(number) if number else strings.NO_NUMBER
    place = country(number) if number else ""
    more = len(contact.numbers) - 1
    mark = _mark(contact, editing=editing)
    letters = initials(name)
    second = [written] if number is None or written != name else []
    second += [part for part in (place, f"+{more}" if more > 0 else "") if part]
    lines = TwoLines(
        title=name,
        letters=letters,
        icon="" if letters else "user",
        wash="chip",
        ink="accent",
        time=mark.text,
        time_icon=mark.icon,
        time_role=mark.role,
        time_weight=mark.weight,
        meta=tuple(second),
        chip=shown(contact.account) if several_books else "",
        level=True,
        title_marks=in_name(name, text) if text else (),
        number_marks=in_number(written, parts) if parts and second[:1] == [written] else (),
        trouble=trouble(contact),
        words=words(contact),
    )
    said = [name, *second[: 1 + bool(place)]]
    if more > 0:
        said.append(sentences_book.more_numbers(more))
    if contact.favourite:
        said.append(strings.FAVOURITE)
    said += [mark.text, lines.trouble, lines.chip]
    # A name that is cut in the row is read whole where the pointer rests, and why an edit is not saved.
    hint = sentences.tip("\n".join(part for part in (name, lines.trouble) if part)) if lines.trouble else ""
    return Face(contact, lines, ", ".join(part for part in said if part), hint or sentences.tip(name))
