"""Attempts: what became of each press of Call, written before anything is sent."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.errors import Trouble


class AttemptState(StrEnum):
    """`SENDING` is only seen while the request is under way, or after a crash in that moment."""

    SENDING = "sending"
    PLACED = "placed"
    FAILED = "failed"
    BUSY = "busy"  # the provider refused because the line is in a call: nothing rang
    UNKNOWN = "unknown"  # the request left and no trustworthy answer came back
    HANDED_OVER = "handed_over"  # this computer's softphone has the number; what became of it only it knows


class Sighting(StrEnum):
    """Whether a placed call was seen in the history; LATE ones are still looked for."""

    WAITING = "waiting"
    LATE = "late"
    SEEN = "seen"
    NOT_SEEN = "not_seen"


class DialSource(StrEnum):
    """Where a wish to call came from; what comes from outside is always asked about."""

    ROW = "row"
    FIELD = "field"
    LINK = "link"
    COMMAND_LINE = "command_line"
    CLIPBOARD = "clipboard"
    TRAY = "tray"  # a name in a menu, one slip of the hand away from the next
    NOTICE = "notice"  # the button of our own notification, which says what it does

    @property
    def is_outside(self) -> bool:
        """Whether the wish came from outside our own rows, fields and buttons."""
        return self not in (DialSource.ROW, DialSource.FIELD, DialSource.NOTICE)


class Answer(StrEnum):
    """What a safety rule says of a call."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer, with the sentence that a person reads. `rule` is the name `--allow` takes."""

    rule: str
    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One press of Call. `number` is E.164 (or an extension), `call_id` ours once it was seen.

    `folded`: this press sent nothing, because the same number was pressed just before. `error` is why
    the call was not placed; only the process that sent the request has it, the store keeps its sentence.
    `line_id` is "softphone" for what this computer's softphone was handed, which may be of no account ("").
    """

    id: str
    account_id: str
    account: str
    line_id: str
    number: str
    state: AttemptState
    created_at: datetime
    provider_id: str | None = None
    request_id: str | None = None
    trouble: str | None = None
    call_id: str | None = None
    folded: bool = False
    error: Trouble | None = field(default=None, compare=False)
