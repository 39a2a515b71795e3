"""The short way to the window, which does not wait for the imports of the command line (50 ms)."""

import os
import re
from pathlib import Path

from desktop.app.lock import ProfileLock

_LINK = re.compile(r"(tel|sip|sips|callto):.+", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?[\d\s().\-/]*\d[\d\s().\-/#*]*")


def split_link(argv: list[str]) -> tuple[str | None, list[str]]:
    """Take a link or a number that stands alone out of the arguments."""
    options_with_value = {"--profile"}
    rest, link, skip = [], None, False
    for argument in argv:
        if skip or argument.startswith("-"):
            skip = not skip and argument in options_with_value
            rest.append(argument)
        elif link is None and (_LINK.fullmatch(argument) or _NUMBER.fullmatch(argument)):
            link = argument
        else:
            return None, argv
    return link, rest if link is not None else argv


def is_our_own(link: str) -> bool:
    """Whether a link is the one that Sidetone itself handed to this computer's softphone a moment ago.

    Then whatever opens links opened us: to ask about it again would go round and round.
    """
    if "SIDETONE_HANDED_OVER" not in os.environ:  # as nearly always
        return False
    from desktop.system.softphone.link import came_back

    return came_back(link)


def window_alone(argv: list[str]) -> int | None:
    """Become the window when the arguments ask for nothing else, and no other process is it already.

    None leaves the arguments to the command line, which knows the other cases; nothing has happened then.
    """
    link, rest = split_link(argv)
    if link is not None and is_our_own(link):
        return None
    match rest:
        case []:
            chosen = os.environ.get("SIDETONE_PROFILE") or None
        case ["--profile", folder] if folder:
            chosen = folder
        case _:
            return None
    from desktop.domain.errors import Trouble
    from desktop.system.paths import Paths

    paths = Paths(Path(chosen).expanduser().absolute() if chosen else None)
    try:
        lock = ProfileLock(paths.lock)
        if not lock.acquire():
            return None
    except (Trouble, OSError):
        return None
    try:
        from desktop.app.main import run_window

        return run_window(paths, link)
    except (Exception, KeyboardInterrupt) as fault:
        from desktop.app.cli.entry import ended_by

        return ended_by(fault)
    finally:
        lock.release()
