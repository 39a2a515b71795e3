"""The keyring's vault over backends made for the test, and the vault of a session."""

import sys
import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.paths import Paths
from desktop.system.secrets import KeyringVault, SessionVault


class Memory(KeyringBackend):
    """As strict as Windows: no entry over 1,280 characters, none deleted that is not there."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        assert 0 < len(password) <= 1_280
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(Memory):
    def get_password(self, service, username):
        raise KeyringLocked


class Broken(Memory):
    def get_password(self, service, username):
        raise InitError


class Asking(Memory):
    """Blocks as a locked keyring does while its prompter waits for the person."""

    def __init__(self):
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service, username):
        self.answered.wait(30)
        return "opened"


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield lambda backend: keyring.set_keyring(backend) or backend
    keyring.set_keyring(before)


@pytest.fixture
def ring(use):
    return use(Memory())


@pytest.fixture
def vault(tmp_path):
    return KeyringVault(Paths(tmp_path / "profile"))


def kind_of(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.kind


def test_secrets_come_back_and_go(ring, vault):
    assert vault.get("a") is None
    vault.set("a", "secret")
    vault.set("b", "other")
    assert (vault.get("a"), vault.get("b")) == ("secret", "other")
    vault.delete("a")
    vault.delete("a")
    assert (vault.get("a"), vault.get("b")) == (None, "other")
    assert {service for service, _ in ring.kept} == {"sidetone"}


def test_profiles_are_apart(ring, vault, tmp_path):
    other = KeyringVault(Paths(tmp_path / "other"))
    vault.set("a", "mine")
    assert other.get("a") is None
    other.delete("a")
    assert vault.get("a") == "mine"


@pytest.mark.parametrize("size", [1_200, 1_201, 2_400, 9_999])
def test_long_secrets_are_spread_and_leave_nothing(ring, vault, size):
    secret = "".join(chr(33 + number % 90) for number in range(size))
    vault.set("a", secret)
    assert vault.get("a") == secret
    vault.set("a", "x" * 1_201)
    assert vault.get("a") == "x" * 1_201
    vault.set("a", "short")
    assert (vault.get("a"), len(ring.kept)) == ("short", 1)
    vault.set("a", secret)
    vault.delete("a")
    assert ring.kept == {}


def test_a_secret_that_looks_like_our_own_mark(ring, vault):
    vault.set("a", "sidetone-parts:7")
    assert vault.get("a") == "sidetone-parts:7"


def test_a_lost_part_makes_the_secret_unknown(ring, vault):
    vault.set("a", "x" * 3_000)
    del ring.kept[next(key for key in ring.kept if key[1].endswith("#2"))]
    assert vault.get("a") is None


def test_no_keyring(use, vault):
    use(fail.Keyring())
    assert kind_of(lambda: vault.get("a")) is ErrorKind.NO_VAULT
    assert kind_of(lambda: vault.set("a", "b")) is ErrorKind.NO_VAULT
    use(Broken())
    assert kind_of(lambda: vault.get("a")) is ErrorKind.NO_VAULT


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is of Linux")
def test_a_session_whose_bus_has_gone_has_no_keyring(use, vault, monkeypatch):
    use(SecretService.Keyring())
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    assert kind_of(vault.look) is ErrorKind.NO_VAULT
    assert not vault.is_locked()
    assert kind_of(lambda: vault.get("a")) is ErrorKind.NO_VAULT


def test_a_backend_that_writes_in_the_clear_is_refused(use, vault):
    plain = use(type("PlaintextKeyring", (Memory,), {"__module__": "keyrings.alt.file"})())
    assert kind_of(lambda: vault.set("a", "b")) is ErrorKind.NO_VAULT
    assert plain.kept == {}


def test_the_best_of_several_is_taken_unless_it_writes_in_the_clear(use, vault, monkeypatch):
    plain = type("PlaintextKeyring", (Memory,), {"__module__": "keyrings.alt.file"})()
    good = Memory()
    monkeypatch.setattr(ChainerBackend, "backends", [plain, good])
    use(ChainerBackend())
    vault.set("a", "secret")
    assert (plain.kept, vault.get("a")) == ({}, "secret")


def test_a_locked_keyring(use, vault):
    use(Locked())
    assert kind_of(lambda: vault.get("a")) is ErrorKind.VAULT_LOCKED


def test_a_prompter_that_nobody_answers_blocks_for_its_time_only(use, tmp_path):
    asking = use(Asking())
    vault = KeyringVault(Paths(tmp_path), wait_s=0.05)
    assert kind_of(lambda: vault.get("a")) is ErrorKind.VAULT_LOCKED
    assert kind_of(lambda: vault.get("a")) is ErrorKind.VAULT_LOCKED
    waiting = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    assert [thread.daemon for thread in waiting] == [True]
    asking.answered.set()
    waiting[0].join(10)
    assert vault.get("a") == "opened"


def test_a_bug_is_not_trouble(use, vault):
    class Buggy(Memory):
        def get_password(self, service, username):
            raise LookupError("ours")

    use(Buggy())
    with pytest.raises(LookupError, match="ours"):
        vault.get("a")


def test_a_session_forgets():
    vault = SessionVault()
    vault.set("a", "b")
    assert (vault.get("a"), vault.get("c")) == ("b", None)
    vault.delete("a")
    vault.delete("a")
    assert (vault.get("a"), SessionVault().get("a")) == (None, None)
