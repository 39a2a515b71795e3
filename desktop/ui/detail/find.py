"""Looks for a text in what was said, without regard to case and accents, and knows where the hits stand.

All turns are folded once into one long text: a keystroke is then a single search in it, fast enough for the
window's thread at thousands of turns.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class Place(NamedTuple):
    """A hit: the turn's row, and where in its text it starts and how long it is there."""

    row: int
    start: int
    length: int


class _Folds(dict[int, str]):
    """What a letter is compared as, by its code, for `str.translate`; each is worked out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isspace():
            folded = " "
        else:
            bare = (one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
            folded = "".join(bare).casefold()
        self[code] = folded
        return folded


_FOLDS = _Folds()
_BETWEEN = "\n"
"""Between two turns; folded text has no line break, so no hit reaches over it."""


class Folded:
    """Turns' texts, ready to be searched."""

    def __init__(self, texts: Sequence[str]) -> None:
        folded = [text.translate(_FOLDS) for text in texts]
        self._texts = texts
        self._whole = _BETWEEN.join(folded)
        self._starts = list(accumulate((len(text) + 1 for text in folded), initial=0))[: len(folded)]
        self._maps: dict[int, Sequence[int]] = {}

    def find(self, text: str) -> "Hits":
        """Return the hits of what a person typed; spaces at its ends do not count, nor do line breaks."""
        wanted = " ".join(text.translate(_FOLDS).split())
        if not wanted:
            return Hits(self, [], 0)
        pattern = re.compile(r"\ +".join(map(re.escape, wanted.split())))
        found = [match.span() for match in pattern.finditer(self._whole)]
        return Hits(self, found, len(wanted))

    def row_at(self, offset: int) -> int:
        """Return the row of a place in the long text."""
        return bisect_right(self._starts, offset) - 1

    def starts_at(self, row: int) -> int:
        """Return where a row begins in the long text; the end for the row after the last."""
        return self._starts[row] if row < len(self._starts) else len(self._whole) + 1

    def place(self, row: int, first: int, last: int) -> Place:
        """Return a hit from two places in the long text as one in the turn's own text."""
        first, last = first - self._starts[row], last - self._starts[row]
        letters = self._letters(row)
        if letters is not None:
            # To the end of its last letter, accents and all, also where the hit is half of one ("s" in "ß").
            last = letters[bisect_right(letters, letters[last - 1])]
            first = letters[first]
        return Place(row, first, last - first)

    def _letters(self, row: int) -> Sequence[int] | None:
        """Return the own place of each folded letter of a row; None where every letter stands for itself."""
        if row not in self._maps:
            text = self._texts[row]
            places: Sequence[int] = ()
            if any(len(_FOLDS[ord(letter)]) != 1 for letter in set(text)):
                # A letter of its own begins where the accents of the one before it have ended.
                places = [place for place, letter in enumerate(text) for _ in _FOLDS[ord(letter)]]
                places = [*places, len(text)]
            self._maps[row] = places
        return self._maps[row] or None


class Hits:
    """What one search found, in reading order; places are worked out only for the rows that are painted."""

    def __init__(self, folded: Folded, spans: list[tuple[int, int]], length: int) -> None:
        self._folded = folded
        self._spans = spans
        self._first = [first for first, _ in spans]
        self.length = length

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._spans)

    def at(self, number: int) -> Place:
        """Return one hit, from 0."""
        first, last = self._spans[number]
        return self._folded.place(self._folded.row_at(first), first, last)

    def in_row(self, row: int) -> range:
        """Return the numbers of the hits in a row."""
        return range(
            bisect_left(self._first, self._folded.starts_at(row)),
            bisect_left(self._first, self._folded.starts_at(row + 1)),
        )

    def rows(self, most: int) -> list[int]:
        """Return the rows that have any, in order; none when there are more than `most` hits."""
        if len(self) > most:
            return []
        return sorted({self._folded.row_at(first) for first in self._first})

    def first_from(self, row: int) -> int:
        """Return the number of the first hit in a row or below it, else the first of all."""
        number = bisect_left(self._first, self._folded.starts_at(row))
        return number if number < len(self) else 0


NOTHING = Hits(Folded(()), [], 0)
