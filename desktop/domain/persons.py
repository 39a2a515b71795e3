"""What is known of the far side of a call from the calls with that person."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.attempts import Attempt
from desktop.domain.calls import CallRecord


@dataclass(frozen=True, slots=True)
class NumberHistory:
    """The calls with one person, over all accounts; with an extension, those of its own account.

    `numbers` are all that the contact has, else the one of the call. `calls` and `talk_s` count all of them,
    `today_from` and `today_to` those of today that came from the person and that went there. `later` and
    `earlier` are the calls nearest to the one they were asked for, newest first; `more_later` and
    `more_earlier` say that there are others beyond them. `attempts` are the last presses of Call for these
    numbers, newest first.
    """

    calls: int = 0
    talk_s: int = 0
    answered_at: datetime | None = None
    today_from: int = 0
    today_to: int = 0
    later: tuple[CallRecord, ...] = ()
    earlier: tuple[CallRecord, ...] = ()
    more_later: bool = False
    more_earlier: bool = False
    attempts: tuple[Attempt, ...] = ()
    numbers: tuple[str, ...] = ()
