"""Start, from exec to the first paint and to the first rows, as ratios to a bare PySide6 window.

    .venv/bin/python -m tests.benchmarks.start [--rounds 7] [--calls 2000]

Counted is the processor time of the whole process (all threads) at the end of a paint event, and the wall
time beside it: of the window in outline, then of the list with the profile's newest calls in it. All are
started in turn, with the bytecode that an installed program has. The profile holds a synced history, as
it does on every day but the first, and opens with a passphrase.
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

# Each child prints its processor seconds at the end of the wanted paint and ends there.
PAINTED = """
import os, sys, time
def painted():
    os.write(1, b"%.4f\\n" % time.process_time())
    os._exit(0)
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted()
app = QApplication(sys.argv); window = Window(); window.resize(1180, 760); window.show(); app.exec()
"""
)
START = """
sys.argv[0] = "sidetone"
from desktop.__main__ import run
run()
"""
OUTLINE = (
    PAINTED
    + """
from desktop.ui.shell.opening import OpeningFace
paint = OpeningFace.paintEvent
def paint_and_end(self, event):
    paint(self, event)
    painted()
OpeningFace.paintEvent = paint_and_end
"""
    + START
)
ROWS = (
    PAINTED
    + """
from desktop.ui.shell.window import MainWindow
fill = MainWindow.fill
def fill_and_watch(self, context):
    from desktop.ui.recents.list import CallDelegate, CallList
    from desktop.ui.recents.face import Face
    from desktop.ui.kit.sections import ITEM_ROLE
    content, paint = CallDelegate.content, CallList.paintEvent
    seen = []
    def content_seen(self, ink, index, state):
        content(self, ink, index, state)
        if isinstance(index.data(ITEM_ROLE), Face):
            seen.append(index)
    def paint_and_end(self, event):
        paint(self, event)
        if seen:
            painted()
    CallDelegate.content, CallList.paintEvent = content_seen, paint_and_end
    fill(self, context)
MainWindow.fill = fill_and_watch
"""
    + START
)


def until_painted(code: str, *arguments: str, env: dict[str, str]) -> tuple[float, float]:
    """Start a child: its processor seconds and the wall seconds at the wanted paint."""
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
        compiled = {**env, "PYTHONPYCACHEPREFIX": str(Path(profile) / "bytecode")}
        compiled.pop("PYTHONDONTWRITEBYTECODE", None)
        ratios: list[tuple[float, ...]] = []
        for round_ in range(wanted.rounds + 1):
            outline, rows, bare = (
                until_painted(code, *arguments, env=compiled)
                for code, arguments in (
                    (OUTLINE, ("--profile", profile)),
                    (ROWS, ("--profile", profile)),
                    (BARE, ()),
                )
            )
            if round_:  # the first one warms the disk and writes the bytecode
                ratios.append((*(a / b for one in (outline, rows) for a, b in zip(one, bare, strict=True)),))
                print(
                    f"processor {outline[0]:.3f}, {rows[0]:.3f} / {bare[0]:.3f} s, "
                    f"wall {outline[1]:.3f}, {rows[1]:.3f} / {bare[1]:.3f} s: "
                    + ", ".join(f"{ratio:.2f}" for ratio in ratios[-1])
                )
    names = ("processor", "wall", "rows_processor", "rows_wall")
    medians = (round(statistics.median(column), 2) for column in zip(*ratios, strict=True))
    found = dict(zip(names, medians, strict=True))
    print(json.dumps({"benchmark": "start", **found, "rounds": wanted.rounds}))


if __name__ == "__main__":
    main()
