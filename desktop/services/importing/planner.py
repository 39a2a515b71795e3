"""Holds the rows of a file against each other and against a phonebook, and proposes what to do with each."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop.domain.contacts import ContactCard
from desktop.domain.numbers import LineType
from desktop.numbers import normalise, understand
from desktop.services.importing import reasons
from desktop.services.importing.people import same_words
from desktop.services.importing.plan import ImportPlan, Merging, Planned, Verdict
from desktop.services.importing.rowcheck import Checked, checked
from desktop.services.importing.values import MOST_BEYOND, MOST_ROWS, FileFacts, FileRow
from desktop.store.duplicates import Stored


@dataclass(frozen=True, slots=True)
class Target:
    """The phonebook that a file goes into: what its places are called, and who is there already."""

    account_id: str
    places: tuple[str, ...]
    region: str | None
    there: Iterable[Stored] = ()


@dataclass(slots=True)
class _Known:
    """A contact of the phonebook, with what the rows so far add to it; `line` is the last such row's."""

    contact_id: str
    before: ContactCard
    card: ContactCard
    keys: tuple[str, ...]
    read_only: bool
    line: int = 0


T = TypeVar("T")


class _Met(Generic[T]):
    """Finds who was met before by a name together with a number, by a number alone, or by a name alone.

    Thousands may have one name or one number: of those it knows the first, and each by both together.
    """

    def __init__(self, keys_of: Callable[[T], Sequence[str]]) -> None:
        self._keys_of = keys_of
        self._names: dict[str, T] = {}
        self._numbers: dict[str, T] = {}
        self._namesakes: Counter[str] = Counter()
        self._both: dict[int, T] = {}

    def add(self, name: str, keys: Iterable[str], one: T) -> None:
        """Remember one more."""
        if self._names.setdefault(name, one) is not one:
            self._namesakes[name] += 1
        self.learn(name, keys, one)

    def learn(self, name: str, keys: Iterable[str], one: T) -> None:
        """Remember more numbers of one."""
        for key in keys:
            self._numbers.setdefault(key, one)
            if self._names[name] is not one:
                self._both.setdefault(hash((name, key)), one)

    def by_both(self, name: str, keys: Sequence[str]) -> T | None:
        """Return who has this name and one of these numbers."""
        first = self._names.get(name)
        if first is None or not set(keys).isdisjoint(self._keys_of(first)):
            return first
        if name in self._namesakes:
            return next((self._both[both] for key in keys if (both := hash((name, key))) in self._both), None)
        return None

    def by_number(self, keys: Iterable[str]) -> T | None:
        """Return who has one of these numbers."""
        return next((self._numbers[key] for key in keys if key in self._numbers), None)

    def by_name(self, name: str) -> tuple[T | None, int]:
        """Return who has this name, and how many have it."""
        first = self._names.get(name)
        return first, 0 if first is None else 1 + self._namesakes[name]


class Planner:
    """Makes a plan, row by row; takes memory for each row, so only `MOST_ROWS` of them are kept."""

    def __init__(self, target: Target, region: str | None) -> None:
        self._target = target
        self._region = region
        self._there: _Met[_Known] = _Met(lambda known: known.keys)
        self._before: _Met[int] = _Met(self._keys_of_row)
        self._rows: list[Planned] = []
        self._beyond = array("I")
        for one in target.there:
            keys = tuple(key for text in one.numbers if (key := normalise(text, target.region)))
            known = _Known(one.contact_id, one.card, one.card, keys, one.read_only)
            self._there.add(same_words(one.card.name), keys, known)

    def _keys_of_row(self, index: int) -> list[str]:
        """Return what the numbers of a row that goes in are compared by."""
        return [normalise(text, self._target.region) or "" for text in self._rows[index].numbers]

    @property
    def rows(self) -> int:
        """How many rows there are so far."""
        return len(self._rows) + len(self._beyond)

    def take_all(self, rows: Iterable[FileRow]) -> None:
        """Plan rows until there are no more, or too many."""
        for row in rows:
            self.take(row)
            if len(self._beyond) >= MOST_BEYOND:
                break

    def take(self, row: FileRow) -> None:
        """Plan one row."""
        if len(self._rows) >= MOST_ROWS:
            self._beyond.append(row.line)
            return
        found = checked(row, len(self._target.places), self._region, self._target.region)
        self._rows.append(self._planned(found))

    def plan(self, plan_id: str, facts: FileFacts) -> ImportPlan:
        """Return the plan of all rows taken."""
        return ImportPlan.made(
            plan_id,
            facts,
            self._target.account_id,
            self._target.places,
            self._region,
            self._rows,
            self._beyond,
            is_cut=len(self._beyond) >= MOST_BEYOND,
        )

    def _planned(self, row: Checked) -> Planned:
        if row.verdict is Verdict.INVALID:
            return _kept(row, row.verdict, row.reason)
        name = same_words(row.name)
        known = self._there.by_both(name, row.keys)
        if known is not None:
            return self._meet(row, name, known, by_number=True)
        namesake, count = self._there.by_name(name)
        if namesake is not None and count == 1:
            return self._meet(row, name, namesake, by_number=False)
        earlier = self._before.by_both(name, row.keys)
        if earlier is not None:
            return self._join(row, name, earlier)
        return self._new(row, name, self._remark(row, name))

    def _meet(self, row: Checked, name: str, known: _Known, *, by_number: bool) -> Planned:
        """Plan a row whose contact the phonebook has."""
        fresh = _fresh(row, known.keys)
        if not fresh:
            why = reasons.same_as_row(known.line) if known.line else reasons.NOTHING_TO_CHANGE
            return _kept(row, Verdict.SAME, why)
        if known.read_only:
            earlier = self._before.by_both(name, row.keys)
            if earlier is not None:
                return self._join(row, name, earlier)
            return self._new(row, name, reasons.cannot_be_changed(known.card.name))
        free = [place for place, text in enumerate(_all_places(known.card, self._target.places)) if not text]
        if not free:
            return self._new(row, name, reasons.no_place_left(known.card.name))
        taken = fresh[: len(free)]
        keys = [key for _, key in taken]
        known.card = _with_numbers(known.card, self._target.places, [text for text, _ in taken])
        known.keys, known.line = (*known.keys, *keys), row.row.line
        self._there.learn(name, keys, known)
        remarks = [
            row.reason,
            reasons.adds(
                by_number=by_number,
                place=free[0],
                numbers=len(taken),
                mobile=len(taken) == 1 and _is_mobile(keys[0], self._region),
            ),
        ]
        if len(taken) < len(fresh):
            remarks.append(reasons.left_out_for_want_of_place(len(fresh) - len(taken)))
        merging = Merging(known.contact_id, known.before, known.card)
        return _kept(row, Verdict.MERGE, reasons.joined(remarks), merging)

    def _join(self, row: Checked, name: str, earlier: int) -> Planned:
        """Plan a row whose contact an earlier row has: its numbers go there."""
        first = self._rows[earlier]
        fresh = _fresh(row, self._keys_of_row(earlier))
        if not fresh:
            return _kept(row, Verdict.SAME, reasons.same_as_row(first.line))
        if len(first.numbers) + len(fresh) > len(self._target.places):
            return self._new(row, name, reasons.no_place_left(first.name))
        self._before.learn(name, [key for _, key in fresh], earlier)
        self._rows[earlier] = first._replace(
            numbers=(*first.numbers, *(text for text, _ in fresh)),
            verdict=Verdict.REPAIRED if first.verdict is Verdict.NEW else first.verdict,
            reason=reasons.joined([first.reason, reasons.taken_from_row(row.row.line)]),
        )
        return _kept(row, Verdict.SAME, reasons.added_to_row(first.line, len(fresh)))

    def _new(self, row: Checked, name: str, remark: str) -> Planned:
        """Plan a row that is a contact of its own."""
        self._before.add(name, row.keys, len(self._rows))
        if not remark:
            return _kept(row, row.verdict, row.reason)
        return _kept(row, Verdict.WARNING, reasons.joined([row.reason, remark]))

    def _remark(self, row: Checked, name: str) -> str:
        """Tell of somebody else with the number, or of somebody else of the name."""
        known = self._there.by_number(row.keys)
        if known is not None:
            return reasons.number_of(known.card.name)
        earlier = self._before.by_number(row.keys)
        if earlier is not None:
            return reasons.same_number_as_row(self._rows[earlier].line, self._rows[earlier].name)
        namesakes = self._there.by_name(name)[1]
        if namesakes:
            return reasons.several_of_the_name(namesakes)
        earlier, _ = self._before.by_name(name)
        return "" if earlier is None else reasons.same_name_as_row(self._rows[earlier].line)


def _fresh(row: Checked, keys: Sequence[str]) -> list[tuple[str, str]]:
    """Return the numbers of a row, with what to compare by, that are not among these."""
    return [(text, key) for text, key in zip(row.numbers, row.keys, strict=True) if key not in keys]


def _kept(row: Checked, verdict: Verdict, reason: str, merge: Merging | None = None) -> Planned:
    left_out = row.row.left_out and verdict is not Verdict.INVALID
    return Planned(row.row.line, row.name, row.numbers, verdict, reason, merge, left_out, row.importable)


def _all_places(card: ContactCard, places: Sequence[str]) -> list[str]:
    return [*card.numbers, *[""] * (len(places) - len(card.numbers))]


def _with_numbers(card: ContactCard, places: Sequence[str], numbers: Sequence[str]) -> ContactCard:
    """Return the card with numbers in its free places, in order."""
    left = list(numbers)
    filled = [text or (left.pop(0) if left else "") for text in _all_places(card, places)]
    return ContactCard(card.name, tuple(filled))


def _is_mobile(key: str, region: str | None) -> bool:
    return understand(key, region).line_type is LineType.MOBILE


def merged_again(
    row: Planned, current: ContactCard, places: Sequence[str], region: str | None
) -> ContactCard:
    """Return what a contact says by now, with the numbers of a row that it has not; for an old plan."""
    have = {normalise(text, region) for text in current.numbers if text}
    fresh = [text for text in row.numbers if normalise(text, region) not in have]
    return _with_numbers(current, places, fresh)


def without(row: Planned, current: ContactCard, region: str | None) -> ContactCard:
    """Return what a contact says by now, without the numbers that a row added to it."""
    assert row.merge is not None
    had = {normalise(text, region) for text in row.merge.before.numbers if text}
    added = {normalise(text, region) for text in row.numbers} - had
    left = ("" if text and normalise(text, region) in added else text for text in current.numbers)
    return ContactCard(current.name, tuple(left))
