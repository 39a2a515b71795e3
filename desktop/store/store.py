"""The encrypted rows of one profile, and the threads that may touch them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Self, TypeVar

from desktop.store.connection import Db, as_trouble, open_encrypted, raw_key, use_wal
from desktop.store.migrate import migrate
from desktop.store.readers import Readers
from desktop.store.writer import Writer

T = TypeVar("T")

DATABASE = "sidetone.db"


class Store:
    """One writer thread, a few reader threads, and read-only connections for whoever paints.

    Functions given to `write` and `read` must not keep the connection, nor hand out iterators over it.
    """

    def __init__(self, path: Path, key: str, writer: Writer) -> None:
        self._path = path
        self._key = key
        self._writer = writer
        self._readers = Readers(self.reader)

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Self:
        """Open a profile's database, making or migrating it.

        Raises `Trouble`: STORE_NEWER, STORE_DAMAGED (also for a key that does not fit), DISK.
        """
        path = folder / DATABASE
        secret = raw_key(key)
        with as_trouble():
            db = open_encrypted(path, secret)
            try:
                use_wal(db)
                migrate(db, path)
            except BaseException:
                db.close()
                raise
        return cls(path, secret, Writer(db))

    async def write(self, run: Callable[[Db], T]) -> T:
        """Run a function in the writer, in one transaction; what it raises rolls it back and comes here."""
        return await asyncio.wrap_future(self._writer.submit(run))

    def submit(self, run: Callable[[Db], T]) -> "Future[T]":
        """As `write`, from any thread."""
        return self._writer.submit(run)

    async def read(self, run: Callable[[Db], T]) -> T:
        """Run a function in a reader, on one snapshot; cancelling the task interrupts its query."""
        return await self._readers.read(run)

    def reader(self) -> Db:
        """Return a new read-only connection for the caller's own thread, who closes it."""
        with as_trouble():
            return open_encrypted(self._path, self._key, read_only=True)

    def close(self) -> None:
        """Finish the queued writes, interrupt searches, end all threads; a second time does nothing."""
        self._readers.close()
        self._writer.close()
