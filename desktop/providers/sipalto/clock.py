"""The exchange's own time of day, which stands in its answers and is asked for without a zone; pure.

Origin: the vendor's samples. The last part of a call's id is a Unix time, and it differs from the time that
is told by exactly the offset of Europe/London. That a query's bounds are meant in the same zone is assumed.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.providers import reading as read

_EPOCH = re.compile(r"(?<!\d)(\d{10})\.\d+$")
_FIRST_EPOCH = re.compile(rb'(?<!\d)(\d{10})\.\d+"')
_FIRST_DATE = re.compile(rb'"date"\s*:\s*"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"')
_BEGINNING = 4096

FURTHEST = timedelta(hours=14)
"""No zone is further away from UTC than this. So much more is asked for until the zone is proved right."""

NEAR = timedelta(hours=1)
"""So much more is asked for else: a zone that is right today may have other rules for its summer time."""

_CLOSE = timedelta(minutes=5)

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def epoch_of(call_id: str) -> datetime | None:
    """Return the moment in a call's id; None when there is none."""
    found = _EPOCH.search(call_id)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def local(value: object) -> datetime | None:
    """Read the exchange's local time, `2025-10-08 13:34:11`; None for what is no time."""
    text = read.text(value)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found


def started(call_id: str, told: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return when a call began, in UTC.

    The id's own moment counts for more where the two can mean the same: it needs no zone, and says which of
    the two is meant in the hour that comes twice. Of that hour the first is taken else.
    """
    exact = epoch_of(call_id)
    if told is None:
        return exact
    if told.tzinfo is not None:
        return read.utc(told)
    if exact is not None and abs(told - exact.replace(tzinfo=None)) <= FURTHEST:
        return exact
    return read.utc(told.replace(tzinfo=zone))


def is_right(body: bytes, zone: ZoneInfo) -> bool | None:
    """Whether the times of an answer are in this zone, by its first call; None when there is none to tell."""
    epoch, date = _FIRST_EPOCH.search(body, 0, _BEGINNING), _FIRST_DATE.search(body, 0, _BEGINNING)
    told = local(date[1].decode()) if date else None
    if epoch is None or told is None:
        return None
    there = datetime.fromtimestamp(int(epoch[1]), zone).replace(tzinfo=None)
    if abs(told - there) <= _CLOSE:
        return True
    # Further away than any zone it is another number, and tells nothing.
    return False if abs(told - there) <= 2 * FURTHEST else None


def bounds(start: datetime, end: datetime, zone: ZoneInfo, more: timedelta) -> tuple[str, str]:
    """Return the bounds of a query, in the exchange's local time and whole minutes, that leave nothing out.

    `more` is asked for on either side: that bounds are meant in the zone of the answers is nowhere said. The
    end is a minute further, since whether the last minute's seconds belong to a range is not said either.
    Where the clocks change in between, the widest of the offsets counts at either end: the hour that comes
    twice is asked for whole, whichever of the two is wanted. What is too much is left out when it is read.
    """
    offsets = [_offset(moment, zone) for moment in _through(start, end)]
    first, last = _shifted(start, min(offsets) - more), _shifted(end, max(offsets) + _MINUTE + more)
    if last.second or last.microsecond:
        last += _MINUTE
    return f"{first:%Y-%m-%d %H:%M}", f"{last:%Y-%m-%d %H:%M}"


def _through(start: datetime, end: datetime) -> list[datetime]:
    """Return moments from start to end, not more than a day apart."""
    found = [start]
    while found[-1] + _DAY < end:
        found.append(found[-1] + _DAY)
    return [*found, end]


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _shifted(moment: datetime, offset: timedelta) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) + offset
