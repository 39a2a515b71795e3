"""`sidetone campaigns upload`: a file of numbers into a campaign, where real phones ring for them."""

import argparse
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

from desktop.app.cli.context import Context
from desktop.app.cli.exits import Exit, code_of
from desktop.app.cli.parser import Parser
from desktop.app.cli.phonebook import readable, region_of
from desktop.app.cli.tables import form_of, form_options, mapped
from desktop.domain.campaigns import Campaign
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadRow, UploadState

if TYPE_CHECKING:
    from desktop.services.campaigns.values import MirrorProgress, UploadChoice
    from desktop.services.importing.values import FileFacts, Progress

ROLES = ("number", "var")
SHORT = 20_000
"""So many numbers are listed without asking."""

_SAY_S = 5.0
_STATES = {
    RowState.SENT: "sent",
    RowState.REFUSED: "refused",
    RowState.UNKNOWN: "unknown",
    RowState.SENDING: "unknown",
}
_SAID = frozenset({ErrorKind.CONFLICT, ErrorKind.INVALID, ErrorKind.REFUSED})
"""Trouble whose sentence wants the reason."""

_WORDS = {
    RowVerdict.OK: "ok",
    RowVerdict.REPAIRED: "repaired",
    RowVerdict.WARNING: "with a warning",
    RowVerdict.DUPLICATE: "duplicate",
    RowVerdict.IN_CAMPAIGN: "in a campaign already",
    RowVerdict.DNC: "on the do-not-call list",
    RowVerdict.INVALID: "invalid",
}


def options(parser: Parser) -> None:
    """Declare what the command takes besides the campaign."""
    parser.add_argument("file", metavar="FILE", help="a CSV file: numbers, and texts for variables")
    parser.add_argument("--dry-run", action="store_true", help="say what each row is, and send nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask whether phones may ring")
    parser.add_argument(
        "--fresh-mirror",
        action="store_true",
        help="read all numbers of this and other active campaigns first, however long that takes",
    )
    parser.add_argument(
        "--again", action="store_true", help="upload a file anew that was uploaded here before"
    )
    form_options(parser, "number=COL,var=COL,var=COL; by itself all but the number are variables")


async def run(ctx: Context, args: argparse.Namespace) -> int:
    """Check, ask, send, and say what became of each row. The same file again goes on where it was."""
    region = region_of(args.region)
    campaign = await _campaign(ctx, args)
    facts = await ctx.services.uploads.look(ctx.path(args.file), form_of(args))
    choice = _choice(args, facts, region)
    ctx.say(_form(facts, choice))
    await _mirror(ctx, args, campaign)
    upload = await _checked(ctx, args, campaign, facts, choice)
    began = upload.began_at is not None
    if args.dry_run or not upload.states.get(RowState.WAITING):
        if began and not args.dry_run:
            upload = await _look_again(ctx, upload)
        await _print(ctx, upload)
        ctx.say(_summary(upload))
        if not began:
            await ctx.services.uploads.discard(upload.id)
        return Exit.DONE if args.dry_run else _code(upload)
    try:
        await _ask(ctx, args, campaign, upload)
    except BaseException:
        if not began:
            await ctx.services.uploads.discard(upload.id)
        raise
    return await _send(ctx, campaign, upload)


async def _campaign(ctx: Context, args: argparse.Namespace) -> Campaign:
    """Find the campaign, and how it stands now. Raises `Trouble` when it takes no numbers."""
    found = await ctx.services.campaigns.find(args.campaign, args.account)
    try:
        found = await ctx.services.campaigns.refresh(found.id)
    except Trouble as trouble:
        if not args.dry_run or trouble.kind is ErrorKind.NOT_FOUND:
            raise
        ctx.say(f"{trouble} Going by what is known here.")
    if found.refusal and not args.dry_run:
        raise Trouble(ErrorKind.UNSUPPORTED, account=found.account, detail=found.refusal)
    if found.refusal:
        ctx.say(found.refusal)
    return found


def _form(facts: "FileFacts", choice: "UploadChoice") -> str:
    """Say what the file was found to be, and which columns go in."""

    def column(at: int) -> str:
        return readable(facts.headings[at] if at < len(facts.headings) else "") or f"column {at + 1}"

    parted = {"\t": "tab", " ": "space"}.get(facts.delimiter, facts.delimiter)
    first = "a header" if facts.header else "no header"
    variables = ", ".join(map(column, choice.variables)) or "none"
    return (
        f"{facts.encoding}, parted by {parted}, {first}; number: {column(choice.number)}; "
        f"variables: {variables}. --map says it otherwise."
    )


def _choice(args: argparse.Namespace, facts: "FileFacts", region: str | None) -> "UploadChoice":
    """Return which columns are what: as the options say, else as it seems."""
    from desktop.services.campaigns.values import UploadChoice, suggested

    if args.map:
        columns = mapped(args.map, facts, ROLES)
        numbers = [column for role, column in columns if role == "number"]
        if len(numbers) == 1:
            variables = tuple(column for role, column in columns if role == "var")
            return UploadChoice(numbers[0], variables, region)
        if numbers:
            raise Trouble(ErrorKind.USAGE, detail="One column can be the number.")
    seems = suggested(facts)
    if seems is None:
        known = ", ".join(filter(None, facts.headings)) or "1, 2 and so on"
        detail = f"Nobody can tell which column has the numbers. Say it with --map; there are: {known}."
        raise Trouble(ErrorKind.USAGE, detail=detail)
    if args.map:
        variables = tuple(column for _, column in columns)
        return UploadChoice(seems.number, variables, region)
    return UploadChoice(seems.number, seems.variables, region)


async def _mirror(ctx: Context, args: argparse.Namespace, campaign: Campaign) -> None:
    """Read which numbers are in the campaigns, unless that is long and nobody asked for it."""
    uploads = ctx.services.uploads
    try:
        age = await uploads.mirror(campaign.id)
        ids, parts = [], (age.campaign, *age.others)
        left = 0
        for part in parts:
            size = part.numbers if part.there is None else part.there
            if args.fresh_mirror or left + size <= SHORT:
                ids.append(part.campaign_id)
                left += size
        skipped = [part for part in parts if part.campaign_id not in ids]
        if skipped and ctx.console.is_terminal and not args.yes:
            long = f"Read {age.to_read:,} numbers of {len(parts)} campaigns first, to find who is there?"
            if await ctx.confirm(long):
                ids, skipped = [part.campaign_id for part in parts], []
        await uploads.read_mirror(ids, _Teller(ctx).mirror)
    except Trouble as trouble:
        ctx.say(f"{trouble} Going by the numbers that are known here.")
        return
    for part in skipped:
        when = part.listed_at.astimezone().strftime("%Y-%m-%d %H:%M") if part.listed_at else "never"
        ctx.say(f"{readable(part.campaign)} has many numbers; last read: {when}. --fresh-mirror reads them.")


async def _checked(
    ctx: Context,
    args: argparse.Namespace,
    campaign: Campaign,
    facts: "FileFacts",
    choice: "UploadChoice",
) -> Upload:
    uploads, tell = ctx.services.uploads, _Teller(ctx).file
    upload = await uploads.check_file(campaign.id, facts, choice, tell)
    if upload.began_at is not None and args.again and not args.dry_run:
        await uploads.discard(upload.id)
        upload = await uploads.check_file(campaign.id, facts, choice, tell)
    elif upload.began_at is not None:
        when = upload.began_at.astimezone().strftime("%Y-%m-%d %H:%M")
        waits = upload.states.get(RowState.WAITING)
        now = "It goes on where it was" if waits else "It has ended, and nothing of it is sent now"
        ctx.say(f"This file's upload began {when}. {now}; --again begins anew.")
    return upload


async def _ask(ctx: Context, args: argparse.Namespace, campaign: Campaign, upload: Upload) -> None:
    """Go no further without a yes. Raises `Trouble` RULE."""
    if args.yes:
        return
    if not ctx.console.is_terminal:
        reason = "Phones would ring, and nobody was asked, so nothing was sent. --yes says it beforehand."
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=reason)
    ctx.say(_summary(upload))
    waiting = upload.states.get(RowState.WAITING, 0)
    rings = "Real phones ring soon. " if campaign.runs is not False else ""
    if not await ctx.confirm(f"{rings}Upload {waiting:,} numbers to {readable(campaign.name)}?"):
        raise Trouble(ErrorKind.RULE, rule="confirm", detail="Nothing was sent.")


async def _send(ctx: Context, campaign: Campaign, upload: Upload) -> int:
    import asyncio

    uploads = ctx.services.uploads
    await uploads.send(upload.id)
    settling = asyncio.ensure_future(uploads.settled(upload.id))
    try:
        while not settling.done():
            await asyncio.wait([settling], timeout=_SAY_S)
            if not settling.done():
                ctx.say(_progress(await uploads.get(upload.id)))
        upload = settling.result()
    except asyncio.CancelledError:
        settling.cancel()
        upload = await uploads.pause(upload.id)  # the same command goes on
        await _print(ctx, upload)
        raise
    await _print(ctx, upload)
    ctx.say(_summary(upload))
    if upload.state is UploadState.STOPPED:
        trouble = Trouble(upload.trouble or ErrorKind.INTERNAL)
        if trouble.kind in _SAID:
            trouble.detail = upload.reason
        provider = ctx.services.accounts.providers()[campaign.provider].title
        ctx.fail(trouble.with_context(provider=provider, account=campaign.account))
        return Exit.UNKNOWN if upload.states.get(RowState.UNKNOWN) else code_of(trouble)
    return _code(upload)


async def _look_again(ctx: Context, upload: Upload) -> Upload:
    """Look once more for rows of unknown outcome; nothing is sent for them."""
    if not upload.states.get(RowState.UNKNOWN):
        return upload
    try:
        return await ctx.services.uploads.look_again(upload.id)
    except Trouble as trouble:
        ctx.say(str(trouble))
        return upload


def _code(upload: Upload) -> int:
    if upload.states.get(RowState.UNKNOWN):
        return Exit.UNKNOWN
    return Exit.FAILED if upload.states.get(RowState.REFUSED) else Exit.DONE


async def _print(ctx: Context, upload: Upload) -> None:
    """Print each row; a person gets only those that there is something to say about."""
    async with aclosing(ctx.services.uploads.each_row(upload.id)) as rows:
        async for row in rows:
            word = _STATES.get(row.state, row.verdict.value)
            reason, number = row.reason or None, row.number or None
            shape = {"row": row.line, "verdict": word, "reason": reason, "number": number}
            ctx.out(shape, _line(row, word))
            if ctx.console.is_closed:
                break


def _line(row: UploadRow, word: str) -> str:
    if word in ("ok", "sent") and not row.reason:
        return ""
    return f"{row.line:>7}  {word:11}  {readable(row.number)}  {row.reason}".rstrip()


def _progress(upload: Upload) -> str:
    waits = f" {upload.reason}" if upload.retry_at is not None else ""
    return f"{upload.states.get(RowState.SENT, 0):,} of {upload.wanted:,} numbers are sent.{waits}"


def _summary(upload: Upload) -> str:
    counts = [f"{upload.verdicts[each]:,} {word}" for each, word in _WORDS.items() if each in upload.verdicts]
    text = f"{upload.rows:,} rows: {', '.join(counts)}." if counts else "There is nothing in the file."
    if upload.began_at is not None:
        words = {RowState.SENT: "sent", RowState.REFUSED: "refused", RowState.UNKNOWN: "of unknown outcome"}
        words[RowState.WAITING] = "waiting"
        sent = [f"{upload.states[each]:,} {word}" for each, word in words.items() if each in upload.states]
        text += f" {', '.join(sent)}." if sent else ""
    if upload.states.get(RowState.UNKNOWN):
        text += (
            " What is unknown may be in the campaign; it is not sent again by itself. "
            "The same command looks for it once more; --again reads the list and sends what is not there."
        )
    return text


class _Teller:
    """Says now and then how far it is."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._at = time.monotonic()

    def _say(self, text: str) -> None:
        if time.monotonic() >= self._at + _SAY_S:
            self._at = time.monotonic()
            self._ctx.say(text)

    def file(self, progress: "Progress") -> None:
        """Tell how much of the file is read."""
        self._say(f"reading: {100 * progress.done // max(progress.total, 1)} %, {progress.rows:,} rows")

    def mirror(self, progress: "MirrorProgress") -> None:
        """Tell how many numbers of a campaign are read."""
        of = f" of {progress.total:,}" if progress.total is not None else ""
        self._say(f"{readable(progress.campaign)}: {progress.done:,}{of} numbers read")
