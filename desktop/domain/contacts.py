"""Contacts of shared phonebooks: as a provider lists them, as a person edits them, as views show them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TRASH_DAYS = 30
"""For so long a contact that was deleted here can be brought back."""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """What a contact says: a name, and one text for each place that the phonebook has for a number.

    Texts are as somebody wrote them, trimmed; an empty place is "". How many places there are, and what
    they are called, is the manifest's `number_places`.
    """

    name: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProviderContact:
    """One entry of a provider's phonebook. Without an id it can be read, and not changed."""

    provider_id: str | None
    card: ContactCard


class Pending(StrEnum):
    """What of a contact is not at the provider yet."""

    ADD = "add"
    EDIT = "edit"
    DELETE = "delete"


class EditState(StrEnum):
    """How far an edit is on its way to the provider."""

    HELD = "held"  # nothing is sent yet: it can be undone
    WAITING = "waiting"
    SENDING = "sending"  # a request may have left
    SENT = "sent"  # the provider took it; the next listing must show it
    CONFLICT = "conflict"  # the entry changed meanwhile: a person chooses
    FAILED = "failed"  # the provider refused it: a person tries again or discards


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A number of a contact: the place's name, the text, and E.164 where that can be found."""

    label: str
    raw: str
    e164: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that met another one: what the person saw, what they want, and what stands there now.

    `wanted` None is a deletion, `there` None an entry that is gone. `since` is when that was found.
    """

    seen: ContactCard
    wanted: ContactCard | None
    there: ContactCard | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as every view shows it: the provider's entry, with the edits that wait laid over it.

    `id` is ours and stays. `numbers` are the places that are filled, in order; `card` has all places.
    `error` is the sentence why the edit is not sent; `conflict` is there when somebody has to choose.
    """

    id: str
    account_id: str
    account: str
    provider: str
    provider_id: str | None
    card: ContactCard
    numbers: tuple[ContactNumber, ...]
    pending: Pending | None = None
    state: EditState | None = None
    error: str | None = None
    conflict: Conflict | None = None
    favourite: bool = False
    read_only: bool = False

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.card.name


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """Which contacts are wanted; empty means all. `text` is a part of a name or of a number, in any spelling.

    `unsent` are those whose edit is not at the provider: on its way, in conflict or refused.
    """

    text: str = ""
    favourites: bool = False
    unsent: bool = False
    account_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ContactSection:
    """How many contacts of a query stand under one letter; "#" gathers what begins with none."""

    letter: str
    contacts: int


@dataclass(frozen=True, slots=True)
class TrashedContact:
    """A contact that was deleted here; it can be added again for 30 days. `id` is the one it had.

    `waits` says that the provider has not taken the deletion yet.
    """

    id: str
    account_id: str
    account: str
    card: ContactCard
    favourite: bool
    deleted_at: datetime
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """An account's phonebook. `places` name the numbers of an entry; the first one must be filled.

    `refusal` says why it cannot be read or edited; `listed_at` is when it was last read whole. `conflicts`
    are those of the `unsent` contacts of which somebody has to choose a version.
    """

    account_id: str
    account: str
    provider: str
    places: tuple[str, ...]
    region: str | None
    contacts: int
    unsent: int
    listed_at: datetime | None
    refusal: str | None = None
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Outbox:
    """The edits of an account that wait to be sent: how many contacts, why they do, and when the next try is.

    `reason` is None while nothing is wrong; `next_try` None means that something has to happen first, such
    as signing in again.
    """

    account_id: str
    account: str
    changes: int
    next_try: datetime | None
    reason: str | None = None
