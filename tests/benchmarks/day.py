"""Memory of the program over a day with its window closed: 2,880 looks for calls at each of three accounts.

    .venv/bin/python -m tests.benchmarks.day [--hours 24]

The shipped program on a real X server, with a real panel's tray and a real notification service, and a
sandbox where calls arrive all the time, which the notices tell of. Only the waiting is left out: a look at
all accounts begins when the one before has ended, every twentieth is a whole pass, as after ten minutes, and
120 of them are an hour. After each hour but the last somebody opens the tray's menu. Printed are the resident
memory, all of it and what is not backed by files, after 1, 6, 12 and 24 of these hours, as a ratio to the
first one's, too, and the processor time that all the looks of the day took.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.desktop_parts import Notifications, Tray
from tests.support.real_desktop import RealDesktop
from tests.support.sandbox import running_sandbox, world

ROOT = Path(__file__).parents[2]
TOLD = (1, 6, 12, 24)
PROGRAM = """
import asyncio, gc, json, os, sys, time
from pathlib import Path
from desktop.app.demo import add_accounts
from desktop.app.main import run_window
from desktop.system.paths import Paths
from desktop.ui.shell.window import MainWindow

LOOKS, WHOLE = 120, 20

def told(hour, rounds):
    status = Path("/proc/self/status").read_text()
    mib = {name: int(status.split(name + ":")[1].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")}
    print(json.dumps({
        "hour": hour, "looks": rounds, "mib": round(mib["VmRSS"], 1), "own_mib": round(mib["RssAnon"], 1),
        "objects": len(gc.get_objects()), "processor_s": round(time.process_time(), 1),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "files": len(list(Path("/proc/self/fd").iterdir())),
    }), flush=True)

async def until(condition):
    while not condition():
        await asyncio.sleep(0.05)

async def live(window, context):
    sync, bridge = context.services.sync, context.bridge
    await until(lambda: window.filled and window.shell.known)
    await until(lambda: sync.status().last_done and not sync.status().running)
    accounts = len(window.shell.accounts)
    window.close()
    await until(lambda: not window.isVisible())
    results = asyncio.Queue()
    sync.on_result(results.put_nowait)

    async def look(whole):
        while not results.empty():
            results.get_nowait()
        sync.sync_now() if whole else sync.look_now()
        for _ in range(accounts):
            result = await asyncio.wait_for(results.get(), 60)
            assert result.complete, result

    told(0, 0)
    for hour in range(1, HOURS + 1):
        for place in range(LOOKS):
            await bridge.run(look(place % WHOLE == 0))
        told(hour, hour * LOOKS * accounts)
    os._exit(0)

def ended(living):
    print(repr(living.exception()), file=sys.stderr, flush=True)
    os._exit(1)

fill = MainWindow.fill
def fill_and_live(self, context):
    fill(self, context)
    self.living = asyncio.get_running_loop().create_task(live(self, context))
    self.living.add_done_callback(ended)  # a day ends the process by itself
MainWindow.fill = fill_and_live
async def prepare(services):
    services.settings.set("tray.explained", True)
    services.settings.set("sync.interval_s", 3600)
    services.settings.set("sync.reread_every_s", 86400)
    await add_accounts(services, json.loads(HELLO), "{} bench")
run_window(Paths(Path(PROFILE)), None, prepare=prepare)
"""


def main() -> None:
    """Print the memory hour by hour, and the ratios at the end."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=int, default=24)
    wanted = options.parse_args()
    hours: dict[int, dict[str, float]] = {}
    with (
        tempfile.TemporaryDirectory() as name,
        RealDesktop(Path(name) / "desktop") as desktop,
        running_sandbox("--seed", "3", "--calls", "2000", "--live", "--live-every", "2") as hello,
    ):
        tray = Tray(desktop)
        Notifications(desktop)
        env = {**os.environ, **desktop.env, "QT_QPA_PLATFORM": "xcb", "SIDETONE_PASSPHRASE": "benchmark"}
        env["PYTHONPYCACHEPREFIX"] = str(Path(name) / "bytecode")
        del env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"]  # nobody reads the screen
        given = {"HELLO": json.dumps(hello), "PROFILE": str(Path(name) / "day"), "HOURS": wanted.hours}
        begun = len(world(hello)["calls"])
        values = "".join(f"{key} = {value!r}\n" for key, value in given.items())
        command = [sys.executable, "-c", values + PROGRAM]
        with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                print(line, end="", flush=True)
                found = json.loads(line)
                hours[found["hour"]] = found
                if found["hour"] < wanted.hours:
                    tray.item().menu()
        if running.returncode != 0:
            raise SystemExit("the day did not end well")
        arrived = len(world(hello)["calls"]) - begun
    first = hours[1]
    report = {
        f"hour {hour}": {
            "mib": hours[hour]["mib"],
            "own_mib": hours[hour]["own_mib"],
            "ratio": round(hours[hour]["mib"] / first["mib"], 3),
        }
        for hour in sorted({*TOLD, wanted.hours} & hours.keys())
    }
    last = hours[max(hours)]
    spent = round(last["processor_s"] - hours[0]["processor_s"], 1)
    print(json.dumps({"benchmark": "day", **report, "processor_s": spent, "calls_arrived": arrived}))


if __name__ == "__main__":
    main()
