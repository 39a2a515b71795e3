"""The row source of a call list: pages for painting, counts for a worker."""

import threading
from collections.abc import Sequence
from datetime import date, tzinfo

from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.store import calls, missed, query
from desktop.store.connection import Db, as_trouble
from desktop.store.store import Store


class StoreRows:
    """A `domain.ports.CallRows` over two read-only connections of its own.

    `rows`, `get` and `returned` belong to one thread, the window's: they use a connection nobody else waits
    for. `days` may be called from any other thread.
    """

    def __init__(self, store: Store, zone: tzinfo | None = None) -> None:
        """Open the connections. `zone` None is the machine's own."""
        self._zone = zone
        self._painting: Db = store.reader()
        self._counting: Db = store.reader()
        self._counts = threading.Lock()
        self._said: tuple[tuple[str, ...], frozenset[int]] = ((), frozenset())

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        """Count the calls of each local day, newest day first; days without calls are left out."""
        with self._counts, as_trouble():
            if wanted.texts:
                # Kept for the pages: a word that many say takes longer to find than a page may take.
                self._said = (wanted.texts, query.saying(self._counting, wanted.texts))
            return query.days(self._counting, wanted, self._zone)

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        """Read calls of one local day, newest first."""
        db, zone = self._painting, self._zone
        with as_trouble():
            if not wanted.texts:
                return query.day_rows(db, wanted, day, zone, offset, limit)
            texts, found = self._said
            if texts != wanted.texts:
                found = query.saying(db, wanted.texts)
            return query.day_rows_among(db, found, wanted, day, zone, offset, limit)

    def get(self, call_id: str) -> CallRecord | None:
        """Read one call."""
        with as_trouble():
            return calls.get(self._painting, call_id)

    def returned(self, call_id: str) -> bool:
        """Say whether a missed call's number was called back since, or reached us."""
        with as_trouble():
            return call_id in missed.returned(self._painting, (call_id,))

    def close(self) -> None:
        """Close the connections, stopping a count that still runs."""
        self._counting.interrupt()
        with self._counts:
            self._counting.close()
        self._painting.close()
