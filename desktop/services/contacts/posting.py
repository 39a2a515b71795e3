"""Rounds at the right moment: in the background, after an edit, and when somebody waits for the outcome."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from desktop.domain import lanes
from desktop.domain.accounts import Ability, Account, AccountState, Manifest
from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import EditState, Outbox
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts.rhythm import Rhythm
from desktop.services.contacts.sending import Round, SendingContext
from desktop.services.contacts.settling import by_contact, leading
from desktop.services.settings import Settings
from desktop.services.tasks import Report, TaskScope
from desktop.store import contact_edits, contacts
from desktop.store.contacts import BookRow

PATIENCE_S = 5.0
"""So long the end of the program waits for a request that has left."""

_OF_AN_EDIT = frozenset({ErrorKind.UNSUPPORTED, ErrorKind.OUTCOME_UNKNOWN})
"""What says nothing of how the account does."""

_UNDER_WAY = frozenset({EditState.HELD, EditState.WAITING, EditState.SENDING, EditState.SENT})


class Posting:
    """Runs rounds, at most one at a time for each account, and none while its account cannot work."""

    def __init__(
        self,
        context: SendingContext,
        settings: Settings,
        manifests: Mapping[str, Manifest],
        report: Report,
    ) -> None:
        self._context = context
        self._settings = settings
        self._manifests = manifests
        self._report = report
        self._scope = TaskScope(report)
        self._rounds = TaskScope(report)
        self._running: dict[str, Round] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._rhythms: dict[str, Rhythm] = {}
        self._wake = asyncio.Event()
        self._runs = 0
        self._unsubscribe: Callable[[], None] | None = None

    # -- one round

    async def post(self, account: Account, *, listing: bool, background: bool = False) -> int:
        """Make a round; a second one at the same time waits for the first. Raises `Trouble`.

        Returns how many contacts the provider's lists changed. The round goes on when the caller is
        cancelled: a request that was given up might still arrive.
        """
        self._runs += 1
        name = f"round {self._runs} {account.id}"
        task = self._rounds.start(name, self._post(account, listing=listing, background=background))
        if task is None:
            raise Trouble(ErrorKind.CANCELLED)
        done: int | Trouble = await asyncio.shield(task)
        if isinstance(done, Trouble):
            raise done
        return done

    async def _post(self, account: Account, *, listing: bool, background: bool) -> int | Trouble:
        """As `post`, but what the outside world does is returned."""
        async with self._locks.setdefault(account.id, asyncio.Lock()):
            one = Round(self._context, account, self._manifests[account.provider])
            self._running[account.id] = one
            rhythm = self._rhythm(account.id)
            try:
                if background:
                    with lanes.background():
                        await one.run(listing=listing)
                else:
                    await one.run(listing=listing)
            except Exception as fault:
                # Without its secrets, or its row, an account that was just removed fails in many ways.
                if await self._is_gone(account):
                    return Trouble(ErrorKind.NO_ACCOUNT, name=account.name)
                if not isinstance(fault, Trouble):
                    raise
                if one.sent:
                    rhythm.failures = 0
                rhythm.failed(fault, self._context.now(), self._context.wait_scale)
                if not one.works and fault.kind not in _OF_AN_EDIT:
                    await self._context.accounts.note_failure(account.id, fault)
                return fault
            finally:
                del self._running[account.id]
                self._told()
            if one.listed:
                rhythm.worked(self._context.now())
                await self._context.accounts.note_success(account.id)
            return one.changed

    async def _is_gone(self, account: Account) -> bool:
        return account.id not in {each.id for each in await self._context.accounts.all()}

    def _rhythm(self, account_id: str) -> Rhythm:
        return self._rhythms.setdefault(account_id, Rhythm())

    def _told(self) -> None:
        self._wake.set()
        self._context.changes.tell(Topic.SYNC)

    # -- somebody waits

    async def settled(self, contact_ids: Collection[str], timeout_s: float) -> bool:
        """Make rounds until nothing of these waits any more; False when the time is over before.

        False at once when all that waits is for accounts that cannot work, such as one whose sign-in was
        refused: asking on would lock it.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            waiting = await self._accounts_of(contact_ids)
            able = [account for account in waiting if self._can_work(account)]
            left = deadline - asyncio.get_running_loop().time()
            if not able or left <= 0:
                return not waiting
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._try(able)

    async def _accounts_of(self, contact_ids: Collection[str]) -> list[Account]:
        """Return the accounts that have something under way for these contacts."""
        ids = {int(each) for each in contact_ids}
        found = []
        for account in await self._context.accounts.all():
            edits = await self._context.store.read(
                lambda db, account=account: contact_edits.of_account(db, account.id)  # type: ignore[misc]
            )
            ours = by_contact(edit for edit in edits if edit.contact_id in ids)
            if any(edit.state in _UNDER_WAY for edit in map(leading, ours)):
                found.append(account)
        return found

    async def _try(self, accounts: Collection[Account]) -> None:
        """Make a round for each account, once it is due; what goes wrong is noted there."""
        for account in accounts:
            due = await self._due(account, listing=False)
            await asyncio.sleep(max((due - self._context.now()).total_seconds(), 0))
            with suppress(Trouble):
                await self.post(account, listing=False)
        await asyncio.sleep(0)

    # -- the background

    def start(self) -> None:
        """Begin to make rounds whenever one is due."""
        if self._scope.start("background", self._background()) is not None:
            self._unsubscribe = self._context.changes.subscribe(self._heard)

    async def close(self) -> None:
        """Start nothing more, let what has left arrive, and end."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        await self._scope.close()
        for one in self._running.values():
            one.stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._rounds.ended()
        await self._rounds.close()

    def hurry(self, account_ids: Collection[str]) -> None:
        """Send what waits for these accounts now, if `start` was called."""
        for account_id in account_ids:
            self._rhythm(account_id).hurry()
        self._wake.set()

    def hurry_all(self) -> None:
        """Send what waits for any account now, if `start` was called."""
        self.hurry(tuple(self._rhythms))

    def refresh_now(self) -> None:
        """Read all phonebooks at once, if `start` was called."""
        for rhythm in self._rhythms.values():
            rhythm.listed_at = None
            rhythm.hurry()
        self._wake.set()

    def _heard(self, change: Change) -> None:
        if Topic.ACCOUNTS in change.topics or Topic.SETTINGS in change.topics:
            self._wake.set()

    async def _background(self) -> None:
        context = self._context
        await context.store.write(lambda db: contact_edits.purge(db, context.now()))
        while True:
            self._wake.clear()
            soonest = context.now() + timedelta(seconds=self._settings.number("contacts.interval_s"))
            for account in await context.accounts.all():
                if not self._can_work(account) or account.id in self._running:
                    continue
                due = await self._due(account)
                if await self._reads_otherwise(account):
                    due = self._rhythm(account.id).not_before or context.now()
                if due <= context.now():
                    self._rounds.start(f"background {account.id}", self._quietly(account))
                else:
                    soonest = min(soonest, due)
            with suppress(TimeoutError):
                async with asyncio.timeout(max((soonest - context.now()).total_seconds(), 0)):
                    await self._wake.wait()

    async def _quietly(self, account: Account) -> None:
        """Make a round that nobody waits for."""
        rhythm = self._rhythm(account.id)
        every = timedelta(seconds=self._settings.number("contacts.interval_s"))
        listing = rhythm.listed_at is None or rhythm.listed_at + every <= self._context.now()
        listing = listing or await self._reads_otherwise(account)
        waits = await self._context.store.read(lambda db: contact_edits.waiting(db, account.id))
        await self._post(account, listing=listing, background=not waits)

    async def _reads_otherwise(self, account: Account) -> bool:
        """Whether the account's country changed since its numbers were read, which a round mends."""
        places = self._manifests[account.provider].number_places
        with suppress(Trouble):  # it may be removed just now
            region = await self._context.accounts.region(account.id)
            kept = await self._context.store.read(lambda db: contacts.book(db, int(account.id)))
            return kept != BookRow(places, region)
        return False

    def _can_work(self, account: Account) -> bool:
        manifest = self._manifests.get(account.provider)
        return (
            manifest is not None
            and bool(manifest.number_places)
            and Ability.PHONEBOOK not in (account.missing or {})
            and account.state not in (AccountState.SIGN_IN, AccountState.PAUSED)
        )

    async def _due(self, account: Account, *, listing: bool = True) -> datetime:
        """Return when the account needs attention next; with no `listing`, for its edits alone."""
        edits = await self._context.store.read(lambda db: contact_edits.moments(db, account.id))
        every_s = self._settings.number("contacts.interval_s") if listing else None
        return self._rhythm(account.id).due(edits, self._context.now(), every_s, self._context.linger)

    # -- what is shown

    async def waiting(self) -> tuple[Outbox, ...]:
        """Return the accounts that have edits to send."""
        found = []
        for account in await self._context.accounts.all():
            changes = await self._context.store.read(
                lambda db, account=account: contact_edits.waiting(db, account.id)  # type: ignore[misc]
            )
            if changes:
                rhythm = self._rhythm(account.id)
                able = self._can_work(account)
                due = rhythm.not_before or self._context.now()
                reason = rhythm.reason if able else account.trouble or rhythm.reason
                found.append(Outbox(account.id, account.name, changes, due if able else None, reason))
        return tuple(found)
