"""Texts of the search with values in them."""


def call_number(number: str) -> str:
    """Return the row of a number that was typed: `Call +33 6 12 34 56 78`."""
    return f"Call {number}"


def not_called(number: str) -> str:
    """Return the row of an emergency number."""
    return f"{number} is not called from here"


def no_number(text: str) -> str:
    """Return the row of digits that make no number."""
    return f"{text} is not a number"


def nobody_found(text: str) -> str:
    """Return what stands where nobody fits."""
    return f"Nobody found with “{text}”"


def will_ring(line: str) -> str:
    """Return which phone rings first: `Sales desk will ring`."""
    return f"{line} will ring"
