"""The one definition of the command line; help, completions and the manual come from it."""

from desktop import __version__
from desktop.app.cli import (
    accounts,
    calls,
    campaigns,
    completions,
    contacts,
    demo,
    dial,
    do_not_call,
    doctor,
    lines,
    network,
    presence,
    sandbox,
    settings,
    sync,
    tour,
    vault,
)
from desktop.app.cli.parser import Commands, Parser, add_common

GROUPS = (
    accounts,
    lines,
    sync,
    calls,
    contacts,
    campaigns,
    dial,
    do_not_call,
    settings,
    network,
    presence,
    vault,
    sandbox,
    demo,
    tour,
    doctor,
    completions,
)


def build() -> Parser:
    """Return the parser of the whole command line."""
    parser = Parser(
        prog="sidetone",
        description="The desktop companion to a softphone. Without a command it opens the window; a tel:, "
        "sip: or callto: link or a number as the only argument opens the window's question.",
    )
    add_common(parser)
    window = parser.add_argument_group("the window")
    window.add_argument("--quick-dial", action="store_true", help="open quick dial, and not the window")
    window.add_argument("--hidden", action="store_true", help="start without showing the window")
    parser.add_argument("--version", action="version", version=f"sidetone {__version__}")
    commands = Commands(parser, "commands")
    for group in GROUPS:
        group.add(commands)
    return parser
