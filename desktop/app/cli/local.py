"""Runs a command in this process: the loop, the container, and Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.cli.context import Access, Context
from desktop.app.cli.running import execute
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system import log

if TYPE_CHECKING:
    from desktop.app.container import Container


def run_reading(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run a command that needs no lock."""
    _log(ctx, None)
    return asyncio.run(_reading(ctx, arguments))


def run_changing(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run a command with the profile's lock held, and serve other processes meanwhile."""
    assert ctx.paths is not None
    _log(ctx, ctx.paths.log)
    return asyncio.run(_changing(ctx, arguments))


def _log(ctx: Context, file: Path | None) -> None:
    """Keep the log off a person's terminal, who gets sentences; `--verbose` shows it."""
    log.set_up(file, verbose=ctx.common.verbose, quiet=not ctx.common.verbose)


async def _reading(ctx: Context, arguments: argparse.Namespace) -> int:
    if arguments.access is Access.READ:
        ctx.container = await _opened(ctx)
    try:
        task = asyncio.create_task(execute(ctx, arguments), name=arguments.command)
        with _interrupting(task.cancel):
            return await task
    finally:
        if ctx.container is not None:
            await ctx.container.close()


async def _changing(ctx: Context, arguments: argparse.Namespace) -> int:
    if arguments.access is Access.CHANGE_FILES:
        return await execute(ctx, arguments)
    from desktop.app.serving import Serving

    ctx.container = await _opened(ctx, alone=True)
    try:
        serving = Serving(ctx.container.paths.socket, ctx.container)
        await serving.start()
        try:
            task = asyncio.create_task(execute(ctx, arguments), name=arguments.command)
            with _interrupting(task.cancel):
                code = await task
        finally:
            with _interrupting(serving.cancel):
                if serving.is_busy:
                    ctx.say("Another process's command still runs here; waiting for it.")
                await serving.close()
        return code
    finally:
        await ctx.container.close()


async def _opened(ctx: Context, *, alone: bool = False) -> "Container":
    # Not above: `settings` needs none of what this brings along.
    from desktop.app.container import open_container

    assert ctx.paths is not None
    try:
        return await open_container(ctx.paths, alone=alone)
    except Trouble as trouble:
        if trouble.kind is not ErrorKind.NO_PASSPHRASE or not ctx.console.is_terminal:
            raise
    passphrase = await ctx.console.ask("Passphrase: ", secret=True)
    return await open_container(ctx.paths, passphrase=passphrase or "", alone=alone)


@contextlib.contextmanager
def _interrupting(cancel: Callable[[], object]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM ask for an orderly end instead of striking anywhere."""
    loop = asyncio.get_running_loop()

    def heard(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(cancel)

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
