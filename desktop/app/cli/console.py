"""Where a command's text goes and where its answers come from: this process's own streams."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import ErrorKind, Trouble

_THREAD = "console-input"


class Console(Protocol):
    """The streams of whoever typed the command, here or at the other end of the profile's socket."""

    @property
    def cwd(self) -> Path:
        """The folder that relative file names mean."""
        ...

    @property
    def is_terminal(self) -> bool:
        """Whether a person is there to answer."""
        ...

    @property
    def is_closed(self) -> bool:
        """Whether nobody reads the output any more (a pipe into `head` that has ended)."""
        ...

    def out(self, text: str) -> None:
        """Print a line on standard output."""
        ...

    def err(self, text: str) -> None:
        """Print a line on standard error."""
        ...

    async def ask(self, question: str, *, secret: bool = False) -> str | None:
        """Ask on the terminal; a secret is typed without echo. None when the input ended."""
        ...

    async def line(self) -> str | None:
        """Read one line of standard input; None when it ended."""
        ...


@contextlib.contextmanager
def _no_echo() -> Iterator[None]:
    """Keep what is typed from being shown, and put the terminal back whatever happens."""
    if sys.platform == "win32":
        yield
        return
    import termios

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    silent = termios.tcgetattr(descriptor)
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSAFLUSH, silent)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


class Streams:
    """This process's standard streams, read and written without surprises.

    Input is read from the descriptor and not through `sys.stdin`: a thread that still waits in that one's
    buffer when the program ends makes the interpreter abort.
    """

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        self._rest = b""
        self.is_closed = False

    @property
    def cwd(self) -> Path:
        """This process's working folder."""
        return Path.cwd()

    @property
    def is_terminal(self) -> bool:
        """Whether standard input is a terminal."""
        return sys.stdin is not None and sys.stdin.isatty()

    def out(self, text: str) -> None:
        """Print a line; once the reader has gone, do nothing. Raises `Trouble` DISK, once."""
        if self.is_closed or sys.stdout is None:
            return
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except OSError as error:
            self.is_closed = True
            # What is left in the buffer must not be complained about when the interpreter ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            if not isinstance(error, BrokenPipeError):
                raise Trouble(ErrorKind.DISK, detail=error.strerror) from error

    def err(self, text: str) -> None:
        """Print a line on standard error, if there is one."""
        if sys.stderr is None:
            return
        with contextlib.suppress(OSError):
            sys.stderr.write(text + "\n")
            sys.stderr.flush()

    def read_line(self) -> str | None:
        """Read one line of standard input, waiting for it; None at the end."""
        if sys.stdin is None:
            return None
        while b"\n" not in self._rest:
            piece = os.read(sys.stdin.fileno(), 4096)
            if not piece:
                break
            self._rest += piece
        if not self._rest:
            return None
        found, _, self._rest = self._rest.partition(b"\n")
        return found.decode("utf-8", "replace").rstrip("\r")

    def prompt(self, question: str, *, secret: bool) -> str | None:
        """Ask on the terminal, waiting for the answer."""
        with self._asking(question, secret=secret) as read:
            return read()

    async def ask(self, question: str, *, secret: bool = False) -> str | None:
        """Ask on the terminal while the loop goes on."""
        from desktop.services.threads import apart

        # The terminal's echo is put back here, since the thread below may outlive the question.
        with self._asking(question, secret=secret) as read:
            return await apart(read, _THREAD)

    @contextlib.contextmanager
    def _asking(self, question: str, *, secret: bool) -> Iterator[Callable[[], str | None]]:
        if secret and sys.platform == "win32":
            from getpass import getpass

            yield lambda: getpass(question)
            return
        sys.stderr.write(question)
        sys.stderr.flush()
        with _no_echo() if secret else contextlib.nullcontext():
            yield self.read_line
        if secret:
            self.err("")

    async def line(self) -> str | None:
        """Read one line of standard input while the loop goes on."""
        from desktop.services.threads import apart

        return await apart(self.read_line, _THREAD)
