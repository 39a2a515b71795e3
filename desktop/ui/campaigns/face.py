"""How a campaign is shown in its row: its state, what kind it is, and its dates."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.campaigns import Campaign, CampaignStatus, CampaignType
from desktop.ui import sentences_campaigns as words
from desktop.ui import strings_campaigns as strings
from desktop.ui import times
from desktop.ui.kit.labels import Tone
from desktop.ui.kit.roles import Role

_NOTED: dict[str, tuple[str, Role, Role, Tone]] = {
    CampaignStatus.DRAFT: ("edit", "chip", "accent", "chip"),
    CampaignStatus.ACTIVE: ("play", "answered_wash", "answered", "answered"),
    CampaignStatus.PAUSED: ("pause", "waiting_wash", "waiting", "waiting"),
    CampaignStatus.CANCELED: ("close", "hover", "dim", "neutral"),
    CampaignStatus.FINISHED: ("check", "hover", "dim", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """How a state looks: its symbol in a disc, and its pill."""

    icon: str
    wash: Role
    ink: Role
    tone: Tone
    label: str


def noted(campaign: Campaign) -> Noted:
    """Return how a campaign's state looks; one that nobody here knows is only said."""
    icon, wash, ink, tone = _NOTED.get(campaign.told.status or "", ("help", "hover", "dim", "neutral"))
    return Noted(icon, wash, ink, tone, words.status(campaign.told))


@dataclass(frozen=True, slots=True)
class CampaignFace:
    """A row, ready to be painted."""

    title: str
    state: Noted
    fixed: bool
    kind: str
    numbers: str
    dates: str
    sentence: str
    hint: str


def face(campaign: Campaign, now: datetime) -> CampaignFace:
    """Prepare a row."""
    told = campaign.told
    title = words.name(campaign)
    return CampaignFace(
        title=title,
        state=noted(campaign),
        fixed=told.type == CampaignType.STATIC,
        kind=words.type_and_mode(told),
        numbers=words.numbers(told.numbers_count),
        dates=words.row_dates(told, now),
        sentence=words.campaign_row(campaign, now),
        hint=words.tip_of((title, *words.span_tip(told.starts_at, told.ends_at))),
    )


def numbers_of(campaign: Campaign) -> str:
    """Return how many numbers a campaign has, for its header."""
    count = campaign.told.numbers_count
    return strings.NOT_TOLD if count is None else times.number(count)
