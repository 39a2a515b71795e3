"""Rows of uploads as the window reads them, and what is counted beside them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import PieceState, RowState, RowVerdict
from desktop.store import Db, UploadStore, mirror, upload_changes, upload_pieces, uploads
from desktop.store.upload_rows import StoredUploadRows
from desktop.store.upload_store import UPLOADS
from desktop.store.uploads import Judged, Made, key_of

KEY = bytes(range(32))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MADE = Made("7", "Spring", "1", "list.csv", 1, "FR", "mark", NOON)
ROWS = 12_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UploadStore]:
    opened = UploadStore.open(tmp_path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def shown(store: UploadStore) -> Iterator[StoredUploadRows]:
    rows = StoredUploadRows(store)
    yield rows
    rows.close()


def row(place: int) -> Judged:
    verdict = (RowVerdict.OK, RowVerdict.OK, RowVerdict.INVALID)[place % 3]
    number = f"+336{place:08}"
    key = None if verdict is RowVerdict.INVALID else key_of(number[1:])
    return Judged(place + 2, number, None, (f"Name {place}",), key, verdict, "")


async def made(store: UploadStore, rows: int = ROWS) -> str:
    upload_id = await store.write(lambda db: uploads.make(db, MADE))
    for first in range(0, rows, 5000):
        some = [row(place) for place in range(first, min(first + 5000, rows))]
        await store.write(lambda db, first=first, some=some: uploads.append(db, upload_id, first, some))  # type: ignore[misc]
    await store.write(lambda db: uploads.index(db, upload_id, 0, rows))
    await store.write(lambda db: uploads.finish(db, upload_id))
    return upload_id


async def test_any_page_of_any_verdict_is_what_the_whole_list_says(
    store: UploadStore, shown: StoredUploadRows
) -> None:
    await made(store, 10)  # rows of another upload stand before
    upload_id = await made(store)
    whole = shown.rows(upload_id, None, 0, ROWS + 10)
    assert [one.index for one in whole] == list(range(ROWS))
    assert whole[5].variables == ("Name 5",)
    for which in (RowVerdict.OK, RowVerdict.INVALID, RowState.LEFT_OUT, RowVerdict.DNC):
        fitting = [one for one in whole if which in (one.verdict, one.state)]
        for first in (0, 1, 1999, 2000, 2001, 3999, 4000, 7990, 20, 8000, 100_000):
            assert list(shown.rows(upload_id, which, first, 30)) == fitting[first : first + 30], (
                which,
                first,
            )
    assert shown.rows(upload_id, None, ROWS - 3, 30) == whole[-3:]
    assert shown.rows("nothing", None, 0, 5) == shown.pieces("x", 0, 5) == ()


async def test_what_changes_is_shown_and_counted_at_once(store: UploadStore, shown: StoredUploadRows) -> None:
    upload_id = await made(store, 5000)
    assert len(shown.rows(upload_id, RowState.WAITING, 3000, 10)) == 10
    await store.write(lambda db: upload_changes.move(db, upload_id, range(0, 3000, 3), RowState.SENT))
    await store.write(lambda db: upload_changes.choose(db, upload_id, [1, 2, 4], out=True))
    await store.write(
        lambda db: upload_changes.judge(
            db, upload_id, [uploads.Sentence(7, RowVerdict.DUPLICATE, "Same number as row 2, which is kept")]
        )
    )
    upload = await store.read(lambda db: uploads.get(db, upload_id))
    assert upload is not None
    whole = shown.rows(upload_id, None, 0, 6000)
    assert upload.states == Counter(one.state for one in whole)
    assert upload.verdicts == Counter(one.verdict for one in whole)
    assert [one.index for one in shown.rows(upload_id, RowState.SENT, 0, 3)] == [0, 3, 6]
    assert shown.rows(upload_id, RowState.WAITING, 0, 1)[0].index == 10
    assert upload.wanted == 5000 - upload.states[RowState.LEFT_OUT]


class Steps:
    """Counts the steps of the window's connection, a hundred at a time."""

    def __init__(self, store: UploadStore) -> None:
        self._db = store.reader()
        self.taken = 0
        self._db.set_progress_handler(self._step, 100)

    def _step(self) -> bool:
        self.taken += 1
        return False

    def reader(self) -> Db:
        return self._db


@pytest.mark.parametrize(("which", "first"), [(RowVerdict.OK, 4001), (RowState.WAITING, 25_000)])
async def test_what_changes_elsewhere_makes_nobody_count_anew(
    store: UploadStore, which: RowVerdict | RowState, first: int
) -> None:
    upload_id = await made(store, 40_000)
    steps = Steps(store)
    shown = StoredUploadRows(steps)  # type: ignore[arg-type]
    places = [place for place in range(40_000) if place % 3 != 2]
    for piece in range(3):
        moved = [] if which is RowVerdict.OK else places[: piece * 50]
        if piece:
            some = places[piece * 50 - 50 : piece * 50]
            await store.write(lambda db, some=some: upload_changes.move(db, upload_id, some, RowState.SENT))  # type: ignore[misc]
        steps.taken = 0
        found = shown.rows(upload_id, which, first, 10)
        left = places[len(moved) :]
        assert [one.index for one in found] == left[first : first + 10]
        if piece:
            assert steps.taken < 100  # 10,000 steps; four thousand rows in front take 20,000
    shown.close()


async def test_requests_are_shown_with_the_newest_first(store: UploadStore, shown: StoredUploadRows) -> None:
    upload_id = await made(store, 20)
    for first in (0, 3):
        indexes = [first, first + 1]
        number = await store.write(
            lambda db, indexes=indexes: upload_pieces.begin(db, upload_id, indexes, indexes[0] + 1, NOON)  # type: ignore[misc]
        )
    await store.write(
        lambda db: upload_pieces.end(db, upload_id, number, PieceState.ACCEPTED, said="2 taken", took_s=1.25)
    )
    newest, oldest = shown.pieces(upload_id, 0, 10)
    assert (newest.number, newest.first, newest.last, newest.said, newest.took_s) == (
        2,
        4,
        5,
        "2 taken",
        1.25,
    )
    assert (oldest.number, oldest.state, oldest.took_s) == (1, PieceState.SENDING, None)
    assert shown.pieces(upload_id, 1, 10) == [oldest]


async def test_an_upload_is_forgotten_with_all_that_is_kept_of_it(store: UploadStore) -> None:
    upload_id, other = await made(store, 3000), await made(store, 100)
    pages = await store.write(lambda db: db.pragma("page_count"))
    steps = 1
    while await store.write(lambda db: uploads_discarded(db, upload_id)):
        steps += 1
    assert steps > 3
    counts = await store.read(
        lambda db: [db.execute(f"SELECT count(*) FROM {name}").get for name in ("rows", "keys", "uploads")]
    )
    assert counts == [100, 67, 1]
    await store.write(lambda db: uploads.append(db, upload_id, 0, [row(0)]))  # its reader comes too late
    assert await store.read(lambda db: db.execute("SELECT count(*) FROM rows").get) == 100
    assert await store.write(lambda db: db.pragma("page_count")) < pages / 5
    assert await store.read(lambda db: uploads.get(db, upload_id)) is None
    assert await store.read(lambda db: uploads.get(db, other)) is not None


def uploads_discarded(db: Db, upload_id: str) -> bool:
    return upload_changes.discard(db, upload_id, limit=700)


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_nothing_of_an_upload_lies_on_the_disk_in_the_clear(store: UploadStore, tmp_path: Path) -> None:
    await made(store, 3000)
    written = all_bytes(tmp_path)
    assert len(written) > 100_000
    for secret in (b"+3360000", b"Name 1", b"list.csv", b"SQLite format"):
        assert secret not in written


async def test_what_a_crash_left_half_made_is_nobodys(store: UploadStore, tmp_path: Path) -> None:
    upload_id = await store.write(lambda db: uploads.make(db, MADE))
    await store.write(lambda db: uploads.append(db, upload_id, 0, [row(0)]))
    assert await store.read(lambda db: uploads.get(db, upload_id)) is None
    assert await store.read(uploads.every) == []
    store.close()
    again = UploadStore.open(tmp_path, KEY)
    assert await again.read(upload_changes.left_behind) == [upload_id]
    again.close()


async def test_a_reading_that_ends_takes_out_what_it_did_not_meet(store: UploadStore) -> None:
    keys = [number for place in range(10) if (number := key_of(f"336{place:08}")) is not None]
    first = await store.write(lambda db: mirror.begin(db, "7", "1", NOON))
    await store.write(lambda db: mirror.keep(db, first, keys[:6], next_=6, total=6, seconds=0.5, now=NOON))
    await store.write(lambda db: mirror.end(db, first, NOON))
    second = await store.write(lambda db: mirror.begin(db, "7", "1", NOON))
    await store.write(lambda db: mirror.sent(db, "7", keys[8:9], NOON - timedelta(minutes=1)))
    await store.write(lambda db: mirror.sent(db, "7", keys[9:], NOON - timedelta(hours=1)))
    await store.write(lambda db: mirror.keep(db, second, keys[:3], next_=3, total=3, seconds=0.5, now=NOON))
    assert len(await store.read(lambda db: mirror.find(db, keys))) == 8  # what was known stays until the end
    await store.write(lambda db: mirror.end(db, second, NOON))
    # What was sent a moment before may be taken late; what was sent earlier would be in the list.
    assert sorted(await store.read(lambda db: mirror.find(db, keys))) == sorted([*keys[:3], keys[8]])
    assert await store.read(lambda db: mirror.count(db, ["7", "8"])) == {"7": 4}
    await store.write(lambda db: mirror.gone(db, "7", [keys[0], keys[8]], NOON))
    assert sorted(await store.read(lambda db: mirror.find(db, keys))) == sorted([*keys[1:3], keys[8]])
    await store.write(lambda db: mirror.deleted(db, "7", [keys[8]]))
    assert sorted(await store.read(lambda db: mirror.find(db, keys))) == sorted(keys[1:3])
    await store.write(lambda db: mirror.forget(db, "1"))
    assert await store.read(lambda db: mirror.find(db, keys)) == {}


async def test_a_late_page_of_an_earlier_reading_takes_nothing_out_of_a_newer_one(store: UploadStore) -> None:
    keys = [number for place in range(4) if (number := key_of(f"336{place:08}")) is not None]
    earlier = await store.write(lambda db: mirror.begin(db, "7", "1", NOON))
    newer = await store.write(lambda db: mirror.begin(db, "7", "1", NOON))
    for reading in (newer, earlier):
        await store.write(
            lambda db, reading=reading: mirror.keep(  # type: ignore[misc]
                db, reading, keys, next_=4, total=4, seconds=0.5, now=NOON
            )
        )
    await store.write(lambda db: mirror.end(db, newer, NOON))
    assert sorted(await store.read(lambda db: mirror.find(db, keys))) == sorted(keys)


async def test_the_file_reaches_the_disk_with_each_commit_and_is_never_made_anew(
    store: UploadStore, tmp_path: Path
) -> None:
    assert await store.write(lambda db: db.pragma("synchronous")) == 2
    assert (tmp_path / UPLOADS).stat().st_mode & 0o077 == 0
    store.close()
    with pytest.raises(Trouble) as caught:
        UploadStore.open(tmp_path, b"k" * 32)
    assert caught.value.kind is ErrorKind.STORE_DAMAGED
    UploadStore.open(tmp_path, KEY).close()
