"""The sign-in file: accounts with their secrets, where nobody is to type them. Used once, then erased.

It lies in plain text until then, so it is taken only where nobody but its owner can read it. An entry leaves
it once its account is kept and its secrets are in the vault, never before; what failed stays for another try.
"""

import asyncio
import json
import logging
import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.domain.accounts import Account, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.accounts import Accounts
from desktop.services.files import written_name
from desktop.services.settings import Settings
from desktop.system.log import register_secret

log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes; a file that is larger is none of ours."""

USED = "accounts.sign_in_used"
"""The setting that remembers a file which was used and could not be erased: its number, time and size."""

_WHERE = re.compile(r"\(at [^()]*\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One account of the file. `fields` has its secrets, too."""

    provider: str
    name: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What became of a file.

    `added` and `there` are names of accounts, `there` those that were kept before. `failed` are the entries
    that stay in the file, by their names. `trouble` is why the file could not be changed, "" when it was.
    """

    added: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    failed: tuple[tuple[str, Trouble], ...] = ()
    trouble: str = ""


async def sign_in(accounts: Accounts, settings: Settings, file: Path, *, test: bool = True) -> SignedIn:
    """Add the accounts of a file, and erase it; what failed stays in it.

    An account that was there before, of the same name and provider, is not added again; one that a crash
    left without its secrets gets them. Nothing is done with a file that was used and could not be erased:
    only that is tried once more. Raises `Trouble` NO_FILE and USAGE (also for a file that others can read);
    nothing is added then.
    """
    await asyncio.to_thread(_recover, file)
    entries, version = await asyncio.to_thread(_read, file)
    _register(entries, accounts.providers())
    if version == settings.text(USED):
        return SignedIn(trouble=await asyncio.to_thread(_settle, file, ()))
    before = {(account.name, account.provider): account for account in await accounts.all()}
    added: list[str] = []
    there: list[str] = []
    failed: list[tuple[str, Trouble]] = []
    left: list[Entry] = []
    for entry in entries:
        known = before.get((entry.name.strip(), entry.provider))
        try:
            if known is None:
                await _add(accounts, entry, test=test)
            fresh = known is None or await _complete(accounts, known, entry)
            (added if fresh else there).append(entry.name)
        except Trouble as trouble:
            log.warning("an account of the sign-in file was not added: %s", trouble.kind)
            failed.append((entry.name, trouble))
            left.append(entry)
    why = await asyncio.to_thread(_settle, file, left) if len(left) < len(entries) else ""
    if why and not left:
        with suppress(Trouble):  # a disk that takes nothing; the names of accounts keep it from more
            settings.set(USED, version)
    return SignedIn(tuple(added), tuple(there), tuple(failed), why)


async def _add(accounts: Accounts, entry: Entry, *, test: bool) -> None:
    plain, secrets = _apart(accounts, entry)
    await accounts.add(entry.provider, entry.name, plain, secrets, test=test)


async def _complete(accounts: Accounts, known: Account, entry: Entry) -> bool:
    """Give an account the secrets that a crash kept from the vault; says whether it lacked any."""
    plain, secrets = _apart(accounts, entry)
    if known.last_sync is not None or not secrets.keys() - await accounts.kept_secrets(known):
        return False
    await accounts.sign_in_again(known.name, plain, secrets)
    return True


def _apart(accounts: Accounts, entry: Entry) -> tuple[dict[str, str], dict[str, str]]:
    """Return an entry's plain fields, and its secrets."""
    manifest = accounts.providers().get(entry.provider)
    secret = {field.key for field in manifest.fields if field.secret} if manifest else set()
    return (
        {key: value for key, value in entry.fields.items() if key not in secret},
        {key: value for key, value in entry.fields.items() if key in secret},
    )


def _register(entries: Sequence[Entry], manifests: Mapping[str, Manifest]) -> None:
    """Keep the secrets out of the log before anything else is done with them."""
    for entry in entries:
        manifest = manifests.get(entry.provider)
        plain = {field.key for field in manifest.fields if not field.secret} if manifest else set()
        for key, value in entry.fields.items():
            if key not in plain:
                register_secret(value)


# ---- reading


def _read(file: Path) -> tuple[tuple[Entry, ...], str]:
    """Return what is in the file, and which version of it that is.

    Raises `Trouble` NO_FILE, USAGE; the sentences hold nothing of what stands in it.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(opened.fileno())
            _must_be_private(file, found)
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise Trouble(ErrorKind.NO_FILE, name=written_name(file), detail=error.strerror) from error
    if len(data) > LARGEST:
        raise _wrong(file, "it is too large")
    import tomllib  # noqa: PLC0415 - most starts find no such file

    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _wrong(file, "it is not written in UTF-8") from None
    except (ValueError, RecursionError) as error:
        where = _WHERE.search(str(error))  # the rest of the message may quote a secret
        raise _wrong(file, f"it is no TOML {where.group()}" if where else "it is no TOML") from None
    if unknown := table.keys() - {"account"}:
        raise _wrong(file, f"{min(unknown)} is no part of it; each account stands below [[account]]")
    accounts = table.get("account", [])
    if not isinstance(accounts, list):
        raise _wrong(file, "each account stands below [[account]]")
    entries = tuple(_entry(file, place, one) for place, one in enumerate(accounts, 1))
    return entries, f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"


def _must_be_private(file: Path, found: os.stat_result) -> None:
    """Refuse what others can read or change. On Windows the folder's rights decide, and nothing is asked."""
    if not stat.S_ISREG(found.st_mode):
        raise _wrong(file, "it is no file")
    if sys.platform == "win32":  # not run
        return
    if found.st_uid not in (os.getuid(), 0):
        raise _wrong(file, "it belongs to somebody else")
    if found.st_mode & 0o077:
        raise _wrong(file, "others can read it; give it the mode 600 (chmod 600), and change its secrets")


def _entry(file: Path, place: int, table: object) -> Entry:
    if not isinstance(table, dict):
        raise _wrong(file, "each account stands below [[account]]")
    values = {}
    for key, value in table.items():
        if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
            value = ", ".join(str(one) for one in value)  # noqa: PLW2901
        elif type(value) is date:  # a day that stands there without quotes, which TOML has a type for
            value = value.isoformat()  # noqa: PLW2901
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _wrong(file, f"{key} of account {place} is no text: write it in quotes")
        values[key] = str(value)
    provider, name = values.pop("provider", ""), values.pop("name", "")
    if not provider or not name.strip():
        raise _wrong(file, f"account {place} needs provider and name")
    return Entry(provider, name, values)


def _wrong(file: Path, why: str) -> Trouble:
    return Trouble(ErrorKind.USAGE, detail=f"{written_name(file)} is not used: {why}.")


# ---- erasing


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _recover(file: Path) -> None:
    """Finish what a crash left half done: first what is left over takes its place, then the old is erased."""
    used, fresh = _beside(file, ".used"), _beside(file, ".part")
    try:
        if used.exists():
            if fresh.exists() and not file.exists():
                fresh.replace(file)
            _wipe(used)
        elif fresh.exists():  # the old one is whole still
            _wipe(fresh)
    except OSError as error:
        log.warning("what is left of a sign-in file cannot be erased: %s", error.strerror)


def _settle(file: Path, left: Sequence[Entry]) -> str:
    """Have the file hold only these, or be gone; say why that cannot be, or ""."""
    used, fresh = _beside(file, ".used"), _beside(file, ".part")
    try:
        if left:
            _write(fresh, _as_toml(left))
        file.replace(used)
        if left:
            fresh.replace(file)
        _wipe(used)
    except OSError:
        return _settle_in_place(file, left)
    return ""


def _settle_in_place(file: Path, left: Sequence[Entry]) -> str:
    """Do the same in a folder where nothing can be renamed or deleted, as far as the file can be written."""
    try:
        _overwrite(file, _as_toml(left))
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _write(file: Path, data: bytes) -> None:
    """Write a file of our own: what lies there, or was put there by somebody else, is not written into."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _wipe(file: Path) -> None:
    """Write over a file, and delete it.

    A disk that keeps older versions of its blocks, as most flash does, may still hold them: what is in the
    file is to be changed now and then all the same.
    """
    _overwrite(file)
    file.unlink()


def _overwrite(file: Path, data: bytes = b"") -> None:
    """Leave nothing else in a file than this, which is in it whole before it is cut: a crash loses none.

    A link is not followed: where others may write into the folder it could lead to any file.
    """
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags), "r+b") as out:
        out.write(data.ljust(os.fstat(out.fileno()).st_size, b"\n"))
        out.flush()
        os.fsync(out.fileno())
        out.truncate(len(data))
        os.fsync(out.fileno())


def _as_toml(entries: Sequence[Entry]) -> bytes:
    """Write entries as the file has them. A text of JSON is one of TOML, but for one control character."""
    parts = []
    for entry in entries:
        rows = {"provider": entry.provider, "name": entry.name, **entry.fields}
        lines = [f"{_quoted(key)} = {_quoted(value)}" for key, value in rows.items()]
        parts.append("\n".join(["[[account]]", *lines, ""]))
    return "\n".join(parts).encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
