"""The command in a process of its own that need not load itself: a fork of one that has, and waits.

Loading is most of what a short command costs, and the tests run hundreds of them. Arguments, environment,
folder, streams, exit code and the interpreter's end are those of a command that was started alone. Tests of
the start itself, of what is loaded, of signals and of long runs start it alone (`command.started`).

    to it      {"argv": [...], "env": {...}, "cwd": TEXT}, with the three streams
    from it    the command's process id, and at the end its exit code, a line each
"""

import atexit
import functools
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

FLOORS = ("domain", "net", "numbers", "providers", "services", "store", "system", "app.cli")
LONGEST = 1 << 20


# ---- the side of the tests


def run(
    argv: list[str], env: Mapping[str, str], cwd: Path, stdin: str, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end. Raises `TimeoutExpired`, and the command is killed then."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as given,
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link,
    ):
        given.write(stdin)
        given.seek(0)
        link.connect(_waiting())
        link.settimeout(timeout)
        wish = json.dumps({"argv": argv, "env": dict(env), "cwd": str(cwd)}).encode()
        socket.send_fds(link, [wish], [given.fileno(), out.fileno(), err.fileno()])
        with link.makefile() as answers:
            process = int(answers.readline())
            try:
                code = int(answers.readline())
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                raise subprocess.TimeoutExpired(argv, timeout) from None
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(argv, code, out.read(), err.read())


@functools.cache
def _waiting() -> str:
    """Return the address of the process that waits; it ends with this one."""
    address = f"\0sidetone-tests-{os.getpid()}"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "error"}
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.support.prepared", address[1:]],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == b"ready\n"
    atexit.register(waiting.wait)
    atexit.register(waiting.stdout.close)
    atexit.register(waiting.stdin.close)
    return address


# ---- the side that waits


def wait(address: str) -> None:
    """Load the command, and fork it for whoever asks, until standard input ends."""
    _load()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind("\0" + address)
        listener.listen()
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in ready:
                return
            link, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _mind(link)
                return
            link.close()
            while _one_has_ended():
                pass


def _load() -> None:
    for floor in FLOORS:
        package = import_module(f"desktop.{floor}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "sandbox" not in module.name:
                import_module(module.name)
    for name in ("desktop.app.container", "desktop.app.handover", "desktop.app.start", "httpx", "keyring"):
        import_module(name)
    gc.collect()
    gc.freeze()  # what is loaded is looked through at no fork's end, and its pages stay shared


def _one_has_ended() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def _mind(link: socket.socket) -> None:
    """Start the command, and tell who it is and how it ended."""
    wish, streams, _, _ = socket.recv_fds(link, LONGEST, 3)
    while True:
        try:
            asked = json.loads(wish)
            break
        except ValueError:  # there is more to come
            wish += link.recv(LONGEST)
    process = os.fork()
    if process == 0:
        link.close()
        _become(asked, streams)
    link.sendall(f"{process}\n".encode())
    _, status = os.waitpid(process, 0)
    link.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    link.close()
    os._exit(0)


def _become(asked: dict[str, object], streams: list[int]) -> None:
    """Run the command with what was asked, and end as the interpreter does after it."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(asked["env"])  # type: ignore[arg-type]
    time.tzset()
    os.chdir(str(asked["cwd"]))
    sys.argv = ["sidetone", *asked["argv"]]  # type: ignore[misc]
    from desktop.__main__ import run as run_command  # noqa: PLC0415 - nothing of it before the fork

    sys.exit(run_command())


if __name__ == "__main__":
    wait(sys.argv[1])
