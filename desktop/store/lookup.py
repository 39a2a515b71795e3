"""Which numbers a person may mean by a few digits: the far sides of calls, each with its last call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from desktop.store.connection import Db
from desktop.store.filters import TRIGRAM, quoted

FEW = 400
"""So many numbers are looked at one by one; of more, only those called lately."""

WALKED = 20_000
"""Calls that are walked through, newest first, before the search gives up (some 30 ms)."""


class Fit(IntEnum):
    """How well a number fits what was typed, best first."""

    WHOLE = 0
    STARTS = 1
    INSIDE = 2


class Found(NamedTuple):
    """A number with the id of its last call (ours) and the time of that, in seconds since 1970."""

    number: str
    call_id: str
    at: int
    fit: Fit


def fit_of(key: str, parts: Sequence[str]) -> Fit | None:
    """Say how a number's search key fits digit strings of which any may stand in it; None for not at all."""
    best: Fit | None = None
    for part in parts:
        if part not in key:
            continue
        for spelling in key.split():
            # The first spelling is "00" and E.164: without the zeros it starts there as well.
            bare = spelling.removeprefix("00")
            if part in (spelling, bare):
                return Fit.WHOLE
            if spelling.startswith(part) or bare.startswith(part):
                best = Fit.STARTS
        if best is None:
            best = Fit.INSIDE
    return best


def latest(db: Db, limit: int) -> list[Found]:
    """Return the numbers of the newest calls, each once."""
    return _walk(db, (), limit)


def numbers_with(db: Db, parts: Sequence[str], limit: int) -> list[Found]:
    """Return the numbers in whose search key one of `parts` stands, the best fit first, then the newest.

    Where very many fit, those called lately are taken: what nobody called for long needs another digit.
    """
    if not parts:
        return []
    found: list[Found] = []
    few = _few(db, parts)
    if few is None:
        found = _walk(db, parts, max(limit, FEW // 8))
        if len(found) < limit and (few := _few(db, parts, cut=True)):
            known = {each.number for each in found}
            found += [each for each in _each(db, few, parts) if each.number not in known]
    elif few:
        found = _each(db, few, parts)
    return sorted(found, key=lambda each: (each.fit, -each.at))[:limit]


def has_index(db: Db) -> bool:
    """Whether the index that leads from a number to its calls is there: the first sync ends with it."""
    index = "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'calls_by_other'"
    return db.execute(index).fetchone() is not None


def _few(db: Db, parts: Sequence[str], *, cut: bool = False) -> list[int] | None:
    """Return the ids of the numbers that fit; None when they are more than a few, or not known.

    Parts shorter than a trigram fit so many numbers that the index is not asked. `cut` takes the first few.
    """
    long = [part for part in parts if len(part) >= TRIGRAM]
    if len(long) < len(parts):
        return None
    match = " OR ".join(map(quoted, long))
    ids = [
        number_id
        for (number_id,) in db.execute(
            "SELECT rowid FROM numbers_fts WHERE numbers_fts MATCH ? LIMIT ?", (match, FEW + 1)
        )
    ]
    return ids[:FEW] if cut or len(ids) <= FEW else None


def _each(db: Db, ids: Sequence[int], parts: Sequence[str]) -> list[Found]:
    """Find the last call of each number."""
    if not has_index(db):
        return _walk(db, parts, len(ids))
    rows = db.execute(
        "SELECT n.number, n.key, c.id, c.sorted_at FROM json_each(?) j"
        " CROSS JOIN numbers n ON n.id = j.value CROSS JOIN calls c"
        " ON c.id = (SELECT id FROM calls WHERE other_id = n.id ORDER BY sorted_at DESC LIMIT 1)",
        (json.dumps(list(ids)),),
    )
    return [
        Found(number, str(call_id), at, fit)
        for number, key, call_id, at in rows
        if (fit := fit_of(key, parts)) is not None
    ]


def _walk(db: Db, parts: Sequence[str], limit: int) -> list[Found]:
    """Go back through the calls until enough numbers are found; without parts every number fits."""
    found: list[Found] = []
    seen: set[int] = set()
    newest = f"SELECT id, other_id, sorted_at FROM calls ORDER BY sorted_at DESC LIMIT {WALKED}"
    rows = db.execute(
        f"SELECT c.id, c.other_id, c.sorted_at, n.number, n.key FROM ({newest}) c"
        " CROSS JOIN numbers n ON n.id = c.other_id"
    )
    try:
        for call_id, other_id, at, number, key in rows:
            if other_id in seen:
                continue
            seen.add(other_id)
            fit = fit_of(key, parts) if parts else Fit.INSIDE
            if fit is not None:
                found.append(Found(number, str(call_id), at, fit))
                if len(found) == limit:
                    break
    finally:
        rows.close()  # one that is only dropped keeps its snapshot: see `records`
    return found
