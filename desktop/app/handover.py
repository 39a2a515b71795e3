"""Handing a command to the process that holds the profile, and showing what comes back.

Nothing heavy is imported here, not even asyncio: a handed-over command should cost little more than
its own parser. The other end is `serving.py`; who wants only the window says so by `knock.py`. All speak
JSON, one object a line:

    to the holder    {"argv": [...], "cwd": TEXT, "terminal": BOOL, "passphrase": TEXT|null}
                     or {"window": WISH} (`wish.py`); later {"answer": TEXT|null} and {"cancel": true}
    from the holder  {"ready": true} before anything is done, or {"closing": true} to try again;
                     {"out": TEXT}, {"err": TEXT}, {"ask": TEXT, "secret": BOOL}, {"line": true},
                     and at the end {"exit": CODE}
"""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from desktop.app.cli.console import Streams
from desktop.app.peer import is_ours

READY_S = 15.0  # how long a holder may take to say that it is ready


class NotThere(Exception):
    """Nobody took the request; nothing was done, and it may be tried again."""


class Lost(Exception):
    """The holder took the request and went away before it said how it ended."""


def connect(path: Path) -> socket.socket:
    """Connect to the holder. Raises `NotThere`."""
    if sys.platform == "win32":  # not run
        return _connect_by_token(path)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.connect(str(path))
        ours = is_ours(link)
    except OSError:
        ours = False
    if not ours:
        link.close()
        raise NotThere
    return link


def _connect_by_token(path: Path) -> socket.socket:
    try:
        port, token = path.read_text("ascii").split()
        link = socket.create_connection(("127.0.0.1", int(port)), timeout=READY_S)
        link.sendall(token.encode("ascii") + b"\n")
    except (OSError, ValueError):
        raise NotThere from None
    return link


def hand_over(path: Path, request: Mapping[str, object], streams: Streams) -> int:
    """Let the holder do it, relay what it says and asks, and return its exit code.

    Raises `NotThere` when nothing was done, `Lost` when the end is not known.
    """
    link = connect(path)
    with contextlib.closing(link):
        link.settimeout(READY_S)
        incoming = _messages(link)
        try:
            _send(link, request)
            first = next(incoming, None)
        except OSError:
            raise NotThere from None
        if first is None or "ready" not in first:
            raise NotThere
        link.settimeout(None)
        with _Interruption(link) as interruption:
            return _relay(link, incoming, streams, interruption)


def _relay(
    link: socket.socket, incoming: Iterator[dict[str, Any]], streams: Streams, interruption: "_Interruption"
) -> int:
    """Show what comes until the end."""
    try:
        for message in incoming:
            if "exit" in message:
                return int(message["exit"])
            if "out" in message:
                streams.out(message["out"])
            elif "err" in message:
                streams.err(message["err"])
            else:
                with contextlib.suppress(_Interrupted), interruption.breaks_off():
                    _send(link, {"answer": _answer(message, streams)})
    except OSError:
        pass
    raise Lost


def _answer(message: dict[str, Any], streams: Streams) -> str | None:
    if "ask" in message:
        return streams.prompt(message["ask"], secret=bool(message.get("secret")))
    return streams.read_line()


def _messages(link: socket.socket) -> Iterator[dict[str, Any]]:
    rest = b""
    while True:
        while b"\n" not in rest:
            piece = link.recv(65536)
            if not piece:
                return
            rest += piece
        line, _, rest = rest.partition(b"\n")
        yield json.loads(line)


def _send(link: socket.socket, message: Mapping[str, object]) -> None:
    link.sendall(json.dumps(message).encode("ascii") + b"\n")


class _Interrupted(Exception):
    """The person pressed Ctrl-C instead of answering."""


class _Interruption:
    """Passes the first Ctrl-C on to the holder; a second one leaves at once.

    A handler and not `KeyboardInterrupt`, which could strike between reading a message and showing it.
    """

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._asking = False
        self._sent = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    @contextlib.contextmanager
    def breaks_off(self) -> Iterator[None]:
        """Let Ctrl-C end a question that is being asked inside."""
        self._asking = True
        try:
            yield
        finally:
            self._asking = False

    def _heard(self, _number: int, _frame: object) -> None:
        if self._sent:
            raise KeyboardInterrupt
        self._sent = True
        with contextlib.suppress(OSError):
            _send(self._link, {"cancel": True})
        if self._asking:
            raise _Interrupted


def request_of(argv: list[str], streams: Streams) -> dict[str, object]:
    """Return the request for a command, with all that the holder cannot know of this process."""
    return {
        "argv": argv,
        "cwd": str(streams.cwd),
        "terminal": streams.is_terminal,
        "passphrase": os.environ.get("SIDETONE_PASSPHRASE"),
    }
