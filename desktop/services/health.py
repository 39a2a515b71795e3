"""How the accounts are doing, for the status line, the health dot, the settings and `doctor`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.accounts import AccountState
from desktop.domain.changes import SyncResult
from desktop.domain.errors import ErrorKind
from desktop.domain.health import HALF_HOUR, HalfHour, half_hour_of
from desktop.services.accounts import Accounts
from desktop.services.sync import Sync
from desktop.services.tally import KEPT, Tally
from desktop.store import Media, Store, cursors

BARS = 48
"""Half hours of a day."""

_WORST_FIRST = (
    AccountState.SIGN_IN,
    AccountState.ERROR,
    AccountState.OFFLINE,
    AccountState.PAUSED,
    AccountState.OK,
)


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """One account's state, with the sentence that says what to do about it ("" when all is well)."""

    account: str
    state: AccountState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of one account.

    `hours` are the 48 half hours up to now, oldest first, also those without a request. `limited` is how
    often the provider asked for a pause within a week, `limited_at` the half hour in which it last did.
    `new` is what the last pass of this run brought (None before it). `since` is how far back the history
    is here, `sound` the bytes of its kept recordings.
    """

    hours: tuple[HalfHour, ...]
    limited: int = 0
    limited_at: datetime | None = None
    new: int | None = None
    since: datetime | None = None
    sound: int = 0

    @property
    def requests(self) -> int:
        """How many requests were sent in these 24 hours."""
        return sum(hour.requests for hour in self.hours)

    @property
    def failures(self) -> int:
        """How many of them failed."""
        return sum(hour.failures for hour in self.hours)

    @property
    def last_failure(self) -> tuple[datetime, ErrorKind] | None:
        """When the last of them failed, and of what."""
        for hour in reversed(self.hours):
            if hour.failed_at is not None and hour.failed is not None:
                return hour.failed_at, hour.failed
        return None


class Health:
    """The state of all accounts together, and what is counted of each."""

    def __init__(
        self,
        *,
        store: Store,
        media: Media,
        accounts: Accounts,
        sync: Sync,
        tally: Tally,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._media = media
        self._accounts = accounts
        self._tally = tally
        self._now = now
        self._new: dict[str, int] = {}
        sync.on_result(self._passed)

    def _passed(self, result: SyncResult) -> None:
        if result.complete:
            self._new[result.account] = result.new

    async def accounts(self) -> tuple[AccountHealth, ...]:
        """Return each account's health, worst first."""
        found = [
            AccountHealth(account.name, account.state, account.trouble or "")
            for account in await self._accounts.all()
        ]
        return tuple(sorted(found, key=lambda one: _WORST_FIRST.index(one.state)))

    async def line(self) -> str:
        """Return one sentence for the status line: the worst trouble, or "" when all is well."""
        troubled = [one for one in await self.accounts() if one.sentence]
        if not troubled:
            return ""
        more = f" (and {len(troubled) - 1} more)" if len(troubled) > 1 else ""
        return f"{troubled[0].account}: {troubled[0].sentence}{more}"

    async def figures(self, name: str) -> Figures:
        """Return what was counted of an account. Raises `Trouble` NO_ACCOUNT."""
        account = await self._accounts.by_name(name)
        now = self._now()
        week = half_hour_of(now - KEPT)
        first = half_hour_of(now) - (BARS - 1) * HALF_HOUR
        counted = {hour.start: hour for hour in await self._tally.since(account.id, week)}
        starts = [first + place * HALF_HOUR for place in range(BARS)]
        known = await self._store.read(lambda db: cursors.load(db, account.id))
        return Figures(
            hours=tuple(counted.get(start, HalfHour(start)) for start in starts),
            limited=sum(hour.limited for hour in counted.values()),
            limited_at=max((hour.start for hour in counted.values() if hour.limited), default=None),
            new=self._new.get(name),
            since=min((window.start for window in known if window.done), default=None),
            sound=await self._media.size(account.id),
        )

    async def close(self) -> None:
        """Write down what is counted."""
        await self._tally.close()
