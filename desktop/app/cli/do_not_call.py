"""`sidetone dnc`: the numbers that must not be called, whoever asks for the call."""

import argparse
from collections.abc import Sequence

from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser, count
from desktop.app.cli.phonebook import readable, region_of
from desktop.app.cli.shapes import Shape, stamp
from desktop.domain.do_not_call import DoNotCallEntry, ListImport, ListRow, ListVerdict
from desktop.domain.policy import Feature

SOURCE = "Command line"
_PAGE = 500


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("dnc", "the do-not-call list: numbers that are never dialled or uploaded")
    listing = group.add("list", "list its numbers, the newest first", access=Access.READ, run=run_list)
    listing.add_argument(
        "text", metavar="TEXT", nargs="?", default="", help="a part of a number, a reason or a source"
    )
    listing.add_argument("--limit", metavar="N", type=count, help="at most so many")
    new = group.add("add", "put a number on the list", access=Access.CHANGE, run=run_add)
    new.add_argument("number", metavar="NUMBER", help="in any spelling")
    new.add_argument("--reason", metavar="TEXT", default="", help="shown when it is refused")
    _region(new)
    off = group.add("remove", "take a number off the list", access=Access.CHANGE, run=run_remove)
    off.add_argument("number", metavar="NUMBER", help="in any spelling")
    _region(off)
    check = group.add("check", "say whether numbers are on the list", access=Access.READ, run=run_check)
    check.add_argument("numbers", metavar="NUMBER", nargs="+", help="in any spelling")
    _region(check)
    read = group.add("import", "add the numbers of a CSV or vCard file", access=Access.CHANGE, run=run_import)
    read.add_argument(
        "file", metavar="FILE", help="with a column of numbers, perhaps one of reasons; or one number a line"
    )
    read.add_argument("--dry-run", action="store_true", help="say what would become of each row")
    _region(read)
    out = group.add(
        "export", "write the list to a CSV file", access=Access.READ, run=run_export, needs=(Feature.EXPORT,)
    )
    out.add_argument("file", metavar="FILE")


def _region(parser: Parser) -> None:
    parser.add_argument(
        "--region", metavar="CC", help="the country of numbers without one, such as GB; else the line's"
    )


def shape(entry: DoNotCallEntry) -> Shape:
    """Return an entry as scripts read it."""
    return {
        "number": entry.number,
        "reason": entry.reason or None,
        "source": entry.source or None,
        "since": stamp(entry.added_at),
    }


def _row(entry: DoNotCallEntry) -> str:
    when = entry.added_at.astimezone().strftime("%Y-%m-%d %H:%M")
    texts = [readable(text) for text in (entry.reason, entry.source) if text]
    return "  ".join([f"{entry.number:>16}", when, *texts])


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List entries, and stop when nobody reads them."""
    first, most = 0, args.limit
    while most is None or first < most:
        limit = _PAGE if most is None else min(_PAGE, most - first)
        found = await ctx.services.do_not_call.entries(args.text, first, limit)
        for entry in found:
            ctx.out(shape(entry), lambda entry=entry: _row(entry))  # type: ignore[misc]
        first += len(found)
        if len(found) < limit or ctx.console.is_closed:
            break
    return Exit.DONE


async def run_add(ctx: Context, args: argparse.Namespace) -> int:
    """Put a number on the list."""
    region = region_of(args.region)
    added = await ctx.services.do_not_call.add(args.number, args.reason, SOURCE, region)
    ctx.out(shape(added), lambda: _row(added))
    for found in await ctx.services.uploads.memberships(added.number):
        name, status = readable(found.campaign.name), found.campaign.told.status
        if status not in ("finished", "canceled"):
            ctx.say(
                f"{name} had this number when it was read last, and may call it: the list holds for what is "
                f"called from here. `campaigns delete {found.campaign.id} {added.number}` takes it out."
            )
    return Exit.DONE


async def run_remove(ctx: Context, args: argparse.Namespace) -> int:
    """Take a number off the list."""
    removed = await ctx.services.do_not_call.remove(args.number, region_of(args.region))
    ctx.out(shape(removed), f"{removed.number} may be called again.")
    return Exit.DONE


async def run_check(ctx: Context, args: argparse.Namespace) -> int:
    """Say of each number whether it is listed."""
    region = region_of(args.region)
    for number in args.numbers:
        entry = await ctx.services.do_not_call.find(number, region)
        known = shape(entry) if entry else {"number": None, "reason": None, "source": None, "since": None}
        text = _row(entry) if entry else f"{readable(number):>16}  not listed"
        ctx.out({"asked": number, "listed": entry is not None, **known}, text)
    return Exit.DONE


async def run_import(ctx: Context, args: argparse.Namespace) -> int:
    """List a file's numbers, or say what would be listed."""

    def show(rows: Sequence[ListRow]) -> None:
        for row in rows:
            _show(ctx, row)

    done = await ctx.services.do_not_call.import_file(
        ctx.path(args.file), region_of(args.region), dry_run=args.dry_run, take=show
    )
    ctx.say(_summary(done, would=args.dry_run))
    return Exit.DONE


def _show(ctx: Context, row: ListRow) -> None:
    """Print a row; a person gets only those that there is something to say about."""
    reason, number = row.reason or None, row.number or None
    shaped = {"row": row.line, "verdict": row.verdict.value, "reason": reason, "number": number}
    text = f"{row.line:>7}  {row.verdict.value:9}  {number or readable(row.raw)}  {row.reason}".rstrip()
    ctx.out(shaped, text if row.reason else "")


def _summary(done: ListImport, *, would: bool) -> str:
    words = {
        ListVerdict.REPAIRED: "repaired",
        ListVerdict.WARNING: "with a warning",
        ListVerdict.DUPLICATE: "there already",
        ListVerdict.INVALID: "invalid",
    }
    counts = [
        f"{done.verdicts[verdict]} {word}" for verdict, word in words.items() if verdict in done.verdicts
    ]
    text = f"{done.rows} rows: {done.added} {'would be added' if would else 'added'}"
    return f"{', '.join([text, *counts])}."


async def run_export(ctx: Context, args: argparse.Namespace) -> int:
    """Write the list to a file."""
    file = ctx.path(args.file)
    written = await ctx.services.do_not_call.export(file)
    ctx.out({"file": str(file), "numbers": written}, f"{file}: {written} numbers")
    return Exit.DONE
