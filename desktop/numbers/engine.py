"""The number engine: what the package's own functions call once phonenumbers is needed."""

import re
from collections.abc import Collection, Iterator

from phonenumbers import Leniency, PhoneMetadata, PhoneNumberMatcher, parse

from desktop.domain.numbers import LineType, NumberInfo, NumberKind
from desktop.numbers import facts, places
from desktop.numbers.cleaning import clean
from desktop.numbers.reading import Reading, known_region, read
from desktop.numbers.search import key_of

_LONGEST_TEXT = 100_000  # characters of a clipboard that are searched
_MOST_FOUND = 20
_NOT_DIGITS = re.compile(r"\D+")
_TYPED = re.compile(r"[\d\s+()./-]*")
_LONGEST_EXTENSION = 5


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
    digits = _NOT_DIGITS.sub("", cleaned)
    plus = cleaned.lstrip("( ").startswith("+")
    if not digits or not _TYPED.fullmatch(cleaned) or "+" in cleaned.lstrip("( ")[1:]:
        return text
    if len(digits) <= _LONGEST_EXTENSION and not plus:
        return digits
    return facts.format_while_typing("+" * plus + digits, known_region(region))


def search_key(normalised: str) -> str:
    """Return the key that `search_parts` are looked for in."""
    known = facts.facts_of(normalised)
    return key_of(normalised, tuple(_national(normalised, known)) if known else ())


def _national(e164: str, known: facts.Facts) -> Iterator[str]:
    """Yield the digits of a number's national spellings, with the trunk prefix and as formatted there."""
    number = parse(e164)
    significant = e164[1 + len(str(number.country_code)) :]
    plan = PhoneMetadata.metadata_for_region(known.region or "", None)
    prefix = plan.national_prefix if plan else None
    if prefix:
        yield _NOT_DIGITS.sub("", prefix) + significant
    yield _NOT_DIGITS.sub("", known.national)


def find_in_text(text: str, region: str | None) -> tuple[NumberInfo, ...]:
    """Return the public numbers of a text, in its order, each once."""
    whole = understand(text, region, ()) if len(text) <= 250 else None
    if whole and whole.kind is NumberKind.NUMBER and not re.search(r"[^\W\d_]", whole.text):
        return (whole,)
    cleaned = "\n".join(clean(line) for line in text[:_LONGEST_TEXT].splitlines())
    found: dict[str, NumberInfo] = {}
    for match in PhoneNumberMatcher(cleaned, known_region(region), Leniency.POSSIBLE, 10_000):
        info = understand(match.raw_string, region, ())
        sure = info.valid or match.raw_string.startswith("+")
        if info.kind is NumberKind.NUMBER and info.e164 and sure:
            found.setdefault(info.e164, info)
        if len(found) >= _MOST_FOUND:
            break
    if not found and whole and whole.kind is NumberKind.NUMBER:
        return (whole,)
    return tuple(found.values())
