"""`sidetone settings`: what can be set, each declared once."""

import argparse
from typing import TYPE_CHECKING

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands

if TYPE_CHECKING:
    from desktop.services.settings import Settings


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("settings", "read and change settings")
    group.add("list", "list every setting", access=Access.FILES, run=run_list)
    get = group.add("get", "print one setting", access=Access.FILES, run=run_get)
    get.add_argument("key", metavar="KEY")
    out = group.add(
        "export", "write what you chose to a file, without secrets", access=Access.FILES, run=run_export
    )
    out.add_argument("file", metavar="FILE")
    read = group.add(
        "import", "take over the settings of such a file", access=Access.CHANGE_FILES, run=run_import
    )
    read.add_argument("file", metavar="FILE")
    reset = group.add(
        "reset", "go back to the default of one setting", access=Access.CHANGE_FILES, run=run_reset
    )
    reset.add_argument("key", metavar="KEY")
    change = group.add("set", "change one setting", access=Access.CHANGE_FILES, run=run_set)
    change.add_argument("key", metavar="KEY")
    change.add_argument("value", metavar="VALUE")


async def run_list(ctx: Context, _args: argparse.Namespace) -> int:
    """List every setting with its value."""
    settings = ctx.settings
    for declared in settings.declared():
        lock = settings.lock(declared.key)
        locked = f"\n    {lock.sentence}" if lock else ""
        ctx.out(
            shapes.setting(settings, declared.key),
            f"{declared.key} = {_plain(settings.get(declared.key))}\n    {declared.text}{locked}",
        )
    return Exit.DONE


async def run_get(ctx: Context, args: argparse.Namespace) -> int:
    """Print one setting."""
    _show(ctx.settings, ctx, args.key)
    return Exit.DONE


async def run_set(ctx: Context, args: argparse.Namespace) -> int:
    """Change one setting."""
    settings = ctx.settings
    settings.set(args.key, args.value)
    _show(settings, ctx, args.key)
    return Exit.DONE


async def run_reset(ctx: Context, args: argparse.Namespace) -> int:
    """Forget what was chosen for one setting."""
    settings = ctx.settings
    settings.reset(args.key)
    _show(settings, ctx, args.key)
    return Exit.DONE


async def run_export(ctx: Context, args: argparse.Namespace) -> int:
    """Write what was chosen to a file."""
    from desktop.services import settings_files

    file = ctx.path(args.file)
    count = await settings_files.export(ctx.settings, file)
    said = "1 setting" if count == 1 else f"{count} settings"
    ctx.out({"settings": count, "file": str(file)}, f"Saved {said}.")
    return Exit.DONE


async def run_import(ctx: Context, args: argparse.Namespace) -> int:
    """Take over what can be, and say of the rest why it is not."""
    from desktop.services import settings_files

    done = await settings_files.bring_in(ctx.settings, ctx.path(args.file))
    for row in done.rows:
        ctx.out(
            {"key": row.key, "value": row.value, "verdict": row.verdict.value, "reason": row.reason or None},
            f"{row.key} = {_plain(row.value)}: {row.verdict.value}"
            + (f". {row.reason}" if row.reason else ""),
        )
    return Exit.FAILED if done.refused else Exit.DONE


def _show(settings: "Settings", ctx: Context, key: str) -> None:
    ctx.out(shapes.setting(settings, key), _plain(settings.get(key)))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
