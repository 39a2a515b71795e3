"""Checks what a person filled in against a provider's manifest, before anything is sent or kept."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from desktop.domain.accounts import CredentialField, FieldKind, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.numbers import known_region

_EXTENSION = re.compile(r"\+?[0-9]{1,20}")
_BETWEEN = re.compile(r"[,;\s]+")
# The year leads: 04/03/2027 is a day in March to one person, and in April to another.
_DAY = re.compile(r"(2\d{3})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})|(2\d{3})(\d{2})(\d{2})", re.ASCII)
_PART_OF_DAY = re.compile(r"2[\d\s/.-]{0,12}", re.ASCII)

_READ_BY = frozenset(
    {FieldKind.USER, FieldKind.ADDRESS, FieldKind.ZONE, FieldKind.EXTENSIONS, FieldKind.COUNTRY}
)
"""Fields that decide which calls there are, and how their times and numbers are read."""


def complaint(field: CredentialField, text: str, *, typing: bool = False) -> str:
    """Say in a sentence what is wrong with what stands in a field, or "".

    While somebody is `typing`, what can still become right is not complained about.
    """
    text = text.strip()
    return _COMPLAINTS[field.kind](text, typing) if text and field.kind in _COMPLAINTS else ""


def tidy(field: CredentialField, text: str) -> str:
    """Return what a field means, written in the one usual way: `europe/london` is Europe/London."""
    text = text.strip()
    if field.kind is FieldKind.ZONE:
        return _zones().get(text.casefold(), text)
    if field.kind is FieldKind.COUNTRY:
        return known_region(text) or text
    if field.kind is FieldKind.EXTENSIONS:
        return ", ".join(dict.fromkeys(one for one in _BETWEEN.split(text) if one))
    if field.kind is FieldKind.DATE:
        day = _day(text)
        return day.isoformat() if day is not None else text
    return text


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:  # the 30th of February
        return None


@cache
def _zones() -> Mapping[str, str]:
    """Return the names of all time zones by their folded spelling; reading them takes some milliseconds."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - see above

    return {name.casefold(): name for name in available_timezones()}


def _wrong_zone(text: str, typing: bool) -> str:
    folded, known = text.casefold(), _zones()
    if folded in known or (typing and any(name.startswith(folded) for name in known)):
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - for a mistake alone

    parts = {name.rpartition("/")[2]: name for name in known}
    near = get_close_matches(folded, known, 1) or [
        parts[one] for one in get_close_matches(folded.rpartition("/")[2], parts, 1)
    ]
    return f"No such time zone. {f'Did you mean {known[near[0]]}?' if near else 'One is Europe/London.'}"


def _wrong_extensions(text: str, typing: bool) -> str:
    parts = [one for one in _BETWEEN.split(text) if one]
    for place, one in enumerate(parts, 1):
        if not _EXTENSION.fullmatch(one) and not (typing and place == len(parts) and one.isdecimal()):
            return f"“{one[:20]}” is no extension. Write digits and commas."
    return ""


def _wrong_country(text: str, typing: bool) -> str:
    if known_region(text) or (typing and len(text) < 2 and text.isalpha()):
        return ""
    return "No such country. Write two letters, such as GB."


def _wrong_date(text: str, typing: bool) -> str:
    if _day(text) or (typing and _PART_OF_DAY.fullmatch(text) and not _DAY.fullmatch(text)):
        return ""
    return "No such day. Write it as 2027-03-31."


def _wrong_address(text: str, typing: bool) -> str:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    return "" if fine or typing else "No web address: one begins with https://."


_COMPLAINTS = {
    FieldKind.ZONE: _wrong_zone,
    FieldKind.EXTENSIONS: _wrong_extensions,
    FieldKind.COUNTRY: _wrong_country,
    FieldKind.ADDRESS: _wrong_address,
    FieldKind.DATE: _wrong_date,
}


def checked(
    manifest: Manifest, fields: Mapping[str, str], secrets: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields and the secrets that are filled in, trimmed.

    A secret among the fields is refused: it came over a way that others can read (a command line).
    Raises `Trouble` USAGE for that, for unknown fields, for missing ones and for what cannot be right.
    """
    known = {field.key: field for field in manifest.fields}
    given = {**fields, **secrets}
    for key in given:
        if key not in known:
            raise _usage(f"{manifest.title} has no field {key}. Its fields: {', '.join(known)}.")
    for key in fields:
        if known[key].secret:
            raise _usage(f"{key} is a secret: give it with --secret {key}.")
    filled = {key: tidy(known[key], value) for key, value in given.items() if value.strip()}
    _complete(manifest, filled.keys())
    for key, value in filled.items():
        if wrong := complaint(known[key], value):
            raise _usage(f"{known[key].label} cannot be {value!r}. {wrong}")
    return (
        {key: value for key, value in filled.items() if not known[key].secret},
        {key: value for key, value in filled.items() if known[key].secret},
    )


def with_defaults(manifest: Manifest, filled: Mapping[str, str]) -> dict[str, str]:
    """Add the manifest's defaults. Done at each opening, so that a changed default reaches old accounts."""
    return {field.key: field.default for field in manifest.fields if field.default} | dict(filled)


def reads_otherwise(manifest: Manifest, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether an account with the fields `after` has other calls, or other times and numbers in them."""
    old, new = with_defaults(manifest, before), with_defaults(manifest, after)
    return any(
        field.kind in _READ_BY and not field.secret and old.get(field.key) != new.get(field.key)
        for field in manifest.fields
    )


def without_old_end(
    manifest: Manifest, fields: Mapping[str, str], before: Mapping[str, str], today: date
) -> dict[str, str]:
    """Leave out the day on which other credentials ended: those in their place have one of their own."""
    kept, key = dict(fields), manifest.ends_field
    day = _day(kept.get(key, ""))
    if day is not None and day < today and kept[key] == before.get(key):
        del kept[key]
    return kept


def same_user(manifest: Manifest, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two sets of plain fields name the same user at the same address, for the same calls.

    Where nothing but a secret tells who it is, nobody knows.
    """
    beside = (FieldKind.ZONE, FieldKind.COUNTRY, FieldKind.DATE)
    who = 0
    for field in manifest.fields:
        if field.secret or field.kind in beside or (field.advanced and field.kind is not FieldKind.ADDRESS):
            continue
        first, second = (tidy(field, values.get(field.key) or field.default) for values in (one, other))
        if first != second:
            return False
        who += bool(first) and field.kind is not FieldKind.ADDRESS
    return who > 0


def _complete(manifest: Manifest, filled: AbstractSet[str]) -> None:
    for field in manifest.fields:
        if field.required and not field.default and field.key not in filled:
            raise _usage(f"{manifest.title} needs {field.label} ({field.key}).")
    groups = manifest.alternatives
    if groups and not any(filled >= set(group) for group in groups):
        ways = ", or ".join(" and ".join(group) for group in groups)
        raise _usage(f"{manifest.title} needs {ways}.")


def _usage(sentence: str) -> Trouble:
    return Trouble(ErrorKind.USAGE, detail=sentence)
