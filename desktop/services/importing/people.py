"""Whether two names are one person's: without case, accents, commas and order, "Last, First" too."""

import re
from functools import lru_cache

from desktop.store.fold import fold

_BREAKS = re.compile(r"[,;.]+")


@lru_cache(maxsize=8192)
def same_words(name: str) -> str:
    """Return what names of one person have in common: "MARCHAND, Hugo" and "Hugo Marchand" give the same."""
    folded = fold(name)
    words = _BREAKS.sub(" ", folded).split()
    return " ".join(sorted(words)) or folded
