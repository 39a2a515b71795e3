"""The open sessions of accounts: secrets fetched, abilities kept up to date, waits noted."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from desktop.domain.accounts import Ability, Account
from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Provider, ProviderSession, SessionContext, Way
from desktop.services.fields import with_defaults
from desktop.services.safe import Safe
from desktop.system.log import register_secret

WaitListener = Callable[[str, Waiting | None], None]
"""Hears of an account's (id) back-off as it begins, and None when it ends."""

RequestListener = Callable[[str, ErrorKind | None], None]
"""Hears how a request of an account (id) went: None when the provider works, else what is wrong."""


def secret_name(account_id: str, key: str) -> str:
    """Return the name under which a vault keeps one secret of an account."""
    return f"account/{account_id}/{key}"


@dataclass(slots=True)
class _Live:
    session: ProviderSession
    grant: str | None


class Sessions:
    """Opens a session when it is first asked for and keeps it until it is closed.

    `regranted` hears the account's id, the new session and its grant whenever the provider grants
    something else than before. `way` is how all of them reach their providers.
    """

    def __init__(
        self,
        safe: Safe,
        providers: Mapping[str, Provider],
        now: Callable[[], datetime],
        wait_scale: float,
        way: Way | None = None,
    ) -> None:
        self._safe = safe
        self._providers = providers
        self._now = now
        self._wait_scale = wait_scale
        self._way = way
        self._live: dict[str, _Live] = {}
        self._left: dict[str, list[_Live]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._waits: dict[str, Waiting] = {}
        self._listeners: list[WaitListener] = []
        self._request_listeners: list[RequestListener] = []
        self._away: Mapping[Ability, str] = {}

    def take_away(self, reasons: Mapping[Ability, str]) -> None:
        """Open no session from now on that offers these abilities; the sentences say why."""
        self._away = reasons

    def provider(self, provider_id: str) -> Provider:
        """Return a provider. Raises `Trouble` NO_PROVIDER."""
        if provider_id not in self._providers:
            known = ", ".join(sorted(self._providers))
            raise Trouble(ErrorKind.NO_PROVIDER, name=provider_id, detail=known)
        return self._providers[provider_id]

    def trial(
        self, provider_id: str, name: str, values: Mapping[str, str], grant: str | None = None
    ) -> "Trial":
        """Open a session that is not kept yet, for a test before anything is saved."""
        trial = Trial(self)
        provider = self.provider(provider_id)
        for field in provider.manifest.fields:
            if field.secret and values.get(field.key):
                register_secret(values[field.key])
        context = SessionContext(
            name,
            grant,
            self._now,
            self._wait_scale,
            on_wait=trial.waited,
            on_request=trial.answered,
            on_secret=register_secret,
            way=self._way,
        )
        session = provider.open(with_defaults(provider.manifest, values), context)
        trial.live = _Live(restricted(session, self._away), grant)
        return trial

    async def get(self, account: Account) -> tuple[ProviderSession, bool]:
        """Return the account's session, and whether its abilities changed since it was last asked for.

        Raises `Trouble` NO_PROVIDER, USAGE (fields), SIGN_IN (its secrets are gone) and what the vault says.
        """
        async with self._locks.setdefault(account.id, asyncio.Lock()):
            live = self._live.get(account.id)
            if live is None:
                secrets = await self.secrets(account)
                trial = self._reopen(account, secrets)
                self.adopt(account.id, trial)
                return trial.live.session, False
            changed = settle(live)
            return live.session, changed

    def _reopen(self, account: Account, secrets: Mapping[str, str]) -> "Trial":
        try:
            return self.trial(account.provider, account.name, {**account.fields, **secrets}, account.grant)
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.USAGE or secrets:
                raise
            title = self.provider(account.provider).manifest.title
            raise Trouble(ErrorKind.SIGN_IN, provider=title, account=account.name) from trouble

    def adopt(self, account_id: str, trial: "Trial") -> None:
        """Keep a trial's session as the account's own, in place of one that was opened meanwhile."""
        self.leave(account_id)
        trial.account_id = account_id
        self._live[account_id] = trial.live

    def grant(self, account_id: str) -> str | None:
        """Return what the provider last granted to an open session."""
        live = self._live.get(account_id)
        return live.grant if live else None

    async def unlock(self) -> bool:
        """Have the person open the keyring, for something that they wish; says whether it was locked.

        Raises `Trouble` VAULT_LOCKED when they do not, NO_VAULT.
        """
        return await self._safe.unlock()

    @property
    def unlocking(self) -> bool:
        """Whether a person is being asked to open the keyring."""
        return self._safe.waiting

    def stop_unlocking(self) -> None:
        """Wait for that no longer."""
        self._safe.stop_unlocking()

    def names(self, account: Account) -> list[str]:
        """Return the names under which the vault keeps the account's secrets."""
        manifest = self.provider(account.provider).manifest
        return [secret_name(account.id, field.key) for field in manifest.fields if field.secret]

    async def secrets(self, account: Account) -> dict[str, str]:
        """Read the account's secrets from the vault, in a thread since a keyring may ask the person."""
        manifest = self.provider(account.provider).manifest
        keys = [field.key for field in manifest.fields if field.secret]
        found = await asyncio.to_thread(self._read, account.id, keys)
        return {key: value for key, value in found.items() if value}

    def _read(self, account_id: str, keys: list[str]) -> dict[str, str | None]:
        return {key: self._safe.get(secret_name(account_id, key)) for key in keys}

    async def keep_secrets(self, account_id: str, provider_id: str, secrets: Mapping[str, str]) -> None:
        """Make the vault hold these secrets of the account and no others."""
        manifest = self.provider(provider_id).manifest
        keys = [field.key for field in manifest.fields if field.secret]
        await asyncio.to_thread(self._write, account_id, keys, dict(secrets))

    def _write(self, account_id: str, keys: list[str], secrets: dict[str, str]) -> None:
        for key in keys:
            if key in secrets:
                self._safe.set(secret_name(account_id, key), secrets[key])
            else:
                self._safe.delete(secret_name(account_id, key))

    def leave(self, account_id: str) -> None:
        """Open another session of the account from now on; whoever uses this one finishes with it."""
        live = self._live.pop(account_id, None)
        if live is not None:
            self._left.setdefault(account_id, []).append(live)

    async def drop(self, account_id: str) -> None:
        """Close the account's session, if it is open."""
        self.leave(account_id)
        self.waited(account_id, None)
        for live in self._left.pop(account_id, ()):
            await live.session.close()

    async def close(self) -> None:
        """Close all sessions."""
        await self._safe.end()
        for account_id in (*self._live, *self._left):
            await self.drop(account_id)

    def listen(self, listener: WaitListener) -> None:
        """Call `listener` whenever an account's back-off begins or ends."""
        self._listeners.append(listener)

    def listen_requests(self, listener: RequestListener) -> None:
        """Call `listener` with how each request of an account went."""
        self._request_listeners.append(listener)

    def answered(self, account_id: str, kind: ErrorKind | None) -> None:
        """Note how a request of an account went."""
        for listener in self._request_listeners:
            listener(account_id, kind)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the back-offs that are under way."""
        return tuple(self._waits.values())

    def waited(self, account_id: str, waiting: Waiting | None) -> None:
        """Note that an account's back-off began or ended."""
        if waiting is None and account_id not in self._waits:
            return
        if waiting is None:
            del self._waits[account_id]
        else:
            self._waits[account_id] = waiting
        for listener in self._listeners:
            listener(account_id, waiting)


def restricted(session: ProviderSession, reasons: Mapping[Ability, str]) -> ProviderSession:
    """Return a session without these abilities; `missing` says why, also once the provider grants more.

    What the provider itself does not offer keeps its own reason: nobody here could change that.
    """
    if not reasons:
        return session
    gone: dict[str, Any] = {ability.value: None for ability in reasons}
    regranted = session.regranted
    return replace(
        session,
        **gone,
        missing={**reasons, **session.missing},
        regranted=None if regranted is None else lambda: restricted(regranted(), reasons),
    )


class Trial:
    """A session that no account has yet; its waits go to the account once one adopts it."""

    live: _Live

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.account_id: str | None = None

    def waited(self, waiting: Waiting | None) -> None:
        """Hear of a back-off of this session."""
        if self.account_id is not None:
            self._sessions.waited(self.account_id, waiting)

    def answered(self, kind: ErrorKind | None) -> None:
        """Hear how a request of this session went."""
        if self.account_id is not None:
            self._sessions.answered(self.account_id, kind)

    @property
    def session(self) -> ProviderSession:
        """The session with the abilities that were granted last."""
        settle(self.live)
        return self.live.session


def settle(live: _Live) -> bool:
    """Swap the session for one with the right abilities when the grant has changed; says whether it did."""
    grant = live.session.grant()
    if grant is None or grant == live.grant:
        return False
    live.grant = grant
    if live.session.regranted is not None:
        live.session = live.session.regranted()
    return True
