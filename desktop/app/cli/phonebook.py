"""What the commands about contacts share: finding them, showing them, and sending what was edited."""

import argparse
from collections.abc import Collection, Sequence
from contextlib import suppress

from desktop.app.cli import conflicts, shapes
from desktop.app.cli.context import Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Parser
from desktop.domain.contacts import Book, Contact, ContactQuery, EditState
from desktop.domain.errors import ErrorKind, Trouble

_LONGEST = 120  # letters of a name


def query_options(parser: Parser) -> None:
    """Add the options that choose contacts."""
    parser.add_argument("--text", metavar="TEXT", default="", help="a part of the name or of a number")
    parser.add_argument("--account", metavar="NAME", action="append", default=[], help="may be repeated")
    parser.add_argument("--favourites", action="store_true", help="favourites alone")
    parser.add_argument("--unsent", action="store_true", help="those whose edit is not at the provider")


async def query_of(ctx: Context, args: argparse.Namespace) -> ContactQuery:
    """Turn the options into a query. Raises `Trouble` NO_ACCOUNT."""
    accounts = [await ctx.services.accounts.by_name(name) for name in args.account]
    return ContactQuery(
        text=args.text,
        favourites=args.favourites,
        unsent=args.unsent,
        account_ids=frozenset(account.id for account in accounts),
    )


async def find_contact(ctx: Context, text: str) -> Contact:
    """Find a contact by our id or by `ACCOUNT:PROVIDER_ID`. Raises `Trouble` NO_CONTACT, NO_ACCOUNT."""
    contacts = ctx.services.contacts
    if text.isascii() and text.isdecimal():
        return await contacts.get(text)
    name, colon, provider_id = text.rpartition(":")
    if colon:
        account = await ctx.services.accounts.by_name(name)
        listed = await contacts.find_all(ContactQuery(account_ids=frozenset({account.id})))
        found = next((contact for contact in listed if contact.provider_id == provider_id), None)
        if found is not None:
            return found
    raise Trouble(ErrorKind.NO_CONTACT, name=text)


async def find_book(ctx: Context, account: str | None) -> Book:
    """Find the phonebook of an account, or the only one that can be edited.

    Raises `Trouble` NO_ACCOUNT, UNSUPPORTED, and USAGE where several could be meant.
    """
    books = await ctx.services.contacts.books()
    if account is not None:
        chosen = await ctx.services.accounts.by_name(account)
        try:
            return await ctx.services.importing.book(chosen.id)
        except Trouble as trouble:
            raise trouble.with_context(account=chosen.name) from None
    able = [book for book in books if book.refusal is None]
    if len(able) == 1:
        return able[0]
    if able:
        names = ", ".join(book.account for book in able)
        raise Trouble(ErrorKind.USAGE, detail=f"Several accounts have a phone book: choose one of {names}.")
    raise Trouble(
        ErrorKind.USAGE, detail="No account has a phone book that can be edited here. Add one first."
    )


def region_of(text: str | None) -> str | None:
    """Read a country's code. Raises `Trouble` USAGE for what is none."""
    from desktop.numbers import country

    if text is None:
        return None
    region = text.strip().upper()
    if country(region) is None:
        raise Trouble(ErrorKind.USAGE, detail=f"{text!r} is no country's code, such as GB.")
    return region


def readable(text: str) -> str:
    """Return a text from outside as a terminal shows it: not endless, and turning no line round."""
    from desktop.services.importing.rowcheck import readable as seen

    text, _ = seen(text[:1000])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def row_of(contact: Contact) -> str:
    """Return a contact as one line for a person."""
    numbers = ", ".join(readable(number.raw) for number in contact.numbers)
    row = f"{contact.id:>8}  {readable(contact.name)}  {numbers}  {contact.account}"
    return "  ".join([row, *["favourite"] * contact.favourite, *state_of(contact)])


def state_of(contact: Contact) -> list[str]:
    """Say what of a contact is not at the provider, and why; nothing where all is."""
    said = [] if contact.pending is None else [f"{contact.pending.value} not at the provider yet"]
    return [*said, *filter(None, (contact.error or conflicts.sentence(contact),))]


def fits(contact: Contact, wanted: ContactQuery) -> bool:
    """Whether a contact that no list shows is one of those that are wanted: by its name, or by its digits."""
    from desktop.store.fold import fold

    text = fold(wanted.text.strip())
    digits = "".join(filter(str.isdecimal, text))
    numbers = [number.e164 or number.raw for number in contact.numbers]
    found = text in fold(contact.name) or (
        bool(digits) and any(digits.lstrip("0") in each for each in numbers)
    )
    return found and (contact.favourite or not wanted.favourites)


async def post(ctx: Context, account_ids: Collection[str], ids: Collection[str], wait: float | None) -> None:
    """Send what waits: once without a time to wait, else until it is there or the time is over."""
    if wait is not None:
        await ctx.services.contacts.settled(ids, wait)
        return
    for account_id in account_ids:
        try:
            await ctx.services.contacts.refresh_one(account_id)
        except Trouble as trouble:
            ctx.say(f"{trouble} The edit is kept here and sent later.")


async def posted(ctx: Context, edited: Sequence[Contact], wait: float | None) -> int:
    """As `sent`; whoever stops waiting is told that nothing is lost. Raises `Trouble` CANCELLED then."""
    import asyncio

    try:
        return await sent(ctx, edited, wait)
    except asyncio.CancelledError:
        detail = await kept(ctx, edited)
        raise Trouble(ErrorKind.CANCELLED, detail=detail) from None


async def kept(ctx: Context, edited: Sequence[Contact]) -> str:
    """Say to somebody who stopped waiting what became of the edits of these contacts."""
    waiting = []
    for one in edited:
        with suppress(Trouble):
            if (await ctx.services.contacts.get(one.id)).pending is not None:
                waiting.append(one.id)
    if not waiting:
        return "only the waiting ended, the change is at the provider"
    forget = " and ".join(f"`contacts discard {contact_id}`" for contact_id in waiting[:3])
    return f"only the waiting ended, the change is kept here and sent later; {forget} forgets it"


async def sent(ctx: Context, edited: Sequence[Contact], wait: float | None) -> int:
    """Send what was edited, and print each contact as it is then; 1 when one needs a person."""
    accounts = dict.fromkeys(contact.account_id for contact in edited)
    await post(ctx, accounts, [contact.id for contact in edited], wait)
    stuck: Contact | None = None
    for contact in edited:
        try:
            now = await ctx.services.contacts.get(contact.id)
        except Trouble:  # deleted, as it was asked for
            ctx.out(shapes.contact(contact), f"{contact.id:>8}  {readable(contact.name)}  deleted")
            continue
        ctx.out(shapes.contact(now), row_of(now))
        if now.state in (EditState.FAILED, EditState.CONFLICT):
            stuck = now
    if stuck is None:
        return Exit.DONE
    undecided = conflicts.sentence(stuck)
    if undecided is None:
        raise Trouble(ErrorKind.REFUSED, account=stuck.account, detail=stuck.error)
    # Not raised: nothing was refused for a rule of ours, which is what the code of this kind says.
    ctx.fail(Trouble(ErrorKind.CHANGED, account=stuck.account, name=stuck.name, detail=undecided))
    return Exit.FAILED
