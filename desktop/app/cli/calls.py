"""`sidetone calls`: the history, its recordings and transcripts."""

import argparse
from contextlib import aclosing
from datetime import datetime
from typing import Any

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser, count, seconds
from desktop.domain.calls import CallFilter, CallRecord, Direction, Has, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.domain.transcripts import Transcript, TranscriptState

_MANY: dict[str, Any] = {"action": "append", "default": []}
_FORMATS = ("text", "srt", "vtt", "json")
_STATES = {
    TranscriptState.NONE: "There is no transcript.",
    TranscriptState.PENDING: "The transcript is being made.",
    TranscriptState.FAILED: "The provider could not make a transcript.",
}


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("calls", "list calls, save recordings and transcripts")
    listing = group.add("list", "list calls, newest first", access=Access.READ, run=run_list)
    _filters(listing)
    listing.add_argument("--limit", metavar="N", type=count, help="at most so many")

    show = group.add("show", "show one call", access=Access.READ, run=run_show)
    _call_id(show)
    sound = group.add(
        "recording",
        "save a call's recording",
        access=Access.CHANGE,
        run=run_recording,
        needs=(Feature.RECORDINGS, Feature.EXPORT),
    )
    _call_id(sound)
    sound.add_argument("--output", metavar="FILE", required=True, help="the file to write, replaced if there")

    said = group.add(
        "transcript",
        "print a call's transcript",
        access=Access.CHANGE,
        run=run_transcript,
        needs=(Feature.TRANSCRIPTS,),
    )
    _call_id(said)
    said.add_argument("--format", choices=_FORMATS, default="text")
    said.add_argument("--request", action="store_true", help="ask the provider to make one")
    said.add_argument(
        "--wait", metavar="SECONDS", type=seconds, default=0.0, help="wait so long for one being made"
    )
    export = group.add(
        "export", "write calls to a CSV file", access=Access.READ, run=run_export, needs=(Feature.EXPORT,)
    )
    export.add_argument("file", metavar="FILE.csv")
    _filters(export)


def _call_id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="our id, or ACCOUNT:PROVIDER_ID")


def _filters(parser: Parser) -> None:
    group = parser.add_argument_group("filters (a repeated option means or, a repeated --has means and)")
    times = "a date, a time, today, yesterday or 7d"
    group.add_argument("--since", metavar="TIME", help=f"from then on: {times}")
    group.add_argument("--until", metavar="TIME", help=f"up to then, a day included: {times}")
    group.add_argument("--direction", choices=[d.value for d in Direction], **_MANY)
    group.add_argument("--outcome", choices=[o.value for o in Outcome], **_MANY)
    group.add_argument("--number", metavar="NUMBER", help="any spelling, or a part", **_MANY)
    group.add_argument("--name", metavar="TEXT", help="a part of the name", **_MANY)
    group.add_argument("--tag", metavar="NAME", **_MANY)
    group.add_argument("--account", metavar="NAME", **_MANY)
    group.add_argument("--line", metavar="LINE", help="id, extension, number or name", **_MANY)
    group.add_argument("--min-duration", metavar="S", type=count, help="seconds talked at least")
    group.add_argument("--has", choices=[h.value for h in Has], **_MANY)
    group.add_argument("--text", metavar="TEXT", help="words said in the call", **_MANY)


async def _wanted(ctx: Context, args: argparse.Namespace) -> CallFilter:
    """Turn the options into a filter. Raises `Trouble` for an account or a line that is not there."""
    from desktop.app.cli.times import since, until

    accounts = [await ctx.services.accounts.by_name(name) for name in args.account]
    lines: set[str] = set()
    for text in args.line:
        found = await ctx.services.lines.matching(text)
        if not found:
            raise Trouble(ErrorKind.NO_LINE, detail=f"{text!r} is none")
        lines.update(line.id for line in found)
    return CallFilter(
        since=since(args.since),
        until=until(args.until),
        directions=frozenset(Direction(value) for value in args.direction),
        outcomes=frozenset(Outcome(value) for value in args.outcome),
        numbers=tuple(args.number),
        names=tuple(args.name),
        tags=tuple(args.tag),
        account_ids=frozenset(account.id for account in accounts),
        line_ids=frozenset(lines),
        min_duration_s=args.min_duration,
        has=frozenset(Has(value) for value in args.has),
        texts=tuple(args.text),
    )


async def _asked(ctx: Context, args: argparse.Namespace) -> CallFilter:
    """Let the providers answer what only they can; where one cannot be asked, its last answer holds."""
    wanted = await _wanted(ctx, args)
    for trouble in await ctx.services.answers.ask(wanted):
        holds = f"For {trouble.account}, --name goes by the phone books and the last answer."
        ctx.console.err(f"{trouble} {holds}")
    return wanted


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List calls as they are read, and stop when nobody reads them."""
    wanted = await _asked(ctx, args)
    async with aclosing(ctx.services.calls.select(wanted, args.limit)) as calls:  # type: ignore[type-var]
        async for call in calls:
            ctx.out(shapes.call(call), lambda call=call: _row(call))  # type: ignore[misc]
            if ctx.console.is_closed:
                break
    return Exit.DONE


def _row(call: CallRecord) -> str:
    when = call.sorted_at.astimezone().strftime("%Y-%m-%d %H:%M")
    talked = "" if call.duration_s is None else f"{call.duration_s // 60}:{call.duration_s % 60:02d}"
    who = " ".join(part for part in (_one_line(call.name), call.other or "unknown") if part)
    row = f"{call.id:>8}  {when}  {call.direction.value:8}  {call.outcome.value:9}  {talked:>7}  {who}"
    marks = [f"#{tag.name}" for tag in call.tags] + ["recording"] * call.has_recording
    return "  ".join([row, *marks])


def _one_line(name: str | None) -> str:
    """Return a contact's name as it fits into a row: it may hold a new line."""
    return " ".join((name or "").split())


async def run_show(ctx: Context, args: argparse.Namespace) -> int:
    """Show one call."""
    call = await ctx.services.calls.find(args.id)
    ctx.out(shapes.call(call), lambda: _details(call))
    return Exit.DONE


def _details(call: CallRecord) -> str:
    def local(moment: datetime | None) -> str:
        return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z") if moment else "not known"

    rows = {
        "id": call.id,
        "account": f"{call.account} ({call.provider}, {call.provider_id})",
        "direction": call.direction.value,
        "outcome": f"{call.outcome.value} ({call.raw_status})" if call.raw_status else call.outcome.value,
        "from": call.caller or "not known",
        "to": call.callee or "not known",
        "name": _one_line(call.name),
        "line": call.line,
        "started": local(call.started_at),
        "answered": local(call.answered_at),
        "ended": local(call.ended_at),
        "waited": None if call.wait_s is None else f"{call.wait_s} s",
        "talked": None if call.duration_s is None else f"{call.duration_s} s",
        "tags": ", ".join(tag.name for tag in call.tags),
        "recording": "yes" if call.has_recording else "no",
        "note": call.note,
    }
    return "\n".join(f"{key + ':':11}{value}" for key, value in rows.items() if value)


async def run_recording(ctx: Context, args: argparse.Namespace) -> int:
    """Save the sound of a call."""
    call = await ctx.services.calls.find(args.id)
    file = ctx.path(args.output)
    recording = await ctx.services.recordings.save(call.id, file)
    shape = {"file": str(file), "bytes": len(recording.data), "media_type": recording.media_type}
    ctx.out(shape, f"{file} ({recording.media_type}, {len(recording.data)} bytes)")
    return Exit.DONE


async def run_transcript(ctx: Context, args: argparse.Namespace) -> int:
    """Print what was said; that there is nothing yet is no failure."""
    call = await ctx.services.calls.find(args.id)
    transcripts = ctx.services.transcripts
    found = await transcripts.get(call.id)
    if args.request and found.state in (TranscriptState.NONE, TranscriptState.FAILED):
        found = await transcripts.request(call.id)
    if args.wait and found.state is TranscriptState.PENDING:
        found = await transcripts.wait(call.id, args.wait)
    if ctx.common.json or args.format == "json":
        print_json(ctx, found)
    elif found.state is TranscriptState.READY:
        ctx.out({}, _formatted(found, args.format).rstrip("\n"))
    else:
        ctx.say(_STATES[found.state])
    return Exit.DONE


def print_json(ctx: Context, found: Transcript) -> None:
    """Print the shape, also for `--format json` without `--json`."""
    import json

    ctx.console.out(json.dumps(shapes.transcript(found), ensure_ascii=False))


def _formatted(found: Transcript, kind: str) -> str:
    from desktop.services import formats

    return {"text": formats.to_text, "srt": formats.to_srt, "vtt": formats.to_vtt}[kind](found)


async def run_export(ctx: Context, args: argparse.Namespace) -> int:
    """Write calls to a CSV file."""
    file = ctx.path(args.file)
    written = await ctx.services.calls.export(file, await _asked(ctx, args))
    ctx.out({"file": str(file), "calls": written}, f"{file}: {written} calls")
    return Exit.DONE
