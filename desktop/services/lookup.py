"""Who a person may want to call, from anything typed or pasted: one match for each number, best first.

Each source of numbers (lines, the history) gives its candidates, ranked in one way, and `_find` joins them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.calls import CallRecord
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.numbers import find_in_text, search_key, search_parts, understand
from desktop.services.accounts import Accounts
from desktop.services.lines import Lines
from desktop.store import Db, Store, calls
from desktop.store import lookup as rows
from desktop.store.fold import fold
from desktop.store.lookup import Fit, Found

SPARE = 4
"""For each row that is wanted so many are read: some far sides of calls cannot be called."""

_CALLABLE = frozenset({NumberKind.NUMBER, NumberKind.SHORT, NumberKind.EXTENSION})
_DIGIT = re.compile(r"\d")


class MatchKind(StrEnum):
    """Where a match comes from."""

    EXACT = "exact"  # the text itself is the number
    LINE = "line"
    RECENT = "recent"
    REFUSED = "refused"  # the text is something that is never called from here


@dataclass(frozen=True, slots=True)
class Match:
    """One number that can be called, or that says why not.

    `line` is ours whose number it is, `call` the last call with the number, `parts` the digits that were
    looked for. A REFUSED match has nothing to dial.
    """

    kind: MatchKind
    number: NumberInfo
    line: Line | None = None
    call: CallRecord | None = None
    parts: tuple[str, ...] = ()

    @property
    def dial(self) -> str:
        """Return the text that calls it."""
        return self.number.dial or self.number.text

    @property
    def account_id(self) -> str:
        """Return the account (our id) in whose company the number stands; "" where the text itself is it."""
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

    def understand(self, text: str) -> NumberInfo:
        return understand(text, self.region, own_extensions=self.extensions)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that fits: how well, which sort comes first when two fit alike, and its last call."""

    kind: MatchKind
    number: NumberInfo
    fit: Fit = Fit.WHOLE
    order: int = 0
    found: Found | None = None
    line: Line | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.fit, self.order, -self.found.at if self.found else 0


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

    async def _ground(self) -> _Ground:
        lines = await self._lines.all()
        ringing = next((line for line in lines if line.default), None)
        if ringing is None:  # this computer's softphone rings, which is in nobody's company, or nothing does
            dialling = tuple(line for line in lines if line.can_dial)
            return _Ground(dialling, None, await self._lines.region(None), frozenset())
        ours = [line for line in lines if line.account_id == ringing.account_id]
        return _Ground(
            lines=tuple(line for line in lines if line.can_dial and line is not ringing),
            account_id=ringing.account_id,
            region=await self._accounts.region(ringing.account_id),
            extensions=frozenset(line.extension for line in ours if line.extension),
        )


def _find(db: Db, text: str, ground: _Ground, limit: int) -> tuple[Match, ...]:
    if not text:
        return _matches(db, _recents(rows.latest(db, limit * SPARE), ground), (), limit)
    typed = ground.understand(text)
    exact = _exact(text, typed, ground)
    parts = _parts(text, exact)
    recent = _recents(rows.numbers_with(db, parts, limit * SPARE), ground)
    lines = _lines(text, parts, ground)
    last = {one.number.dial: one.found for one in recent}
    whose = {one.number.dial: one.line for one in lines}
    called = [
        _Candidate(MatchKind.EXACT, one, found=last.get(one.dial), line=whose.get(one.dial)) for one in exact
    ]
    known = sorted([*lines, *recent], key=_rank)
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
    return _matches(db, [*called, *known], parts, limit)


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


def _recents(found: Iterable[Found], ground: _Ground) -> list[_Candidate]:
    """Return those that can be called: a far side may be withheld, an address, or an emergency number."""
    candidates = []
    ours = {name: line for line in ground.lines for name in (line.extension, line.number) if name}
    for each in found:
        number = ground.understand(each.number)
        if number.kind in _CALLABLE:
            line = ours.get(each.number)
            candidates.append(_Candidate(MatchKind.RECENT, number, each.fit, 1, each, line))
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
            candidates.append(_Candidate(MatchKind.LINE, number, fit, 0, line=line))
        elif line.number and (by_number := rows.fit_of(search_key(line.number), parts)) is not None:
            candidates.append(_Candidate(MatchKind.LINE, number, by_number, 2, line=line))
    return candidates


def _fit_of_name(text: str, line: Line) -> Fit | None:
    wanted, name = fold(text), fold(line.name)
    if wanted in (name, line.extension):
        return Fit.WHOLE
    if any(word.startswith(wanted) for word in (name, *name.split(), line.extension or "")):
        return Fit.STARTS
    return Fit.INSIDE if wanted in name else None


def _rank(candidate: _Candidate) -> tuple[int, int, int]:
    return candidate.rank


def _one_each(candidates: Iterable[_Candidate], limit: int) -> list[_Candidate]:
    """Keep the best of each number; a line has two."""
    seen: set[str] = set()
    kept: list[_Candidate] = []
    for one in candidates:
        names = {one.number.dial} if one.number.dial else set()  # a line may have what is refused
        if one.line is not None:
            names |= {name for name in (one.line.number, one.line.extension) if name}
        if seen.isdisjoint(names):
            kept.append(one)
        seen |= names
    return kept[:limit]


def _matches(
    db: Db, candidates: Iterable[_Candidate], parts: tuple[str, ...], limit: int
) -> tuple[Match, ...]:
    return tuple(
        Match(one.kind, one.number, one.line, calls.get(db, one.found.call_id) if one.found else None, parts)
        for one in _one_each(candidates, limit)
    )
