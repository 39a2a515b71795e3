"""A filter as SQL. Everything a person typed is a parameter, never part of the text."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from desktop.domain.calls import CallFilter, Has
from desktop.numbers import search_parts
from desktop.store.fold import fold
from desktop.store.times import ceil_seconds

TRIGRAM = 3
NOTHING = "0"

Condition = tuple[str, tuple[Any, ...]]
"""Text of SQL, and its parameters."""

SEARCH = "search"
"""The kind of answer (`answers`) that a filter by name looks in."""


class Use(Enum):
    """What a condition is for: the same rows always, found in the way that is fastest there.

    `DAY` looks at every row on its own, since the rows of one day are few; it also needs the `numbers` of
    the far side as `n`. `ORDER` lets the index on time give the order. `COUNT` begins with the smallest set.
    """

    COUNT = "count"
    ORDER = "order"
    DAY = "day"


@dataclass(slots=True)
class _Conditions:
    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.texts.append(text)
        self.values.extend(values)

    def one_of(self, column: str, values: Collection[Any], use: Use) -> None:
        if values:
            # An index on the column has the rows of each value in order, not those of several; the plus
            # keeps SQLite from taking it and sorting them all.
            plus = "+" if len(values) > 1 and use is not Use.COUNT else ""
            self.add(f"{plus}{column} IN ({_marks(values)})", *sorted(values))


@lru_cache(maxsize=128)
def where(wanted: CallFilter, use: Use) -> tuple[str, tuple[Any, ...]]:
    """Return the condition on calls `c` (at least "1"), and its parameters.

    Without what has to be found first: `sought` has that.
    """
    found = _Conditions()
    if wanted.since is not None:
        found.add("c.sorted_at >= ?", ceil_seconds(wanted.since))
    if wanted.until is not None:
        found.add("c.sorted_at < ?", ceil_seconds(wanted.until))
    found.one_of("c.direction", wanted.directions, use)
    found.one_of("c.outcome", wanted.outcomes, use)
    _ours(found, "c.account_id", wanted.account_ids, use)
    _ours(found, "c.line_id", wanted.line_ids, use)
    if wanted.min_duration_s is not None:
        found.add("c.duration_s >= ?", wanted.min_duration_s)
    if wanted.max_duration_s is not None:
        found.add("c.duration_s <= ?", wanted.max_duration_s)
    _others(found, wanted.others, use)
    _numbers(found, wanted.numbers, use)
    _tags(found, wanted.tags, use)
    _has(found, wanted.has)
    _texts(found, wanted.texts)
    return " AND ".join(found.texts) or "1", tuple(found.values)


def _ours(found: _Conditions, column: str, ids: Collection[str], use: Use) -> None:
    """Ids of ours are numbers written as text; anything else is nobody's."""
    if ids:
        found.one_of(column, [int(each) for each in ids if each.isdecimal()] or [-1], use)


def _numbers(found: _Conditions, texts: Collection[str], use: Use) -> None:
    if not texts:
        return
    parts = [part for text in texts for part in search_parts(text)]
    if not parts:
        found.add(NOTHING)
        return
    if use is Use.DAY:
        found.add(f"({' OR '.join(['instr(n.key, ?)'] * len(parts))})", *parts)
        return
    sql, values = numbers_with(parts)
    found.add(f"c.other_id IN ({sql})", *values)


def numbers_with(parts: Collection[str]) -> Condition:
    """Return the query for the ids of the numbers in whose key one of these digit strings stands."""
    long = [part for part in parts if len(part) >= TRIGRAM]
    values = [part for part in parts if len(part) < TRIGRAM]
    sources = ["SELECT id FROM numbers WHERE instr(key, ?)"] * len(values)
    if long:
        sources.append("SELECT rowid FROM numbers_fts WHERE numbers_fts MATCH ?")
        values.append(" OR ".join(map(quoted, long)))
    return " UNION ".join(sources), tuple(values)


def _others(found: _Conditions, others: Collection[str], use: Use) -> None:
    if not others:
        return
    numbers = f"n.number IN ({_marks(others)})"
    if use is not Use.DAY:
        numbers = f"c.other_id IN (SELECT id FROM numbers n WHERE {numbers})"
    found.add(numbers, *sorted(others))


def _tags(found: _Conditions, names: Collection[str], use: Use) -> None:
    if not names:
        return
    tags = f"tag_id IN (SELECT id FROM tags WHERE folded IN ({_marks(names)}))"
    text = (
        f"EXISTS (SELECT 1 FROM call_tags WHERE call_id = c.id AND {tags})"
        if use is Use.DAY
        else f"c.id IN (SELECT call_id FROM call_tags WHERE {tags})"
    )
    found.add(text, *map(fold, names))


def _has(found: _Conditions, has: Collection[Has]) -> None:
    if Has.RECORDING in has:
        found.add("c.recording_url IS NOT NULL")
    if Has.TRANSCRIPT in has:
        found.add("c.has_transcript = 1")
    if Has.NOTE in has:
        found.add(NOTHING)  # no call has one yet


def _texts(found: _Conditions, texts: Collection[str]) -> None:
    if texts:
        sql, values = saying(texts)
        found.add(f"c.id IN ({sql})", *values)


def saying(texts: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the query for the ids of the calls in which one of these was said, and its parameters."""
    queries = [f"({query})" for text in texts if (query := words_query(text))]
    if not queries:
        return f"SELECT 0 WHERE {NOTHING}", ()
    match = "SELECT rowid FROM segments_fts WHERE segments_fts MATCH ?"
    return f"SELECT call_id FROM segments WHERE id IN ({match})", (" OR ".join(queries),)


def words_query(text: str) -> str | None:
    """Return the full-text query for what a person typed: all words in one turn, each may go on.

    None when there is no word in it. Quotes and operators of the query language are only text.
    """
    words = re.findall(r"[^\W_]+", text)
    return " AND ".join(f"{quoted(word)} *" for word in words) or None


def quoted(text: str) -> str:
    """Return a text as a string of the full-text query language."""
    return '"' + text.replace('"', '""') + '"'


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values))
