"""Uploads: numbers on their way into a campaign, a file's or a few that a person chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.errors import ErrorKind


class RowVerdict(StrEnum):
    """What a row of an upload is, before anything is sent; scripts read these words."""

    OK = "ok"
    REPAIRED = "repaired"
    WARNING = "warning"  # goes in, but somebody should look: a local number, sent as written
    INVALID = "invalid"
    DUPLICATE = "duplicate"  # of an earlier row of the same file
    IN_CAMPAIGN = "in_campaign"  # of this one; the reason tells of another active one
    DNC = "dnc"  # on the do-not-call list


class RowState(StrEnum):
    """How far a row is on its way."""

    LEFT_OUT = "left_out"  # by its verdict or by a person's choice: never sent
    WAITING = "waiting"
    SENDING = "sending"  # its request may have left
    SENT = "sent"  # the provider took it, or it was found in the campaign afterwards
    REFUSED = "refused"  # the provider did not take it, and said so
    UNKNOWN = "unknown"  # nobody can tell; only a person may send it again


class UploadState(StrEnum):
    """Where an upload is."""

    CHECKED = "checked"  # nothing is sent yet
    SENDING = "sending"
    PAUSED = "paused"  # by a person
    STOPPED = "stopped"  # by trouble: `reason`, and it goes on when a person says so
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A row of an upload. `index` counts from 0, `line` is where it begins in the file (0: from no file).

    `number` is what is sent, E.164 where it can be; `raw` is as it was written. `reason` is a
    sentence, or "".
    """

    index: int
    line: int
    raw: str
    number: str
    variables: tuple[str, ...]
    verdict: RowVerdict
    reason: str
    state: RowState
    piece: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """Numbers on their way into a campaign: a file's, or a few that a person chose.

    `source` is the file's name or what the numbers were. `verdicts` and `states` count rows.
    `pieces` of `pieces_total` have an answer. `reason` says why it stopped, and `trouble` which kind of
    trouble that was; `retry_at` when it goes on by itself after a pause that the provider asked for. Times
    are aware.
    """

    id: str
    campaign_id: str
    campaign: str
    account_id: str
    source: str
    variables: int
    region: str | None
    state: UploadState
    rows: int
    verdicts: Mapping[RowVerdict, int]
    states: Mapping[RowState, int]
    pieces: int
    pieces_total: int
    made_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    retry_at: datetime | None = None
    trouble: ErrorKind | None = None

    @property
    def wanted(self) -> int:
        """How many rows go in, or went."""
        return self.rows - self.states.get(RowState.LEFT_OUT, 0)


class PieceState(StrEnum):
    """How one request of an upload went."""

    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SPLIT = "split"  # too large for the server: its rows went into smaller ones


@dataclass(frozen=True, slots=True)
class Piece:
    """One request of an upload. `first` and `last` count the rows that go in, from 1; `took_s` in seconds."""

    number: int
    first: int
    last: int
    rows: int
    state: PieceState
    unknown: int = 0
    said: str = ""
    took_s: float | None = None
