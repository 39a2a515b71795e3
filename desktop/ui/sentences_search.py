"""Texts of the search with values in them."""

from desktop.domain.lines import Line

LONGEST = 60
"""Of what was typed or pasted no more characters than these are said again."""


def call_number(number: str) -> str:
    """Return the row of a number that was typed: `Call +33 6 12 34 56 78`."""
    return f"Call {number}"


def not_called(number: str) -> str:
    """Return the row of an emergency number."""
    return f"{number} is not called from here"


def no_number(text: str) -> str:
    """Return the row of digits that make no number."""
    return f"{_cut(text)} is not a number"


def nobody_found(text: str) -> str:
    """Return what stands where nobody fits."""
    return f"Nobody found with “{_cut(text)}”"


def will_ring(line: Line) -> str:
    """Return which phone rings first, or what gets the number: `Sales desk will ring`."""
    return f"{line.name} gets the number" if line.is_softphone else f"{line.name} will ring"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
