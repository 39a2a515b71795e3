"""The words for times that a person types: `today`, `yesterday`, `7d`, a date, an ISO time."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from desktop.domain.errors import ErrorKind, Trouble


class Preset(StrEnum):
    """A stretch of whole local days, named so that it moves on with the calendar."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"


_AGO = re.compile(r"(\d{1,4})\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_FIRST_DAYS = 2  # of the calendar: their local midnight may lie before it
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def since(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the first moment that `text` means, in UTC.

    `7d` is seven days before now (also `12h`, `2w`); a day is its local midnight; a time without a zone
    is local (`zone`, or the machine's). Raises `Trouble` USAGE.
    """
    begin, _ = _read(text, now, zone)
    return begin


def until(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the exclusive end that `text` means, in UTC; a day is included whole."""
    _, end = _read(text, now, zone)
    return end


def span(
    preset: Preset, now: datetime, *, week_starts: int = 1, zone: tzinfo | None = None
) -> tuple[datetime, datetime]:
    """Return the first moment of a preset and its exclusive end, in UTC.

    `week_starts` is the weekday that a week begins with, 1 for Monday to 7 for Sunday. What is not over yet
    ends with the day, week or month, not now.
    """
    today = now.astimezone(zone).date()
    into = 1 + (today.isoweekday() - week_starts) % 7
    if preset is Preset.TODAY:
        first, days = today, 1
    elif preset is Preset.YESTERDAY:
        first, days = today - timedelta(days=1), 1
    elif preset is Preset.THIS_WEEK:
        first, days = today - timedelta(days=into - 1), 7
    elif preset is Preset.LAST_WEEK:
        first, days = today - timedelta(days=into + 6), 7
    else:
        first = today.replace(day=1)
        if preset is Preset.LAST_MONTH:
            first = (first - timedelta(days=1)).replace(day=1)
        days = ((first + timedelta(days=31)).replace(day=1) - first).days
    return _midnight(first.toordinal(), zone), _midnight(first.toordinal() + days, zone)


def _read(text: str, now: datetime, zone: tzinfo | None) -> tuple[datetime, datetime]:
    word = text.strip().lower()
    today = now.astimezone(zone).date()
    ago = _AGO.fullmatch(word)
    if ago:
        try:
            moment = now - int(ago[1]) * _UNITS[ago[2]]
        except OverflowError:
            raise _unreadable(text) from None
        return moment.astimezone(UTC), moment.astimezone(UTC)
    try:
        if word == "now":
            return now.astimezone(UTC), now.astimezone(UTC)
        if word in {"today", "yesterday"} or _DATE.fullmatch(word):
            days = {"today": 0, "yesterday": 1}
            day = (
                today - timedelta(days=days[word])
                if word in days
                else datetime.strptime(word, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
            )
            return _midnight(day.toordinal(), zone), _midnight(day.toordinal() + 1, zone)
        moment = datetime.fromisoformat(text.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else _local(moment, zone)
    except (ValueError, OverflowError):
        raise _unreadable(text) from None
    return moment, moment


def _midnight(ordinal: int, zone: tzinfo | None) -> datetime:
    """Return a day's local midnight; the calendar's first and last stand for "ever"."""
    try:
        return _local(datetime.combine(date.fromordinal(ordinal), time()), zone)
    except (ValueError, OverflowError):
        return _FIRST if ordinal <= _FIRST_DAYS else _LAST


def _local(naive: datetime, zone: tzinfo | None) -> datetime:
    return (naive.replace(tzinfo=zone) if zone else naive.astimezone()).astimezone(UTC)


def _unreadable(text: str) -> Trouble:
    return Trouble(
        ErrorKind.USAGE,
        detail=f"{text!r} is not a time. Write today, yesterday, 7d, 12h, 2025-03-02 or 2025-03-02T14:05.",
    )
