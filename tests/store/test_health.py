"""Counts of requests add up, whoever writes them, and go with their account."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.errors import ErrorKind
from desktop.domain.health import HALF_HOUR, HalfHour, counted, half_hour_of
from desktop.store import accounts, health

AT = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)
START = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
FAILED = HalfHour(START, 3, 1, failed_at=AT, failed=ErrorKind.TIMEOUT)


def test_a_half_hour_begins_at_the_half_hour_wherever_the_clock_stands():
    assert half_hour_of(AT) == START
    assert half_hour_of(START) == START
    assert half_hour_of(START - timedelta(microseconds=1)) == START - HALF_HOUR
    assert half_hour_of(datetime.fromisoformat("2026-03-01T18:20:00+05:45")) == START  # 12:35 in UTC


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (None, HalfHour(START, 1)),
        (ErrorKind.RATE_LIMITED, HalfHour(START, 1, limited=1)),
        (ErrorKind.SERVER, HalfHour(START, 1, 1, failed_at=AT, failed=ErrorKind.SERVER)),
    ],
)
def test_one_request_is_counted(kind, count):
    assert counted(AT, kind) == count


def test_two_counts_keep_the_later_failure():
    later = counted(AT + timedelta(minutes=2), ErrorKind.OFFLINE)
    for both in (FAILED + later, later + FAILED):
        assert (both.requests, both.failures) == (4, 2)
        assert (both.failed_at, both.failed) == (later.failed_at, ErrorKind.OFFLINE)
    assert (FAILED + HalfHour(START, 2)).failed is ErrorKind.TIMEOUT


def test_what_is_written_twice_adds_up(run, account):
    later = counted(AT + timedelta(minutes=2), ErrorKind.OFFLINE)
    for hour in (FAILED, later, HalfHour(START, 10, limited=2), FAILED):
        run(lambda db, hour=hour: health.add(db, account.id, [hour]))
    (kept,) = run(lambda db: health.since(db, account.id, START))
    assert kept == HalfHour(START, 17, 3, 2, later.failed_at, ErrorKind.OFFLINE)


def test_they_are_read_from_a_time_on_oldest_first(run, account):
    hours = [HalfHour(START + place * HALF_HOUR, place + 1) for place in (2, 0, 1)]
    run(lambda db: health.add(db, account.id, hours))
    found = run(lambda db: health.since(db, account.id, START + HALF_HOUR))
    assert [hour.requests for hour in found] == [2, 3]


def test_what_is_old_is_forgotten(run, account):
    run(lambda db: health.add(db, account.id, [FAILED, HalfHour(START + HALF_HOUR, 1)]))
    run(lambda db: health.forget_before(db, START + HALF_HOUR))
    assert [hour.start for hour in run(lambda db: health.since(db, account.id, START))] == [START + HALF_HOUR]


def test_counts_go_with_their_account_and_do_not_come_back(run, account):
    run(lambda db: health.add(db, account.id, [FAILED]))
    run(lambda db: accounts.remove(db, account.id))
    run(lambda db: health.add(db, account.id, [FAILED]))
    assert run(lambda db: health.since(db, account.id, START)) == []


def test_a_failure_of_a_kind_that_a_newer_program_knows_is_a_failure(run, account):
    run(lambda db: health.add(db, account.id, [FAILED]))
    run(lambda db: db.execute("UPDATE health SET failed = 'solar_flare'"))
    (hour,) = run(lambda db: health.since(db, account.id, START))
    assert (hour.failures, hour.failed) == (1, ErrorKind.REFUSED)
