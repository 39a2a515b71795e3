"""`sidetone dial`: shows what would be dialled, asks, and places exactly one call."""

import argparse
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit, code_of
from desktop.app.cli.parser import Commands
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource, Verdict
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.services.planning import DialPlan

# The rules that a person may override; the others always refuse.
RULES = ("premium", "country", "night")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add("dial", "place a call; your phone rings first", access=Access.CHANGE, run=run)
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument(
        "--line",
        metavar="LINE",
        help="id, extension, number or name of the line to use; softphone hands the number to this "
        "computer's program for links, softphone:ID to another one",
    )
    parser.add_argument("--yes", action="store_true", help='answer the plain "call this?" beforehand')
    parser.add_argument(
        "--allow",
        metavar="RULE",
        action="append",
        default=[],
        choices=RULES,
        help=f"answer this rule's question beforehand: {', '.join(RULES)}",
    )


async def run(ctx: Context, args: argparse.Namespace) -> int:
    """Ask what has to be asked, dial, and print what became of it."""
    dialling = ctx.services.dialling
    try:
        plan = await dialling.prepare(args.number, DialSource.COMMAND_LINE, args.line)
    except Trouble as trouble:
        if trouble.kind is ErrorKind.NO_LINE and args.line is None:
            await _say_softphones(ctx)
        raise
    allowed = frozenset(args.allow)
    if plan.repeats is None:
        allowed = await _settle(ctx, plan, allowed, said_yes=args.yes)
    attempt = await _finish(dialling.dial(plan, confirmed=True, allow=allowed))
    ctx.out(shapes.attempt(attempt, plan.line.name), _sentence(attempt))
    return _end(ctx, attempt)


async def _say_softphones(ctx: Context) -> None:
    """Tell a person without a line of the softphones that could call."""
    for line in await ctx.services.lines.softphones(fresh=True):
        if line.can_dial:
            ctx.say(f"{line.name} on this computer can call: --line {line.id}")


async def _settle(
    ctx: Context, plan: "DialPlan", allowed: frozenset[str], *, said_yes: bool
) -> frozenset[str]:
    """Show the plan and get every answer it needs; return the rules that were allowed."""
    if plan.refusal is not None:
        raise refused(plan.refusal)
    number = plan.number.dial or plan.number.text
    shown = f"{number} ({plan.number.formatted})" if plan.number.formatted not in ("", number) else number
    if plan.line.is_softphone:
        ctx.say(f"Hand {shown} to {plan.line.name}, the softphone of this computer.")
    else:
        ctx.say(f"Call {shown} from {plan.line.name}.")
    asks = [verdict for verdict in plan.verdicts if verdict.answer is Answer.ASK]
    allowed = await _ask(ctx, [verdict for verdict in asks if verdict.rule not in allowed], allowed)
    if not said_yes:
        await _confirm(ctx, f"Call {shown}?")
    return allowed


async def _ask(ctx: Context, asks: list[Verdict], allowed: frozenset[str]) -> frozenset[str]:
    """Ask for each rule that has to be asked about; without a terminal that is a refusal."""
    for verdict in asks:
        if not ctx.console.is_terminal:
            raise refused(verdict)
        if not await ctx.confirm(f"{verdict.reason} Call all the same?"):
            raise refused(verdict)
    return allowed | {verdict.rule for verdict in asks}


async def _confirm(ctx: Context, question: str) -> None:
    if not ctx.console.is_terminal:
        reason = "Nobody was asked whether to call, so nothing was dialled. Use --yes to say it beforehand."
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=reason)
    if not await ctx.confirm(question):
        raise Trouble(ErrorKind.RULE, rule="confirm", detail="Nothing was dialled.")


def refused(verdict: Verdict) -> Trouble:
    """Return the trouble that a rule's refusal ends in."""
    return Trouble(ErrorKind.RULE, rule=verdict.rule, detail=verdict.reason)


async def _finish(dialling: Coroutine[Any, Any, Attempt]) -> Attempt:
    """Wait for the one request; an interruption does not cut off one that may have left."""
    import asyncio

    task = asyncio.ensure_future(dialling)
    while True:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise


def _sentence(attempt: Attempt) -> str:
    again = " (the same call as a moment ago)" if attempt.folded else ""
    if attempt.state is AttemptState.PLACED:
        return f"Placed, your phone should ring{again}."
    if attempt.state is AttemptState.HANDED_OVER:
        odd = f" {attempt.trouble}" if attempt.trouble else ""
        return f"Handed to your softphone{again}.{odd}"
    return ""


def _end(ctx: Context, attempt: Attempt) -> int:
    """Return the exit code of what became of an attempt, after its sentence."""
    if attempt.state in (AttemptState.PLACED, AttemptState.HANDED_OVER):
        return Exit.DONE
    trouble = attempt.error
    if attempt.state in (AttemptState.UNKNOWN, AttemptState.SENDING):
        trouble = Trouble(ErrorKind.OUTCOME_UNKNOWN, number=attempt.number).with_context(
            provider=trouble.provider if trouble else None,
            account=attempt.account,
            status=trouble.status if trouble else None,
            request_id=attempt.request_id,
        )
    elif trouble is None:  # told again from the store, which keeps the sentence alone
        kind = ErrorKind.BUSY if attempt.state is AttemptState.BUSY else ErrorKind.NOT_PLACED
        detail = None if kind is ErrorKind.BUSY else attempt.trouble or "The call was not placed."
        trouble = Trouble(kind, account=attempt.account, request_id=attempt.request_id, detail=detail)
    ctx.fail(trouble)
    if attempt.state in (AttemptState.UNKNOWN, AttemptState.SENDING):
        return Exit.UNKNOWN
    code = code_of(trouble)
    return code if code == Exit.SIGN_IN else Exit.FAILED
