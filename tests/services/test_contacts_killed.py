"""A process killed at any moment while it edits a phone book: no edit is lost, and none is made twice.

`SIDETONE_KILLS` is how many times (60 unless set), `SIDETONE_KILL_SEED` chooses the script. What was edited
and killed is printed: `pytest -s`.
"""

import os
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.support.engine import engine
from tests.support.killed_contacts import POINTS, PROVIDER, Journal
from tests.support.killing import Runs
from tests.support.sandbox import running_sandbox, world

KILLS = int(os.environ.get("SIDETONE_KILLS", "60"))
SEED = os.environ.get("SIDETONE_KILL_SEED", "1")
FAULTS = "429,429-no-hint,401,5xx,slow,cut,wrong-type,not-json"
AT_MOST_S = 1.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180 + 3 * KILLS),
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are not of Windows"),
]


async def test_killed_at_any_moment_no_edit_is_lost_and_none_made_twice(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    with running_sandbox("--contacts", "0", "--calls", "0", "--faults", FAULTS) as hello:
        offered = hello[PROVIDER]
        async with engine(folder, wait_scale=0.02) as ours:
            plain = {key: offered[key] for key in ("base_url", "username", "extensions")}
            await ours.services.accounts.add(
                PROVIDER, "Main", plain, {"password": offered["password"]}, test=False
            )
        runs = Runs("tests.support.killed_contacts", folder, offered, tmp_path / "said")
        rng = Random(f"kills {SEED}")
        kills = Counter[str]()
        try:
            while kills.total() < KILLS:
                point = rng.choice((*POINTS, "at random"))
                wish = "" if point == "at random" else f" at {point} {rng.randint(1, POINTS[point])}"
                code = runs.run(f"run {SEED}{wish}", AT_MOST_S if wish else rng.uniform(0.02, 0.8))
                assert code == -signal.SIGKILL, f"exit {code}{wish}"
                kills[point] += 1
            drained = runs.run(f"drain {SEED}")
        finally:
            said = runs.close()
        assert drained == 0, said
        journal = Journal.read(folder / "journal")
        there = Counter(
            (entry["name"], *(number["raw"] for number in entry["numbers"]))
            for entry in world(hello)["contacts"]
        )
        wanted = Counter((card.name, *filter(None, card.numbers)) for card in journal.shown.values())
        lost, doubled = wanted - there, there - wanted
        print(
            f"\nkills {kills.total()}, edits {journal.edits}, lost {lost.total()}, doubled {doubled.total()}"
            f" (contacts {wanted.total()}; kills by point: {dict(sorted(kills.items()))})"
        )
        assert (lost, doubled) == (Counter(), Counter()), said
        assert journal.edits > KILLS / 2
