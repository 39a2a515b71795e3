"""A phonebook of 200,000 contacts: what each key costs while somebody types, and what reading it in costs.

    .venv/bin/python -m tests.benchmarks.contacts [--contacts 200000] [--rounds 60] [--profile FOLDER]

Each round types names and numbers key by key, as the window asks for them: the counts under all letters and
the rows that are seen first, in a store that is encrypted. Beside each key stands what a plain LIKE over the
same names and numbers costs in the same run. `--profile` keeps the store for the next run.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.domain.clock import utc_now
from desktop.domain.contacts import ContactQuery, ProviderContact
from desktop.store import Db, Store, accounts, books
from desktop.store.fold import fold
from desktop.store.rows import StoreRows
from tests.support.many_contacts import PLACES, cards

KEY = bytes(range(32))
SEEN = 14
"""So many rows are painted first."""


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def fill(store: Store, wanted: int) -> float:
    """Take a provider's list of so many contacts over, and return how many seconds that took."""
    store.submit(lambda db: accounts.add(db, "sipalto", "Office", {"region": "FR"})).result()
    entries = [ProviderContact(str(number), card) for number, card in enumerate(cards(wanted), 1)]
    began = time.perf_counter()
    store.submit(
        lambda db: books.replace_book(db, "1", entries, places=PLACES, region="FR", now=utc_now())
    ).result()
    return time.perf_counter() - began


def typed(dice: random.Random, names: list[str], numbers: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands in the field after each key, and which kind of text that is."""
    name = dice.choice(names)
    family = name.split()[1]
    for text in (name[:12], fold(family), family[2:]):
        for end in range(1, len(text) + 1):
            yield f"{'one letter' if end == 1 else 'two letters' if end == 2 else 'more letters'}", text[:end]
    number = dice.choice(numbers)
    national = "0" + number[3:] if number.startswith(("+33", "+44")) else number
    for text in (national, f"{national[:2]} {national[2:4]} {national[4:6]}", number[:8], number[5:10]):
        for end in range(1, len(text) + 1):
            digits = sum(sign.isdecimal() for sign in text[:end])
            yield f"{'up to two' if digits <= 2 else 'more'} digits", text[:end]


def key(rows: StoreRows, text: str) -> None:
    """Do what the window does for one key."""
    query = ContactQuery(text=text)
    left = SEEN
    for section in rows.sections(query):
        left -= len(rows.contacts(query, section.letter, 0, left))
        if left <= 0:
            return


def like(db: Db, text: str) -> None:
    """Count the same with a plain LIKE, under no letters and without rows."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    if digits and not any(sign.isalpha() for sign in text):
        sql, part = "SELECT count(DISTINCT contact_id) FROM contact_numbers WHERE key LIKE ?", digits
    else:
        sql, part = "SELECT count(*) FROM contacts WHERE folded LIKE ?", fold(text)
    db.execute(sql, (f"%{part}%",)).fetchall()


def searches(store: Store, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Type, and return for each kind of text what each key and the LIKE beside it cost, in milliseconds."""
    dice = random.Random(3)
    rows, db = StoreRows(store), store.reader()
    names = [str(name) for (name,) in db.execute("SELECT name FROM contacts LIMIT 5000")]
    numbers = [
        str(number)
        for (number,) in db.execute("SELECT number FROM contact_numbers LIMIT 5000")
        if str(number).startswith("+")
    ]
    found: dict[str, list[tuple[float, float]]] = {}
    key(rows, "warm")
    for _ in range(rounds):
        for kind, text in typed(dice, names, numbers):
            mine = timed(lambda text=text: key(rows, text))  # type: ignore[misc]
            peer = timed(lambda text=text: like(db, text))  # type: ignore[misc]
            found.setdefault(kind, []).append((mine, peer))
    db.close()
    rows.close()
    return found


def report(found: dict[str, list[tuple[float, float]]]) -> dict[str, float]:
    """Print the search's figures and return the ratios of the medians."""
    ratios = {}
    found = {**found, "all keys": [each for one in found.values() for each in one]}
    for kind, each in found.items():
        ours, theirs = [mine for mine, _ in each], [peer for _, peer in each]
        middle, worst = statistics.median(ours), statistics.quantiles(ours, n=100)[98]
        peer, slowest = statistics.median(theirs), statistics.quantiles(theirs, n=100)[98]
        ratios[kind] = round(middle / peer, 2)
        ratios[f"{kind}, 99th percentile"] = round(worst / slowest, 2)
        print(
            f"{kind:16} {len(each):6} keys {middle:7.2f} ms, 99th percentile {worst:7.2f} ms; "
            f"LIKE {peer:7.2f} and {slowest:7.2f}: ratio {middle / peer:5.2f} and {worst / slowest:5.2f}"
        )
    return ratios


def main() -> None:
    """Print the medians and the worst cases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--contacts", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--profile", type=Path)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(wanted.profile or Path(folder), KEY)
        db = store.reader()
        if not db.execute("SELECT 1 FROM contacts LIMIT 1").fetchone():
            seconds = fill(store, wanted.contacts)
            print(
                f"a provider's list of {wanted.contacts} contacts: {wanted.contacts / seconds:,.0f} a second"
            )
        db.close()
        ratios = report(searches(store, wanted.rounds))
        store.close()
    print(json.dumps({"benchmark": "contacts", "contacts": wanted.contacts, "ratios": ratios}))


if __name__ == "__main__":
    main()
