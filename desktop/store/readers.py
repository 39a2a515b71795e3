"""Searches off the loop: threads with read-only connections, whose queries a cancelled task stops."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import apsw

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store.connection import Db, trouble_of

T = TypeVar("T")


class _Search:
    """One function on its way through a reader; `stop` may come from any thread, at any time."""

    def __init__(self, run: Callable[[Db], Any]) -> None:
        self.run = run
        self.future: Future[Any] = Future()
        self._lock = threading.Lock()
        self._db: Db | None = None
        self._stopped = False

    def stop(self) -> None:
        """Interrupt the query; one that has not begun never does."""
        with self._lock:
            self._stopped = True
            if self._db is not None:
                self._db.interrupt()

    def go_on(self, *_: object) -> bool:
        """Say before each statement whether to run it: an interrupt only stops what runs already."""
        return not self._stopped

    def work(self, db: Db) -> bool:
        """Run the function on a snapshot, and end the future. Returns whether `db` can go on."""
        if not self.future.set_running_or_notify_cancel():
            return True
        with self._lock:
            self._db = db
        db.exec_trace = self.go_on
        try:
            db.execute("BEGIN")
            result = self.run(db)
        except (apsw.InterruptError, apsw.ExecTraceAbort) as error:
            self.future.set_exception(Trouble(ErrorKind.CANCELLED) if self._stopped else error)
        except apsw.Error as error:
            meaning = trouble_of(error)
            if meaning is not error:
                meaning.__cause__ = error
            self.future.set_exception(meaning)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)
        finally:
            with self._lock:
                self._db = None
            db.exec_trace = None
        return _rolled_back(db)


def _rolled_back(db: Db) -> bool:
    """End the transaction. An interrupt is over for SQLite only once no query is open any more.

    One that another query ran inside of may stay open for ever: apsw 3.54 keeps its cursor, to which nobody
    has a reference. Then each query of this connection would fail from now on.
    """
    try:
        if not db.get_autocommit():
            db.execute("ROLLBACK")
    except apsw.InterruptError:
        return False
    return True


class Readers:
    """A few threads, each with its own connection, opened when first needed."""

    def __init__(self, connect: Callable[[], Db], threads: int = 2) -> None:
        self._connect = connect
        self._searches: queue.SimpleQueue[_Search | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._limit = threads
        self._threads: list[threading.Thread] = []
        self._running: set[_Search] = set()
        self._closed = False

    async def read(self, run: Callable[[Db], T]) -> T:
        """Run a function in a reader; cancelling the task interrupts its query."""
        search = _Search(run)
        with self._lock:
            if self._closed:
                raise RuntimeError("the store is closed")
            if len(self._running) >= len(self._threads) < self._limit:
                self._add_thread()
            self._running.add(search)
        self._searches.put(search)
        try:
            result: T = await asyncio.wrap_future(search.future)
        except asyncio.CancelledError:
            search.stop()
            raise
        finally:
            with self._lock:
                self._running.discard(search)
        return result

    def close(self) -> None:
        """Interrupt what runs, then end the threads and close their connections."""
        with self._lock:
            self._closed = True
            searches, threads = tuple(self._running), tuple(self._threads)
            self._threads.clear()
        for search in searches:
            search.stop()
        for _ in threads:
            self._searches.put(None)
        for thread in threads:
            thread.join()

    def _add_thread(self) -> None:
        name = f"store-reader-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        db: Db | None = None
        while (search := self._searches.get()) is not None:
            if db is None:
                try:
                    db = self._connect()
                except Exception as error:
                    if search.future.set_running_or_notify_cancel():
                        search.future.set_exception(error)
                    continue
            if not search.work(db):
                db.close(True)
                db = None
        if db is not None:
            db.close()
