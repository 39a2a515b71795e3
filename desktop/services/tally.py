"""Counts the accounts' requests by half hours, and seldom writes the counts down."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.health import HalfHour, counted, half_hour_of
from desktop.services.sessions import Sessions
from desktop.services.tasks import Report, TaskScope
from desktop.store import Db, Store, health

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
WRITE_S = 300.0
"""Counts are written this many seconds after the first that is not written yet; a crash loses no more."""


class Tally:
    """Hears of every request of every session. All methods run on the engine's loop."""

    def __init__(
        self, *, store: Store, sessions: Sessions, now: Callable[[], datetime], report: Report
    ) -> None:
        self._store = store
        self._now = now
        self._scope = TaskScope(report)
        self._fresh: dict[tuple[str, datetime], HalfHour] = {}
        self._timer: asyncio.TimerHandle | None = None
        sessions.listen_requests(self._answered)

    def _answered(self, account_id: str, kind: ErrorKind | None) -> None:
        self._add(account_id, counted(self._now(), kind))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WRITE_S, self._due)

    def _add(self, account_id: str, hour: HalfHour) -> None:
        before = self._fresh.get((account_id, hour.start))
        self._fresh[account_id, hour.start] = hour if before is None else before + hour

    def _due(self) -> None:
        self._timer = None
        self._scope.start("health", self.write())

    async def write(self) -> None:
        """Write what is counted, and forget what is older than a week. A disk that refuses is asked again."""
        fresh, self._fresh = self._fresh, {}
        if not fresh:
            return
        oldest = half_hour_of(self._now() - KEPT)

        def keep(db: Db) -> None:
            for (account_id, _), hour in fresh.items():
                health.add(db, account_id, [hour])
            health.forget_before(db, oldest)

        try:
            await self._store.write(keep)
        except Trouble as trouble:
            log.info("requests counted, not written yet: %s", trouble.kind)
            for (account_id, start), hour in fresh.items():
                if start >= oldest:
                    self._add(account_id, hour)

    async def since(self, account_id: str, start: datetime) -> tuple[HalfHour, ...]:
        """Return an account's half hours from one on, oldest first, with what is not written yet."""
        kept = await self._store.read(lambda db: health.since(db, account_id, start))
        hours = {hour.start: hour for hour in kept}
        for (owner, begin), hour in self._fresh.items():
            if owner == account_id and begin >= start:
                hours[begin] = hours[begin] + hour if begin in hours else hour
        return tuple(hours[begin] for begin in sorted(hours))

    async def close(self) -> None:
        """Write what is left."""
        if self._timer is not None:
            self._timer.cancel()
        await self._scope.close()
        await self.write()
