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


FEATURES: dict[Feature, str] = {
    Feature.CAMPAIGNS: "Campaigns are",
    Feature.RECORDINGS: "Recordings are",
    Feature.TRANSCRIPTS: "Transcripts are",
    Feature.EXPORT: "Exporting and saving to files is",
    Feature.LINKS: "Taking links to phone numbers is",
    Feature.AUTOSTART: "Starting with the system is",
    Feature.DEMO: "The demo is",
}
"""How a sentence begins that says of a feature that it is switched off."""


@dataclass(frozen=True, slots=True)
class Lock:
    """That a value is settled by an admin: `value` as text, `sentence` says where, to a person."""

    value: str
    sentence: str
