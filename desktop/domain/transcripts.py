"""What was said in a call."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TranscriptState(StrEnum):
    """How far a transcript is."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Speaker(StrEnum):
    """Who speaks."""

    CALLER = "caller"
    CALLEE = "callee"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Segment:
    """One turn. Times are seconds from the start of the recording; `channel` is the provider's."""

    start_s: float
    end_s: float
    speaker: Speaker
    channel: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript and the summary beside it, in one of the four states.

    `asked_at` is since when one that is PENDING is known to be under way; None in the other states.
    """

    state: TranscriptState
    summary: str | None = None
    segments: tuple[Segment, ...] = ()
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of a call: the whole file in memory, and its media type (`audio/mpeg`, `audio/wav`)."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Waveform:
    """Peaks from 0 to 1 for each channel, at equal distances over `duration_s` seconds.

    `silences` are the longer stretches where nobody speaks, from and to in seconds, in order.
    """

    duration_s: float
    lanes: tuple[tuple[float, ...], ...]
    silences: tuple[tuple[float, float], ...] = ()
