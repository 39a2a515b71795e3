"""Two processes on one profile: whoever has the lock runs the other's commands."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.app.lock import ProfileLock
from desktop.system.paths import Paths
from tests.support.command import (
    HEAVY,
    ROOT,
    add_account,
    arguments,
    environment,
    rows,
    running_window,
    sidetone,
    socket_of,
    started,
)
from tests.support.processes import ending, until
from tests.support.sandbox import running_sandbox, world


@pytest.fixture
def window(profile: Path, hello: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    assert add_account(profile, hello).returncode == 0
    with running_window(profile) as running:
        yield running


def test_changing_commands_run_inside_the_window(
    profile: Path, hello: dict[str, Any], window: subprocess.Popen[str]
) -> None:
    path = socket_of(profile)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    synced = sidetone("sync", "--json", profile=profile)
    assert synced.returncode == 0, synced.stderr
    assert rows(synced)[0]["complete"] is True
    calls = rows(sidetone("calls", "list", "--json", profile=profile))
    assert len(calls) >= 300

    call = next(call for call in calls if call["has_recording"])
    saved = sidetone("calls", "recording", call["id"], "--output", "here.mp3", "--json", profile=profile)
    assert saved.returncode == 0, saved.stderr
    assert (profile / "here.mp3").stat().st_size == rows(saved)[0]["bytes"]

    changed = sidetone("settings", "set", "sync.interval_s", "77", profile=profile)
    assert (changed.returncode, changed.stdout) == (0, "77\n")
    assert sidetone("settings", "get", "sync.interval_s", profile=profile).stdout == "77\n"

    dialled = sidetone("dial", "+33639980501", "--yes", "--allow", "night", "--json", profile=profile)
    assert dialled.returncode == 0, dialled.stderr
    assert rows(dialled)[0]["state"] == "placed"
    assert window.poll() is None


def test_secrets_and_errors_cross_over(
    profile: Path, hello: dict[str, Any], window: subprocess.Popen[str]
) -> None:
    second = add_account(profile, hello, "Second")
    assert second.returncode == 0, second.stderr
    assert rows(second)[0]["name"] == "Second"
    wrong = add_account(profile, hello, "Third", secret="wrong")
    assert wrong.returncode == 3
    assert rows(wrong)[-1]["error"]["kind"] == "sign_in"
    usage = sidetone("account", "remove", "Nobody", "--json", profile=profile)
    assert usage.returncode == 4
    assert rows(usage)[-1]["error"]["kind"] == "no_account"
    refused = sidetone("dial", "112", "--yes", "--json", profile=profile)
    assert refused.returncode == 6
    passphrase = sidetone("account", "remove", "Main", "--json", profile=profile, SIDETONE_PASSPHRASE="wrong")
    assert passphrase.returncode == 5
    assert [row["name"] for row in rows(sidetone("account", "list", "--json", profile=profile))] == [
        "Main",
        "Second",
    ]


def test_a_question_crosses_over(profile: Path, hello: dict[str, Any], window: subprocess.Popen[str]) -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"y\n")
    try:
        done = subprocess.run(
            arguments("dial", "+33639980502", "--allow", "night"), env=environment(profile), cwd=ROOT,
            stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "[y/N]" in done.stderr
    assert "Placed" in done.stdout


def test_handing_over_imports_nothing_heavy(profile: Path, window: subprocess.Popen[str]) -> None:
    program = (
        "import sys\nfrom desktop.app.cli.entry import main\n"
        "code = main(['settings', 'set', 'sync.interval_s', '78'])\n"
        f"print(code, *[m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(profile), cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("78\n", "0\n")


def test_a_link_goes_to_the_window_that_runs(profile: Path, window: subprocess.Popen[str]) -> None:
    for command in ([], ["tel:+33639980503"], ["06 39 98 05 04"]):
        done = sidetone(*command, profile=profile)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), command
    assert window.poll() is None


def test_a_killed_window_leaves_nothing_in_the_way(profile: Path, window: subprocess.Popen[str]) -> None:
    window.kill()
    window.wait()
    assert socket_of(profile).exists()
    done = sidetone("account", "test", "Main", profile=profile)
    assert done.returncode == 0, done.stderr
    assert not socket_of(profile).exists()


def test_the_window_ends_in_order(profile: Path, window: subprocess.Popen[str]) -> None:
    window.terminate()
    _, errors = window.communicate(timeout=30)
    assert window.returncode == 0, errors
    assert "Traceback" not in errors
    assert not socket_of(profile).exists()
    log = (profile / "log" / "sidetone.log").read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log


@pytest.fixture(scope="module")
def slow() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "3000", "--latency", "400") as line:
        yield line


def test_ctrl_c_at_the_client_cancels_there(profile: Path, slow: dict[str, Any]) -> None:
    assert add_account(profile, slow).returncode == 0
    with running_window(profile) as window:
        with ending(started("sync", "--json", profile=profile)) as client:
            until(lambda: _is_connected(client.pid))
            client.send_signal(signal.SIGINT)
            out, errors = client.communicate(timeout=30)
        assert client.returncode == 130, errors
        assert json.loads(out.splitlines()[-1])["error"]["kind"] == "cancelled"
        assert window.poll() is None
        assert sidetone("settings", "set", "sync.interval_s", "76", profile=profile).returncode == 0


def _is_connected(pid: int) -> bool:
    """Whether a process has a socket open; its streams are pipes."""
    try:
        descriptors = [*Path(f"/proc/{pid}/fd").iterdir()]
        return any(str(descriptor.readlink()).startswith("socket:") for descriptor in descriptors)
    except FileNotFoundError:  # closed while they were gone through: looked at again
        return False


def test_ctrl_c_ends_a_command_of_its_own(profile: Path, slow: dict[str, Any]) -> None:
    assert add_account(profile, slow).returncode == 0
    seen = len(world(slow)["requests"])
    with ending(started("sync", "--json", profile=profile)) as running:
        until(lambda: len(world(slow)["requests"]) > seen)
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=30)
    assert running.returncode == 130, (out, errors)
    assert "Traceback" not in errors
    assert sidetone("account", "list", profile=profile).returncode == 0


def test_a_holder_that_never_answers_is_said(profile: Path) -> None:
    """Somebody has the lock and a dead socket: after a while the command says so and does nothing."""
    paths = Paths(profile)
    lock = ProfileLock(paths.lock)
    assert lock.acquire()
    program = (
        "from desktop.app.cli import entry\nentry.HANDOVER_S = 0.3\n"
        "raise SystemExit(entry.main(['sync', '--json']))"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment(profile), cwd=ROOT, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        lock.release()
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "profile_in_use"


def test_a_client_that_says_nothing_sensible_is_put_off(profile: Path, window: subprocess.Popen[str]) -> None:
    for text in (
        b"not json\n",
        b'{"argv": ["calls", "list"], "cwd": "/"}\n',
        b'{"argv": ["demo"]}\n',
        b"",
        b"[1]\n",
    ):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(20)
            link.connect(str(socket_of(profile)))
            link.sendall(text)
            link.shutdown(socket.SHUT_WR)
            while link.recv(4096):
                pass
    assert sidetone("settings", "set", "sync.interval_s", "75", profile=profile).returncode == 0
    assert window.poll() is None
    assert "ERROR" not in (profile / "log" / "sidetone.log").read_text()
