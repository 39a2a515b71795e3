"""Telling how far long work is, from any thread, not more often than somebody can see."""

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

BEAT_S = 0.1


class Beat(Generic[T]):
    """Calls a listener on the loop that it was made on, at most ten times a second; None is nobody."""

    def __init__(self, tell: Callable[[T], None] | None) -> None:
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._next = 0.0

    def tell(self, progress: T) -> None:
        """Tell, unless that was done a moment ago."""
        now = time.monotonic()
        if self._tell is not None and now >= self._next:
            self._next = now + BEAT_S
            self._loop.call_soon_threadsafe(self._tell, progress)
