"""From the arguments to an exit code: which process runs a command, and how."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import handover
from desktop.app.cli.commands import build
from desktop.app.cli.console import Streams
from desktop.app.cli.context import Access, Common, Context, tell_bug
from desktop.app.cli.exits import Exit, code_of
from desktop.app.cli.parser import common_of
from desktop.app.cli.shapes import as_trouble
from desktop.app.lock import ProfileLock
from desktop.app.start import is_our_own, split, wish_of
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.app.wish import WindowWish
    from desktop.system.paths import Paths

_FILES = frozenset({"profile", "output", "file"})  # the arguments that name files
HANDOVER_S = 15.0  # how long to look for either the lock or somebody who has it and answers


def main(argv: list[str]) -> int:
    """Run the command line and return its exit code."""
    streams = Streams()
    ctx = Context(streams, common_of(argparse.Namespace(json="--json" in argv)))
    try:
        link, flags, argv = split(argv)
        arguments = build().parse_args(argv)
        ctx.common = common_of(arguments)
        return int(_run(ctx, arguments, argv, wish_of(link, flags), streams))
    except (Exception, KeyboardInterrupt) as fault:
        return ended_by(fault, ctx)


def ended_by(fault: Exception | KeyboardInterrupt, ctx: Context | None = None) -> int:
    """Say why a run ended before its time, and return the exit code that says so too."""
    ctx = ctx or Context(Streams(), Common())
    if isinstance(fault, Trouble):
        ctx.fail(fault)
        return code_of(fault)
    if isinstance(fault, KeyboardInterrupt):
        ctx.fail(Trouble(ErrorKind.CANCELLED))
        return Exit.INTERRUPTED
    tell_bug(ctx, fault)
    return Exit.FAILED


def _run(
    ctx: Context, arguments: argparse.Namespace, argv: list[str], wish: "WindowWish | None", streams: Streams
) -> int:
    if "run" not in arguments and "group" in arguments:
        raise Trouble(ErrorKind.USAGE, detail=f"A command is missing. Try: {arguments.group.prog} --help")
    _must_be_text(arguments)
    access = getattr(arguments, "access", None)
    if access is not None and (arguments.quick_dial or arguments.hidden):
        raise Trouble(ErrorKind.USAGE, detail="--quick-dial and --hidden go with no command.")
    if access is Access.NOTHING:
        ctx.demand(arguments.needs)
        return int(arguments.run(ctx, arguments))
    paths = _paths(arguments)
    ctx.paths = paths
    if access is None:
        return _window(paths, wish, streams)
    if access is Access.FILES:
        return _here(ctx, arguments)
    if access is Access.READ and _has_store(paths):
        return _here(ctx, arguments)
    return _changing(ctx, arguments, paths, handover.request_of(argv, streams), streams)


def _must_be_text(arguments: argparse.Namespace) -> None:
    """Refuse bytes that are no text, which Python keeps as lone surrogates; only files may be named so."""
    for name, given in vars(arguments).items():
        if name not in _FILES and not _is_text(given):
            raise Trouble(
                ErrorKind.USAGE, detail=f"{name.replace('_', '-')}: {given!r} is not text in UTF-8."
            )


def _is_text(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_text, value))
    return not isinstance(value, str) or value.encode("utf-8", "replace").decode() == value


def _paths(arguments: argparse.Namespace) -> "Paths":
    from desktop.system.paths import Paths

    chosen = getattr(arguments, "profile", None) or os.environ.get("SIDETONE_PROFILE")
    return Paths(Path(chosen).expanduser().absolute() if chosen else None)


def _has_store(paths: "Paths") -> bool:
    return (paths.data / "sidetone.db").exists()


def _here(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run in this process, without the profile's lock."""
    from desktop.app.cli.local import run_reading

    return run_reading(ctx, arguments)


def _changing(
    ctx: Context, arguments: argparse.Namespace, paths: "Paths", request: dict[str, object], streams: Streams
) -> int:
    """Take the profile's lock and run here, or let whoever has it run the command."""
    lock = ProfileLock(paths.lock)
    deadline = time.monotonic() + HANDOVER_S
    while True:
        if lock.acquire():
            try:
                from desktop.app.cli.local import run_changing

                return run_changing(ctx, arguments)
            finally:
                lock.release()
        try:
            return handover.hand_over(paths.socket, request, streams)
        except handover.NotThere:
            # The holder is just starting, or just ending.
            if time.monotonic() > deadline:
                raise Trouble(ErrorKind.PROFILE_IN_USE) from None
            time.sleep(0.02)
        except handover.Lost:
            return _lost(ctx, arguments)


def _lost(ctx: Context, arguments: argparse.Namespace) -> int:
    """Say what is known when the process that ran the command went away."""
    if arguments.command == "dial":
        ctx.fail(Trouble(ErrorKind.OUTCOME_UNKNOWN, number=arguments.number))
        return Exit.UNKNOWN
    ctx.fail(as_trouble(Trouble(ErrorKind.INTERNAL, detail="the running Sidetone ended meanwhile")))
    return Exit.FAILED


def _window(paths: "Paths", wish: "WindowWish | None", streams: Streams) -> int:
    """Show the running window, or become it; leave again when the link is Sidetone's own.

    Whoever handed it out waits for that exit code, and says it to the person.
    """
    if wish is not None and wish.link is not None and wish.quick_dial:
        raise Trouble(ErrorKind.USAGE, detail="--quick-dial takes no number: that is typed there.")
    if wish is not None and is_our_own(wish.link):
        raise Trouble(
            ErrorKind.RULE,
            rule="loop",
            number=wish.link,
            detail="This link came from Sidetone itself, so nothing was asked and nothing called. Choose "
            "another program for links to phone numbers.",
        )
    from desktop.app.wish import WindowWish

    lock = ProfileLock(paths.lock)
    deadline = time.monotonic() + HANDOVER_S
    while not lock.acquire():
        try:
            code = handover.hand_over(paths.socket, {"window": (wish or WindowWish()).message()}, streams)
        except handover.Lost:
            return Exit.FAILED
        except handover.NotThere:
            if time.monotonic() > deadline:
                raise Trouble(ErrorKind.PROFILE_IN_USE) from None
            time.sleep(0.02)
        else:
            from desktop.app.startup import ended

            ended()
            return code
    try:
        from desktop.app.main import run_window

        return run_window(paths, wish)
    finally:
        lock.release()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
