"""Two versions of a contact, field by field: who changed what, and where the texts differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.domain.contacts import Conflict, ContactCard
from desktop.services.contacts.merging import alike
from desktop.ui.contacts.detail.spelling import shown_number
from desktop.ui.kit.marked import Span

NAME = -1
"""The index of the name's field; those of the numbers are their places'."""

_PIECE = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)
_ALIKE = 0.5  # of two words; less alike they are marked whole


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
    if conflict.wanted is None or conflict.there is None:
        return ()
    found = []
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
        if field != NAME:
            yours, theirs = shown_number(yours, region), shown_number(theirs, region)
        mine, other = marks(yours, theirs)
        found.append(Difference(field, yours, theirs, mine, other, by_them))
    return tuple(found)


def merged(conflict: Conflict, places: int, region: str | None) -> ContactCard | None:
    """Return what stands when nobody chooses: one's own text where both changed a field.

    None where one side deleted it: there is nothing to choose field by field.
    """
    if conflict.wanted is None or conflict.there is None:
        return None
    found = {one.field: one for one in differences(conflict, places, region)}
    texts = []
    for field in range(NAME, places):
        theirs = field not in found or found[field].by_them
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
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        at, there = len("".join(left[:a])), len("".join(right[:c]))
        mine, theirs = "".join(left[a:b]), "".join(right[c:d])
        if b - a == d - c == 1 and mine.isalpha() and theirs.isalpha():
            letters = SequenceMatcher(None, mine, theirs, autojunk=False)
            if letters.ratio() >= _ALIKE:
                for kind, e, f, g, h in letters.get_opcodes():
                    if kind != "equal":
                        _add(found[0], at + e, at + f)
                        _add(found[1], there + g, there + h)
                continue
        _add(found[0], at, at + len(mine))
        _add(found[1], there, there + len(theirs))
    return tuple(found[0]), tuple(found[1])


def _add(spans: list[Span], start: int, end: int) -> None:
    if start == end:
        return
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))
