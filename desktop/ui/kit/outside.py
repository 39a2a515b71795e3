"""Texts from outside, fit to stand in a line of ours: names, labels, what somebody typed."""

import unicodedata
from functools import lru_cache

MOST = 300
"""More letters than this nobody reads in one line."""

_JOINERS = "\u200c\u200d"  # Persian words and joined emoji need them, and they move nothing
_MARKS = 4  # more signs over and under one letter than any script has
_FIRST_STRONG, _END = "\u2068", "\u2069"


@lru_cache(maxsize=2048)
def shown(text: str, most: int = MOST) -> str:
    """Return a text as one line: nothing in it breaks the line, turns it round, or runs out of it."""
    line: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text[: most * 4]):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cc", "Zl", "Zp"):
            line.append(" ")
        elif kind != "Cs" and marks <= _MARKS and (kind != "Cf" or sign in _JOINERS):
            line.append(sign)
    whole = " ".join("".join(line).split())
    return whole if len(whole) <= most and len(text) <= most * 4 else whole[: most - 1].rstrip() + "…"


def within(text: str) -> str:
    """Return it for the middle of a sentence, which keeps its own direction whatever that of the text is."""
    return f"{_FIRST_STRONG}{shown(text)}{_END}"
