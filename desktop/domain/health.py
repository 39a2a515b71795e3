"""What became of an account's requests, counted by half hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.domain.errors import ErrorKind

HALF_HOUR = timedelta(minutes=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def half_hour_of(moment: datetime) -> datetime:
    """Return the beginning of the half hour, in UTC, that an aware time lies in."""
    return moment - (moment - _EPOCH) % HALF_HOUR


@dataclass(frozen=True, slots=True)
class HalfHour:
    """Counts of one half hour. A request that was sent three times counts three times.

    `failures` got no answer, or one that says that the provider does not work or does not let us in.
    `limited` were asked to come again later (429), which is no failure. `failed_at` and `failed` are the
    last failure's.
    """

    start: datetime
    requests: int = 0
    failures: int = 0
    limited: int = 0
    failed_at: datetime | None = None
    failed: ErrorKind | None = None

    def __add__(self, other: "HalfHour") -> "HalfHour":
        """Both counts of the same half hour together."""
        later = self
        if other.failed_at is not None and (self.failed_at is None or other.failed_at >= self.failed_at):
            later = other
        return HalfHour(
            self.start,
            self.requests + other.requests,
            self.failures + other.failures,
            self.limited + other.limited,
            later.failed_at,
            later.failed,
        )


def counted(now: datetime, kind: ErrorKind | None) -> HalfHour:
    """Return the count of one request that ended now; `kind` is what was wrong, None when nothing was."""
    start = half_hour_of(now)
    if kind is None:
        return HalfHour(start, 1)
    if kind is ErrorKind.RATE_LIMITED:
        return HalfHour(start, 1, limited=1)
    return HalfHour(start, 1, 1, failed_at=now, failed=kind)
