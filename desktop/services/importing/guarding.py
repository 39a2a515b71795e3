"""The mark that keeps a spreadsheet from taking a text for a formula: set on the way out, taken off again.

`export.defused` sets an apostrophe; a text that began with one and looks as if it were set gets another.
"""

_FORMULAS = ("=", "@", "\t", "\r", "+", "-")


def _looks_guarded(text: str) -> bool:
    return text.startswith("'") and text.lstrip("'").startswith(_FORMULAS)


def guarded(text: str) -> str:
    """Return a text that `unguarded` gives back, also after `export.defused`."""
    return f"'{text}" if _looks_guarded(text) else text


def unguarded(text: str) -> str:
    """Return a cell's text without the mark; spreadsheets show it without, too."""
    return text[1:] if _looks_guarded(text) else text
