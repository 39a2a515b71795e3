"""The real command, as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.app.demo import accounts_of
from desktop.providers import discover
from desktop.system.paths import Paths
from tests.support import prepared
from tests.support.processes import ending, until

ROOT = Path(__file__).parents[2]
# What must not be loaded by help, by the version, and by a command that another process runs.
HEAVY = ("PySide6", "httpx", "apsw", "asyncio", "phonenumbers", "keyring", "starlette", "shtab")
PASSPHRASE = "correct horse battery staple"


def environment(profile: Path | None = None, **extra: str | None) -> dict[str, str]:
    """Return an environment for the command: no display, no keyring, a passphrase; None takes away."""
    wanted: dict[str, str | None] = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "SIDETONE_PASSPHRASE": PASSPHRASE,
        "SIDETONE_PROFILE": str(profile) if profile else None,
        **extra,
    }
    return {key: value for key, value in wanted.items() if value is not None}


def arguments(*argv: str) -> list[str]:
    """Return what starts the command."""
    return [sys.executable, "-m", "desktop", *argv]


def sidetone(
    *argv: str, profile: Path | None = None, stdin: str = "", timeout: float = 90, **extra: str | None
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, without a terminal."""
    folder = profile if profile and profile.exists() else ROOT
    return prepared.run([*argv], environment(profile, **extra), folder, stdin, timeout)


def started(*argv: str, profile: Path, **extra: str | None) -> subprocess.Popen[str]:
    """Start the command and leave it running; the caller ends it."""
    return subprocess.Popen(
        arguments(*argv),
        env=environment(profile, **extra),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the JSON objects of standard output; anything else there fails."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def add_account(
    profile: Path,
    hello: dict[str, Any],
    name: str = "Main",
    *,
    provider: str = "sipsim",
    secret: str | None = None,
    more: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Add the sandbox's account of a provider to a profile."""
    values = accounts_of(hello)[provider]
    key = next(
        field.key for field in discover()[provider].manifest.fields if field.secret and field.key in values
    )
    options = [part for name in values if name != key for part in ("--field", f"{name}={values[name]}")]
    return sidetone(
        "account", "add", provider, "--name", name, *options, "--secret", key, "--json", *more,
        profile=profile, stdin=(secret or values[key]) + "\n",
    )  # fmt: skip


def socket_of(profile: Path) -> Path:
    return Paths(profile).socket


@contextmanager
def running_window(profile: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the window off screen; it holds the profile and serves its socket."""
    with ending(started(profile=profile, PYTHONWARNINGS="default")) as window:
        until(lambda: socket_of(profile).exists() or window.poll() is not None)
        assert window.poll() is None, window.communicate()
        yield window
        window.terminate()
        window.communicate(timeout=30)
