"""Finds rows of the settings by any words of theirs, in any order, without case and accents."""

import unicodedata
from collections.abc import Sequence

from desktop.ui.settings.catalogue import HEADS, Entry


def fold(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def find(entries: Sequence[Entry], text: str) -> tuple[Entry, ...]:
    """Return the rows in which every word of `text` begins a word; those with it in the title come first."""
    wanted = fold(text).split()
    if not wanted:
        return ()
    found = [entry for entry in entries if all(_begins(_all(entry), word) for word in wanted)]
    return tuple(sorted(found, key=lambda entry: not all(_begins(entry.title, word) for word in wanted)))


def _all(entry: Entry) -> str:
    labels = " ".join(label for _, label in entry.choices)
    return f"{entry.title} {entry.text} {entry.words} {labels} {HEADS[entry.page].title}"


def _begins(text: str, word: str) -> bool:
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    return any(each.startswith(word) for each in words)
