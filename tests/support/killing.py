"""Processes that are killed at any moment, and start again where they were.

One process is started, and forks another for each command, since a fork is ready in no time. Its module calls
`serve`, which answers each command with the fork's id at once, and with how it ended.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from desktop.store import Db, Store
from tests.support.sandbox import ROOT

T = TypeVar("T")

Work = Callable[[dict[str, str], list[str], "Killer"], Coroutine[Any, Any, int]]
"""Does a command with the account that was offered; returns the exit code."""


class Killer:
    """Kills this process the n-th time that it comes by a point."""

    def __init__(self, point: str | None, count: int) -> None:
        self._point, self._left = point, count

    def at(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def watch_store(store: Store, killer: Killer) -> None:
    """Let every write be a point before its first statement, after its last, and after its commit."""
    write = store.write

    async def watched(run: Callable[[Db], T]) -> T:
        def inside(db: Db) -> T:
            killer.at("write-begun")
            result = run(db)
            killer.at("written")
            return result

        result = await write(inside)
        killer.at("committed")
        return result

    store.write = watched  # type: ignore[method-assign]


def serve(work: Work) -> None:
    """Fork a process for each command: its words, then perhaps a point to be killed at and a count."""
    offered = json.loads(sys.stdin.readline())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in iter(sys.stdin.readline, ""):
        words, _, wish = line.strip().partition(" at ")
        point, _, count = wish.partition(" ")
        child = os.fork()
        if child == 0:
            code = asyncio.run(work(offered, words.split(), Killer(point or None, int(count or 0))))
            sys.stderr.flush()
            os._exit(code)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


class Runs:
    """The process that forks one after the other, and how each ended."""

    def __init__(self, module: str, folder: Path, offered: dict[str, str], said: Path) -> None:
        self._errors = said
        with said.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, str(folder)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._say(json.dumps(offered))
        assert self._hear() == "ready"

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def run(self, command: str, at_most_s: float | None = None) -> int:
        """Run one process, killed after a time if it still lives then; returns its exit code."""
        self._say(command)
        child = int(self._hear())

        def kill() -> None:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

        timer = threading.Timer(at_most_s or 120, kill)
        timer.start()
        try:
            return int(self._hear())
        finally:
            timer.cancel()
            timer.join()

    def close(self) -> str:
        """End it; returns what the processes complained of."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        return self._errors.read_text()
