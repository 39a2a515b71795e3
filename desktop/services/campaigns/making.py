"""Makes uploads out of files and of numbers: their rows judged, written, and held against each other."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from desktop.domain.campaigns import Campaign, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import Upload, UploadRow, UploadState
from desktop.services.accounts import Accounts
from desktop.services.beat import Beat
from desktop.services.campaigns import files
from desktop.services.campaigns.checking import BEGAN, Checking, write_rows
from desktop.services.campaigns.forgetting import forget
from desktop.services.campaigns.judging import judged
from desktop.services.campaigns.service import Campaigns
from desktop.services.campaigns.values import UploadChoice
from desktop.services.files import written_name
from desktop.services.importing import source as tables
from desktop.services.importing.values import FileFacts, Progress, Stage, Tell
from desktop.services.threads import Stop, in_thread
from desktop.store import UploadStore, upload_changes, uploads
from desktop.store.uploads import Judged, Made

Rows = Callable[[Stop], Iterator[Judged]]


class Making:
    """Checks what is to be uploaded. All methods run on the engine's loop."""

    def __init__(
        self,
        store: UploadStore,
        accounts: Accounts,
        campaigns: Campaigns,
        checking: Checking,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._campaigns = campaigns
        self._checking = checking
        self._now = now

    async def file(
        self, campaign_id: str, facts: FileFacts, choice: UploadChoice, tell: Tell | None
    ) -> Upload:
        """Check a file, or return the upload of it that was begun before."""
        files.checked_choice(facts, choice)
        campaign = await self._campaigns.get(campaign_id)
        region = choice.region or await self._accounts.region(campaign.account_id)
        before = await in_thread(lambda stop: files.state_of(facts.file, stop))
        mark = files.fingerprint(facts, choice, region, before)
        earlier = await self._store.read(
            partial(uploads.with_fingerprint, campaign_id=campaign_id, fingerprint=mark)
        )
        for upload in earlier:
            if upload.began_at is not None and upload.state is not UploadState.CANCELLED:
                return upload
        for upload in earlier:
            if upload.began_at is not None:
                continue
            if await self._store.write(partial(upload_changes.give_up, upload_id=upload.id)):
                await forget(self._store, upload.id)  # it was held against other lists, perhaps
            elif begun := await self._store.read(partial(uploads.get, upload_id=upload.id)):
                return begun  # in this moment

        def is_the_same(stop: Stop) -> None:
            if before.size != facts.size or files.state_of(facts.file, stop) != before:
                raise Trouble(ErrorKind.NO_FILE, name=facts.file.name, detail="it changed while it was read")

        made = self._made(campaign, written_name(facts.file), len(choice.variables), region, mark)
        return await self._check(made, _told(facts, choice, region, Beat(tell)), is_the_same)

    async def numbers(
        self, campaign_id: str, numbers: Sequence[NewNumber], source: str, region: str | None
    ) -> Upload:
        """Check numbers that a person chose."""
        campaign = await self._campaigns.get(campaign_id)
        country = region or await self._accounts.region(campaign.account_id)
        wanted = max((len(each.variables) for each in numbers), default=0)

        def rows(_stop: Stop) -> Iterator[Judged]:
            for each in numbers:
                variables = (*each.variables, *("",) * (wanted - len(each.variables)))
                yield judged(0, each.number, variables, wanted, country)

        return await self._check(self._made(campaign, source, wanted, country, None), rows, _never)

    def _made(
        self, campaign: Campaign, source: str, variables: int, region: str | None, fingerprint: str | None
    ) -> Made:
        return Made(
            campaign.id,
            campaign.name,
            campaign.account_id,
            source,
            variables,
            region,
            fingerprint,
            self._now(),
        )

    async def _check(self, made: Made, rows: Rows, is_the_same: Callable[[Stop], None]) -> Upload:
        """Write the rows, and hold them against each other and what is known."""
        upload_id = await self._store.write(partial(uploads.make, made=made))
        try:
            await in_thread(lambda stop: write_rows(self._store, upload_id, rows(stop), stop))
            await in_thread(is_the_same)
            upload = await self._store.read(partial(uploads.making, upload_id=upload_id))
            await self._checking.all(upload)
            return await self._store.write(partial(uploads.finish, upload_id=upload_id))
        except BaseException:
            await asyncio.shield(forget(self._store, upload_id))
            raise

    async def fix(self, upload: Upload, index: int, number: str, variables: tuple[str, ...]) -> UploadRow:
        """Write a row anew, and judge it and those that have, or had, its number."""
        if upload.began_at is not None:
            raise Trouble(ErrorKind.USAGE, detail=BEGAN)
        one = partial(uploads.rows, upload_id=upload.id, indexes=[index])
        found = await self._store.read(one)
        if not found:
            raise Trouble(ErrorKind.USAGE, detail=f"The upload has no row {index}.")
        row = judged(found[0].line, number, variables, upload.variables, upload.region)
        row = row._replace(number=row.number or row.raw)  # what stood in the file stays known
        await self._checking.rewrite(upload, index, row)
        return (await self._store.read(one))[0]


def _never(_stop: Stop) -> None:
    """Numbers that a person chose do not change meanwhile."""


def _told(facts: FileFacts, choice: UploadChoice, region: str | None, beat: Beat[Progress]) -> Rows:
    """Return what reads a table's rows, and tells how far it is."""
    rows = 0

    def tell(position: int) -> None:
        beat.tell(Progress(Stage.READING, min(position, facts.size), facts.size, rows))

    def read(stop: Stop) -> Iterator[Judged]:
        nonlocal rows
        for row in files.rows(facts, choice, region, tables.records(facts, stop, tell)):
            rows += 1
            yield row

    return read
