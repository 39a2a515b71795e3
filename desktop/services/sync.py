"""Sync: brings the providers' history into the store."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from desktop.domain.calls import CallRecord
from desktop.domain.changes import SyncResult, SyncStatus


class Sync:
    """Reads history, once when asked and every half a minute in the background."""

    def run(
        self, accounts: Sequence[str] | None = None, since: datetime | None = None
    ) -> AsyncIterator[SyncResult]:
        """Make one complete pass over these accounts (names; None is all), each result as it ends.

        An account that fails does not stop the others: its result has `error`. Raises `Trouble`
        NO_ACCOUNT before anything starts.
        """
        raise NotImplementedError

    def start(self) -> None:
        """Begin to look for new calls in the background; `sync.interval_s` is the rhythm."""
        raise NotImplementedError

    async def stop(self) -> None:
        """End the background work and every pass, and wait until they have ended."""
        raise NotImplementedError

    def sync_now(self) -> None:
        """Look for new calls at once (needs `start`)."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop the passes that are under way; what they read is kept."""
        raise NotImplementedError

    def status(self) -> SyncStatus:
        """Return what the status line shows."""
        raise NotImplementedError

    async def refresh_call(self, call_id: str) -> CallRecord:
        """Read one call from its provider again and return it as it is now."""
        raise NotImplementedError
