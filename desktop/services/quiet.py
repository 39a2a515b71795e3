"""Quiet: when nothing pops up, because a person said so or because of the quiet hours of every day."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, tzinfo

from desktop.domain.clock import within
from desktop.domain.quiet import QuietFor, QuietState
from desktop.services.settings import Settings

UNTIL = "notify.quiet_until"
HOURS, HOURS_FROM, HOURS_TO = "notify.quiet_hours", "notify.quiet_from", "notify.quiet_to"

_DAY = timedelta(days=1)
_LENGTHS = {QuietFor.HALF_HOUR: timedelta(minutes=30), QuietFor.HOUR: timedelta(hours=1)}


class Quiet:
    """Whether it is quiet now. Everything is read from and kept in the settings, and so outlives a restart.

    `state` and `changes_at` may be called from any thread, `begin` and `end` on the engine's loop. A change
    is told as one of the settings (Topic.SETTINGS, the id is `notify.quiet_until`); nobody tells when a time
    is over: ask `changes_at`. Hours are those of `zone`, or of the machine.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime], zone: tzinfo | None = None) -> None:
        self._settings = settings
        self._now = now
        self._zone = zone

    def state(self) -> QuietState:
        """Return how it is at this moment. What the person wishes is named before the quiet hours."""
        now = self._now()
        if self._settings.text(UNTIL) == QuietFor.SWITCHED_OFF:
            return QuietState(on=True, by_person=True)
        until = self._wished_until()
        if until is not None and now < until:
            return QuietState(on=True, by_person=True, until=until)
        begins, ends = self._hours()
        if within(now.astimezone(self._zone).hour, begins, ends):
            return QuietState(on=True, until=self._next(now, ends))
        return QuietState()

    def changes_at(self) -> datetime | None:
        """Return when `state` becomes another one by itself; None where only a person changes it."""
        state = self.state()
        begins, ends = self._hours()
        if state.on or begins == ends:
            return state.until
        return self._next(self._now(), begins)

    def begin(self, length: QuietFor) -> QuietState:
        """Let nothing pop up for so long; tomorrow begins at the hour at which quiet hours would end.

        Raises `Trouble` DISK.
        """
        if length is QuietFor.SWITCHED_OFF:
            kept = QuietFor.SWITCHED_OFF.value
        else:
            until = self._tomorrow() if length is QuietFor.TOMORROW else self._now() + _LENGTHS[length]
            kept = until.astimezone(UTC).isoformat(timespec="seconds")
        self._settings.set(UNTIL, kept)
        return self.state()

    def end(self) -> QuietState:
        """End what the person wished; quiet hours go on. Raises `Trouble` DISK."""
        if self._settings.text(UNTIL):
            self._settings.set(UNTIL, "")
        return self.state()

    def _wished_until(self) -> datetime | None:
        """Read the kept time; what is none, written by hand, wishes nothing."""
        try:
            return datetime.fromisoformat(self._settings.text(UNTIL)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _hours(self) -> tuple[int, int]:
        """Return the hours at which it becomes quiet and loud; the same twice where it never does."""
        if not self._settings.get(HOURS):
            return 0, 0
        return int(self._settings.number(HOURS_FROM)), int(self._settings.number(HOURS_TO))

    def _tomorrow(self) -> datetime:
        day = self._now().astimezone(self._zone).date() + _DAY
        return self._local(datetime.combine(day, time(int(self._settings.number(HOURS_TO)))))

    def _next(self, now: datetime, hour: int) -> datetime:
        """Return when the clock shows this hour next, after now."""
        day = now.astimezone(self._zone).date()
        today = self._local(datetime.combine(day, time(hour)))
        return today if now < today else self._local(datetime.combine(day + _DAY, time(hour)))

    def _local(self, clock: datetime) -> datetime:
        return (clock.replace(tzinfo=self._zone) if self._zone else clock.astimezone()).astimezone(UTC)
