"""Who must not be called."""

from typing import Protocol


class DoNotCall(Protocol):
    """A list of numbers that must not be called."""

    async def listed(self, number: str) -> str | None:
        """Return why the number (E.164 or extension) must not be called ("" for no reason), or None."""
        ...


class NobodyListed:
    """The list while there is none to keep."""

    async def listed(self, number: str) -> str | None:  # noqa: ARG002 - as the Protocol says
        """Return None: everybody may be called."""
        return None
