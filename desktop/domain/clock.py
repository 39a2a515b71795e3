"""The clock that everything takes which is not handed another one."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time of day, aware and in UTC."""
    return datetime.now(UTC)
