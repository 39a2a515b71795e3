"""Uploads: numbers checked, brought into a campaign piece by piece, and never twice."""

# ruff: noqa: PLC0415 - what reads numbers and files is imported by the first upload, and not at each start

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.campaigns import Membership, NewNumber
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.listeners import Listeners
from desktop.domain.uploads import RowState, Upload, UploadRow, UploadState
from desktop.services.accounts import Accounts
from desktop.services.campaigns.forgetting import forget, forget_outdated, is_open
from desktop.services.campaigns.service import Campaigns
from desktop.services.campaigns.sources import Sources
from desktop.services.changes import Changes
from desktop.services.tasks import Report, TaskScope
from desktop.services.threads import in_thread
from desktop.store import UploadStore, upload_changes, uploads

if TYPE_CHECKING:
    from desktop.services.campaigns.checking import Checking, Listed
    from desktop.services.campaigns.looking import Looking
    from desktop.services.campaigns.making import Making
    from desktop.services.campaigns.mirror import Mirror
    from desktop.services.campaigns.sending import Sending, Wish
    from desktop.services.campaigns.values import MirrorAge, MirrorTell, UploadChoice
    from desktop.services.importing.values import FileFacts, FileOptions, Tell

PATIENCE_S = 5.0
"""So long the end of the program waits for a piece that has left."""

PAGE = 2_000
"""Rows that are read at once to be listed."""


class Uploads:
    """Numbers on their way into campaigns. All methods run on the engine's loop and raise `Trouble`.

    Whatever changes is told with Topic.UPLOADS and the uploads' ids, while one is sent about four times a
    second. All that is known of an upload outlives the program, also its end at any moment.
    """

    def __init__(
        self,
        *,
        store: UploadStore,
        accounts: Accounts,
        campaigns: Campaigns,
        do_not_call: "Listed",
        changes: Changes,
        now: Callable[[], datetime],
        wait_scale: float,
        report: Report,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._campaigns = campaigns
        self._changes = changes
        self._do_not_call = do_not_call
        self._now = now
        self._wait_scale = wait_scale
        self._manifests = accounts.providers()
        self._sources = Sources(accounts, self._manifests)
        self._scope = TaskScope(report)
        self._running: dict[str, tuple[Sending, asyncio.Task[None]]] = {}
        self._recovering = asyncio.Lock()
        self._recovered = False
        self._settled: Listeners[str] = Listeners()

    def on_settled(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Hear of each upload that is sent no more, whatever became of it, until the result is called.

        On the engine's loop, also of those that an earlier run left in the middle.
        """
        return self._settled.add(listener)

    def start(self) -> None:
        """Note what an earlier run left in the middle. Sends nothing: that is for a person to say."""
        self._scope.start("recover", self._recover())

    async def close(self) -> None:
        """Send nothing more; what has left gets a moment for its answer."""
        from desktop.services.campaigns.sending import Wish

        running = tuple(self._running.values())
        for sending, _ in running:
            sending.wish(Wish.END)
        if running:
            await asyncio.wait([task for _, task in running], timeout=PATIENCE_S)
        await self._scope.close()

    async def _recover(self) -> None:
        """Settle what an earlier run left; once, and only by the process that has the profile's lock."""
        from desktop.services.campaigns import sending_notes

        async with self._recovering:
            if self._recovered:
                return
            touched = await self._store.write(sending_notes.recover)
            gone = await forget_outdated(self._store, self._now())
            self._recovered = True
        if touched or gone:
            self._changes.tell(Topic.UPLOADS)
        for upload_id in touched:
            self._settled.tell(upload_id)

    async def forget_account(self, account_id: str) -> None:
        """Forget all of an account that is removed: its uploads, and its part of the mirror."""
        from desktop.services.campaigns.sending import Wish
        from desktop.store import mirror

        for upload_id in await self._store.read(partial(upload_changes.of_account, account_id=account_id)):
            if upload_id in self._running:
                sending, task = self._running[upload_id]
                sending.wish(Wish.END)
                await asyncio.wait([task])
            await forget(self._store, upload_id)
        await self._store.write(partial(mirror.forget, account_id=account_id))
        self._changes.tell(Topic.UPLOADS)

    # -- checking

    async def look(self, file: Path, options: "FileOptions | None" = None) -> "FileFacts":
        """Find a table's form, as far as `options` do not say it; `values.suggested` reads its columns.

        Raises `Trouble` NO_FILE (also for what is no table), USAGE.
        """
        from desktop.services.importing import source
        from desktop.services.importing.values import FileKind

        facts = await in_thread(lambda stop: source.look(file, options, stop))
        if facts.kind is not FileKind.CSV:
            raise Trouble(ErrorKind.NO_FILE, name=file.name, detail="it has cards, and no table of numbers")
        return facts

    async def check_file(
        self, campaign_id: str, facts: "FileFacts", choice: "UploadChoice", tell: "Tell | None" = None
    ) -> Upload:
        """Read a file and give each row its verdict; nothing is sent. Cancelling leaves nothing behind.

        The same file with the same choice that was begun for this campaign before, and not cancelled, gives
        that upload as it is, also when it is done: `discard` makes a new one possible. Raises `Trouble`
        NO_CAMPAIGN, NO_FILE (also when the file changes meanwhile), USAGE.
        """
        await self._recover()
        checked = await self._making().file(campaign_id, facts, choice, tell)
        self._told(checked.id)
        return checked

    async def check_numbers(
        self, campaign_id: str, numbers: Sequence[NewNumber], source: str, region: str | None = None
    ) -> Upload:
        """As `check_file`, for a few numbers that a person chose; always a new upload. `source` names them.

        All of them get as many variables as the one that has most.
        """
        await self._recover()
        campaign = await self._campaigns.get(campaign_id)
        await self._looking().note(campaign, numbers, region)
        checked = await self._making().numbers(campaign_id, numbers, source, region)
        self._told(checked.id)
        return checked

    def _making(self) -> "Making":
        from desktop.services.campaigns.making import Making

        return Making(self._store, self._accounts, self._campaigns, self._checking(), self._now)

    def _checking(self) -> "Checking":
        from desktop.services.campaigns.checking import Checking

        return Checking(self._store, self._campaigns, self._do_not_call)

    async def fix(self, upload_id: str, index: int, number: str, variables: tuple[str, ...]) -> UploadRow:
        """Write a row anew and judge it again, with those that had or have its number; before sending.

        Raises `Trouble` USAGE once the upload began.
        """
        row = await self._making().fix(await self.get(upload_id), index, number, variables)
        self._told(upload_id)
        return row

    async def leave_out(self, upload_id: str, indexes: Sequence[int], *, out: bool) -> Upload:
        """Leave rows out, or put them in; what is invalid or on the do-not-call list stays out."""
        await self.get(upload_id)
        await self._store.write(partial(upload_changes.choose, upload_id=upload_id, indexes=indexes, out=out))
        self._told(upload_id)
        return await self.get(upload_id)

    # -- sending

    async def send(self, upload_id: str) -> Upload:
        """Begin, or go on after a pause or trouble, in the background, and return at once.

        Before the first number leaves, rows of unknown outcome are looked for in the campaign.
        """
        from desktop.services.campaigns.sending import Sending, SendingContext

        await self._recover()
        upload = await self.get(upload_id)
        account = await self._accounts.get(upload.account_id)
        if upload_id in self._running:
            return upload
        if not upload.states.get(RowState.WAITING):
            raise Trouble(ErrorKind.USAGE, detail="Nothing of this upload waits to be sent.")
        context = SendingContext(
            self._store,
            self._campaigns,
            self._sources,
            self._changes,
            self._checking(),
            self._looking(),
            self._now,
            self._wait_scale,
        )
        sending = Sending(context, upload, self._manifests[account.provider])
        task = self._scope.start(f"upload {upload_id}", self._run(upload_id, sending))
        if task is None:
            raise Trouble(ErrorKind.CANCELLED)
        self._running[upload_id] = (sending, task)
        await sending.begun(task)
        self._told(upload_id)
        return await self.get(upload_id)

    async def _run(self, upload_id: str, sending: "Sending") -> None:
        try:
            await sending.run()
        finally:
            self._running.pop(upload_id, None)
            self._told(upload_id)
            self._settled.tell(upload_id)

    def _mirror(self) -> "Mirror":
        from desktop.services.campaigns.mirror import Mirror

        return Mirror(
            store=self._store,
            accounts=self._accounts,
            campaigns=self._campaigns,
            sources=self._sources,
            now=self._now,
        )

    def _looking(self) -> "Looking":
        from desktop.services.campaigns.looking import Looking

        return Looking(
            store=self._store,
            accounts=self._accounts,
            sources=self._sources,
            mirror_=self._mirror(),
            now=self._now,
        )

    def hurry(self) -> None:
        """Go on at once where a provider could not be reached."""
        for sending, _ in self._running.values():
            sending.hurry()

    async def pause(self, upload_id: str) -> Upload:
        """Send no further piece; waits for the one that has left."""
        from desktop.services.campaigns.sending import Wish

        await self._wish(upload_id, Wish.PAUSE)
        return await self.get(upload_id)

    async def cancel(self, upload_id: str) -> Upload:
        """Leave out what waits; what is sent stays in the campaign. Waits for the piece that has left."""
        from desktop.services.campaigns import sending_notes
        from desktop.services.campaigns.sending import Wish

        await self._recover()
        await self._wish(upload_id, Wish.CANCEL)
        upload = await self.get(upload_id)
        if upload.state not in (UploadState.DONE, UploadState.CANCELLED):
            now = self._now()
            await self._store.write(
                lambda db: sending_notes.end(db, upload_id, UploadState.CANCELLED, "", None, now)
            )
            self._told(upload_id)
        return await self.get(upload_id)

    async def _wish(self, upload_id: str, wish: "Wish") -> None:
        running = self._running.get(upload_id)
        if running is not None:
            sending, task = running
            sending.wish(wish)
            await asyncio.wait([task])

    async def settled(self, upload_id: str) -> Upload:
        """Wait until nothing of an upload is sent any more: it is done, paused, stopped or cancelled."""
        running = self._running.get(upload_id)
        if running is not None:
            await asyncio.wait([running[1]])
        return await self.get(upload_id)

    async def look_again(self, upload_id: str) -> Upload:
        """Look in the campaign for the rows of unknown outcome; those that are there are SENT then."""
        await self._recover()
        upload = await self.get(upload_id)
        await self._looking().look(upload, await self._campaigns.get(upload.campaign_id))
        self._told(upload_id)
        return await self.get(upload_id)

    async def send_again(self, upload_id: str, indexes: Sequence[int]) -> Upload:
        """Let rows of unknown outcome, or refused ones, wait again: a person says that phones may ring twice.

        It looks once more first, and what is found is SENT and not sent again. `send` sends the rest.
        """
        from desktop.services.campaigns import sending_notes

        await self.look_again(upload_id)
        for some in uploads.chunks(indexes):
            await self._store.write(partial(sending_notes.wait_again, upload_id=upload_id, indexes=some))
        self._told(upload_id)
        return await self.get(upload_id)

    # -- what there is

    async def get(self, upload_id: str) -> Upload:
        """Return an upload. Raises `Trouble` NO_UPLOAD."""
        found = await self._store.read(partial(uploads.get, upload_id=upload_id))
        if found is None:
            raise Trouble(ErrorKind.NO_UPLOAD, name=upload_id)
        return found

    async def unfinished(self, campaign_id: str | None = None) -> list[Upload]:
        """Return uploads that began and have rows that wait or are of unknown outcome, the newest first."""
        found = await self._store.read(uploads.every)
        return [
            upload
            for upload in found
            if upload.began_at is not None and campaign_id in (None, upload.campaign_id) and is_open(upload)
        ]

    async def discard(self, upload_id: str) -> None:
        """Forget an upload, not while it is sent. The numbers that were sent stay in the campaign."""
        await self.get(upload_id)
        if upload_id in self._running:
            raise Trouble(ErrorKind.USAGE, detail="This upload is being sent. Cancel it first.")
        await forget(self._store, upload_id)
        self._told(upload_id)

    async def save_list(self, upload_id: str, file: Path) -> int:
        """Write a CSV with a line for each row: line, number, verdict, reason, state. Raises NOT_SAVED."""
        from desktop.services.campaigns.lists import write_list

        await self.get(upload_id)
        return await in_thread(lambda stop: write_list(self._store, upload_id, file, stop))

    async def each_row(self, upload_id: str) -> AsyncGenerator[UploadRow]:
        """Stream all rows of an upload in the file's order."""
        after = -1
        while rows := await self._store.read(
            partial(uploads.page, upload_id=upload_id, after=after, limit=PAGE)
        ):
            after = rows[-1].index
            for row in rows:
                yield row

    def _told(self, upload_id: str) -> None:
        self._changes.tell(Topic.UPLOADS, ids=frozenset({upload_id}))

    # -- the mirror

    async def mirror(self, campaign_id: str) -> "MirrorAge":
        """Say how old the local mirror of a campaign and of its account's other active ones is.

        Asks the provider which campaigns are active; where it cannot be asked, of the campaign alone.
        """
        return await self._mirror().age(campaign_id)

    async def read_mirror(self, campaign_ids: Sequence[str], tell: "MirrorTell | None" = None) -> None:
        """Read the numbers of campaigns whole. Long; what is read stays when it is cancelled.

        A reading that was cut short a moment ago goes on where it was.
        """
        await self._mirror().read(campaign_ids, tell)
        self._changes.tell(Topic.UPLOADS)

    async def memberships(self, number: str) -> list[Membership]:
        """Return the campaigns that a number is in, as far as the mirror knows."""
        return await self._mirror().memberships(number)
