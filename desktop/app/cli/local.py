"""Runs a command in this process: the loop, the container, and Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

from desktop.app.cli.context import Access, Context
from desktop.app.cli.running import execute
from desktop.app.container import Container, open_container
from desktop.app.serving import Serving
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system import log


def run_reading(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run a command that needs no lock."""
    log.set_up(None, verbose=ctx.common.verbose, quiet=ctx.common.quiet)
    return asyncio.run(_reading(ctx, arguments))


def run_changing(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run a command with the profile's lock held, and serve other processes meanwhile."""
    assert ctx.paths is not None
    log.set_up(ctx.paths.log, verbose=ctx.common.verbose, quiet=ctx.common.quiet)
    return asyncio.run(_changing(ctx, arguments))


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
    ctx.container = await _opened(ctx)
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


async def _opened(ctx: Context) -> Container:
    assert ctx.paths is not None
    try:
        return await open_container(ctx.paths)
    except Trouble as trouble:
        if trouble.kind is not ErrorKind.NO_PASSPHRASE or not ctx.console.is_terminal:
            raise
    passphrase = await ctx.console.ask("Passphrase: ", secret=True)
    return await open_container(ctx.paths, passphrase=passphrase or "")


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
