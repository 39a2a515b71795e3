"""How many digits a number can have, given how it begins: from the patterns of the number plans.

phonenumbers says whether a whole number is right. Whoever types one wants to know what is missing, so the
patterns are walked with what there is, and any digit fits where nothing is typed yet. They use little of
regular expressions: digits, classes, groups, alternatives and counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    PhoneMetadata,
    PhoneNumberDesc,
    PhoneNumberType,
    country_code_for_region,
)

_DIGITS = frozenset("0123456789")
_WORLD = "001"

_TYPES: dict[int, str] = {
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.PERSONAL_NUMBER: "personal_number",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "uan",
    PhoneNumberType.VOICEMAIL: "voicemail",
}


@dataclass(frozen=True, slots=True)
class _Node:
    """One piece of a pattern: `digits` that fit, or `choices` of pieces in a row; `least` to `most` times."""

    digits: frozenset[str] = frozenset()
    choices: tuple[tuple["_Node", ...], ...] = ()
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A kind of number that can begin like this: whose, of which type, and with how many digits in all."""

    region: str
    kind: int
    pattern: str
    lengths: frozenset[int]


class _Reader:
    """Reads a pattern into nodes. What it does not know raises ValueError: the tests read all there are."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def read(self) -> _Node:
        node = self._choices()
        if self._at != len(self._pattern):
            raise ValueError(self._pattern)
        return node

    def _choices(self) -> _Node:
        choices = [self._row()]
        while self._take("|"):
            choices.append(self._row())
        return _Node(choices=tuple(choices))

    def _row(self) -> tuple[_Node, ...]:
        row: list[_Node] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            row.append(self._counted(self._piece()))
        return tuple(row)

    def _piece(self) -> _Node:
        if self._take("(?:"):
            node = self._choices()
            self._must(")")
            return node
        if self._take("["):
            return _Node(digits=self._class())
        if self._take("\\d"):
            return _Node(digits=_DIGITS)
        digit = self._pattern[self._at]
        if digit not in _DIGITS:
            raise ValueError(self._pattern)
        self._at += 1
        return _Node(digits=frozenset(digit))

    def _class(self) -> frozenset[str]:
        end = self._pattern.index("]", self._at)
        inside, self._at = self._pattern[self._at : end], end + 1
        found: set[str] = set()
        at = 0
        while at < len(inside):
            if inside[at + 1 : at + 2] == "-":
                found |= {str(digit) for digit in range(int(inside[at]), int(inside[at + 2]) + 1)}
                at += 3
            else:
                found.add(str(int(inside[at])))
                at += 1
        return frozenset(found)

    def _counted(self, node: _Node) -> _Node:
        if self._take("?"):
            return _Node(node.digits, node.choices, 0, 1)
        if self._take("{"):
            end = self._pattern.index("}", self._at)
            least, comma, most = self._pattern[self._at : end].partition(",")
            self._at = end + 1
            return _Node(node.digits, node.choices, int(least), int(most if comma else least))
        return node

    def _take(self, text: str) -> bool:
        if not self._pattern.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _must(self, text: str) -> None:
        if not self._take(text):
            raise ValueError(self._pattern)


@lru_cache(maxsize=256)
def _read(pattern: str) -> _Node:
    return _Reader(pattern).read()


def _ends(node: _Node, text: str, starts: frozenset[int]) -> frozenset[int]:
    """Return where a piece can end that begins at one of `starts`."""
    found: set[int] = set() if node.least else set(starts)
    for turn in range(1, node.most + 1):
        starts = _once(node, text, starts)
        if not starts:
            break
        if turn >= node.least:
            found |= starts
    return frozenset(found)


def _once(node: _Node, text: str, starts: frozenset[int]) -> frozenset[int]:
    if node.digits:
        return frozenset(at + 1 for at in starts if at >= len(text) or text[at] in node.digits)
    found: set[int] = set()
    for row in node.choices:
        ends = starts
        for piece in row:
            ends = _ends(piece, text, ends)
            if not ends:
                break
        found |= ends
    return frozenset(found)


def lengths(pattern: str, begin: str) -> frozenset[int]:
    """Return how many digits the texts can have that begin like this and match a pattern whole."""
    found = _ends(_read(pattern), begin, frozenset((0,)))
    return frozenset(end for end in found if end >= len(begin))


@lru_cache(maxsize=1024)
def fits(country_code: int, begin: str) -> tuple[Fit, ...]:
    """Return all kinds of numbers with a calling code whose national digits can begin like this."""
    found = (
        Fit(region, kind, pattern, lengths(pattern, begin))
        for region, kind, pattern in _patterns(country_code)
    )
    return tuple(one for one in found if one.lengths)


def outline(country_code: int, begin: str) -> frozenset[int]:
    """Return how many national digits numbers can have by a plan's outline, given out or not."""
    plan = _plan(country_code)
    general = plan.general_desc if plan else None
    pattern = general.national_number_pattern if general else None
    return lengths(pattern, begin) if pattern else frozenset()


def example(fit: Fit, begin: str) -> str:
    """Return the shortest number of a kind that begins like this."""
    shortest = min(fit.lengths)
    while len(begin) < shortest:
        begin = next(
            begin + digit for digit in "0123456789" if shortest in lengths(fit.pattern, begin + digit)
        )
    return begin


def regions_of(country_code: int) -> tuple[str, ...]:
    """Return the regions of a calling code, the main one first."""
    return tuple(COUNTRY_CODE_TO_REGION_CODE.get(country_code, ()))


def code_of(region: str) -> int:
    """Return a region's calling code."""
    return country_code_for_region(region)


def code_at(digits: str) -> int | None:
    """Return the calling code that digits after a plus begin with; None while there is none."""
    return next((code for code in _codes(digits) if code in COUNTRY_CODE_TO_REGION_CODE), None)


def begins_a_code(digits: str) -> bool:
    """Whether digits after a plus can still become a calling code."""
    return any(str(code).startswith(digits) for code in COUNTRY_CODE_TO_REGION_CODE)


def _codes(digits: str) -> Iterator[int]:
    for length in (1, 2, 3):
        if len(digits) >= length:
            yield int(digits[:length])


@cache
def _patterns(country_code: int) -> tuple[tuple[str, int, str], ...]:
    return tuple(
        (region, kind, pattern)
        for region in regions_of(country_code)
        for kind, desc in _descriptions(country_code, region)
        if (pattern := desc.national_number_pattern)
    )


def _descriptions(country_code: int, region: str) -> Iterator[tuple[int, PhoneNumberDesc]]:
    plan = _plan(country_code, region)
    for kind, name in _TYPES.items():
        desc = getattr(plan, name, None)
        if isinstance(desc, PhoneNumberDesc):
            yield kind, desc


def _plan(country_code: int, region: str = "") -> PhoneMetadata | None:
    region = region or COUNTRY_CODE_TO_REGION_CODE[country_code][0]
    if region == _WORLD:
        return PhoneMetadata.metadata_for_nongeo_region(country_code, None)
    return PhoneMetadata.metadata_for_region(region, None)
