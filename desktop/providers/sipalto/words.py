"""What was said in a call, from Sipalto's segments; pure, no I/O.

Origin: the vendor's one sample. The unit of its times is nowhere told and follows from the sample: one word
lasts 2,400. Which speaker is the agent is not told either, so nobody is called caller or callee here.
"""

import logging
import re
from dataclasses import dataclass
from typing import Any

from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.providers import reading as read

from . import wire

log = logging.getLogger(__name__)

_FEWEST = 3
"""With fewer segments none can be told from the whole."""

_MOST = 0.6
"""A whole conversation holds more than this share of the others' texts."""

_LENGTHS = (0.6, 1.6)
"""How long it is, in their lengths. A long turn during which somebody says yes and no is longer."""

_CANDIDATES = 3

_FASTEST = 100.0
"""Letters a second that nobody speaks; people come to about 15."""

_MINUTE_S = 60
_TOO_SHORT_S = 1.0

_LONGER = 1.5
"""A transcript can be longer than its call is told to be, but not by more than this share of it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: float
    end: float
    speaker: int | None
    words: str
    reference: str | None


def transcript(body: bytes, duration_s: int | None) -> Transcript:
    """Read a transcription; `duration_s` is how long the call was. Nothing in it means that there is none.

    So does a text in its place. Raises `Trouble` PROTOCOL, and what a refusal stands for.
    """
    told = wire.response(body)
    rows = [] if isinstance(told, str) else wire.rows(told)
    pieces = [piece for row in rows if (piece := _piece(read.mapping(row)))]
    if not pieces:
        return Transcript(TranscriptState.NONE)
    unit = _unit(pieces, duration_s)
    whole = whole_call(pieces)
    spoken = sorted(
        (piece for piece in pieces if piece is not whole), key=lambda piece: (piece.start, piece.end)
    )
    return Transcript(
        TranscriptState.READY,
        None if whole is None else whole.words,
        tuple(
            Segment(piece.start / unit, piece.end / unit, Speaker.UNKNOWN, piece.speaker, piece.words)
            for piece in spoken
        ),
    )


def _piece(row: dict[str, Any]) -> _Piece | None:
    words, start = read.text(row.get("text")), read.real(row.get("start"))
    if words is None or start is None:
        return None
    start = max(0.0, start)
    end = read.real(row.get("end"))
    return _Piece(
        start,
        start if end is None else max(start, end),
        read.whole(row.get("speaker")),
        words,
        read.text(row.get("reid")),
    )


def _unit(pieces: list[_Piece], duration_s: int | None) -> float:
    """Return how many of the times' units are a second: milliseconds, unless nobody could speak so fast.

    A few words at the start of a silent call look the same: seconds must fit into the call.
    """
    last = max(piece.end for piece in pieces)
    seconds = last / 1000
    letters = sum(len(piece.words) for piece in pieces)
    too_fast = seconds > 0 and letters / seconds > _FASTEST
    too_short = duration_s is not None and duration_s >= _MINUTE_S and 0 < seconds < _TOO_SHORT_S
    fits = not duration_s or last <= _LONGER * duration_s
    if (too_fast or too_short) and fits:
        log.info("a transcript's times are taken for seconds")
        return 1.0
    return 1000.0


def whole_call(pieces: list[_Piece]) -> _Piece | None:
    """Find the segment that holds the whole conversation, which nothing marks; None when unsure.

    It lasts from the first to the last of the others, and either stands alone under a reference while the
    others share one, or says what most of them say, in their order.
    """
    if len(pieces) < _FEWEST:
        return None
    first, last = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
    found = [piece for piece in pieces if piece.start <= first and piece.end >= last]
    for piece in sorted(found, key=lambda one: len(one.words), reverse=True)[:_CANDIDATES]:
        others = [other for other in pieces if other is not piece]
        if _stands_alone(piece, others) or _says_all(piece, others):
            return piece
    return None


def _stands_alone(piece: _Piece, others: list[_Piece]) -> bool:
    shared = {other.reference for other in others}
    return len(shared) == 1 and None not in shared and piece.reference not in shared | {None}


def _says_all(piece: _Piece, others: list[_Piece]) -> bool:
    """Whether most of what the others say stands in a text, one after the other."""
    text, at, said = _letters(piece.words), 0, 0
    texts = [_letters(other.words) for other in sorted(others, key=lambda one: (one.start, one.end))]
    shortest, longest = (share * sum(map(len, texts)) for share in _LENGTHS)
    if not shortest <= len(text) <= longest:
        return False
    for letters in texts:
        place = text.find(letters, at)
        if letters and place >= 0:
            at, said = place + len(letters), said + 1
    return said >= 2 and said > len(others) * _MOST


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
