"""The pieces that the command line is declared with.

argparse, because a command that is handed to the running program must not wait for imports, and
because options that may stand before or after the command need nothing but suppressed defaults.
"""

import argparse
from typing import Any, NoReturn

from desktop.app.cli.context import Access, Common
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature

_MOST = 2**63 - 1  # the largest whole number the database can compare with


class Parser(argparse.ArgumentParser):
    """A parser whose complaints end as every other trouble does, and which takes no shortened options."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        super().__init__(*args, **options)

    def error(self, message: str) -> NoReturn:
        """Raise USAGE with the complaint and where the help is."""
        raise Trouble(ErrorKind.USAGE, detail=f"{message[:1].upper()}{message[1:]}. Try: {self.prog} --help")


class Commands:
    """Adds commands to a (sub)parser, each with the options that all have."""

    def __init__(
        self, parser: argparse.ArgumentParser, title: str, features: tuple[Feature, ...] = ()
    ) -> None:
        self._features = features
        self._actions = parser.add_subparsers(
            title=title, metavar="COMMAND", required=False, parser_class=Parser
        )

    def add(
        self,
        name: str,
        text: str,
        *,
        access: Access = Access.NOTHING,
        run: Any = None,
        needs: tuple[Feature, ...] = (),
    ) -> Parser:
        """Add a command. `run` is `async (context, arguments) -> int`, plain for `Access.NOTHING`.

        It is refused where one of the features that it `needs` is switched off.
        """
        made = self._actions.add_parser(name, help=text, description=text)
        add_common(made)
        if run is None:
            made.set_defaults(group=made)
        else:
            made.set_defaults(
                run=run,
                access=access,
                command=made.prog.partition(" ")[2],
                needs=(*self._features, *needs),
            )
        return made

    def group(self, name: str, text: str, *, needs: tuple[Feature, ...] = ()) -> "Commands":
        """Add a group of commands, all of which need these features."""
        return Commands(self.add(name, text), "commands", needs)


def count(text: str) -> int:
    """Read a whole number that is not negative, of an option."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return min(int(text), _MOST)


def seconds(text: str) -> float:
    """Read a number of seconds, of an option."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return value


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that stand before or after the command."""
    common = parser.add_argument_group("everywhere")
    missing = argparse.SUPPRESS
    common.add_argument(
        "--profile",
        metavar="DIR",
        default=missing,
        help="keep all data, cache, settings and sockets below DIR (also SIDETONE_PROFILE)",
    )
    common.add_argument(
        "--json", action="store_true", default=missing, help="print one JSON object for each line"
    )
    common.add_argument("--quiet", action="store_true", default=missing, help="say nothing of the progress")
    common.add_argument("--verbose", action="store_true", default=missing, help="log to standard error")


def common_of(arguments: argparse.Namespace) -> Common:
    """Return the options that stand before or after the command."""
    return Common(
        json=getattr(arguments, "json", False),
        quiet=getattr(arguments, "quiet", False),
        verbose=getattr(arguments, "verbose", False),
    )
