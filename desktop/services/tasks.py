"""The one way a task starts, on either loop: named, owned, and with its errors reported."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

Report = Callable[[BaseException], None]


async def side_by_side(works: Mapping[str, Coroutine[Any, Any, None]]) -> None:
    """Run named pieces of one work together; the first that fails ends the others, and is raised."""
    tasks = [asyncio.get_running_loop().create_task(work, name=name) for name, work in works.items()]
    if not tasks:
        return
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class TaskScope:
    """The tasks of one owner (a service, a screen), which end with it.

    A name runs once at a time: starting it again is ignored, or replaces the running one. An exception
    that nobody awaits goes to `report`, the one reporter of the program. Must be used from one loop.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._closed = False

    def start(
        self, name: str, work: Coroutine[Any, Any, Any], *, replace: bool = False
    ) -> asyncio.Task[Any] | None:
        """Start `work` under `name`; None when it was ignored (running already, or the scope closed)."""
        running = self._tasks.get(name)
        if running is not None and running.done():  # ended in this turn of the loop; `_ended` comes later
            running = None
        if self._closed or (running is not None and not replace):
            work.close()
            return None
        if running is not None:
            running.cancel()
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        name = task.get_name()
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._report(error)

    def running(self, name: str) -> bool:
        """Whether a task of this name is under way."""
        task = self._tasks.get(name)
        return task is not None and not task.done()

    def names(self) -> tuple[str, ...]:
        """Return the names of what is under way."""
        return tuple(self._tasks)

    def cancel(self, name: str) -> None:
        """Ask the task of this name to stop; none is no error."""
        task = self._tasks.get(name)
        if task is not None:
            task.cancel()

    def cancel_all(self) -> None:
        """Ask all tasks to stop. For owners that cannot wait, such as a widget that goes away."""
        for task in tuple(self._tasks.values()):
            task.cancel()

    async def ended(self) -> None:
        """Wait until what is under way has ended by itself."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks.values()))

    async def close(self) -> None:
        """Stop all tasks and wait until they have; nothing starts here any more."""
        self._closed = True
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
