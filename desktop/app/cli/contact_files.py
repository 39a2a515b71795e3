"""`sidetone contacts import|export|duplicates|merge`: files, and contacts that may be one."""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, seconds
from desktop.app.cli.phonebook import (
    find_book,
    find_contact,
    kept,
    post,
    query_of,
    query_options,
    readable,
    region_of,
    row_of,
)
from desktop.app.cli.tables import form_of, form_options, mapped
from desktop.domain.contacts import Book
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature

if TYPE_CHECKING:
    import asyncio

    from desktop.services.importing.plan import ImportPlan, PlanRow
    from desktop.services.importing.results import ImportResult
    from desktop.services.importing.values import FileFacts, Progress, Role

# As `importing.values` has them; not imported for each command.
ROLES = ("name", "first", "last", "company", "number")
FORMATS = ("csv", "csv-bom", "vcard3", "vcard4")
_SUFFIXES = {".csv": "csv", ".vcf": "vcard4", ".vcard": "vcard4"}
_LOOK_S = 0.5
_SAY_S = 5.0


def add(group: Commands) -> None:
    """Declare the commands."""
    read = group.add(
        "import", "import contacts from a CSV or vCard file", access=Access.CHANGE, run=run_import
    )
    read.add_argument("file", metavar="FILE")
    read.add_argument("--account", metavar="NAME", help="may be left out when only one has a phone book")
    read.add_argument(
        "--dry-run", action="store_true", help="say what would become of each row, and do nothing"
    )
    read.add_argument("--yes", action="store_true", help="do not ask on a terminal")
    form_options(read, f"roles are {', '.join(ROLES)}, number perhaps repeatedly")
    read.add_argument(
        "--wait",
        metavar="SECONDS",
        type=seconds,
        help="wait so long for the provider; without it, each row is tried once",
    )
    out = group.add(
        "export",
        "write contacts to a CSV or vCard file",
        access=Access.READ,
        run=run_export,
        needs=(Feature.EXPORT,),
    )
    out.add_argument("file", metavar="FILE")
    out.add_argument(
        "--format",
        choices=FORMATS,
        help="by itself: CSV for .csv, vCard 4.0 for .vcf; csv-bom is for spreadsheets",
    )
    query_options(out)
    group.add("duplicates", "list contacts that may be one", access=Access.READ, run=run_duplicates)
    merge = group.add("merge", "put contacts of one phone book together", access=Access.CHANGE, run=run_merge)
    merge.add_argument("id", metavar="KEEP", help="the contact that stays")
    merge.add_argument(
        "ids", metavar="ID", nargs="+", help="those whose numbers it gets, and that are deleted"
    )
    merge.add_argument(
        "--wait", metavar="SECONDS", type=seconds, help="wait so long until it is at the provider"
    )


# -- import


async def run_import(ctx: Context, args: argparse.Namespace) -> int:
    """Plan, ask, put into the outbox, send, and say what became of each row."""
    book = await find_book(ctx, args.account)
    importing = ctx.services.importing
    region = region_of(args.region)
    facts = await _look(ctx, args)
    try:  # who is there by now decides what is new
        await ctx.services.contacts.refresh_one(book.account_id)
    except Trouble as trouble:
        ctx.say(f"{trouble} Going by the contacts that are known here.")
    plan = await importing.plan(facts, book.account_id, region, _teller(ctx))
    if args.dry_run or not plan.included():
        _print(ctx, plan, None)
        ctx.say(_summary(plan))
        return Exit.DONE
    if ctx.console.is_terminal and not args.yes:
        ctx.say(_summary(plan))
        if not await ctx.confirm(f"Import {plan.included()} into {book.account}?"):
            raise Trouble(ErrorKind.RULE, rule="confirm", detail="Nothing was imported.")
    return await _import(ctx, args, book, plan)


async def _look(ctx: Context, args: argparse.Namespace) -> "FileFacts":
    """Look at the file; columns are named by what the look found."""
    from desktop.services.importing.values import FileKind

    options = form_of(args)
    facts = await ctx.services.importing.look(ctx.path(args.file), options)
    if args.map and facts.kind is FileKind.CSV:
        columns = _columns(args.map, facts)
        facts = await ctx.services.importing.look(facts.file, replace(options, columns=columns))
    if not facts.has_names or not facts.has_numbers:
        missing = "names" if not facts.has_names else "numbers"
        known = ", ".join(filter(None, facts.headings)) or "1, 2 and so on"
        raise Trouble(
            ErrorKind.USAGE,
            detail=f"Nobody can tell which column has the {missing}. Say it with --map; there are: {known}.",
        )
    return facts


def _columns(texts: list[str], facts: "FileFacts") -> "tuple[Role, ...]":
    """Read `name=Contact,number=3`: what is not named is left out. Raises `Trouble` USAGE."""
    from desktop.services.importing.values import Role

    roles = [Role.IGNORE] * len(facts.columns)
    for role, column in mapped(texts, facts, ROLES):
        roles[column] = Role(role)
    return tuple(roles)


async def _import(ctx: Context, args: argparse.Namespace, book: Book, plan: "ImportPlan") -> int:
    import asyncio

    importing = ctx.services.importing
    try:
        result = await importing.apply(plan, _teller(ctx))
        sending = asyncio.ensure_future(
            post(ctx, [book.account_id], list(result.contacts.values()), args.wait)
        )
        await _watch(ctx, sending, book, len(result.contacts))
    except asyncio.CancelledError:
        # What is in the outbox stays there; whoever stops it wants to know what that is.
        _print(ctx, plan, await importing.outcome(await importing.so_far(plan)))
        raise
    result = await importing.outcome(result)
    _print(ctx, plan, result)
    ctx.say(_summary(plan, result))
    return Exit.FAILED if result.failed else Exit.DONE


async def _watch(ctx: Context, sending: "asyncio.Future[None]", book: Book, rows: int) -> None:
    """Say now and then how much is left to be sent."""
    import asyncio

    said = time.monotonic()
    try:
        while not sending.done():
            await asyncio.wait([sending], timeout=_LOOK_S)
            if not sending.done() and time.monotonic() >= said + _SAY_S:
                said = time.monotonic()
                left = await ctx.services.contacts.unsent(book.account_id)
                ctx.say(f"{max(rows - left, 0)} of {rows} are at the provider.")
        sending.result()
    finally:
        sending.cancel()


def _teller(ctx: Context) -> "partial[None]":
    return partial(_tell, ctx, {"at": time.monotonic()})


def _tell(ctx: Context, said: dict[str, float], progress: "Progress") -> None:
    if time.monotonic() >= said["at"] + _SAY_S:
        said["at"] = time.monotonic()
        share = 100 * progress.done // max(progress.total, 1)
        ctx.say(f"{progress.stage.value}: {share} %, {_rows(progress.rows)}")


def _print(ctx: Context, plan: "ImportPlan", result: "ImportResult | None") -> None:
    """Print each row; of what was done a person gets only those that there is something to say about."""
    from desktop.services.importing.results import each_row

    for row in each_row(plan):
        verdict, reason = _said(row, result)
        number = plan.main_number(row)
        shape = {"row": row.line, "verdict": verdict, "reason": reason, "number": number, "name": row.name}
        plain = f"{row.line:>7}  {verdict:9}  {readable(row.name)}  {readable(number or '')}  {reason or ''}"
        silent = result is not None and verdict in ("ok", "sent") and not reason
        ctx.out(shape, "" if silent else plain.rstrip())
        if ctx.console.is_closed:
            return


def _said(row: "PlanRow", result: "ImportResult | None") -> tuple[str, str | None]:
    """Return a row's verdict and reason, as scripts read them."""
    from desktop.services.importing.plan import Verdict

    verdict = Verdict.WARNING.value if row.verdict is Verdict.MERGE else row.verdict.value
    reason = row.reason or None
    if result is None:
        return verdict, reason
    if row.index in result.failed:
        return "refused", result.failed[row.index].why
    if row.index in result.unknown:
        return "unknown", "It is not known yet whether the provider took it"
    if row.index in result.waiting:
        return verdict, "; ".join(filter(None, [reason, "It waits to be sent"]))
    return ("sent" if row.index in result.contacts else verdict), reason


def _summary(plan: "ImportPlan", result: "ImportResult | None" = None) -> str:
    from desktop.services.importing.plan import Verdict

    words = {
        Verdict.NEW: "new",
        Verdict.REPAIRED: "repaired",
        Verdict.WARNING: "with a warning",
        Verdict.MERGE: "to merge",
        Verdict.SAME: "there already",
        Verdict.INVALID: "invalid",
    }
    counts = [f"{plan.count(verdict)} {word}" for verdict, word in words.items() if plan.count(verdict)]
    text = f"{_rows(plan.total)}: {', '.join(counts)}." if counts else "There is nothing in the file."
    if plan.left_out:
        have = "has" if plan.left_out == 1 else "have"
        text += f" {plan.left_out} {have} more than names and numbers, for which the phone book has no place."
    if result is not None:
        wait = "waits" if len(result.waiting) == 1 else "wait"
        waiting = f", {len(result.waiting)} {wait} to be sent" if result.waiting else ""
        refused = f", {len(result.failed)} refused" if result.failed else ""
        text += f" {result.added} added, {result.merged} merged{waiting}{refused}."
    return text


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


# -- export


async def run_export(ctx: Context, args: argparse.Namespace) -> int:
    """Write contacts to a file."""
    from desktop.services.importing.values import Format

    file = ctx.path(args.file)
    kind = args.format or _SUFFIXES.get(file.suffix.lower())
    if kind is None:
        raise Trouble(ErrorKind.USAGE, detail=f"{file.name} ends in neither .csv nor .vcf: use --format.")
    written = await ctx.services.importing.export(file, Format(kind), await query_of(ctx, args))
    contacts = "1 contact" if written == 1 else f"{written} contacts"
    ctx.out({"file": str(file), "contacts": written}, f"{file}: {contacts}")
    return Exit.DONE


# -- duplicates


async def run_duplicates(ctx: Context, _args: argparse.Namespace) -> int:
    """List groups of contacts that may be one."""
    for group in await ctx.services.duplicates.groups():
        shape = {
            "likeness": group.likeness.value,
            "what": group.what,
            "contacts": [shapes.contact(contact) for contact in group.contacts],
        }
        rows = [f"Same {group.likeness.value}: {group.what}", *map(row_of, group.contacts)]
        ctx.out(shape, "\n".join(rows))
        if ctx.console.is_closed:
            break
    return Exit.DONE


async def run_merge(ctx: Context, args: argparse.Namespace) -> int:
    """Put contacts together; the others go to the trash. Refuses what has no place."""
    import asyncio

    from desktop.services.duplicates import merged, without_place

    keep, *others = [await find_contact(ctx, text) for text in dict.fromkeys([args.id, *args.ids])]
    region = (await ctx.services.importing.book(keep.account_id)).region
    left = without_place(keep, others, region)
    if left:
        raise Trouble(
            ErrorKind.USAGE,
            detail=f"{keep.name} has no place for {', '.join(left)}. Edit the contacts first.",
        )
    ids: Sequence[str] = [contact.id for contact in others]
    await ctx.services.duplicates.merge(keep, others, merged(keep, others, region))
    try:
        await post(ctx, [keep.account_id], [keep.id, *ids], args.wait)
    except asyncio.CancelledError:
        detail = await kept(ctx, [keep, *others])
        raise Trouble(ErrorKind.CANCELLED, detail=detail) from None
    now = await ctx.services.contacts.get(keep.id)
    ctx.out(shapes.contact(now), row_of(now))
    return Exit.DONE
