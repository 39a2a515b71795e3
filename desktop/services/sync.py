"""Sync: brings the providers' history into the store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.domain.accounts import Ability, Account, AccountState, Manifest
from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, SyncResult, SyncStatus, Topic, Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.accounts import Accounts
from desktop.services.callrows import Own, stored
from desktop.services.changes import Changes
from desktop.services.contacts import Contacts
from desktop.services.lines import Lines
from desktop.services.passes import Pass, PassContext
from desktop.services.sessions import Sessions
from desktop.services.settings import Settings
from desktop.services.tasks import Report, TaskScope
from desktop.store import Store, calls
from desktop.store import lines as line_rows

if TYPE_CHECKING:
    from desktop.services.campaigns.service import Campaigns

SPREAD_S = 1.0
"""Looks that all accounts are due for at once are spread over so long."""

EAGER_S, EAGER_FOR_S = 4.0, 45.0
"""After the way to the providers changed, whoever cannot be reached is asked again so soon, for so long."""

SLEPT_S = 10.0
"""Where the time of day ran so much further than we did, the computer slept, or its clock was set."""

_UNREACHED = frozenset({ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED, ErrorKind.CERTIFICATE})


class Sync:
    """Reads history, once when asked and in the background.

    There, every half a minute is a look for new calls: one small request. What changes later (durations,
    recordings, tags, lines) is found by the whole pass, at the start and every ten minutes.
    """

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        sessions: Sessions,
        lines: Lines,
        contacts: Contacts,
        campaigns: Callable[[], "Campaigns"],
        settings: Settings,
        changes: Changes,
        manifests: Mapping[str, Manifest],
        now: Callable[[], datetime],
        report: Report,
    ) -> None:
        self._context = PassContext(store, accounts, lines, campaigns, settings, changes, manifests, now)
        self._store = store
        self._accounts = accounts
        self._contacts = contacts
        self._settings = settings
        self._changes = changes
        self._now = now
        self._report = report
        self._scope = TaskScope(report)
        self._passes: dict[str, Pass] = {}
        self._tasks: dict[str, set[asyncio.Task[Any]]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._due: dict[str, float] = {}
        self._whole_due: dict[str, float] = {}
        self._asked_to_wait: dict[str, datetime] = {}
        self._wake = asyncio.Event()
        self._asked = False
        self._runs = 0
        self._last_done: datetime | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._listeners: list[Callable[[SyncResult], None]] = []
        self._eager_until = 0.0
        self._slept: Callable[[], None] | None = None
        self._clocks: tuple[float, datetime] | None = None  # when last looked at
        sessions.listen(self._waited)
        accounts.keep_still(self._still)

    # -- one complete pass

    async def run(
        self, accounts: Sequence[str] | None = None, since: datetime | None = None
    ) -> AsyncIterator[SyncResult]:
        """Make one complete pass over these accounts (names; None is all that are not paused).

        Yields each account's result as it ends; one that fails does not stop the others, its result has
        `error`. Raises `Trouble` NO_ACCOUNT before anything starts. Leaving the iteration early
        cancels what still runs.
        """
        chosen = await self._chosen(accounts)
        tasks: dict[asyncio.Task[SyncResult], Account] = {}
        for account in chosen:
            self._runs += 1
            task = self._scope.start(f"run {self._runs} {account.id}", self._with_contacts(account, since))
            if task is not None:
                tasks[task] = account
        waiting = set(tasks)
        try:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    if task.cancelled():
                        error = Trouble(ErrorKind.CANCELLED)
                        yield SyncResult(tasks[task].name, complete=False, error=error)
                    else:
                        yield task.result()
        finally:
            for task in waiting:
                task.cancel()
            if waiting:
                await asyncio.wait(waiting)

    async def _chosen(self, names: Sequence[str] | None) -> list[Account]:
        if names is None:
            return [
                account for account in await self._accounts.all() if account.state is not AccountState.PAUSED
            ]
        return [await self._accounts.by_name(name) for name in dict.fromkeys(names)]

    async def _with_contacts(self, account: Account, since: datetime | None) -> SyncResult:
        """Make one account's pass, and read its phone book; neither keeps the other away."""
        result = await self._one(account, since)
        try:
            changed = await self._contacts.refresh_one(account.id)
        except Trouble as trouble:
            error = result.error or trouble.with_context(account=account.name)
            return replace(result, complete=False, error=error)
        return replace(result, contacts=changed)

    async def _one(
        self, account: Account, since: datetime | None = None, *, look: bool = False
    ) -> SyncResult:
        """Make one account's pass; a second one at the same time waits for the first."""
        async with self._listed(account.id), self._lock(account.id):
            one = Pass(self._context, account, since, look, self._told)
            self._passes[account.id] = one
            self._told()
            try:
                result = await one.run()
            except Exception as error:
                self._report(error)
                result = SyncResult(account.name, complete=False, error=error)
            finally:
                del self._passes[account.id]
                self._due[account.id] = self._clock() + self._settings.number("sync.interval_s")
                self._told()
            self._asked_to_wait.pop(account.id, None)
            if isinstance(result.error, Trouble):
                self._plan_after(account.id, result.error)
            if result.complete:
                if not one.look:
                    every_s = self._settings.number("sync.reread_every_s")
                    self._whole_due[account.id] = self._clock() + every_s
                self._last_done = self._now()
                self._told()
            for listener in self._listeners:
                listener(result)
            return result

    def _plan_after(self, account_id: str, trouble: Trouble) -> None:
        if trouble.retry_after_s:
            self._due[account_id] += trouble.retry_after_s
            # By the time of day, which goes on while the computer sleeps.
            self._asked_to_wait[account_id] = self._now() + timedelta(seconds=trouble.retry_after_s)
        elif trouble.kind in _UNREACHED and self._clock() < self._eager_until:
            self._due[account_id] = min(self._due[account_id], self._clock() + EAGER_S)
            self._wake.set()  # the background may be waiting for what is due later

    def _lock(self, account_id: str) -> asyncio.Lock:
        return self._locks.setdefault(account_id, asyncio.Lock())

    @asynccontextmanager
    async def _listed(self, account_id: str) -> AsyncIterator[None]:
        """Keep the current task among those that pass over an account, or wait to."""
        task = asyncio.current_task()
        assert task is not None
        tasks = self._tasks.setdefault(account_id, set())
        tasks.add(task)
        try:
            yield
        finally:
            tasks.discard(task)

    @asynccontextmanager
    async def _still(self, account_id: str) -> AsyncIterator[None]:
        """End an account's passes, with what they read stored, and let none begin meanwhile.

        The next one is whole, and comes at once where there is a background.
        """
        for task in self._tasks.get(account_id, ()):
            task.cancel()
        try:
            async with self._lock(account_id):
                yield
        finally:
            self._due.pop(account_id, None)
            self._whole_due.pop(account_id, None)
            self._wake.set()

    def on_result(self, listener: Callable[[SyncResult], None]) -> None:
        """Call `listener` with the result of every pass, also those of the background."""
        self._listeners.append(listener)

    # -- the background

    def start(self) -> None:
        """Begin to look for new calls in the background; `sync.interval_s` is the rhythm."""
        if self._scope.start("background", self._background()) is not None:
            self._unsubscribe = self._changes.subscribe(self._heard)

    async def stop(self) -> None:
        """End the background work and every pass, and wait until they have ended."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        await self._scope.close()

    def sync_now(self) -> None:
        """Make a whole pass at once (needs `start`); accounts that run already are not started again.

        Those whose sign-in was refused are asked again too: whoever wishes this may know that it was mended.
        A keyring that is locked is asked for, since somebody is there to answer.
        """
        self._asked = True
        self._scope.start("unlock", self._unlock())
        self._contacts.refresh_now()
        self._whole_due.clear()
        self.look_now()

    async def _unlock(self) -> None:
        """Go on once the person has opened the keyring; who does not is told by the accounts."""
        with suppress(Trouble):
            if await self._accounts.unlock():
                self.look_now()

    def look_now(self) -> None:
        """Look for new calls at once (needs `start`)."""
        self._due.clear()
        self._wake.set()

    def look_soon(self) -> None:
        """Look within a second, each account at a moment of its own: the way to the providers is another one.

        Whoever cannot be reached yet is asked again every few seconds, for a while (needs `start`). A pause
        that a provider asked for holds.
        """
        now, time_of_day = self._clock(), self._now()
        self._eager_until = now + EAGER_FOR_S
        for place, account_id in enumerate(self._due):
            asked_s = (self._asked_to_wait.get(account_id, time_of_day) - time_of_day).total_seconds()
            self._due[account_id] = now + max(SPREAD_S * place / len(self._due), asked_s)
        self._wake.set()

    def on_sleep(self, slept: Callable[[], None]) -> None:
        """Call `slept` when the background finds that the clock ran further than it waited."""
        self._slept = slept

    def cancel(self) -> None:
        """Stop the passes that are under way; what they read is kept. Nobody waits for the keyring either."""
        self._accounts.stop_unlocking()
        for name in self._scope.names():
            if name != "background":
                self._scope.cancel(name)

    def _heard(self, change: Change) -> None:
        """Do not let an account that was added or signed in again wait for the next round, nor a setting."""
        if Topic.SETTINGS in change.topics and "sync.horizon_months" in change.ids:
            self._whole_due.clear()
            self._due.clear()
        if Topic.SETTINGS in change.topics and "sync.interval_s" in change.ids:
            soonest = self._clock() + self._settings.number("sync.interval_s")
            self._due = {account: min(due, soonest) for account, due in self._due.items()}
        if Topic.ACCOUNTS in change.topics or Topic.SETTINGS in change.topics:
            self._wake.set()

    async def _background(self) -> None:
        self._look_at_clock()
        while True:
            self._wake.clear()
            asked, self._asked = self._asked, False
            accounts = await self._accounts.all()
            for gone in self._due.keys() - {account.id for account in accounts}:
                del self._due[gone]
            for account in accounts:
                refused = account.state is AccountState.SIGN_IN and not asked
                if refused or account.state is AccountState.PAUSED:
                    # Once it is well again, it is due.
                    self._due.pop(account.id, None)
                    self._whole_due.pop(account.id, None)
                elif self._due.get(account.id, 0.0) <= self._clock() and account.id not in self._passes:
                    look = self._whole_due.get(account.id, 0.0) > self._clock()
                    self._scope.start(f"pass {account.id}", self._one(account, look=look))
            await self._until_due()

    async def _until_due(self) -> None:
        """Wait for the next account to be due, or for somebody to wake us."""
        interval = self._settings.number("sync.interval_s")
        waits = [due - self._clock() for due in self._due.values()]
        wait_s = min([interval, *(wait for wait in waits if wait > 0)])
        begun = self._clock()
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._wake.wait()
        self._look_at_clock(late_s=self._clock() - begun - wait_s)

    def _look_at_clock(self, late_s: float = 0.0) -> None:
        """Find out whether the computer slept: the loop's own clock stood still, or let us wake up late."""
        before, (passed, now) = self._clocks, (self._clock(), self._now())
        self._clocks = passed, now
        if before is not None and self._slept is not None:
            ahead_s = (now - before[1]).total_seconds() - (passed - before[0])
            if max(ahead_s, late_s) > SLEPT_S:
                self._slept()

    # -- what is shown

    def status(self) -> SyncStatus:
        """Return what the status line shows."""
        next_due = None
        if self._scope.running("background") and self._due:
            left = max(min(self._due.values()) - self._clock(), 0.0)
            next_due = self._now() + timedelta(seconds=left)
        return SyncStatus(
            running=tuple(one.progress for one in self._passes.values()),
            waiting=self._accounts.waiting(),
            last_done=self._last_done,
            next_due=next_due,
            unlocking=self._accounts.unlocking,
        )

    def _told(self) -> None:
        self._changes.tell(Topic.SYNC)

    def _waited(self, account_id: str, waiting: Waiting | None) -> None:
        """Hear of a back-off: it is shown, and the account's pass goes on with one window."""
        running = self._passes.get(account_id)
        if waiting is not None and running is not None:
            running.slow_down()
        self._told()

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()

    # -- one call

    async def refresh_call(self, call_id: str) -> CallRecord:
        """Read one call from its provider again and return it as it is now.

        Raises `Trouble` NO_CALL, UNSUPPORTED, NOT_FOUND when the provider has it no more.
        """
        record = await self._store.read(lambda db: calls.get(db, call_id))
        if record is None:
            raise Trouble(ErrorKind.NO_CALL, name=call_id)
        session = await self._accounts.session(record.account_id)
        if session.history is None:
            reason = session.missing.get(Ability.HISTORY, "it has no history")
            raise Trouble(ErrorKind.UNSUPPORTED, account=record.account, detail=reason)
        call = await session.history.call(record.provider_id)
        region = await self._accounts.region(record.account_id)
        lines = await self._store.read(line_rows.all)
        own = Own.of((line for line in lines if line.account_id == record.account_id), region)
        row = stored(call, own)
        done = await self._store.write(lambda db: calls.upsert(db, record.account_id, [row]))
        if done.changed:
            self._changes.tell(Topic.CALLS, ids=done.ids)
        return await self._store.read(lambda db: calls.get(db, call_id)) or record
