"""Work that several wait for and that is done once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from desktop.services.tasks import TaskScope

T = TypeVar("T")

Progress = Callable[[int, int | None], None]
"""Hears what is done so far and the total, if it is known."""


class Shared(Generic[T]):
    """One piece of work and everybody who waits for it; it ends when the last of them goes away."""

    def __init__(self, scope: TaskScope, name: str) -> None:
        self._scope = scope
        self._name = name
        self._outcome: asyncio.Future[T] | None = None
        self._task: asyncio.Task[Any] | None = None
        self._listeners: list[Progress] = []
        self._waiting = 0

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits."""
        return self._waiting > 0

    async def wait(self, work: Callable[[Progress], Coroutine[Any, Any, T]], progress: Progress | None) -> T:
        """Wait for the result; the first one who waits starts the work."""
        if self._outcome is None:
            self._outcome = asyncio.get_running_loop().create_future()
            self._task = self._scope.start(self._name, self._run(work), replace=True)
        if progress is not None:
            self._listeners.append(progress)
        self._waiting += 1
        try:
            return await asyncio.shield(self._outcome)
        finally:
            self._waiting -= 1
            if progress is not None:
                self._listeners.remove(progress)
            if not self.is_wanted and self._task is not None:
                self._task.cancel()

    async def _run(self, work: Callable[[Progress], Coroutine[Any, Any, T]]) -> None:
        """Do the work; its errors belong to those who wait, not to the scope."""
        assert self._outcome is not None
        try:
            result = await work(self._heard)
        except asyncio.CancelledError:
            self._outcome.cancel()
            raise
        except Exception as error:
            if not self._outcome.done():
                self._outcome.set_exception(error)
                self._outcome.exception()  # it counts as seen even if nobody waits any more
        else:
            self._outcome.set_result(result)

    def _heard(self, done: int, total: int | None) -> None:
        for listener in tuple(self._listeners):
            listener(done, total)
