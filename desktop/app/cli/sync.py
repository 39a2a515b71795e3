"""`sidetone sync`: one complete pass over the history."""

import argparse
from contextlib import aclosing

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.domain.changes import SyncResult
from desktop.domain.errors import ErrorKind


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "sync", "read the accounts' history, lines and tags once", access=Access.CHANGE, run=run
    )
    parser.add_argument("--account", metavar="NAME", action="append", help="only this one (may be repeated)")
    parser.add_argument("--since", metavar="ISO", help="how far back: a date, a time, today, yesterday, 7d")


async def run(ctx: Context, args: argparse.Namespace) -> int:
    """Sync, print each account's line as it ends, and go on after a failure."""
    from desktop.app.cli.times import since

    failures: list[SyncResult] = []
    undecided = 0
    async with aclosing(ctx.services.sync.run(args.account, since(args.since))) as results:  # type: ignore[type-var]
        async for result in results:
            conflicts = await _conflicts(ctx, result.account)
            undecided += conflicts
            ctx.out(shapes.sync_result(result, conflicts), _row(result))
            if not result.complete or result.error is not None:
                failures.append(result)
                if result.error is not None:
                    ctx.console.err(f"{result.account}: {shapes.as_trouble(result.error)}")
    if undecided:
        waiting = "1 edit waits" if undecided == 1 else f"{undecided} edits wait"
        ctx.say(f"{waiting} for a choice, since the contact was changed there too: `contacts list --unsent`.")
    if not failures:
        return Exit.DONE
    kinds = {shapes.as_trouble(result.error).kind for result in failures if result.error is not None}
    return Exit.SIGN_IN if kinds == {ErrorKind.SIGN_IN} else Exit.FAILED


async def _conflicts(ctx: Context, account: str) -> int:
    """Count the contacts of an account of which somebody has to choose a version."""
    return sum(book.conflicts for book in await ctx.services.contacts.books() if book.account == account)


def _row(result: SyncResult) -> str:
    end = "" if result.complete else ", not complete"
    unread = f", {result.skipped} unreadable" if result.skipped else ""
    more = f", {result.campaigns} of the campaigns" if result.campaigns else ""
    return (
        f"{result.account}: {result.new} new, {result.changed} changed{more}{unread}"
        f" in {result.seconds:.1f} s{end}"
    )
