"""The short way to the window, which does not wait for the imports of the command line (50 ms)."""

import os

TYPE_CHECKING = False  # as in `typing`, which takes half as long to load as the interpreter to start
if TYPE_CHECKING:
    from desktop.app.wish import WindowWish

SCHEMES = frozenset({"tel", "sip", "sips", "callto"})
QUICK_DIAL, HIDDEN = "--quick-dial", "--hidden"
"""The options of the window: what a start wants to see of it."""


def split(argv: list[str]) -> tuple[str | None, frozenset[str], list[str]]:
    """Take a link or a number that stands alone, and the window's options, out of the arguments.

    Where anything else stands alone (a command), all arguments stay where they are.
    """
    rest: list[str] = []
    flags: set[str] = set()
    link, is_value = None, False
    for argument in argv:
        if is_value:
            is_value = False
            rest.append(argument)
        elif argument in {QUICK_DIAL, HIDDEN}:
            flags.add(argument)
        elif argument.startswith("-"):
            is_value = argument == "--profile"
            rest.append(argument)
        elif link is None and (_is_link(argument) or _is_number(argument)):
            link = argument
        else:
            return None, frozenset(), argv
    return link, frozenset(flags), rest


def wish_of(link: str | None, flags: frozenset[str]) -> "WindowWish | None":
    """Return what a start wants of the window, None for nothing but the window itself."""
    if link is None and not flags:
        return None
    from desktop.app.wish import WindowWish

    return WindowWish(link, QUICK_DIAL in flags, HIDDEN in flags)


def is_our_own(link: str | None) -> bool:
    """Whether a link is the one that Sidetone itself handed to this computer's softphone a moment ago.

    Then whatever opens links opened us: to ask about it again would go round and round.
    """
    if link is None or "SIDETONE_HANDED_OVER" not in os.environ:  # as nearly always
        return False
    from desktop.system.softphone.link import came_back

    return came_back(link)


def alone(argv: list[str]) -> tuple[str | None, frozenset[str], str | None] | None:
    """Return link, options and profile of a start that wants nothing but the window; None for any other."""
    link, flags, rest = split(argv)
    if is_our_own(link) or (link is not None and QUICK_DIAL in flags):
        return None
    match rest:
        case []:
            return link, flags, os.environ.get("SIDETONE_PROFILE") or None
        case ["--profile", folder] if folder:
            return link, flags, folder
    return None


def window_alone(argv: list[str]) -> int | None:
    """Become the window when the arguments ask for nothing else, and no other process is it already.

    None leaves the arguments to the command line, which knows the other cases; nothing has happened then.
    """
    found = alone(argv)
    if found is None:
        return None
    link, flags, chosen = found
    from pathlib import Path

    from desktop.app.lock import ProfileLock
    from desktop.domain.errors import Trouble
    from desktop.system.paths import Paths

    paths = Paths(Path(chosen) if chosen else None)
    try:
        lock = ProfileLock(paths.lock)
        if not lock.acquire():
            return None
    except (Trouble, OSError):
        return None
    try:
        from desktop.app.main import run_window

        return run_window(paths, wish_of(link, flags))
    except (Exception, KeyboardInterrupt) as fault:
        from desktop.app.cli.entry import ended_by

        return ended_by(fault)
    finally:
        lock.release()


def _is_link(text: str) -> bool:
    scheme, colon, number = text.partition(":")
    return bool(colon and number) and "\n" not in number and scheme.lower() in SCHEMES


def _is_number(text: str) -> bool:
    """Whether a text is written as numbers are; not with `re`, which a hand-over need not load."""
    begun = False
    for place, letter in enumerate(text):
        if letter.isdecimal():
            begun = True
        elif letter in "#*":
            if not begun:
                return False
        elif not (letter in "().-/" or letter.isspace() or (letter == "+" and place == 0)):
            return False
    return begun
