"""The real sandbox, as a process of its own, for any test that wants a provider to talk to."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def started_sandbox(*args: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """Start a sandbox and wait for its line; the caller ends the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop.sandbox", "--parent-watch", *args],
        cwd=ROOT,
        stdin=subprocess.PIPE,  # when this process dies, the sandbox's input ends, and so does the sandbox
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(10)
        end_sandbox(process)
        raise AssertionError(f"the sandbox did not start (exit {process.returncode}); its stderr says why")
    return process, json.loads(line)


def end_sandbox(process: subprocess.Popen[str]) -> int:
    """End a sandbox and give its exit code."""
    process.terminate()
    try:
        return process.wait(10)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def running_sandbox(*args: str) -> Iterator[dict[str, Any]]:
    """Run a sandbox with these arguments; gives the line it prints, and ends it at the exit."""
    process, hello = started_sandbox(*args)
    try:
        yield hello
    finally:
        end_sandbox(process)


def world(hello: dict[str, Any], provider: str | None = None) -> dict[str, Any]:
    """Read the truth behind a running sandbox: `calls`, `lines`, `tags`, `requests` and so on.

    With a `provider` only its calls, lines and so on; all requests stay.
    """
    with urllib.request.urlopen(hello["world"], timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
    if provider is not None:
        for table in ("calls", "lines", "tags", "contacts", "campaigns"):
            told[table] = [row for row in told[table] if row["provider"] == provider]
    return told
