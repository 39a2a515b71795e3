"""Who must not be called."""

from typing import Protocol


class DoNotCall(Protocol):
    """A list of numbers that must not be called."""

    async def listed(self, number: str) -> str | None:
        """Return why the number (E.164 or extension) must not be called ("" for no reason), or None."""
        ...
