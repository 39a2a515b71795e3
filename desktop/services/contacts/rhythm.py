"""When an account's phonebook is read, and when what waits is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store.contact_edits import Moments

FIRST_S = 5.0
LONGEST_S = 300.0
"""The wait after the first failure, which doubles with each more up to this; both are scaled."""


@dataclass(slots=True)
class Rhythm:
    """How one account does: failures in a row, and when it may be asked again."""

    failures: int = 0
    reason: str | None = None
    not_before: datetime | None = None
    listed_at: datetime | None = None
    asked_to_pause: bool = False

    def failed(self, trouble: Trouble, now: datetime, scale: float) -> None:
        """Wait longer after each failure, and at least as long as the other side asks for."""
        wait_s = min(FIRST_S * 2**self.failures, LONGEST_S) * scale
        self.asked_to_pause = bool(trouble.retry_after_s)
        self.failures = min(self.failures + 1, 16)
        if trouble.kind is ErrorKind.OUTCOME_UNKNOWN:  # whose sentence is about calls
            trouble = Trouble(ErrorKind.TIMEOUT, trouble.provider, trouble.account)
        self.reason = trouble.sentence
        self.not_before = now + timedelta(seconds=max(wait_s, trouble.retry_after_s or 0.0))

    def worked(self, now: datetime) -> None:
        """Note that a round ended well, which began with a list."""
        self.failures, self.reason, self.not_before = 0, None, None
        self.listed_at = now

    def hurry(self) -> None:
        """Try at once, because a person did something; a pause that the other side asked for holds."""
        if not self.asked_to_pause:
            self.not_before = None

    def due(self, edits: Moments, now: datetime, every_s: float | None, linger: timedelta) -> datetime:
        """Return when the account needs attention next: for an edit, or for a list (None: for no list)."""
        moments = []
        if every_s is not None:
            moments.append(now if self.listed_at is None else self.listed_at + timedelta(seconds=every_s))
        if edits.ready:
            moments.append(now)
        if edits.held_until is not None:
            moments.append(edits.held_until)
        if edits.sent_at is not None:
            moments.append(edits.sent_at + linger)
        return max(min(moments, default=now), self.not_before or now)
