"""The engine's thread: a plain asyncio loop beside the window's, where everything but Qt runs."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Engine:
    """One thread with one loop. `failed` is its exception handler."""

    def __init__(self, failed: Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]) -> None:
        self._failed = failed
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._work, name="engine")

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The engine's loop, once it was started."""
        assert self._loop is not None
        return self._loop

    def start(self) -> None:
        """Start the thread and wait until its loop runs."""
        self._thread.start()
        self._ready.wait()

    def submit(self, work: Coroutine[Any, Any, T]) -> "concurrent.futures.Future[T]":
        """Run a coroutine there, from any other thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def stop(self) -> None:
        """End the loop and the thread; what still runs there is cancelled. Twice does nothing."""
        if self._loop is None or not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _work(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._failed)
        self._stopping = asyncio.Event()
        self._ready.set()
        await self._stopping.wait()
