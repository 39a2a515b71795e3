"""What is done to contacts from the list: each is asked of the engine, and said once it is done."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.contacts import Contact, ContactQuery
from desktop.domain.errors import Trouble
from desktop.ui.contacts.face import title
from desktop.ui.context import Context

UNDO_S = 8.0
"""So long a deletion waits before anything is sent."""
PAGE = 500


@dataclass(frozen=True, slots=True)
class Deleted:
    """Who was deleted: one can be undone, several are in the trash."""

    count: int
    contact_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is to be deleted or exported: ids of ours, and the names of the first of them."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


class ContactDeeds(QObject):
    """`deleted` carries a `Deleted`, `returned` the contact that an undo brought back, `failed` a sentence.

    `gathered` carries a `Chosen`, once all its ids have been read.
    """

    deleted = Signal(object)
    returned = Signal(object)
    failed = Signal(str)
    gathered = Signal(object, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._number = 0
        self._last: list[tuple[float, Deleted]] = []

    def delete(self, contact: Contact) -> None:
        """Delete one contact, which can be undone for a while."""
        self._do(self._delete((contact.id,), Deleted(1, contact.id, title(contact))))

    def delete_many(self, chosen: Chosen) -> None:
        """Delete several, after somebody said yes."""
        self._do(self._delete(chosen.ids, Deleted(len(chosen.ids))))

    def undo(self, contact_id: str) -> None:
        """Take a deletion back."""
        self._last = [one for one in self._last if one[1].contact_id != contact_id]
        self._do(self._undo(contact_id))

    def undo_last(self) -> bool:
        """Take the last deletion back that still can be; says whether there was one."""
        now = time.monotonic()
        self._last = [one for one in self._last if one[0] > now]
        if not self._last:
            return False
        self.undo(self._last[-1][1].contact_id)
        return True

    def favourite(self, contacts: Sequence[Contact], *, favourite: bool) -> None:
        """Make contacts favourites, or not."""
        service = self._context.services.contacts
        for contact in contacts:
            if contact.favourite != favourite:
                self._do(self._told(service.favourite(contact.id, favourite)))

    def retry(self, contact: Contact) -> None:
        """Send a refused edit again."""
        self._do(self._told(self._context.services.contacts.retry(contact.id)))

    def discard(self, contact: Contact) -> None:
        """Forget an edit."""
        self._do(self._told(self._context.services.contacts.discard(contact.id)))

    def gather(
        self, wanted: ContactQuery, parts: Sequence[tuple[str, int, int]], *, names: int, why: str
    ) -> None:
        """Read the ids of a long choice (`parts` as `ContactList.chosen_parts`), between two frames each."""
        self._do(self._gather(wanted, parts, names, why))

    async def close(self) -> None:
        """End what is under way here; the engine goes on with what it was told."""
        await self._scope.close()

    async def _delete(self, ids: tuple[str, ...], done: Deleted) -> None:
        if await self._told(self._context.services.contacts.delete(ids)):
            if done.contact_id:
                self._last.append((time.monotonic() + UNDO_S, done))
            self.deleted.emit(done)

    async def _undo(self, contact_id: str) -> None:
        try:
            contact = await self._context.bridge.run(self._context.services.contacts.undo(contact_id))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
        else:
            self.returned.emit(contact)

    async def _gather(
        self, wanted: ContactQuery, parts: Sequence[tuple[str, int, int]], names: int, why: str
    ) -> None:
        ids: list[str] = []
        said: list[str] = []
        for letter, first, count in parts:
            for start in range(first, first + count, PAGE):
                page = self._context.contacts.contacts(
                    wanted, letter, start, min(PAGE, first + count - start)
                )
                changeable = [contact for contact in page if not contact.read_only]
                ids += [contact.id for contact in changeable]
                said += [title(contact) for contact in changeable[: names - len(said)]]
                await asyncio.sleep(0)
        self.gathered.emit(Chosen(tuple(ids), tuple(said)), why)

    async def _told(self, work: Coroutine[Any, Any, object]) -> bool:
        """Run something on the engine; a trouble is said, and False returned."""
        try:
            await self._context.bridge.run(work)
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
            return False
        return True

    def _do(self, work: Coroutine[Any, Any, object]) -> None:
        """Start something: each deed is one of its own, and none waits for another."""
        self._number += 1
        self._scope.start(f"contact deed {self._number}", work)
