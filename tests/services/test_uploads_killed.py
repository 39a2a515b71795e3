"""A process killed at any moment while it uploads a file, to a server that fails: nothing is lost or doubled.

Each number that arrives makes a phone ring. A third of the requests fails in some way, the process is killed
again and again and goes on where it was; what nobody can tell is decided by a person in the end: look again,
then send again what is not there. `SIDETONE_UPLOAD_ROWS` is how many rows the file has (3,000 unless set),
`SIDETONE_UPLOAD_KILLS` how often it is killed (15), `SIDETONE_KILL_SEED` chooses when. `pytest -s` prints
what was met.
"""

import csv
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.support.engine import engine
from tests.support.killed_uploads import POINTS, PROVIDER
from tests.support.killing import Runs
from tests.support.sandbox import running_sandbox, world

ROWS = int(os.environ.get("SIDETONE_UPLOAD_ROWS", "3000"))
KILLS = int(os.environ.get("SIDETONE_UPLOAD_KILLS", "15"))
SEED = os.environ.get("SIDETONE_KILL_SEED", "1")
FAULTS = "429,429-no-hint,5xx,cut,wrong-type,not-json"
PIECES = max(60, 4 * KILLS)
PATIENCE_S = 120 + ROWS / 100
CAMPAIGN = "Appointment reminders"  # keeps numbers without their plus

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300 + ROWS // 25),
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are not of Windows"),
]


def write(file: Path) -> Counter[str]:
    """Write a file with bad rows between the good ones; returns what shall arrive."""
    wanted: Counter[str] = Counter()
    rng = Random(f"rows {SEED}")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["phone", "name", "contract"])
        for place in range(ROWS):
            number = f"+447700{place:06}" if place % 3 else f"+336{place:08}"
            shown = number if place % 7 else f"00{number[1:3]} {number[3:7]} {number[7:]}"
            wanted[number] += 1
            writer.writerow([shown, f"Name {place}", f'R "{place}"'])
            if rng.random() < 0.02:
                writer.writerow(rng.choice([["nobody", "x", "y"], [number, "twice", ""], ["+33", "", ""]]))
    return wanted


async def test_killed_at_any_moment_every_row_arrives_and_none_twice(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    wanted = write(folder / "list.csv")
    with running_sandbox("--contacts", "0", "--calls", "0", "--faults", FAULTS) as hello:
        offered = hello[PROVIDER]
        (there,) = [one for one in world(hello)["campaigns"] if one["name"] == CAMPAIGN]
        (folder / "campaign").write_text(there["provider_id"])
        async with engine(folder, wait_scale=0.01) as ours:
            plain = {"base_url": offered["base_url"], "account_id": offered["account_id"], "region": "GB"}
            await ours.services.accounts.add(
                PROVIDER, "Main", plain, {"api_key": offered["api_key"]}, test=False
            )
        before = Counter(one["sent"] for one in there["numbers"])
        runs = Runs("tests.support.killed_uploads", folder, offered, tmp_path / "said")
        rng = Random(f"kills {SEED}")
        kills, done = Counter[str](), 0
        rows = max(ROWS // PIECES, 1)
        try:
            while kills.total() < KILLS and not done:
                point = rng.choice((*POINTS, "at random"))
                wish = "" if point == "at random" else f" at {point} {rng.randint(1, POINTS[point])}"
                code = runs.run(f"run {rows}{wish}", PATIENCE_S if wish else rng.uniform(0.3, 2.0))
                assert code in (0, -signal.SIGKILL), f"exit {code}{wish}"
                kills[point] += code != 0
                done = code == 0
            if not done:
                done = runs.run(f"run {rows}", PATIENCE_S) == 0
            assert done
            assert runs.run(f"decide {rows}", PATIENCE_S) == 0
        finally:
            said = runs.close()
        (after,) = [one for one in world(hello)["campaigns"] if one["name"] == CAMPAIGN]
        arrived = Counter(one["sent"] for one in after["numbers"]) - before
        lost, doubled = wanted - arrived, arrived - wanted
        posts = [one for one in world(hello)["requests"] if one["method"] == "POST"]
        spoilt = Counter(one["status"] for one in posts)
        met = json.loads(said.strip().splitlines()[-1])
        print(
            f"\nrows {wanted.total()}, kills {kills.total()} {dict(sorted(kills.items()))}, "
            f"posts {len(posts)} {dict(spoilt)}, unknown rows for a person to decide {met['unknown']}, "
            f"lost {lost.total()}, doubled {doubled.total()}"
        )
        assert (lost, doubled) == (Counter(), Counter()), said
        assert met["states"]["sent"] == wanted.total()
        assert kills.total() > KILLS / 2
