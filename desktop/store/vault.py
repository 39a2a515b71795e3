"""The vault for machines without a keyring: a small file whose key the cipher derives from a passphrase.

The file is made whole under another name, and takes its own name in one step: whatever happens meanwhile,
there is either the vault of before or the new one.
"""

import os
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.vaults import VaultKind
from desktop.store.connection import Db, as_trouble, open_encrypted

VAULT = "vault.db"
_NEW = "vault.db.new"
_SIDES = ("-journal", "-wal", "-shm")


def exists(folder: Path) -> bool:
    """Say whether a profile's folder has a vault; then it decides, whatever else there is."""
    return (folder / VAULT).exists()


class PassphraseVault:
    """Secrets behind a passphrase; a `domain.ports.Vault`. May be used from any thread."""

    title = "encrypted file with a passphrase"
    kind = VaultKind.PASSPHRASE

    def __init__(self, folder: Path, passphrase: str, *, make: bool = True) -> None:
        """Open the vault or make it. Raises `Trouble`: WRONG_PASSPHRASE, STORE_DAMAGED, DISK.

        The same letters open it from every keyboard: they are put in Unicode's composed form. Without `make`
        it has to be there: one that another process has just moved to the keyring must not come back empty.
        """
        path = self._path = folder / VAULT
        self._lock = threading.Lock()
        self._db = _open(path, _needed(passphrase), make=make)

    @classmethod
    def make(
        cls, folder: Path, passphrase: str, secrets: Mapping[str, str], elsewhere: Iterable[str]
    ) -> Self:
        """Make a vault that holds these secrets, in the place of one that may be there.

        `elsewhere` names the secrets whose copies lie in the keyring and are still to be forgotten there.
        Until the new file is whole and on the disk, everything is as before. Raises `Trouble`:
        WRONG_PASSPHRASE for one that cannot be, DISK.
        """
        _write_new(folder, _needed(passphrase), secrets, elsewhere)
        return cls(folder, passphrase)

    def get(self, name: str) -> str | None:
        """Read a secret; None when there is none."""
        with self._lock, as_trouble():
            row = self._db.execute("SELECT secret FROM secrets WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, secret: str) -> None:
        """Keep a secret; it is on the disk when this returns."""
        with self._lock, as_trouble():
            self._db.execute("REPLACE INTO secrets VALUES (?, ?)", (name, secret))

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        with self._lock, as_trouble():
            self._db.execute("DELETE FROM secrets WHERE name = ?", (name,))

    def all(self) -> dict[str, str]:
        """Read every secret."""
        with self._lock, as_trouble():
            return {str(name): str(secret) for name, secret in self._db.execute("SELECT * FROM secrets")}

    def elsewhere(self) -> list[str]:
        """Return the names of which copies may still lie in the keyring."""
        with self._lock, as_trouble():
            return [str(name) for (name,) in self._db.execute("SELECT name FROM elsewhere ORDER BY name")]

    def note_elsewhere(self, names: Iterable[str]) -> None:
        """Remember of which names copies lie in the keyring, and of no others."""
        with self._lock, as_trouble(), self._db:
            _note_elsewhere(self._db, names)

    def opens_with(self, passphrase: str) -> bool:
        """Say whether a passphrase opens this vault; it is not kept to compare with."""
        key = _key(passphrase)
        if key is None:
            return False
        try:
            with as_trouble(damaged=ErrorKind.WRONG_PASSPHRASE):
                open_encrypted(self._path, key, read_only=True).close()
        except Trouble as trouble:
            if trouble.kind is ErrorKind.WRONG_PASSPHRASE:
                return False
            raise
        return True

    def change_passphrase(self, now: str, wanted: str) -> None:
        """Have another passphrase open it than `now`. Raises `Trouble`, and that one still opens it then.

        Not SQLite's own rekey: that writes the file's pages one by one, where a crash leaves two keys.
        """
        if not self.opens_with(now):
            raise Trouble(ErrorKind.WRONG_PASSPHRASE)
        before, key = _needed(now), _needed(wanted)
        secrets, elsewhere = self.all(), self.elsewhere()
        with self._lock:
            self._db.close()  # an open file cannot be replaced on Windows
            try:
                _write_new(self._path.parent, key, secrets, elsewhere)
                before = key
            finally:
                self._db = _open(self._path, before)

    def remove(self) -> None:
        """Delete the file: the secrets are somewhere else by now. Raises `Trouble` DISK."""
        self.close()
        with as_trouble():
            self._path.unlink()
            _sync_folder(self._path.parent)

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            self._db.close()


def _open(path: Path, key: str, *, make: bool = True) -> Db:
    with as_trouble(damaged=_damage(path)):
        db = open_encrypted(path, key, make=make)
        try:
            db.pragma("synchronous", 3)
            db.execute("CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL)")
            db.execute("CREATE TABLE IF NOT EXISTS elsewhere (name TEXT PRIMARY KEY)")
        except BaseException:
            db.close()
            raise
    return db


def _write_new(folder: Path, key: str, secrets: Mapping[str, str], elsewhere: Iterable[str]) -> None:
    """Write a whole file beside the vault, look whether it opens, and put it in the vault's place."""
    new = folder / _NEW
    with as_trouble():
        _forget_file(new)  # a crash may have left it behind
        try:
            _write(new, key, secrets, elsewhere)
            new.replace(folder / VAULT)
            _sync_folder(folder)
        except BaseException:
            _forget_file(new)
            raise


def _write(path: Path, key: str, secrets: Mapping[str, str], elsewhere: Iterable[str]) -> None:
    db = _open(path, key)
    try:
        with db:
            db.executemany("REPLACE INTO secrets VALUES (?, ?)", secrets.items())
            _note_elsewhere(db, elsewhere)
    finally:
        db.close()
    again = open_encrypted(path, key, read_only=True)
    try:
        written = dict(again.execute("SELECT name, secret FROM secrets"))
    finally:
        again.close()
    if written != dict(secrets):
        raise Trouble(ErrorKind.DISK, detail="what was written could not be read back")


def _note_elsewhere(db: Db, names: Iterable[str]) -> None:
    db.execute("DELETE FROM elsewhere")
    db.executemany("REPLACE INTO elsewhere VALUES (?)", ((name,) for name in names))


def _forget_file(path: Path) -> None:
    for side in ("", *_SIDES):
        path.with_name(path.name + side).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the folder's own entry on the disk; Windows has no such thing, and needs none.

    What was done in the folder is done, so a file system that cannot (some of other computers) fails nothing.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _needed(passphrase: str) -> str:
    key = _key(passphrase)
    if key is None:
        raise Trouble(ErrorKind.WRONG_PASSPHRASE)
    return key


def _key(passphrase: str) -> str | None:
    """Return what the cipher derives its key from; None for what cannot be a passphrase."""
    # With an empty key the cipher would write in the clear.
    if not passphrase or "\0" in passphrase or not _is_text(passphrase):
        return None
    return unicodedata.normalize("NFC", passphrase)


def _is_text(passphrase: str) -> bool:
    """Say whether it is more than bytes, which an environment's variable may hold as lone surrogates."""
    return passphrase.encode("utf-8", "replace").decode() == passphrase


def _damage(path: Path) -> ErrorKind:
    """Say what an unreadable file means: a file of whole pages most likely has another passphrase."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        size = 0
    return ErrorKind.WRONG_PASSPHRASE if size % 4096 == 0 else ErrorKind.STORE_DAMAGED
