"""The form of a table in a file, as options say it: what they do not say is found by itself."""

import argparse
from typing import TYPE_CHECKING

from desktop.app.cli.parser import Parser
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.services.importing.values import FileFacts, FileOptions

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


def form_options(parser: Parser, roles: str) -> None:
    """Declare the options; `roles` says what columns can be mapped to."""
    group = parser.add_argument_group("the file's form (found by itself)")
    group.add_argument("--region", metavar="CC", help="the country of numbers without one, such as GB")
    group.add_argument("--encoding", metavar="NAME", help="utf-8, utf-16, cp1252, ...")
    group.add_argument("--delimiter", metavar="C", help="a character, or comma, semicolon, tab, pipe")
    group.add_argument("--header", choices=("yes", "no"), help="whether the first row names the columns")
    group.add_argument(
        "--map",
        metavar="ROLE=COL,...",
        action="append",
        default=[],
        help=f"{roles}; COL is a header's text or 1, 2, ...",
    )


def form_of(args: argparse.Namespace) -> "FileOptions":
    """Return what the options say of a file's form, but for its columns."""
    from desktop.services.importing.values import FileOptions

    delimiter = _DELIMITERS.get(args.delimiter, args.delimiter)
    header = None if args.header is None else args.header == "yes"
    return FileOptions(args.encoding, delimiter, header)


def mapped(texts: list[str], facts: "FileFacts", roles: tuple[str, ...]) -> list[tuple[str, int]]:
    """Read `name=Contact,number=3`: roles with their columns, from 0. Raises `Trouble` USAGE."""
    found = []
    for part in ",".join(texts).split(","):
        role, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or role not in roles:
            raise Trouble(
                ErrorKind.USAGE, detail=f"{part!r} is not ROLE=COL. The roles are {', '.join(roles)}."
            )
        found.append((role, _column(column, facts)))
    return found


def _column(text: str, facts: "FileFacts") -> int:
    named = [heading.casefold() for heading in facts.headings]
    if named.count(text.casefold()) == 1:
        return named.index(text.casefold())
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= len(facts.columns):
        return int(text) - 1
    if text.casefold() in named:
        raise Trouble(
            ErrorKind.USAGE,
            detail=f"Several columns of {facts.file.name} are named {text!r}: say which by its number.",
        )
    raise Trouble(ErrorKind.USAGE, detail=f"There is no column {text!r} in {facts.file.name}.")
