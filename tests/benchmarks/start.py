"""Start, from exec to the first paint, as a ratio to a bare PySide6 window.

    .venv/bin/python -m tests.benchmarks.start [--rounds 7] [--calls 2000]

Counted is the processor time of the whole process (all threads) at the moment its window was painted for
the first time, and the wall time beside it. Both are started in turn. The profile holds a synced
history, as it does on every day but the first.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.sandbox import running_sandbox

# Each child prints its processor seconds inside the first paint and ends there.
PAINTED = """
def painted(window, event, before):
    import os, time
    before(window, event)
    os.write(1, b"%.4f\\n" % time.process_time())
    os._exit(0)
"""
BARE = (
    PAINTED
    + """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event): painted(self, event, QMainWindow.paintEvent)
app = QApplication(sys.argv); window = Window(); window.resize(1180, 760); window.show(); app.exec()
"""
)
OURS = (
    PAINTED
    + """
import sys
from desktop.ui.shell.window import MainWindow
before = MainWindow.paintEvent
MainWindow.paintEvent = lambda self, event: painted(self, event, before)
sys.argv[0] = "sidetone"
from desktop.__main__ import run
run()
"""
)


def first_paint(code: str, *arguments: str, env: dict[str, str]) -> tuple[float, float]:
    """Start a child: its processor seconds and the wall seconds at its first paint."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout is not None
        processor = float(child.stdout.readline())
        return processor, time.perf_counter() - started


def main() -> None:
    """Print the median ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--calls", type=int, default=2000)
    wanted = options.parse_args()
    env = {**os.environ, "SIDETONE_PASSPHRASE": "a benchmark's passphrase"}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as profile:
        with running_sandbox("--calls", str(wanted.calls)) as hello:
            sandbox = hello["sipsim"]
            base = [sys.executable, "-m", "desktop", "--profile", profile, "--quiet"]
            fields = [f"--field={key}={sandbox[key]}" for key in ("base_url", "token_url", "client_id")]
            add = [*base, "account", "add", "sipsim", "--name", "bench", *fields, "--secret", "client_secret"]
            subprocess.run(add, env=env, input=sandbox["client_secret"], text=True, check=True)
            subprocess.run([*base, "sync"], env=env, check=True, stdout=subprocess.DEVNULL)
        pairs = []
        for round_ in range(wanted.rounds + 1):
            ours = first_paint(OURS, "--profile", profile, env=env)
            bare = first_paint(BARE, env=env)
            if round_:  # the first one warms the disk
                pairs.append((ours[0] / bare[0], ours[1] / bare[1]))
                print(
                    f"processor {ours[0]:.3f} / {bare[0]:.3f} s, wall {ours[1]:.3f} / {bare[1]:.3f} s: "
                    f"{pairs[-1][0]:.2f}, {pairs[-1][1]:.2f}"
                )
    processor, wall = (round(statistics.median(column), 2) for column in zip(*pairs, strict=True))
    print(json.dumps({"benchmark": "start", "processor": processor, "wall": wall, "rounds": wanted.rounds}))


if __name__ == "__main__":
    main()
