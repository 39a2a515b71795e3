"""One pass over one account: lines and labels, the windows of its history, and what follows from them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop import numbers
from desktop.domain import lanes
from desktop.domain.accounts import Ability, Account, Manifest
from desktop.domain.attempts import Attempt
from desktop.domain.calls import CallFilter
from desktop.domain.changes import SyncProgress, SyncResult, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import HistorySource, ProviderSession
from desktop.services import windows
from desktop.services.accounts import Accounts
from desktop.services.callrows import Own
from desktop.services.changes import Changes
from desktop.services.lines import Lines
from desktop.services.pipe import Batch, Pipe
from desktop.services.progress import Progress
from desktop.services.settings import Settings
from desktop.services.tasks import side_by_side
from desktop.services.walk import Walk
from desktop.store import Db, Store, attempts, calls, cursors, query, tags
from desktop.store import lines as line_rows
from desktop.store.cursors import Window

if TYPE_CHECKING:
    from desktop.services.campaigns.service import Campaigns

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=3)
"""Attempts older than this are not looked for in the history any more."""

_TOLD_IDS = 200
_LISTS_ONLY = frozenset({ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.PROTOCOL, ErrorKind.SERVER})


@dataclass(frozen=True)
class PassContext:
    """What every pass needs."""

    store: Store
    accounts: Accounts
    lines: Lines
    campaigns: Callable[[], "Campaigns"]
    settings: Settings
    changes: Changes
    manifests: Mapping[str, Manifest]
    now: Callable[[], datetime]


@dataclass
class Pass:
    """One pass: a whole one, or only a `look` for new calls, which reads neither lists nor last days again.

    `progress` may be read at any time; `told` hears whenever it moved.
    """

    context: PassContext
    account: Account
    since: datetime | None
    look: bool
    told: Callable[[], None]
    new: int = 0
    changed: int = 0
    skipped: int = 0
    campaigns: int = 0
    newly_missed: list[str] = field(default_factory=list)
    _progress: Progress | None = None
    _walk: Walk | None = None

    @property
    def progress(self) -> SyncProgress:
        """How much of the time to cover is covered."""
        if self._progress is None:
            return SyncProgress(self.account.name, 0.0, 0)
        return self._progress.now(self.account.name)

    def slow_down(self) -> None:
        """Read one window at a time from now on."""
        if self._walk is not None:
            self._walk.slow_down()

    async def run(self) -> SyncResult:
        """Make the pass. What the outside world does ends in the result; it raises only our own bugs."""
        began = asyncio.get_running_loop().time()
        error: BaseException | None = None
        with lanes.background():
            try:
                await self._run()
            except Exception as fault:
                # Without its secrets, or its row, an account that was just removed fails in many ways.
                if await self._is_gone():
                    error = Trouble(ErrorKind.NO_ACCOUNT, name=self.account.name)
                elif not isinstance(fault, Trouble):
                    raise
                else:
                    error = fault.with_context(account=self.account.name)
                    await self.context.accounts.note_failure(self.account.id, fault)
        return SyncResult(
            account=self.account.name,
            new=self.new,
            changed=self.changed,
            skipped=self.skipped,
            complete=error is None,
            seconds=asyncio.get_running_loop().time() - began,
            error=error,
            newly_missed=tuple(self.newly_missed),
            campaigns=self.campaigns,
        )

    async def _is_gone(self) -> bool:
        return self.account.id not in {account.id for account in await self.context.accounts.all()}

    async def _run(self) -> None:
        context = self.context
        account = self.account = await context.accounts.get(self.account.id)
        began_at = context.now()
        session = await context.accounts.session(account.id)
        if session.history is None and not self.look:
            await self._read_lists(session)  # whose answers show what is granted by now
            session = await context.accounts.session(account.id)
        if session.history is None and session.campaigns is not None:
            await self._read_campaigns()
            await context.accounts.note_success(account.id, synced=True)
            return
        history = self._history(session)
        known = await context.store.read(lambda db: cursors.load(db, account.id))
        self.look = self.look and bool(known)  # where nothing is known, a look would miss the lists
        plan = await self._plan(known)
        self._progress = Progress(plan, began_at)
        # Lines, labels and the first windows are read side by side from the first moment.
        own = asyncio.get_running_loop().create_task(self._own(session), name=f"own {account.id}")
        pipe = Pipe(context.store, account.id, own, self._stored)
        try:
            await asyncio.sleep(0)  # the lists ask first: every row waits for the lines
            await self._read(history, pipe, plan)
        except asyncio.CancelledError:
            own.cancel()  # the pipe, which is closed now, waits for it
            raise
        finally:
            await pipe.close()
        await self._finish(began_at)

    def _history(self, session: ProviderSession) -> HistorySource:
        if session.history is None:
            reason = session.missing.get(Ability.HISTORY, "it has no history")
            raise Trouble(ErrorKind.UNSUPPORTED, account=self.account.name, detail=reason)
        return session.history

    async def _own(self, session: ProviderSession) -> Own:
        """Find out what is ours, without which no call can be kept."""
        accounts, account_id = self.context.accounts, self.account.id
        if not self.look:
            await self._read_lists(session)
        # The first answers may have shown what is granted; the abilities are right from here on.
        self._history(await accounts.session(account_id))
        lines = await self.context.store.read(line_rows.all)
        return Own.of(
            (line for line in lines if line.account_id == account_id), await accounts.region(account_id)
        )

    async def _read_lists(self, session: ProviderSession) -> None:
        lists = {
            "numbers": asyncio.to_thread(numbers.warm),  # the first answers would wait for it else
            f"lines {self.account.id}": self._unless_refused("lines", self._read_lines(session)),
            f"tags {self.account.id}": self._unless_refused("tags", self._read_tags(session)),
        }
        if session.history is not None and session.campaigns is not None:
            read = self._unless_refused("campaigns", self._read_campaigns())
            lists[f"campaigns {self.account.id}"] = read
        await side_by_side(lists)

    async def _unless_refused(self, what: str, read: Coroutine[Any, Any, None]) -> None:
        """Read lines or labels. What keeps only them away does not keep the calls away."""
        try:
            await read
        except Trouble as trouble:
            if trouble.kind not in _LISTS_ONLY:
                raise
            log.info("account %s: %s not read: %s", self.account.id, what, trouble.kind)

    async def _read_lines(self, session: ProviderSession) -> None:
        if session.lines is not None:
            await self.context.lines.refresh(self.account.id)

    async def _read_tags(self, session: ProviderSession) -> None:
        context, account_id = self.context, self.account.id
        if session.tags is not None:
            found = await session.tags.tags()
            if await context.store.write(lambda db: tags.replace(db, account_id, found)):
                context.changes.tell(Topic.TAGS)

    async def _read_campaigns(self) -> None:
        self.campaigns += await self.context.campaigns().refresh_one(self.account.id, look=self.look)

    async def _plan(self, known: list[Window]) -> list[Window]:
        """Plan the windows, and keep the plan, so that a killed pass goes on where it was."""
        context, account_id, now = self.context, self.account.id, self.context.now()
        settings = context.settings
        newest = await context.store.read(lambda db: _newest_call(db, account_id))
        if self.look and known:
            plan = windows.look(known, now=now, newest_call=newest)
        else:
            plan = windows.plan(
                known,
                now=now,
                horizon=windows.horizon(now, settings.number("sync.horizon_months")),
                reread=timedelta(days=settings.number("sync.reread_days")),
                newest_call=newest,
                since=self.since,
            )
        planned = {(window.start, window.end) for window in plan}
        kept = [
            window
            for window in known
            if not windows.is_open(window) and (window.start, window.end) not in planned
        ]

        def keep(db: Db) -> None:
            cursors.replace(db, account_id, [*kept, *plan])

        await context.store.write(keep)
        return plan

    async def _read(self, history: HistorySource, pipe: Pipe, plan: list[Window]) -> None:
        manifest = self.context.manifests[self.account.provider]
        self._walk = Walk(
            history,
            pipe,
            plan,
            parallel=manifest.parallel_windows,
            page_limit=manifest.page_limit,
        )
        try:
            await self._walk.run()
        finally:
            self._walk = None

    def _stored(self, batch: Batch) -> None:
        """Hear of a commit."""
        self.new += batch.new
        self.changed += batch.changed
        self.skipped += batch.skipped
        if self.account.last_sync is not None:
            self.newly_missed += batch.newly_missed
        if self._progress is not None:
            self._progress.add(batch)
        if batch.ids:
            ids = frozenset(batch.ids) if len(batch.ids) <= _TOLD_IDS else frozenset[str]()
            self.context.changes.tell(Topic.CALLS, ids=ids)
        self.told()

    async def _finish(self, began_at: datetime) -> None:
        """Note how far the history is known now, and let the attempts find their calls."""
        context, account_id = self.context, self.account.id
        first = self.account.last_sync is None

        def finish(db: Db) -> tuple[Attempt, ...]:
            known = cursors.load(db, account_id)
            if known and all(window.done for window in known):
                cursors.replace(db, account_id, [_merged(known, began_at)])
            if first:
                calls.indexes_ready(db)
            return attempts.link_seen(db, began_at - LOOK_BACK)

        linked = await context.store.write(finish)
        if linked:
            context.changes.tell(Topic.ATTEMPTS, ids=frozenset(attempt.id for attempt in linked))
        await context.accounts.note_success(account_id, synced=True)


def _merged(known: list[Window], until: datetime) -> Window:
    """Make one window of all that was read, up to when this pass began."""
    oldest = min(window.start for window in known)
    return Window(oldest, max(until.replace(microsecond=0), oldest), done=True)


def _newest_call(db: Db, account_id: str) -> datetime | None:
    newest = next(iter(query.select(db, CallFilter(account_ids=frozenset({account_id})), limit=1)), None)
    return newest.sorted_at if newest else None
