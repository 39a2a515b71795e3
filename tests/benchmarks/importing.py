"""What it costs to bring 200,000 contacts in from a file, in rows a second and beside a plain csv.reader.

    .venv/bin/python -m tests.benchmarks.importing [--rows 200000]

A table as a spreadsheet writes it, national numbers mostly: read, planned for an empty phonebook, put into
the outbox of a real, encrypted store, planned again for the phonebook that has all of them by then, searched
for duplicates, and written and read as cards. The floor is `csv.reader` over the same file, and for cards
the file's lines. Processor seconds, since others may use the machine.
"""

import argparse
import asyncio
import csv
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.services.importing import source
from desktop.services.importing.plan import Verdict
from desktop.services.importing.values import Format
from tests.support.many_contacts import cards
from tests.support.paper import Paper, paper


def write(file: Path, rows: int) -> None:
    """Write a table with so many people, each with a name of their own."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["Name", "Phone", "Mobile", "E-mail"])
        for at, card in enumerate(cards(rows)):
            first, second, _ = card.numbers
            if first.startswith("+44"):
                first = f"0{first[3:5]} {first[5:9]} {first[9:]}"
            writer.writerow([f"{card.name} {at}", first, second, f"p{at}@example.org"])


class Clock:
    """Times pieces of work on `rows` rows and prints them."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.ratios: dict[str, float] = {}
        self.rates: dict[str, int] = {}
        self._floor = 1.0

    def floor(self, what: str, work: Callable[[], object]) -> None:
        """Time what the others are compared with."""
        began = time.process_time()
        work()
        self._floor = time.process_time() - began
        print(f"{what:44} {self._floor:7.2f} s {self._rows / self._floor:12,.0f} a second")

    async def piece(self, what: str, work: Callable[[], object]) -> None:
        """Time one piece; coroutines are awaited."""
        began = time.process_time()
        found = work()
        if asyncio.iscoroutine(found):
            await found
        seconds = time.process_time() - began
        self.rates[what] = round(self._rows / seconds)
        self.ratios[what] = round(seconds / self._floor, 1)
        rate = f"{self._rows / seconds:12,.0f} a second"
        print(f"{what:44} {seconds:7.2f} s {rate}, ratio {self.ratios[what]:6.1f}")


async def measure(ours: Paper, folder: Path, rows: int) -> Clock:
    """Do it all once."""
    table, importing, clock = folder / "contacts.csv", ours.engine.services.importing, Clock(rows)
    write(table, rows)
    facts = await importing.look(table)

    def plain() -> None:
        with table.open(encoding="utf-8", newline="") as lines:
            assert sum(1 for _ in csv.reader(lines, delimiter=";")) == rows + 1

    clock.floor("csv.reader", plain)
    await clock.piece("rows read", lambda: sum(1 for _ in source.rows(facts)))
    await clock.piece("planned, empty phonebook", lambda: importing.plan(facts, ours.account_id))
    plan = await importing.plan(facts, ours.account_id)
    await clock.piece("put into the outbox", lambda: importing.apply(plan))
    await clock.piece("planned, all there already", lambda: importing.plan(facts, ours.account_id))
    again = await importing.plan(facts, ours.account_id)
    assert again.count(Verdict.SAME) == plan.included(), again.count(Verdict.SAME)
    await clock.piece("duplicates counted", ours.engine.services.duplicates.count)
    await clock.piece("written as CSV", lambda: importing.export(folder / "out.csv", Format.CSV))
    file = folder / "out.vcf"
    await clock.piece("written as vCard 4.0", lambda: importing.export(file, Format.VCARD4))

    def lines() -> None:
        with file.open(encoding="utf-8") as text:
            assert sum(line.startswith("END:VCARD") for line in text) == plan.included()

    clock.floor("a vCard file's lines", lines)
    cards_there = source.look(file)
    await clock.piece("cards read", lambda: sum(1 for _ in source.rows(cards_there)))
    return clock


async def main() -> None:
    """Print rates and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    rows = options.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        async with paper(Path(folder) / "data") as ours:
            clock = await measure(ours, Path(folder), rows)
    figures = {"benchmark": "importing", "rows": rows, "rows_a_second": clock.rates, "ratios": clock.ratios}
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
