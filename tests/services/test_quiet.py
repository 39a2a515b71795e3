"""When nothing pops up: what a person says, the quiet hours of every day, and clocks that are put forward."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.changes import Change, Topic
from desktop.domain.quiet import QuietFor, QuietState
from desktop.services.changes import Changes
from desktop.services.quiet import HOURS, HOURS_FROM, HOURS_TO, UNTIL, Quiet
from desktop.services.settings import Settings

PARIS = ZoneInfo("Europe/Paris")
LOUD = QuietState()


class Day:
    """Quiet at a time that the test sets, in Paris; made anew each time, as after a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[Change] = []
        self.changes = Changes()
        self.changes.subscribe(self.heard.append)
        self.clock = paris(14, 5)

    @property
    def settings(self) -> Settings:
        return Settings(self.folder, self.changes)

    @property
    def quiet(self) -> Quiet:
        return Quiet(self.settings, lambda: self.clock, PARIS)

    def at(self, clock: datetime) -> QuietState:
        self.clock = clock
        return self.quiet.state()

    def hours(self, begins: int, ends: int) -> None:
        for key, value in ((HOURS, True), (HOURS_FROM, begins), (HOURS_TO, ends)):
            self.settings.set(key, value)


def paris(hour: int, minute: int = 0, *, day: int = 20, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path)


@pytest.mark.parametrize(
    ("length", "until"),
    [
        (QuietFor.HALF_HOUR, paris(14, 35)),
        (QuietFor.HOUR, paris(15, 5)),
        (QuietFor.TOMORROW, paris(8, day=21)),
    ],
)
def test_it_is_quiet_for_as_long_as_a_person_said(day: Day, length: QuietFor, until: datetime) -> None:
    assert day.quiet.state() == LOUD
    assert day.quiet.begin(length) == QuietState(on=True, by_person=True, until=until)
    assert [change.ids for change in day.heard if Topic.SETTINGS in change.topics] == [frozenset({UNTIL})]
    assert day.quiet.changes_at() == until
    assert day.at(until - timedelta(seconds=1)).on
    assert day.at(until) == LOUD
    assert day.quiet.changes_at() is None


def test_until_it_is_switched_off_knows_no_end(day: Day) -> None:
    assert day.quiet.begin(QuietFor.SWITCHED_OFF) == QuietState(on=True, by_person=True)
    assert day.quiet.changes_at() is None
    assert day.at(paris(9, day=29)).on
    assert day.quiet.end() == LOUD
    told = len(day.heard)
    assert day.quiet.end() == LOUD
    assert len(day.heard) == told


def test_quiet_hours_come_every_day_and_run_over_midnight(day: Day) -> None:
    day.hours(20, 8)
    assert day.quiet.changes_at() == paris(20)
    assert day.at(paris(19, 59)) == LOUD
    assert day.at(paris(20)) == QuietState(on=True, until=paris(8, day=21))
    assert day.at(paris(3, day=21)) == QuietState(on=True, until=paris(8, day=21))
    assert day.at(paris(8, day=21)) == LOUD
    day.hours(12, 13)
    assert day.at(paris(12, 30)) == QuietState(on=True, until=paris(13))
    assert day.at(paris(13)) == LOUD
    assert day.quiet.changes_at() == paris(12, day=21)
    day.hours(7, 7)
    assert day.at(paris(7)) == LOUD
    assert day.quiet.changes_at() is None


def test_a_persons_wish_stands_before_the_hours_and_ends_alone(day: Day) -> None:
    day.hours(20, 8)
    day.clock = paris(19, 45)
    assert day.quiet.begin(QuietFor.HALF_HOUR).until == paris(20, 15)
    assert day.at(paris(20, 10)).by_person
    assert day.quiet.end() == QuietState(on=True, until=paris(8, day=21))
    assert day.at(paris(23)).by_person is False


def test_the_hour_that_is_skipped_or_comes_twice_ends_quiet_hours_once(day: Day) -> None:
    day.hours(22, 7)
    assert day.at(paris(23, day=28, month=3)).until == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert day.at(paris(23, day=24, month=10)).until == datetime(2026, 10, 25, 6, tzinfo=UTC)
    day.hours(22, 2)  # no clock shows 2:30 on the day on which it is put forward
    assert day.at(paris(23, day=28, month=3)).until == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert day.at(datetime(2026, 3, 29, 1, tzinfo=UTC)) == LOUD


@pytest.mark.parametrize("kept", ["soon", "2026-99-99", "14:35", "0001-01-01", "2026-11-20T14:04:59+01:00"])
def test_what_is_no_time_to_come_wishes_nothing(day: Day, kept: str) -> None:
    day.settings.set(UNTIL, kept)
    assert day.quiet.state() == LOUD
    assert day.quiet.changes_at() is None
