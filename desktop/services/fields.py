"""Checks what a person filled in against a provider's manifest, before anything is sent or kept."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from desktop.domain.accounts import Manifest
from desktop.domain.errors import ErrorKind, Trouble


def checked(
    manifest: Manifest, fields: Mapping[str, str], secrets: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields and the secrets that are filled in, trimmed.

    A secret among the fields is refused: it came over a way that others can read (a command line).
    Raises `Trouble` USAGE for that, for unknown fields and for missing ones.
    """
    known = {field.key: field for field in manifest.fields}
    given = {**fields, **secrets}
    for key in given:
        if key not in known:
            raise _usage(f"{manifest.title} has no field {key}. Its fields: {', '.join(known)}.")
    for key in fields:
        if known[key].secret:
            raise _usage(f"{key} is a secret: give it with --secret {key}.")
    filled = {key: value.strip() for key, value in given.items() if value.strip()}
    _complete(manifest, filled.keys())
    return (
        {key: value for key, value in filled.items() if not known[key].secret},
        {key: value for key, value in filled.items() if known[key].secret},
    )


def with_defaults(manifest: Manifest, filled: Mapping[str, str]) -> dict[str, str]:
    """Add the manifest's defaults. Done at each opening, so that a changed default reaches old accounts."""
    return {field.key: field.default for field in manifest.fields if field.default} | dict(filled)


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
