"""What the engine tells its listeners: that something changed, never the changed thing itself."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What a change touches."""

    CALLS = "calls"
    CONTACTS = "contacts"  # also their edits, favourites and the trash
    LINES = "lines"
    ACCOUNTS = "accounts"
    TRANSCRIPTS = "transcripts"
    RECORDINGS = "recordings"
    ATTEMPTS = "attempts"
    TAGS = "tags"
    SETTINGS = "settings"
    SYNC = "sync"
    CAMPAIGNS = "campaigns"  # also their numbers and labels
    UPLOADS = "uploads"
    DO_NOT_CALL = "do_not_call"
    PRESENCE = "presence"  # starting with the session, and opening links
    CLOCK = "clock"  # the computer slept, or its clock was set: what depends on the time is another now
    NEWS = "news"  # missed calls that nobody has looked at yet


@dataclass(frozen=True, slots=True)
class Change:
    """Topics that changed, and the ids of ours that did (empty: read all again)."""

    topics: frozenset[Topic]
    ids: frozenset[str] = frozenset()

    def __or__(self, other: "Change") -> "Change":
        """Two changes in one notice; ids that are not known for one are not known for both."""
        both = self.ids | other.ids if self.ids and other.ids else frozenset()
        return Change(self.topics | other.topics, both)


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """What a running sync has covered: `covered` runs from 0 to 1 over time, since no provider totals."""

    account: str
    covered: float
    calls: int
    reached_back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A visible back-off: why, and when the next try is."""

    account: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the status line says of sync, for all accounts together."""

    running: tuple[SyncProgress, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    last_done: datetime | None = None
    next_due: datetime | None = None
    unlocking: bool = False


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How one account's pass ended after `seconds`; `contacts` and `campaigns` count those that changed."""

    account: str
    new: int = 0
    changed: int = 0
    skipped: int = 0
    complete: bool = True
    seconds: float = 0.0
    error: BaseException | None = None
    newly_missed: tuple[str, ...] = field(default_factory=tuple)
    contacts: int = 0
    campaigns: int = 0
