"""Builds everything that a profile needs, floor by floor, and closes it in reverse order."""

import logging
import os
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from desktop.app.presence import system_presence
from desktop.domain.clock import utc_now
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Notifier, Softphone, Vault
from desktop.domain.vaults import VaultKind
from desktop.services import Services
from desktop.services.assembly import assemble
from desktop.services.changes import Changes
from desktop.services.policy import Policy
from desktop.services.safe import DATA_KEY, Safe
from desktop.services.settings import Settings
from desktop.services.threads import apart
from desktop.system.log import register_secret

if TYPE_CHECKING:
    from desktop.store import Store, UploadStore
    from desktop.system.paths import Paths

T = TypeVar("T")

log = logging.getLogger(__name__)

DATABASE = "sidetone.db"
_NO_KEY = "its key is not in the vault any more"


@dataclass
class Container:
    """An open profile: its services, and all that has to be closed with them."""

    paths: "Paths"
    store: "Store"
    uploads: "UploadStore"
    services: Services
    _closing: AsyncExitStack

    def opens_with(self, passphrase: str) -> bool:
        """Whether another process's passphrase opens this profile too. Takes 25 ms where there is one."""
        return self.vault.opens_with(passphrase)

    @property
    def vault(self) -> Safe:
        """Where the secrets lie."""
        return self.services.safe

    async def close(self) -> None:
        """Close everything, in the reverse order of its opening."""
        await self._closing.aclose()


async def open_container(
    paths: "Paths",
    *,
    passphrase: str | None = None,
    kept_in: Path | None = None,
    vault: Vault | None = None,
    report: Callable[[BaseException], None] | None = None,
    now: Callable[[], datetime] = utc_now,
    notifier: Notifier | None = None,
    softphone: Softphone | None = None,
    patient: bool = False,
    fresh_key: bytes | None = None,
    opened: Callable[[], None] | None = None,
    demo: bool = False,
    alone: bool = False,
) -> Container:
    """Open the profile. Raises `Trouble` when there is no vault or it does not open; nothing is stored then.

    `passphrase` None means `SIDETONE_PASSPHRASE`. A session that keeps nothing gives a `vault` and a
    folder for its data, `kept_in`, of its own. `softphone` None means this computer's. `patient` waits
    for the person to open the keyring for as long as they take, and not 20 s. Who may try again while
    such a wait goes on gives a `fresh_key`, always the same, for a profile that has none: the keyring
    may take it twice. `opened` is called once the vault has given the key. In a `demo` the
    accounts are not those that an administrator knows of. `alone` says that this process has the
    profile's lock: only then nobody else moves secrets or reads calls meanwhile, what a move left behind is
    forgotten, and the accounts follow the administrator's file.
    """
    from desktop.providers import discover
    from desktop.store import Media, Store, UploadStore
    from desktop.system.softphone import system_softphone
    from desktop.system.surroundings import system_surroundings

    if passphrase is None:
        passphrase = os.environ.get("SIDETONE_PASSPHRASE") or None
    if passphrase is not None:
        register_secret(passphrase)
    async with AsyncExitStack() as stack:
        folder = kept_in or paths.data
        safe = Safe(choose_vault(paths, passphrase, patient=patient) if vault is None else vault)
        if vault is None:
            stack.callback(safe.close)
        read = partial(data_key, folder, safe.vault, fresh_key or secrets.token_bytes(32))
        key = await apart(read, "vault")
        if opened is not None:
            opened()
        policy = Policy.load(paths.policy)
        if demo:
            policy = policy.for_demo()
        if policy.trouble:
            log.warning("%s", policy.trouble)
        settings = Settings(paths.config, changes := Changes(), policy=policy)
        if settings.trouble:
            log.warning("%s", settings.trouble)
        store = Store.open(folder, key)
        stack.callback(store.close)
        media = Media(folder, key, cap=int(settings.number("recordings.cache_mb")) << 20)
        stack.callback(media.close)
        uploads = UploadStore.open(folder, key)
        stack.callback(uploads.close)
        services = await assemble(
            store=store,
            media=media,
            uploads=uploads,
            vault=safe,
            providers=discover(),
            settings=settings,
            changes=changes,
            policy=policy,
            report=report,
            now=now,
            notifier=notifier,
            softphone=softphone or system_softphone(),
            surroundings=system_surroundings(),
            presence=partial(system_presence, paths, policy),
            home=paths,
            alone=alone,
        )
        stack.push_async_callback(services.close)
        if alone:
            await _finish_move(services)
        return Container(paths, store, uploads, services, stack.pop_all())
    raise AssertionError  # the block above returns or raises


def choose_vault(paths: "Paths", passphrase: str | None, *, patient: bool = False) -> Vault:
    """Return the vault of the profile: an existing file, else a new one for a passphrase, else the keyring.

    A profile whose key lies in the keyring stays there: a new file could not open its database.
    Raises `Trouble` NO_PASSPHRASE, WRONG_PASSPHRASE, NO_VAULT, VAULT_LOCKED or STORE_DAMAGED.
    """
    from desktop.store import vault as file

    there = file.exists(paths.data)
    if there and passphrase is None:
        raise Trouble(ErrorKind.NO_PASSPHRASE)
    if passphrase is not None and (there or not has_store(paths.data)):
        return file.PassphraseVault(paths.data, passphrase, make=not there)
    from desktop.system.secrets import KeyringVault

    if passphrase is not None and not _is_in(KeyringVault(paths)):
        raise Trouble(ErrorKind.STORE_DAMAGED, detail=_NO_KEY)
    return KeyringVault(paths, wait_s=None) if patient else KeyringVault(paths)


def _is_in(keyring: Vault) -> bool:
    try:
        return keyring.get(DATA_KEY) is not None
    except Trouble as trouble:
        if trouble.kind is ErrorKind.NO_VAULT:
            return False
        raise


async def _finish_move(services: Services) -> None:
    """Forget in the keyring what a move into a file left there when it broke off, if that can be done now."""
    left: Callable[[], list[str]] | None = getattr(services.safe.vault, "elsewhere", None)
    if left is not None and left():
        with suppress(Trouble):
            await services.secrecy.tidy()


class VaultFound(NamedTuple):
    """Where a profile's secrets lie, or would: `kind` is None for nowhere, `made` says if they are there.

    `trouble` is what a person has to see to before it opens.
    """

    kind: VaultKind | None
    title: str
    made: bool = True
    locked: bool = False
    trouble: Trouble | None = None


def find_vault(paths: "Paths") -> VaultFound:
    """Look where this profile's secrets lie, without asking anybody for anything."""
    from desktop.store import vault as file
    from desktop.system.secrets import KeyringVault

    of_file = file.PassphraseVault
    if file.exists(paths.data):
        return VaultFound(of_file.kind, of_file.title)
    made = has_store(paths.data)
    if os.environ.get("SIDETONE_PASSPHRASE") and not made:
        return VaultFound(of_file.kind, of_file.title, made=False)
    keyring = KeyringVault(paths)
    try:
        keyring.look()
        locked = keyring.is_locked()
    except Trouble as trouble:
        return VaultFound(keyring.kind if made else None, keyring.title, made=made, trouble=trouble)
    trouble_ = Trouble(ErrorKind.VAULT_LOCKED) if locked else None
    return VaultFound(keyring.kind, keyring.title, made=made, locked=locked, trouble=trouble_)


def describe_vault(found: VaultFound) -> str:
    """Say where a profile's secrets lie, or would, and what is wrong with that place."""
    if found.trouble is not None:
        return found.trouble.sentence
    return found.title if found.made or found.kind is VaultKind.KEYRING else f"{found.title}, not made yet"


def has_store(folder: Path) -> bool:
    """Whether there is a database in a profile's data folder."""
    return (folder / DATABASE).exists()


def data_key(folder: Path, vault: Vault, fresh: bytes) -> bytes:
    """Return the database's key from the vault; a new profile gets the `fresh` one. Raises `Trouble`."""
    kept = vault.get(DATA_KEY)
    if kept is not None:
        return bytes.fromhex(kept)
    if has_store(folder):
        raise Trouble(ErrorKind.STORE_DAMAGED, detail=_NO_KEY)
    vault.set(DATA_KEY, fresh.hex())
    if vault.get(DATA_KEY) != fresh.hex():
        raise Trouble(ErrorKind.NO_VAULT)  # it forgets, and the database would be lost at the next start
    return fresh
