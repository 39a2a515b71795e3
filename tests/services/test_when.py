from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.when import since, until

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2025, 3, 30, 10, 15, 30, tzinfo=UTC)  # the day on which Paris has 23 hours


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("today", "2025-03-29T23:00", "2025-03-30T22:00"),
        ("Yesterday", "2025-03-28T23:00", "2025-03-29T23:00"),
        ("2025-07-01", "2025-06-30T22:00", "2025-07-01T22:00"),
        ("7d", "2025-03-23T10:15:30", "2025-03-23T10:15:30"),
        ("2h", "2025-03-30T08:15:30", "2025-03-30T08:15:30"),
        ("1w", "2025-03-23T10:15:30", "2025-03-23T10:15:30"),
        ("now", "2025-03-30T10:15:30", "2025-03-30T10:15:30"),
        ("2025-01-02T14:05", "2025-01-02T13:05", "2025-01-02T13:05"),
        ("2025-01-02T14:05:00Z", "2025-01-02T14:05", "2025-01-02T14:05"),
        ("2025-01-02T14:05:00-05:00", "2025-01-02T19:05", "2025-01-02T19:05"),
    ],
)
def test_words(text: str, first: str, end: str) -> None:
    assert since(text, NOW, PARIS) == utc(first)
    assert until(text, NOW, PARIS) == utc(end)


@pytest.mark.parametrize("zone", [PARIS, ZoneInfo("America/New_York"), None])
def test_the_calendars_ends_mean_ever(zone: ZoneInfo | None) -> None:
    assert since("0001-01-01", NOW, zone) <= datetime(1, 1, 2, tzinfo=UTC)
    assert until("9999-12-31", NOW, zone) >= datetime(9999, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-02-30", "2025-13-01T00:00", "d7", "0001-01-01T00:00+12:00"]
)
def test_what_is_no_time_is_said_so(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        since(text, NOW, PARIS)
    assert caught.value.kind is ErrorKind.USAGE
