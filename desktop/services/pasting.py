"""Finds the fields of an account in a text that somebody copied as a whole: a page, a mail, a file."""

import json
import re
from collections.abc import Iterator, Mapping

from desktop.domain.accounts import CredentialField, Manifest

LARGEST = 20_000
"""Letters; a longer text is none that somebody copied for this."""

_BETWEEN = r"[ _.\-]?"
_PREFIX = r"(?:[A-Za-z0-9]+[_.\-])*"  # ACME_CLIENT_ID, acme.client_id
_SIGN = r"[\"'`*]*[ \t]*(?:=>|:=|[:=\t|])[ \t|]*"
_NEXT_LINE = r"[\"'`*]*[ \t]*(?::[ \t]*)?\r?\n[ \t]*"
_OTHER = re.compile(r"(?<![\s,;&])[\s,;&]+[\"']?[A-Za-z_][\w.\-]*[\"']?[ \t]*(?:=|:(?=\s))")
"""Where the next thing begins that is no field of ours, on the same line."""
_AROUND = " \t\r\n,;&|\"'`*{}[]()<>"


def read_block(manifest: Manifest, text: str) -> dict[str, str]:
    """Return what a text says of a provider's fields, by key; empty where it is no such text.

    Understood are lines and lists of `name=value`, `Name: value`, a name above its value, environment files,
    JSON, and tables of two columns, with the fields' keys or labels in any case and with any prefix. One
    name alone counts only where the text begins with it: any other text is a value.
    """
    if len(text) > LARGEST:
        return {}
    found = _from_json(manifest, text)
    if found is None:
        found = _from_text(manifest, text)
    return {key: value for key, value in found.items() if value}


def _from_json(manifest: Manifest, text: str) -> dict[str, str] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(tree, dict):
        return None
    names = {_plain(name): one.key for one in manifest.fields for name in _names(one)}
    return {
        names[_plain(name)]: value.strip()
        for name, value in _leaves(tree)
        if isinstance(value, str) and _plain(name) in names
    }


def _leaves(tree: Mapping[str, object], depth: int = 0) -> Iterator[tuple[str, object]]:
    for name, value in tree.items():
        if isinstance(value, dict) and depth < 3:
            yield from _leaves(value, depth + 1)
        elif isinstance(value, list):
            yield name, ", ".join(str(one) for one in value)
        else:
            yield name, str(value) if isinstance(value, int) else value


def _from_text(manifest: Manifest, text: str) -> dict[str, str]:
    spelled = {_plain(name): one for one in manifest.fields for name in _names(one)}
    ways = sorted({_spelling(name) for one in manifest.fields for name in _names(one)}, key=len)
    names = re.compile(
        rf"(?<![A-Za-z0-9_.\-]){_PREFIX}(?P<name>{'|'.join(reversed(ways))})(?:{_SIGN}|{_NEXT_LINE})",
        re.IGNORECASE,
    )
    places = list(names.finditer(text))
    begins = bool(places) and not text[: places[0].start()].strip(_AROUND).removeprefix("export").strip()
    if not places or (len(places) == 1 and not begins):
        return {}
    ends = [place.start() for place in places[1:]] + [len(text)]
    found: dict[str, str] = {}
    for place, end in zip(places, ends, strict=True):
        one = spelled[_plain(place["name"])]
        value = _value(one, text[place.end() : end])
        if value:
            found.setdefault(one.key, value)
    return found


def _value(field: CredentialField, text: str) -> str:
    """Return a value without what stands round it; a secret has no blanks."""
    line = text.lstrip(" \t").partition("\n")[0]
    if other := _OTHER.search(line):
        line = line[: other.start()]
    line = line.strip(_AROUND)
    return line.split()[0] if field.secret and line else line


def _names(field: CredentialField) -> tuple[str, ...]:
    """Return what a field is called. A client's secret is called the secret where its id stands beside it."""
    return (field.key, field.label, *(["secret"] if field.key == "client_secret" else []))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _spelling(name: str) -> str:
    words = re.split(r"[ _.\-]+", name)
    return _BETWEEN.join(re.escape(word) for word in words if word)
