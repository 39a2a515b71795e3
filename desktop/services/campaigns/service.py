"""The campaigns of all accounts and their numbers: lists that their providers filter, sort and page."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime

from desktop.domain.accounts import Manifest
from desktop.domain.campaigns import (
    Campaign,
    CampaignAccount,
    CampaignNumber,
    CampaignQuery,
    DeleteResult,
    LabelKind,
    Listing,
    NumberQuery,
)
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.store import Store


class Campaigns:
    """Campaigns as their providers list them; pages that were read are kept, for `CampaignRows` to show.

    All methods run on the engine's loop and raise `Trouble`, also NO_ACCOUNT, NO_CAMPAIGN and UNSUPPORTED.
    Whatever changes what is kept is told with Topic.CAMPAIGNS and the campaigns' ids (none: all).
    """

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        changes: Changes,
        manifests: Mapping[str, Manifest],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._changes = changes
        self._manifests = manifests
        self._now = now

    # -- campaigns

    async def accounts(self) -> list[CampaignAccount]:
        """Return the accounts whose provider has campaigns, in the order they were added."""
        raise NotImplementedError

    async def open(self, wanted: CampaignQuery) -> Listing:
        """Return what is kept of a list, without any request; nothing yet is a listing never read."""
        raise NotImplementedError

    async def read(self, wanted: CampaignQuery, first: int = 0, count: int = 100) -> Listing:
        """Ask the provider for these rows of a list, and keep them.

        `first` 0 is a refresh: when that page is not what it was, the pages behind it are forgotten,
        because their rows may have moved.
        """
        raise NotImplementedError

    async def get(self, campaign_id: str) -> Campaign:
        """Return a campaign (our id) as it is kept, without any request. Raises `Trouble` NO_CAMPAIGN."""
        raise NotImplementedError

    async def find(self, text: str, account: str | None = None) -> Campaign:
        """Return the campaign that a person names: by our id, the provider's id, or its exact name.

        `account` is an account's name, None looks in all. What is not kept is asked for. Raises `Trouble`
        NO_CAMPAIGN, or USAGE when several have the name.
        """
        raise NotImplementedError

    async def refresh(self, campaign_id: str) -> Campaign:
        """Ask the provider how a campaign stands. Raises `Trouble` NOT_FOUND when it has it no more."""
        raise NotImplementedError

    def select(self, wanted: CampaignQuery) -> AsyncIterator[Campaign]:
        """Stream every campaign of a list from the provider."""
        raise NotImplementedError

    # -- numbers

    async def open_numbers(self, wanted: NumberQuery) -> Listing:
        """As `open`, for the numbers of a campaign."""
        raise NotImplementedError

    async def read_numbers(self, wanted: NumberQuery, first: int = 0, count: int = 100) -> Listing:
        """As `read`, for the numbers of a campaign; many pages are kept, and not all of a million rows."""
        raise NotImplementedError

    def select_numbers(self, wanted: NumberQuery) -> AsyncIterator[CampaignNumber]:
        """Stream all numbers of a campaign from the provider; keeps none of them."""
        raise NotImplementedError

    async def delete_numbers(self, campaign_id: str, numbers: Sequence[CampaignNumber]) -> DeleteResult:
        """Delete numbers, and read the list again to see which are gone. No request is repeated.

        Raises `Trouble` only when nothing was sent, or was refused before anything was deleted: UNSUPPORTED
        with the reason when the campaign's numbers cannot be changed, else what the provider said.
        """
        raise NotImplementedError

    async def forget_numbers(self, campaign_id: str) -> None:
        """Forget the pages of a campaign's numbers: something changed them, so they are to be read again."""
        raise NotImplementedError

    # -- names for ids that have none

    async def labels(self, account_id: str) -> Mapping[tuple[LabelKind, str], str]:
        """Return what a person called the provider's ids of an account."""
        raise NotImplementedError

    async def set_label(self, account_id: str, kind: LabelKind, raw_id: str, label: str) -> None:
        """Give a provider's id a name; "" takes it away."""
        raise NotImplementedError

    # -- being up to date

    async def refresh_one(self, account_id: str, *, look: bool = False) -> int:
        """Read an account's unfiltered list, whole or (`look`) its first page; return how many changed."""
        raise NotImplementedError
