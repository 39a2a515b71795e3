"""Waiting in a loop for what has no event of its own."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], what: str = "it did not come", seconds: float = 10) -> None:
    """Let the loop turn until something holds."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < end, what
        await asyncio.sleep(0.005)
