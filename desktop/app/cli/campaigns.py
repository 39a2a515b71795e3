"""`sidetone campaigns`: what the accounts' diallers call, and the numbers in there."""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import aclosing

from desktop.app.cli import campaign_adding, campaign_upload, shapes
from desktop.app.cli.campaign_query import filter_of, query_options
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser, count
from desktop.app.cli.phonebook import readable, region_of
from desktop.domain.campaigns import (
    Campaign,
    CampaignAccount,
    CampaignNumber,
    CampaignQuery,
    CampaignSort,
    DeleteResult,
    LabelKind,
    NumberQuery,
)
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group(
        "campaigns", "list campaigns, and the numbers that they call", needs=(Feature.CAMPAIGNS,)
    )
    listing = group.add(
        "list", "list campaigns as their provider finds them", access=Access.READ, run=run_list
    )
    listing.add_argument("--account", metavar="NAME", action="append", default=[], help="may be repeated")
    query_options(listing)
    listing.add_argument("--limit", metavar="N", type=count, help="at most so many of each account")
    show = group.add("show", "show one campaign", access=Access.READ, run=run_show)
    _campaign(show)

    numbers = group.add("numbers", "list the numbers of a campaign", access=Access.READ, run=run_numbers)
    _campaign(numbers)
    numbers.add_argument("--part", metavar="DIGITS", default="", help="numbers with these digits alone")
    numbers.add_argument("--desc", action="store_true", help="the highest first")
    numbers.add_argument("--limit", metavar="N", type=count, help="at most so many")

    new = group.add("add", "add a number: a real phone rings", access=Access.CHANGE, run=campaign_adding.run)
    _campaign(new)
    campaign_adding.options(new)
    upload = group.add(
        "upload", "upload a file of numbers: real phones ring", access=Access.CHANGE, run=campaign_upload.run
    )
    _campaign(upload)
    campaign_upload.options(upload)
    delete = group.add("delete", "delete numbers of a campaign", access=Access.CHANGE, run=run_delete)
    _campaign(delete)
    delete.add_argument(
        "numbers", metavar="NUMBER", nargs="+", help="in any spelling, or the id that the provider gave it"
    )
    _region(delete)
    delete.add_argument("--yes", action="store_true", help="do not ask")


def _campaign(parser: Parser) -> None:
    parser.add_argument("campaign", metavar="CAMPAIGN", help="our id, the provider's, or the exact name")
    parser.add_argument("--account", metavar="NAME", help="where several have a campaign of this name")


def _region(parser: Parser) -> None:
    parser.add_argument(
        "--region", metavar="CC", help="the country of numbers without one, such as GB; else the account's"
    )


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List campaigns of one account after the other, and stop when nobody reads them."""
    wanted = filter_of(args)
    met: Trouble | None = None
    for account_id in await _accounts(ctx, args.account):
        query = CampaignQuery(account_id, wanted, CampaignSort(args.sort), args.desc)
        try:
            await _list(ctx, query, args.limit)
        except Trouble as trouble:
            if met is not None:
                ctx.console.err(str(met))  # the last one is told at the end
            met = trouble
        if ctx.console.is_closed:
            break
    if met is not None:
        raise met
    return Exit.DONE


async def _accounts(ctx: Context, names: Sequence[str]) -> list[str]:
    """Return the accounts to ask; those that cannot be asked are told of unless they are named."""
    if names:
        return [(await ctx.services.accounts.by_name(name)).id for name in dict.fromkeys(names)]
    found: list[CampaignAccount] = await ctx.services.campaigns.accounts()
    for one in found:
        if one.refusal:
            ctx.say(f"{one.account}: {one.refusal}")
    if not found:
        ctx.say("No account has campaigns.")
    return [one.account_id for one in found if not one.refusal]


async def _list(ctx: Context, query: CampaignQuery, limit: int | None) -> None:
    left = limit
    if left == 0:
        return
    async with aclosing(ctx.services.campaigns.select(query)) as found:
        async for one in found:
            ctx.out(shapes.campaign(one), lambda one=one: _row(one))  # type: ignore[misc]
            left = None if left is None else left - 1
            if ctx.console.is_closed or left == 0:
                break


def _row(one: Campaign) -> str:
    told = one.told
    size = "? numbers" if told.numbers_count is None else f"{told.numbers_count} numbers"
    words = [told.status, told.type, told.mode, "archived" if told.archived else None]
    said = ", ".join(readable(word) for word in words if word)
    return f"{one.id:>8}  {readable(one.name)}  {said}  {size}  {one.account}"


async def run_show(ctx: Context, args: argparse.Namespace) -> int:
    """Show one campaign, as its provider tells it now or, when that cannot be asked, told it last."""
    campaigns = ctx.services.campaigns
    one = await campaigns.find(args.campaign, args.account)
    try:
        one = await campaigns.refresh(one.id)
    except Trouble as trouble:
        if trouble.kind is ErrorKind.NOT_FOUND:
            raise
        ctx.say(f"{trouble} This is what was told last.")
    labels = await campaigns.labels(one.account_id)
    ctx.out(shapes.campaign(one), lambda: _details(one, labels))
    return Exit.DONE


def _details(one: Campaign, labels: Mapping[tuple[LabelKind, str], str]) -> str:
    told = one.told

    def named(kind: LabelKind, raw_id: str | None) -> str | None:
        label = labels.get((kind, raw_id or ""))
        return f"{label} ({raw_id})" if label else raw_id

    rows = [
        ("id", one.id),
        ("name", told.name),
        ("account", f"{one.account} ({told.provider_id})"),
        ("status", told.status),
        ("type", told.type),
        ("mode", told.mode),
        ("numbers", None if told.numbers_count is None else str(told.numbers_count)),
        ("starts", shapes.campaign_time(told.starts_at)),
        ("ends", shapes.campaign_time(told.ends_at)),
        ("started", shapes.campaign_time(told.started_at)),
        ("ended", shapes.campaign_time(told.ended_at)),
        ("archived", None if told.archived is None else "yes" if told.archived else "no"),
        ("tags", ", ".join(named(LabelKind.TAG, tag) or "" for tag in told.tag_ids)),
        ("phone system", named(LabelKind.PHONE_SYSTEM, told.phone_system_id)),
        ("extension", named(LabelKind.EXTENSION, told.extension_id)),
        ("for humans", named(LabelKind.CALL_FLOW, told.human_callflow_id)),
        ("for machines", named(LabelKind.CALL_FLOW, told.machine_callflow_id)),
        ("webhook", named(LabelKind.WEBHOOK, told.webhook_id)),
        *told.extra.items(),
    ]
    return "\n".join(f"{key + ':':14} {readable(value)}" for key, value in rows if value)


async def run_numbers(ctx: Context, args: argparse.Namespace) -> int:
    """List numbers, and stop when nobody reads them."""
    one = await ctx.services.campaigns.find(args.campaign, args.account)
    left = args.limit
    if left == 0:
        return Exit.DONE
    wanted = NumberQuery(one.id, args.part, args.desc)
    async with aclosing(ctx.services.campaigns.select_numbers(wanted)) as found:
        async for each in found:
            ctx.out(shapes.campaign_number(each), lambda each=each: _number_row(each))  # type: ignore[misc]
            left = None if left is None else left - 1
            if ctx.console.is_closed or left == 0:
                break
    return Exit.DONE


def _number_row(one: CampaignNumber) -> str:
    texts = [*one.variables, *(f"{key} {value}" for key, value in one.extra.items())]
    return f"{readable(one.number):>16}  {', '.join(readable(text) for text in texts)}".rstrip()


async def run_delete(ctx: Context, args: argparse.Namespace) -> int:
    """Delete numbers that are all found first, and say which are gone."""
    campaigns = ctx.services.campaigns
    one = await campaigns.find(args.campaign, args.account)
    region = region_of(args.region) or await ctx.services.accounts.region(one.account_id)
    chosen = await _chosen(ctx, one, list(dict.fromkeys(args.numbers)), region)
    if not args.yes:
        some = ", ".join(readable(each.number) for each in chosen[:3]) + (", ..." if len(chosen) > 3 else "")
        noun = "number" if len(chosen) == 1 else "numbers"
        await _confirm(ctx, f"Delete {len(chosen)} {noun} ({some}) from {readable(one.name)}?", "deleted")
    result = await campaigns.delete_numbers(one.id, chosen)
    for state, rows in (("deleted", result.deleted), ("there", result.there), ("unknown", result.unknown)):
        for each in rows:
            ctx.out({**shapes.campaign_number(each), "state": state}, f"{each.number:>16}  {_STATES[state]}")
    return _end(ctx, one, result)


_TAIL = 7
"""So many digits at the end are the same however a number is written."""

_STATES = {"deleted": "deleted", "there": "still there", "unknown": "not known"}


def _end(ctx: Context, one: Campaign, result: DeleteResult) -> int:
    if not result.there and not result.unknown:
        return Exit.DONE
    detail = result.reason or "Some numbers are still in the campaign, though their deletion was taken."
    ctx.fail(Trouble(ErrorKind.NOT_DELETED, account=one.account, detail=detail))
    return Exit.UNKNOWN if result.unknown else Exit.FAILED


async def _chosen(
    ctx: Context, one: Campaign, texts: Sequence[str], region: str | None
) -> list[CampaignNumber]:
    """Find numbers by any spelling, or by their ids. Raises `Trouble` NOT_IN_CAMPAIGN for one that is not."""
    from desktop.numbers import campaign_key

    campaigns = ctx.services.campaigns
    found: dict[str, list[CampaignNumber]] = {}
    for text in texts:
        key = campaign_key(text, region)
        if key and not any(sign.isalpha() for sign in text):
            wanted = NumberQuery(one.id, part=key[-_TAIL:])
            async with aclosing(campaigns.select_numbers(wanted)) as rows:
                same = [each async for each in rows if campaign_key(each.number, region) == key]
            if same:
                found[text] = same
    missing = {text for text in texts if text not in found}
    if missing:  # nothing finds a number by its id but going through all
        async with aclosing(campaigns.select_numbers(NumberQuery(one.id))) as rows:
            async for each in rows:
                if each.provider_id in missing:
                    found[each.provider_id] = [each]
                    missing.discard(each.provider_id)
                if not missing:
                    break
    for text in texts:
        if text not in found:
            raise Trouble(ErrorKind.NOT_IN_CAMPAIGN, number=text, name=one.name, account=one.account)
    return list({each.provider_id: each for text in texts for each in found[text]}.values())


async def _confirm(ctx: Context, question: str, done: str) -> None:
    if not ctx.console.is_terminal:
        reason = f"Nobody was asked, so nothing was {done}. Use --yes to say it beforehand."
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=reason)
    if not await ctx.confirm(question):
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=f"Nothing was {done}.")
