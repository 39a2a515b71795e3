"""What the person who looks after a company's computers has settled for all who work at them."""

from dataclasses import dataclass
from enum import StrEnum


class Feature(StrEnum):
    """What an admin may switch off. The values stand in the policy's file."""

    CAMPAIGNS = "campaigns"
    RECORDINGS = "recordings"
    TRANSCRIPTS = "transcripts"
    EXPORT = "export"
    LINKS = "links"
    AUTOSTART = "autostart"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Lock:
    """That a value is settled by an admin: `value` as text, `sentence` says where, to a person."""

    value: str
    sentence: str
