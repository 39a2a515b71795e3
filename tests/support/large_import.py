"""Plans a file in a process of its own: `python -m tests.support.large_import FILE` prints what it took."""

import json
import re
import sys
import time
from pathlib import Path

from desktop.services.importing import planner, source
from desktop.services.importing.plan import Verdict


def peak() -> float:
    """Return the most memory this program has had, in MiB; `getrusage` would count what started it, too."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def main(file: Path) -> None:
    """Read and plan the file, and print rows, verdicts, seconds, and the peak of memory in MiB."""
    began = time.process_time()
    facts = source.look(file)
    making = planner.Planner(planner.Target("1", ("Main", "Second", "Third"), "GB"), "GB")
    told: list[int] = []
    making.take_all(source.rows(facts, tell=told.append))
    plan = making.plan("plan", facts).counted()
    figures = {
        "rows": plan.total,
        "counts": {verdict.value: plan.count(verdict) for verdict in Verdict},
        "seconds": time.process_time() - began,
        "mib": peak(),
        "told": [told[0], told[-1], len(told)],
        "last": plan.row(plan.total - 1).reason,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
