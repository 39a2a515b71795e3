"""The Protocols that floors meet through.

A provider's session offers small abilities; the vault keeps secrets. What views paint from is in `rows`.
All methods of sessions raise `errors.Trouble` and nothing else for what the outside world does.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from desktop.domain.accounts import Ability, AccountInfo, Manifest
from desktop.domain.calls import (
    Call,
    HistoryPage,
    HistoryQuery,
    Tag,
)
from desktop.domain.changes import Waiting
from desktop.domain.clock import utc_now
from desktop.domain.contacts import (
    ContactCard,
    ProviderContact,
)
from desktop.domain.errors import ErrorKind
from desktop.domain.lines import LinkProgram, ProviderLine
from desktop.domain.notices import Notice, NoticeEvent, NotifierState
from desktop.domain.surroundings import Stir
from desktop.domain.transcripts import Recording, Transcript
from desktop.domain.vaults import VaultKind

if TYPE_CHECKING:  # of use later, or to accounts with campaigns only, and they cost every start 12 ms
    from desktop.domain.campaigns import (
        CampaignFilter,
        CampaignPage,
        CampaignSort,
        NewNumber,
        NumberPage,
        Receipt,
    )
    from desktop.domain.network import Route
    from desktop.domain.presence import AutostartState, LinksState


class AccountSource(Protocol):
    """Who the provider says we are; the connection test."""

    async def account(self) -> AccountInfo:
        """Ask the provider. A token that may not read the account still counts as signed in."""
        ...


class LineSource(Protocol):
    """The account's lines."""

    async def lines(self) -> Sequence[ProviderLine]:
        """Read all lines, whatever their status."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """The provider took a call. Its id need not appear in the history."""

    provider_id: str | None
    request_id: str | None = None


class Dialer(Protocol):
    """Click-to-call: the line's own phone rings first."""

    async def place(self, line_provider_id: str, number: str) -> Placed:
        """Place one call, with exactly one request.

        Raises `Trouble`: BUSY when nothing rang because the line is in a call, OUTCOME_UNKNOWN when
        the request left and no trustworthy answer came, anything else when nothing was placed.
        """
        ...


class HistorySource(Protocol):
    """The account's calls, by windows of time."""

    async def page(self, query: HistoryQuery, token: str | None = None) -> HistoryPage:
        """Read one page; `token` is the previous page's `next_token` for the same query."""
        ...

    async def call(self, provider_id: str) -> Call:
        """Read one call again. Raises `Trouble` NOT_FOUND."""
        ...


class RecordingSource(Protocol):
    """The sound of calls."""

    async def recording(
        self, provider_id: str, url: str, progress: Callable[[int, int | None], None] | None = None
    ) -> Recording:
        """Download a recording whole. `progress` gets bytes so far and the total, if known."""
        ...


class TranscriptSource(Protocol):
    """What was said in calls."""

    async def transcript(self, call: Call) -> Transcript:
        """Read a call's transcript; state NONE when there is none."""
        ...


class TranscriptRequester(Protocol):
    """Asks the provider to make a transcript."""

    async def request_transcript(self, provider_id: str) -> None:
        """Ask once; a transcript that is there or under way already is no error."""
        ...


class SummarySource(Protocol):
    """What a call was about, in a sentence or two."""

    async def summary(self, provider_id: str) -> str | None:
        """Read the summary; None when there is none."""
        ...


class TagSource(Protocol):
    """Labels, and putting them on calls."""

    async def tags(self) -> Sequence[Tag]:
        """Read all labels."""
        ...

    async def create_tag(self, name: str, colour: str | None = None) -> Tag:
        """Make a label. Raises `Trouble` CONFLICT when the name is taken."""
        ...

    async def update_tag(self, provider_id: str, name: str | None, colour: str | None) -> Tag:
        """Change what is not None."""
        ...

    async def delete_tag(self, provider_id: str) -> None:
        """Delete a label, also from every call that carries it."""
        ...

    async def tag_call(self, call_provider_id: str, tag_provider_id: str) -> None:
        """Put a label on a call."""
        ...

    async def untag_call(self, call_provider_id: str, tag_provider_id: str) -> None:
        """Take a label off a call."""
        ...


class PhonebookSource(Protocol):
    """The account's shared phonebook. Deleting and changing is by the provider's id."""

    async def contacts(self) -> Sequence[ProviderContact]:
        """Read the whole phonebook."""
        ...

    async def add_contact(self, card: ContactCard) -> str | None:
        """Add an entry, with exactly one request; None when the provider does not tell its id.

        Raises `Trouble`: OUTCOME_UNKNOWN when the request left and no trustworthy answer came, anything
        else when nothing was added.
        """
        ...

    async def update_contact(self, provider_id: str, card: ContactCard) -> None:
        """Make an entry say this, all of it. Raises `Trouble` as above, NOT_FOUND when there is none."""
        ...

    async def delete_contact(self, provider_id: str) -> None:
        """Delete an entry, with exactly one request. Raises `Trouble` as above."""
        ...


class CampaignSource(Protocol):
    """The account's campaigns and their numbers. Lists are asked for by rows, from 0; fewer are the end."""

    async def campaigns(
        self, wanted: "CampaignFilter", sort: "CampaignSort", *, descending: bool, first: int, count: int
    ) -> "CampaignPage":
        """Read so many campaigns of a list, from row `first`; filtered and sorted by the provider."""
        ...

    async def numbers(
        self, campaign_id: str, part: str, *, descending: bool, first: int, count: int
    ) -> "NumberPage":
        """Read so many numbers of a campaign (its own id) with these digits, sorted by number."""
        ...

    async def add_number(self, campaign_id: str, number: "NewNumber") -> "Receipt":
        """Add one number, with exactly one request; in a running campaign a phone rings soon.

        Raises `Trouble`: ADDED_UNKNOWN when the request left and no trustworthy answer came, anything else
        when nothing was added.
        """
        ...

    async def upload_numbers(
        self, campaign_id: str, numbers: Sequence["NewNumber"], variables: int
    ) -> "Receipt":
        """Add many, with exactly one request; each has so many variables. Raises as above, also TOO_LARGE."""
        ...

    async def delete_numbers(self, campaign_id: str, keys: Sequence[str]) -> None:
        """Delete numbers by their `key`, with exactly one request. What is gone already is no error.

        Raises `Trouble`; a list read afterwards tells what was done.
        """
        ...


async def _nothing() -> None:
    return None


@dataclass(frozen=True)
class ProviderSession:
    """A signed-in account: one field for each ability, None where `missing` says why.

    `grant()` is what the provider last said it grants; when it differs from what this session was
    opened with, `regranted()` gives a new session over the same connection with the abilities right.
    """

    account: AccountSource | None = None
    lines: LineSource | None = None
    dialer: Dialer | None = None
    history: HistorySource | None = None
    recordings: RecordingSource | None = None
    transcripts: TranscriptSource | None = None
    transcript_requests: TranscriptRequester | None = None
    summaries: SummarySource | None = None
    tags: TagSource | None = None
    phonebook: PhonebookSource | None = None
    campaigns: CampaignSource | None = None
    missing: Mapping[Ability, str] = field(default_factory=dict)
    grant: Callable[[], str | None] = lambda: None
    regranted: "Callable[[], ProviderSession] | None" = None
    close: Callable[[], Awaitable[None]] = _nothing


class Way(Protocol):
    """How the providers are reached now; all sessions share it, and it changes under them."""

    async def route(self) -> "Route":
        """Return it. Raises `Trouble` when a proxy's password cannot be had, and nothing is sent then."""
        ...

    def listen(self, renew: Callable[[], None]) -> Callable[[], None]:
        """Hear when connections of before are to be used no more; the returned function ends that."""
        ...


@dataclass(frozen=True)
class SessionContext:
    """What a session is told when it is opened.

    `account` is the person's name for it, for sentences. `grant` is what was granted last time.
    Waits after errors are multiplied by `wait_scale` (tests use 0). `on_wait` hears of a back-off as
    it begins, and None when it ends. `on_request` hears how each request went: None when the provider
    works, else what is wrong with it. `on_secret` hears of every secret that the session comes by itself,
    such as a token, before it is used: whoever opened the session keeps it out of the log. `way` is how
    providers are reached, None for what the system says.
    """

    account: str
    grant: str | None = None
    now: Callable[[], datetime] = utc_now
    wait_scale: float = 1.0
    on_wait: Callable[[Waiting | None], None] = lambda _: None
    on_request: Callable[[ErrorKind | None], None] = lambda _: None
    on_secret: Callable[[str], None] = lambda _: None
    way: Way | None = None


class Provider(Protocol):
    """The one name (`PROVIDER`) that discovery looks for in a provider's folder."""

    @property
    def manifest(self) -> Manifest:
        """What the provider says of itself."""
        ...

    def open(self, fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
        """Make a session without any request. `fields` holds secrets too, by their keys.

        Raises `Trouble` USAGE when a field that is needed is missing or unreadable.
        """
        ...


class Vault(Protocol):
    """Where secrets live: the OS keyring, or a file that a passphrase opens. All methods may block."""

    @property
    def title(self) -> str:
        """What `doctor` calls it."""
        ...

    @property
    def kind(self) -> VaultKind:
        """Which of the places it is."""
        ...

    def get(self, name: str) -> str | None:
        """Read a secret; None when there is none. Raises `Trouble` NO_VAULT or VAULT_LOCKED."""
        ...

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        ...


class Surroundings(Protocol):
    """Tells when the computer wakes up and when its network is another one, on the engine's loop.

    What cannot be heard of is no error: the clock tells of a sleep later, and the next look of a network.
    """

    async def listen(self, told: Callable[[Stir], None]) -> None:
        """Tell from now on."""
        ...

    async def close(self) -> None:
        """Tell nothing more; may be called twice, and before `listen` ended."""
        ...


class Softphone(Protocol):
    """The programs of this computer that open links to phone numbers."""

    async def programs(self) -> Sequence[LinkProgram]:
        """Look which there are now, the system's default first."""
        ...

    async def hand_over(self, program_id: str, number: str) -> str:
        """Hand a link with a number (E.164, or a short one) to a program, with exactly one start of it.

        Returns what was odd about it, a sentence, or "". Raises `Trouble` NO_SOFTPHONE when no program got
        the number.
        """
        ...


class Autostart(Protocol):
    """The system's list of what starts with the session. All methods may block and raise `Trouble` DISK."""

    def state(self) -> "AutostartState":
        """Look whether Sidetone would be started now, by whoever put it there."""
        ...

    def set(self, enabled: bool) -> "AutostartState":
        """Have it started hidden with the next session, or not; returns how it is then."""
        ...


class LinkHandler(Protocol):
    """The system's choice of who opens links to phone numbers, those of `presence.SCHEMES`.

    All methods may block and raise `Trouble` DISK.
    """

    def state(self) -> "LinksState":
        """Look which programs open them now."""
        ...

    def take(self) -> "LinksState":
        """Register Sidetone, and make it the one where a program may do that; returns how it is then."""
        ...

    def give_back(self) -> "LinksState":
        """Let the programs have them that had them before; what a person chose since then stays."""
        ...


class Notifier(Protocol):
    """Shows notices on the desktop. All methods run on the engine's loop, and nothing of it is an error.

    Nothing is loaded and nobody is asked before the first notice. A desktop without the service shows
    none, which `state` tells.
    """

    async def show(self, notice: Notice) -> bool:
        """Show a notice, or replace the one of the same id; False when nobody shows it."""
        ...

    async def withdraw(self, notice_id: str) -> None:
        """Take a notice away; one that is not shown is no error."""
        ...

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:
        """Hear of every answer until the returned function is called."""
        ...

    async def state(self) -> NotifierState:
        """Say who would show a notice now."""
        ...

    async def close(self) -> None:
        """Take away what stands, since nobody would hear its buttons, and let go of the service."""
        ...
