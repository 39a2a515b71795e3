"""What the question before a call and the card after it show: frozen values that the presenter makes."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from desktop.domain.lines import Line
from desktop.services.planning import DialPlan
from desktop.ui.calling.whom import NOBODY, Whom


class Stage(Enum):
    """How far a call is."""

    SENDING = "sending"
    BUSY = "busy"
    STILL_BUSY = "still busy"
    PLACED = "placed"
    NOT_SEEN = "not seen"
    LINKED = "linked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    REFUSED = "refused"
    LEFT = "left"  # placed while Sidetone was ending, told at the next start
    HANDED = "handed"  # to this computer's softphone: what becomes of it is seen there


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a call: the rule that says so, and its sentence.

    "forwarding" and "foreign" are ours: another phone rings, or one that may be in another company.
    """

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before a call: the number, where it came from, what speaks against it.

    `name` is that of `whom`, `there` the local time at the number. `through` says why this line, where that
    is not plain.
    """

    plan: DialPlan
    whom: Whom
    name: str
    origin: str
    place: str
    there: str
    objections: tuple[Objection, ...]
    lines: tuple[Line, ...]
    through: str = ""


@dataclass(frozen=True, slots=True)
class CardState:
    """What the card after Call shows.

    `account` is whose line it is, where there are several accounts. `tries` counts what was sent while the
    line was busy. `gone` says that the history is not looked at
    any more for this call.
    """

    stage: Stage
    number: str
    place: str = ""
    name: str = ""
    whom: Whom = NOBODY
    line: Line | None = None
    provider: str = ""
    account: str = ""
    sentence: str = ""
    since: datetime | None = None
    retry_at: datetime | None = None
    retry_s: float = 0.0
    tries: int = 0
    gone: bool = False
    call_id: str | None = None
