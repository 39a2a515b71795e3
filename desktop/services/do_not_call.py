"""The do-not-call list: asked before every call and every upload, whatever spelling a number comes in.

What files take is imported by the first file, and not at each start.
"""

# ruff: noqa: PLC0415 - see above

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.domain.changes import Topic
from desktop.domain.do_not_call import MOST_REASON, DoNotCallEntry, ListImport, ListRow
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.services.changes import Changes
from desktop.services.lines import Lines
from desktop.services.policy import Policy
from desktop.services.threads import Stop, in_thread
from desktop.store import Db, Store, do_not_call
from desktop.store.do_not_call import Keyed

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

TakeRows = Callable[[Sequence[ListRow]], None]
"""Hears of a file's rows as they are judged, in the file's order, on the engine's loop."""


class DoNotCallList:
    """Numbers that must not be called, kept here. Methods run on the engine's loop.

    Numbers meet in any spelling. `region` is the country of those without one; None means the usual line's.
    """

    def __init__(
        self,
        *,
        store: Store,
        lines: Lines,
        changes: Changes,
        now: Callable[[], datetime],
        policy: Policy,
    ) -> None:
        self._policy = policy
        self._store = store
        self._lines = lines
        self._changes = changes
        self._now = now

    async def listed(self, number: str) -> str | None:
        """Return since when and why a number (E.164 or extension) must not be called, None if it may."""
        from desktop.numbers import campaign_key

        key = campaign_key(number, None)
        found = await self._store.read(lambda db: do_not_call.get(db, key))
        return None if found is None else since(found)

    async def check(self, numbers: Sequence[str]) -> Mapping[str, str]:
        """Return of these keys (`numbers.campaign_key`) the listed ones, each with the sentence for it."""
        found = await self._store.read(lambda db: do_not_call.find(db, numbers))
        return {key: f"On your do-not-call list {since(entry)}" for key, entry in found.items()}

    async def find(self, number: str, region: str | None = None) -> DoNotCallEntry | None:
        """Return the entry of a number in any spelling, None when it is not listed."""
        key = await self._key(number, region)
        return await self._store.read(lambda db: do_not_call.get(db, key))

    async def entries(self, text: str = "", first: int = 0, limit: int = 100) -> list[DoNotCallEntry]:
        """Read entries, the newest first: those with this part of a number, of a reason or of a source."""
        return await self._store.read(lambda db: do_not_call.page(db, text, first, limit))

    async def count(self, text: str = "") -> int:
        """Count entries."""
        return await self._store.read(lambda db: do_not_call.count(db, text))

    async def add(
        self, number: str, reason: str = "", source: str = "", region: str | None = None
    ) -> DoNotCallEntry:
        """List a number. One that is listed already stays so since then; a reason replaces its reason.

        Raises `Trouble` USAGE, with the reason why it cannot be listed.
        """
        from desktop.services import do_not_call_files as files

        row = files.judged(0, number, await self._region(region))
        if not row.verdict.goes_in:
            raise Trouble(ErrorKind.USAGE, detail=f"{row.reason}. Nothing was listed.")
        key = files.key_of(row.number)
        wanted = DoNotCallEntry(row.number, _cut(reason), source, self._now())
        added = await self._store.write(lambda db: _add(db, key, wanted))
        self._changes.tell(Topic.DO_NOT_CALL)
        return added

    async def remove(self, number: str, region: str | None = None) -> DoNotCallEntry:
        """Take a number off the list; returns what stood there. Raises `Trouble` NOT_LISTED."""
        key = await self._key(number, region)
        removed = await self._store.write(lambda db: do_not_call.take_off(db, key))
        if removed is None:
            raise Trouble(ErrorKind.NOT_LISTED, number=number)
        self._changes.tell(Topic.DO_NOT_CALL)
        return removed

    async def put_back(self, entry: DoNotCallEntry) -> None:
        """List again what was taken off, or as it was before `add` gave it another reason."""
        from desktop.services import do_not_call_files as files

        key = files.key_of(entry.number)
        await self._store.write(lambda db: do_not_call.put(db, [Keyed(key, entry)]))
        self._changes.tell(Topic.DO_NOT_CALL)

    async def judge(self, number: str, region: str | None = None) -> ListRow:
        """Say what a text would be on the list: for a form, while it is typed."""
        from desktop.services import do_not_call_files as files

        return files.judged(0, number, await self._region(region))

    async def region(self) -> str | None:
        """Return the country of numbers without one: that of the usual line."""
        return await self._region(None)

    async def import_file(
        self, file: Path, region: str | None, *, dry_run: bool = False, take: TakeRows | None = None
    ) -> ListImport:
        """List the numbers of a CSV, of cards, or of a text with one in each line.

        A row that is listed already changes nothing. With `dry_run` neither does any other. Cancelling it
        leaves what was listed until then. Raises `Trouble` NO_FILE, USAGE.
        """
        from desktop.services import do_not_call_files as files

        loop = asyncio.get_running_loop()
        country = await self._region(region)

        def tell(rows: Sequence[ListRow]) -> None:
            if take is not None:
                loop.call_soon_threadsafe(take, rows)

        def work(stop: Stop) -> ListImport:
            reading = files.Reading(file, country, self._now(), tell, dry_run=dry_run)
            try:
                return reading.run(self._store, stop)
            finally:  # also where nobody waits for it any more: the last rows may be in by now
                if not dry_run:
                    loop.call_soon_threadsafe(self._changes.tell, Topic.DO_NOT_CALL)

        return await in_thread(work)

    async def export(self, file: Path) -> int:
        """Write the list as CSV, so that `import_file` reads it again.

        Raises `Trouble` NOT_SAVED, and LOCKED where it is switched off.
        """
        self._policy.demand(Feature.EXPORT)
        from desktop.services import do_not_call_files as files

        return await in_thread(lambda stop: files.write(file, self._store, stop))

    async def _key(self, number: str, region: str | None) -> str:
        """Return what a spelling is compared by: read as `add` reads it."""
        from desktop.numbers import campaign_key, plus_left_out, understand

        if number.startswith("+"):
            return campaign_key(number, None)
        country = await self._region(region)
        whole = plus_left_out(number, country)
        if whole:
            return whole[1:]
        info = understand(number, country)
        return campaign_key(info.dial, None) if info.dial else campaign_key(number, country)

    async def _region(self, region: str | None) -> str | None:
        return region or await self._lines.region(await self._lines.default())


def _add(db: Db, key: str, wanted: DoNotCallEntry) -> DoNotCallEntry:
    there = do_not_call.get(db, key)
    if there is not None:
        if not wanted.reason:
            return there
        wanted = replace(wanted, added_at=there.added_at)
    do_not_call.put(db, [Keyed(key, wanted)])
    return wanted


def _cut(reason: str) -> str:
    return " ".join(reason.split())[:MOST_REASON]


def since(entry: DoNotCallEntry) -> str:
    """Return "since 12 Jan 2026: asked not to be called"."""
    day = entry.added_at.astimezone()
    text = f"since {day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{text}: {entry.reason.rstrip('.')}" if entry.reason else text
