"""The link that is handed to a softphone, and the mark by which we know it again.

`app/start.py` asks here before the first paint, so nothing heavy is imported.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from desktop.domain.presence import SCHEMES

MARK = "SIDETONE_HANDED_OVER"
"""The variable that a program is started with: when, and which number."""

BACK_WITHIN_S = 20.0
"""A link that comes back within this is the one that was handed out: a slow program takes some seconds."""

_DIALLABLE = re.compile(r"\+?[0-9*#]+")


def link_to(scheme: str, number: str) -> str:
    """Return the link. Only a number goes into it; anything else is our own mistake."""
    if scheme not in SCHEMES or not _DIALLABLE.fullmatch(number):
        raise ValueError("not a number that can stand in a link")
    return f"{scheme}:{number.replace('#', '%23')}"


def marked(environment: Mapping[str, str], number: str) -> dict[str, str]:
    """Return the environment for the program that gets a number: with the mark, without what is ours."""
    kept = {name: value for name, value in environment.items() if not name.startswith("SIDETONE_")}
    # A frozen build brings libraries of its own, which are not for other programs.
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = kept.pop(f"{name}_ORIG", None)
        if before is not None:
            kept[name] = before
    return kept | {MARK: _mark(number)}


@contextmanager
def marking(number: str) -> Iterator[None]:
    """Mark our own environment, for an opener that starts the program with no other; one link at a time."""
    os.environ[MARK] = _mark(number)
    try:
        yield
    finally:
        os.environ.pop(MARK, None)


def _mark(number: str) -> str:
    return f"{time.time():.0f} {number}"


def came_back(link: str, environment: Mapping[str, str] | None = None) -> bool:
    """Whether this process was started by Sidetone itself, a moment ago, with this very number."""
    at, _, number = (os.environ if environment is None else environment).get(MARK, "").partition(" ")
    if not at.isdecimal() or abs(time.time() - int(at)) > BACK_WITHIN_S:
        return False  # a program that was started so may run for days, and hand on what a person opens
    from urllib.parse import unquote  # noqa: PLC0415 - see above

    called = unquote(re.split("[@;?]", link.partition(":")[2] or link)[0])
    return _digits(called) == _digits(number) != ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
