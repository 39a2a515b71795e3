"""What an import would do, row by row: previewed before anything is changed, and changeable row by row."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from desktop.domain.contacts import ContactCard
from desktop.numbers import normalise
from desktop.services.importing import reasons
from desktop.services.importing.values import FileFacts


class Verdict(StrEnum):
    """What a row is, as scripts read it; MERGE is told to them as a warning."""

    NEW = "ok"
    REPAIRED = "repaired"
    WARNING = "warning"
    MERGE = "merge"  # the contact is there, and the row adds numbers
    SAME = "duplicate"  # in the phonebook or in the file already: nothing to change
    INVALID = "invalid"


class Choice(StrEnum):
    """What is done with a row."""

    ADD = "add"
    MERGE = "merge"
    SKIP = "skip"


class Merging(NamedTuple):
    """A merge: which contact, what it says, and what it would say afterwards."""

    contact_id: str
    before: ContactCard
    after: ContactCard


class Planned(NamedTuple):
    """A row as the plan keeps it. `name` and `numbers` are what goes in, or the file's where nothing can.

    `importable` is whether it can be added at all.
    """

    line: int
    name: str
    numbers: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    merge: Merging | None = None
    left_out: bool = False
    importable: bool = True


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row as a preview shows it.

    `index` counts from 0 in the plan (a card's number is one more), `line` is where the row begins in the
    file. `choices` are what may be chosen, `choice` what is.
    """

    index: int
    line: int
    name: str
    numbers: tuple[str, ...]
    verdict: Verdict
    reason: str
    choice: Choice
    choices: tuple[Choice, ...]
    merge: Merging | None
    left_out: bool


_CHOICES = (Choice.SKIP, Choice.ADD, Choice.MERGE)
_CODES = {choice: code for code, choice in enumerate(_CHOICES)}
_SKIP = _CODES[Choice.SKIP]
_DEFAULTS = {
    Verdict.NEW: Choice.ADD,
    Verdict.REPAIRED: Choice.ADD,
    Verdict.WARNING: Choice.ADD,
    Verdict.MERGE: Choice.MERGE,
    Verdict.SAME: Choice.SKIP,
    Verdict.INVALID: Choice.SKIP,
}


def choices_of(row: Planned) -> tuple[Choice, ...]:
    """Return what may be chosen for a row, what is proposed first."""
    possible = [_DEFAULTS[row.verdict]]
    if row.merge is not None:
        possible.append(Choice.MERGE)
    if row.importable:
        possible.append(Choice.ADD)
    return tuple(dict.fromkeys([*possible, Choice.SKIP]))


@dataclass(frozen=True)
class ImportPlan:
    """A file against a phonebook. A value: choosing makes another plan, which shares the rows.

    `beyond` are the lines of rows that are too many; with `is_cut` the file goes on after them. `region` is
    what numbers without a country are read with, `places` what the phonebook calls its places for numbers.
    """

    id: str
    facts: FileFacts
    account_id: str
    places: tuple[str, ...]
    region: str | None
    rows: Sequence[Planned]
    beyond: Sequence[int] = ()
    is_cut: bool = False
    chosen: bytes = b""

    @classmethod
    def made(
        cls,
        plan_id: str,
        facts: FileFacts,
        account_id: str,
        places: tuple[str, ...],
        region: str | None,
        rows: Sequence[Planned],
        beyond: Sequence[int] = (),
        *,
        is_cut: bool = False,
    ) -> "ImportPlan":
        """Return a plan with what is proposed for each row."""
        chosen = bytes(_CODES[_DEFAULTS[row.verdict]] for row in rows)
        return cls(plan_id, facts, account_id, places, region, rows, beyond, is_cut, chosen)

    @cached_property
    def _indexes(self) -> Mapping[Verdict, "array[int]"]:
        found = {verdict: array("L") for verdict in Verdict}
        for index, row in enumerate(self.rows):
            found[row.verdict].append(index)
        return found  # without those beyond, which are invalid and come last

    def counted(self) -> "ImportPlan":
        """Count what a preview shows (30 ms for 250,000 rows), so that nobody waits for it there."""
        for figure in ("_indexes", "left_out"):
            getattr(self, figure)
        return self

    @property
    def total(self) -> int:
        """How many rows the file has, those that are too many included."""
        return len(self.rows) + len(self.beyond)

    def count(self, verdict: Verdict | None = None) -> int:
        """Return how many rows there are of a verdict, of all for None."""
        if verdict is None:
            return self.total
        return len(self._indexes[verdict]) + (len(self.beyond) if verdict is Verdict.INVALID else 0)

    @cached_property
    def left_out(self) -> int:
        """How many rows have more than names and numbers, for which the phonebook has no place."""
        return sum(row.left_out for row in self.rows)

    def included(self, verdict: Verdict | None = None) -> int:
        """Return how many rows of a verdict, of all for None, will be added or merged."""
        if verdict is None:
            return len(self.chosen) - self.chosen.count(_SKIP)
        return sum(self.chosen[index] != _SKIP for index in self._indexes[verdict])

    def page(self, verdict: Verdict | None, offset: int, limit: int) -> tuple[PlanRow, ...]:
        """Return some rows of a verdict, of all for None; costs what it returns, in any thread."""
        if verdict is None:
            wanted: Iterable[int] = range(min(offset, self.total), min(offset + limit, self.total))
        else:
            known = self._indexes[verdict]
            wanted = known[offset : offset + limit]
            if verdict is Verdict.INVALID:
                first = len(self.rows) - len(known)
                wanted = [
                    *wanted,
                    *range(max(offset, len(known)) + first, min(offset + limit + first, self.total)),
                ]
        return tuple(self.row(index) for index in wanted)

    def row(self, index: int) -> PlanRow:
        """Return one row by its place in the plan."""
        if index >= len(self.rows):
            line = self.beyond[index - len(self.rows)]
            last = self.is_cut and index == self.total - 1
            why = reasons.REST_NOT_READ if last else reasons.too_many_rows()
            too_many = Planned(line, "", (), Verdict.INVALID, why, importable=False)
            return _shown(index, too_many, Choice.SKIP)
        return _shown(index, self.rows[index], self.choice(index))

    def main_number(self, row: PlanRow) -> str | None:
        """Return a row's first number: E.164 where it is one, else as the file has it."""
        if not row.numbers:
            return None
        read = normalise(row.numbers[0], self.region)
        return read if read and read.startswith("+") else row.numbers[0]

    def choice(self, index: int) -> Choice:
        """Return what is done with a row."""
        return _CHOICES[self.chosen[index]] if index < len(self.chosen) else Choice.SKIP

    def choose(self, indexes: Iterable[int], choice: Choice) -> "ImportPlan":
        """Return the plan with another choice for some rows; what a row cannot is left as it was."""
        chosen = bytearray(self.chosen)
        for index in indexes:
            if index < len(self.rows) and choice in choices_of(self.rows[index]):
                chosen[index] = _CODES[choice]
        return self._with(bytes(chosen))

    def choose_all(self, verdict: Verdict | None, *, included: bool) -> "ImportPlan":
        """Return the plan with all rows of a verdict (None: all) taken as proposed, or left out.

        Rows that are there already and invalid ones are only taken when their verdict is named.
        """
        chosen = bytearray(self.chosen)
        passed_over = {Verdict.SAME, Verdict.INVALID} if verdict is None else set()
        for index in range(len(self.rows)) if verdict is None else self._indexes[verdict]:
            if not included:
                chosen[index] = _SKIP
            elif self.rows[index].verdict not in passed_over:
                wanted = next((c for c in choices_of(self.rows[index]) if c is not Choice.SKIP), Choice.SKIP)
                chosen[index] = _CODES[wanted]
        return self._with(bytes(chosen))

    def _with(self, chosen: bytes) -> "ImportPlan":
        other = replace(self, chosen=chosen)
        for name in ("_indexes", "left_out"):  # the rows are the same
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    def wanted(self) -> Iterator[tuple[int, Planned, Choice]]:
        """Yield what is to be added or merged, in the file's order."""
        for index, code in enumerate(self.chosen):
            if code != _SKIP:
                yield index, self.rows[index], _CHOICES[code]


def _shown(index: int, row: Planned, choice: Choice) -> PlanRow:
    return PlanRow(
        index=index,
        line=row.line,
        name=row.name,
        numbers=row.numbers,
        verdict=row.verdict,
        reason=row.reason,
        choice=choice,
        choices=choices_of(row),
        merge=row.merge,
        left_out=row.left_out,
    )
