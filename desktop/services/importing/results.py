"""What became of an import, and the list with a line for each row that can be saved before and after."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from desktop.services.export import defused
from desktop.services.importing.plan import Choice, ImportPlan, PlanRow

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Failed:
    """A row that could not be queued, or that the provider refused; `why` is a sentence."""

    why: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a plan so far.

    `contacts` are our ids of what was added or changed, by the rows' places in the plan; all of them are in
    the outbox, or at the provider already. `waiting` are those that are not there yet, `unknown` those of
    them of which a request left and nobody knows what it did, `failed` the rows that were not taken.
    """

    plan: ImportPlan
    contacts: Mapping[int, str] = field(default_factory=dict)
    failed: Mapping[int, Failed] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()

    def _count(self, choice: Choice) -> int:
        return sum(self.plan.choice(index) is choice for index in self.contacts)

    @property
    def added(self) -> int:
        """How many contacts were added."""
        return self._count(Choice.ADD)

    @property
    def merged(self) -> int:
        """How many contacts got more numbers."""
        return self._count(Choice.MERGE)

    @property
    def skipped(self) -> int:
        """How many rows were left out, chosen or invalid."""
        return self.plan.total - self.plan.included()

    @property
    def left(self) -> int:
        """How many rows were not come to: the import was cancelled."""
        return self.plan.included() - len(self.contacts) - len(self.failed)


def write_list(out: TextIO, plan: ImportPlan, result: ImportResult | None = None) -> int:
    """Write a line for each row: where, what, why, and what became of it. Open `out` with `newline=""`."""
    writer = csv.writer(out)
    places = len(plan.places)
    writer.writerow(
        ["row", "verdict", "reason", "name", *(f"number_{place + 1}" for place in range(places)), "done"]
    )
    for row in each_row(plan):
        numbers = [*row.numbers, *[""] * places][:places]
        texts = [row.verdict.value, row.reason, row.name, *numbers, done(row, result)]
        writer.writerow([row.line, *map(defused, texts)])
    return plan.total


def each_row(plan: ImportPlan) -> Iterator[PlanRow]:
    """Yield all rows of a plan without making them all at once."""
    for offset in range(0, plan.total, PAGE):
        yield from plan.page(None, offset, PAGE)


def done(row: PlanRow, result: ImportResult | None) -> str:
    """Return in a word or a sentence what became of a row; "" when nothing was done yet."""
    if result is None:
        return "" if row.choice is not Choice.SKIP else "left out"
    if row.index in result.failed:
        return result.failed[row.index].why
    if row.index not in result.contacts:
        return "left out" if row.choice is Choice.SKIP else "not done"
    word = "merged" if row.choice is Choice.MERGE else "added"
    return f"{word}, not at the provider yet" if row.index in result.waiting else word
