"""Accounts: adding, testing, removing, and the open session of each."""

from collections.abc import Mapping

from desktop.domain.accounts import Account, AccountInfo, Manifest
from desktop.domain.changes import Waiting
from desktop.domain.ports import ProviderSession


class Accounts:
    """The person's accounts and their sessions. All methods run on the engine's loop."""

    def providers(self) -> Mapping[str, Manifest]:
        """Return what every provider says of itself, by id."""
        raise NotImplementedError

    async def all(self) -> list[Account]:
        """Read all accounts, in the order they were added."""
        raise NotImplementedError

    async def by_name(self, name: str) -> Account:
        """Read one account. Raises `Trouble` NO_ACCOUNT."""
        raise NotImplementedError

    async def add(
        self,
        provider: str,
        name: str,
        fields: Mapping[str, str],
        secrets: Mapping[str, str],
        *,
        test: bool = True,
    ) -> Account:
        """Keep a new account, after a test of its connection; a failed test saves nothing."""
        raise NotImplementedError

    async def test(self, name: str) -> AccountInfo:
        """Ask the provider who we are."""
        raise NotImplementedError

    async def sign_in_again(
        self, name: str, fields: Mapping[str, str], secrets: Mapping[str, str]
    ) -> Account:
        """Change what is given, test, and keep it; a failed test changes nothing."""
        raise NotImplementedError

    async def remove(self, name: str, *, force: bool = False) -> None:
        """Delete the account with its calls, recordings and secrets."""
        raise NotImplementedError

    async def pause(self, name: str, *, paused: bool) -> Account:
        """Leave the account out of the background sync, or take it in again."""
        raise NotImplementedError

    async def session(self, account_id: str) -> ProviderSession:
        """Return the account's session, opened when first asked for."""
        raise NotImplementedError

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the back-offs that are under way."""
        raise NotImplementedError

    async def close(self) -> None:
        """Close all sessions."""
        raise NotImplementedError
