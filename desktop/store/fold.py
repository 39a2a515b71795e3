"""Comparing words as people do: without case, accents and runs of spaces."""

import unicodedata


def fold(text: str) -> str:
    """Return the text to compare by: "  Élodie MARTIN" and "elodie martin" are the same."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())
