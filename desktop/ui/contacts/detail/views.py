"""What an opened contact shows: frozen values that the presenter makes and the widgets paint."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from desktop.domain.calls import CallRecord
from desktop.domain.contacts import Book, Contact
from desktop.domain.numbers import NumberCheck
from desktop.ui.contacts.detail.differences import Difference
from desktop.ui.contacts.detail.draft import Draft, Obstacle


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number: `shown` is how it is read, `dial` what Call dials, "" where `refusal` says why not."""

    label: str
    shown: str
    raw: str
    code: str
    country: str
    place: str
    there: str
    dial: str
    refusal: str = ""


class Stage(Enum):
    """How far somebody's calls are known."""

    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class CallsView:
    """Somebody's newest calls; `returned` are those missed and called back. `sentence` is a trouble."""

    stage: Stage = Stage.LOADING
    calls: int = 0
    talk_s: int = 0
    newest: tuple[CallRecord, ...] = ()
    returned: frozenset[str] = frozenset()
    sentence: str = ""


class Standing(Enum):
    """Where a contact's change is, as the note over its numbers says it."""

    SETTLED = auto()
    WAITING = auto()
    SENDING = auto()
    FAILED = auto()
    CONFLICT = auto()


@dataclass(frozen=True, slots=True)
class ContactView:
    """An opened contact. `reason` is why its change was not sent, `next_try` when it is tried again.

    `refusal` is why it can only be read, `cannot` why nothing here can call anybody. `campaigns` says that
    there are accounts with campaigns.
    """

    contact: Contact
    book: str
    provider: str
    there: str
    lines: tuple[NumberLine, ...]
    calls: CallsView
    several_accounts: bool = False
    standing: Standing = Standing.SETTLED
    reason: str = ""
    next_try: datetime | None = None
    refusal: str = ""
    cannot: str = ""
    campaigns: bool = False


class Elsewhere(NamedTuple):
    """Somebody else with the same number, and how many others besides."""

    contact_id: str
    name: str
    others: int


class Meanwhile(Enum):
    """What became of a contact while its form was open."""

    NOTHING = auto()
    CHANGED = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class FormView:
    """The form: its texts, what is known of each number, and what stands in the way of saving.

    `elsewhere` holds by place who else has a number. `books` are those a new contact can stand in.
    `trouble` is why the last try to save it failed.
    """

    draft: Draft
    checks: tuple[NumberCheck, ...]
    obstacle: Obstacle | None
    elsewhere: tuple[Elsewhere | None, ...]
    books: tuple[Book, ...]
    provider: str
    now: datetime
    name: str = ""
    differences: tuple[Difference, ...] = ()
    meanwhile: Meanwhile = Meanwhile.NOTHING
    saving: bool = False
    trouble: str = ""


class Ask(Enum):
    """What a person is asked before something is lost or kept."""

    LEAVE = auto()
    UNFINISHED = auto()
    DISCARD = auto()
