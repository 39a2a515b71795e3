"""`sidetone vault`: where the secrets lie, another passphrase, and the way from one place to the other."""

import argparse

from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.vaults import VaultKind

PLACES = (VaultKind.KEYRING.value, VaultKind.PASSPHRASE.value)


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("vault", "see and change where the secrets lie")
    group.add("status", "say where they lie; asks nobody", access=Access.FILES, run=run_status)
    group.add(
        "passphrase",
        "change the passphrase: the current one and the new one are asked, or read as two lines of stdin",
        access=Access.CHANGE,
        run=run_passphrase,
    )
    move = group.add(
        "move",
        "move everything; a new passphrase is asked, or read as a line of stdin",
        access=Access.CHANGE,
        run=run_move,
    )
    move.add_argument("place", choices=PLACES, help="where to")


async def run_status(ctx: Context, _args: argparse.Namespace) -> int:
    """Say where the secrets lie, as far as that can be told without opening it."""
    from desktop.app.container import describe_vault, find_vault

    assert ctx.paths is not None
    found = find_vault(ctx.paths)
    ctx.out(
        {
            "vault": found.kind.value if found.kind else None,
            "made": found.made,
            "locked": found.locked,
            "trouble": found.trouble.sentence if found.trouble else None,
        },
        describe_vault(found),
    )
    return Exit.DONE


async def run_passphrase(ctx: Context, _args: argparse.Namespace) -> int:
    """Change the passphrase."""
    if ctx.services.safe.kind is not VaultKind.PASSPHRASE:
        raise Trouble(ErrorKind.USAGE, detail="This profile has no passphrase that could be changed.")
    now = await ctx.secret("Current passphrase")
    await ctx.services.secrecy.change_passphrase(now, await _new(ctx))
    return _done(ctx)


async def run_move(ctx: Context, args: argparse.Namespace) -> int:
    """Move everything to the other place; what is there already stays."""
    place = VaultKind(args.place)
    if ctx.services.safe.kind is place:
        return _done(ctx)
    if place is VaultKind.PASSPHRASE:
        await ctx.services.secrecy.move_to_file(await _new(ctx))
    else:
        await ctx.services.secrecy.move_to_keyring()
    return _done(ctx)


async def _new(ctx: Context) -> str:
    """Get a new passphrase, on a terminal twice, since nobody sees what they type."""
    wanted = await ctx.secret("New passphrase")
    if ctx.console.is_terminal and await ctx.secret("Once more") != wanted:
        raise Trouble(ErrorKind.USAGE, detail="The two are not the same. Nothing was changed.")
    return wanted


def _done(ctx: Context) -> int:
    safe = ctx.services.safe
    ctx.out({"vault": safe.kind.value}, safe.title)
    return Exit.DONE
