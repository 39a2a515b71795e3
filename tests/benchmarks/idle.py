"""Wake-ups a minute of the window at rest, as the kernel counts them, beside a bare Qt window.

    .venv/bin/python -m tests.benchmarks.idle [--seconds 30]

A wake-up is a voluntary context switch: a thread slept and was woken. Counted are the window's own thread and
all threads together, of the shipped window after its sync on a real X server (Xvfb): with no call open, with
a recording open, and with one that was played and is paused; then of a bare QMainWindow. The next sync is far
away: what is counted is the window, not the network. The count itself wakes each of them up once.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

from tests.benchmarks.frames import display, measured
from tests.support.sandbox import running_sandbox

COUNT = """
import asyncio, json, os, sys, time
from pathlib import Path
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def switches():
    found = {}
    for task in Path("/proc/self/task").iterdir():
        text = (task / "status").read_text()
        found[int(task.name)] = int(text.split("voluntary_ctxt_switches:")[1].split()[0])
    return found

def told(name, before, seconds):
    after = switches()
    each = {task: count - before.get(task, 0) for task, count in after.items()}
    minute = {"window": each[os.getpid()] * 60 / seconds, "all": sum(each.values()) * 60 / seconds}
    print(json.dumps({name: {key: round(value, 1) for key, value in minute.items()}}), flush=True)
"""
BARE = (
    COUNT
    + """
app = QApplication(sys.argv)
window = QMainWindow(); window.resize(1180, 760); window.show()
def begin():
    global before
    before = switches()
    QTimer.singleShot(int(SECONDS * 1000), end)
def end(): told("bare window", before, SECONDS); os._exit(0)
QTimer.singleShot(2000, begin)
app.exec()
"""
)
WINDOW = (
    COUNT
    + """
from desktop.app.demo import add_accounts
from desktop.app.main import run_window
from desktop.system.paths import Paths
from desktop.ui.player.presenter import Phase
from desktop.ui.shell.window import MainWindow

async def until(condition):
    while not condition():
        await asyncio.sleep(0.05)

async def count(window, context):
    recents, sync = window.recents, context.services.sync
    await until(lambda: window.filled)
    player = recents.player_presenter
    await until(lambda: sync.status().last_done and not sync.status().running and recents.model.rowCount())
    await rest("window, no call open")
    rows = (recents.model.call_at(row) for row in range(recents.model.rowCount()))
    recents.list.go_to_call(next(call for call in rows if call and call.has_recording))
    await until(lambda: player.view.phase is Phase.READY)
    await rest("window, recording open")
    player.play_or_pause()
    await until(lambda: player.position > 0.5)
    player.play_or_pause()
    await until(lambda: not player.view.playing)
    await rest("window, player paused")
    os._exit(0)

async def rest(name):
    await asyncio.sleep(3)
    before = switches()
    await asyncio.sleep(SECONDS)
    told(name, before, SECONDS)

fill = MainWindow.fill
def fill_and_count(self, context):
    fill(self, context)
    self.counting = asyncio.get_running_loop().create_task(count(self, context))
MainWindow.fill = fill_and_count
hello = json.loads(HELLO)
async def prepare(services):
    services.settings.set("sync.interval_s", 3600)
    await add_accounts(services, {"sipsim": hello["sipsim"]}, "bench")
run_window(Paths(Path(PROFILE)), None, prepare=prepare)
"""
)


def main() -> None:
    """Print the wake-ups a minute."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=30.0, help="how long each state is counted")
    wanted = options.parse_args()
    server, name = display()
    try:
        with tempfile.TemporaryDirectory() as folder, running_sandbox("--calls", "500") as hello:
            env = {
                **os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "SIDETONE_PASSPHRASE": "benchmark",
            }  # fmt: skip
            found = measured(BARE, env, SECONDS=wanted.seconds)
            given = {"HELLO": json.dumps(hello), "PROFILE": str(Path(folder) / "profile")}
            found |= measured(WINDOW, env, SECONDS=wanted.seconds, **given)
    finally:
        server.terminate()
        server.wait()
    for state, woken in found.items():
        print(f"{state}: {woken['window']} wake-ups a minute of the window's thread, {woken['all']} of all")
    print(json.dumps({"benchmark": "idle", **found}))


if __name__ == "__main__":
    main()
