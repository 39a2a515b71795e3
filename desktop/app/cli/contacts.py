"""`sidetone contacts`: the phonebooks of the accounts, and what waits to be sent there."""

import argparse
from collections.abc import Sequence
from contextlib import aclosing

from desktop.app.cli import conflicts, contact_files, shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser, count, seconds
from desktop.app.cli.phonebook import (
    find_book,
    find_contact,
    fits,
    posted,
    query_of,
    query_options,
    readable,
    row_of,
    sent,
    state_of,
)
from desktop.domain.contacts import Contact, ContactCard, EditState, Pending, TrashedContact
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
    resolve = group.add(
        "resolve",
        "choose what stands where somebody else changed the contact too",
        access=Access.CHANGE,
        run=run_resolve,
    )
    _contact_id(resolve)
    side = resolve.add_mutually_exclusive_group(required=True)
    side.add_argument(
        "--mine", action="store_true", help="what you changed, over what is there now; or the deletion"
    )
    side.add_argument(
        "--theirs", action="store_true", help="what is at the provider now; your edit is forgotten"
    )
    _wait(resolve)
    contact_files.add(group)


def _contact_id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="our id, or ACCOUNT:PROVIDER_ID")


def _wait(parser: Parser, more: str = "without it, it is tried once") -> None:
    parser.add_argument(
        "--wait", metavar="SECONDS", type=seconds, help=f"wait so long until it is at the provider; {more}"
    )


async def run_list(ctx: Context, args: argparse.Namespace) -> int:
    """List contacts, and stop when nobody reads them; of the unsent also those that are being deleted."""
    wanted = await query_of(ctx, args)
    left = args.limit
    async with aclosing(ctx.services.contacts.select(wanted, args.limit)) as found:  # type: ignore[type-var]
        async for contact in found:
            ctx.out(shapes.contact(contact), lambda contact=contact: row_of(contact))  # type: ignore[misc]
            if ctx.console.is_closed:
                return Exit.DONE
            left = None if left is None else left - 1
    if wanted.unsent:
        hidden = await ctx.services.contacts.deleting(wanted.account_ids)
        for contact in [one for one in hidden if fits(one, wanted)][:left]:
            ctx.out(shapes.contact(contact), row_of(contact))
    return Exit.DONE


async def run_show(ctx: Context, args: argparse.Namespace) -> int:
    """Show one contact."""
    contact = await find_contact(ctx, args.id)
    books = await ctx.services.contacts.books()
    places = next((book.places for book in books if book.account_id == contact.account_id), ())
    shape = shapes.contact(contact) | {"conflict": shapes.conflict(contact, places)}
    ctx.out(shape, lambda: _details(contact, places))
    return Exit.DONE


def _details(contact: Contact, places: tuple[str, ...]) -> str:
    provider_id = contact.provider_id or "not known yet"
    rows = [
        ("id", contact.id),
        ("name", readable(contact.name)),
        ("account", f"{contact.account} ({provider_id})"),
    ]
    rows += [(number.label.lower(), readable(number.raw)) for number in contact.numbers]
    rows += [("favourite", "yes" if contact.favourite else "no")]
    rows += [("state", ", ".join(state_of(contact)) or "at the provider")]
    lines = [f"{key + ':':11}{value}" for key, value in rows]
    return "\n".join([*lines, *conflicts.sides(contact, places, readable)])


async def run_add(ctx: Context, args: argparse.Namespace) -> int:
    """Add a contact; it is kept here first."""
    book = await find_book(ctx, args.account)
    card = ContactCard(args.name, tuple(args.number))
    added = await ctx.services.contacts.add(book.account_id, card, favourite=args.favourite)
    return await posted(ctx, [added], args.wait)


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
    return await posted(ctx, [contact], args.wait)


async def run_delete(ctx: Context, args: argparse.Namespace) -> int:
    """Delete contacts: one can be taken back for a moment, several are asked for."""
    import asyncio

    chosen = [await find_contact(ctx, text) for text in dict.fromkeys(args.ids)]
    if len(chosen) > 1 and not args.yes:
        await _confirm(ctx, f"Delete {len(chosen)} contacts ({_some(chosen)})?")
    services = ctx.services.contacts
    await services.delete([contact.id for contact in chosen])
    if len(chosen) > 1 or args.wait == 0:
        return await posted(ctx, chosen, args.wait)
    ctx.say(
        f"{chosen[0].name} is deleted in 8 s. Ctrl-C, or `contacts restore {chosen[0].id}`, takes it back."
    )
    try:
        return await sent(ctx, chosen, UNTIL_SENT_S if args.wait is None else args.wait)
    except asyncio.CancelledError:
        name = readable(chosen[0].name)
        try:
            await services.undo(chosen[0].id)
        except Trouble:  # it has left, or is done, and lies in the trash
            what = f"it was too late to take the deletion of {name} back; `contacts restore"
            raise Trouble(ErrorKind.CANCELLED, detail=f"{what} {chosen[0].id}` adds it again") from None
        what = f"the deletion of {name} is taken back, nothing was deleted"
        raise Trouble(ErrorKind.CANCELLED, detail=what) from None


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
        ctx.out(shapes.trashed(one), f"{one.id:>8}  {when}  {_trashed(one)}")
    return Exit.DONE


def _trashed(one: TrashedContact) -> str:
    numbers = ", ".join(readable(text) for text in one.card.numbers if text)
    waits = "  deletion not sent yet" if one.waits else ""
    return f"{readable(one.card.name)}  {numbers}  {one.account}{waits}"


async def run_restore(ctx: Context, args: argparse.Namespace) -> int:
    """Take deletions back."""
    for text in args.ids:
        if not (text.isascii() and text.isdecimal()):
            raise Trouble(ErrorKind.NO_CONTACT, name=text)
    contacts = ctx.services.contacts
    texts = list(dict.fromkeys(args.ids))
    undecided = [text for text in texts if await _is_undecided(ctx, text)]
    ids = await contacts.restore([text for text in texts if text not in undecided])
    back = [await contacts.undo(text) for text in undecided]
    return await posted(ctx, [*back, *[await contacts.get(contact_id) for contact_id in ids]], args.wait)


async def _is_undecided(ctx: Context, contact_id: str) -> bool:
    """Whether a deletion waits for somebody's answer: the contact is shown again, and not in the trash."""
    try:
        one = await ctx.services.contacts.get(contact_id)
    except Trouble:
        return False
    return one.pending is Pending.DELETE and one.state in (EditState.CONFLICT, EditState.FAILED)


async def run_resolve(ctx: Context, args: argparse.Namespace) -> int:
    """Let one of two versions stand."""
    contact = await find_contact(ctx, args.id)
    conflict = contact.conflict
    if conflict is None:
        what = f"Nobody has to choose a version of {readable(contact.name)}: there is only one."
        raise Trouble(ErrorKind.USAGE, detail=what)
    card = conflict.wanted if args.mine else conflict.there
    if args.mine and conflict.wanted is not None and conflict.there is not None:
        from desktop.services.contacts.merging import onto

        # What only they changed stays.
        _, card = onto(conflict.seen, conflict.wanted, conflict.there, conflict.there)
    await ctx.services.contacts.resolve(contact.id, card, conflict.there)
    return await posted(ctx, [contact], args.wait)


async def run_retry(ctx: Context, args: argparse.Namespace) -> int:
    """Send a refused edit again."""
    contact = await find_contact(ctx, args.id)
    return await posted(ctx, [await ctx.services.contacts.retry(contact.id)], args.wait)


async def run_discard(ctx: Context, args: argparse.Namespace) -> int:
    """Forget an edit that is not at the provider."""
    contact = await find_contact(ctx, args.id)
    await ctx.services.contacts.discard(contact.id)
    ctx.out({"discarded": contact.id}, f"The edit of {contact.name} is forgotten.")
    return Exit.DONE
