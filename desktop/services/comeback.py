"""Coming back after the computer slept, or on another network: within seconds, and without a storm."""

import asyncio
import math
from collections.abc import Callable

from desktop.domain.changes import Topic
from desktop.domain.ports import Surroundings
from desktop.domain.surroundings import Stir
from desktop.services.changes import Changes
from desktop.services.tasks import Report, TaskScope

SETTLE_S = 1.0
"""What comes within this is one: a network that comes up tells of each of its addresses."""

GAP_S = 5.0
"""Not more often than this, however restless the network is."""

SAME_SLEEP_S = 60.0
"""A sleep that the clock shows so soon after the system told of one is the same."""


class Comeback:
    """Hears of the surroundings, and has connections made anew and providers asked (`renew`).

    Nothing here waits by the clock: without a stir nothing runs.
    """

    def __init__(
        self, surroundings: Surroundings, changes: Changes, renew: Callable[[], None], report: Report
    ) -> None:
        self._surroundings = surroundings
        self._changes = changes
        self._renew = renew
        self._scope = TaskScope(report)
        self._again = False
        self._woke_at = -math.inf

    def start(self) -> None:
        """Begin to listen; on the engine's loop."""
        self._scope.start("listen", self._surroundings.listen(self.stirred))

    def stirred(self, stir: Stir) -> None:
        """Hear of something, on the engine's loop."""
        if stir is Stir.WOKE:
            self._woke_at = asyncio.get_running_loop().time()
            self._changes.tell(Topic.CLOCK)
        self._again = True
        self._scope.start("settle", self._settle())

    def slept(self) -> None:
        """Hear from whoever looked at the clock that it ran further than it should have."""
        if asyncio.get_running_loop().time() > self._woke_at + SAME_SLEEP_S:
            self.stirred(Stir.WOKE)

    async def close(self) -> None:
        """Listen no more."""
        await self._scope.close()
        await self._surroundings.close()

    async def _settle(self) -> None:
        await asyncio.sleep(SETTLE_S)
        while self._again:
            self._again = False
            self._renew()
            await asyncio.sleep(GAP_S)
