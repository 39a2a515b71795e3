"""The sandbox's launcher, the demo, and what is left of them when they are killed."""

import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT, arguments, environment, rows, sidetone
from tests.support.processes import children, ending, is_alive, until
from tests.support.sandbox import world


def test_the_sandbox_prints_one_line_and_ends_on_a_signal(tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with ending(
            subprocess.Popen(
                arguments("sandbox", "--calls", "10", "--seed", "3"), env=environment(tmp_path), cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
        ) as running:  # fmt: skip
            assert running.stdout is not None
            hello: dict[str, Any] = json.loads(running.stdout.readline())
            assert {"sipsim", "world"} <= hello.keys()
            assert len(world(hello, "sipsim")["calls"]) == 10
            running.send_signal(number)
            out, errors = running.communicate(timeout=30)
        assert (running.returncode, out, errors) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--faults", "gremlins"), ("--port", "70000"), ("--port", "-1"), ("--calls", "-1"),
        ("--calls", "1e3"), ("--seed", "x"), ("--now", "soon"), ("--busy-time", "nan"),
    ],
)  # fmt: skip
def test_the_sandbox_refuses_what_it_does_not_know(option: str, value: str) -> None:
    done = sidetone("sandbox", f"{option}={value}", "--json")
    assert done.returncode == 2
    assert value in done.stderr
    [row] = rows(done)
    assert row["error"]["kind"] == "usage"


def test_the_sandbox_says_that_its_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = sidetone("sandbox", "--port", port, "--json")
    assert done.returncode == 1
    assert port in rows(done)[0]["error"]["message"]


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, below which a socket's path fits."""
    with tempfile.TemporaryDirectory(prefix="st-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_demo_takes_its_sandbox_along(short: Path, number: signal.Signals) -> None:
    folder = short
    with ending(
        subprocess.Popen(
            arguments("demo"), env=environment(None, TMPDIR=str(folder), PYTHONWARNINGS="default"), cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
    ) as demo:  # fmt: skip
        until(lambda: any(folder.glob("sidetone-demo-*/**/sidetone.sock")) or demo.poll() is not None)
        assert demo.poll() is None, demo.communicate()
        [sandbox] = children(demo.pid)
        os.kill(demo.pid, number)
        _, errors = demo.communicate(timeout=30)
        until(lambda: not is_alive(sandbox))
    if number == signal.SIGTERM:
        assert demo.returncode == 0, errors
        assert "Traceback" not in errors
        assert list(folder.iterdir()) == []


def test_a_window_without_any_vault_asks_and_keeps_nothing_without_an_answer(short: Path) -> None:
    profile, folder = short / "profile", short / "temporary"
    folder.mkdir()
    bare = environment(profile, TMPDIR=str(folder), SIDETONE_PASSPHRASE=None, PYTHONWARNINGS="default")
    with ending(
        subprocess.Popen(
            arguments(), env=bare, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
    ) as window:  # fmt: skip
        until(lambda: any(profile.glob("**/sidetone.sock")) or window.poll() is not None)
        assert window.poll() is None, window.communicate()
        window.terminate()
        _, errors = window.communicate(timeout=30)
    assert (window.returncode, "no keyring" in errors) == (5, True), errors
    assert list(folder.iterdir()) == []
    assert not list(profile.rglob("*.db"))


def test_a_place_where_no_socket_fits_is_said(tmp_path: Path) -> None:
    """Only a temporary folder with a very long name leaves no place for a socket."""
    long = tmp_path / ("x" * 100)
    long.mkdir()
    done = sidetone("sync", "--json", profile=long / "p", TMPDIR=str(long), XDG_RUNTIME_DIR=str(long))
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "disk"
