"""The clock that everything takes which is not handed another one, and hours on its face."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time of day, aware and in UTC."""
    return datetime.now(UTC)


def within(hour: int, begins: int, ends: int) -> bool:
    """Whether an hour lies from one to before the other, over midnight too; the same twice holds none."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
