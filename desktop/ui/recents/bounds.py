"""What a person may type for a duration in the filter, and how it is written back."""

import re

from desktop.ui.recents.chosen import MOST_S

_DURATION = re.compile(r"(\d{1,6})(?::([0-5]\d))?(?: ?min)?")


def read_duration(text: str) -> int | None:
    """Return the seconds of typed minutes (`30`, `1:30`), None for what is none."""
    found = _DURATION.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    seconds = int(found[1]) * 60 + int(found[2] or 0)
    return seconds if seconds <= MOST_S else None


def write_duration(seconds: int | None) -> str:
    """Return a kept duration as it is typed; "" for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}" if rest else str(minutes)
