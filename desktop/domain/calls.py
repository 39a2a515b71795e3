"""Calls: as a provider reports them, as the store keeps them, and how they are asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple


class Direction(StrEnum):
    """Which way a call went, seen from the account's own lines."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"  # both ends are ours; found when the call is stored
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """The disposition of a call, one vocabulary for every provider."""

    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"
    FAILED = "failed"
    OTHER = "other"
    UNKNOWN = "unknown"


class CallKind(StrEnum):
    """The kinds a provider's history can be asked for; a provider maps them to its own words."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    MISSED = "missed"
    VOICEMAIL = "voicemail"


class Has(StrEnum):
    """What a call can carry besides its record."""

    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Tag:
    """A label on calls. `provider_id` is opaque text; `colour` is `#RRGGBB` or None."""

    provider_id: str
    name: str
    colour: str | None = None
    description: str | None = None


class Call(NamedTuple):
    """One call as a provider reports it.

    A named tuple, since a history has a hundred thousand: a frozen dataclass takes six times as long to make.
    Ids are opaque text. Numbers are as the provider gave them. Times are aware and in UTC, durations
    whole seconds; None means that the provider did not say, or said something unreadable.
    """

    provider_id: str
    direction: Direction
    outcome: Outcome
    caller: str | None
    callee: str | None
    answered_by: str | None = None
    line_provider_id: str | None = None
    answered_line_provider_id: str | None = None
    registered_at: datetime | None = None
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wait_s: int | None = None
    duration_s: int | None = None
    recording_url: str | None = None
    tags: tuple[Tag, ...] = ()
    raw_type: str | None = None
    raw_status: str | None = None

    @property
    def sorted_at(self) -> datetime:
        """The time a list sorts by: the start, else the best the provider told."""
        known = self.started_at or self.registered_at or self.answered_at or self.ended_at
        return known or datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """What to read from a provider's history. `end` None means up to now."""

    start: datetime
    end: datetime | None = None
    kinds: tuple[CallKind, ...] = ()
    employees: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    search: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DecodedCalls:
    """The readable calls of one page, and how many records of it could not be read."""

    calls: tuple[Call, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of history whose records are decoded later, off the loop that fetched it.

    `next_token` is None on the last page. `decode` is pure and may run in any thread.
    """

    next_token: str | None
    decode: Callable[[], DecodedCalls]


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as the store keeps it and every view shows it.

    `id` is ours, text, and stays the same when the history is read again. Numbers are E.164 where
    they can be. `other` is the far side; `name` is that of the contact (`contact_id`, ours) whose number it
    is, in any account's phonebook. `line` is the name of the line (else its number), `line_id` ours.
    `has_transcript` is None until it was asked for.
    """

    id: str
    account_id: str
    account: str
    provider: str
    provider_id: str
    direction: Direction
    outcome: Outcome
    caller: str | None
    callee: str | None
    other: str | None
    name: str | None
    line_id: str | None
    line: str | None
    registered_at: datetime | None
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    wait_s: int | None
    duration_s: int | None
    tags: tuple[Tag, ...]
    has_recording: bool
    has_transcript: bool | None
    note: str | None
    raw_type: str | None
    raw_status: str | None
    sorted_at: datetime
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls of the store are wanted. Empty means all; several values of one field mean or.

    `numbers` are any spellings or parts of them, `others` far sides exactly as the store has them. `names`
    are any parts of a contact's name, or what a provider was asked for; `who` is a number or a name.
    `contact_ids` (ours) stand for all numbers of these contacts. `has` values are joined with and. `until` is
    exclusive, both durations are inclusive: a call of unknown duration has neither.
    """

    since: datetime | None = None
    until: datetime | None = None
    directions: frozenset[Direction] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    numbers: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
    contact_ids: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    account_ids: frozenset[str] = frozenset()
    line_ids: frozenset[str] = frozenset()
    min_duration_s: int | None = None
    max_duration_s: int | None = None
    has: frozenset[Has] = field(default_factory=frozenset)
    texts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every call fits."""
        return self == CallFilter()


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many calls of a filter fall on one local day, and how long was talked (seconds)."""

    day: date
    calls: int
    talk_s: int
