"""The command bar's search in a large store, as ratios to reading a page of 100 calls.

    .venv/bin/python -m tests.benchmarks.lookup [--calls 1000000] [--rounds 200] [--profile FOLDER]

Each round asks for numbers of every kind in turn with a page between them, and beside them what a plain
LIKE over the distinct numbers costs. `--profile` keeps the store for the next run.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from desktop.domain.calls import CallFilter
from desktop.numbers import search_parts
from desktop.store import Db, Store, accounts, calls, lookup, query
from tests.support.stored_calls import NOON, call

KEY = bytes(range(32))
PAGE = 1_000
LIMIT = 7 * 4
PREFIXES = ("+3361", "+3367", "+331", "+336123", "+4420794", "+491512", "+3465", "+39347")


def fill(store: Store, wanted: int) -> None:
    """Store so many calls with a fifth as many numbers, some of which call far more often than others."""
    dice = random.Random(7)
    numbers = [
        f"{(prefix := dice.choice(PREFIXES))}{dice.randrange(10 ** (12 - len(prefix))):0{12 - len(prefix)}}"
        for _ in range(wanted // 5)
    ]
    store.submit(lambda db: accounts.add(db, "sipsim", "Office", {"region": "FR"})).result()
    for start in range(0, wanted, PAGE):
        page = [
            call(
                str(number),
                other=numbers[int(len(numbers) * dice.random() ** 2)],
                at=NOON - timedelta(seconds=30 * number),
            )
            for number in range(start, min(start + PAGE, wanted))
        ]
        store.submit(lambda db, page=page: calls.upsert(db, "1", page)).result()  # type: ignore[misc]
    store.submit(calls.indexes_ready).result()


def asked(dice: random.Random, db: Db) -> dict[str, str]:
    """Return one text of each kind."""
    (number,) = db.execute("SELECT number FROM numbers WHERE id = ?", (dice.randrange(1, 1_000),)).fetchone()
    start = dice.randrange(4, len(number) - 4)
    return {
        "nothing": "",
        "one digit": str(dice.randrange(10)),
        "two digits": f"{dice.randrange(100):02}",
        "06 12": "06 12",
        "four in the middle": number[start : start + 4],
        "six in the middle": number[start - 2 : start + 4],
        "whole": number,
        "nobody": f"{dice.randrange(10**9):010}99",
    }


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def find(db: Db, text: str) -> object:
    """Do what the service does in the store for a text."""
    parts = search_parts(text)
    found = lookup.numbers_with(db, parts, LIMIT) if text else lookup.latest(db, LIMIT)
    return [calls.get(db, each.call_id) for each in found[:7]]


def like(db: Db, text: str) -> object:
    """Find the same numbers without an index, and not even their calls."""
    sql = "SELECT id FROM numbers WHERE " + (" OR ".join(["key LIKE ?"] * len(search_parts(text))) or "0")
    return db.execute(sql, [f"%{part}%" for part in search_parts(text)]).fetchall()


def main() -> None:
    """Print the medians and the worst cases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--profile", type=Path)
    wanted = options.parse_args()
    dice = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(wanted.profile or Path(folder), KEY)
        db = store.reader()
        if not db.execute("SELECT 1 FROM calls LIMIT 1").fetchone():
            fill(store, wanted.calls)
        times: dict[str, list[float]] = {}
        pages, likes = [], []
        for _ in range(wanted.rounds):
            for kind, text in asked(dice, db).items():
                pages.append(timed(lambda: list(query.select(db, CallFilter(), 100))))
                times.setdefault(kind, []).append(timed(lambda text=text: find(db, text)))  # type: ignore[misc]
                if kind == "four in the middle":
                    likes.append(timed(lambda text=text: like(db, text)))  # type: ignore[misc]
        db.close()
        store.close()
    floor = statistics.median(pages)
    times["(plain LIKE, four in the middle)"] = likes
    print(f"a page of 100 calls: {floor:.2f} ms; number of calls: {wanted.calls}")
    report = {}
    for kind, each in times.items():
        middle, worst = statistics.median(each), statistics.quantiles(each, n=100)[98]
        report[kind] = round(middle / floor, 2)
        print(f"{kind:34} {middle:8.2f} ms, 99th percentile {worst:8.2f} ms, ratio {middle / floor:7.2f}")
    print(json.dumps({"benchmark": "lookup", "rounds": wanted.rounds, "ratios": report}))


if __name__ == "__main__":
    main()
