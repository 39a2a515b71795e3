"""Checks an upload's rows: each by itself, then beside the others of its file and beside what is known.

Whatever the size of a file, a few thousand of its rows are in memory at a time.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import islice
from typing import NamedTuple, Protocol

from desktop.domain.campaigns import CampaignStatus
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowVerdict, Upload
from desktop.services.campaigns import reasons
from desktop.services.campaigns.service import Campaigns
from desktop.services.threads import Stop
from desktop.store import Db, UploadStore, mirror, upload_changes, upload_leaving, uploads
from desktop.store.uploads import Judged, Keyed, Sentence, digits_of, key_of

BATCH = 5_000
"""Rows that are written in one transaction."""

INDEXED = 200_000
"""Rows that become findable by their numbers at once."""

AHEAD = 3
"""So many batches wait to be written while the next one is read: a commit waits for the disk."""

KEYS = 20_000
"""Numbers that are held against lists at once."""

AT_ONCE = 1_000
"""Numbers whose rows are changed in one transaction."""


BEGAN = "Rows can be changed before the upload begins, not after."


class Listed(Protocol):
    """The do-not-call list, as an upload asks it."""

    async def count(self, text: str = "") -> int:
        """Count entries."""
        ...

    async def check(self, numbers: Sequence[str]) -> Mapping[str, str]:
        """Return of these keys the listed ones, each with a sentence."""
        ...


def write_rows(store: UploadStore, upload_id: str, rows: Iterator[Judged], stop: Stop) -> None:
    """Write judged rows of an upload that nobody sees yet, while the next ones are read.

    Runs in a thread of the caller's.
    """
    under_way: deque[Future[None]] = deque()
    first = indexed = 0

    def index() -> Future[None]:
        return store.submit(partial(uploads.index, upload_id=upload_id, first=indexed, last=first))

    while batch := list(islice(rows, BATCH)):
        stop()
        if first + len(batch) >= uploads.MOST_ROWS:
            raise Trouble(ErrorKind.USAGE, detail="The file has more rows than can be counted here.")
        while len(under_way) >= AHEAD:
            under_way.popleft().result()
        under_way.append(store.submit(partial(uploads.append, upload_id=upload_id, first=first, rows=batch)))
        first += len(batch)
        if first - indexed >= INDEXED:
            under_way.append(index())
            indexed = first
    under_way.append(index())
    for written in under_way:
        written.result()


class Known(NamedTuple):
    """What all rows with a number are, whatever they are by themselves."""

    verdict: RowVerdict
    reason: str


class Checking:
    """Holds the rows of an upload against each other, the do-not-call list, and the mirror."""

    def __init__(self, store: UploadStore, campaigns: Campaigns, do_not_call: Listed) -> None:
        self._store = store
        self._campaigns = campaigns
        self._do_not_call = do_not_call

    async def all(self, upload: Upload) -> None:
        """Do it for every number of an upload."""
        after = 0
        names: dict[str, str] = {}
        while found := await self._store.read(
            partial(uploads.numbers, upload_id=upload.id, after=after, limit=KEYS)
        ):
            after = found[-1][0]
            known = await self._known(upload, [key for key, _ in found], names)
            touched = [key for key, rows in found if rows > 1 or key in known]
            for first in range(0, len(touched), AT_ONCE):
                some = touched[first : first + AT_ONCE]
                await self._store.write(partial(_settle, upload_id=upload.id, keys=some, known=known))

    async def rewrite(self, upload: Upload, index: int, row: Judged) -> None:
        """Write a row anew, and do it again for the number that it had and the one that it has now.

        Raises `Trouble` USAGE once the upload began.
        """
        one = partial(uploads.key_at, upload_id=upload.id, index=index)
        while True:
            had = await self._store.read(one)
            keys = [key for key in dict.fromkeys((had, row.key)) if key is not None]
            known = await self._known(upload, keys, {})
            if await self._store.write(
                partial(_rewrite, upload_id=upload.id, index=index, row=row, had=had, known=known)
            ):
                return

    async def refused(self, upload: Upload, rows: Mapping[int, int]) -> Mapping[int, Known]:
        """Return which rows must not leave after all, each with its reason: much may have happened since.

        `rows` are keys by indexes. Their numbers came on the do-not-call list, or into the campaign, and no
        person wants them there nevertheless.
        """
        found = await self._store.read(partial(met, upload=upload, indexes=list(rows)))
        listed = await self.listed(list(dict.fromkeys(rows.values())))
        dnc = {index: Known(RowVerdict.DNC, listed[key]) for index, key in rows.items() if key in listed}
        return found | dnc

    async def listed(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Return which of these numbers must not be called, each with a sentence."""
        if not keys or not await self._do_not_call.count():
            return {}
        found = await self._do_not_call.check([digits_of(key) for key in keys])
        return {key: why for digits, why in found.items() if (key := key_of(digits)) is not None}

    async def _known(self, upload: Upload, keys: Sequence[int], names: dict[str, str]) -> Mapping[int, Known]:
        """Return what is known of numbers, the strictest of it. `names` keeps active campaigns' names."""
        known: dict[int, Known] = {}
        met = await self._store.read(partial(mirror.find, keys=keys))
        perhaps = await self._store.read(partial(uploads.perhaps_sent, upload=upload, keys=keys))
        for key, campaign_ids in met.items():
            for campaign_id in campaign_ids:
                if campaign_id == upload.campaign_id:
                    known[key] = Known(RowVerdict.IN_CAMPAIGN, reasons.IN_CAMPAIGN)
                    break
                if campaign_id not in names:
                    names[campaign_id] = await self._active(campaign_id, upload.account_id)
                if names[campaign_id]:
                    known[key] = Known(RowVerdict.IN_CAMPAIGN, reasons.in_other(names[campaign_id]))
        for key, source in perhaps.items():
            known.setdefault(key, Known(RowVerdict.IN_CAMPAIGN, reasons.perhaps_sent(source)))
        for key, why in (await self.listed(keys)).items():
            known[key] = Known(RowVerdict.DNC, why)
        return known

    async def _active(self, campaign_id: str, account_id: str) -> str:
        """Return an active campaign's name; "" for any other."""
        try:
            found = await self._campaigns.get(campaign_id)
        except Trouble:
            return ""
        active = found.account_id == account_id and found.told.status == CampaignStatus.ACTIVE
        return found.name if active else ""


def met(db: Db, upload: Upload, indexes: Sequence[int]) -> dict[int, Known]:
    """Return which rows have numbers that are in the campaign by now, or perhaps are, each with its reason.

    Those that a person wants there nevertheless are none of them.
    """
    rows = upload_leaving.keys(db, upload.id, indexes)
    keys = sorted(set(rows.values()))
    there = mirror.find(db, keys, campaign_ids=[upload.campaign_id])
    perhaps = uploads.perhaps_sent(db, upload, keys)
    repeated = upload_leaving.repeated(db, upload.id, rows)
    found: dict[int, Known] = {}
    for index, key in rows.items():
        if key in there:
            found[index] = Known(RowVerdict.IN_CAMPAIGN, reasons.IN_CAMPAIGN)
        elif key in perhaps:
            found[index] = Known(RowVerdict.IN_CAMPAIGN, reasons.perhaps_sent(perhaps[key]))
        elif index in repeated:
            found[index] = Known(RowVerdict.DUPLICATE, reasons.duplicate(repeated[index]))
    return found


def _rewrite(
    db: Db, upload_id: str, index: int, row: Judged, had: int | None, known: Mapping[int, Known]
) -> bool:
    """Write a row anew and settle it in one step: no piece can leave in between. False when it changed."""
    upload = uploads.get(db, upload_id)
    if upload is None or upload.began_at is not None:
        raise Trouble(ErrorKind.USAGE, detail=BEGAN)
    if uploads.key_at(db, upload_id, index) != had:
        return False
    upload_changes.rewrite(db, upload_id, index, row)
    _settle(db, upload_id, [key for key in dict.fromkeys((had, row.key)) if key is not None], known)
    return True


def _settle(db: Db, upload_id: str, keys: Sequence[int], known: Mapping[int, Known]) -> None:
    """Make of rows with these numbers what they are beside each other."""
    for key in keys:
        kept: Keyed | None = None
        after = -1
        while rows := uploads.of_key(db, upload_id, key, after, BATCH):
            after = rows[-1].at
            kept = kept or rows[0]
            upload_changes.judge(db, upload_id, list(_sentences(rows, kept, known.get(key))))


def _sentences(rows: Sequence[Keyed], kept: Keyed, known: Known | None) -> Iterator[Sentence]:
    for row in rows:
        if known is not None:
            verdict, reason = known
        elif row.at == kept.at:
            verdict, reason = row.own_verdict, row.own_reason
        else:
            verdict, reason = RowVerdict.DUPLICATE, reasons.duplicate(kept.line)
        if (verdict, reason) != (row.verdict, row.reason):
            yield Sentence(row.at, verdict, reason)
