"""A person's calls, read for the opened contact: how many, and the newest."""

import asyncio
from collections.abc import AsyncIterator

from PySide6.QtCore import QObject, Signal

from desktop.domain.calls import CallFilter, CallRecord, Outcome
from desktop.domain.errors import Trouble
from desktop.ui.contacts.detail.views import CallsView, Stage
from desktop.ui.context import Context

LISTED = 6
"""So many calls are listed."""

AGAIN_S = 0.5
"""So long changes are gathered before somebody's calls are counted again."""


class PersonCalls(QObject):
    """Reads the calls with any number of a contact, in all accounts.

    `read_them` carries the contact's id and a `CallsView`.
    """

    read_them = Signal(str, object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._stale = False

    @property
    def settled(self) -> bool:
        """Whether everything has been read."""
        return not self._scope.names()

    def read(self, contact_id: str) -> None:
        """Read a contact's calls, and nobody else's any more."""
        self._scope.start("calls", self._read(contact_id), replace=True)

    def read_later(self, contact_id: str) -> None:
        """Read again what changed, but not with every page of a sync that brings a hundred thousand calls."""
        self._stale = True
        self._scope.start(f"calls of {contact_id}", self._read_later(contact_id))

    def stop(self) -> None:
        """Read nothing more: another contact is opened."""
        self._stale = False
        self._scope.cancel_all()

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read_later(self, contact_id: str) -> None:
        while self._stale:
            await asyncio.sleep(AGAIN_S)
            self._stale = False
            await self._read(contact_id)

    async def _read(self, contact_id: str) -> None:
        service, wanted = self._context.services.calls, CallFilter(contact_ids=frozenset({contact_id}))
        try:
            count, talk_s = await self._context.bridge.run(service.count(wanted))
            newest = await self._context.bridge.run(_all(service.select(wanted, LISTED)))
        except Trouble as trouble:
            self.read_them.emit(contact_id, CallsView(Stage.FAILED, sentence=trouble.sentence))
            return
        returned = frozenset(call.id for call in newest if self._returned(call))
        self.read_them.emit(contact_id, CallsView(Stage.READY, count, talk_s, tuple(newest), returned))

    def _returned(self, call: CallRecord) -> bool:
        unreached = call.outcome in (Outcome.MISSED, Outcome.VOICEMAIL)
        return unreached and self._context.rows.returned(call.id)


async def _all(found: AsyncIterator[CallRecord]) -> list[CallRecord]:
    return [call async for call in found]
