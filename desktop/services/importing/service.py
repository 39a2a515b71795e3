"""Contacts from files and into files: looked at, planned, brought in and written.

What that takes is imported by the first file, and not at each start.
"""

# ruff: noqa: PLC0415 - see above

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.contacts import Book, Contact, ContactCard, ContactQuery, EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.services.beat import Beat
from desktop.services.contacts.service import Contacts
from desktop.services.files import whole_text
from desktop.services.policy import Policy
from desktop.services.threads import Stop, in_thread
from desktop.store import Store

if TYPE_CHECKING:
    from desktop.services.importing.plan import Choice, ImportPlan, Planned
    from desktop.services.importing.results import Failed, ImportResult
    from desktop.services.importing.values import FileFacts, FileOptions, Format, Tell

    Made = Callable[[Planned, ContactCard], ContactCard]  # of a row, and of what its contact says by now

CHUNK = 500
"""Rows that are put into the outbox in one transaction."""

_OF_A_CONTACT = frozenset({ErrorKind.NO_CONTACT, ErrorKind.UNSUPPORTED, ErrorKind.CHANGED, ErrorKind.USAGE})


class Importing:
    """Files with contacts. All methods run on the engine's loop; what takes long runs in a thread.

    What was brought in of a plan is remembered while the program runs: applying it again goes on. After a
    crash a new plan of the same file finds what is in the outbox already, since that is shown as contacts.
    """

    def __init__(self, *, store: Store, contacts: Contacts, policy: Policy) -> None:
        self._policy = policy
        self._store = store
        self._contacts = contacts
        self._done: dict[str, dict[int, str]] = {}
        self._applying: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def look(self, file: Path, options: "FileOptions | None" = None) -> "FileFacts":
        """Find a file's form, as far as `options` do not say it. Raises `Trouble` NO_FILE, USAGE."""
        from desktop.services.importing import source

        return await in_thread(lambda stop: source.look(file, options, stop))

    async def plan(
        self, facts: "FileFacts", account_id: str, region: str | None = None, tell: "Tell | None" = None
    ) -> "ImportPlan":
        """Hold a file against an account's phonebook; changes nothing.

        `region` is for numbers without a country, None means the phonebook's. Raises `Trouble` NO_FILE,
        UNSUPPORTED.
        """
        from desktop.services.importing import planner, source
        from desktop.services.importing.values import Progress, Stage
        from desktop.store.duplicates import of_account

        book = await self.book(account_id)
        there = await self._store.read(lambda db: of_account(db, account_id))
        target = planner.Target(account_id, book.places, book.region, there)
        beat = Beat(tell)

        def work(stop: Stop) -> "ImportPlan":
            making = planner.Planner(target, region or book.region)

            def read(position: int) -> None:
                beat.tell(Progress(Stage.READING, position, facts.size, making.rows))

            making.take_all(source.rows(facts, stop, read))
            return making.plan(secrets.token_hex(8), facts).counted()

        return await in_thread(work)

    async def book(self, account_id: str) -> Book:
        """Return a phonebook that can be edited. Raises `Trouble` UNSUPPORTED."""
        found = next((book for book in await self._contacts.books() if book.account_id == account_id), None)
        if found is None or found.refusal is not None:
            why = found.refusal if found else "it has no phone book"
            raise Trouble(ErrorKind.UNSUPPORTED, account=found.account if found else None, detail=why)
        return found

    async def apply(self, plan: "ImportPlan", tell: "Tell | None" = None) -> "ImportResult":
        """Put what a plan wants into the outbox, in its order; a row that was done before is passed over.

        Cancelling ends it between two chunks, and applying the same plan again goes on there, once that
        chunk is done. Raises `Trouble` when nothing more can be put there.
        """
        async with self._applying[plan.id]:
            return await self._apply(plan, tell)

    async def _apply(self, plan: "ImportPlan", tell: "Tell | None") -> "ImportResult":
        from desktop.services.importing.results import ImportResult
        from desktop.services.importing.values import Progress, Stage

        book = await self.book(plan.account_id)
        done = self._done.setdefault(plan.id, {})
        failed: dict[int, Failed] = {}
        total = plan.included()
        beat = Beat(tell)
        chunk: list[tuple[int, Planned, Choice]] = []
        for wanted in plan.wanted():
            if wanted[0] not in done:
                chunk.append(wanted)
            if len(chunk) == CHUNK:
                await _to_its_end(self._queue(book, chunk, done, failed))
                chunk = []
                beat.tell(Progress(Stage.QUEUEING, len(done) + len(failed), total, len(done)))
        await _to_its_end(self._queue(book, chunk, done, failed))
        return ImportResult(plan, dict(done), failed)

    async def _queue(
        self,
        book: Book,
        chunk: "Sequence[tuple[int, Planned, Choice]]",
        done: dict[int, str],
        failed: "dict[int, Failed]",
    ) -> None:
        """Put some rows into the outbox: all additions together, and all changes."""
        from desktop.services.importing.plan import Choice
        from desktop.services.importing.planner import merged_again

        adds = [(index, row) for index, row, choice in chunk if choice is Choice.ADD]
        cards = [ContactCard(row.name, row.numbers) for _, row in adds]
        added = await self._contacts.add_all(book.account_id, cards)
        done.update(zip((index for index, _ in adds), added, strict=True))
        merges = [(index, row) for index, row, choice in chunk if choice is Choice.MERGE and row.merge]

        def merged(row: "Planned", there: ContactCard) -> ContactCard:
            return merged_again(row, there, book.places, book.region)

        await self._change_all(merges, merged, done, failed)

    async def _change_all(
        self,
        rows: "Sequence[tuple[int, Planned]]",
        made: "Made",
        done: dict[int, str],
        failed: "dict[int, Failed]",
    ) -> None:
        """Change the contacts of rows, all at once or each alone: one's trouble is nothing to the others."""
        from desktop.services.importing.results import Failed

        try:
            done.update(await self._change(rows, made))
        except Trouble as trouble:
            if trouble.kind not in _OF_A_CONTACT:
                raise
        else:
            return
        for one in rows:
            try:
                done.update(await self._change([one], made))
            except Trouble as trouble:
                if trouble.kind not in _OF_A_CONTACT:
                    raise
                failed[one[0]] = Failed(trouble.sentence)

    async def _change(self, rows: "Sequence[tuple[int, Planned]]", made: "Made") -> dict[int, str]:
        """Change the contacts that rows are merged with, all or none; returns them by rows."""
        edits: dict[int, tuple[str, ContactCard, ContactCard]] = {}
        latest: dict[str, ContactCard] = {}
        for index, row in rows:
            assert row.merge is not None
            contact_id = row.merge.contact_id
            there = latest.get(contact_id) or (await self._contacts.get(contact_id)).card
            latest[contact_id] = made(row, there)
            edits[index] = (contact_id, latest[contact_id], there)
        await self._contacts.edit_all(list(edits.values()))
        return {index: contact_id for index, (contact_id, _, _) in edits.items()}

    async def so_far(self, plan: "ImportPlan") -> "ImportResult":
        """Return what was put into the outbox of a plan that was cancelled, or ended in trouble."""
        from desktop.services.importing.results import ImportResult

        async with self._applying[plan.id]:
            return ImportResult(plan, dict(self._done.get(plan.id, {})))

    async def undo(self, result: "ImportResult") -> "ImportResult":
        """Take an import back: delete what it added, and take from other contacts the numbers it gave them.

        What is gone already needs nothing. Returns what is left, and why. Cancelling ends it between two
        parts, and `so_far` tells what is left. Raises `Trouble` when nothing more can be done.
        """
        from desktop.services.importing.results import ImportResult

        plan = result.plan
        book = await self.book(plan.account_id)
        async with self._applying[plan.id]:
            left = self._done.setdefault(plan.id, dict(result.contacts))
            failed: dict[int, Failed] = {}
            rows = list(left.items())
            for start in range(0, len(rows), CHUNK):
                part = rows[start : start + CHUNK]
                await _to_its_end(self._take_back(book, plan, part, left, failed))
            return ImportResult(plan, dict(left), failed)

    async def _take_back(
        self,
        book: Book,
        plan: "ImportPlan",
        rows: Sequence[tuple[int, str]],
        left: dict[int, str],
        failed: "dict[int, Failed]",
    ) -> None:
        """Take some rows back, and strike them off those that are left."""
        from desktop.services.importing.plan import Choice
        from desktop.services.importing.planner import without

        there = [(index, contact_id) for index, contact_id in rows if await self._is_there(contact_id)]
        added = [contact_id for index, contact_id in there if plan.choice(index) is Choice.ADD]
        merges = [(index, plan.rows[index]) for index, _ in there if plan.choice(index) is Choice.MERGE]
        taken: dict[int, str] = {}
        await self._change_all(merges, lambda row, there: without(row, there, book.region), taken, failed)
        if added:
            await self._contacts.delete(added)
        kept = {index for index, _ in merges} - taken.keys()
        for index, _ in rows:
            if index not in kept:
                del left[index]

    async def _is_there(self, contact_id: str) -> bool:
        """Whether a contact is shown: not deleted, and not about to be."""
        try:
            one = await self._contacts.get(contact_id)
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.NO_CONTACT:
                raise
            return False
        return one.pending is not Pending.DELETE or one.state in (EditState.CONFLICT, EditState.FAILED)

    async def outcome(self, result: "ImportResult") -> "ImportResult":
        """Return a result as it is by now: what waits still, and what the provider refused."""
        from desktop.services.importing.results import Failed, ImportResult

        wanted = ContactQuery(unsent=True, account_ids=frozenset({result.plan.account_id}))
        unsent = {contact.id: contact for contact in await self._contacts.find_all(wanted)}
        waiting, unknown = set(), set()
        failed = {index: why for index, why in result.failed.items() if not why.refused}
        for index, contact_id in result.contacts.items():
            contact = unsent.get(contact_id)
            if contact is not None and contact.state in (EditState.FAILED, EditState.CONFLICT):
                met = contact.state is EditState.CONFLICT
                why = "It was changed there meanwhile." if met else "The provider refused it."
                failed[index] = Failed(contact.error or why, refused=True)
            elif contact is not None:
                waiting.add(index)
                if contact.state is EditState.SENDING:
                    unknown.add(index)
        return ImportResult(result.plan, result.contacts, failed, frozenset(waiting), frozenset(unknown))

    async def save_list(self, plan: "ImportPlan", file: Path, result: "ImportResult | None" = None) -> int:
        """Write a CSV with a line for each row: its verdict, why, and what was done. Raises NOT_SAVED."""
        from desktop.services.importing.results import write_list

        def work(_stop: Stop) -> int:
            with whole_text(file, encoding="utf-8-sig") as out:
                return write_list(out, plan, result)

        return await in_thread(work)

    async def export(
        self, file: Path, kind: "Format", wanted: ContactQuery | None = None, ids: Iterable[str] | None = None
    ) -> int:
        """Write contacts to a file, all that fit or these ids; returns how many.

        Raises `Trouble` NOT_SAVED, NO_CONTACT, and LOCKED where it is switched off.
        """
        self._policy.demand(Feature.EXPORT)
        if ids is not None:
            chosen = [await self._contacts.get(contact_id) for contact_id in ids]
        else:
            chosen = await self._contacts.find_all(wanted or ContactQuery())
        return await in_thread(lambda _stop: _write(kind, file, chosen))


def _write(kind: "Format", file: Path, chosen: Sequence[Contact]) -> int:
    from desktop.services.importing import exporting

    places = max((len(contact.card.numbers) for contact in chosen), default=1)
    with whole_text(file) as out:
        return exporting.write(out, chosen, kind, places)


async def _to_its_end(work: Coroutine[object, object, None]) -> None:
    """Do something that must not be left halfway; a cancellation comes through when it is done."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
