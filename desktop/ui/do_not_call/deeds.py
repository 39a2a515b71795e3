"""What a person does to the do-not-call list, wherever that is: each can be taken back once it is done."""

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.domain.errors import Trouble
from desktop.ui import sentences_do_not_call as sentences
from desktop.ui.context import Context


class ListDeeds(QObject):
    """`done` says what was done, and `undo` takes that back; `failed` says why something was not."""

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._list = context.services.do_not_call
        self._scope = context.scope()
        self._before: tuple[DoNotCallEntry, ...] = ()
        self._after: DoNotCallEntry | None = None
        self._count = 0

    def add(self, number: str, reason: str, source: str) -> None:
        """List a number, or give one that is listed another reason."""
        self._do(self._add(number, reason, source))

    def remove(self, numbers: Sequence[str]) -> None:
        """Take numbers off the list."""
        self._do(self._remove(tuple(numbers)))

    def undo(self) -> None:
        """Take back what was done last."""
        before, after = self._before, self._after
        self._before, self._after = (), None
        if before:
            self._do(self._put_back(before))
        elif after is not None:
            self._do(self._list.remove(after.number))

    async def close(self) -> None:
        """Wait for what was asked for: whoever closes a form at once meant it all the same."""
        await self._scope.ended()
        await self._scope.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        self._count += 1
        self._scope.start(f"deed {self._count}", self._told(work))

    async def _told(self, work: Coroutine[Any, Any, str | DoNotCallEntry | None]) -> None:
        try:
            said = await self._context.bridge.run(work)
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
            return
        if isinstance(said, str):
            self.done.emit(said)

    async def _add(self, number: str, reason: str, source: str) -> str:
        before = await self._list.find(number)
        after = await self._list.add(number, reason, source)
        self._before, self._after = () if before is None else (before,), after
        return sentences.added(after) if before is None else sentences.reason_saved(after)

    async def _remove(self, numbers: Sequence[str]) -> str:
        self._before, self._after = (), None
        for number in numbers:
            self._before += (await self._list.remove(number),)
        return sentences.removed(self._before)

    async def _put_back(self, entries: Sequence[DoNotCallEntry]) -> None:
        for entry in entries:
            await self._list.put_back(entry)
