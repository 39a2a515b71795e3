"""The writer, the readers, and what opening a file can meet."""

import asyncio
import threading
from concurrent.futures import Future

import apsw
import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import Store
from tests.store.conftest import KEY

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def names(db):
    return [name for (name,) in db.execute("SELECT name FROM t ORDER BY name")]


@pytest.fixture
def table(run):
    run(lambda db: db.execute("CREATE TABLE t (name TEXT UNIQUE)").fetchall())


def insert(name):
    return lambda db: db.execute("INSERT INTO t VALUES (?)", (name,)).fetchall()


def insert_and_fail(name):
    def work(db):
        insert(name)(db)
        raise LookupError(name)

    return work


class Gate:
    """Holds the writer until everything that a test wants in one group is queued."""

    def __init__(self, store):
        self.open = threading.Event()
        self.done = store.submit(lambda _: self.open.wait(10))


async def test_a_function_that_raises_is_undone_whole_and_alone(store, table, run):
    gate = Gate(store)
    first, bad, last = (
        store.submit(insert("a")),
        store.submit(insert_and_fail("b")),
        store.submit(insert("c")),
    )
    gate.open.set()
    with pytest.raises(LookupError, match="b"):
        bad.result(10)
    first.result(10)
    last.result(10)
    assert await store.read(names) == ["a", "c"]


def test_success_is_told_only_after_the_commit(store, table):
    gate = Gate(store)
    seen: Future[list[str]] = Future()

    def look(_):
        reader = store.reader()
        seen.set_result(names(reader))
        reader.close()

    store.submit(insert("a")).add_done_callback(look)
    store.submit(insert("b"))
    gate.open.set()
    # Both were in one group: when the first is told, the second is on the disk too.
    assert seen.result(10) == ["a", "b"]


def test_a_full_disk_is_trouble_and_nothing_is_told_to_be_stored(store, table, run):
    run(lambda db: db.pragma("max_page_count", db.pragma("page_count") + 2))
    gate = Gate(store)
    small = store.submit(insert("small"))
    big = store.submit(insert("x" * 100_000))
    gate.open.set()
    with pytest.raises(Trouble) as caught:
        big.result(10)
    assert caught.value.kind is ErrorKind.DISK
    reader = store.reader()
    stored = names(reader)
    reader.close()
    assert (stored == ["small"]) == (small.exception(10) is None)
    run(lambda db: db.pragma("max_page_count", 1_000_000))
    run(insert("later"))


def test_a_write_that_waits_can_be_taken_back(store, table, run):
    gate = Gate(store)
    waiting = store.submit(insert("a"))
    assert waiting.cancel()
    gate.open.set()
    assert run(names) == []


async def test_cancelling_a_read_interrupts_its_query(store):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless(db):
        loop.call_soon_threadsafe(started.set)
        while True:  # goes on with another query when one is interrupted
            try:
                db.execute(FOREVER).fetchall()
            except apsw.InterruptError:
                continue

    task = asyncio.create_task(store.read(endless))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.read(lambda db: db.execute("SELECT 1").get) == 1


async def test_a_query_that_is_interrupted_inside_another_spoils_no_later_one(store):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def nested(db):
        for _ in db.execute("SELECT 1 UNION ALL SELECT 2"):
            loop.call_soon_threadsafe(started.set)
            db.execute(FOREVER).fetchall()

    for _ in range(3):  # more often than there are readers
        started.clear()
        task = asyncio.create_task(store.read(nested))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (
        await asyncio.gather(*(store.read(lambda db: db.execute("SELECT 1").get) for _ in range(4)))
        == [1] * 4
    )


async def test_readers_see_one_snapshot_while_the_writer_goes_on(store, table):
    reading, written = threading.Barrier(3), threading.Event()

    def twice(db):
        before = names(db)
        reading.wait(10)
        assert written.wait(10)
        return before, names(db)

    task = asyncio.gather(store.read(twice), store.read(twice))
    await asyncio.to_thread(reading.wait, 10)
    await store.write(insert("a"))
    written.set()
    assert await task == [([], []), ([], [])]
    assert await store.read(names) == ["a"]


async def test_readers_cannot_write(store, table):
    with pytest.raises(Trouble) as caught:
        await store.read(insert("a"))
    assert caught.value.kind is ErrorKind.DISK


async def test_closing_finishes_writes_and_stops_reads(store, table, folder):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless(db):
        loop.call_soon_threadsafe(started.set)
        return db.execute(FOREVER).fetchall()

    task = asyncio.create_task(store.read(endless))
    await started.wait()
    last = store.submit(insert("last"))
    await asyncio.to_thread(store.close)
    with pytest.raises(Trouble) as caught:
        await task
    assert caught.value.kind is ErrorKind.CANCELLED
    last.result(0)
    store.close()
    with pytest.raises(RuntimeError):
        store.submit(names)
    with pytest.raises(RuntimeError):
        await store.read(names)
    again = Store.open(folder, KEY)
    assert again.submit(names).result(10) == ["last"]
    again.close()


def test_another_process_may_read_while_this_one_writes(store, table, run, folder):
    gate = Gate(store)
    run_later = store.submit(insert("a"))
    second = Store.open(folder, KEY)  # as a reading command does, without the profile's lock
    reader = second.reader()
    assert names(reader) == []
    gate.open.set()
    run_later.result(10)
    assert names(reader) == ["a"]
    second.submit(insert("b")).result(10)
    reader.close()
    second.close()
    assert run(names) == ["a", "b"]


def test_another_key_opens_nothing_and_changes_nothing(store, folder):
    store.close()
    before = (folder / "sidetone.db").read_bytes()
    with pytest.raises(Trouble) as caught:
        Store.open(folder, b"k" * 32)
    assert caught.value.kind is ErrorKind.STORE_DAMAGED
    assert (folder / "sidetone.db").read_bytes() == before


def test_a_damaged_page_is_trouble(store, table, run, folder):
    run(
        lambda db: db.executemany(
            "INSERT INTO t VALUES (?)", [(str(i) * 50,) for i in range(2_000)]
        ).fetchall()
    )
    page = run(
        lambda db: (
            db.execute("SELECT rootpage FROM sqlite_schema WHERE tbl_name = 't' AND type = 'index'").get
        )
    )
    store.close()
    path = folder / "sidetone.db"
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 100] ^= 1
    path.write_bytes(content)
    damaged = Store.open(folder, KEY)
    with pytest.raises(Trouble) as caught:
        damaged.submit(names).result(10)
    assert caught.value.kind is ErrorKind.STORE_DAMAGED
    damaged.close()


def test_a_file_of_something_else_is_trouble(folder):
    folder.mkdir()
    (folder / "sidetone.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(Trouble) as caught:
        Store.open(folder, KEY)
    assert caught.value.kind is ErrorKind.STORE_DAMAGED


def test_a_newer_file_is_refused(store, run, folder):
    run(lambda db: db.pragma("user_version", 9_999))
    store.close()
    with pytest.raises(Trouble) as caught:
        Store.open(folder, KEY)
    assert caught.value.kind is ErrorKind.STORE_NEWER


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Trouble) as caught:
        Store.open(tmp_path / "file" / "data", KEY)
    assert caught.value.kind is ErrorKind.DISK


def test_a_failed_opening_leaves_the_file_closed(store, run, folder):
    run(lambda db: db.pragma("user_version", 9_999))
    store.close()
    with pytest.raises(Trouble):
        Store.open(folder, KEY)
    assert not (folder / "sidetone.db-wal").exists()
