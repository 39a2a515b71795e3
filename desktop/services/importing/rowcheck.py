"""One row of a file on its own: what of it can be a contact, what was put right, what is wrong with it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop.domain.numbers import Finding, NumberKind
from desktop.numbers import check, normalise, understand
from desktop.services.contacts.checks import MAX_NAME, MAX_NUMBER
from desktop.services.importing import reasons
from desktop.services.importing.plan import Verdict
from desktop.services.importing.values import FileRow

_PLAIN = re.compile(r"\+?[\d\s().\-/]+", re.ASCII)
_E164 = re.compile(r"\+\d{5,17}", re.ASCII)
ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d*)?E[+-]?\d{1,2}", re.IGNORECASE | re.ASCII)
# Left-to-right marks, zero width spaces and their like; joiners belong to emoji and to Persian.
_JOINERS = frozenset("\u200c\u200d")
_WHY = {
    NumberKind.EXTENSION: reasons.EXTENSION,
    NumberKind.SHORT: reasons.SHORT,
    NumberKind.EMERGENCY: reasons.EMERGENCY,
}


class Number(NamedTuple):
    """A number as it goes into the phonebook: the text, and what to compare by; `why` it cannot, else ""."""

    text: str
    key: str = ""
    why: str = ""


class Checked(NamedTuple):
    """A row, checked on its own. `keys` are what its numbers are compared by, one for each."""

    row: FileRow
    verdict: Verdict
    reason: str
    name: str
    numbers: tuple[str, ...]
    keys: tuple[str, ...]
    importable: bool


def checked(row: FileRow, places: int, region: str | None, book_region: str | None) -> Checked:
    """Check a row for a phonebook with so many places; `region` is for numbers without a country."""
    if row.trouble:
        return Checked(
            row, Verdict.INVALID, row.trouble, readable(row.name)[0], row.numbers, (), importable=False
        )
    name, removed = readable(row.name)
    remarks = [text for text in (row.repaired, reasons.INVISIBLE if removed else "") if text]
    numbers = _numbers(row.numbers, region, book_region)
    good = [number for number in numbers if not number.why]
    fault = _fault(name, numbers, good)
    if fault:
        kept = tuple(number.text for number in numbers[:places])
        can = bool(name and kept) and numbers[0].why in _WHY.values() and len(name) <= MAX_NAME
        return Checked(row, Verdict.INVALID, fault, name, kept, (), importable=can)
    remarks += [reasons.number_left_out(number.text, number.why) for number in numbers if number.why]
    if len(good) > places:
        remarks.append(reasons.too_many_numbers(len(good), places))
    good = good[:places]
    verdict = Verdict.REPAIRED if remarks else Verdict.NEW
    if "\N{REPLACEMENT CHARACTER}" in name:
        verdict = Verdict.WARNING
        remarks.append(reasons.UNREADABLE)
    texts, keys = tuple(number.text for number in good), tuple(number.key for number in good)
    return Checked(row, verdict, reasons.joined(remarks), name, texts, keys, importable=True)


def _fault(name: str, numbers: Sequence[Number], good: Sequence[Number]) -> str:
    """Return why a row cannot be a contact, "" when it can."""
    if not name:
        return reasons.NO_NAME if numbers else reasons.EMPTY
    if len(name) > MAX_NAME:
        return reasons.name_too_long(len(name), MAX_NAME)
    if not numbers:
        return reasons.NO_NUMBER
    return "" if good else numbers[0].why


def readable(text: str) -> tuple[str, bool]:
    """Return a text on one line without what cannot be seen, and whether there was any of that."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), False
    kept = "".join(" " if char.isspace() else char for char in text if not _is_invisible(char))
    return " ".join(kept.split()), len(kept) != len(text)


def _is_invisible(char: str) -> bool:
    if char < "\x7f":
        return char < " " and char not in "\t\n\r\v\f"
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _JOINERS and char != "\x85"


def _numbers(texts: Sequence[str], region: str | None, book_region: str | None) -> list[Number]:
    """Read numbers, each once."""
    found: list[Number] = []
    for text in texts:
        number = read_number(text, region, book_region)
        if not number.key or all(number.key != other.key for other in found):
            found.append(number)
    return found


def read_number(text: str, region: str | None, book_region: str | None) -> Number:
    """Read one number: as it is written where the phonebook reads it so too, else in E.164."""
    key = normalise(text, region) or ""
    if _E164.fullmatch(key) and _PLAIN.fullmatch(text) and len(text) <= MAX_NUMBER:
        text = " ".join(text.split())
        if region == book_region or text.startswith("+"):
            return Number(text, key)
        return Number(key, key)
    return _read_odd(text[: MAX_NUMBER * 4], region)


@lru_cache(maxsize=4096)
def _read_odd(text: str, region: str | None) -> Number:
    """Read what is written in another way: with words, as a link, with an extension, or wrong."""
    shown = readable(text)[0][:MAX_NUMBER]
    if ROUNDED.fullmatch(shown):
        return Number(shown, why=reasons.ROUNDED)
    info = understand(text, region)
    if info.kind is NumberKind.NUMBER and info.e164:
        return Number(info.e164 + (f" ext. {info.extension}" if info.extension else ""), info.e164)
    return Number(shown, why=_WHY.get(info.kind) or _why_none(shown, region))


def _why_none(text: str, region: str | None) -> str:
    """Say what is wrong with a number that is nearly one."""
    found = check(text, region)
    match found.finding:
        case Finding.TOO_FEW if found.missing > 0:
            return reasons.digits_missing(found.missing)
        case Finding.TOO_MANY if found.missing < 0:
            return reasons.digits_too_many(-found.missing)
        case Finding.NO_COUNTRY:
            return reasons.NO_COUNTRY
        case Finding.UNKNOWN_COUNTRY:
            return reasons.UNKNOWN_COUNTRY
    return reasons.not_a_number(text)
