"""One request that all who need its answer wait for, such as a sign-in."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, Generic, TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import is_cancelled

T = TypeVar("T")


class Together(Generic[T]):
    """Runs `work` in a task of that name, once at a time; whoever goes away leaves it to the others."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, T]], name: str) -> None:
        self._work = work
        self._name = name
        self._running: asyncio.Task[T] | None = None

    async def result(self) -> T:
        """Return what the run that is under way gives, or a new one. Raises what it raises.

        CANCELLED when it was closed meanwhile.
        """
        running = self._running
        if running is None:
            # A context of its own: a person may come to wait for a run that the background began, and
            # must not wait in the background's lane.
            running = asyncio.get_running_loop().create_task(self._work(), name=self._name, context=Context())
            self._running = running
            running.add_done_callback(self._ended)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled() and not is_cancelled():
                raise Trouble(ErrorKind.CANCELLED) from None
            raise

    async def close(self) -> None:
        """End a run that is under way."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    def _ended(self, task: asyncio.Task[T]) -> None:
        self._running = None
        if not task.cancelled():
            task.exception()  # all who waited may be gone
