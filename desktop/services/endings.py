"""The days on which accounts' credentials end: how far they are, and of which a person is to be told.

No provider says that day over its API. A person copies it from the provider's console when the credentials
are made, into the field that the manifest names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.accounts import Account, AccountState, Manifest
from desktop.services.accounts import Accounts

STAGES = (1, 7, 14)
"""How many days before the end a person is told of it; once more when it is over."""

OVER = -1


@dataclass(frozen=True, slots=True)
class Ending:
    """That an account's credentials end. `account` is its name, `provider` the provider's title.

    `days_left` is 0 on the last day and negative afterwards, by the days of where the person is.
    """

    account_id: str
    account: str
    provider: str
    ends_on: date
    days_left: int

    @property
    def stage(self) -> int | None:
        """Which of `STAGES` it is in, OVER when it is past, None while it is far away."""
        if self.days_left < 0:
            return OVER
        return next((stage for stage in STAGES if self.days_left <= stage), None)

    @property
    def notice_id(self) -> str:
        """A name for telling of this stage once: other credentials, or the next stage, have another one."""
        return f"key-ends:{self.account_id}:{self.ends_on.isoformat()}:{self.stage}"


class Endings:
    """Knows which accounts' credentials end, and when. Waits for nothing by itself."""

    def __init__(
        self, accounts: Accounts, manifests: Mapping[str, Manifest], now: Callable[[], datetime]
    ) -> None:
        self._accounts = accounts
        self._manifests = manifests
        self._now = now

    async def all(self) -> tuple[Ending, ...]:
        """Return every account whose end is known, the first to end first."""
        today = self._now().astimezone().date()
        known = [
            ending
            for account in await self._accounts.all()
            if (ending := ending_of(account, self._manifests.get(account.provider), today)) is not None
        ]
        return tuple(sorted(known, key=lambda ending: (ending.ends_on, ending.account)))

    async def due(self) -> tuple[Ending, ...]:
        """Return those that a person is to be told of now: over, or not more than 14 days away.

        Where the sign-in is refused already, that is what a person is told.
        """
        refused = {one.id for one in await self._accounts.all() if one.state is AccountState.SIGN_IN}
        near = [ending for ending in await self.all() if ending.stage is not None]
        return tuple(ending for ending in near if ending.account_id not in refused)


def ending_of(account: Account, manifest: Manifest | None, today: date) -> Ending | None:
    """Return when an account's credentials end; None where nobody said so, or not in a way to be read."""
    if manifest is None or not manifest.ends_field:
        return None
    try:
        ends_on = date.fromisoformat(account.fields.get(manifest.ends_field, ""))
    except ValueError:
        return None
    return Ending(account.id, account.name, manifest.title, ends_on, (ends_on - today).days)
