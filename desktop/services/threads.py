"""Long work in a thread that ends when nobody waits for it any more."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

Stop = Callable[[], None]
"""Called now and then by the work; raises to end it."""


class _Cancelled(Exception):
    """Nobody waits for the work of a thread any more."""


async def in_thread(work: Callable[[Stop], T]) -> T:
    """Run long work in a thread; it is told to stop when nobody waits for it any more."""
    ended = threading.Event()

    def stop() -> None:
        if ended.is_set():
            raise _Cancelled

    try:
        return await asyncio.to_thread(work, stop)
    except asyncio.CancelledError:
        ended.set()
        raise
