"""How the accounts are doing, for the status line, the health dot and `doctor`."""

from dataclasses import dataclass

from desktop.domain.accounts import AccountState
from desktop.services.accounts import Accounts

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


class Health:
    """The state of all accounts together."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

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
