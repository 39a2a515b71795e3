"""Comparing words as people do: without case, accents, runs of spaces and what nobody sees."""

import unicodedata


def fold(text: str) -> str:
    """Return the text to compare by: "  Élodie MARTIN" and "elodie martin" are the same."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(_seen(char) for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())


def _seen(char: str) -> str:
    """Leave out marks of direction and joiners; a control character separates words."""
    match unicodedata.category(char):
        case "Cf" | "Cs":
            return ""
        case "Cc":
            return " "
    return char
