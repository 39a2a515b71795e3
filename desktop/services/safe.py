"""The vault that the services use: which place it is may change while the program runs."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Vault
from desktop.domain.vaults import VaultKind
from desktop.services.threads import apart

DATA_KEY = "data-key"
"""Under which name the database's key is kept, as 64 hex digits."""


class Safe:
    """A `domain.ports.Vault` over another one.

    A keyring that has locked itself meanwhile is not asked: every question would bring its prompter up,
    and nobody may be there. It says VAULT_LOCKED until a person wishes `unlock`.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._changing = threading.Lock()
        self._kept: set[str] = set()
        self._unlocking: asyncio.Task[None] | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def title(self) -> str:
        """What `doctor` calls it."""
        return self._vault.title

    @property
    def kind(self) -> VaultKind:
        """Which of the places it is."""
        return self._vault.kind

    @property
    def vault(self) -> Vault:
        """The place itself."""
        return self._vault

    @property
    def kept(self) -> frozenset[str]:
        """The names of what was kept since the program began, also of what is gone again by now."""
        return frozenset(self._kept)

    # ---- secrets: these may block, and are called in threads

    def get(self, name: str) -> str | None:
        """Read a secret; None when there is none. Raises `Trouble` NO_VAULT or VAULT_LOCKED."""
        self._must_be_open()
        return self._vault.get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._must_be_open()
        with self._changing:
            self._kept.add(name)
            self._vault.set(name, secret)

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        self._must_be_open()
        with self._changing:
            self._vault.delete(name)

    def is_locked(self) -> bool:
        """Whether somebody would have to be asked before it opens; asks nobody."""
        locked: Callable[[], bool] | None = getattr(self._vault, "is_locked", None)
        return locked is not None and locked()

    def opens_with(self, passphrase: str) -> bool:
        """Whether a passphrase opens it; true where none is needed. Takes 25 ms where there is one."""
        tried: Callable[[str], bool] | None = getattr(self._vault, "opens_with", None)
        return tried is None or tried(passphrase)

    @contextmanager
    def moving(self) -> Iterator[Callable[[Vault], None]]:
        """Let nobody change a secret within this block, which may put another place in."""

        def put(vault: Vault) -> None:
            self._vault = vault

        with self._changing:
            yield put

    def close(self) -> None:
        """Close what has to be closed of it."""
        close: Callable[[], None] | None = getattr(self._vault, "close", None)
        if close is not None:
            close()

    def _must_be_open(self) -> None:
        if self.is_locked():
            raise Trouble(ErrorKind.VAULT_LOCKED)

    # ---- on the engine's loop

    @property
    def waiting(self) -> bool:
        """Whether a person is being asked to open it."""
        return self._unlocking is not None

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever `waiting` is another one."""
        self._listeners.append(listener)

    async def unlock(self) -> bool:
        """Have the person open it, and wait for that; a second wish is the same wish.

        Says whether it was locked. Whoever stops waiting takes nothing away: the system's own question
        stays until it is answered. Raises `Trouble` VAULT_LOCKED when they do not open it, NO_VAULT.
        """
        if self._unlocking is None:
            if not await asyncio.to_thread(self.is_locked):
                return False
            if self._unlocking is None:
                self._unlocking = asyncio.create_task(self._unlock(), name="unlock")
                self._tell()
        unlocking = self._unlocking
        try:
            await asyncio.shield(unlocking)
        except asyncio.CancelledError:
            ours = asyncio.current_task()
            if unlocking.cancelled() and ours is not None and not ours.cancelling():
                raise Trouble(ErrorKind.VAULT_LOCKED) from None  # `stop_unlocking`
            raise
        return True

    def stop_unlocking(self) -> None:
        """Wait for the person no longer, for whoever does."""
        if self._unlocking is not None:
            self._unlocking.cancel()

    async def end(self) -> None:
        """Wait for nobody any more; the place itself stays open."""
        unlocking = self._unlocking
        if unlocking is not None:
            unlocking.cancel()
            await asyncio.wait([unlocking])

    async def _unlock(self) -> None:
        unlock: Callable[[], None] | None = getattr(self._vault, "unlock", None)
        try:
            if unlock is not None:
                await apart(unlock, "vault")
        finally:
            self._unlocking = None
            self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
