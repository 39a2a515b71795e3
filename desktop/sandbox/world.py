"""The world that every provider of the sandbox shows a side of: people, lines, tags and calls.

Times are whole seconds since the epoch, durations whole seconds.
"""

import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.sandbox.campaigns import Campaign


class Kind(StrEnum):
    """What a telephone system files a call under."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    MISSED = "missed"
    VOICEMAIL = "voicemail"


class Status(StrEnum):
    """How the attempt to connect a call ended."""

    ANSWER = "answer"
    CANCEL = "cancel"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    OTHER = "other"


class Sound(StrEnum):
    """Whether a call was recorded, and where the recording is kept."""

    NONE = "none"
    MP3 = "mp3"
    WAV = "wav"
    ELSEWHERE = "elsewhere"  # on another host, which must not see the token


class Speech(StrEnum):
    """How far the transcription of a call is."""

    NONE = "none"
    PENDING = "pending"
    RECOGNIZED = "recognized"
    STORED = "stored"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside who calls and is called. Invented."""

    name: str
    number: str
    country: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the account, with all that a provider tells of one."""

    id: int
    employee_id: int
    name: str
    extension: int
    number: str
    group_id: int
    group: str
    status: str = "active"
    shown_number: str | None = None
    shown_line_id: int | None = None
    record_inbound: bool = True
    record_outbound: bool = True
    voicemail: bool = True
    forced_to: str | None = None
    conditional_to: str | None = None
    conditional_after: int = 20
    always_busy: bool = False

    @property
    def caller_id(self) -> str:
        """The number that a callee sees."""
        return self.shown_number or self.number


@dataclass(slots=True)
class Tag:
    """A label on calls."""

    id: int
    name: str
    colour: str
    description: str | None = None


@dataclass(slots=True)
class Contact:
    """An entry of the shared phonebook: a name and three numbers as they were written, "" for none."""

    id: int
    name: str
    numbers: tuple[str, ...]


@dataclass(slots=True)
class Call:
    """One call. `caller` is None or "anonymous" when the number was withheld."""

    id: int
    kind: Kind
    status: Status
    caller: str | None
    target: str
    line_id: int
    registered: int
    started: int
    wait: int
    duration: int
    answered: bool
    internal: bool = False
    person: Person | None = None
    answered_by: str | None = None
    answered_line_id: int | None = None
    sound: Sound = Sound.NONE
    speech: Speech = Speech.NONE
    ready_at: float = 0.0  # when a pending transcription ends, on the world's clock
    has_summary: bool = False
    tags: tuple[int, ...] = ()
    revision: int = 0  # grows with every change, so that a provider can keep what it made of a call

    @property
    def answered_at(self) -> int | None:
        """When the two could talk."""
        return self.started + self.wait if self.answered else None

    @property
    def ended(self) -> int:
        """When it was over."""
        return self.started + self.wait + self.duration

    @property
    def key(self) -> tuple[int, int]:
        """What the history is sorted by."""
        return (self.started, self.id)

    @property
    def mix(self) -> int:
        """A number that looks random and is this call's own, for choices that need no generator."""
        return (self.id * 2_654_435_761 + self.started) >> 7 & 0xFFFFFF


class Clock:
    """The world's time: it begins at a given moment and runs on from there."""

    def __init__(self, start: float) -> None:
        self.start = start
        self._ahead = start - time.monotonic()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.monotonic() + self._ahead


def iso(seconds: float) -> str:
    """Spell a time the way every provider of the sandbox does: UTC, whole seconds, Z."""
    day, rest = divmod(int(seconds), 86_400)
    return f"{_day(day)}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


@cache
def _day(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


@dataclass(eq=False)
class World:
    """Everything there is. `calls` is sorted from the oldest to the newest start."""

    seed: int
    clock: Clock
    company: str
    lines: list[Line]
    people: list[Person]
    tags: dict[int, Tag]
    calls: list[Call]
    contacts: dict[int, Contact] = field(default_factory=dict)
    campaigns: "list[Campaign]" = field(default_factory=list)
    keys_hold: bool = True  # False once all keys that a person made have ended
    by_id: dict[int, Call] = field(init=False)
    line_by_id: dict[int, Line] = field(init=False)

    def __post_init__(self) -> None:
        """Index the calls and the lines."""
        self.by_id = {call.id: call for call in self.calls}
        self.line_by_id = {line.id: line for line in self.lines}
        self._next_call = max(self.by_id, default=0) + 1
        self._next_tag = max(self.tags, default=0) + 1
        self._next_contact = max(self.contacts, default=0) + 1

    def next_call_id(self) -> int:
        """Give out the id of a call that is about to be added."""
        number, self._next_call = self._next_call, self._next_call + 1
        return number

    def next_tag_id(self) -> int:
        """Give out the id of a tag that is about to be added."""
        number, self._next_tag = self._next_tag, self._next_tag + 1
        return number

    def next_contact_id(self) -> int:
        """Give out the id of an entry that is about to be added; none is ever given out twice."""
        number, self._next_contact = self._next_contact, self._next_contact + 1
        return number

    def add(self, call: Call) -> None:
        """Put a call where its start belongs."""
        at = len(self.calls)
        if self.calls and call.key < self.calls[-1].key:
            at = bisect_left(self.calls, call.key, key=_key)
        self.calls.insert(at, call)
        self.by_id[call.id] = call

    def place(self, line: Line, target: str, started: int, lasted: int) -> Call:
        """Add a call that a client had placed and that is over: it was answered after a second."""
        own = {one for line in self.lines for one in (line.number, str(line.extension))}
        call = Call(
            id=self.next_call_id(),
            kind=Kind.OUTBOUND,
            status=Status.ANSWER,
            caller=line.caller_id,
            target=target,
            line_id=line.id,
            registered=started,
            started=started,
            wait=1,
            duration=max(1, lasted - 1),
            answered=True,
            answered_by=target,
            internal=target in own,
        )
        self.add(call)
        return call

    def between(self, start: float, end: float) -> tuple[int, int]:
        """Find the slice of `calls` whose start lies in the range, both ends included."""
        low = bisect_left(self.calls, start, key=_started)
        return low, max(low, bisect_right(self.calls, end, key=_started))

    def before(self, key: tuple[int, int]) -> int:
        """Count the calls that sort before `key`."""
        return bisect_left(self.calls, key, key=_key)


def _key(call: Call) -> tuple[int, int]:
    return call.key


def _started(call: Call) -> int:
    return call.started
