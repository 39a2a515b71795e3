"""Wake-ups and processor time a minute of the program at rest, beside bare Qt programs.

    .venv/bin/python -m tests.benchmarks.idle [--seconds 30] [--closed-seconds 150]

A wake-up is a voluntary context switch, as the kernel counts them: a thread slept and was woken. Counted are
the window's own thread and all threads together, of the shipped program after its sync on a real X server
(Xvfb): with no call open, with a recording open, and with one that was played and is paused; then of a bare
QMainWindow. The next sync is far away: what is counted is the window, not the network.

Then with the window closed, an account of each provider and a real panel's tray: first with the looks for
calls as they come (every 30 s for each account), then with none, and beside that a bare tray icon. The count
itself wakes each of them up once.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

from tests.benchmarks.frames import display, measured
from tests.support.desktop_parts import Tray
from tests.support.real_desktop import RealDesktop
from tests.support.sandbox import running_sandbox

COUNT = """
import asyncio, json, os, sys, time
from pathlib import Path
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def switches():
    global spent
    spent, found = time.process_time(), {}
    for task in Path("/proc/self/task").iterdir():
        text = (task / "status").read_text()
        found[int(task.name)] = int(text.split("voluntary_ctxt_switches:")[1].split()[0])
    return found

def told(name, before, seconds):
    began = spent
    after = switches()
    each = {task: count - before.get(task, 0) for task, count in after.items()}
    minute = {"window": each[os.getpid()] * 60 / seconds, "all": sum(each.values()) * 60 / seconds}
    minute["processor_ms"] = (spent - began) * 1000 * 60 / seconds
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
PROGRAM = (
    COUNT
    + """
from desktop.app.demo import add_accounts
from desktop.app.main import run_window
from desktop.system.paths import Paths
from desktop.ui.shell.window import MainWindow

async def until(condition):
    while not condition():
        await asyncio.sleep(0.05)

async def rest(name, seconds, first):
    await asyncio.sleep(first)
    before = switches()
    await asyncio.sleep(seconds)
    told(name, before, seconds)

def run(count, prepare):
    fill = MainWindow.fill
    def fill_and_count(self, context):
        fill(self, context)
        self.counting = asyncio.get_running_loop().create_task(count(self, context))
    MainWindow.fill = fill_and_count
    run_window(Paths(Path(PROFILE)), None, prepare=prepare)
"""
)
"""The shipped program: `count` begins once its list is there."""

WINDOW = (
    PROGRAM
    + """
from desktop.ui.player.presenter import Phase

async def count(window, context):
    recents, sync = window.recents, context.services.sync
    await until(lambda: window.filled)
    player = recents.player_presenter
    await until(lambda: sync.status().last_done and not sync.status().running and recents.model.rowCount())
    await rest("window, no call open", SECONDS, 3)
    rows = (recents.model.call_at(row) for row in range(recents.model.rowCount()))
    recents.list.go_to_call(next(call for call in rows if call and call.has_recording))
    await until(lambda: player.view.phase is Phase.READY)
    await rest("window, recording open", SECONDS, 3)
    player.play_or_pause()
    await until(lambda: player.position > 0.5)
    player.play_or_pause()
    await until(lambda: not player.view.playing)
    await rest("window, player paused", SECONDS, 3)
    os._exit(0)

async def prepare(services):
    services.settings.set("sync.interval_s", 3600)
    await add_accounts(services, {"sipsim": json.loads(HELLO)["sipsim"]}, "bench")
run(count, prepare)
"""
)
CLOSED = (
    PROGRAM
    + """
async def count(window, context):
    sync, settings = context.services.sync, context.services.settings
    await until(lambda: window.filled and window.shell.known)
    await until(lambda: sync.status().last_done and not sync.status().running)
    window.close()
    await until(lambda: not window.isVisible())
    await rest("closed, looks every 30 s", CLOSED_SECONDS, 12)
    settings.set("sync.interval_s", 3600)
    await rest("closed, no looks", SECONDS, 40)  # a look was on its way
    os._exit(0)

async def prepare(services):
    services.settings.set("tray.explained", True)
    await add_accounts(services, json.loads(HELLO), "{} bench")
run(count, prepare)
"""
)
BARE_TRAY = (
    COUNT
    + """
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QSystemTrayIcon
app = QApplication(sys.argv)
picture = QPixmap(32, 32); picture.fill("blue")
icon = QSystemTrayIcon(picture); icon.show()
def begin():
    global before
    before = switches()
    QTimer.singleShot(int(SECONDS * 1000), end)
def end(): told("bare tray icon", before, SECONDS); os._exit(0)
QTimer.singleShot(5000, begin)
app.exec()
"""
)


def closed(folder: Path, seconds: float, closed_seconds: float) -> dict[str, dict[str, float]]:
    """Measure the program without its window, on a desktop with a tray."""
    with RealDesktop(folder / "desktop") as desktop, running_sandbox("--calls", "500") as hello:
        Tray(desktop)
        env = {**os.environ, **desktop.env, "QT_QPA_PLATFORM": "xcb", "SIDETONE_PASSPHRASE": "benchmark"}
        del env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"]  # nobody reads the screen
        given = {"HELLO": json.dumps(hello), "PROFILE": str(folder / "closed")}
        found = measured(CLOSED, env, SECONDS=seconds, CLOSED_SECONDS=closed_seconds, **given)
        return found | measured(BARE_TRAY, env, SECONDS=seconds)


def main() -> None:
    """Print the wake-ups a minute."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=30.0, help="how long each state is counted")
    options.add_argument("--closed-seconds", type=float, default=150.0, help="how long looks are counted")
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
    with tempfile.TemporaryDirectory() as folder:
        found |= closed(Path(folder), wanted.seconds, wanted.closed_seconds)
    for state, woken in found.items():
        print(
            f"{state}: {woken['window']} wake-ups a minute of the window's thread, {woken['all']} of all, "
            f"{woken['processor_ms']} ms of the processor"
        )
    print(json.dumps({"benchmark": "idle", **found}))


if __name__ == "__main__":
    main()
