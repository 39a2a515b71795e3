"""Settings as a file: what a person chose, to set up another computer alike. No secrets are in it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services import files
from desktop.services.settings import Settings, Value

LARGEST = 1 << 20
"""Bytes; a file that is larger holds no settings."""

_FORM = "sidetone settings"
_VERSION = 1


class Verdict(StrEnum):
    """What became of one setting of a file."""

    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    LOCKED = "locked"
    PERSONAL = "personal"


REFUSED = frozenset({Verdict.UNKNOWN, Verdict.INVALID, Verdict.LOCKED})
"""What a person has to hear of; what is another profile's own note is passed over."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One setting of a file: `value` as the file has it, `reason` why it does not hold ("" if it does)."""

    key: str
    value: object
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SettingsImport:
    """What became of a file. `before` is what the person had chosen (None: nothing), for `undo`."""

    rows: tuple[Imported, ...]
    before: Mapping[str, Value | None]

    @property
    def refused(self) -> tuple[Imported, ...]:
        """The settings that do not hold, and are to be told."""
        return tuple(row for row in self.rows if row.verdict in REFUSED)


async def export(settings: Settings, file: Path) -> int:
    """Write what the person chose, replacing the file whole; returns how many settings that is.

    Raises `Trouble` NOT_SAVED.
    """
    chosen = {
        setting.key: value
        for setting in settings.declared()
        if not setting.personal and (value := settings.chosen(setting.key)) is not None
    }
    whole = {"form": _FORM, "version": _VERSION, "settings": chosen}
    text = json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    await files.save(file, text.encode())
    return len(chosen)


async def bring_in(settings: Settings, file: Path) -> SettingsImport:
    """Keep what of a file can be kept, in one step, and say of each setting what became of it.

    A profile's own `settings.json` is read as well. Raises `Trouble` NO_FILE, USAGE, DISK.
    """
    given = await asyncio.to_thread(_read, file)
    rows = tuple(_judged(settings, key, given[key]) for key in sorted(given))
    wanted = {row.key: row.value for row in rows if row.verdict is Verdict.CHANGED}
    before = {key: settings.chosen(key) for key in wanted}
    if wanted:
        settings.put(wanted)
    return SettingsImport(rows, before)


def undo(settings: Settings, done: SettingsImport) -> None:
    """Put back what the person had chosen before. Raises `Trouble` DISK."""
    if done.before:
        settings.put(done.before)


def _judged(settings: Settings, key: str, value: object) -> Imported:
    known = {setting.key: setting for setting in settings.declared()}
    setting, lock = known.get(key), None
    if setting is None:
        return Imported(key, value, Verdict.UNKNOWN, "This Sidetone has no such setting.")
    if setting.personal:
        return Imported(key, value, Verdict.PERSONAL, "It belongs to one profile, and is passed over.")
    try:
        fresh = setting.read(value)
    except Trouble as trouble:
        return Imported(key, value, Verdict.INVALID, trouble.sentence)
    lock = settings.lock(key)
    if lock is not None and fresh != settings.get(key):
        return Imported(key, value, Verdict.LOCKED, lock.sentence)
    if lock is not None or fresh == settings.chosen(key):
        return Imported(key, fresh, Verdict.SAME)
    return Imported(key, fresh, Verdict.CHANGED)


def _read(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise Trouble(ErrorKind.NO_FILE, name=file.name, detail=error.strerror) from error
    try:
        whole = json.loads(data.decode("utf-8-sig")) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        whole = None
    name = files.written_name(file)
    if not isinstance(whole, dict):
        raise Trouble(ErrorKind.USAGE, detail=f"{name} is no file of Sidetone's settings.")
    if "settings" not in whole:
        return whole
    inner = whole["settings"]
    if whole.get("form") != _FORM or not isinstance(inner, dict):
        raise Trouble(ErrorKind.USAGE, detail=f"{name} is no file of Sidetone's settings.")
    if whole.get("version") != _VERSION:
        raise Trouble(ErrorKind.USAGE, detail=f"{name} was written by a newer Sidetone. Update this one.")
    return inner
