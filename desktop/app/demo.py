"""The demo: a sandbox of our own, a profile that is thrown away, and the window on both."""

import asyncio
import importlib.util
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.services import Services

WAIT_S = 10.0
LOOK_S, LOOKS = 0.1, 20

_apart: list[subprocess.Popen[bytes]] = []
"""Kept, for Python warns of a process that is forgotten while it runs."""


def run() -> int:
    """Start the sandbox, add its accounts by the very service a person uses, and open the window."""
    from desktop.app.main import run_window
    from desktop.system.paths import Paths

    with tempfile.TemporaryDirectory(prefix="sidetone-demo-") as folder, sandbox("--live") as hello:
        return run_window(
            Paths(Path(folder), lasting=False), None, prepare=partial(_prepare, hello=hello), keep=False
        )


async def _prepare(services: "Services", *, hello: dict[str, Any]) -> None:
    """Sign in, and have the demo end with its window: whoever tries something out looks for no tray.

    What rings is chosen too, so that the first call from an account that cannot call asks for nothing.
    """
    services.settings.set("tray.keep_running", value=False)
    await add_accounts(services, hello, "{} (demo)")
    line = await services.lines.default()
    if line is not None:
        services.lines.keep(line)


async def add_accounts(services: "Services", hello: dict[str, Any], *names: str) -> None:
    """Add the sandbox's account of each provider. Whoever lacks least is the first, as in the form.

    The names have a place for the provider's title; where there are more providers, they begin again.
    """
    manifests, offered = services.accounts.providers(), accounts_of(hello)
    in_order = sorted(offered, key=lambda one: (len(manifests[one].lacks), one))
    for provider, name in zip(in_order, cycle(names), strict=False):
        manifest, values = manifests[provider], offered[provider]
        secret = {field.key for field in manifest.fields if field.secret}
        await services.accounts.add(
            provider,
            name.format(manifest.title),
            {key: value for key, value in values.items() if key not in secret},
            {key: value for key, value in values.items() if key in secret},
        )


def accounts_of(hello: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return each provider's fields; a client id and an access token are two ways in, one is enough."""
    found = {name: dict(values) for name, values in hello.items() if isinstance(values, dict)}
    for values in found.values():
        if "client_secret" in values:
            values.pop("access_token", None)
    return found


def is_installed() -> bool:
    """Whether this installation has the sandbox, which is an extra of the wheel."""
    return all(importlib.util.find_spec(name) for name in ("desktop.sandbox", "starlette", "uvicorn"))


async def open_apart() -> None:
    """Open the demo as a process of its own, which does not end with this one.

    Raises `Trouble` UNSUPPORTED when it does not live for a moment.
    """
    child = subprocess.Popen(  # noqa: S603, ASYNC220 - our own program, and it is to outlive us
        [*_own_program(), "demo"], stdin=subprocess.DEVNULL, start_new_session=True
    )
    _apart.append(child)
    for _ in range(LOOKS):
        await asyncio.sleep(LOOK_S)
        if child.poll():
            raise Trouble(ErrorKind.UNSUPPORTED, account="This installation", detail="open the demo")


def _own_program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


@contextmanager
def sandbox(*options: str) -> Iterator[dict[str, Any]]:
    """Run the sandbox, with its own options, as a child that ends with us, and yield its line."""
    child = subprocess.Popen(  # noqa: S603 - our own program
        [*_own_program(), "sandbox", "--parent-watch", *options],
        stdin=subprocess.PIPE,  # it ends when this pipe does, on every system
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        line = child.stdout.readline()
        if not line:
            raise Trouble(ErrorKind.UNSUPPORTED, account="This installation", detail="start the sandbox")
        yield json.loads(line)
    finally:
        child.stdin.close()
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()
