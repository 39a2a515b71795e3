"""Who a person may want to call, from anything typed or pasted: one match for each number, best first.

Each source of numbers (contacts, lines, the history) gives its candidates, ranked in one way, and `_find`
joins them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from desktop.domain.calls import CallRecord
from desktop.domain.contacts import Contact
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.numbers import find_in_text, search_key, search_parts, understand
from desktop.services.accounts import Accounts
from desktop.services.lines import Lines
from desktop.store import Db, Store, calls, contact_lookup, contacts
from desktop.store import lookup as rows
from desktop.store.contact_lookup import Known
from desktop.store.fold import fold
from desktop.store.lookup import Fit, Found

SPARE = 4
"""For each row that is wanted so many are read: some far sides of calls cannot be called."""

_FAVOURITE, _CONTACT, _RECENT, _LINE = range(4)
"""Which sort of candidate comes first; a colleague's line by its name is like a contact."""

_CALLABLE = frozenset({NumberKind.NUMBER, NumberKind.SHORT, NumberKind.EXTENSION})
_DIGIT = re.compile(r"\d")


class MatchKind(StrEnum):
    """Where a match comes from."""

    EXACT = "exact"  # the text itself is the number
    CONTACT = "contact"
    LINE = "line"
    RECENT = "recent"
    REFUSED = "refused"  # the text is something that is never called from here


@dataclass(frozen=True, slots=True)
class Match:
    """One number that can be called, or that says why not.

    `contact` is whose number it is, `label` which of theirs; `also` says that they have the number that was
    typed besides this one. `line` is ours whose number it is, `call` the last call with the number, `parts`
    the digits that were looked for. A REFUSED match has nothing to dial.
    """

    kind: MatchKind
    number: NumberInfo
    line: Line | None = None
    call: CallRecord | None = None
    parts: tuple[str, ...] = ()
    contact: Contact | None = None
    label: str = ""
    also: bool = False

    @property
    def dial(self) -> str:
        """Return the text that calls it."""
        return self.number.dial or self.number.text

    @property
    def name(self) -> str:
        """Return who has the number; "" for nobody that is known."""
        if self.contact is not None:
            return self.contact.name
        return self.line.name if self.line is not None else ""

    @property
    def account_id(self) -> str:
        """Return the account (our id) in whose company the number stands; "" where the text itself is it."""
        if self.contact is not None:
            return self.contact.account_id
        if self.line is not None:
            return self.line.account_id
        return self.call.account_id if self.call is not None and self.kind is MatchKind.RECENT else ""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a search stands on: the lines but the one that rings, and that one's country and company."""

    lines: tuple[Line, ...]
    account_id: str | None
    region: str | None
    extensions: frozenset[str]
    calling: frozenset[str] = frozenset()  # accounts with a line that can call

    def reaches(self, number: NumberInfo, account_id: str) -> bool:
        """Whether a number of an account's contact can be called: an extension only from its own company."""
        if number.kind not in _CALLABLE:
            return False
        return number.kind is NumberKind.NUMBER or account_id in self.calling

    def understand(self, text: str) -> NumberInfo:
        return understand(text, self.region, own_extensions=self.extensions)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that fits: of which sort, how well, and its last call (ours) with the time of that."""

    kind: MatchKind
    number: NumberInfo
    fit: Fit = Fit.WHOLE
    order: int = 0
    call_id: str | None = None
    at: int = 0
    line: Line | None = None
    contact_id: str | None = None
    label: str = ""
    also: bool = False

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """What is meant as a whole comes first, then sort by sort, then what fits better, then the latest."""
        return self.fit is not Fit.WHOLE, self.order, self.fit, -self.at


class Lookup:
    """The search of the command bar and of quick dial, on what the store has: it needs no connection."""

    def __init__(self, *, store: Store, accounts: Accounts, lines: Lines) -> None:
        self._store = store
        self._accounts = accounts
        self._lines = lines

    async def find(self, text: str, limit: int) -> tuple[Match, ...]:
        """Return at most `limit` matches; for an empty text the numbers of the newest calls.

        Cancelling it stops the query. Raises `Trouble` DISK or STORE_DAMAGED.
        """
        ground = await self._ground()
        return await self._store.read(lambda db: _find(db, text.strip(), ground, limit))

    async def favourites(self, limit: int) -> tuple[Match, ...]:
        """Return the favourites by name, each with the number that was called last, else the first one."""
        ground = await self._ground()
        return await self._store.read(lambda db: _favourites(db, ground, limit))

    async def _ground(self) -> _Ground:
        lines = await self._lines.all()
        calling = frozenset(line.account_id for line in lines if line.can_dial)
        ringing = next((line for line in lines if line.default), None)
        if ringing is None:  # this computer's softphone rings, which is in nobody's company, or nothing does
            dialling = tuple(line for line in lines if line.can_dial)
            return _Ground(dialling, None, await self._lines.region(None), frozenset(), calling)
        ours = [line for line in lines if line.account_id == ringing.account_id]
        return _Ground(
            lines=tuple(line for line in lines if line.can_dial and line is not ringing),
            account_id=ringing.account_id,
            region=await self._accounts.region(ringing.account_id),
            extensions=frozenset(line.extension for line in ours if line.extension),
            calling=calling,
        )


def _find(db: Db, text: str, ground: _Ground, limit: int) -> tuple[Match, ...]:
    if not text:
        return _matches(db, _recents(rows.latest(db, limit * SPARE), ground), (), limit)
    typed = ground.understand(text)
    exact = _exact(text, typed, ground)
    parts = _parts(text, exact)
    people = _people(db, text, parts, ground, limit, whole=len(exact) == 1 and exact[0].e164 is not None)
    recent = _recents(rows.numbers_with(db, parts, limit * SPARE), ground)
    lines = _lines(text, parts, ground)
    last = {one.number.dial: one for one in recent}
    whose = {one.number.dial: one.line for one in lines}
    called = [
        replace(
            last.get(one.dial, _Candidate(MatchKind.EXACT, one)),
            kind=MatchKind.EXACT,
            number=one,
            line=whose.get(one.dial),
        )
        for one in exact
    ]
    known = sorted([*(one for person in people for one in person.shown), *lines, *recent], key=_rank)
    if typed.kind is NumberKind.EMERGENCY:
        return _matches(db, [_Candidate(MatchKind.REFUSED, typed), *known], parts, limit)
    if typed.kind is NumberKind.EXTENSION:
        # Any few digits could be somebody's extension: whom they find comes first, yet they keep a place,
        # but for those that look like the beginning of a number.
        known = _one_each(known, limit)
        beginning = typed.text.startswith("0") and known
        if not beginning and not any(one.fit is Fit.WHOLE for one in known):
            known = [*known[: limit - 1], *called]
        return _matches(db, known, parts, limit)
    if not (called or known) and _DIGIT.search(text):
        called = [_Candidate(MatchKind.REFUSED, typed)]
    rows_so_far = _one_each([*called, *known], limit)
    return _matches(db, _with_more(rows_so_far, people, limit), parts, limit)


def _favourites(db: Db, ground: _Ground, limit: int) -> tuple[Match, ...]:
    found = []
    for known in contact_lookup.favourites(db, limit):
        best = max(_numbers_of(known, ground), key=_when, default=None)
        if best is not None:
            found.append(_candidate(known, best))
    return _matches(db, found, (), limit)


def _exact(text: str, typed: NumberInfo, ground: _Ground) -> tuple[NumberInfo, ...]:
    """Return the numbers that a text itself holds; several for a pasted list."""
    if typed.kind is NumberKind.EMERGENCY:
        return ()
    if typed.kind in (NumberKind.EXTENSION, NumberKind.SHORT):
        return (typed,)
    return find_in_text(text, ground.region)


def _parts(text: str, exact: Sequence[NumberInfo]) -> tuple[str, ...]:
    """Return the digits to look for: of the numbers in a text, else those that the text is made of."""
    whole = tuple(number.e164.removeprefix("+") for number in exact if number.e164)
    if whole or not _DIGIT.search(text):
        return whole
    return search_parts(text)


@dataclass(frozen=True, slots=True)
class _Person:
    """A contact that fits: the rows it has in any case, and those of its other numbers."""

    shown: tuple[_Candidate, ...]
    more: tuple[_Candidate, ...]


def _people(
    db: Db, text: str, parts: tuple[str, ...], ground: _Ground, limit: int, *, whole: bool
) -> list[_Person]:
    """Return the contacts that fit, best first.

    A number shows who has it with all their numbers, a part of one shows the numbers that it fits, and a name
    the number that was called last.
    """
    wanted = limit * SPARE
    found = {one.contact_id: one for one in contact_lookup.with_number(db, parts, wanted)}
    if not whole:
        for one in contact_lookup.with_name(db, text, wanted):
            found.setdefault(one.contact_id, one)
    people = []
    taken: set[str] = set()
    for known in found.values():
        numbers = _numbers_of(known, ground)
        fitting = [one for one in numbers if one.fit is not None] if parts else []
        if not fitting:
            best = max(numbers, key=_when, default=None)
            fitting = [best] if best is not None and known.fit is not None else []
        rest = [one for one in numbers if one not in fitting]
        also = whole and all(one.number.dial in taken for one in fitting)
        taken |= {one.number.dial or "" for one in fitting}
        shown = [_candidate(known, one) for one in fitting]
        more = [replace(_candidate(known, one), also=also) for one in rest]
        people.append(_Person((*shown, *more), ()) if whole else _Person(tuple(shown), tuple(more)))
    return people


class _Reached(NamedTuple):
    """A number of a contact that can be called."""

    number: NumberInfo
    label: str
    fit: Fit | None
    call_id: str | None
    at: int


def _numbers_of(known: Known, ground: _Ground) -> list[_Reached]:
    """Return the numbers of a contact that can be called, each once, in the order of their places."""
    found: dict[str, _Reached] = {}
    for each in known.numbers:
        number = ground.understand(each.number)
        if ground.reaches(number, known.account_id):
            reached = _Reached(number, each.label, each.fit, each.call_id, each.at)
            found.setdefault(number.dial or "", reached)
    return list(found.values())


def _when(reached: _Reached) -> int:
    return reached.at


def _candidate(known: Known, one: _Reached) -> _Candidate:
    return _Candidate(
        MatchKind.CONTACT,
        one.number,
        known.best,
        _FAVOURITE if known.favourite else _CONTACT,
        call_id=one.call_id,
        at=known.at,  # of all their numbers: they stand together
        contact_id=known.contact_id,
        label=one.label,
    )


def _with_more(kept: list[_Candidate], people: Iterable[_Person], limit: int) -> list[_Candidate]:
    """Add the contacts' other numbers, each behind the one that is there, as far as there is room."""
    more = {person.shown[0].contact_id: person.more for person in people if person.shown}
    found: list[_Candidate] = []
    room = limit - len(kept)
    numbers = {one.number.dial for one in kept}
    for one in kept:
        found.append(one)
        if one.kind is not MatchKind.CONTACT:
            continue
        for each in more.pop(one.contact_id, ()):
            if room and each.number.dial not in numbers:
                found.append(each)
                numbers.add(each.number.dial)
                room -= 1
    return found


def _recents(found: Iterable[Found], ground: _Ground) -> list[_Candidate]:
    """Return those that can be called: a far side may be withheld, an address, or an emergency number."""
    candidates = []
    ours = {name: line for line in ground.lines for name in (line.extension, line.number) if name}
    for each in found:
        number = ground.understand(each.number)
        if number.kind in _CALLABLE:
            line = ours.get(each.number)
            recent = _Candidate(MatchKind.RECENT, number, each.fit, _RECENT, each.call_id, each.at, line)
            candidates.append(recent)
    return candidates


def _lines(text: str, parts: Sequence[str], ground: _Ground) -> list[_Candidate]:
    """Return the lines that fit by name or extension, and behind the history those that fit by number.

    A line is called by its number where it has one: an extension like 112 is never sent.
    """
    candidates = []
    for line in ground.lines:
        same = line.account_id == ground.account_id
        number = ground.understand(line.number or (line.extension if same else None) or "")
        if number.kind not in _CALLABLE:
            continue
        fit = _fit_of_name(text, line)
        if fit is not None:
            candidates.append(_Candidate(MatchKind.LINE, number, fit, _CONTACT, line=line))
        elif line.number and (by_number := rows.fit_of(search_key(line.number), parts)) is not None:
            candidates.append(_Candidate(MatchKind.LINE, number, by_number, _LINE, line=line))
    return candidates


def _fit_of_name(text: str, line: Line) -> Fit | None:
    wanted, name = fold(text), fold(line.name)
    if wanted in (name, line.extension):
        return Fit.WHOLE
    if any(word.startswith(wanted) for word in (name, *name.split(), line.extension or "")):
        return Fit.STARTS
    return Fit.INSIDE if wanted in name else None


def _rank(candidate: _Candidate) -> tuple[bool, int, int, int]:
    return candidate.rank


def _one_each(candidates: Iterable[_Candidate], limit: int) -> list[_Candidate]:
    """Keep the best of each number; a line has two. What was typed as a number leaves room for who has it."""
    typed: set[str] = set()
    seen: set[str] = set()
    kept: list[_Candidate] = []
    for one in candidates:
        names = {one.number.dial} if one.number.dial else set()  # a line may have what is refused
        if one.line is not None:
            names |= {name for name in (one.line.number, one.line.extension) if name}
        taken = seen if one.kind is MatchKind.CONTACT else seen | typed
        if taken.isdisjoint(names):
            kept.append(one)
        if one.kind is MatchKind.EXACT:
            typed |= names
        else:
            seen |= names
    return kept[:limit]


def _matches(
    db: Db, candidates: Iterable[_Candidate], parts: tuple[str, ...], limit: int
) -> tuple[Match, ...]:
    return tuple(
        Match(
            one.kind,
            one.number,
            one.line,
            calls.get(db, one.call_id) if one.call_id else None,
            parts,
            contacts.get(db, one.contact_id) if one.contact_id else None,
            one.label,
            one.also,
        )
        for one in _one_each(candidates, limit)
    )
