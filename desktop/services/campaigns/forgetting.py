"""Forgetting uploads, in steps that hold nobody else's writes up."""

from functools import partial

from desktop.store import UploadStore, upload_changes


async def forget(store: UploadStore, upload_id: str) -> None:
    """Forget an upload with its rows; a crash in the middle is made up for at the next start."""
    while await store.write(partial(upload_changes.discard, upload_id=upload_id)):
        pass
