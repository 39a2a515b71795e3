"""Work in threads: long work that ends when nobody waits for it, and what may never end by itself."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
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


async def apart(work: Callable[[], T], thread: str) -> T:
    """Run what may never end, a keyring or a person, in a daemon thread of that name.

    It holds up neither the loop nor the end of the program; what it raises is raised here.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(answer: T | None, fault: Exception | None) -> None:
        if done.done():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(answer)  # type: ignore[arg-type]  # T itself when there was no fault

    def run() -> None:
        answer, fault = None, None
        try:
            answer = work()
        except Exception as error:
            fault = error
        with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits
            loop.call_soon_threadsafe(settle, answer, fault)

    threading.Thread(target=run, name=thread, daemon=True).start()
    return await done
