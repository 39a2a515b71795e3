"""Why a row of an upload is what it is, in a sentence each; what all files share is `importing.reasons`."""

from desktop.domain.texts import shortened

LETTERS = "Letters in the number"
SEVERAL = "Several numbers in one cell"
WITH_EXTENSION = "A number with an extension, which no campaign can dial"
CODE_OR_NOT = "Begins with the country's code, perhaps: write it with + or with its zero"
LOCAL = "A local number, sent as written"
HEADER_AGAIN = "The header again"
TOO_LONG = "A variable is too long"
SPACES = "spaces and signs removed"
PLUS = "plus added"
ZEROS = "00 read as +"
REWRITTEN = "written as E.164"
IN_CAMPAIGN = "In this campaign already"


def was(text: str, what: str) -> str:
    """Tell what stood there, and what was put right."""
    return f"Was {shortened(text)}: {what}"


def added(country: str) -> str:
    """Tell that a number got its country."""
    return f"{country} added"


def missing(digits: int, country: str) -> str:
    """Tell that a number is too short, and for where."""
    many = "One digit is" if digits == 1 else f"{digits} digits are"
    return f"{many} missing for {country}" if country else f"{many} missing"


def variables(found: int, wanted: int) -> str:
    """Tell that a row has not the variables that the others have."""
    return f"Has {found} of {wanted} variables" if found < wanted else f"Has {found} variables, not {wanted}"


def ragged(found: int, wanted: int) -> str:
    """Tell that a row has more cells than the table has columns, so that nobody knows which is which."""
    return f"Has {found} cells, the table has {wanted} columns"


def duplicate(line: int) -> str:
    """Tell that an earlier row has the number."""
    return f"Same number as row {line}, which is kept" if line else "The same number twice, the first is kept"


def in_other(campaign: str) -> str:
    """Tell that another active campaign of the account has the number."""
    return f"In {shortened(campaign)}, which is active too"


def perhaps_sent(source: str) -> str:
    """Tell that nobody knows what became of the number in an earlier upload."""
    return f"Perhaps sent with {shortened(source)} before, nobody can tell"
