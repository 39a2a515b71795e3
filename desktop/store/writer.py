"""The one writer: a thread that runs whole functions, each in one transaction.

Functions that wait together share one commit, each under a savepoint of its own: one that raises is
undone alone, and nobody is told success before the commit.
"""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import apsw

from desktop.store.connection import Db, trouble_of

T = TypeVar("T")

GROUP_S = 0.25
GROUP_JOBS = 64


@dataclass(frozen=True, slots=True)
class _Job:
    run: Callable[[Db], Any]
    future: "Future[Any]"


class Writer:
    """Owns the writing connection and closes it."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Db], T]) -> "Future[T]":
        """Queue a function. Its future ends after the commit; cancelling it works until it starts."""
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise RuntimeError("the store is closed")
            self._jobs.put(_Job(run, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then end the thread and close the connection."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._group(job)
        self._db.close()

    def _group(self, job: _Job | None) -> None:
        """Run this job and those that wait, until none does or the group is full, and commit."""
        done: list[tuple[_Job, Any]] = []
        until = time.monotonic() + GROUP_S
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except apsw.Error as error:
            assert job is not None
            _refuse(job, error)
            return
        while job is not None:
            failure = self._run(job, done)
            if failure is not None and self._db.get_autocommit():
                # SQLite gave the whole transaction up, as it does on a full disk.
                for lost, _ in done:
                    _refuse(lost, failure)
                return
            job = self._next() if time.monotonic() < until and len(done) < GROUP_JOBS else None
        self._commit(done)

    def _next(self) -> _Job | None:
        """Return the next job to run if one waits."""
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return None
            if job is None:
                self._jobs.put(None)  # the end, for `_work`; nothing comes after it
                return None
            if job.future.set_running_or_notify_cancel():
                return job

    def _run(self, job: _Job, done: list[tuple[_Job, Any]]) -> BaseException | None:
        """Run one job under a savepoint; an error goes to its future, and is returned."""
        db = self._db
        try:
            db.execute("SAVEPOINT job")
            result = job.run(db)
            db.execute("RELEASE job")
        except BaseException as error:
            self._undo("ROLLBACK TO job; RELEASE job")
            _refuse(job, error)
            return error
        done.append((job, result))
        return None

    def _undo(self, sql: str) -> None:
        """Roll back; what fails here has failed before, so that all that is left is to give the rest up."""
        for each in (sql, "ROLLBACK"):
            if self._db.get_autocommit():
                return
            with suppress(apsw.Error):
                self._db.execute(each)
                return

    def _commit(self, done: list[tuple[_Job, Any]]) -> None:
        try:
            self._db.execute("COMMIT")
        except apsw.Error as error:
            self._undo("ROLLBACK")
            for job, _ in done:
                _refuse(job, error)
            return
        for job, result in done:
            job.future.set_result(result)


def _refuse(job: _Job, error: BaseException) -> None:
    meaning = trouble_of(error) if isinstance(error, apsw.Error) else error
    if meaning is not error:
        meaning.__cause__ = error
    job.future.set_exception(meaning)
