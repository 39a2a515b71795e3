"""Why a row of a file is what it is, in one sentence each; in one place, so that they agree."""

from collections.abc import Sequence

from desktop.domain.texts import shortened
from desktop.services.importing.values import MOST_ROWS

_ORDINALS = ("main", "second", "third", "fourth", "fifth")

NO_NAME = "It has no name"
NO_NUMBER = "It has no number"
EMPTY = "The row is empty"
NOTHING_TO_CHANGE = "Nothing to change"
ROUNDED = "Rounded by a spreadsheet, digits are lost"
EXTENSION = "An extension, not a phone number"
SHORT = "A short code of the country, not a phone number"
EMERGENCY = "An emergency number, which is never called from here"
NOT_CLOSED = "The card has no end"
QUOTE_NOT_CLOSED = "A quotation mark is not closed"
INVISIBLE = "Invisible characters are removed"
LINE_TOO_LONG = "The line is too long to be a contact"
NO_COUNTRY = "A number without its country: choose one for such numbers"
UNKNOWN_COUNTRY = "No country has numbers that begin like this"
REST_NOT_READ = "Nothing after this row is read, split the file"
UNREADABLE = "Some letters cannot be read in this encoding"


def too_many_rows() -> str:
    """Tell why a row after the last one that is taken is refused."""
    return f"More than {MOST_ROWS:,} rows, split the file"


def ordinal(place: int) -> str:
    """Name a place for a number, the main one being 0."""
    return _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"


def too_many_numbers(found: int, kept: int) -> str:
    """Tell that a contact has more numbers than places."""
    return (
        f"Has {found} numbers, the first {kept} are kept"
        if kept > 1
        else (f"Has {found} numbers, the first is kept")
    )


def joined(remarks: Sequence[str]) -> str:
    """Put remarks into one sentence; "" is none."""
    return "; ".join(filter(None, remarks))


def digits_missing(count: int) -> str:
    """Tell that a number is too short."""
    return "One digit is missing" if count == 1 else f"{count} digits are missing"


def digits_too_many(count: int) -> str:
    """Tell that a number is too long."""
    return "One digit too many" if count == 1 else f"{count} digits too many"


def not_a_number(text: str) -> str:
    """Tell that a text is none."""
    return f"Not a phone number: {shortened(text)}"


def number_left_out(text: str, why: str) -> str:
    """Tell that one of several numbers is left out."""
    return f"{shortened(text)} is left out: {why[:1].lower()}{why[1:]}"


def name_too_long(length: int, most: int) -> str:
    """Tell that a name is too long."""
    return f"The name has {length:,} letters, {most:,} are the most"


def same_as_row(line: int) -> str:
    """Tell that a row is in the file already."""
    return f"The same as row {line}, which is kept"


def added_to_row(line: int, numbers: int) -> str:
    """Tell that a row's numbers went to an earlier row of the same contact."""
    return (
        f"The same contact as row {line}, {'its numbers are' if numbers > 1 else 'its number is'} added there"
    )


def taken_from_row(line: int) -> str:
    """Tell that a later row of the same contact added numbers."""
    return f"With the numbers of row {line}"


def same_name_as_row(line: int) -> str:
    """Tell that a row has the name of another one, and other numbers."""
    return f"The same name as row {line}, with another number"


def same_number_as_row(line: int, name: str) -> str:
    """Tell that a row has the number of another one, and another name."""
    return f"The same number as {shortened(name)} in row {line}"


def number_of(name: str) -> str:
    """Tell that the phonebook has the number under another name."""
    return f"The phone book has this number as {shortened(name)}"


def no_place_left(name: str) -> str:
    """Tell that a contact's places are full."""
    return f"{shortened(name)} is there, and has no place left for another number"


def cannot_be_changed(name: str) -> str:
    """Tell that the phonebook lets nobody change a contact, so that it cannot take a number."""
    return f"{shortened(name)} is there, and the phone book lets nobody change it"


def several_of_the_name(count: int) -> str:
    """Tell that nobody knows which contact of the name a row is."""
    return f"The phone book has {count} contacts of this name, with other numbers"


def left_out_for_want_of_place(numbers: int) -> str:
    """Tell that a contact's places could not take all numbers."""
    return "no place is left for another one" if numbers == 1 else f"no place is left for {numbers} others"


def adds(*, by_number: bool, place: int, numbers: int, mobile: bool) -> str:
    """Tell what a merge adds, and by what the contact was known."""
    known = "Same number" if by_number else "Same name"
    if numbers > 1:
        return f"{known}, adds {numbers} numbers"
    if mobile:
        return f"{known}, adds a mobile"
    return f"{known}, adds a {ordinal(place)} number"
