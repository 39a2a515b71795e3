"""What happens around the program: the computer sleeps and wakes, and its network is another one.

On Linux the system's own services tell. Windows and macOS tell Qt, and the window passes that on
(`app/stirs.py`), so nothing stands here for them.
"""

import sys
from collections.abc import Callable

from desktop.domain.ports import Surroundings
from desktop.domain.surroundings import Stir


class NoSurroundings:
    """A computer that tells nothing."""

    async def listen(self, told: Callable[[Stir], None]) -> None:
        """Hear nothing."""

    async def close(self) -> None:
        """Let go of nothing."""


def system_surroundings() -> Surroundings:
    """Return what tells on this system."""
    if sys.platform != "linux":
        return NoSurroundings()
    from desktop.system.surroundings.linux import LinuxSurroundings  # noqa: PLC0415

    return LinuxSurroundings()
