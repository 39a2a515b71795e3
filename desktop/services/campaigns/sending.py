"""Sends an upload piece by piece: each with exactly one request, noted on the disk before it leaves.

What a request did is taken from its answer alone when that is certain. Else the campaign's list is looked at,
and what is not seen there stays unknown: only a person lets it be sent again.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from desktop.domain.accounts import Manifest
from desktop.domain.campaigns import Campaign, NewNumber, Receipt
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import PieceState, RowState, Upload, UploadRow, UploadState
from desktop.services.campaigns import sending_notes as notes
from desktop.services.campaigns.checking import Checking
from desktop.services.campaigns.deleting import NOT_DONE
from desktop.services.campaigns.looking import Looking
from desktop.services.campaigns.service import Campaigns
from desktop.services.campaigns.sources import Sources
from desktop.services.changes import Changes
from desktop.store import UploadStore, upload_changes, uploads
from desktop.store.uploads import Sentence

log = logging.getLogger(__name__)

PAUSE_S = 30.0
"""So long nothing is sent when the provider asks for a pause and does not say how long."""

LATE_S = 5.0
"""So much later the list is looked at once more: a server may take a request late."""

RETRIES_S = (5.0, 15.0, 30.0, 60.0)
"""Waits while the provider cannot be reached; nothing has left then."""

MOST_PAUSES = 20
"""So many pauses in a row are waited for, then a person is asked."""

MOST_REFUSED = 5
"""So many rows that are refused one after the other are taken for a fault of all."""

MOST_UNKNOWN = 2
"""So many pieces in a row of which nothing is found: the server is down, and the rest waits for a person."""

TELL_S = 0.25
_SPLIT = frozenset({ErrorKind.INVALID, ErrorKind.REFUSED})


class _RefusedError(Exception):
    """The campaign takes no numbers; the text is its reason."""


class Wish(Enum):
    """What a person wants of an upload that is being sent."""

    GO_ON = auto()
    PAUSE = auto()
    CANCEL = auto()
    END = auto()  # the program ends


@dataclass(frozen=True)
class SendingContext:
    """What every upload needs."""

    store: UploadStore
    campaigns: Campaigns
    sources: Sources
    changes: Changes
    checking: Checking
    looking: Looking
    now: Callable[[], datetime]
    wait_scale: float


class Sending:
    """One upload on its way, until it is done, a person stops it, or trouble does."""

    def __init__(self, context: SendingContext, upload: Upload, manifest: Manifest) -> None:
        self._context = context
        self._upload = upload
        self._most_rows = max(manifest.upload_rows, 1)
        self._most_bytes = manifest.upload_bytes or (1 << 62)
        self._rows = self._most_rows  # of the next piece
        self._wish = Wish.GO_ON
        self._woken = asyncio.Event()
        self._pauses = 0
        self._offline = 0
        self._unreached = False
        self._refused = 0
        self._unknown = 0
        self._stuck: Trouble | None = None  # why no further piece leaves
        self._went = upload.began_at is not None
        self._told_at = 0.0
        self._begun: asyncio.Future[Trouble | None] = asyncio.get_running_loop().create_future()

    def wish(self, wish: Wish) -> None:
        """Hear what a person wants; it is done when the piece that has left has an answer."""
        self._wish = wish
        self._woken.set()

    def hurry(self) -> None:
        """Try again at once, if the provider could not be reached; a pause that it asked for holds."""
        if self._unreached:
            self._woken.set()

    async def begun(self, task: "asyncio.Task[None]") -> None:
        """Wait until it is on the disk that the upload, which `task` runs, is sent off. Raises `Trouble`."""
        either: tuple[asyncio.Future[Any], ...] = (self._begun, task)
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        trouble = self._begun.result() if self._begun.done() else Trouble(ErrorKind.CANCELLED)
        if trouble is not None:
            raise trouble

    async def _begin(self) -> bool:
        upload_id, now = self._upload.id, self._context.now()
        trouble: Trouble | None = None
        try:
            if not await self._context.store.write(lambda db: notes.begin(db, upload_id, now)):
                trouble = Trouble(ErrorKind.NO_UPLOAD, name=upload_id)
        except Trouble as failed:
            trouble = failed
        self._begun.set_result(trouble)
        return trouble is None

    async def run(self) -> None:
        """Send what waits. Before anything else it is noted that the upload began."""
        if not await self._begin():
            return
        try:
            state, reason, kind = await self._run(), "", None
        except _RefusedError as refused:
            state, reason, kind = UploadState.STOPPED, str(refused), ErrorKind.CONFLICT
        except Trouble as trouble:
            state, reason, kind = UploadState.STOPPED, trouble.sentence, trouble.kind
            log.info("upload %s stopped: %s", self._upload.id, trouble.kind)
        except Exception:
            await self._ended(UploadState.STOPPED, Trouble(ErrorKind.INTERNAL).sentence, ErrorKind.INTERNAL)
            raise
        if self._wish is Wish.END and state is not UploadState.DONE:
            state, reason = UploadState.STOPPED, reason or notes.ENDED
        await self._ended(state, reason, kind)

    async def _run(self) -> UploadState:
        campaign = await self._may_go()
        upload_id = self._upload.id
        await self._context.store.write(lambda db: notes.go(db, upload_id, self._most_rows))
        self._went = True
        self._tell(at_once=True)
        await self._context.looking.look(self._upload, campaign)
        while self._wish is Wish.GO_ON and await self._piece(campaign):
            self._tell()
        if self._wish is Wish.CANCEL:
            return UploadState.CANCELLED
        if self._wish is not Wish.GO_ON:
            return UploadState.PAUSED
        await self._look_once_more(campaign)
        return UploadState.DONE

    async def _may_go(self) -> Campaign:
        """Ask how the campaign stands; go no further when it takes no numbers."""
        campaign = await self._context.campaigns.refresh(self._upload.campaign_id)
        if campaign.refusal:
            raise _RefusedError(campaign.refusal)
        return campaign

    async def _look_once_more(self, campaign: Campaign) -> None:
        upload = await self._read()
        if upload.states.get(RowState.UNKNOWN):
            await self._wait(LATE_S)
            with suppress(Trouble):  # they stay unknown, and a person can look again
                await self._context.looking.look(upload, campaign)

    async def _ended(self, state: UploadState, reason: str, kind: ErrorKind | None) -> None:
        upload_id, now = self._upload.id, self._context.now()
        await self._context.store.write(lambda db: notes.end(db, upload_id, state, reason, kind, now))
        if not self._went:  # the campaign took nothing: it can be put right yet
            await self._context.store.write(lambda db: upload_changes.change(db, upload_id, began_at=None))
        with suppress(Trouble):
            await self._context.campaigns.forget_numbers(self._upload.campaign_id)
            await self._context.campaigns.refresh(self._upload.campaign_id)
        self._tell(at_once=True)

    # -- one piece

    async def _piece(self, campaign: Campaign) -> bool:
        """Send one piece; False when nothing waits any more."""
        upload_id, store = self._upload.id, self._context.store
        found = await store.read(lambda db: uploads.waiting(db, upload_id, self._rows))
        if not found:
            return False
        if self._stuck is not None:
            raise self._stuck
        found = found[: self._fitting([row for row, _ in found])]
        keys = {row.index: key for row, key in found if key}
        refused = await self._context.checking.refused(self._upload, keys)
        if refused:
            sentences = [Sentence(index, *why) for index, why in refused.items()]
            await store.write(lambda db: upload_changes.judge(db, upload_id, sentences))
            return True
        rows = [row for row, _ in found]
        indexes = [row.index for row in rows]
        now = self._context.now()
        number = await store.write(lambda db: notes.begin_piece(db, upload_id, indexes, now))
        if number is None:
            return True  # some of them wait no more, or came into the campaign meanwhile
        self._tell()
        await self._send(campaign, number, rows)
        return True

    def _fitting(self, rows: Sequence[UploadRow]) -> int:
        """Return how many rows the bytes of a request take; one of them always goes."""
        size = 0
        for count, row in enumerate(rows):
            size += _bytes_of(row)
            if size > self._most_bytes and count:
                return count
        return len(rows)

    async def _send(self, campaign: Campaign, number: int, rows: Sequence[UploadRow]) -> None:
        began = time.monotonic()
        try:
            receipt = await self._post(campaign, rows)
        except Trouble as trouble:
            took_s = time.monotonic() - began
            if trouble.kind in NOT_DONE or trouble.kind in (ErrorKind.USAGE, ErrorKind.BUSY):
                await self._not_taken(number, rows, trouble, took_s)
            else:
                await self._look_for(campaign, number, rows, trouble.sentence, took_s)
                await self._count_unknown(number, rows, trouble)
            return
        took_s = time.monotonic() - began
        self._pauses = self._offline = self._refused = self._unknown = 0
        self._rows = min(self._rows * 2, self._most_rows)
        if receipt.taken is not None and receipt.taken < len(rows):
            said = receipt.said or notes.took_part(receipt.taken, len(rows))
            await self._look_for(campaign, number, rows, said, took_s, taken=receipt.taken)
            return
        said = receipt.said or notes.taken(len(rows))
        await self._note(number, rows, RowState.SENT, PieceState.ACCEPTED, said, took_s)

    async def _post(self, campaign: Campaign, rows: Sequence[UploadRow]) -> Receipt:
        """Send rows with exactly one request."""
        numbers = [NewNumber(row.number, row.variables) for row in rows]
        async with self._context.sources.asking(campaign.account_id) as source:
            if self._upload.rows == 1:
                return await source.campaigns.add_number(campaign.told.provider_id, numbers[0])
            return await source.campaigns.upload_numbers(
                campaign.told.provider_id, numbers, self._upload.variables
            )

    async def _look_for(
        self,
        campaign: Campaign,
        number: int,
        rows: Sequence[UploadRow],
        said: str,
        took_s: float,
        *,
        taken: int | None = None,
    ) -> None:
        """Note that nobody knows what a request did, and look at the list."""
        await self._note(number, rows, RowState.UNKNOWN, PieceState.UNKNOWN, said, took_s)
        self._tell()
        try:
            await self._context.looking.look(self._upload, campaign)
        except Trouble as trouble:
            if trouble.kind in (ErrorKind.SIGN_IN, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND):
                raise
            log.info("upload %s: the list cannot be looked at: %s", self._upload.id, trouble.kind)
            self._stuck = trouble
            return
        if taken:  # where none was, those that rang and left at once are missing just the same
            await self._context.store.write(
                lambda db: notes.refuse_the_rest(db, self._upload.id, number, len(rows) - taken, said)
            )

    async def _count_unknown(self, number: int, rows: Sequence[UploadRow], trouble: Trouble) -> None:
        """Send nothing more when one piece after the other gets no answer, and none of its rows is found."""
        upload_id = self._upload.id
        left = await self._context.store.read(
            lambda db: uploads.of_piece(db, upload_id, number, RowState.UNKNOWN)
        )
        self._unknown = self._unknown + 1 if len(left) == len(rows) else 0
        if self._unknown >= MOST_UNKNOWN:
            self._stuck = self._stuck or trouble

    async def _not_taken(
        self, number: int, rows: Sequence[UploadRow], trouble: Trouble, took_s: float
    ) -> None:
        """Go by an answer that says that nothing was taken. Raises it when a person has to do something."""
        if trouble.kind is ErrorKind.TOO_LARGE or trouble.kind in _SPLIT:
            await self._smaller(number, rows, trouble, took_s)
            return
        await self._put_back(number, rows)
        if trouble.kind is ErrorKind.RATE_LIMITED and self._pauses < MOST_PAUSES:
            self._pauses += 1
            await self._pause(trouble, trouble.retry_after_s or PAUSE_S)
        elif trouble.kind is ErrorKind.OFFLINE and self._offline < len(RETRIES_S):
            self._offline += 1
            self._unreached = True
            await self._pause(trouble, RETRIES_S[self._offline - 1])
            self._unreached = False
            if self._wish is Wish.GO_ON and self._woken.is_set():
                self._woken.clear()
                self._offline -= 1  # a try before its turn uses up none: a network comes up in several steps
        elif trouble.kind is ErrorKind.CONFLICT:
            await self._may_go()
            raise trouble
        else:
            raise trouble

    async def _smaller(self, number: int, rows: Sequence[UploadRow], trouble: Trouble, took_s: float) -> None:
        """Send the rows in smaller pieces; one that is refused alone is refused."""
        if len(rows) > 1:
            self._rows = max(len(rows) // 2, 1)
            if trouble.kind is ErrorKind.TOO_LARGE:
                self._most_rows = self._rows
                upload_id, most = self._upload.id, self._rows
                await self._context.store.write(
                    lambda db: upload_changes.change(db, upload_id, most_rows=most)
                )
            await self._note(number, rows, RowState.WAITING, PieceState.SPLIT, trouble.sentence, took_s)
            return
        await self._note(number, rows, RowState.REFUSED, PieceState.REFUSED, trouble.sentence, took_s)
        self._refused += 1
        if self._refused >= MOST_REFUSED:
            raise trouble

    async def _put_back(self, number: int, rows: Sequence[UploadRow]) -> None:
        upload_id, indexes = self._upload.id, [row.index for row in rows]
        await self._context.store.write(lambda db: notes.put_back(db, upload_id, number, indexes))

    async def _note(
        self,
        number: int,
        rows: Sequence[UploadRow],
        state: RowState,
        piece: PieceState,
        said: str,
        took_s: float,
    ) -> None:
        end = notes.End(number, [row.index for row in rows], state, piece, said, took_s)
        now = self._context.now()
        await self._context.store.write(lambda db: notes.end_piece(db, self._upload.id, end, now))

    # -- waiting

    async def _pause(self, trouble: Trouble, seconds: float) -> None:
        """Wait where everybody can see it."""
        upload_id, store = self._upload.id, self._context.store
        until = self._context.now() + timedelta(seconds=seconds * self._context.wait_scale)
        said: dict[str, object] = {"reason": trouble.sentence, "trouble": trouble.kind, "retry_at": until}
        await store.write(lambda db: upload_changes.change(db, upload_id, **said))
        self._tell(at_once=True)
        await self._wait(seconds)
        gone: dict[str, object] = {"reason": "", "trouble": None, "retry_at": None}
        await store.write(lambda db: upload_changes.change(db, upload_id, **gone))
        self._tell(at_once=True)

    async def _wait(self, seconds: float) -> None:
        """Wait so long, or until a person wants something."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * self._context.wait_scale):
                await self._woken.wait()

    async def _read(self) -> Upload:
        upload_id = self._upload.id
        found = await self._context.store.read(lambda db: uploads.get(db, upload_id))
        if found is None:
            raise Trouble(ErrorKind.NO_UPLOAD, name=upload_id)
        return found

    def _tell(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now >= self._told_at + TELL_S:
            self._told_at = now
            self._context.changes.tell(Topic.UPLOADS, ids=frozenset({self._upload.id}))


def _bytes_of(row: UploadRow) -> int:
    """Return the most bytes that a row takes in a file."""
    cells = (row.number, *row.variables)
    return sum(len(cell.encode()) + cell.count('"') + 3 for cell in cells) + 2
