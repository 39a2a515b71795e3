"""What a person may type for a time, and how it is written back."""

import re
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from desktop.domain.errors import Trouble
from desktop.services import when

_SHORT = QLocale.FormatType.ShortFormat
_DAY, _MOMENT = "yyyy-MM-dd", "yyyy-MM-ddTHH:mm"
_CENTURY = 2000
"""Where the locale writes two digits for a year, they are of this century."""


def read_time(text: str, now: datetime) -> str | None:
    """Return a typed time in the words of `services.when`, "" for an empty field, None for what is no time.

    Taken are those words (`2026-03-04`, `today`), and a date as the locale writes it, with a time of day or
    without.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    found = _of_locale(text) or (text.lower() if text.isalpha() else text)
    try:
        when.since(found, now)
    except Trouble:
        return None
    return found


def _of_locale(text: str) -> str | None:
    locale = QLocale()
    text = text.replace(",", "")
    for day in _day_patterns(locale):
        for pattern, kept in ((day, _DAY), *((f"{day} {time}", _MOMENT) for time in _time_patterns(locale))):
            found = locale.toDateTime(text, pattern, _CENTURY)
            if found.isValid():
                return found.toString(kept)
    return None


def _day_patterns(locale: QLocale) -> tuple[str, ...]:
    """Return how the locale writes a day, with a short and with a long year, without leading noughts."""
    pattern = locale.dateFormat(_SHORT).replace(",", "").replace("dd", "d").replace("MM", "M")
    short = re.sub("y+", "yy", pattern)
    return short, short.replace("yy", "yyyy")


def _time_patterns(locale: QLocale) -> tuple[str, ...]:
    pattern = " ".join(locale.timeFormat(_SHORT).replace(":ss", "").split())
    return pattern.replace("HH", "H").replace("hh", "h"), "H:mm"


def write_time(text: str) -> str:
    """Return kept words for a time as the locale writes them: `04/03/2026`, `04/03/2026 14:05`."""
    locale = QLocale()
    pattern = re.sub("y+", "yyyy", locale.dateFormat(_SHORT))
    day = QDateTime.fromString(text, _DAY)
    if day.isValid():
        return locale.toString(day.date(), pattern)
    moment = QDateTime.fromString(text, _MOMENT)
    if moment.isValid():
        return f"{locale.toString(moment.date(), pattern)} {locale.toString(moment.time(), _SHORT)}"
    return text
