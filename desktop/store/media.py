"""Recordings: blobs in a second encrypted file, with a cap and least-recently-used eviction.

They never lie on the disk in the clear: a player gets the bytes from memory. All of them can be had
again, so a file that cannot be read is made anew and never keeps a profile closed.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording
from desktop.store.connection import Db, as_trouble, open_encrypted, raw_key, use_wal

T = TypeVar("T")

log = logging.getLogger(__name__)

MEDIA = "media.db"
VERSION = 1
_STEP = 20  # recordings that are deleted at once
DEFAULT_CAP = 512 * 1024 * 1024

# `used` grows with every use: the smallest goes first. A clock may stand still or go back.
_SCHEMA = """
CREATE TABLE recordings (
    call_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    used INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX recordings_by_use ON recordings (used, size);
PRAGMA user_version = 1;
"""

_HOPELESS = (ErrorKind.STORE_DAMAGED, ErrorKind.STORE_NEWER)


class Media:
    """The recordings' file. Methods may be called on any loop; the work is done in its threads."""

    def __init__(self, folder: Path, key: bytes, cap: int = DEFAULT_CAP) -> None:
        """Open or make the file; `cap` is in bytes of sound. Raises `Trouble` DISK, PROFILE_IN_USE."""
        self._file = folder / MEDIA
        self._key = raw_key(key)
        self._cap = cap
        self._lock = threading.Lock()
        self._closed = False
        self._lost: Trouble | None = None
        try:
            self._db = self._open()
        except Trouble as trouble:
            if trouble.kind not in _HOPELESS:
                raise
            self._discard(trouble)
            self._db = self._open()

    def _open(self) -> Db:
        with as_trouble():
            db = open_encrypted(self._file, self._key)
            try:
                _prepare(db)
            except BaseException:
                db.close()
                raise
        return db

    def _discard(self, trouble: Trouble) -> None:
        """Delete the file: what cannot be decrypted is of no use to anybody, and may be large."""
        log.warning(
            "the kept recordings cannot be read and are fetched again: %s", trouble.detail or trouble.kind
        )
        with as_trouble():
            for tail in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + tail).unlink(missing_ok=True)

    async def get(self, call_id: str) -> Recording | None:
        """Read a call's recording, and count it as used."""
        return await self._in_thread(lambda db: _get(db, call_id))

    async def put(self, call_id: str, recording: Recording, *, account_id: str) -> bool:
        """Keep a recording; those not used for longest make room. False when it alone is over the cap."""
        return await self._in_thread(lambda db: _put(db, call_id, account_id, recording, self._cap))

    async def has(self, call_id: str) -> bool:
        """Say whether a recording is here, without counting it as used."""
        found = await self._in_thread(
            lambda db: db.execute("SELECT 1 FROM recordings WHERE call_id = ?", (call_id,)).get
        )
        return found is not None

    async def forget(self, account_id: str) -> None:
        """Delete the recordings of an account, and give their space back to the disk."""
        await self._in_thread(lambda db: _forget(db, account_id))

    async def size(self, account_id: str | None = None) -> int:
        """Return the bytes of sound that are kept, of one account or of all."""
        return await self._in_thread(lambda db: _size(db, account_id))

    async def shrink(self, keep: int = 0) -> int:
        """Delete a few recordings, those not used for longest, while more than `keep` bytes are kept.

        Returns the bytes that are left over `keep`: call again while there are any. In small steps, so that
        one who wants to hear something need not wait for all of them.
        """
        return await self._in_thread(lambda db: _shrink(db, keep))

    def limit(self, cap: int) -> None:
        """Keep at most so many bytes from now on; `shrink` deletes what is over it."""
        self._cap = cap

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._db.close()  # a second time, after what was lost, does nothing

    async def _in_thread(self, run: Callable[[Db], T]) -> T:
        return await asyncio.to_thread(self._locked, run)

    def _locked(self, run: Callable[[Db], T]) -> T:
        with self._lock:
            if self._closed:
                raise Trouble(ErrorKind.CANCELLED)
            if self._lost is not None:
                self._make_anew(self._lost)
            try:
                return self._in_transaction(run)
            except Trouble as trouble:
                if trouble.kind not in _HOPELESS:
                    raise
                self._db.close()
                self._make_anew(trouble)
            return self._in_transaction(run)

    def _make_anew(self, trouble: Trouble) -> None:
        """Begin with an empty file; a disk that refuses it is asked again the next time."""
        self._lost = trouble
        self._discard(trouble)
        self._db = self._open()
        self._lost = None

    def _in_transaction(self, run: Callable[[Db], T]) -> T:
        with as_trouble(), self._db:
            result = run(self._db)
        return result  # noqa: RET504 - mypy cannot tell that a connection hides no exception


def _prepare(db: Db) -> None:
    if db.pragma("user_version") > VERSION:
        raise Trouble(ErrorKind.STORE_NEWER)
    if db.pragma("user_version") == 0:
        db.pragma("auto_vacuum", 2)  # only takes effect before the first table
    use_wal(db)
    with db:
        if db.pragma("user_version") == 0:
            db.execute(_SCHEMA)


def _get(db: Db, call_id: str) -> Recording | None:
    row = db.execute("SELECT media_type, data FROM recordings WHERE call_id = ?", (call_id,)).fetchone()
    if row is None:
        return None
    db.execute(f"UPDATE recordings SET used = {_NEXT} WHERE call_id = ?", (call_id,))
    return Recording(data=row[1], media_type=row[0])


def _put(db: Db, call_id: str, account_id: str, recording: Recording, cap: int) -> bool:
    db.execute("DELETE FROM recordings WHERE call_id = ?", (call_id,))
    size = len(recording.data)
    if size > cap:
        return False
    _make_room(db, cap - size)
    db.execute(
        f"INSERT INTO recordings VALUES (?, ?, ?, ?, {_NEXT}, ?)",
        (call_id, account_id, recording.media_type, size, recording.data),
    )
    return True


def _make_room(db: Db, keep: int) -> None:
    total = _size(db)
    if total <= keep:
        return
    gone: list[tuple[str]] = []
    for call_id, size in db.execute("SELECT call_id, size FROM recordings ORDER BY used"):
        gone.append((call_id,))
        total -= size
        if total <= keep:
            break
    db.executemany("DELETE FROM recordings WHERE call_id = ?", gone)


def _forget(db: Db, account_id: str) -> None:
    db.execute("DELETE FROM recordings WHERE account_id = ?", (account_id,))
    db.execute("PRAGMA incremental_vacuum").fetchall()


def _shrink(db: Db, keep: int) -> int:
    over = _size(db) - keep
    gone: list[tuple[str]] = []
    for call_id, size in db.execute("SELECT call_id, size FROM recordings ORDER BY used LIMIT ?", (_STEP,)):
        if over > 0:
            gone.append((call_id,))
            over -= size
    db.executemany("DELETE FROM recordings WHERE call_id = ?", gone)
    db.execute("PRAGMA incremental_vacuum").fetchall()
    return max(over, 0)


def _size(db: Db, account_id: str | None = None) -> int:
    if account_id is None:
        return int(db.execute("SELECT coalesce(sum(size), 0) FROM recordings").get)
    of_one = "SELECT coalesce(sum(size), 0) FROM recordings WHERE account_id = ?"
    return int(db.execute(of_one, (account_id,)).get)


_NEXT = "(SELECT coalesce(max(used), 0) + 1 FROM recordings)"
