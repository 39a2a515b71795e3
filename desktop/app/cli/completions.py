"""`sidetone completions` and `sidetone manual`, both made from the parser itself."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.app.cli.context import Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    parser = commands.add("completions", "print completions for a shell", run=run_completions)
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    commands.add("manual", "print the manual page (roff)", run=run_manual)


def run_completions(ctx: Context, args: argparse.Namespace) -> int:
    """Print the completions."""
    import shtab

    from desktop.app.cli.commands import build

    ctx.console.out(shtab.complete(build(), args.shell))
    return Exit.DONE


def run_manual(ctx: Context, _args: argparse.Namespace) -> int:
    """Print the manual page."""
    from desktop.app.cli.commands import build

    parser = build()
    page = [
        '.TH SIDETONE 1 "" "" "Sidetone"',
        ".SH NAME",
        "sidetone \\- the desktop companion to a softphone",
    ]
    page += [".SH SYNOPSIS", ".nf", _roff(parser.format_usage().removeprefix("usage: ").strip()), ".fi"]
    page += [".SH DESCRIPTION", _roff(parser.description or ""), ".SH OPTIONS"]
    page += _options(parser)
    for name, command in _leaves(parser):
        page += [f'.SH "{_roff(name.upper())}"', _roff(command.description or "") + "."]
        page += [".PP", ".nf", _roff(command.format_usage().removeprefix("usage: ").strip()), ".fi"]
        page += _options(command, skip=_common_options(parser))
    ctx.console.out("\n".join(page))
    return Exit.DONE


def _leaves(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command that does something, with its full name."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to walk a parser
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                below = list(_leaves(command))
                yield from below or [(command.prog.partition(" ")[2], command)]


def _common_options(parser: argparse.ArgumentParser) -> frozenset[str]:
    return frozenset(option for action in parser._actions for option in action.option_strings)  # noqa: SLF001


def _options(parser: argparse.ArgumentParser, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction) or skip & set(action.option_strings):  # noqa: SLF001
            continue
        names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        values = _values(action)
        yield from (".TP", rf"\fB{_roff(names)}\fR{_roff(values)}")
        if action.help:
            yield _roff(action.help)


def _values(action: Any) -> str:
    if not action.option_strings or action.nargs == 0:
        return ""
    return " " + (action.metavar or "{" + ",".join(action.choices or [action.dest.upper()]) + "}")


def _roff(text: str) -> str:
    """Escape what roff would read as its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    return "\n".join(r"\&" + line if line[:1] in (".", "'") else line for line in text.splitlines())
