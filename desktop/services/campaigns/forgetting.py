"""Forgetting uploads, in steps that hold nobody else's writes up, and numbers that left a campaign."""

from collections.abc import Sequence
from functools import partial

from desktop.domain.campaigns import Campaign, CampaignNumber
from desktop.numbers import campaign_key
from desktop.services.accounts import Accounts
from desktop.store import UploadStore, mirror, upload_changes
from desktop.store.uploads import key_of


async def forget(store: UploadStore, upload_id: str) -> None:
    """Forget an upload with its rows; a crash in the middle is made up for at the next start."""
    while await store.write(partial(upload_changes.discard, upload_id=upload_id)):
        pass


async def forget_numbers(
    store: UploadStore, accounts: Accounts, campaign: Campaign, numbers: Sequence[CampaignNumber]
) -> None:
    """Take numbers out of the mirror that were deleted, with every record: they may come again at once."""
    region = await accounts.region(campaign.account_id)
    keys = {key_of(campaign_key(number.number, region)) for number in numbers}
    gone = [key for key in keys if key is not None]
    await store.write(partial(mirror.deleted, campaign_id=campaign.id, keys=gone))
