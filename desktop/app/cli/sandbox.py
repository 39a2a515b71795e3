"""`sidetone sandbox`: the loopback provider, a process of its own.

This is the one launcher of `desktop.sandbox`. It goes by name, since nothing imports the sandbox: it is
an extra of the wheel, and its web server must not become part of the window's process.
"""

import argparse
import importlib

from desktop.app.cli.context import Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.domain.errors import ErrorKind, Trouble

# What is handed on as it is; the sandbox itself reads and refuses it.
VALUES = {
    "--port": ("N", "the port to listen on (0, the default, picks a free one)"),
    "--seed": ("S", "what the world is made from (default 1)"),
    "--calls": ("N", "how many calls (default 2000)"),
    "--contacts": ("N", "how many contacts (default 300)"),
    "--campaigns": ("N", "how many campaigns (default 12)"),
    "--campaign-numbers": ("N", "how many numbers the largest campaign has (default 5000)"),
    "--dial-every": ("S", "seconds between the calls of a running campaign (default: none)"),
    "--upload-limit": ("BYTES", "the largest file that is taken (default 1 MiB)"),
    "--upload-delay": ("S", "seconds until a file's numbers are there (default 0)"),
    "--faults": ("NAME,...", "what goes wrong for a third of the requests"),
    "--latency": ("MS", "milliseconds that each answer waits (default 0)"),
    "--live-every": ("S", "seconds between new calls (default 5)"),
    "--now": ("ISO", "the moment the world stands at (default: now)"),
    "--token-lifetime": ("S", "seconds until an access token ends (default 7200)"),
    "--transcription-delay": ("S", "seconds until a transcript is ready (default 3)"),
    "--call-delay": ("S", "seconds until a placed call is in the history (default 2)"),
    "--busy-time": ("S", "seconds a phone is busy after a placed call (default 0.5)"),
    "--scopes": ("TEXT", "the scopes that the application owns (default: all)"),
}
SWITCHES = {"--live": "let new calls arrive", "--parent-watch": "end when standard input ends"}


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add("sandbox", "play the providers on this machine until interrupted", run=run)
    for option, (value, text) in VALUES.items():
        parser.add_argument(option, metavar=value, help=text)
    for option, text in SWITCHES.items():
        parser.add_argument(option, action="store_true", help=text)


def run(_ctx: Context, args: argparse.Namespace) -> int:
    """Become the sandbox."""
    argv = []
    for option in (*VALUES, *SWITCHES):
        value = getattr(args, option[2:].replace("-", "_"))
        if value is True:
            argv.append(option)
        elif value not in (None, False):
            argv.append(f"{option}={value}")
    try:
        importlib.import_module("desktop.sandbox.server").serve(argv)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("desktop."):
            raise
        raise Trouble(
            ErrorKind.UNSUPPORTED,
            account="This installation",
            detail="play the providers; install it with its extra, sidetone[sandbox]",
        ) from error
    return Exit.DONE
