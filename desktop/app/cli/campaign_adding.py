"""`sidetone campaigns add`: one number into a campaign, where a real phone rings for it."""

import argparse

from desktop.app.cli.context import Context
from desktop.app.cli.exits import Exit, code_of
from desktop.app.cli.parser import Parser
from desktop.app.cli.phonebook import readable, region_of
from desktop.domain.campaigns import Campaign, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadRow

SOURCE = "Command line"
_GOES_IN = frozenset({RowVerdict.OK, RowVerdict.REPAIRED, RowVerdict.WARNING})


def options(parser: Parser) -> None:
    """Declare what the command takes besides the campaign."""
    parser.add_argument("number", metavar="NUMBER", help="in any spelling")
    parser.add_argument(
        "--var",
        metavar="TEXT",
        action="append",
        default=[],
        help="for the call flow's variables, in their order; may be repeated",
    )
    parser.add_argument(
        "--region", metavar="CC", help="the country of a number without one, such as GB; else the account's"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether a phone may ring")


async def run(ctx: Context, args: argparse.Namespace) -> int:
    """Check a number, ask, send it once, and print what became of it."""
    import asyncio

    region = region_of(args.region)
    found = await ctx.services.campaigns.find(args.campaign, args.account)
    one = await ctx.services.campaigns.refresh(found.id)
    if one.refusal:
        raise Trouble(ErrorKind.UNSUPPORTED, account=one.account, detail=one.refusal)
    uploads = ctx.services.uploads
    new = NewNumber(args.number, tuple(args.var))
    upload = await uploads.check_numbers(one.id, [new], SOURCE, region)
    try:
        await _ask(ctx, one, await _row(ctx, upload), said_yes=args.yes)
    except BaseException:
        await uploads.discard(upload.id)
        raise
    try:
        await uploads.send(upload.id)
        upload = await uploads.settled(upload.id)
    except asyncio.CancelledError:
        upload = await uploads.pause(upload.id)  # what has left gets its answer, and nothing else leaves
        await _print(ctx, one, upload)
        raise
    return _end(ctx, one, upload, await _print(ctx, one, upload))


async def _print(ctx: Context, one: Campaign, upload: Upload) -> UploadRow:
    """Print what became of a number."""
    row = await _row(ctx, upload)
    if row.state is RowState.WAITING:  # it never left, and is not to leave at another time by itself
        await ctx.services.uploads.cancel(upload.id)
    shape = {
        "campaign": one.id,
        "number": row.number,
        "verdict": row.verdict.value,
        "reason": row.reason,
        "state": row.state.value,
    }
    ctx.out(shape, _sentence(one, row))
    return row


async def _row(ctx: Context, upload: Upload) -> UploadRow:
    (row,) = [row async for row in ctx.services.uploads.each_row(upload.id)]
    return row


async def _ask(ctx: Context, one: Campaign, row: UploadRow, *, said_yes: bool) -> None:
    """Go no further with a number that cannot go in, nor without a yes. Raises `Trouble` RULE."""
    if row.verdict not in _GOES_IN:
        raise _refused(row)
    if row.reason:
        ctx.say(row.reason)
    if said_yes:
        return
    if not ctx.console.is_terminal:
        reason = "A phone would ring, and nobody was asked, so nothing was added. --yes says it beforehand."
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=reason)
    rings = "A real phone rings soon. " if one.runs is not False else ""
    if not await ctx.confirm(f"{rings}Add {readable(row.number)} to {readable(one.name)}?"):
        raise Trouble(ErrorKind.RULE, rule="confirm", detail="Nothing was added.")


def _refused(row: UploadRow) -> Trouble:
    return Trouble(ErrorKind.RULE, rule=row.verdict.value, number=row.number, detail=row.reason)


def _sentence(one: Campaign, row: UploadRow) -> str:
    if row.state is RowState.SENT:
        return f"{row.number} is in {readable(one.name)}: its phone rings soon."
    return ""


def _end(ctx: Context, one: Campaign, upload: Upload, row: UploadRow) -> int:
    """Return the exit code of what became of a number, after its sentence."""
    if row.state is RowState.SENT:
        return Exit.DONE
    provider = ctx.services.accounts.providers()[one.provider].title
    if row.state is RowState.UNKNOWN:
        trouble = Trouble(ErrorKind.ADDED_UNKNOWN, name=provider)
    elif row.verdict not in _GOES_IN:  # it was put on the do-not-call list meanwhile
        trouble = _refused(row)
    elif row.state is RowState.REFUSED or upload.trouble is None:
        trouble = Trouble(ErrorKind.NOT_ADDED, detail=row.reason or upload.reason or "It was not added.")
    else:
        trouble = Trouble(upload.trouble, detail=upload.reason)
    ctx.fail(trouble.with_context(provider=provider, account=one.account, number=row.number))
    return code_of(trouble)
