"""Lines: the phones of an account that can place and take calls."""

from dataclasses import dataclass
from enum import StrEnum


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
    """A line as the store keeps it: `id` is ours and stays, `number` is E.164 where it can be."""

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

    @property
    def can_dial(self) -> bool:
        """Whether a call may be placed from this line."""
        return self.status is LineStatus.ACTIVE

    @property
    def recorded(self) -> bool | None:
        """Whether calls placed from this line are recorded, None when the provider did not say."""
        return self.settings.record_outbound

    @property
    def forwarded_to(self) -> str | None:
        """The phone that rings instead of this one, whatever happens (forced forwarding)."""
        return self.settings.forced_forward_to if self.settings.forced_forward else None
