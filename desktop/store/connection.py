"""Encrypted connections, and what SQLite's errors mean to a person.

The cipher is SQLite3 Multiple Ciphers' default, ChaCha20 with a Poly1305 tag on each page. A key of our
own is given raw (half a millisecond to open); a passphrase is left to the cipher to derive from.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from desktop.domain.errors import ErrorKind, Trouble

Db = apsw.Connection
"""What functions of the store work on; callers outside the store treat it as opaque."""

SQLITE = apsw.sqlite_lib_version()
"""The version of SQLite, for `doctor` and the settings."""

BUSY_TIMEOUT_MS = 5_000
CACHE_KIB = 8_192

_DISK = (apsw.FullError, apsw.ReadOnlyError, apsw.IOError, apsw.CantOpenError, apsw.PermissionsError)
_DAMAGED = (apsw.NotADBError, apsw.CorruptError)
_BUSY = (apsw.BusyError, apsw.LockedError)


def trouble_of(error: Exception, damaged: ErrorKind = ErrorKind.STORE_DAMAGED) -> Exception:
    """Return the `Trouble` that an error of SQLite stands for, or the error itself: a bug of ours."""
    if isinstance(error, _DISK):
        return Trouble(ErrorKind.DISK, detail=str(error))
    if isinstance(error, _DAMAGED):
        return Trouble(damaged, detail=str(error))
    if isinstance(error, _BUSY):
        return Trouble(ErrorKind.PROFILE_IN_USE)
    if isinstance(error, OSError):
        return Trouble(ErrorKind.DISK, detail=error.strerror or type(error).__name__)
    return error


@contextmanager
def as_trouble(damaged: ErrorKind = ErrorKind.STORE_DAMAGED) -> Iterator[None]:
    """Turn what SQLite or the file system raise inside into `Trouble`."""
    try:
        yield
    except (apsw.Error, OSError) as error:
        meaning = trouble_of(error, damaged)
        if meaning is error:
            raise
        raise meaning from error


def raw_key(key: bytes) -> str:
    """Spell 32 random bytes so that the cipher takes them as they are."""
    if len(key) != 32:
        raise ValueError("a database key has 32 bytes")
    return f"raw:{key.hex()}"


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner reads; SQLite gives its side files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def open_encrypted(path: Path, key: str, *, read_only: bool = False, make: bool = True) -> Db:
    """Open a file with its key and try the key. Raises what SQLite raises: wrap it in `as_trouble`.

    One that is not there is made, unless it is only to be read or `make` says no.
    """
    if make and not read_only:
        make_private_file(path)
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    db = apsw.Connection(str(path), flags=flags)
    try:
        db.pragma("key", key)
        db.set_busy_timeout(BUSY_TIMEOUT_MS)
        # A transaction that reads first and writes then fails at once when another process wrote in between.
        db.transaction_mode = "IMMEDIATE"
        db.pragma("cache_size", -CACHE_KIB)
        db.pragma("temp_store", 2)  # temporary files would not be encrypted
        db.pragma("foreign_keys", 1)
        db.pragma("schema_version")  # the first page is read only here: a wrong key shows now
        if read_only:
            db.pragma("query_only", 1)
    except BaseException:
        db.close()
        raise
    return db


def use_wal(db: Db) -> None:
    """Let readers and one writer work at once. A killed process loses nothing that was committed."""
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", 1)
    db.pragma("journal_size_limit", 64 * 1024 * 1024)
