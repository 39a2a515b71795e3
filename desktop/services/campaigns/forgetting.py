"""Forgetting uploads, in steps that hold nobody else's writes up, and numbers that left a campaign."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from desktop.domain.campaigns import Campaign, CampaignNumber
from desktop.domain.uploads import RowState, Upload
from desktop.numbers import campaign_key
from desktop.services.accounts import Accounts
from desktop.store import UploadStore, mirror, upload_changes, uploads
from desktop.store.uploads import key_of

KEPT = timedelta(days=30)
"""So long it is known that a file was sent whole; then the same file is a new one."""

CHECKED_KEPT = timedelta(days=1)
"""So long an upload is kept that was checked, and of which nothing was sent."""

_OPEN = (RowState.WAITING, RowState.SENDING, RowState.UNKNOWN)


async def forget(store: UploadStore, upload_id: str) -> None:
    """Forget an upload with its rows; a crash in the middle is made up for at the next start."""
    while await store.write(partial(upload_changes.discard, upload_id=upload_id)):
        pass


async def forget_outdated(store: UploadStore, now: datetime) -> bool:
    """Forget what an earlier run left half forgotten, and what is nobody's concern any more; whether any."""
    gone = await store.read(upload_changes.left_behind)
    gone += [upload.id for upload in await store.read(uploads.every) if _is_old(upload, now)]
    for upload_id in gone:
        await forget(store, upload_id)
    return bool(gone)


def is_open(upload: Upload) -> bool:
    """Whether rows of an upload wait or are of unknown outcome."""
    return any(upload.states.get(state) for state in _OPEN)


def _is_old(upload: Upload, now: datetime) -> bool:
    """Whether an upload is nobody's concern any more. What waits or is unknown never is."""
    if upload.began_at is None:
        return upload.made_at + CHECKED_KEPT < now
    return not is_open(upload) and upload.ended_at is not None and upload.ended_at + KEPT < now


async def forget_numbers(
    store: UploadStore, accounts: Accounts, campaign: Campaign, numbers: Sequence[CampaignNumber]
) -> None:
    """Take numbers out of the mirror that were deleted, with every record: they may come again at once."""
    region = await accounts.region(campaign.account_id)
    keys = {key_of(campaign_key(number.number, region)) for number in numbers}
    gone = [key for key in keys if key is not None]
    await store.write(partial(mirror.deleted, campaign_id=campaign.id, keys=gone))
