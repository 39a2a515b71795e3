"""What is to be said of a number while somebody writes it: whether it is whole, and what is missing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from phonenumbers import PhoneNumber, PhoneNumberType, length_of_geographical_area_code

from desktop.domain.numbers import Finding, LineType, NumberCheck, NumberInfo, NumberKind
from desktop.numbers import engine, facts, places, plan
from desktop.numbers.cleaning import digits_of, first_letter, spell
from desktop.numbers.plan import Fit
from desktop.numbers.reading import TRUNK_ZERO, known_region, trunk_prefix

_NANP = 1
_LONGEST = 40  # digits; what is longer is no number that somebody is about to complete
_CODES = re.compile(r"[*#]")  # of services: *31# hides one's number
_LANDLINE, _MOBILE = PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE
_SHORT_KINDS = {
    NumberKind.EMERGENCY: Finding.EMERGENCY,
    NumberKind.SHORT: Finding.SHORT,
    NumberKind.EXTENSION: Finding.EXTENSION,
}


@dataclass(frozen=True, slots=True)
class _Digits:
    """A number's digits: the calling code's, and those behind it and behind the trunk digit."""

    code: int
    national: str

    @property
    def prefix(self) -> str:
        return f"+{self.code}"


def check(text: str, region: str | None, own_extensions: Collection[str]) -> NumberCheck:
    """Say what a text is as somebody's number."""
    info = engine.understand(text, region, own_extensions)
    if not info.text:
        return NumberCheck(Finding.NOTHING, info)
    if info.kind is NumberKind.NUMBER and info.valid:
        return NumberCheck(Finding.WHOLE, info, info.region)
    if info.kind in _SHORT_KINDS and not _begins(info, own_extensions):
        return NumberCheck(_SHORT_KINDS[info.kind], info, info.region)
    return _count(info, known_region(region))


def _begins(info: NumberInfo, own_extensions: Collection[str]) -> bool:
    """Whether the few digits of an extension are more likely the first ones of a number."""
    return info.kind is NumberKind.EXTENSION and info.dial not in own_extensions and info.text.startswith("0")


def _count(info: NumberInfo, home: str | None) -> NumberCheck:
    """Compare how many digits there are with how many there can be."""
    body = spell(info.text).body
    digits = digits_of(body)
    if info.text == "+":
        return NumberCheck(Finding.TOO_FEW, info)
    if first_letter(body) is not None or not digits or len(digits) > _LONGEST or _CODES.search(body):
        return NumberCheck(Finding.NO_NUMBER, info, info.region)
    plain = digits_of(TRUNK_ZERO.sub("", body))
    nanp = home in plan.regions_of(_NANP)
    for abroad in ("+", "011" if nanp else "00"):
        if body.lstrip("( ").startswith(abroad):
            return _count_abroad(info, plain.removeprefix(abroad))
    if home is None:
        return NumberCheck(Finding.NO_COUNTRY, info)
    code = plan.code_of(home)
    trunk = trunk_prefix(code)
    if trunk and not nanp and not digits.startswith(trunk):
        # Its area code may be missing, or only the trunk digit: nobody can tell.
        return NumberCheck(Finding.NO_TRUNK, info, home, prefix=trunk, country_prefix=f"+{code}")
    national = digits if nanp and not digits.startswith(trunk) else digits.removeprefix(trunk)
    return _compare(info, _Digits(code, national), home)


def _count_abroad(info: NumberInfo, digits: str) -> NumberCheck:
    code = plan.code_at(digits)
    if code is None:
        begun = plan.begins_a_code(digits)
        return NumberCheck(Finding.TOO_FEW if begun else Finding.UNKNOWN_COUNTRY, info)
    rest, trunk = digits[len(str(code)) :], trunk_prefix(code)
    if trunk and rest.startswith(trunk) and not plan.fits(code, rest):
        rest = rest.removeprefix(trunk)  # "+44 020", which many write
    return _compare(info, _Digits(code, rest), plan.regions_of(code)[0])


def _compare(info: NumberInfo, digits: _Digits, home: str) -> NumberCheck:
    """Find the numbers that begin with these digits, or that these digits begin with."""
    count = len(digits.national)
    fits = plan.fits(digits.code, digits.national)
    lengths = _lengths(fits)
    if count in lengths:  # the patterns know it; the library knows more
        return NumberCheck(Finding.UNASSIGNED, info, info.region or home)
    if fits:
        return _off(info, Finding.TOO_FEW, digits, fits, home, missing=min(lengths) - count)
    for shorter in range(count - 1, 0, -1):
        begin = _Digits(digits.code, digits.national[:shorter])
        whole = tuple(one for one in plan.fits(begin.code, begin.national) if shorter in one.lengths)
        if whole:
            return _off(info, Finding.TOO_MANY, begin, whole, home, missing=shorter - count)
    outline = plan.outline(digits.code, digits.national)
    if info.kind is NumberKind.NUMBER or not outline or min(outline) <= count:
        known = info.kind is NumberKind.NUMBER
        return NumberCheck(Finding.UNASSIGNED if known else Finding.NO_NUMBER, info, info.region or home)
    return NumberCheck(
        Finding.TOO_FEW,
        info,
        home,
        missing=min(outline) - count,
        digits=tuple(sorted(outline)),
        prefix=digits.prefix,
    )


def _off(
    info: NumberInfo, finding: Finding, digits: _Digits, fits: Sequence[Fit], home: str, missing: int
) -> NumberCheck:
    regions = {one.region for one in fits}
    kinds = {one.kind for one in fits}
    region = home if home in regions else next(iter(sorted(regions)))
    area = _area(digits, fits) if _LANDLINE in kinds and kinds <= {_LANDLINE, _MOBILE} else ""
    if area:
        begin = _Digits(digits.code, area)
        here = [one for one in plan.fits(digits.code, area) if one.kind == _LANDLINE]
        return NumberCheck(
            finding,
            info,
            region,
            missing=missing,
            digits=tuple(sorted(length - len(area) for length in _lengths(here))),
            prefix=f"{digits.prefix} {area}",
            place=_place(begin, digits, region),
        )
    every = [one for one in plan.fits(digits.code, "") if one.region in regions and one.kind in kinds]
    return NumberCheck(
        finding,
        info,
        region,
        missing=missing,
        digits=tuple(sorted(_lengths(every if len(kinds) == 1 else fits))),
        prefix=digits.prefix,
        line_type=facts.line_type(kinds.pop()) if len(kinds) == 1 else LineType.UNKNOWN,
    )


def _area(digits: _Digits, fits: Sequence[Fit]) -> str:
    """Return the area code that the digits begin with; "" while it is not whole, or when there is none."""
    landline = next(one for one in fits if one.kind == _LANDLINE)
    example = plan.example(landline, digits.national)
    zeros = len(example) - len(example.lstrip("0"))
    number = PhoneNumber(
        country_code=digits.code,
        national_number=int(example),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    length = length_of_geographical_area_code(number)
    return example[:length] if 0 < length <= len(digits.national) else ""


def _place(area: _Digits, typed: _Digits, region: str) -> str | None:
    """Return the name that all numbers of an area have, else the one of the digits so far."""
    begin = f"{area.code}{area.national}"
    name = places.place_of(begin)
    if name != places.place_of(begin.ljust(places.WIDTH, "9")):
        name = places.place_of(f"{typed.code}{typed.national}") if typed != area else None
    return None if name == places.country_name(region) else name


def _lengths(fits: Sequence[Fit]) -> frozenset[int]:
    return frozenset().union(*(one.lengths for one in fits))
