"""The staged end of the window: what was started last ends first, and nothing keeps the rest from ending."""

import asyncio
from collections.abc import Awaitable, Callable

STAGE_S = 30.0


class Stages:
    """What has to be undone at the end, in reverse order.

    A stage that fails, or takes longer than `limit_s`, is reported and left behind. The limit is generous,
    since a call that is being placed is waited for.
    """

    def __init__(self, report: Callable[[BaseException], None], limit_s: float = STAGE_S) -> None:
        self._report = report
        self._limit_s = limit_s
        self._stages: list[Callable[[], Awaitable[None] | None]] = []

    def add(self, stage: Callable[[], Awaitable[None] | None]) -> None:
        """Add what undoes the step that was just done."""
        self._stages.append(stage)

    async def run(self) -> None:
        """Undo everything; a second time does nothing."""
        while self._stages:
            stage = self._stages.pop()
            try:
                waiting = stage()
                if waiting is not None:
                    async with asyncio.timeout(self._limit_s):
                        await waiting
            except Exception as fault:
                self._report(fault)
