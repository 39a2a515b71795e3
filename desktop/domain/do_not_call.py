"""Who must not be called: a list that is kept here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DoNotCallEntry:
    """A number that must not be called: E.164 where it can be. `source` is what put it there."""

    number: str
    reason: str
    source: str
    added_at: datetime
