"""Lines: the phones of an account that can place and take calls, and this computer's softphone."""

from dataclasses import dataclass
from enum import StrEnum

SOFTPHONE = "softphone"
"""The id of this computer's softphone, where a line's is asked for; `softphone:ID` is one program of it."""


class LineStatus(StrEnum):
    """Whether a line works; `UNKNOWN` keeps a word that we do not know from breaking the list."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NOT_ACTIVATED = "not_activated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LineSettings:
    """A line's settings, read-only: no provider documents how to change them.

    None means that the provider did not say. `shown_number` is what the callee sees.
    """

    group: str | None = None
    shown_number: str | None = None
    record_inbound: bool | None = None
    record_outbound: bool | None = None
    voicemail: bool | None = None
    forced_forward: bool = False
    forced_forward_to: str | None = None
    conditional_forward: bool = False
    conditional_forward_to: str | None = None
    conditional_after_s: int | None = None


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """A line as a provider reports it. `provider_id` is opaque text, `number` as given."""

    provider_id: str
    name: str | None
    number: str | None
    extension: str | None
    status: LineStatus
    raw_status: str | None = None
    settings: LineSettings = LineSettings()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the store keeps it: `id` is ours and stays, `number` is E.164 where it can be.

    `trouble` says why it cannot call, whatever its status: its account may not place calls, for instance.
    This computer's softphone is offered as a line too: it belongs to no account (`account_id` ""), and `name`
    is the program's.
    """

    id: str
    account_id: str
    account: str
    provider_id: str
    name: str
    number: str | None
    extension: str | None
    status: LineStatus
    settings: LineSettings
    default: bool = False
    trouble: str = ""

    @property
    def is_softphone(self) -> bool:
        """Whether a link is handed to a program of this computer, and no provider is asked."""
        return is_softphone(self.id)

    @property
    def can_dial(self) -> bool:
        """Whether a call may be placed from this line."""
        return self.status is LineStatus.ACTIVE and not self.trouble

    @property
    def recorded(self) -> bool | None:
        """Whether calls placed from this line are recorded, None when the provider did not say."""
        return self.settings.record_outbound

    @property
    def forwarded_to(self) -> str | None:
        """The phone that rings instead of this one, whatever happens (forced forwarding)."""
        return self.settings.forced_forward_to if self.settings.forced_forward else None


@dataclass(frozen=True, slots=True)
class LinkProgram:
    """A program of this computer that opens links to phone numbers.

    `id` is the system's name for it, `default` says that the system would open it, `ours` that it is
    Sidetone itself, to which nothing may be handed.
    """

    id: str
    name: str
    default: bool = False
    ours: bool = False


def is_softphone(line_id: str) -> bool:
    """Say whether an id stands for this computer's softphone, or for one program of it."""
    return line_id.partition(":")[0] == SOFTPHONE
