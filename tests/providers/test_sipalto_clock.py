"""The exchange's own time of day: what is asked for and what is read, across the changes of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.providers.sipalto import clock

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("call_id", "told", "wanted"),
    [  # the vendor's own samples, in summer time
        ("SIPALTO-THE-ANL-ND2-1759926851.58197", "2025-10-08 13:34:11", "2025-10-08 12:34:11"),
        ("SIPALTO-THE-ANL-ND2-1759927614.60572", "2025-10-08 13:46:54", "2025-10-08 12:46:54"),
        ("SIPALTO-THE-ANL-ND2-1759927635.60659", "2025-10-08 13:47:15", "2025-10-08 12:47:15"),
    ],
)
def test_the_vendors_samples(call_id: str, told: str, wanted: str) -> None:
    assert clock.started(call_id, clock.local(told), LONDON) == at(wanted)
    assert clock.started("no-time-in-it", clock.local(told), LONDON) == at(wanted)


@pytest.mark.parametrize(
    ("told", "zone", "wanted"),
    [
        ("2026-01-10 09:00:00", "Europe/London", "2026-01-10 09:00:00"),
        ("2026-07-10 09:00:00", "Europe/London", "2026-07-10 08:00:00"),
        ("2026-07-10 09:00:00", "America/New_York", "2026-07-10 13:00:00"),
        ("2026-07-10 09:00:00", "Asia/Kathmandu", "2026-07-10 03:15:00"),
        # the hour that is skipped in spring: the offset before it counts
        ("2026-03-29 00:59:59", "Europe/London", "2026-03-29 00:59:59"),
        ("2026-03-29 01:30:00", "Europe/London", "2026-03-29 01:30:00"),
        ("2026-03-29 02:00:00", "Europe/London", "2026-03-29 01:00:00"),
        # the hour that comes twice in autumn: the first of the two
        ("2026-10-25 00:59:59", "Europe/London", "2026-10-24 23:59:59"),
        ("2026-10-25 01:30:00", "Europe/London", "2026-10-25 00:30:00"),
        ("2026-10-25 02:00:00", "Europe/London", "2026-10-25 02:00:00"),
    ],
)
def test_without_a_moment_in_the_id_the_zone_counts(told: str, zone: str, wanted: str) -> None:
    assert clock.started("x", clock.local(told), ZoneInfo(zone)) == at(wanted)


@pytest.mark.parametrize("moment", ["2026-10-25 00:30:00", "2026-10-25 01:30:00"])
def test_the_id_tells_the_two_hours_apart(moment: str) -> None:
    call_id = f"PBX-{int(at(moment).timestamp())}.7"
    assert clock.started(call_id, clock.local("2026-10-25 01:30:00"), LONDON) == at(moment)


def test_a_moment_far_from_what_is_told_is_another_number() -> None:
    call_id = f"PBX-{int(at('2026-01-09 00:00:00').timestamp())}.7"
    told = clock.local("2026-01-10 09:00:00")
    assert clock.started(call_id, told, LONDON) == at("2026-01-10 09:00:00")
    near = f"PBX-{int(at('2026-01-09 19:00:00').timestamp())}.7"  # an exchange 14 hours away
    assert clock.started(near, told, LONDON) == at("2026-01-09 19:00:00")


@pytest.mark.parametrize(
    "call_id", ["", "x", "1759926851", "PBX-17599268511.5", "PBX-1759926851.", "PBX-175.5"]
)
def test_ids_without_a_moment(call_id: str) -> None:
    assert clock.epoch_of(call_id) is None
    assert clock.started(call_id, None, LONDON) is None


@pytest.mark.parametrize(
    "told", ["", None, "0000-00-00 00:00:00", "yesterday", 17, [], "2026-13-01 00:00:00"]
)
def test_what_is_no_time_leaves_the_id(told: object) -> None:
    assert clock.local(told) is None or told == 17
    assert clock.started("PBX-1759926851.5", clock.local(told), LONDON) == at("2025-10-08 12:34:11")


def test_a_time_with_a_zone_needs_none() -> None:
    assert clock.started("x", clock.local("2026-07-10T09:00:00+02:00"), LONDON) == at("2026-07-10 07:00:00")
    assert (
        clock.started("x", clock.local("0001-01-01 00:00:00"), ZoneInfo("Asia/Tokyo")) is None
    )  # before the calendar


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2026-01-10 09:00:00", "2026-01-10 10:00:00", ("2026-01-10 09:00", "2026-01-10 10:01")),
        ("2026-07-10 09:00:59", "2026-07-10 10:00:01", ("2026-07-10 10:00", "2026-07-10 11:02")),
        # over the change in autumn: the two local hours of that name are asked for whole
        ("2026-10-25 00:30:00", "2026-10-25 01:30:00", ("2026-10-25 00:30", "2026-10-25 02:31")),
        ("2026-10-25 00:10:00", "2026-10-25 00:20:00", ("2026-10-25 01:10", "2026-10-25 01:21")),
        # over the change in spring
        ("2026-03-29 00:30:00", "2026-03-29 01:30:00", ("2026-03-29 00:30", "2026-03-29 02:31")),
        # a month with a change in the middle
        ("2026-10-10 00:00:00", "2026-11-09 00:00:00", ("2026-10-10 00:00", "2026-11-09 01:01")),
    ],
)
def test_bounds_are_local_whole_minutes_and_wide_enough(
    start: str, end: str, wanted: tuple[str, str]
) -> None:
    assert clock.bounds(at(start), at(end), LONDON, timedelta(0)) == wanted


@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca"]
)
@pytest.mark.parametrize("hours", [1, 24, 168, 744])
def test_no_moment_of_a_span_lies_outside_its_bounds(zone: str, hours: int) -> None:
    """Every half an hour of a year, as the exchange would write it, against the span that it lies in."""
    local = ZoneInfo(zone)
    start, length = at("2026-01-01 00:00:00"), timedelta(hours=hours)
    while start < at("2027-01-01 00:00:00"):
        first, last = clock.bounds(start, start + length, local, timedelta(0))
        for half_hours in range(0, hours * 2 + 1, max(1, hours // 24)):
            moment = start + timedelta(minutes=30 * half_hours)
            assert f"{first}:00" <= f"{moment.astimezone(local):%Y-%m-%d %H:%M:%S}" <= f"{last}:00"
        start += length if hours > 24 else timedelta(hours=7)


def test_more_on_either_side() -> None:
    start = at("2026-01-10 09:00:00")
    assert clock.bounds(start, start + timedelta(hours=1), LONDON, clock.NEAR) == (
        "2026-01-10 08:00",
        "2026-01-10 11:01",
    )


@pytest.mark.parametrize(
    ("date", "zone", "right"),
    [
        ("2025-10-08 13:34:11", "Europe/London", True),
        ("2025-10-08 13:34:09", "Europe/London", True),
        ("2025-10-08 13:34:11", "Europe/Paris", False),
        ("2025-10-08 13:34:11", "UTC", False),
        ("2025-01-08 13:34:11", "Europe/London", None),  # another number that looks like a moment
        ("", "Europe/London", None),
    ],
)
def test_an_answer_shows_whether_the_zone_is_right(date: str, zone: str, right: bool | None) -> None:
    row = f'{{"call_id": "PBX-1759926851.58197", "caller": "07086202666", "date": "{date}"}}'
    for body in (
        f'{{"success": true, "response": [{row}]}}',
        f'{{"response": {{"PBX-1759926851.58197": {row}}}}}',
    ):
        assert clock.is_right(body.encode(), ZoneInfo(zone)) is right


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"response": []}', b'{"call_id": "x", "date": "2025-10-08 13:34:11"}']
)
def test_an_answer_without_a_moment_shows_nothing(body: bytes) -> None:
    assert clock.is_right(body, LONDON) is None
