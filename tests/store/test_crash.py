"""A process killed while it stores pages: its rows and its cursor say the same."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.calls import CallFilter
from desktop.store import Store, accounts, cursors, query
from desktop.store.cursors import Window
from tests.store.conftest import KEY
from tests.support.stored_calls import NOON

PAGE = 50

WRITER = """
import sys
from pathlib import Path
from datetime import timedelta
from desktop.store import Store, calls, cursors
from desktop.store.cursors import Window
from tests.store.conftest import KEY
from tests.store.test_crash import PAGE, WINDOW
from tests.support.stored_calls import NOON, call

store = Store.open(Path(sys.argv[1]), KEY)
def page(number):
    def work(db):
        first = number * PAGE
        rows = [call(str(i), at=NOON - timedelta(minutes=i)) for i in range(first, first + PAGE)]
        calls.upsert(db, "1", rows)
        seen = first + PAGE
        cursors.save(db, "1", Window(WINDOW.start, WINDOW.end, token=str(number + 1), seen=seen))
    return work
number = cursors.load(store.reader(), "1")[0].seen // PAGE
while True:
    future = store.submit(page(number))
    number += 1
    if number % 7 == 0:
        future.result()
        print(number, flush=True)
"""

WINDOW = Window(NOON - timedelta(days=30), NOON)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not of Windows")
def test_killed_at_any_moment_rows_and_cursor_agree(folder: Path) -> None:
    store = Store.open(folder, KEY)
    store.submit(lambda db: accounts.add(db, "sipsim", "Office", {})).result(10)
    store.submit(lambda db: cursors.save(db, "1", WINDOW)).result(10)
    store.close()
    reached = 0
    root = Path(__file__).parents[2]
    for lines in (1, 2, 4, 3):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
            text=True,
        )
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(lines)][-1] * PAGE
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        child.stdout.close()
        store = Store.open(folder, KEY)
        reader = store.reader()
        (window,) = cursors.load(reader, "1")
        stored = query.count(reader, CallFilter())[0]
        problems = reader.execute("PRAGMA integrity_check").fetchall()
        reader.close()
        store.close()
        assert stored == window.seen
        assert window.token == str(stored // PAGE)
        assert stored >= told > reached
        assert problems == [("ok",)]
        reached = stored
