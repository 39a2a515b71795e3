"""The time of day at a number."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from desktop.domain.numbers import LocalTime

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@cache
def _zone(name: str) -> "ZoneInfo | None":
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - 5 ms, and no list tells a time

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # a system may lack old names
        return None


def time_in(zones: Sequence[str], now: datetime) -> LocalTime | None:
    """Return the time in the westernmost and the easternmost of zones, at a moment that knows its zone.

    Both lie within a day: when the range runs over midnight, `latest` is less than `earliest`. None when
    no zone is known here. Raises ValueError for a moment without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment has no time zone")
    there = [now.astimezone(zone) for zone in map(_zone, zones) if zone]
    if not there:
        return None
    clocks = sorted(moment.replace(tzinfo=None) for moment in there)
    return LocalTime(_since_midnight(clocks[0]), _since_midnight(clocks[-1]))


def _since_midnight(clock: datetime) -> timedelta:
    return (clock - clock.replace(hour=0, minute=0, second=0, microsecond=0)) % _DAY
