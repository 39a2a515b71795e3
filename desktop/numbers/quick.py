"""Numbers that are read without a parser: most of a file's million are spelled in one of a few ways.

What is not certain here is left to `understand`, which takes a hundred times as long; where this reads a
number, that one reads the same.
"""

import re
from functools import cache
from typing import NamedTuple

from phonenumbers import PhoneMetadata

from desktop.numbers.plan import code_at, regions_of

_WHOLE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_SPELLED = re.compile(r"\+?(?:\d[ .-]?|\(\d{1,5}\)[ .-]?){7,20}", re.ASCII)
_SEPARATORS = str.maketrans("", "", " .-()")
_TRUNK = re.compile(r"\(0\)")
# Regions whose national numbers have one form: what is cut off in front, what comes there, and the form.
_NATIONAL = {
    "BE": ("0", "32", re.compile(r"0[1-9]\d{7,8}")),
    "CA": ("", "1", re.compile(r"[2-9]\d\d[2-9]\d{6}")),
    "CH": ("0", "41", re.compile(r"0[1-9]\d{8}")),
    "DE": ("0", "49", re.compile(r"0[1-9]\d{8,9}")),
    "ES": ("", "34", re.compile(r"[679]\d{8}")),
    "FR": ("0", "33", re.compile(r"0[1-9]\d{8}")),
    "GB": ("0", "44", re.compile(r"0[1-37]\d{9}")),
    "IT": ("", "39", re.compile(r"3[2-9]\d{8}")),
    "NL": ("0", "31", re.compile(r"0[1-9]\d{8}")),
    "US": ("", "1", re.compile(r"[2-9]\d\d[2-9]\d{6}")),
}


_DIAL_00 = frozenset({"BE", "CH", "DE", "FR", "GB", "NL"})
_FEWEST, _WITH_COUNTRY = 7, 11  # digits


class _Code(NamedTuple):
    """A calling code: how many digits it has and numbers behind it have, and what is cut off before those."""

    digits: int
    lengths: frozenset[int]
    prefix: re.Pattern[str] | None


def quick(text: str, region: str | None) -> str | None:
    """Return the digits of a number's E.164 form; None where it takes more to tell."""
    if _WHOLE.fullmatch(text):
        return _from_abroad(text[1:])
    if text.isdecimal() and text.isascii():
        digits = text
    elif not _SPELLED.fullmatch(text) or _TRUNK.search(text):
        return None
    else:
        digits = text.translate(_SEPARATORS)
    if len(digits) < _FEWEST:
        return None
    if digits[0] == "+":
        return _from_abroad(digits[1:])
    if digits[:2] == "00" and region in _DIAL_00:
        return _from_abroad(digits[2:])
    return _national(digits, region)


def _national(digits: str, region: str | None) -> str | None:
    form = _NATIONAL.get(region or "")
    if form is not None and form[2].fullmatch(digits):
        return form[1] + digits.removeprefix(form[0])
    if len(digits) >= _WITH_COUNTRY and digits[0] != "0" and len(digits) not in _lengths(region):
        return _from_abroad(digits)  # no national number has so many: its plus was left out
    return None


def _from_abroad(digits: str) -> str | None:
    code = _codes(digits[:3]) if digits[0] != "0" else None
    if code is None or len(digits) - code.digits not in code.lengths:
        return None
    if digits[code.digits] == "0" or (code.prefix is not None and code.prefix.match(digits, code.digits)):
        return None
    return digits


@cache
def _codes(begin: str) -> _Code | None:
    code = code_at(begin)
    region = regions_of(code)[0] if code is not None else "001"
    plan = PhoneMetadata.metadata_for_region(region, None) if region != "001" else None
    if code is None or plan is None:
        return None
    prefix = plan.national_prefix_for_parsing
    return _Code(len(str(code)), _lengths(region), re.compile(prefix) if prefix else None)


@cache
def _lengths(region: str | None) -> frozenset[int]:
    """Return how many digits a region's national numbers can have."""
    plan = PhoneMetadata.metadata_for_region(region, None) if region else None
    if plan is None or plan.general_desc is None:
        return frozenset()
    return frozenset(length for length in plan.general_desc.possible_length if length > 0)
