"""What a second start costs while the window runs, as ratios to a Python program that does nothing.

    .venv/bin/python -m tests.benchmarks.handover [--rounds 15] [--frozen PROGRAM --frozen-empty PROGRAM]

Each second start hands a link to the window, from exec to its exit: by the command as pip installs it, by
`python -m desktop`, and frozen; beside it a command that is handed over (`settings set`). The empty program
is `python -c pass` of the same environment, and for the frozen one a `pass` that was frozen in the same way:

    pyinstaller packaging/sidetone.spec && echo pass > empty.py && pyinstaller empty.py

All are started in turn, with the bytecode that an installed program has. Printed are the medians of the
rounds' ratios, for the processor time of the process and for the wall.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.system.paths import Paths
from tests.support.processes import until

ROOT = Path(__file__).parents[2]
LINK = "tel:+33639980503"
SETTLE_S = 0.15
"""After each start: the window raises itself and asks, which is not to fall into the next measurement."""

COMMAND = """import sys
from desktop.__main__ import run
if __name__ == "__main__":
    sys.exit(run())
"""
"""What pip installs as `sidetone`."""


def spent(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Run a program to its end: its processor seconds and the wall seconds."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall


@contextmanager
def window(profile: Path, env: dict[str, str]) -> Iterator[None]:
    """Run the shipped window off screen."""
    running = subprocess.Popen([sys.executable, "-m", "desktop"], env=env, cwd=ROOT)
    try:
        until(Paths(profile).socket.exists)
        time.sleep(2)  # what comes after the start is not to be measured
        yield
    finally:
        running.terminate()
        running.wait(30)


def main() -> None:
    """Print the median ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--frozen", help="the frozen Sidetone")
    options.add_argument("--frozen-empty", help="a frozen program that does nothing")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="st-") as name:
        folder = Path(name)
        profile = folder / "profile"
        script = folder / "sidetone"
        script.write_text(COMMAND)
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "SIDETONE_PROFILE": str(profile),
            "SIDETONE_PASSPHRASE": "a benchmark's passphrase",
        }
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        python = [sys.executable]
        kinds = {
            "command": ([*python, str(script), LINK], "empty"),
            "module": ([*python, "-m", "desktop", LINK], "empty"),
            "other command": ([*python, str(script), "settings", "set", "sync.interval_s", "30"], "empty"),
            "empty": ([*python, "-c", "pass"], "empty"),
        }
        if wanted.frozen and wanted.frozen_empty:
            kinds["frozen"] = ([wanted.frozen, LINK], "frozen empty")
            kinds["frozen empty"] = ([wanted.frozen_empty], "frozen empty")
        rounds: list[dict[str, tuple[float, float]]] = []
        with window(profile, env):
            for round_ in range(wanted.rounds + 1):
                found = {}
                for kind, (command, _) in kinds.items():
                    found[kind] = spent(command, env)
                    time.sleep(SETTLE_S)
                if round_:  # the first one warms the disk and writes the bytecode
                    rounds.append(found)
    told: dict[str, dict[str, float]] = {}
    for kind, (_, base) in kinds.items():
        told[kind] = {}
        for column, measure in enumerate(("processor", "wall")):
            own = statistics.median(one[kind][column] for one in rounds)
            ratio = statistics.median(one[kind][column] / one[base][column] for one in rounds)
            told[kind] |= {f"{measure}_ms": round(own * 1000, 1), measure: round(ratio, 2)}
        print(kind, told[kind], flush=True)
    print(json.dumps({"benchmark": "handover", "rounds": wanted.rounds, **told}))


if __name__ == "__main__":
    main()
