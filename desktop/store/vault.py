"""The vault for machines without a keyring: a small file whose key the cipher derives from a passphrase."""

import threading
import unicodedata
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store.connection import as_trouble, open_encrypted

VAULT = "vault.db"


def exists(folder: Path) -> bool:
    """Say whether a profile's folder has a vault; then it decides, whatever else there is."""
    return (folder / VAULT).exists()


class PassphraseVault:
    """Secrets behind a passphrase; a `domain.ports.Vault`. May be used from any thread."""

    title = "encrypted file with a passphrase"

    def __init__(self, folder: Path, passphrase: str) -> None:
        """Open the vault or make it. Raises `Trouble`: WRONG_PASSPHRASE, STORE_DAMAGED, DISK.

        The same letters open it from every keyboard: they are put in Unicode's composed form.
        """
        key = _key(passphrase)
        if key is None:
            raise Trouble(ErrorKind.WRONG_PASSPHRASE)
        path = self._path = folder / VAULT
        self._lock = threading.Lock()
        with as_trouble(damaged=_damage(path)):
            self._db = open_encrypted(path, key)
            try:
                self._db.pragma("synchronous", 3)
                self._db.execute(
                    "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL)"
                )
            except BaseException:
                self._db.close()
                raise

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

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            self._db.close()


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
