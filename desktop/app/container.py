"""Builds everything that a profile needs, floor by floor, and closes it in reverse order."""

import asyncio
import logging
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.clock import utc_now
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Notifier, Softphone, Vault
from desktop.services import Services
from desktop.services.assembly import assemble
from desktop.services.changes import Changes
from desktop.services.policy import Policy
from desktop.services.settings import Settings
from desktop.system.log import register_secret

if TYPE_CHECKING:
    from desktop.store import Store, UploadStore
    from desktop.system.paths import Paths

T = TypeVar("T")

log = logging.getLogger(__name__)

DATABASE = "sidetone.db"
DATA_KEY = "data-key"  # the database's key in the vault, 64 hex digits


@dataclass
class Container:
    """An open profile: its services, and all that has to be closed with them."""

    paths: "Paths"
    store: "Store"
    uploads: "UploadStore"
    vault: Vault
    services: Services
    _closing: AsyncExitStack

    def opens_with(self, passphrase: str) -> bool:
        """Whether another process's passphrase opens this profile too. Takes 25 ms where there is one."""
        tried: Callable[[str], bool] | None = getattr(self.vault, "opens_with", None)
        return tried is None or tried(passphrase)

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
) -> Container:
    """Open the profile. Raises `Trouble` when there is no vault or it does not open; nothing is stored then.

    `passphrase` None means `SIDETONE_PASSPHRASE`. A session that keeps nothing gives a `vault` and a
    folder for its data, `kept_in`, of its own. `softphone` None means this computer's.
    """
    from desktop.providers import discover
    from desktop.store import Media, Store, UploadStore
    from desktop.system.softphone import system_softphone

    if passphrase is None:
        passphrase = os.environ.get("SIDETONE_PASSPHRASE") or None
    if passphrase is not None:
        register_secret(passphrase)
    async with AsyncExitStack() as stack:
        folder = kept_in or paths.data
        if vault is None:
            vault = choose_vault(paths, passphrase)
            stack.callback(getattr(vault, "close", _nothing))
        key = await _apart(partial(data_key, folder, vault))
        policy = Policy.load(paths.policy)
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
            vault=vault,
            providers=discover(),
            settings=settings,
            changes=changes,
            policy=policy,
            report=report,
            now=now,
            notifier=notifier,
            softphone=softphone or system_softphone(),
        )
        stack.push_async_callback(services.close)
        return Container(paths, store, uploads, vault, services, stack.pop_all())
    raise AssertionError  # the block above returns or raises


async def _apart(work: Callable[[], T]) -> T:
    """Run what may block for long, a keyring, in a thread that holds up neither the loop nor the end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(answer: T | None, fault: Exception | None) -> None:
        if done.done():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(answer)  # type: ignore[arg-type]  # T itself when there was no fault

    def run() -> None:
        answer, fault = None, None
        try:
            answer = work()
        except Exception as error:
            fault = error
        with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits
            loop.call_soon_threadsafe(settle, answer, fault)

    threading.Thread(target=run, name="vault", daemon=True).start()
    return await done


def choose_vault(paths: "Paths", passphrase: str | None) -> Vault:
    """Return the vault of the profile: an existing file, else a new one for a passphrase, else the keyring.

    Raises `Trouble` NO_PASSPHRASE, WRONG_PASSPHRASE or NO_VAULT.
    """
    from desktop.store import vault as file

    if file.exists(paths.data) and passphrase is None:
        raise Trouble(ErrorKind.NO_PASSPHRASE)
    if passphrase is not None:
        return file.PassphraseVault(paths.data, passphrase)
    from desktop.system.secrets import KeyringVault

    return KeyringVault(paths)


def describe_vault(paths: "Paths") -> str:
    """Say where this profile's secrets lie, or would, and what is wrong with that place."""
    from desktop.store import vault as file
    from desktop.system.secrets import KeyringVault

    if file.exists(paths.data):
        return file.PassphraseVault.title
    if os.environ.get("SIDETONE_PASSPHRASE"):
        return f"{file.PassphraseVault.title}, not made yet"
    keyring = KeyringVault(paths)
    try:
        keyring.get(DATA_KEY)
    except Trouble as trouble:
        return trouble.sentence
    return keyring.title


def _nothing() -> None:
    pass


def has_store(folder: Path) -> bool:
    """Whether there is a database in a profile's data folder."""
    return (folder / DATABASE).exists()


def data_key(folder: Path, vault: Vault) -> bytes:
    """Return the database's key from the vault, made when the profile is new."""
    kept = vault.get(DATA_KEY)
    if kept is not None:
        return bytes.fromhex(kept)
    if has_store(folder):
        raise Trouble(ErrorKind.STORE_DAMAGED, detail="its key is not in the vault any more")
    key = secrets.token_bytes(32)
    vault.set(DATA_KEY, key.hex())
    return key
