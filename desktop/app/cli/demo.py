"""`sidetone demo`: the window on the sandbox, with a profile that is thrown away."""

import argparse

from desktop.app.cli.context import Context
from desktop.app.cli.parser import Commands
from desktop.domain.policy import Feature


def add(commands: Commands) -> None:
    """Declare the command."""
    commands.add(
        "demo",
        "open the window on a sandbox, with a profile that is thrown away",
        run=run,
        needs=(Feature.DEMO,),
    )


def run(_ctx: Context, _args: argparse.Namespace) -> int:
    """Start the sandbox and the window; both end together."""
    from desktop.app.demo import run as run_demo

    return run_demo()
