"""Calls as they are asked for: listed, counted, shown, exported."""

from collections.abc import AsyncIterator
from pathlib import Path

from desktop.domain.calls import CallFilter, CallRecord


class Calls:
    """The calls of the store."""

    def select(self, wanted: CallFilter, limit: int | None = None) -> AsyncIterator[CallRecord]:
        """Stream the calls that fit, newest first, without holding them all."""
        raise NotImplementedError

    async def count(self, wanted: CallFilter) -> tuple[int, int]:
        """Return how many calls fit, and the seconds talked in them."""
        raise NotImplementedError

    async def find(self, text: str) -> CallRecord:
        """Return one call by our id or by `ACCOUNT:PROVIDER_ID`. Raises `Trouble` NO_CALL."""
        raise NotImplementedError

    async def export(self, file: Path, wanted: CallFilter) -> int:
        """Write the calls that fit as CSV (see `export`), replacing the file whole; returns the count."""
        raise NotImplementedError
