"""How the accounts are doing, for the status line, the health dot and `doctor`."""

from dataclasses import dataclass

from desktop.domain.accounts import AccountState


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """One account's state, with the sentence that says what to do about it ("" when all is well)."""

    account: str
    state: AccountState
    sentence: str = ""


class Health:
    """The state of all accounts together."""

    async def accounts(self) -> tuple[AccountHealth, ...]:
        """Return each account's health, worst first."""
        raise NotImplementedError

    async def line(self) -> str:
        """Return one sentence for the status line: the worst trouble, or "" when all is well."""
        raise NotImplementedError
