"""From fetched pages to stored rows: the loop fetches, the store's writer thread decodes and commits."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.domain.calls import HistoryPage
from desktop.domain.errors import Trouble
from desktop.services.callrows import Own, stored
from desktop.store import Db, Store, calls, cursors
from desktop.store.cursors import Window

WAITING_PAGES = 4
BATCH_PAGES = 10
BATCH_S = 0.25


@dataclass(slots=True)
class Span:
    """How far one window has come: the rows seen, and the times they lie between."""

    window: Window
    first: datetime | None = None
    last: datetime | None = None


@dataclass(slots=True)
class Batch:
    """What one commit stored. `spoilt` are windows with a page that could not be read at all."""

    new: int = 0
    changed: int = 0
    skipped: int = 0
    rows: int = 0
    ids: set[str] = field(default_factory=set)
    newly_missed: list[str] = field(default_factory=list)
    spans: dict[tuple[datetime, datetime], Span] = field(default_factory=dict)
    spoilt: dict[tuple[datetime, datetime], Trouble] = field(default_factory=dict)


class Pipe:
    """Takes pages in, at most four waiting, and commits rows and cursors together.

    A commit comes when nothing waits, after ten pages or after a quarter of a second. `told` hears of
    each commit, on the loop. Pages may come before it is known what is `own`; they wait for that. When
    that or the store fails, the pipe ends: `put` and `close` raise what it raised.
    """

    def __init__(
        self, store: Store, account_id: str, own: asyncio.Future[Own], told: Callable[[Batch], None]
    ) -> None:
        self._store = store
        self._account_id = account_id
        self._own_coming = own
        self._own: Own
        self._told = told
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[HistoryPage, Window]] = deque()
        self._room = asyncio.Semaphore(WAITING_PAGES)
        self._ready = asyncio.Event()
        self._closing = False
        self._task = self._loop.create_task(self._run(), name=f"history writer {account_id}")
        self._spoilt: dict[tuple[datetime, datetime], Trouble] = {}
        self._failure: BaseException | None = None
        self._kept: dict[tuple[datetime, datetime], Window] = {}

    async def put(self, page: HistoryPage, window: Window) -> None:
        """Hand a page on; waits while four are waiting. Pages of a window come in their order.

        Raises the `Trouble` of an earlier page of the same window that could not be read: its cursor stays
        where it was.
        """
        if (trouble := self._spoilt.get(_key(window))) is not None:
            raise trouble
        await self._room.acquire()
        if self._failure is not None:
            self._room.release()  # for the next one that waits to be told
            raise self._failure
        self._waiting.append((page, window))
        self._ready.set()

    async def close(self) -> None:
        """Commit what waits, then end; raises what the store raised, or what a page could not say."""
        self._closing = True
        self._ready.set()
        try:
            await asyncio.shield(self._task)
        except asyncio.CancelledError:
            self._own_coming.cancel()  # it may wait for a provider
            await asyncio.wait([self._task])  # what it has is committed before the store closes
            raise
        for trouble in self._spoilt.values():
            raise trouble

    async def _run(self) -> None:
        try:
            self._own = await self._own_coming
            while self._waiting or not self._closing:
                self._ready.clear()
                while self._waiting:
                    batch = await self._store.write(self._drain)
                    self._spoilt.update(batch.spoilt)
                    self._kept.update({key: span.window for key, span in batch.spans.items()})
                    self._told(batch)
                if not self._closing:
                    await self._ready.wait()
        except BaseException as failure:
            self._failure = failure
            self._room.release()
            raise

    def _drain(self, db: Db) -> Batch:
        """Store pages until none waits or the batch is full. Runs in the writer, in one transaction."""
        batch = Batch()
        until = time.monotonic() + BATCH_S
        for _ in range(BATCH_PAGES):
            if not self._waiting:
                break
            page, window = self._waiting.popleft()
            self._loop.call_soon_threadsafe(self._room.release)
            self._take(db, page, window, batch)
            if time.monotonic() > until:
                break
        for span in batch.spans.values():
            cursors.save(db, self._account_id, span.window)
        return batch

    def _take(self, db: Db, page: HistoryPage, window: Window, batch: Batch) -> None:
        key = _key(window)
        if key in batch.spoilt or key in self._spoilt:
            return
        try:
            decoded = page.decode()
        except Trouble as trouble:
            batch.spoilt[key] = trouble
            return
        rows = [stored(call, self._own) for call in decoded.calls]
        done = calls.upsert(db, self._account_id, rows)
        batch.new += done.new
        batch.changed += done.changed
        batch.skipped += decoded.skipped
        batch.rows += len(rows)
        batch.ids |= done.ids
        batch.newly_missed += done.newly_missed
        kept = batch.spans.get(key) or Span(self._kept.get(key, window))
        times = [call.sorted_at for call in decoded.calls]
        batch.spans[key] = Span(
            replace(
                window,
                token=page.next_token,
                done=page.next_token is None,
                seen=kept.window.seen + len(rows),
            ),
            first=min([*times, *([kept.first] if kept.first else [])], default=None),
            last=max([*times, *([kept.last] if kept.last else [])], default=None),
        )


def _key(window: Window) -> tuple[datetime, datetime]:
    return window.start, window.end
