"""Gaps in the window's thread while a contact is edited again and again, over a million calls.

    .venv/bin/python -m tests.benchmarks.edits [--calls 1000000] [--contacts 5000] [--rest 8]

Every tenth call is with the one contact who is edited, once a second, in a phonebook that the sandbox
keeps. The shipped window on a real X server, as in `frames`: a timer of 5 ms notes how late it comes, in
milliseconds, while the list is scrolled by wheel, while the contact is edited besides, while the list is
filtered by a part of that name, and beside it in a bare QTableView. `busy` is how much processor time the
window's thread took between two ticks: what a frame would last on a machine with nothing else to do. `list`
and `header` say how long after an edit was asked for the rows were read again, and the opened call's header
said the new name.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

from tests.benchmarks.frames import BARE, METER, display, measured
from tests.support.sandbox import running_sandbox

WINDOW = (
    METER
    + """
import asyncio, random, statistics
from datetime import UTC, datetime, timedelta
from pathlib import Path
from desktop.app.demo import add_accounts
from desktop.app.main import run_window
from desktop.domain.contacts import ContactCard
from desktop.store import calls
from desktop.system.paths import Paths
from desktop.ui.shell.window import MainWindow
from tests.support.many_contacts import number
from tests.support.stored_calls import call

BUSY = "+33612345678"

async def prepare(services):
    offered = {name: json.loads(HELLO)[name] for name in ("sipsim", "sipalto")}
    await add_accounts(services, offered, "{} (bench)")
    account = next(one for one in await services.accounts.all() if one.provider == "sipsim").id
    book = next(one for one in await services.accounts.all() if one.provider == "sipalto").id
    dice, store = random.Random(7), services.calls._store
    numbers = [number(dice) for _ in range(max(CALLS // 5, 1))]
    begun = datetime.now(UTC)
    for start in range(0, CALLS, 1000):
        page = [
            call(f"bench-{n}", other=BUSY if n % 10 == 0 else dice.choice(numbers), line=None,
                 at=begun - timedelta(seconds=20 * n + 60))
            for n in range(start, min(start + 1000, CALLS))
        ]
        await store.write(lambda db, page=page: calls.upsert(db, account, page))
    await store.write(calls.indexes_ready)
    await services.contacts.refresh((book,))
    await services.contacts.add(book, ContactCard("Zz Busy 0", (BUSY, "", "")))

class BusyMeter(Meter):
    def __init__(self, parent, view):
        super().__init__(parent, view)
        self.busy, self.spent = [], time.thread_time()
    def note(self):
        super().note()
        now = time.thread_time()
        self.busy.append((now - self.spent) * 1000)
        self.spent = now
    def begin(self):
        self.gaps.clear(), self.busy.clear()
    def tell(self, name, **more):
        busy = sorted(self.busy)
        super().tell(name, busy_p99=busy[len(busy) * 99 // 100], busy_worst=busy[-1], **more)
        self.busy = []

class Watch(QObject):
    def __init__(self, window, context):
        super().__init__(window)
        self.window, self.context = window, context
        self.meter, self.rows = BusyMeter(window, window.recents.list), window.recents.model
        self.look = QTimer(self, interval=200)
        self.look.timeout.connect(self.see)
        self.edits = QTimer(self, interval=1000)
        self.edits.timeout.connect(self.edit)
        self.asked, self.count, self.list_ms, self.header_ms, self.tasks = None, 0, [], [], set()
        self.rows.dataChanged.connect(self.reread)
        self.meter.tick.timeout.connect(self.header)
        self.look.start()
    def see(self):
        status = self.context.services.sync.status()
        if self.rows.rowCount() and not status.running and status.last_done and self.window.filled:
            self.look.stop()
            self.contact = self.context.contacts.contact_of(BUSY)
            self.window.recents.list.go_to_call(next(
                c for row in range(1, 60) if (c := self.rows.call_at(row)) and c.other == BUSY))
            QTimer.singleShot(3000, self.begin)
    def begin(self):
        self.meter.begin()
        self.meter.wheel.start()
        QTimer.singleShot(REST_MS, self.scrolled)
    def scrolled(self):
        self.meter.tell("scrolled", calls=self.rows.calls)
        self.edits.start()
        QTimer.singleShot(REST_MS, self.edited)
    def edit(self):
        self.count += 1
        self.asked = (f"Zz Busy {self.count}", time.perf_counter(), set())
        card = ContactCard(self.asked[0], self.contact.card.numbers)
        work = self.context.bridge.run(self.context.services.contacts.edit(self.contact.id, card))
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
    def reread(self, *_):
        if self.asked and "list" not in self.asked[2]:
            self.asked[2].add("list")
            self.list_ms.append(1000 * (time.perf_counter() - self.asked[1]))
    def header(self):
        said = self.window.recents.detail.header.title.text() if self.asked else ""
        if self.asked and "header" not in self.asked[2] and said == self.asked[0]:
            self.asked[2].add("header")
            self.header_ms.append(1000 * (time.perf_counter() - self.asked[1]))
    def edited(self):
        self.edits.stop()
        self.meter.tell("scrolled, contact edited", edits=self.count, list=statistics.median(self.list_ms),
            header=statistics.median(self.header_ms), header_worst=max(self.header_ms))
        self.window.recents.page.search.setText("zz bus")
        self.narrowed()
    def narrowed(self):
        if not self.rows.wanted.who or not self.window.recents.presenter.settled:
            QTimer.singleShot(50, self.narrowed)
            return
        self.found = self.rows.calls
        self.meter.begin()
        self.edits.start()
        QTimer.singleShot(REST_MS, self.done)
    def done(self):
        self.meter.tell("scrolled, filtered by the name, contact edited", calls=self.found)
        os._exit(0)

fill = MainWindow.fill
def fill_and_watch(self, context):
    fill(self, context)
    self.watch = Watch(self, context)
MainWindow.fill = fill_and_watch
run_window(Paths(Path(PROFILE)), None, prepare=prepare)
"""
)


def main() -> None:
    """Print the gaps, and their ratios to the bare table's."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=1_000_000)
    options.add_argument("--contacts", type=int, default=5_000)
    options.add_argument("--rest", type=float, default=8.0, help="seconds of each part")
    wanted = options.parse_args()
    server, name = display()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_sandbox("--calls", "100", "--contacts", str(wanted.contacts)) as hello,
        ):
            env = {
                **os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "SIDETONE_PASSPHRASE": "benchmark",
                "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            }  # fmt: skip
            env.pop("PYTHONDONTWRITEBYTECODE", None)
            rest = int(wanted.rest * 1000)
            found = measured(BARE, env, REST_MS=rest)
            found |= measured(
                WINDOW, env, HELLO=json.dumps(hello), PROFILE=str(Path(folder) / "profile"), REST_MS=rest,
                CALLS=wanted.calls,
            )  # fmt: skip
    finally:
        server.terminate()
        server.wait()
    bare = found["bare table, scrolled"]
    for part, gaps in found.items():
        ratios = ", ".join(f"{gaps[key] / bare[key]:.1f}" for key in ("p99", "worst"))
        more = {key: value for key, value in gaps.items() if key not in ("p99", "worst", "seconds")}
        print(f"{part}: p99 {gaps['p99']} ms, worst {gaps['worst']} ms ({ratios}) {more}")
    print(json.dumps({"benchmark": "edits", **found}))


if __name__ == "__main__":
    main()
