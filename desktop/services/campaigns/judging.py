"""One row of an upload on its own: its number as it is sent, what was put right, and what is wrong."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop.domain.numbers import Finding, LineType, NumberInfo, NumberKind
from desktop.domain.uploads import RowVerdict
from desktop.numbers import campaign_key, check, country, plus_left_out, region_of, understand
from desktop.numbers.cleaning import clean
from desktop.numbers.keys import lost_its_zero
from desktop.numbers.quick import quick
from desktop.services.campaigns import reasons
from desktop.services.importing import reasons as common
from desktop.services.importing.rowcheck import ROUNDED, readable
from desktop.store.uploads import Judged, key_of

LONGEST_NUMBER = 40
LONGEST_VARIABLE = 4_000
_TRAILING_ZERO = re.compile(r"(\+?\d{6,15})[.,]0+", re.ASCII)
_FORMULA = re.compile(r'="(.*)"')
_LINK = re.compile(r"(?:tel|callto)\s*:\s*", re.IGNORECASE)
_SEVERAL = re.compile(r"\d[\s().\-]*[/;|,\n]\s*[+(]?\d")
_SERVICE = re.compile(r"[*#=@%$€£]")
_LETTER = re.compile(r"[^\W\d_]")
_FEWEST_LOCAL, _MOST_LOCAL = 6, 9
_WITH_COUNTRY = 11  # digits
_WHY = {Finding.NO_COUNTRY: common.NO_COUNTRY, Finding.UNKNOWN_COUNTRY: common.UNKNOWN_COUNTRY}
_OF_NO_USE = {
    NumberKind.EMERGENCY: common.EMERGENCY,
    NumberKind.SHORT: common.SHORT,
    NumberKind.EXTENSION: common.EXTENSION,
}


class Read(NamedTuple):
    """A number, read: as it is sent, what it is compared by, and what is to be said of it."""

    number: str
    key: int | None
    verdict: RowVerdict
    reason: str = ""


def read_number(text: str, region: str | None) -> Read:
    """Read one number of a file or of a person."""
    digits = quick(text, region)
    if digits is None:
        return _read_odd(text, region) if len(text) <= LONGEST_NUMBER else _read(text[:200], region)
    if text[0] == "+" and text[1:] == digits:
        return Read(text, int("1" + digits), RowVerdict.OK)
    e164 = f"+{digits}"
    return Read(e164, int("1" + digits), RowVerdict.REPAIRED, _what(e164, text, text, region))


@lru_cache(maxsize=8_192)
def _read_odd(text: str, region: str | None) -> Read:
    return _read(text, region)


def _read(text: str, region: str | None) -> Read:
    """Read what is spelled in another way, or wrong."""
    shown = readable(text)[0]
    bare = _bare(shown)
    fault = _fault(bare, shown)
    return _invalid(shown, fault) if fault else _read_digits(text, shown, bare, region)


def _read_digits(text: str, shown: str, bare: str, region: str | None) -> Read:
    digits = "".join(filter(str.isdecimal, clean(bare)))
    if region is None and digits.startswith("00"):
        bare = f"+{digits[2:]}"  # nobody says otherwise
    info = understand(bare, region)
    international = "+" in bare or digits.startswith("00")
    whole = None if international else plus_left_out(bare, region)
    if whole:
        return _repaired(whole, reasons.was(shown, reasons.PLUS))
    fault = _unusable(digits, info, international=international)
    if fault:
        return _invalid(shown, fault)
    if info.kind is NumberKind.NUMBER and info.e164:
        if info.e164 == text:
            return Read(text, key_of(text[1:]), RowVerdict.OK)
        if international or info.valid or info.e164[1:] == digits or lost_its_zero(digits, info.e164):
            return _repaired(info.e164, _what(info.e164, shown, bare, region))
    if not international and digits[:1] not in ("", "0"):
        return _without_zero(shown, digits, region)
    return _invalid(shown, _why_none(shown, region))


def _fault(bare: str, shown: str) -> str:
    """Return what is wrong with a text whatever its digits say; "" for nothing."""
    if not bare:
        return common.NO_NUMBER
    if ROUNDED.fullmatch(bare):
        return common.ROUNDED
    if _LETTER.search(bare):
        enough = sum(map(str.isdigit, bare)) > _FEWEST_LOCAL
        return reasons.LETTERS if enough else common.not_a_number(shown)
    if _SEVERAL.search(bare):
        return reasons.SEVERAL
    return common.not_a_number(shown) if _SERVICE.search(bare) else ""


def _repaired(e164: str, what: str) -> Read:
    return Read(e164, key_of(e164[1:]), RowVerdict.REPAIRED, what)


def _unusable(digits: str, info: NumberInfo, *, international: bool) -> str:
    """Return why no campaign can dial what was read; "" when it can."""
    if info.kind is NumberKind.NUMBER and info.extension:
        return reasons.WITH_EXTENSION
    if not international and _doubles_its_code(digits, info):
        return reasons.CODE_OR_NOT
    return _OF_NO_USE.get(info.kind, "")


def _doubles_its_code(digits: str, info: NumberInfo) -> bool:
    """Whether the country's code would stand twice: perhaps the whole number lacks a digit, and its plus.

    Mobile numbers of some countries do begin like the code.
    """
    code = (info.e164 or "")[1:].removesuffix(digits)
    long = len(digits) >= _WITH_COUNTRY and info.line_type is not LineType.MOBILE
    return long and bool(code) and digits.startswith(code)


def _bare(text: str) -> str:
    """Take off what spreadsheets and links put round a number."""
    text = text.strip()
    formula = _FORMULA.fullmatch(text)
    if formula:
        text = formula[1]
    text = _LINK.sub("", text.strip("'\"’` "), count=1)
    whole = _TRAILING_ZERO.fullmatch(text)
    return whole[1] if whole else text


def _without_zero(shown: str, digits: str, region: str | None) -> Read:
    """Judge what no plan gives out in its region: perhaps it is local."""
    if _FEWEST_LOCAL <= len(digits) <= _MOST_LOCAL:
        return Read(digits, key_of(campaign_key(digits, region)), RowVerdict.WARNING, reasons.LOCAL)
    return _invalid(shown, _why_none(shown, region))


def _why_none(shown: str, region: str | None) -> str:
    """Say what is wrong with a number that is nearly one."""
    found = check(shown, region)
    if found.finding is Finding.TOO_FEW and found.missing > 0:
        return reasons.missing(found.missing, _country(found.region))
    if found.finding is Finding.TOO_MANY and found.missing < 0:
        return common.digits_too_many(-found.missing)
    return _WHY.get(found.finding) or common.not_a_number(shown)


def _invalid(shown: str, reason: str) -> Read:
    return Read(shown[:LONGEST_NUMBER], None, RowVerdict.INVALID, reason)


def _what(e164: str, shown: str, bare: str, region: str | None) -> str:
    """Say what was put right, and what stood there."""
    digits = bare if bare.isdecimal() else "".join(filter(str.isdecimal, bare))
    if "+" in shown:
        what = reasons.SPACES if digits == e164[1:] else reasons.REWRITTEN
    elif digits == e164[1:]:
        what = reasons.PLUS if "+" not in bare else reasons.ZEROS
    elif digits[0] == "0" and digits.endswith(e164[1:]):
        what = reasons.ZEROS
    else:
        what = reasons.added(_country(region) or _country(region_of(e164)))
    return reasons.was(shown, what)


@lru_cache(maxsize=64)
def _country(region: str | None) -> str:
    found = country(region) if region else None
    return found.name if found else ""


def judged(
    line: int, text: str, variables: Sequence[str], wanted: int, region: str | None, remark: str = ""
) -> Judged:
    """Judge a row by itself; it wants so many variables. `remark` says what was put right to read it."""
    read = read_number(text, region)
    verdict, reason = read.verdict, read.reason
    kept, said = _variables(variables)
    if verdict is RowVerdict.INVALID:
        return Judged(line, text[:200], read.number, kept, None, verdict, reason)
    if len(kept) != wanted:
        reason = reasons.variables(len(kept), wanted)
        return Judged(line, text[:200], read.number, kept, None, RowVerdict.INVALID, reason)
    if remark or said:
        reason = common.joined([reason, remark, said])
        if said in (common.UNREADABLE, reasons.TOO_LONG):
            verdict = RowVerdict.WARNING if said == common.UNREADABLE else RowVerdict.INVALID
        elif verdict is RowVerdict.OK:
            verdict = RowVerdict.REPAIRED
    key = None if verdict is RowVerdict.INVALID else read.key
    return Judged(line, text[:200], None if read.number == text else read.number, kept, key, verdict, reason)


def _variables(texts: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return variables as they are sent, and what is to be said of them."""
    joined = "".join(texts)
    if joined.isascii() and joined.isprintable() and len(joined) <= LONGEST_VARIABLE:
        return tuple(texts), ""
    said = ""
    kept = []
    for text in texts:
        if text.isascii() and text.isprintable():
            kept.append(text)
        else:
            shown, removed = readable(text)
            if removed:
                said = said or common.INVISIBLE
                text = shown  # noqa: PLW2901 - what cannot be seen goes
            if "\N{REPLACEMENT CHARACTER}" in text:
                said = common.UNREADABLE
            kept.append(text)
        if len(text) > LONGEST_VARIABLE:
            return tuple(readable(each[:LONGEST_VARIABLE])[0] for each in texts), reasons.TOO_LONG
    return tuple(kept), said
