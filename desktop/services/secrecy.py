"""Where the secrets lie, as a person sees and changes it: the keyring, or a file with a passphrase."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.passphrases import SHORTEST
from desktop.domain.ports import Vault
from desktop.domain.vaults import VaultKind
from desktop.services.safe import DATA_KEY, Safe
from desktop.store.vault import PassphraseVault
from desktop.system.log import register_secret
from desktop.system.paths import Paths
from desktop.system.secrets import KeyringVault


@dataclass(frozen=True, slots=True)
class VaultState:
    """`kind` is where the secrets lie, `locked` whether a person has to open that first.

    `keyring` says why there is no keyring that they could be moved to ("" when there is one, or they are
    there already).
    """

    kind: VaultKind
    title: str
    locked: bool = False
    keyring: str = ""


class Secrecy:
    """Changes the passphrase, and moves secrets between the two places. All methods run on the engine's loop.

    Whatever happens in the middle of a move, the file decides where there is one: it takes its name only
    once it holds everything, and goes only once the keyring does. What a crash left in the keyring is
    written in the file, and forgotten at the next chance.
    """

    def __init__(
        self,
        safe: Safe,
        paths: Paths,
        names: Callable[[], Awaitable[Iterable[str]]],
    ) -> None:
        """Take what it needs.

        `paths` say where the file lies or would. `names` tells what else than the database's key a keyring
        holds, which cannot say so itself.
        """
        self._safe = safe
        self._paths = paths
        self._names = names
        self._one_at_a_time = asyncio.Lock()

    async def state(self) -> VaultState:
        """Look where the secrets lie, without asking anybody."""
        kind = self._safe.kind
        locked = await asyncio.to_thread(self._safe.is_locked)
        why = await asyncio.to_thread(self._why_no_keyring) if kind is VaultKind.PASSPHRASE else ""
        return VaultState(kind, self._safe.title, locked, why)

    async def change_passphrase(self, now: str, wanted: str) -> None:
        """Have another passphrase open the file than `now`.

        Raises `Trouble`: WRONG_PASSPHRASE when `now` is not the one, USAGE where there is no file or
        `wanted` is too short, DISK. Then everything is as before.
        """
        vault = self._safe.vault
        if not isinstance(vault, PassphraseVault):
            raise Trouble(ErrorKind.USAGE, detail="This profile has no passphrase that could be changed.")
        check_passphrase(wanted)
        register_secret(wanted)
        async with self._one_at_a_time:
            await asyncio.to_thread(self._change, vault, now, wanted)

    def _change(self, vault: PassphraseVault, now: str, wanted: str) -> None:
        with self._safe.moving():
            vault.change_passphrase(now, wanted)

    async def move_to_file(self, passphrase: str) -> None:
        """Move everything from the keyring to a file that this passphrase opens.

        Raises `Trouble`: USAGE when they are not in the keyring or the passphrase is too short,
        VAULT_LOCKED, DISK. Then everything is as before.
        """
        if self._safe.kind is not VaultKind.KEYRING:
            raise Trouble(ErrorKind.USAGE, detail="This profile's secrets are not in the keyring.")
        check_passphrase(passphrase)
        register_secret(passphrase)
        async with self._one_at_a_time:
            await self._safe.unlock()
            names = [DATA_KEY, *await self._names()]
            await asyncio.to_thread(self._to_file, passphrase, names)
            await self._tidy_quietly()

    def _to_file(self, passphrase: str, names: Iterable[str]) -> None:
        with self._safe.moving() as put:
            ring = self._safe.vault
            names = {*names, *self._safe.kept}  # an account may be added since the names were read
            held = {name: secret for name in names if (secret := ring.get(name)) is not None}
            put(PassphraseVault.make(self._paths.data, passphrase, held, held))

    async def move_to_keyring(self) -> None:
        """Move everything from the file to the keyring, and delete the file.

        Raises `Trouble`: USAGE when there is no file, NO_VAULT, VAULT_LOCKED, DISK. Then the file is as
        before, and decides.
        """
        vault = self._safe.vault
        if not isinstance(vault, PassphraseVault):
            raise Trouble(ErrorKind.USAGE, detail="This profile's secrets are not in a file.")
        async with self._one_at_a_time:
            ring = Safe(KeyringVault(self._paths))
            await ring.unlock()
            await asyncio.to_thread(self._to_keyring, vault, ring.vault)

    def _to_keyring(self, vault: PassphraseVault, ring: Vault) -> None:
        with self._safe.moving() as put:
            held = vault.all()
            over = set(vault.elsewhere()) - held.keys()  # of an account that is removed, say
            vault.note_elsewhere({*held, *over})
            for name in over:
                ring.delete(name)
            for name, secret in held.items():
                ring.set(name, secret)
            if any(ring.get(name) != secret for name, secret in held.items()):
                raise Trouble(ErrorKind.NO_VAULT)
            vault.remove()
            put(ring)

    async def tidy(self) -> None:
        """Forget in the keyring what is in the file: a move that broke off may have left it there.

        Asks nobody; raises `Trouble` when the keyring is not to be had now, and may be tried again.
        """
        vault = self._safe.vault
        if isinstance(vault, PassphraseVault):
            await asyncio.to_thread(self._tidy, vault)

    def _tidy(self, vault: PassphraseVault) -> None:
        names = vault.elsewhere()
        if names:
            ring = Safe(KeyringVault(self._paths))
            for name in names:
                ring.delete(name)
            vault.note_elsewhere(())

    async def _tidy_quietly(self) -> None:
        try:
            await self.tidy()
        except Trouble:
            return  # the file knows what is left

    def _why_no_keyring(self) -> str:
        try:
            KeyringVault(self._paths).look()
        except Trouble:
            return "There is no keyring on this computer."
        return ""


def check_passphrase(passphrase: str) -> None:
    """Raise `Trouble` USAGE for a passphrase that is too short to protect anything."""
    if len(passphrase) < SHORTEST:
        raise Trouble(ErrorKind.USAGE, detail=f"A passphrase needs at least {SHORTEST} characters.")
