"""Missed calls and voicemails to tell a person of: each once, none of the past, also after a restart."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.calls import CallFilter, CallRecord, Outcome
from desktop.domain.changes import SyncResult, Topic
from desktop.domain.listeners import Listeners
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.sync import Sync
from desktop.services.tasks import Report, TaskScope
from desktop.store import Store, missed, query

log = logging.getLogger(__name__)

RECENT = timedelta(minutes=15)
"""A call older than this was missed while nobody was there to be told."""

_MISSED = CallFilter(outcomes=frozenset({Outcome.MISSED}))


@dataclass(frozen=True, slots=True)
class MissedNews:
    """Calls newly missed or with a message, newest first: `recent` ones, and those that came `while_away`."""

    recent: tuple[CallRecord, ...] = ()
    while_away: tuple[CallRecord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.recent or self.while_away)


class Missed:
    """Looks through what each pass brought. `start` it where there is somebody to tell."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        sync: Sync,
        changes: Changes,
        now: Callable[[], datetime],
        report: Report,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._sync = sync
        self._changes = changes
        self._now = now
        self._scope = TaskScope(report)
        self._listeners: Listeners[MissedNews] = Listeners()
        self._ended: dict[str, bool] = {}
        self._started = False

    def listen(self, listener: Callable[[MissedNews], None]) -> Callable[[], None]:
        """Hear of the news, on the engine's loop, until the returned function is called."""
        return self._listeners.add(listener)

    def start(self) -> None:
        """Begin to listen to sync. What another process read meanwhile comes with the first pass."""
        if not self._started:
            self._started = True
            self._sync.on_result(self._heard)

    async def close(self) -> None:
        """End what runs."""
        await self._scope.close()

    # ---- what stands

    async def unseen(self) -> int:
        """Return how many newly missed calls nobody has looked at."""
        return await self._store.read(missed.unseen)

    async def seen(self) -> None:
        """Note that somebody has looked at the calls."""
        if await self._store.read(missed.unseen) and await self._store.write(missed.seen):
            self._changes.tell(Topic.NEWS)

    async def latest(self, limit: int) -> tuple[CallRecord, ...]:
        """Return the last missed calls, newest first, seen or not."""
        return await self._store.read(lambda db: tuple(query.select(db, _MISSED, limit)))

    async def returned(self, call_ids: Collection[str]) -> frozenset[str]:
        """Return which of these calls were called back since."""
        return await self._store.read(lambda db: missed.returned(db, call_ids))

    # ---- a pass has ended

    def _heard(self, result: SyncResult) -> None:
        # A pass that broke off may have brought calls, but not all of them.
        self._ended[result.account] = self._ended.get(result.account, False) or result.complete
        self._scope.start("look", self._look())

    async def _look(self) -> None:
        """Look through the accounts whose passes have ended, until no more end meanwhile."""
        while self._ended:
            ended, self._ended = self._ended, {}
            known = {account.name: account.id for account in await self._accounts.all()}
            calls: list[CallRecord] = []
            for name, whole in ended.items():
                if name in known:
                    calls += await self._take(known[name], whole=whole)
            if calls:
                calls.sort(key=lambda call: call.sorted_at, reverse=True)
                self._changes.tell(Topic.NEWS)
                self._tell(calls)

    async def _take(self, account_id: str, *, whole: bool) -> list[CallRecord]:
        now = self._now()
        if not await self._store.read(lambda db: missed.is_due(db, account_id, now)):
            return []
        return await self._store.write(lambda db: missed.take(db, account_id, now, whole=whole))

    def _tell(self, calls: list[CallRecord]) -> None:
        log.info("%d calls are news", len(calls))
        since = self._now() - RECENT
        news = MissedNews(
            recent=tuple(call for call in calls if call.sorted_at >= since),
            while_away=tuple(call for call in calls if call.sorted_at < since),
        )
        self._listeners.tell(news)
