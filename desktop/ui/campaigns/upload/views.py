"""What the pages of an upload show, worked out from the engine's values; no widgets and no waiting here."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from desktop.domain.errors import ErrorKind
from desktop.domain.rows import UploadRows
from desktop.domain.uploads import Piece, PieceState, RowState, Upload, UploadState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.grid import PieceMark

_WINDOW_S = 60.0
_FULL_READ, _READS = 500, 4


class Phase(Enum):
    """Where the wizard stands."""

    CHOOSE = "choose"
    LOOKING = "looking"
    COLUMNS = "columns"
    LISTING = "listing"  # the campaign's numbers are being read
    CHECKING = "checking"  # the rows are being read
    CHECK = "check"
    RUNNING = "running"
    RESULT = "result"


class Help(Enum):
    """The one button that helps an upload that stands."""

    NONE = ""
    RESUME = strings.RESUME
    GO_ON = strings.GO_ON
    TRY_NOW = strings.TRY_NOW
    SIGN_IN = strings.SIGN_IN


class Pace(NamedTuple):
    """Numbers per second (0: not known), seconds left (None: not known), and seconds that it ran."""

    rate: float
    left: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Why an upload stands, and what helps."""

    icon: str
    title: str
    text: str
    help: Help = Help.NONE

    @property
    def action(self) -> str:
        """Return the button's label; "" for none."""
        return self.help.value


_WAITS: dict[ErrorKind | None, tuple[str, str]] = {
    ErrorKind.RATE_LIMITED: ("clock", strings.ASKED_TO_WAIT),
    ErrorKind.OFFLINE: ("offline", strings.OFFLINE),
}


def standing(upload: Upload, now: datetime) -> Standing | None:
    """Say why an upload does not go on; None while it does."""
    if upload.state is UploadState.PAUSED:
        return Standing("pause", strings.PAUSED, strings.PAUSED_TEXT, Help.RESUME)
    waits = upload.retry_at is not None and upload.retry_at > now
    if upload.state is UploadState.SENDING:
        if not waits or upload.retry_at is None:
            return None
        icon, title = _WAITS.get(upload.trouble, _WAITS[ErrorKind.RATE_LIMITED])
        text = f"{upload.reason} {sentences.goes_on(upload.retry_at, now)}".strip()
        return Standing(icon, title, text)
    if upload.state is not UploadState.STOPPED:
        return None
    known = {
        ErrorKind.SIGN_IN: ("key", strings.SIGN_IN_NEEDED, Help.SIGN_IN),
        ErrorKind.OFFLINE: ("offline", strings.OFFLINE, Help.TRY_NOW),
        ErrorKind.TIMEOUT: ("offline", strings.OFFLINE, Help.TRY_NOW),
        ErrorKind.RATE_LIMITED: ("clock", strings.ASKED_TO_WAIT, Help.TRY_NOW),
        ErrorKind.UNSUPPORTED: ("pause", strings.CAMPAIGN_CLOSED, Help.GO_ON),
        ErrorKind.CONFLICT: ("pause", strings.CAMPAIGN_CLOSED, Help.GO_ON),
    }
    plain = ("warning", strings.STOPPED, Help.GO_ON)
    icon, title, remedy = known.get(upload.trouble, plain) if upload.trouble else plain
    return Standing(icon, title, upload.reason, remedy)


class Speed:
    """How fast an upload is: from what arrived in its last minute, while it runs."""

    def __init__(self) -> None:
        self._seen: deque[tuple[datetime, int]] = deque()

    def note(self, upload: Upload, now: datetime) -> None:
        """Take down how many have arrived by now; one that stands begins anew."""
        if upload.state is not UploadState.SENDING:
            self._seen.clear()
            return
        self._seen.append((now, sentences.arrived(upload)))
        while len(self._seen) > 2 and (now - self._seen[0][0]).total_seconds() > _WINDOW_S:
            self._seen.popleft()

    def pace(self, upload: Upload, now: datetime) -> Pace:
        """Return the figures of this moment."""
        end = upload.ended_at or now
        seconds = (end - upload.began_at).total_seconds() if upload.began_at else 0.0
        rate = 0.0
        if len(self._seen) > 1:
            (then, before), (last, after) = self._seen[0], self._seen[-1]
            passed = (last - then).total_seconds()
            rate = (after - before) / passed if passed > 0 else 0.0
        waiting = upload.states.get(RowState.WAITING, 0) + upload.states.get(RowState.SENDING, 0)
        return Pace(rate, waiting / rate if rate > 0 else None, max(0.0, seconds))


class Pieces:
    """What is known of an upload's pieces for the grid: of thousands, only those that can change are read."""

    def __init__(self, source: UploadRows) -> None:
        self._source = source
        self._known: dict[int, Piece] = {}
        self._below = 0
        """All pieces up to this number are known, and will not change by themselves."""
        self._next = 0

    def forget(self) -> None:
        """Read all again: somebody looked in the campaign once more."""
        self._known.clear()
        self._below = self._next = 0

    def read(self, upload_id: str) -> bool:
        """Read what is new; True when there is more to be read at the next call."""
        for _ in range(_READS):
            # Pieces that were made meanwhile push those that are still to be read down, never up.
            page = self._source.pieces(upload_id, self._next, _FULL_READ)
            self._known |= {piece.number: piece for piece in page}
            if len(page) < _FULL_READ or page[-1].number <= self._below:
                self._settle()
                self._next = 0
                return False
            self._next += len(page)
        return True

    def _settle(self) -> None:
        number = self._below
        open_states = {PieceState.WAITING, PieceState.SENDING}
        while number + 1 in self._known and self._known[number + 1].state not in open_states:
            number += 1
        self._below = number

    @property
    def made(self) -> int:
        """Return how many there are by now."""
        return len(self._known)

    @property
    def size(self) -> int:
        """Return how many numbers most pieces have; 0 while there is none."""
        whole = (piece.rows for piece in self._known.values() if piece.state is not PieceState.SPLIT)
        return max(whole, default=0)

    @property
    def unknown(self) -> Sequence[Piece]:
        """Return those with rows of unknown outcome."""
        return [piece for _, piece in sorted(self._known.items()) if piece.unknown]

    @property
    def marks(self) -> list[PieceMark]:
        """Return all in their order; those in between that are not known wait."""
        last = max(self._known, default=0)
        waiting = PieceMark(PieceState.WAITING)
        found = [waiting] * last
        for number, piece in self._known.items():
            found[number - 1] = PieceMark(piece.state, piece.unknown)
        return found
