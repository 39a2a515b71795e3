"""What is said of credentials that end on a day that is known."""

from datetime import timedelta

from desktop.services.endings import Ending
from desktop.ui import sentences, times
from desktop.ui.sentences_tray import one_line


def when(ending: Ending) -> str:
    """Return how far it is: `tomorrow`, `in 12 days`, `3 days ago`."""
    days = ending.days_left
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if near is not None:
        return near
    counted = sentences.counted(abs(days), "day", "days")
    return f"in {counted}" if days > 0 else f"{counted} ago"


def title(ending: Ending) -> str:
    """Return the title of a notice: `The key of Outbound team ends in 12 days`."""
    return f"The key of {one_line(ending.account)} {_ends(ending)} {when(ending)}"


def body(ending: Ending) -> str:
    """Say on which day, and what to do."""
    made = f"Create a new key at {ending.provider} and enter it in Sidetone"
    if ending.days_left < 0:
        return f"It ended on {day(ending)}. {made}."
    return f"It ends on {day(ending)}. {made} before."


def banner(ending: Ending) -> str:
    """Say in the account's card what is coming, once it is near."""
    return f"The key {_ends(ending)} {when(ending)}, on {day(ending)}. Create a new one at {ending.provider}."


def line(ending: Ending) -> str:
    """Return `key ends 4 Mar 2027`, for the card of an account while that is far away."""
    return f"key ends {day(ending)}"


def day(ending: Ending) -> str:
    """Return the day, with its year where that is another one."""
    today = ending.ends_on - timedelta(days=ending.days_left)
    return times.day(ending.ends_on, year=ending.ends_on.year != today.year)


def _ends(ending: Ending) -> str:
    return "ended" if ending.days_left < 0 else "ends"
