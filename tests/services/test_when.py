from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.when import Preset, since, span, until

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


@pytest.mark.parametrize(
    ("preset", "first", "end"),
    [
        (Preset.TODAY, "2025-03-29T23:00", "2025-03-30T22:00"),  # 23 hours
        (Preset.YESTERDAY, "2025-03-28T23:00", "2025-03-29T23:00"),
        (Preset.THIS_WEEK, "2025-03-23T23:00", "2025-03-30T22:00"),  # the day is a Sunday
        (Preset.LAST_WEEK, "2025-03-16T23:00", "2025-03-23T23:00"),
        (Preset.THIS_MONTH, "2025-02-28T23:00", "2025-03-31T22:00"),
        (Preset.LAST_MONTH, "2025-01-31T23:00", "2025-02-28T23:00"),
    ],
)
def test_presets_are_whole_local_days(preset: Preset, first: str, end: str) -> None:
    assert span(preset, NOW, zone=PARIS) == (utc(first), utc(end))


def test_a_week_begins_where_the_locale_says() -> None:
    sunday, saturday = (
        span(Preset.THIS_WEEK, NOW, week_starts=day, zone=PARIS)[0].astimezone(PARIS).date().isoformat()
        for day in (7, 6)
    )
    assert (sunday, saturday) == ("2025-03-30", "2025-03-29")
    assert span(Preset.LAST_WEEK, NOW, week_starts=7, zone=PARIS)[1] == utc("2025-03-29T23:00")


@given(
    moment=st.integers(600_000_000, 2_500_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    week_starts=st.integers(1, 7),
)
def test_presets_join_without_gap_and_hold_now(moment: datetime, week_starts: int) -> None:
    for this, last in (
        (Preset.TODAY, Preset.YESTERDAY),
        (Preset.THIS_WEEK, Preset.LAST_WEEK),
        (Preset.THIS_MONTH, Preset.LAST_MONTH),
    ):
        begin, end = span(this, moment, week_starts=week_starts, zone=PARIS)
        assert begin <= moment < end
        assert span(last, moment, week_starts=week_starts, zone=PARIS)[1] == begin
    first = span(Preset.THIS_WEEK, moment, week_starts=week_starts, zone=PARIS)[0].astimezone(PARIS)
    assert (first.isoweekday(), first.hour, first.minute) == (week_starts, 0, 0)
