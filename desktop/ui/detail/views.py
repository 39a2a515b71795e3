"""What an opened call shows: frozen values that the presenter makes and the widgets paint."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from desktop.domain.attempts import Attempt
from desktop.domain.calls import CallRecord
from desktop.domain.persons import NumberHistory
from desktop.domain.transcripts import Transcript


class Said(Enum):
    """How far what was said is known."""

    LOADING = "loading"
    NO_SOUND = "no sound"
    UNSUPPORTED = "unsupported"
    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class SaidView:
    """The conversation: `can_ask` whether a button may ask for the transcript, `since` when it was."""

    said: Said
    transcript: Transcript | None = None
    can_ask: bool = False
    since: datetime | None = None
    sentence: str = ""


class Tried(NamedTuple):
    """An attempt to call, what became of it in words, and the line's name."""

    attempt: Attempt
    said: str
    line: str


@dataclass(frozen=True, slots=True)
class CallView:
    """The header, the person and the details of an opened call.

    `today` is how often there was a call with the number today. `known` says whether `history` was read.
    `gone` is a sentence when the provider does not have the call any more, and `cannot` one while nothing
    here can call anybody.
    """

    call: CallRecord
    title: str
    number: str
    place: str
    there: str
    provider: str
    today: str = ""
    known: bool = False
    history: NumberHistory = field(default_factory=NumberHistory)
    tried: tuple[Tried, ...] = ()
    several_accounts: bool = False
    gone: str = ""
    cannot: str = ""


class Entry(NamedTuple):
    """One line of the person's history: a call, with the attempt that it came from, or an attempt alone."""

    at: datetime
    call: CallRecord | None
    tried: Tried | None


def entries(view: CallView) -> tuple[list[Entry], list[Entry]]:
    """Return what came later than the opened call and what came before it, each newest first.

    An attempt that became a call stands with its call. Where not all calls are listed, attempts farther away
    than those are left out as well: between them would be calls that nobody sees.
    """
    call, history = view.call, view.history
    by_call = {tried.attempt.call_id: tried for tried in view.tried if tried.attempt.call_id}
    later = [Entry(one.sorted_at, one, by_call.get(one.id)) for one in history.later]
    earlier = [Entry(one.sorted_at, one, by_call.get(one.id)) for one in history.earlier]
    for tried in view.tried:
        at = tried.attempt.created_at
        if tried.attempt.call_id is not None:
            continue
        if at > call.sorted_at:
            if not history.more_later or at < history.later[0].sorted_at:
                later.append(Entry(at, None, tried))
        elif not history.more_earlier or at > history.earlier[-1].sorted_at:
            earlier.append(Entry(at, None, tried))
    return (
        sorted(later, key=lambda entry: entry.at, reverse=True),
        sorted(earlier, key=lambda entry: entry.at, reverse=True),
    )
