"""Where in a name or a number stands what was looked for."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from desktop import numbers
from desktop.ui.kit.marked import Span

ANYWHERE = 3
"""So many letters are found anywhere in a name; fewer only where a word begins, as the search has it."""

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words that are looked for in names, without case and accents."""
    folded, _ = _folded(text)
    return tuple(word for word in folded.split() if any(sign.isalnum() or sign > "\u2000" for sign in word))


@lru_cache(maxsize=256)
def parts_of(text: str) -> tuple[str, ...]:
    """Return the digits that are looked for in numbers: of the whole text, else of its words with digits."""
    if not _DIGIT.search(text):
        return ()
    if not _LETTER.search(text):
        return numbers.search_parts(text)
    parts = [part for word in text.split() if _DIGIT.search(word) for part in numbers.search_parts(word)]
    return tuple(dict.fromkeys((*numbers.search_parts(text), *parts)))


def in_name(name: str, text: str) -> tuple[Span, ...]:
    """Return where the words of a search stand in a name, in order and without overlaps."""
    words = words_of(text)
    if not words:
        return ()
    folded, places = _folded(name)
    found: list[Span] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            if len(word) >= ANYWHERE or at == 0 or not folded[at - 1].isalnum():
                # A letter that folds into two is marked whole.
                found.append((places[at], max(places[at + len(word)], places[at + len(word) - 1] + 1)))
            at = folded.find(word, at + len(word))
    return joined(found)


def in_number(shown: str, parts: Sequence[str]) -> tuple[Span, ...]:
    """Return where digits that were looked for stand in a number as it is shown: of the first that does."""
    places = [place for place, sign in enumerate(shown) if sign.isdecimal()]
    digits = "".join(shown[place] for place in places)
    for part in parts:
        # A number is shown as from abroad: neither "00" nor the zero of a national spelling stands in it.
        for spelling in (part, part.removeprefix("00"), part.removeprefix("0")):
            start = digits.find(spelling)
            if spelling and start >= 0:
                return ((places[start], places[start + len(spelling) - 1] + 1),)
    return ()


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch made one."""
    made: list[Span] = []
    for start, stop in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(stop, made[-1][1]))
        else:
            made.append((start, stop))
    return tuple(made)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and for each place of that the place in the text.

    What follows a letter and is left out (an accent that is a sign of its own) belongs to the letter.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for bare in unicodedata.normalize("NFKD", sign):
            if unicodedata.combining(bare) or unicodedata.category(bare) == "Cf":
                continue
            letters = bare.casefold()
            folded.append(letters)
            places += [place] * len(letters)
    places.append(len(text))
    return "".join(folded), places
