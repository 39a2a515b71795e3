"""Starts a program with a link, once, and looks whether it takes it."""

import asyncio
import atexit
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.softphone.link import marked

TAKES_S = 1.2
"""A program that cannot be started at all, and one that runs already and is told, have ended by then.

So has Sidetone itself behind a command that does not tell, which takes half of it on a busy computer.
"""
LOOK_S = 0.05

REFUSED = 6
"""How Sidetone ends when it was handed its own link; see `app/cli/exits.py`."""
_NOT_RUN = (126, 127)

_started: list[subprocess.Popen[bytes]] = []
"""Kept until they end, for Python warns of a process that is forgotten while it runs."""


async def launch(name: str, command: Sequence[str], number: str, folder: str = "") -> str:
    """Start a program that outlives us; returns and raises what `Softphone.hand_over` does."""
    _reap()
    try:
        child = subprocess.Popen(  # noqa: S603, ASYNC220 - no shell, and it is not to end with us
            list(command),
            env=marked(os.environ, number),
            cwd=folder if folder and Path(folder).is_dir() else Path.home(),  # noqa: ASYNC240 - a look
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _not_started(name, getattr(error, "strerror", None) or str(error)) from error
    _started.append(child)
    for _ in range(round(TAKES_S / LOOK_S)):
        code = child.poll()
        if code is not None:
            break
        await asyncio.sleep(LOOK_S)
    if code in (None, 0):
        return ""
    if code == REFUSED:
        raise came_back_trouble(name)
    if code in _NOT_RUN:
        raise _not_started(name, f"it ended with {code}")
    return f"{name} ended at once, with {code}. Look whether it took the number before you call again."


def came_back_trouble(name: str) -> Trouble:
    """Return what is said when the program turns out to open Sidetone."""
    return Trouble(
        ErrorKind.NO_SOFTPHONE,
        detail=f"{name} opens Sidetone itself, so nothing was called. Choose another program for "
        "links to phone numbers, in the system's settings or in the list of lines.",
    )


def _not_started(name: str, why: str) -> Trouble:
    return Trouble(
        ErrorKind.NO_SOFTPHONE,
        detail=f"{name} could not be started ({why}), so nothing was called. Start it by hand, or choose "
        "another program in the list of lines.",
    )


def _reap() -> None:
    _started[:] = [child for child in _started if child.poll() is None]


@atexit.register
def _let_go() -> None:
    """Leave what still runs to itself, without Python's warning."""
    for child in _started:
        if child.poll() is None:
            child.returncode = 0
