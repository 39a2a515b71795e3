"""Runs one command to its exit code; the same for a command typed here and one from another process."""

import argparse
import asyncio

from desktop.app.cli.context import Context, tell_bug
from desktop.app.cli.exits import Exit, code_of
from desktop.domain.errors import ErrorKind, Trouble


async def execute(ctx: Context, arguments: argparse.Namespace) -> int:
    """Run the command; every end, also our own bug, becomes an exit code and a sentence."""
    try:
        ctx.demand(arguments.needs)
        return int(await arguments.run(ctx, arguments))
    except Trouble as trouble:
        ctx.fail(trouble)
        return code_of(trouble)
    except asyncio.CancelledError:
        ctx.fail(Trouble(ErrorKind.CANCELLED))
        return Exit.INTERRUPTED
    except Exception as bug:
        tell_bug(ctx, bug)
        return Exit.FAILED
