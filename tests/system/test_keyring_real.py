"""The keyring's vault over a real Secret Service on a bus of its own."""

import gc
import os
import shutil
import subprocess
import sys
import threading
import time

import keyring
import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.paths import Paths
from desktop.system.secrets import KeyringVault

pytestmark = [
    pytest.mark.desktop,
    # keyring 25.7 leaves its connection to the collector when there is no service, or it is locked.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is of Linux"),
    pytest.mark.skipif(
        # In CI it starts, and fails: nothing may go untested there.
        not os.environ.get("CI")
        and (shutil.which("dbus-daemon") is None or shutil.which("gnome-keyring-daemon") is None),
        reason="NOT TESTED: install dbus-daemon and gnome-keyring",
    ),
]

# No folder of services: the bus starts nothing of this machine by itself.
BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


class Session:
    """A bus, and a keyring on it that can be stopped and started again."""

    def __init__(self, folder, monkeypatch):
        self._folder = folder
        configuration = folder / "bus.conf"
        configuration.write_text(BUS.format(folder=folder))
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--print-address=1", "--nofork"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._bus.stdout is not None
        address = self._bus.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        self._env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "DBUS_SESSION_BUS_ADDRESS": address,
        }
        self._daemon = None

    def start(self, *, password=None):
        """Start the keyring; without a password what it holds stays locked."""
        unlock = [] if password is None else ["--unlock"]
        self._daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._env,
            text=True,
        )
        self._daemon.stdin.write(password or "")
        self._daemon.stdin.close()
        until = time.monotonic() + 10
        while not self._is_owned():
            assert time.monotonic() < until
            threading.Event().wait(0.02)

    def _is_owned(self):
        with open_dbus_connection(self._env["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            bus = DBusAddress("/", "org.freedesktop.DBus", "org.freedesktop.DBus")
            asked = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
            return connection.send_and_get_reply(asked).body[0]

    def stop(self):
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(10)
            self._daemon = None

    def close(self):
        self.stop()
        self._bus.terminate()
        self._bus.wait(10)
        self._bus.stdout.close()


@pytest.fixture
def session(tmp_path, monkeypatch):
    from keyring.backends.SecretService import Keyring  # noqa: PLC0415 - of Linux

    tmp_path.chmod(0o700)
    opened = Session(tmp_path, monkeypatch)
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield opened
    keyring.set_keyring(before)
    opened.close()
    gc.collect()


def kind_of(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.kind


def test_secrets_outlive_the_keyring_and_a_locked_one_is_said(session, tmp_path):
    vault = KeyringVault(Paths(tmp_path / "profile"))
    assert kind_of(lambda: vault.get("a")) is ErrorKind.NO_VAULT
    assert kind_of(vault.look) is ErrorKind.NO_VAULT
    assert not vault.is_locked()
    session.start(password="of the login\n")
    vault.look()
    assert not vault.is_locked()
    long = "é" * 3_000
    vault.set("a", "secret")
    vault.set("b", long)
    vault.set("c", "gone")
    vault.delete("c")
    vault.delete("c")
    assert (vault.get("a"), vault.get("b"), vault.get("c")) == ("secret", long, None)
    assert KeyringVault(Paths(tmp_path / "other")).get("a") is None
    session.stop()
    session.start(password="of the login\n")
    assert (vault.get("a"), vault.get("b")) == ("secret", long)
    session.stop()
    session.start()
    vault.look()
    assert vault.is_locked()
    assert kind_of(vault.unlock) is ErrorKind.VAULT_LOCKED
    assert kind_of(lambda: vault.get("a")) is ErrorKind.VAULT_LOCKED
    assert kind_of(lambda: vault.set("a", "changed")) is ErrorKind.VAULT_LOCKED
    session.stop()
    assert kind_of(lambda: vault.get("a")) is ErrorKind.NO_VAULT
