"""The number engine: any spelling to E.164, and all that is known of a number.

One engine for display, search and safety. Nothing here raises for bad input: junk is
`NumberKind.UNDIALLABLE`. All functions may be called from any thread. A `region` is an ISO 3166 code,
the account's; with None only spellings with a plus are public numbers.

Importing this package costs nothing at start: phonenumbers is imported by the first call that needs it
(20 ms, 2 MiB, then a millisecond for each country met), and the table of places is read for the first
question about a place (15 ms, 3 MiB).
"""

# ruff: noqa: PLC0415 - see above

import re
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from desktop.domain.numbers import Country, LocalTime, NumberCheck, NumberInfo, NumberKind
from desktop.numbers.clock import time_in
from desktop.numbers.search import parts_of

__all__ = [
    "as_you_type",
    "campaign_key",
    "check",
    "countries",
    "country",
    "describe",
    "display",
    "find_in_text",
    "flag_region",
    "is_emergency",
    "known_region",
    "local_time",
    "normalise",
    "plus_left_out",
    "region_of",
    "search_key",
    "search_parts",
    "understand",
    "warm",
    "zones_of",
]

# Plans whose numbers have one length and no leading trunk digit: what matches is E.164 already.
_CLEAN = re.compile(
    r"\+(?:1[2-9]\d\d[2-9]\d{6}|3(?:[134][1-9]\d{8}|2[1-9]\d{7,8}|51[1-9]\d{8}|9[03]\d{8,9})"
    r"|4(?:1[1-9]\d{8}|4[1-9]\d{8,9}|9[1-9]\d{8,9}))",
    re.ASCII,
)
# Of these plans also the usual spellings with separators, and the national ones behind the trunk digit.
_SPELLED = re.compile(r" *[+0][\d .-]{8,24}", re.ASCII)
_SEPARATORS = str.maketrans("", "", " .-")
_TRUNK_ZERO = {"BE": "+32", "CH": "+41", "DE": "+49", "FR": "+33", "GB": "+44", "NL": "+31"}


def warm() -> None:
    """Load what the first number needs, for those who can do it while they wait for something else."""
    region_of("+33123456789")


def understand(text: str, region: str | None, *, own_extensions: Collection[str] = ()) -> NumberInfo:
    """Read any spelling, links and all. `own_extensions` are those of the account's lines.

    A text that equals an emergency number is EMERGENCY, whatever else it could be.
    """
    from desktop.numbers import engine

    return engine.understand(text, region, own_extensions)


def normalise(text: str | None, region: str | None) -> str | None:
    """Return E.164 for a possible public number, the digits of a short one, else the cleaned text.

    The way in for the history: what stands in the store is normalised once and compared as text. None for
    nothing. An extension behind a public number is dropped.
    """
    if text is None:
        return None
    if _CLEAN.fullmatch(text):
        return text
    return _plainly_spelled(text, region) or _normalise(text, region)


def _plainly_spelled(text: str, region: str | None) -> str | None:
    """Return E.164 for the spellings that phonebooks are full of; the engine takes fifty times as long."""
    if not _SPELLED.fullmatch(text):
        return None
    digits = text.translate(_SEPARATORS)
    if digits.startswith("0"):
        if region not in _TRUNK_ZERO:
            return None
        digits = "+" + digits[2:] if digits.startswith("00") else _TRUNK_ZERO[region] + digits[1:]
    return digits if _CLEAN.fullmatch(digits) else None


def campaign_key(text: str, region: str | None) -> str:
    """Return what a campaign's number is compared by: the digits of its E.164 reading.

    What has no plus and is no national number of the region keeps its bare digits, so that
    "18005550100", "+18005550100" and "001 800 555 0100" meet, and a local "5550001" stays itself. "" is a
    text without digits.
    """
    if _CLEAN.fullmatch(text):
        return text[1:]
    from desktop.numbers import keys
    from desktop.numbers.quick import quick

    return quick(text, region) or keys.campaign_key(text, region)


def plus_left_out(text: str, region: str | None) -> str | None:
    """Return E.164 of a text that is a whole number without its plus, from the region or from abroad.

    None for what has a plus, or is a national number rather than that. In countries whose numbers have many
    lengths, such as Germany, `understand` takes it for a national one, which is somebody else's.
    """
    from desktop.numbers import keys

    return keys.plus_left_out(text, region)


@lru_cache(maxsize=16_384)
def _normalise(text: str, region: str | None) -> str | None:
    from desktop.numbers import engine

    return engine.normalise(text, region)


def display(e164_or_text: str, region: str | None) -> str:
    """Write a number in its international format; what is no public number stays as it is."""
    from desktop.numbers import engine

    return engine.display(e164_or_text, region)


def as_you_type(text: str, region: str | None) -> str:
    """Format what has been typed so far; a text with letters comes back as it is."""
    from desktop.numbers import engine

    return engine.as_you_type(text, region)


def check(text: str, region: str | None, *, own_extensions: Collection[str] = ()) -> NumberCheck:
    """Say what a text is as somebody's number, and what is missing: for a form, at each letter typed."""
    from desktop.numbers import checking

    return checking.check(text, region, own_extensions)


def search_key(normalised: str) -> str:
    """Return the text to index for a normalised number: "0033612345678 0612345678"."""
    from desktop.numbers import engine

    return engine.search_key(normalised)


def search_parts(query: str) -> tuple[str, ...]:
    """Return the strings any of which must stand in a `search_key`: "+33 (0)6 12" gives 330612 and 33612."""
    return parts_of(query)


def local_time(info_or_e164: NumberInfo | str, now: datetime) -> LocalTime | None:
    """Return the time of day at a number, a range where it has several zones; None if nothing is known."""
    zones = info_or_e164.zones if isinstance(info_or_e164, NumberInfo) else zones_of(info_or_e164)
    return time_in(zones, now)


def zones_of(e164: str) -> tuple[str, ...]:
    """Return the IANA names of the zones a number may be in."""
    from desktop.numbers import facts

    known = facts.facts_of(e164)
    return known.zones if known else ()


def describe(e164: str) -> str:
    """Return the place line of a row: "Rome, Italy", "France, mobile"; empty for what is no public number."""
    from desktop.numbers import facts

    known = facts.facts_of(e164)
    return known.line if known else ""


def region_of(e164: str) -> str | None:
    """Return a number's region, `001` for a number of no country, None for what is no public number."""
    from desktop.numbers import facts

    known = facts.facts_of(e164)
    return known.region if known else None


def flag_region(e164: str) -> str | None:
    """Return the region whose flag stands beside a number; None when there is no such flag."""
    from desktop.numbers import facts

    region = region_of(e164)
    return None if region == facts.WORLD else region


def known_region(text: str) -> str | None:
    """Return the code of the country that two letters stand for, in any case; None when there is none."""
    from desktop.numbers import reading

    return reading.known_region(text)


def country(region: str) -> Country | None:
    """Return a country by its code, None for a code that is none's."""
    from desktop.numbers import codes

    return codes.country(region)


def countries() -> tuple[Country, ...]:
    """Return every country with numbers of its own, by name."""
    from desktop.numbers import codes

    return codes.countries()


def is_emergency(text: str, region: str | None) -> bool:
    """Whether a text, in any spelling, is an emergency number."""
    return understand(text, region).kind is NumberKind.EMERGENCY


def find_in_text(text: str, region: str | None) -> tuple[NumberInfo, ...]:
    """Return the public numbers of any text, such as the clipboard's, in its order, each once."""
    from desktop.numbers import finding

    return finding.find_in_text(text, region)
