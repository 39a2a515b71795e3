"""`sidetone contacts`: the phonebooks of the accounts, and what waits to be sent there."""

import argparse
from collections.abc import Sequence
from contextlib import aclosing, suppress

from desktop.app.cli import contact_files, shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser, count, seconds
from desktop.app.cli.phonebook import (
    find_book,
    find_contact,
    marks_of,
    post,
    query_of,
    query_options,
    readable,
    row_of,
)
from desktop.domain.contacts import Contact, ContactCard, EditState
from desktop.domain.errors import ErrorKind, Trouble

UNTIL_SENT_S = 30.0
"""How long one deletion waits by itself: for the moment in which it can be undone, and for being sent."""


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("contacts", "list, edit, import and export contacts")
    listing = group.add("list", "list contacts by name", access=Access.READ, run=run_list)
    query_options(listing)
    listing.add_argument("--limit", metavar="N", type=count, help="at most so many")
    show = group.add("show", "show one contact", access=Access.READ, run=run_show)
    _contact_id(show)

    new = group.add("add", "add a contact to an account's phone book", access=Access.CHANGE, run=run_add)
    new.add_argument("--account", metavar="NAME", help="may be left out when only one has a phone book")
    new.add_argument("--name", metavar="TEXT", required=True)
    new.add_argument("--number", metavar="TEXT", action="append", required=True, help="may be repeated")
    new.add_argument("--favourite", action="store_true", help="make it one of the favourites")
    _wait(new)
    edit = group.add("edit", "change a contact", access=Access.CHANGE, run=run_edit)
    _contact_id(edit)
    edit.add_argument("--name", metavar="TEXT", help="the new name")
    edit.add_argument(
        "--number", metavar="TEXT", action="append", help="in place of all its numbers; may be repeated"
    )
    edit.add_argument("--favourite", choices=("yes", "no"), help="known here only")
    _wait(edit)

    delete = group.add(
        "delete", "delete contacts; they stay in the trash", access=Access.CHANGE, run=run_delete
    )
    delete.add_argument("ids", metavar="ID", nargs="+", help="our id, or ACCOUNT:PROVIDER_ID")
    delete.add_argument("--yes", action="store_true", help="do not ask before several are deleted")
    _wait(delete, "one is sent after 8 s, until which it can be restored")
    group.add("trash", "list what was deleted in the last 30 days", access=Access.READ, run=run_trash)
    restore = group.add(
        "restore", "undo a deletion, or add again what it deleted", access=Access.CHANGE, run=run_restore
    )
    restore.add_argument("ids", metavar="ID", nargs="+", help="our id, as `contacts trash` lists it")
    _wait(restore)
    retry = group.add("retry", "send again what the provider refused", access=Access.CHANGE, run=run_retry)
    _contact_id(retry)
    _wait(retry)
    discard = group.add("discard", "forget an edit that is not sent", access=Access.CHANGE, run=run_discard)
    _contact_id(discard)
    contact_files.add(group)


def _contact_id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="our id, or ACCOUNT:PROVIDER_ID")


def _wait(parser: Parser, more: str = "without it, it is tried once") -> None:
    parser.add_argument(
        "--wait", metavar="SECONDS", type=seconds, help=f"wait so long until it is at the provider; {more}"
    )


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List contacts, and stop when nobody reads them."""
    wanted = await query_of(ctx, args)
    async with aclosing(ctx.services.contacts.select(wanted, args.limit)) as found:  # type: ignore[type-var]
        async for contact in found:
            ctx.out(shapes.contact(contact), lambda contact=contact: row_of(contact))  # type: ignore[misc]
            if ctx.console.is_closed:
                break
    return Exit.DONE


async def run_show(ctx: Context, args: argparse.Namespace) -> int:
    """Show one contact."""
    contact = await find_contact(ctx, args.id)
    ctx.out(shapes.contact(contact), lambda: _details(contact))
    return Exit.DONE


def _details(contact: Contact) -> str:
    provider_id = contact.provider_id or "not known yet"
    rows = [
        ("id", contact.id),
        ("name", readable(contact.name)),
        ("account", f"{contact.account} ({provider_id})"),
    ]
    rows += [(number.label.lower(), number.raw) for number in contact.numbers]
    rows += [("state", ", ".join(marks_of(contact)) or "at the provider")]
    return "\n".join(f"{key + ':':11}{value}" for key, value in rows)


async def run_add(ctx: Context, args: argparse.Namespace) -> int:
    """Add a contact; it is kept here first."""
    book = await find_book(ctx, args.account)
    card = ContactCard(args.name, tuple(args.number))
    added = await ctx.services.contacts.add(book.account_id, card, favourite=args.favourite)
    return await _posted(ctx, [added], args.wait)


async def run_edit(ctx: Context, args: argparse.Namespace) -> int:
    """Change what is named; everything else stays."""
    contact = await find_contact(ctx, args.id)
    if args.name is None and args.number is None and args.favourite is None:
        raise Trouble(ErrorKind.USAGE, detail="Nothing to change: give --name, --number or --favourite.")
    if args.favourite is not None:
        await ctx.services.contacts.favourite(contact.id, args.favourite == "yes")
    if args.name is not None or args.number is not None:
        name = contact.name if args.name is None else args.name
        numbers = contact.card.numbers if args.number is None else tuple(args.number)
        await ctx.services.contacts.edit(contact.id, ContactCard(name, numbers), seen=contact.card)
    return await _posted(ctx, [contact], args.wait)


async def run_delete(ctx: Context, args: argparse.Namespace) -> int:
    """Delete contacts: one can be taken back for a moment, several are asked for."""
    import asyncio

    chosen = [await find_contact(ctx, text) for text in dict.fromkeys(args.ids)]
    if len(chosen) > 1 and not args.yes:
        await _confirm(ctx, f"Delete {len(chosen)} contacts ({_some(chosen)})?")
    services = ctx.services.contacts
    await services.delete([contact.id for contact in chosen])
    if len(chosen) > 1 or args.wait == 0:
        return await _posted(ctx, chosen, args.wait)
    ctx.say(
        f"{chosen[0].name} is deleted in 8 s. Ctrl-C, or `contacts restore {chosen[0].id}`, takes it back."
    )
    try:
        return await _posted(ctx, chosen, UNTIL_SENT_S if args.wait is None else args.wait)
    except asyncio.CancelledError:
        with suppress(Trouble):  # too late: it has left, or is done, and lies in the trash
            await services.undo(chosen[0].id)
        raise


def _some(contacts: Sequence[Contact]) -> str:
    names = [readable(contact.name) for contact in contacts[:3]]
    return ", ".join([*names, "..."] if len(contacts) > 3 else names)


async def _confirm(ctx: Context, question: str) -> None:
    if not ctx.console.is_terminal:
        reason = "Nobody was asked whether to delete several, so nothing was. Use --yes to say it beforehand."
        raise Trouble(ErrorKind.RULE, rule="confirm", detail=reason)
    if not await ctx.confirm(question):
        raise Trouble(ErrorKind.RULE, rule="confirm", detail="Nothing was deleted.")


async def run_trash(ctx: Context, _args: argparse.Namespace) -> int:
    """List what was deleted."""
    for one in await ctx.services.contacts.trash():
        when = one.deleted_at.astimezone().strftime("%Y-%m-%d %H:%M")
        numbers = ", ".join(filter(None, one.card.numbers))
        ctx.out(
            shapes.trashed(one), f"{one.id:>8}  {when}  {readable(one.card.name)}  {numbers}  {one.account}"
        )
    return Exit.DONE


async def run_restore(ctx: Context, args: argparse.Namespace) -> int:
    """Take deletions back."""
    for text in args.ids:
        if not (text.isascii() and text.isdecimal()):
            raise Trouble(ErrorKind.NO_CONTACT, name=text)
    ids = await ctx.services.contacts.restore(args.ids)
    return await _posted(ctx, [await ctx.services.contacts.get(contact_id) for contact_id in ids], args.wait)


async def run_retry(ctx: Context, args: argparse.Namespace) -> int:
    """Send a refused edit again."""
    contact = await find_contact(ctx, args.id)
    return await _posted(ctx, [await ctx.services.contacts.retry(contact.id)], args.wait)


async def run_discard(ctx: Context, args: argparse.Namespace) -> int:
    """Forget an edit that is not at the provider."""
    contact = await find_contact(ctx, args.id)
    await ctx.services.contacts.discard(contact.id)
    ctx.out({"discarded": contact.id}, f"The edit of {contact.name} is forgotten.")
    return Exit.DONE


async def _posted(ctx: Context, edited: Sequence[Contact], wait: float | None) -> int:
    """Send what was edited, and print each contact as it is then; 1 when the provider refused one."""
    accounts = dict.fromkeys(contact.account_id for contact in edited)
    await post(ctx, accounts, [contact.id for contact in edited], wait)
    refused: Contact | None = None
    for contact in edited:
        try:
            now = await ctx.services.contacts.get(contact.id)
        except Trouble:  # deleted, as it was asked for
            ctx.out(shapes.contact(contact), f"{contact.id:>8}  {readable(contact.name)}  deleted")
            continue
        ctx.out(shapes.contact(now), row_of(now))
        if now.state in (EditState.FAILED, EditState.CONFLICT):
            refused = now
    if refused is None:
        return Exit.DONE
    kind = ErrorKind.CONFLICT if refused.state is EditState.CONFLICT else ErrorKind.REFUSED
    why = refused.error or "the contact was changed there meanwhile"
    raise Trouble(kind, account=refused.account, detail=why)
