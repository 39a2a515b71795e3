"""`sidetone settings`: what can be set, each declared once."""

import argparse

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("settings", "read and change settings")
    group.add("list", "list every setting", access=Access.FILES, run=run_list)
    get = group.add("get", "print one setting", access=Access.FILES, run=run_get)
    get.add_argument("key", metavar="KEY")
    change = group.add("set", "change one setting", access=Access.CHANGE_FILES, run=run_set)
    change.add_argument("key", metavar="KEY")
    change.add_argument("value", metavar="VALUE")


async def run_list(ctx: Context, _args: argparse.Namespace) -> int:
    """List every setting with its value."""
    for declared in ctx.settings.declared():
        value = ctx.settings.get(declared.key)
        ctx.out(
            shapes.setting(declared.key, value, declared.default, declared.text),
            f"{declared.key} = {_plain(value)}\n    {declared.text}",
        )
    return Exit.DONE


async def run_get(ctx: Context, args: argparse.Namespace) -> int:
    """Print one setting."""
    _show(ctx, args.key)
    return Exit.DONE


async def run_set(ctx: Context, args: argparse.Namespace) -> int:
    """Change one setting."""
    settings = ctx.settings
    settings.set(args.key, args.value)
    _show(ctx, args.key)
    return Exit.DONE


def _show(ctx: Context, key: str) -> None:
    settings = ctx.settings
    declared = settings.setting(key)
    value = settings.get(key)
    ctx.out(shapes.setting(key, value, declared.default, declared.text), _plain(value))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
