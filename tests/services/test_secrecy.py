"""Secrets on their way between the keyring and a file, keyrings that lock themselves, and who is asked."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.vaults import VaultKind
from desktop.services.safe import DATA_KEY, Safe
from desktop.services.secrecy import Secrecy
from desktop.store import vault as file
from desktop.store.vault import PassphraseVault
from desktop.system.paths import Paths
from desktop.system.secrets import KeyringVault
from tests.support.memory_keyring import MemoryKeyring, memory_keyring

PASSPHRASE = "correct horse battery staple"
HELD = {DATA_KEY: "ab" * 32, "account/1/secret": "s3cret-word", "account/1/token": "x" * 3_000}


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path)
    made.data.mkdir(parents=True, exist_ok=True)
    return made


async def names() -> list[str]:
    return [name for name in HELD if name != DATA_KEY]


def in_keyring(paths: Paths) -> Secrecy:
    vault = KeyringVault(paths)
    for name, secret in HELD.items():
        vault.set(name, secret)
    return Secrecy(Safe(vault), paths, names)


def in_file(paths: Paths) -> Secrecy:
    return Secrecy(Safe(PassphraseVault.make(paths.data, PASSPHRASE, HELD, ())), paths, names)


def held_by(paths: Paths, passphrase: str | None) -> dict[str, str | None]:
    """Return what a program that starts now finds."""
    if passphrase is None:
        assert not file.exists(paths.data)
        return {name: KeyringVault(paths).get(name) for name in HELD}
    vault = PassphraseVault(paths.data, passphrase)
    try:
        return {name: vault.get(name) for name in HELD}
    finally:
        vault.close()


async def kind_of(work: object) -> ErrorKind:
    with pytest.raises(Trouble) as caught:
        await work  # type: ignore[misc]  # a coroutine
    return caught.value.kind


async def test_everything_moves_and_nothing_stays_behind(ring: MemoryKeyring, paths: Paths) -> None:
    secrecy = in_keyring(paths)
    assert (await secrecy.state()).kind is VaultKind.KEYRING
    await secrecy.move_to_file(PASSPHRASE)
    assert (await secrecy.state()).kind is VaultKind.PASSPHRASE
    assert held_by(paths, PASSPHRASE) == HELD
    assert ring.kept == {}
    assert await kind_of(secrecy.move_to_file(PASSPHRASE)) is ErrorKind.USAGE
    await secrecy.change_passphrase(PASSPHRASE, "another one entirely")
    assert held_by(paths, "another one entirely") == HELD
    await secrecy.move_to_keyring()
    assert (await secrecy.state()).kind is VaultKind.KEYRING
    assert held_by(paths, None) == HELD
    assert list(paths.data.iterdir()) == []
    assert await kind_of(secrecy.change_passphrase(PASSPHRASE, PASSPHRASE)) is ErrorKind.USAGE


async def test_what_is_kept_while_the_move_begins_moves_too(ring: MemoryKeyring, paths: Paths) -> None:
    in_keyring(paths)
    safe = Safe(KeyringVault(paths))

    async def named() -> list[str]:
        found = await names()
        safe.set("account/2/secret", "of an account that is added now")
        return found

    await Secrecy(safe, paths, named).move_to_file(PASSPHRASE)
    assert safe.get("account/2/secret") == "of an account that is added now"
    assert ring.kept == {}
    safe.close()


async def test_what_an_earlier_move_left_of_a_removed_account_does_not_stay(
    ring: MemoryKeyring, paths: Paths
) -> None:
    KeyringVault(paths).set("account/7/secret", "left by a crash")
    vault = PassphraseVault.make(paths.data, PASSPHRASE, HELD, ["account/7/secret"])
    await Secrecy(Safe(vault), paths, names).move_to_keyring()
    assert held_by(paths, None) == HELD
    assert KeyringVault(paths).get("account/7/secret") is None


async def test_a_keyring_that_fails_anywhere_on_the_way_leaves_what_was(
    ring: MemoryKeyring, paths: Paths
) -> None:
    secrecy = in_file(paths)
    ring.calls, ring.breaks_at = 0, 10**6
    await secrecy.move_to_keyring()
    steps = ring.calls
    assert steps > len(HELD)
    await secrecy.move_to_file(PASSPHRASE)
    for step in range(1, steps + 1):
        ring.calls, ring.breaks_at = 0, step
        assert await kind_of(secrecy.move_to_keyring()) is ErrorKind.VAULT_LOCKED, step
        assert held_by(paths, PASSPHRASE) == HELD
        assert (await secrecy.state()).kind is VaultKind.PASSPHRASE
    ring.breaks_at = 0
    await secrecy.tidy()
    assert ring.kept == {}, "what the attempts left there is forgotten"


async def test_a_full_disk_leaves_everything_in_the_keyring(
    ring: MemoryKeyring, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrecy = in_keyring(paths)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert await kind_of(secrecy.move_to_file(PASSPHRASE)) is ErrorKind.DISK
    assert held_by(paths, None) == HELD


async def test_a_crash_after_the_file_is_there_is_tidied_up_later(ring: MemoryKeyring, paths: Paths) -> None:
    """The file has its name, and the process dies before the keyring has forgotten."""
    in_keyring(paths)
    left = PassphraseVault.make(paths.data, PASSPHRASE, HELD, HELD)
    left.close()
    again = Secrecy(Safe(PassphraseVault(paths.data, PASSPHRASE)), paths, names)
    assert held_by(paths, PASSPHRASE) == HELD
    ring.calls, ring.breaks_at = 0, 3
    assert await kind_of(again.tidy()) is ErrorKind.VAULT_LOCKED
    ring.breaks_at = 0
    await again.tidy()
    assert ring.kept == {}
    calls = ring.calls
    await again.tidy()
    assert ring.calls == calls, "nobody is asked twice"


async def test_what_is_too_short_or_not_known_changes_nothing(ring: MemoryKeyring, paths: Paths) -> None:
    secrecy = in_keyring(paths)
    assert await kind_of(secrecy.move_to_file("short")) is ErrorKind.USAGE
    assert held_by(paths, None) == HELD
    secrecy = in_file(paths)
    assert await kind_of(secrecy.change_passphrase("not it at all", "long enough")) is (
        ErrorKind.WRONG_PASSPHRASE
    )
    assert await kind_of(secrecy.change_passphrase(PASSPHRASE, "short")) is ErrorKind.USAGE
    assert held_by(paths, PASSPHRASE) == HELD
    keyring.set_keyring(fail.Keyring())
    assert await kind_of(secrecy.move_to_keyring()) is ErrorKind.NO_VAULT
    assert (await secrecy.state()).keyring
    assert held_by(paths, PASSPHRASE) == HELD


class Locking:
    """A keyring that locks itself, and counts how often somebody is asked."""

    title = "system keyring"
    kind = VaultKind.KEYRING

    def __init__(self) -> None:
        self.locked = True
        self.asked = 0
        self.answered = threading.Event()

    def is_locked(self) -> bool:
        return self.locked

    def unlock(self) -> None:
        self.asked += 1
        self.answered.wait(20)
        if self.locked:
            raise Trouble(ErrorKind.VAULT_LOCKED)

    def get(self, name: str) -> str | None:
        assert not self.locked, "this would have asked"
        return HELD.get(name)

    def set(self, name: str, secret: str) -> None:
        assert not self.locked, "this would have asked"

    def delete(self, name: str) -> None:
        assert not self.locked, "this would have asked"


def reading(safe: Safe) -> list[Callable[[], object]]:
    return [lambda: safe.get("a"), lambda: safe.set("a", "b"), lambda: safe.delete("a")]


async def test_a_locked_keyring_asks_once_and_only_when_a_person_wishes_it() -> None:
    vault = Locking()
    safe, heard, begun = Safe(vault), list[bool](), asyncio.Event()
    safe.listen(lambda: heard.append(safe.waiting))
    safe.listen(begun.set)
    for call in reading(safe):
        with pytest.raises(Trouble) as caught:
            call()
        assert caught.value.kind is ErrorKind.VAULT_LOCKED
    assert vault.asked == 0
    wishes = [asyncio.create_task(safe.unlock()) for _ in range(3)]
    await asyncio.wait_for(begun.wait(), 20)
    wishes[0].cancel()  # one of them does not wait any more; the others do
    vault.locked = False
    vault.answered.set()
    assert await asyncio.gather(*wishes[1:]) == [True, True]
    assert vault.asked == 1
    assert heard == [True, False]
    assert safe.get("account/1/secret") == "s3cret-word"
    assert await safe.unlock() is False
    await safe.end()


async def test_who_does_not_open_it_or_stops_waiting_is_told() -> None:
    vault = Locking()
    safe = Safe(vault)
    vault.answered.set()  # the person presses cancel
    assert await kind_of(safe.unlock()) is ErrorKind.VAULT_LOCKED
    vault.answered.clear()
    begun = asyncio.Event()
    safe.listen(begun.set)
    waiting = asyncio.create_task(safe.unlock())
    await asyncio.wait_for(begun.wait(), 20)
    safe.stop_unlocking()
    assert await kind_of(waiting) is ErrorKind.VAULT_LOCKED
    assert not safe.waiting
    vault.answered.set()
