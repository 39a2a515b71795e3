"""Reads again after changes: one reading at a time, and not more often than anybody can follow."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from desktop.services.tasks import TaskScope

GAP_S = 1.0


class Rereading:
    """`ask` reads at once, or, where that was done a moment ago, when the moment is over.

    A phonebook that is being sent tells of each contact; to read for each would leave time for nothing else.
    """

    def __init__(self, scope: TaskScope, name: str, read: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._scope = scope
        self._name = name
        self._read = read
        self._asked = False

    def ask(self) -> None:
        """Have it read again."""
        self._asked = True
        self._scope.start(self._name, self._run())

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            await self._read()
            await asyncio.sleep(GAP_S)
