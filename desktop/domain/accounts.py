"""Accounts, what a provider says of itself, and what an account can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ability(StrEnum):
    """What a session can offer; one small Protocol in `ports` stands for each."""

    ACCOUNT = "account"
    LINES = "lines"
    DIAL = "dial"
    HISTORY = "history"
    RECORDINGS = "recordings"
    TRANSCRIPTS = "transcripts"
    TRANSCRIPT_REQUESTS = "transcript_requests"
    SUMMARIES = "summaries"
    TAGS = "tags"
    PHONEBOOK = "phonebook"
    CAMPAIGNS = "campaigns"
    MISSED_CALLS = "missed_calls"  # the history has them too; there is no Protocol of its own for that


class AccountState(StrEnum):
    """How an account is doing, as the person is told."""

    OK = "ok"
    SIGN_IN = "sign_in"
    OFFLINE = "offline"
    PAUSED = "paused"
    ERROR = "error"


class FieldKind(StrEnum):
    """What a field of an account form holds; it is checked while somebody types."""

    TEXT = "text"
    USER = "user"  # who signs in: another one has other calls
    ADDRESS = "address"  # of a web service
    ZONE = "zone"  # a time zone's name, such as Europe/London
    EXTENSIONS = "extensions"  # numbers of phones inside the company, separated by commas
    COUNTRY = "country"  # two letters, such as FR
    DATE = "date"  # a day, such as 2026-12-31


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One field of a provider's account form. `help` says where a person finds the value."""

    key: str
    label: str
    secret: bool = False
    required: bool = False
    default: str = ""
    help: str = ""
    advanced: bool = False
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a provider says of itself; the account form and the sync read it.

    `parallel_windows` is how many windows of history may be read at once. `page_limit` is the largest
    page it gives. `alternatives` are groups of fields of which one group must be filled in whole.
    `steps` say, one after the other, how a person comes by the credentials; `site` is the https address of
    the provider's page where they begin. `number_places` name the places for numbers that an entry of its
    phonebook has, the one that must be filled first; none where it has no phonebook. `upload_rows` and
    `upload_bytes` are the most that one request brings into a campaign; 0 where it has no campaigns.
    `ends_field` names the field with the day on which the credentials end, "" where they never do.
    """

    id: str
    title: str
    fields: tuple[CredentialField, ...]
    alternatives: tuple[tuple[str, ...], ...] = ()
    parallel_windows: int = 2
    page_limit: int = 1000
    offers: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    company_wide_secret: bool = False
    steps: tuple[str, ...] = ()
    site: str = ""
    number_places: tuple[str, ...] = ()
    upload_rows: int = 0
    upload_bytes: int = 0
    ends_field: str = ""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """Who the provider says we are. All may be None where a token may not read the account."""

    provider_id: str | None = None
    company: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """What a test of a connection found: who we are, how long the sign-in took, what may be done.

    `lines` is how many there are, None where they may not be read or could not be. `missing` says why an
    ability is not there; `granted` that the provider could grant more than it did, else it never has it.
    """

    info: AccountInfo
    took_s: float
    lines: int | None
    abilities: frozenset[Ability]
    missing: Mapping[Ability, str]
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the store keeps it. `id` is ours, `name` the person's and unique.

    `fields` holds what is not secret. `missing` says why an ability is not there. `grant` is what
    the provider last said it grants (for example OAuth scopes), opaque.
    """

    id: str
    provider: str
    name: str
    fields: Mapping[str, str]
    state: AccountState = AccountState.OK
    trouble: str | None = None
    missing: Mapping[Ability, str] | None = None
    grant: str | None = None
    last_sync: datetime | None = None
    calls: int = 0
