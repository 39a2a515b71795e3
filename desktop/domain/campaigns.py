"""Campaigns of an outbound dialler and their numbers: as a provider lists them, and as views show them.

Times of a campaign are as the provider says them: aware where it names a zone, naive where it names none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CampaignStatus(StrEnum):
    """The states that are known; a provider may say others, which are shown as it says them."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELED = "canceled"
    FINISHED = "finished"


class CampaignType(StrEnum):
    """Whether numbers may come and go once it has begun."""

    STATIC = "static"
    DYNAMIC = "dynamic"


class DialMode(StrEnum):
    """How the dialler chooses its pace."""

    POWER = "power"
    PREDICTIVE = "predictive"


@dataclass(frozen=True, slots=True)
class ProviderCampaign:
    """A campaign as a provider tells of it; what it does not say is None or empty.

    `status`, `type` and `mode` are the values of the enumerations above where they are known ones, else the
    provider's own words. `tag_ids`, `phone_system_id`, `extension_id`, the call flows and `webhook_id` are
    ids that nothing names; a person may label them. `extra` is whatever else was told, flattened to texts.
    """

    provider_id: str
    name: str
    status: str | None = None
    type: str | None = None
    mode: str | None = None
    numbers_count: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    archived: bool | None = None
    tag_ids: tuple[str, ...] = ()
    phone_system_id: str | None = None
    extension_id: str | None = None
    human_callflow_id: str | None = None
    machine_callflow_id: str | None = None
    webhook_id: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as every view shows it. `id` is ours and stays; `read_at` is when the provider told it."""

    id: str
    account_id: str
    account: str
    provider: str
    told: ProviderCampaign
    read_at: datetime

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.told.name

    @property
    def runs(self) -> bool | None:
        """Whether a number added now is called soon; None when its state is not known."""
        if self.told.status is None:
            return None
        return self.told.status == CampaignStatus.ACTIVE

    @property
    def refusal(self) -> str:
        """Why numbers cannot be added or deleted, a sentence; "" when they can, or when nobody knows."""
        told = self.told
        if told.type == CampaignType.STATIC:
            return "A static campaign's numbers are fixed during its setup and cannot be changed here."
        if told.status in (CampaignStatus.FINISHED, CampaignStatus.CANCELED):
            return f"This campaign is {told.status}, so its numbers cannot be changed."
        if told.status == CampaignStatus.DRAFT:
            return "Numbers can be added once the campaign is active; a draft is set up at the provider."
        if told.status == CampaignStatus.PAUSED:
            return "The campaign is paused, and takes numbers again once it is resumed at the provider."
        return ""


@dataclass(frozen=True, slots=True)
class Between:
    """A span of time in a filter; each bound may be missing. Naive values are sent as they are."""

    from_: datetime | None = None  # this moment included
    after: datetime | None = None
    until: datetime | None = None  # this moment included
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    """What the provider is asked for; empty means no condition. All conditions must hold.

    `status`, `type` and `mode` as in `ProviderCampaign`. `tag_ids`: any of these. `callflow_id`: for humans
    or for answering machines. `archived` None asks for what the provider shows by itself.
    """

    ids: tuple[str, ...] = ()
    name: str = ""
    phone_system_id: str = ""
    extension_id: str = ""
    mode: str = ""
    tag_ids: tuple[str, ...] = ()
    status: str = ""
    type: str = ""
    starts: Between = Between()
    ends: Between = Between()
    started: Between = Between()
    ended: Between = Between()
    callflow_id: str = ""
    human_callflow_id: str = ""
    machine_callflow_id: str = ""
    webhook_id: str = ""
    archived: bool | None = None


class CampaignSort(StrEnum):
    """What a provider can sort campaigns by."""

    NAME = "name"
    STATUS = "status"
    TYPE = "type"
    STARTS = "starts_at"
    ENDS = "ends_at"
    NUMBERS = "numbers_count"
    STARTED = "started_at"
    ENDED = "ended_at"


@dataclass(frozen=True, slots=True)
class CampaignQuery:
    """Which campaigns of an account are wanted (its id is ours), and in which order."""

    account_id: str
    filter: CampaignFilter = CampaignFilter()
    sort: CampaignSort = CampaignSort.NAME
    descending: bool = False


def first_list(account_id: str) -> CampaignQuery:
    """Return the list that is looked at first, and that the sync keeps: what began last, or begins next."""
    return CampaignQuery(account_id, sort=CampaignSort.STARTS, descending=True)


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """Which numbers of a campaign (our id) are wanted: those with these digits, by number."""

    campaign_id: str
    part: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class NewNumber:
    """A number that goes into a campaign, with the texts for its call flow's variables in their order."""

    number: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignNumber:
    """A number of a campaign as the provider lists it.

    `number` is as it stands there, perhaps without its plus. `key` is what the provider wants back to
    delete it: opaque, "" when it told none. `extra` is whatever else was told, such as a state or attempts.
    """

    provider_id: str
    key: str
    number: str
    variables: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """Some campaigns of a list. `total` None is not told; `skipped` could not be read."""

    campaigns: tuple[ProviderCampaign, ...]
    total: int | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Some numbers of a list. `total` None is not told; `skipped` could not be read."""

    numbers: tuple[CampaignNumber, ...]
    total: int | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider said when it took numbers: how many (None: it does not tell), and its words."""

    taken: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class DeleteResult:
    """What became of numbers that were to be deleted, as lists read afterwards show it.

    `there` are still in the campaign. Of `unknown` nobody can tell, since no list could be read. `reason`
    is a sentence on what kept some from being deleted, or "".
    """

    deleted: tuple[CampaignNumber, ...]
    there: tuple[CampaignNumber, ...] = ()
    unknown: tuple[CampaignNumber, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that a provider answers page by page, as far as its pages are kept here.

    `rows` is how many there are: exactly when `exact`, else as many as are known. `kept` is how many of them
    are here. `read_at` is when its first page was read last, None for never.
    """

    id: str
    rows: int
    exact: bool
    kept: int
    read_at: datetime | None


class LabelKind(StrEnum):
    """Ids of a provider that nothing names, and that a person can label."""

    TAG = "tag"
    PHONE_SYSTEM = "phone_system"
    EXTENSION = "extension"
    CALL_FLOW = "call_flow"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class CampaignAccount:
    """An account whose provider has campaigns. `refusal` says why they cannot be read, "" when they can."""

    account_id: str
    account: str
    provider: str
    region: str | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A campaign that a number is in, and when the campaign's numbers were read whole."""

    campaign: Campaign
    listed_at: datetime
