"""`sidetone lines`: the phones of the accounts."""

import argparse

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.domain.lines import Line


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("lines", "the phones that can place a call")
    listing = group.add("list", "list the lines that can place a call", access=Access.READ, run=run_list)
    listing.add_argument(
        "--all", action="store_true", help="also those that cannot call, and this computer's softphones"
    )


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List the lines."""
    lines = ctx.services.lines
    softphones = await lines.softphones(fresh=True) if args.all else []
    for line in [*await lines.all(), *softphones]:
        if line.can_dial or args.all:
            ctx.out(shapes.line(line), _row(line))
    return Exit.DONE


def _row(line: Line) -> str:
    parts = [line.id, line.name, line.extension and f"ext. {line.extension}", line.number, line.account]
    parts += [line.status.value, "default" if line.default else None]
    parts += [f"forwarded to {line.forwarded_to}" if line.forwarded_to else None]
    parts += [line.trouble or None]
    return "  ".join(part for part in parts if part)
