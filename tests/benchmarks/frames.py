"""Gaps in the window's thread while a first sync of 100,000 calls runs and the list is scrolled by wheel.

    .venv/bin/python -m tests.benchmarks.frames [--calls 100000] [--rest 8]

The shipped window on a real X server (Xvfb), with the bytecode that an installed program has. A timer of 5 ms
notes how late it comes: 99th percentile and worst, in milliseconds, while the program signs in and loads what
the first sync needs, while the sync runs, afterwards with the same scrolling and at rest, and beside it in a
bare QTableView that is scrolled in the same way. The wheel turns sixty times a second, a second down and a
second up.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.sandbox import running_sandbox

METER = """
import json, os, sys, time
from PySide6.QtCore import QObject, QPoint, QPointF, QTimer, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

class Meter(QObject):
    def __init__(self, parent, view):
        super().__init__(parent)
        self.view, self.turns, self.gaps, self.last = view, 0, [], time.perf_counter()
        self.tick = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=5)
        self.tick.timeout.connect(self.note)
        self.wheel = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=16)
        self.wheel.timeout.connect(self.turn)
        self.tick.start()
    def note(self):
        now = time.perf_counter()
        self.gaps.append((now - self.last) * 1000)
        self.last = now
    def turn(self):
        self.turns += 1
        by = QPoint(0, -120 if self.turns // 60 % 2 == 0 else 120)
        port = self.view.viewport()
        place = QPointF(port.rect().center())
        event = QWheelEvent(place, QPointF(port.mapToGlobal(place.toPoint())), QPoint(), by,
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(port, event)
    def tell(self, name, **more):
        gaps, self.gaps = sorted(self.gaps), []
        found = {"p99": gaps[len(gaps) * 99 // 100], "worst": gaps[-1], "seconds": sum(gaps) / 1000, **more}
        print(json.dumps({name: {key: round(value, 1) for key, value in found.items()}}), flush=True)
"""
BARE = (
    METER
    + """
from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QTableView
class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return 100_000
    def columnCount(self, parent=None): return 1
    def data(self, index, role=0): return f"call {index.row()}" if role == 0 else None
app = QApplication(sys.argv)
model, view = Model(), QTableView()
view.setModel(model); view.verticalHeader().setDefaultSectionSize(56); view.resize(440, 700); view.show()
meter = Meter(view, view)
def begin(): meter.gaps.clear(); meter.wheel.start(); QTimer.singleShot(REST_MS, end)
def end(): meter.tell("bare table, scrolled"); os._exit(0)
QTimer.singleShot(500, begin)
app.exec()
"""
)
WINDOW = (
    METER
    + """
import asyncio
from pathlib import Path
from desktop.app.demo import add_accounts
from desktop.app.main import run_window
from desktop.system.paths import Paths
from desktop.ui.shell.window import MainWindow

class Watch(QObject):
    def __init__(self, window, context):
        super().__init__(window)
        self.sync, self.meter = context.services.sync, Meter(window, window.recents.list)
        self.rows = window.recents.model
        self.look = QTimer(self, interval=100)
        self.look.timeout.connect(self.see)
        self.meter.wheel.start()
        self.look.start()
        self.came = False
    def see(self):
        status = self.sync.status()
        if self.rows.rowCount() and not self.came:
            self.came = True
            self.meter.tell("window, until the first calls came")
        elif self.came and not status.running and status.last_done is not None:
            self.look.stop()
            self.meter.tell("window, syncing and scrolled", rows=self.rows.rowCount())
            QTimer.singleShot(REST_MS, self.scrolled)
    def scrolled(self):
        self.meter.tell("window, scrolled")
        self.meter.wheel.stop()
        QTimer.singleShot(REST_MS, self.rested)
    def rested(self):
        self.meter.tell("window, at rest")
        os._exit(0)

fill = MainWindow.fill
def fill_and_watch(self, context):
    fill(self, context)
    self.watch = Watch(self, context)
MainWindow.fill = fill_and_watch
hello = json.loads(HELLO)
async def prepare(services):
    await add_accounts(services, {"sipsim": hello["sipsim"]}, "bench")
run_window(Paths(Path(PROFILE)), None, prepare=prepare)
"""
)


def measured(code: str, env: dict[str, str], **values: object) -> dict[str, dict[str, float]]:
    """Run a child and return what it measured, by name."""
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    done = subprocess.run(
        [sys.executable, "-c", given + code],
        env=env, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True, timeout=600, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            found |= json.loads(line)
    return found


def window_on(calls: int, profile: Path, env: dict[str, str], **rest: int) -> dict[str, dict[str, float]]:
    """Measure the window on a new profile whose account has so many calls."""
    with running_sandbox("--calls", str(calls)) as hello:
        return measured(WINDOW, env, HELLO=json.dumps(hello), PROFILE=str(profile), **rest)


def display() -> tuple[subprocess.Popen[bytes], str]:
    """Start an X server; the caller ends it."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x860x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(theirs,), stderr=subprocess.DEVNULL)
    os.close(theirs)
    with os.fdopen(ours) as told:
        return server, ":" + told.readline().strip()


def main() -> None:
    """Print the gaps, and their ratios to the bare table's."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=100_000)
    options.add_argument("--rest", type=float, default=8.0, help="seconds of each part without a sync")
    wanted = options.parse_args()
    server, name = display()
    try:
        with tempfile.TemporaryDirectory() as folder:
            env = {
                **os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "SIDETONE_PASSPHRASE": "benchmark",
                "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            }  # fmt: skip
            env.pop("PYTHONDONTWRITEBYTECODE", None)
            rest = {"REST_MS": int(wanted.rest * 1000)}
            found = measured(BARE, env, **rest)
            window_on(100, Path(folder) / "first", env, REST_MS=100)  # writes the bytecode
            found |= window_on(wanted.calls, Path(folder) / "profile", env, **rest)
    finally:
        server.terminate()
        server.wait()
    bare = found["bare table, scrolled"]
    for part, gaps in found.items():
        ratios = ", ".join(f"{gaps[key] / bare[key]:.1f}" for key in ("p99", "worst"))
        print(f"{part}: p99 {gaps['p99']} ms, worst {gaps['worst']} ms in {gaps['seconds']} s ({ratios})")
    print(json.dumps({"benchmark": "frames", **found}))


if __name__ == "__main__":
    main()
