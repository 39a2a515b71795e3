"""The number engine: what the package's own functions call once phonenumbers is needed."""

import re
from collections.abc import Collection, Iterator

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from desktop.domain.numbers import LineType, NumberInfo, NumberKind
from desktop.numbers import facts, places
from desktop.numbers.cleaning import clean, digits_of
from desktop.numbers.reading import Reading, known_region, read, trunk_prefix
from desktop.numbers.search import key_of

_TYPED = re.compile(r"[\d\s+()./-]*")
_LONGEST_EXTENSION = 4
# Argentina's mobiles have a 15 inside and no 9, Belarus dials 8 and 0: more than a trunk prefix.
_OTHER_NATIONAL_FORMS = frozenset({54, 375})


def understand(text: str, region: str | None, own_extensions: Collection[str]) -> NumberInfo:
    """Read a spelling and add what is known of it."""
    return _inform(read(text, region, own_extensions))


def _inform(reading: Reading) -> NumberInfo:
    if reading.kind is NumberKind.NUMBER and reading.e164:
        return _inform_public(reading, reading.e164)
    if reading.kind is NumberKind.UNDIALLABLE:
        return NumberInfo(text=reading.text, kind=reading.kind, formatted=reading.text)
    region = reading.region
    short = reading.kind is NumberKind.SHORT and region
    return NumberInfo(
        text=reading.text,
        kind=reading.kind,
        dial=None if reading.kind is NumberKind.EMERGENCY else reading.digits,
        extension=reading.extension,
        formatted=reading.digits,
        region=region if reading.kind is not NumberKind.EXTENSION else None,
        country=places.country_name(region) if region and reading.kind is not NumberKind.EXTENSION else None,
        line_type=facts.short_cost(reading.digits, region) if short and region else LineType.UNKNOWN,
        possible=True,
        valid=True,
    )


def _inform_public(reading: Reading, e164: str) -> NumberInfo:
    known = facts.facts_of(e164)
    if known is None:  # cannot be: it was read as possible
        raise AssertionError(e164)
    tail = f" ext. {reading.extension}" if reading.extension else ""
    return NumberInfo(
        text=reading.text,
        kind=NumberKind.NUMBER,
        e164=e164,
        dial=e164,
        extension=reading.extension,
        formatted=known.formatted + tail,
        region=known.region,
        country=known.country,
        place=known.place,
        line_type=known.line_type,
        zones=known.zones,
        possible=True,
        valid=known.valid,
    )


def normalise(text: str, region: str | None) -> str | None:
    """Return E.164 for a public number, the digits for a short one, else the cleaned text."""
    reading = read(text, region)
    if reading.number:
        return reading.e164
    return reading.digits or reading.text or None


def display(text: str, region: str | None) -> str:
    """Return the international format, or the text as it is."""
    known = facts.facts_of(text)
    if known:
        return known.formatted
    return understand(text, region, ()).formatted


def as_you_type(text: str, region: str | None) -> str:
    """Format what has been typed so far."""
    cleaned = clean(text)
    digits = digits_of(cleaned)
    plus = cleaned.lstrip("( ").startswith("+")
    if not digits or not _TYPED.fullmatch(cleaned) or "+" in cleaned.lstrip("( ")[1:]:
        return text
    if len(digits) <= _LONGEST_EXTENSION and not plus and not digits.startswith("0"):
        return digits  # more likely an extension than the start of a number
    return facts.format_while_typing("+" * plus + digits, known_region(region))


def search_key(normalised: str) -> str:
    """Return the key that `search_parts` are looked for in."""
    return key_of(normalised, tuple(_national(normalised)))


def _national(e164: str) -> Iterator[str]:
    """Yield the digits of a number's national spellings."""
    for length in (1, 2, 3):
        code = e164[1 : 1 + length]
        if e164.startswith("+") and code.isdecimal() and int(code) in COUNTRY_CODE_TO_REGION_CODE:
            yield trunk_prefix(int(code)) + e164[1 + length :]
            if int(code) in _OTHER_NATIONAL_FORMS:
                known = facts.facts_of(e164)
                yield digits_of(known.national) if known else ""
