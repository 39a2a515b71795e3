"""Two versions of a contact, field by field: who changed what, and where the texts differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from desktop.domain.contacts import Conflict, ContactCard
from desktop.services.contacts.merging import alike
from desktop.ui.contacts.detail.spelling import shown_number
from desktop.ui.kit.marked import Span

NAME = -1
"""The index of the name's field; those of the numbers are their places'."""

_PIECE = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)
_ALIKE = 0.5  # of two words; less alike they are marked whole
_MOST = 200  # pieces, or letters of a word, that are compared with each other: a millisecond or two


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which there are two versions. `marks` are where each differs from the other.

    `by_them` is None where both changed it, so that a person has to choose; else it is who did.
    """

    field: int
    yours: str
    theirs: str
    yours_marks: tuple[Span, ...] = ()
    theirs_marks: tuple[Span, ...] = ()
    by_them: bool | None = None


def differences(conflict: Conflict, places: int, region: str | None) -> tuple[Difference, ...]:
    """Return the fields in which an edit and what stands there differ, in the order of the form."""
    found = []
    for field, wanted, there, by_them in _sides(conflict, places, region):
        texts = (wanted, there)
        yours, theirs = texts if field == NAME else (shown_number(text, region) for text in texts)
        found.append(Difference(field, yours, theirs, *marks(yours, theirs), by_them))
    return tuple(found)


def _sides(
    conflict: Conflict, places: int, region: str | None
) -> Iterator[tuple[int, str, str, bool | None]]:
    """Yield the fields that differ: what both sides have in them, and who changed it."""
    if conflict.wanted is None or conflict.there is None:
        return
    for field in range(NAME, places):
        seen, yours, theirs = (
            _text(card, field) for card in (conflict.seen, conflict.wanted, conflict.there)
        )
        if alike(yours, theirs, field + 1, region):
            continue
        by_them = None
        if alike(seen, yours, field + 1, region):
            by_them = True
        elif alike(seen, theirs, field + 1, region):
            by_them = False
        yield field, yours, theirs, by_them


def merged(conflict: Conflict, places: int, region: str | None) -> ContactCard | None:
    """Return what stands when nobody chooses: one's own text where both changed a field.

    None where one side deleted it: there is nothing to choose field by field.
    """
    if conflict.wanted is None or conflict.there is None:
        return None
    changed = {field: by_them for field, _, _, by_them in _sides(conflict, places, region)}
    texts = []
    for field in range(NAME, places):
        theirs = changed.get(field, True)
        texts.append(_text(conflict.there if theirs else conflict.wanted, field))
    return ContactCard(texts[0], tuple(texts[1:]))


def _text(card: ContactCard, field: int) -> str:
    if field == NAME:
        return card.name
    return card.numbers[field] if field < len(card.numbers) else ""


def marks(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return where two texts differ: groups of digits whole, words letter by letter."""
    left, right = _PIECE.findall(one), _PIECE.findall(other)
    found: tuple[list[Span], list[Span]] = ([], [])
    most = _MOST if max(len(one), len(other)) <= _MOST else 0
    for same, a, b, c, d in _compared(left, right):
        if same:
            continue
        at, there = len("".join(left[:a])), len("".join(right[:c]))
        mine, theirs = "".join(left[a:b]), "".join(right[c:d])
        if b - a == d - c == 1 and mine.isalpha() and theirs.isalpha():
            letters = _compared(mine, theirs, most)
            common = sum(f - e for kept, e, f, _, _ in letters if kept)
            if 2 * common >= _ALIKE * (len(mine) + len(theirs)):
                for kept, e, f, g, h in letters:
                    if not kept:
                        _add(found[0], at + e, at + f)
                        _add(found[1], there + g, there + h)
                continue
        _add(found[0], at, at + len(mine))
        _add(found[1], there, there + len(theirs))
    return tuple(found[0]), tuple(found[1])


class _Stretch(NamedTuple):
    """A part of one text, and the part of the other that stands in its place."""

    same: bool
    start: int
    stop: int
    other_start: int
    other_stop: int


def _compared(one: Sequence[str], other: Sequence[str], most: int = _MOST) -> list[_Stretch]:
    """Part two texts into what is the same and what is not; of long ones only what lies in the middle."""
    first = last = 0
    if max(len(one), len(other)) > most:
        shorter = min(len(one), len(other))
        first = next((at for at in range(shorter) if one[at] != other[at]), shorter)
        rest = shorter - first
        last = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    middles = one[first : len(one) - last], other[first : len(other) - last]
    if max(map(len, middles)) > most:
        codes: Sequence[tuple[str, int, int, int, int]] = [
            ("replace", 0, len(middles[0]), 0, len(middles[1]))
        ]
    else:
        codes = SequenceMatcher(None, *middles, autojunk=False).get_opcodes()
    return [
        _Stretch(True, 0, first, 0, first),
        *(_Stretch(tag == "equal", first + a, first + b, first + c, first + d) for tag, a, b, c, d in codes),
        _Stretch(True, len(one) - last, len(one), len(other) - last, len(other)),
    ]


def _add(spans: list[Span], start: int, end: int) -> None:
    if start == end:
        return
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))
