"""The other end of `handover.py`: the process that holds the profile's lock runs others' commands.

Elsewhere than on Windows it listens on a Unix socket that only this user can open, and looks at the
peer's user as well. On Windows it listens on a loopback port, with a token in a file that only this
user can read; that half was written from the documentation and has not been run.
"""

import argparse
import asyncio
import contextlib
import hmac
import json
import logging
import os
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.cli.commands import build
from desktop.app.cli.context import Access, Common, Context
from desktop.app.cli.exits import Exit, code_of
from desktop.app.cli.parser import common_of
from desktop.app.cli.running import execute
from desktop.app.peer import is_ours
from desktop.app.wish import WindowWish
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.app.container import Container

log = logging.getLogger(__name__)

LINE_LIMIT = 1 << 20
REQUEST_S = 5.0  # how long a client may take to say what it wants


class RemoteConsole:
    """The streams of a client, at the other end of its connection."""

    def __init__(self, writer: asyncio.StreamWriter, request: dict[str, Any]) -> None:
        self._writer = writer
        self.cwd = Path(str(request.get("cwd") or "."))
        self.is_terminal = bool(request.get("terminal"))
        self._answers: asyncio.Queue[str | None] = asyncio.Queue()

    @property
    def is_closed(self) -> bool:
        """Whether the client has gone."""
        return self._writer.is_closing()

    def send(self, message: dict[str, object]) -> None:
        """Send one message, if the client is still there."""
        if not self._writer.is_closing():
            self._writer.write(json.dumps(message).encode("ascii") + b"\n")

    def out(self, text: str) -> None:
        """Print on the client's standard output."""
        self.send({"out": text})

    def err(self, text: str) -> None:
        """Print on the client's standard error."""
        self.send({"err": text})

    async def ask(self, question: str, *, secret: bool = False) -> str | None:
        """Ask on the client's terminal."""
        self.send({"ask": question, "secret": secret})
        return await self._answers.get()

    async def line(self) -> str | None:
        """Read a line of the client's standard input."""
        self.send({"line": True})
        return await self._answers.get()

    def answered(self, answer: str | None) -> None:
        """Take what the client answered."""
        self._answers.put_nowait(answer)


class Serving:
    """Takes commands from this user's other processes and runs them on this one's services.

    `show` does what another start wants of the window; a process without a window has none, and such a
    request is told to try again later. So is a command until there is a container with the open profile.
    """

    def __init__(
        self,
        path: Path,
        container: "Container | None" = None,
        show: Callable[[WindowWish], None] | None = None,
    ) -> None:
        self._path = path
        self.container = container
        self._show = show
        self._server: asyncio.Server | None = None
        self._token = ""
        self._closing = False
        self._commands: set[asyncio.Task[int]] = set()
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen. Whoever left a socket behind is gone, since this process has the lock.

        Raises `Trouble` DISK where no socket can lie.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        if sys.platform == "win32":  # not run
            self._token = secrets.token_hex(32)
            self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0, limit=LINE_LIMIT)
            port = self._server.sockets[0].getsockname()[1]
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(f"{port} {self._token}")
            return
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # Bound and not yet listening: nobody can connect before the mode is right.
            listener.bind(str(self._path))
            self._path.chmod(0o600)
            self._server = await asyncio.start_unix_server(self._accepted, sock=listener, limit=LINE_LIMIT)
        except asyncio.CancelledError:
            listener.close()
            raise
        except OSError as error:
            listener.close()
            raise Trouble(ErrorKind.DISK, detail=f"{self._path}: {error.strerror or error}") from error

    def cancel(self) -> None:
        """Ask every command that runs for another process to stop."""
        for command in self._commands:
            command.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether a command runs for another process."""
        return bool(self._commands)

    async def close(self) -> None:
        """Take nothing more, and wait for what runs."""
        self._closing = True
        self._path.unlink(missing_ok=True)
        if self._server is not None:
            self._server.close()
        while self._connections:
            await asyncio.wait(tuple(self._connections))

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._connections.add(connection)
        try:
            if await self._is_ours(reader, writer):
                await self._serve(reader, writer)
        except (OSError, ValueError):  # a timeout is an OSError too
            log.info("a client's connection broke off")
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._connections.discard(connection)

    async def _is_ours(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the other end is a process of the same user."""
        if sys.platform == "win32":  # not run
            return hmac.compare_digest((await reader.readline()).strip(), self._token.encode())
        if is_ours(writer.get_extra_info("socket")):
            return True
        log.warning("a process of another user tried to use this profile's socket")
        return False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(REQUEST_S):
            line = await reader.readline()
        if not line:
            return
        request = _read(line)
        console = RemoteConsole(writer, request)
        wish = WindowWish.of(request["window"]) if "window" in request else None
        if self._closing or (self._show if wish else self.container) is None:
            console.send({"closing": True})
            return
        console.send({"ready": True})
        if wish is not None:
            assert self._show is not None
            self._show(wish)
            console.send({"exit": int(Exit.DONE)})
            return
        assert self.container is not None
        running = self._run(console, request, self.container)
        command = asyncio.create_task(running, name="command for another process")
        self._commands.add(command)
        listening = asyncio.create_task(_listen(reader, console, command), name="client's answers")
        try:
            console.send({"exit": await command})
        finally:
            self._commands.discard(command)
            listening.cancel()
            await asyncio.wait([listening])

    async def _run(self, console: RemoteConsole, request: dict[str, Any], container: "Container") -> int:
        """Run the very function that the client would have run; every end is an exit code."""
        common = Common(json="--json" in request["argv"])
        ctx = Context(console, common, container, container.paths)
        try:
            arguments = _understood(request, container)
        except Trouble as trouble:
            ctx.fail(trouble)
            return code_of(trouble)
        ctx.common = common_of(arguments)
        return await execute(ctx, arguments)


def _understood(request: dict[str, Any], container: "Container") -> argparse.Namespace:
    passphrase = request.get("passphrase")
    if passphrase is not None and not container.opens_with(passphrase):
        raise Trouble(ErrorKind.WRONG_PASSPHRASE)
    arguments = build().parse_args(request["argv"])
    if getattr(arguments, "access", None) in (None, Access.NOTHING, Access.FILES):
        raise Trouble(ErrorKind.USAGE, detail="This command is not for another process to run.")
    return arguments


def _read(line: bytes) -> dict[str, Any]:
    """Return a client's request. Raises ValueError when it is none."""
    request = json.loads(line)
    if not isinstance(request, dict) or not ("window" in request or isinstance(request.get("argv"), list)):
        raise ValueError("not a request")
    return request


async def _listen(reader: asyncio.StreamReader, console: RemoteConsole, command: "asyncio.Task[int]") -> None:
    """Hand the client's answers on; Ctrl-C there, or its end, cancels the command here."""
    with contextlib.suppress(OSError, ValueError):
        while line := await reader.readline():
            message = json.loads(line)
            if "cancel" in message:
                break
            console.answered(message.get("answer"))
    command.cancel()
    # A dial that has left goes on after this; its answer still goes to a client that waits.
