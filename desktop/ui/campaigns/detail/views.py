"""What the opened campaign shows: frozen, made by its presenter."""

from dataclasses import dataclass, field
from enum import Enum

from desktop.domain.campaigns import Campaign, CampaignStatus, CampaignType, Listing
from desktop.ui.campaigns.presenter import Known


class Changing(Enum):
    """Whether numbers can be added to a campaign and deleted from it."""

    YES = "yes"
    DOUBTFUL = "doubtful"  # its state or its type is none that is known: a person is asked first
    NO = "no"


@dataclass(frozen=True, slots=True)
class CampaignView:
    """An opened campaign. `provider` is how its provider is called, `trouble` why it was not read anew."""

    campaign: Campaign
    provider: str = ""
    region: str | None = None
    known: Known = field(default_factory=lambda: Known({}, {}))
    reading: bool = False
    trouble: str = ""

    @property
    def changing(self) -> Changing:
        """Whether its numbers can be changed."""
        told = self.campaign.told
        if self.campaign.refusal:
            return Changing.NO
        sure = told.status == CampaignStatus.ACTIVE and told.type == CampaignType.DYNAMIC
        return Changing.YES if sure else Changing.DOUBTFUL


class NumbersState(Enum):
    """What stands where the numbers would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NOTHING = "nothing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NumbersContent:
    """The numbers that are listed, or why there are none.

    `total` is how many the campaign has without the search, `sentence` why nothing, or nothing new, was read.
    """

    state: NumbersState
    listing: Listing | None = None
    part: str = ""
    total: int | None = None
    sentence: str = ""
