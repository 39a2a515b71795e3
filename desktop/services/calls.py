"""Calls as they are asked for: listed, counted, shown, exported."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from desktop.domain.calls import CallFilter, CallRecord
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.persons import NumberHistory
from desktop.domain.policy import Feature
from desktop.services.accounts import Accounts
from desktop.services.export import write_csv
from desktop.services.files import whole_text
from desktop.services.policy import Policy
from desktop.store import Db, Store, persons, query, tags
from desktop.store import calls as rows

CHUNK = 500


class Calls:
    """The calls of the store."""

    def __init__(self, *, store: Store, accounts: Accounts, policy: Policy) -> None:
        self._policy = policy
        self._store = store
        self._accounts = accounts

    async def select(self, wanted: CallFilter, limit: int | None = None) -> AsyncIterator[CallRecord]:
        """Stream the calls that fit, newest first, without holding them all."""
        self._may_search(wanted)
        last: CallRecord | None = None
        left = limit
        while left is None or left > 0:
            size = CHUNK if left is None else min(CHUNK, left)
            chunk = await self._chunk(wanted, size, last)
            for call in chunk:
                yield call
            if len(chunk) < size:
                return
            last = chunk[-1]
            left = None if left is None else left - len(chunk)

    async def _chunk(self, wanted: CallFilter, size: int, after: CallRecord | None) -> list[CallRecord]:
        return await self._store.read(lambda db: list(query.select(db, wanted, size, after=after)))

    async def count(self, wanted: CallFilter) -> tuple[int, int]:
        """Return how many calls fit, and the seconds talked in them."""
        self._may_search(wanted)
        return await self._store.read(lambda db: query.count(db, wanted))

    def _may_search(self, wanted: CallFilter) -> None:
        if wanted.texts:  # what was said tells what stands in a transcript
            self._policy.demand(Feature.TRANSCRIPTS)

    async def tag_names(self) -> list[str]:
        """Return the names of all tags there are, in their order."""
        return await self._store.read(tags.names)

    async def find(self, text: str) -> CallRecord:
        """Return one call by our id or by `ACCOUNT:PROVIDER_ID`. Raises `Trouble` NO_CALL, NO_ACCOUNT."""
        name, colon, provider_id = text.partition(":")
        if colon:
            account = await self._accounts.by_name(name)
            found = await self._store.read(lambda db: rows.by_provider_id(db, account.id, provider_id))
        elif text.isascii() and text.isdecimal():
            found = await self._store.read(lambda db: rows.get(db, text))
        else:
            found = None
        if found is None:
            raise Trouble(ErrorKind.NO_CALL, name=text)
        return found

    async def history_with(self, call: CallRecord, midnight: datetime, limit: int) -> NumberHistory:
        """Return what there is with a call's number (see `store.persons`)."""
        return await self._store.read(lambda db: persons.history(db, call, midnight, limit))

    async def export(self, file: Path, wanted: CallFilter) -> int:
        """Write the calls that fit as CSV (see `export`), replacing the file whole; returns the count.

        Raises `Trouble` DISK, and LOCKED where it is switched off.
        """
        self._policy.demand(Feature.EXPORT)
        return await self._store.read(lambda db: _export(db, file, wanted))


def _export(db: Db, file: Path, wanted: CallFilter) -> int:
    with whole_text(file, ErrorKind.DISK) as out:
        return write_csv(out, query.select(db, wanted))
