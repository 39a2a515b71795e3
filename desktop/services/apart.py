"""Waiting for what may never end, a keyring or a person, without holding up the loop or the program's end."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def apart(work: Callable[[], T], thread: str) -> T:
    """Run what may block for long in a daemon thread of that name; what it raises is raised here."""
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
