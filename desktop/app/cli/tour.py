"""`sidetone tour`: pictures of every screen."""

import argparse
import os

from desktop.app.cli.context import Context
from desktop.app.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add("tour", "save a picture of every screen in every state", run=run)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--only", metavar="NAME", help="only screens whose name has this in it")
    parser.add_argument("--theme", choices=("light", "dark", "contrast-light", "contrast-dark"))
    parser.add_argument("--lang", metavar="L", help="the language, such as fr")
    parser.add_argument("--scale", metavar="F", type=float, default=1.0, help="pixels for each point")


def run(ctx: Context, args: argparse.Namespace) -> int:
    """Make the pictures off screen, unless a platform is chosen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.app.tour import run as run_tour

    return run_tour(ctx.path(args.folder), only=args.only, theme=args.theme, lang=args.lang, scale=args.scale)
