"""A filter as SQL. Everything a person typed is a parameter, never part of the text."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from desktop.domain.calls import CallFilter, Has
from desktop.numbers import search_parts
from desktop.store.fold import fold
from desktop.store.times import ceil_seconds

TRIGRAM = 3
NOTHING = "0"

SEARCH = "search"
"""The kind of answer (`answers`) that a filter by name looks in."""


@dataclass(slots=True)
class _Conditions:
    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.texts.append(text)
        self.values.extend(values)

    def one_of(self, column: str, values: Collection[Any]) -> None:
        if values:
            self.add(f"{column} IN ({', '.join('?' * len(values))})", *sorted(values))


@lru_cache(maxsize=128)
def where(wanted: CallFilter) -> tuple[str, tuple[Any, ...]]:
    """Return the condition on calls `c` (at least "1"), and its parameters."""
    found = _Conditions()
    if wanted.since is not None:
        found.add("c.sorted_at >= ?", ceil_seconds(wanted.since))
    if wanted.until is not None:
        found.add("c.sorted_at < ?", ceil_seconds(wanted.until))
    found.one_of("c.direction", [direction.value for direction in wanted.directions])
    found.one_of("c.outcome", [outcome.value for outcome in wanted.outcomes])
    _ours(found, "c.account_id", wanted.account_ids)
    _ours(found, "c.line_id", wanted.line_ids)
    if wanted.min_duration_s is not None:
        found.add("c.duration_s >= ?", wanted.min_duration_s)
    _numbers(found, wanted.numbers)
    _names(found, wanted.names)
    _tags(found, wanted.tags)
    _has(found, wanted.has)
    _texts(found, wanted.texts)
    return " AND ".join(found.texts) or "1", tuple(found.values)


def _ours(found: _Conditions, column: str, ids: Collection[str]) -> None:
    """Ids of ours are numbers written as text; anything else is nobody's."""
    if ids:
        found.one_of(column, [int(each) for each in ids if each.isdecimal()] or [-1])


def _numbers(found: _Conditions, texts: Collection[str]) -> None:
    if not texts:
        return
    parts = [part for text in texts for part in search_parts(text)]
    long = [part for part in parts if len(part) >= TRIGRAM]
    sources = []
    if long:
        sources.append("SELECT rowid FROM numbers_fts WHERE numbers_fts MATCH ?")
        found.values.append(" OR ".join(_quoted(part) for part in long))
    for part in parts:
        if len(part) < TRIGRAM:
            sources.append("SELECT id FROM numbers WHERE key LIKE ? ESCAPE '\\'")
            found.values.append(f"%{_like(part)}%")
    found.texts.append(f"c.other_id IN ({' UNION '.join(sources)})" if sources else NOTHING)


def _names(found: _Conditions, names: Collection[str]) -> None:
    """There is no phonebook yet: a name finds the calls that a provider gave as its answer to it."""
    if names:
        marks = ", ".join("?" * len(names))
        found.add(
            "(c.account_id, c.provider_id) IN"
            " (SELECT answers.account_id, answer_calls.provider_id FROM answers"
            f" JOIN answer_calls ON answer_id = answers.id WHERE kind = ? AND folded IN ({marks}))",
            SEARCH,
            *(fold(name) for name in names),
        )


def _tags(found: _Conditions, names: Collection[str]) -> None:
    if names:
        marks = ", ".join("?" * len(names))
        found.add(
            "c.id IN (SELECT call_id FROM call_tags WHERE tag_id IN"
            f" (SELECT id FROM tags WHERE folded IN ({marks})))",
            *(fold(name) for name in names),
        )


def _has(found: _Conditions, has: Collection[Has]) -> None:
    if Has.RECORDING in has:
        found.add("c.recording_url IS NOT NULL")
    if Has.TRANSCRIPT in has:
        found.add("c.has_transcript = 1")
    if Has.NOTE in has:
        found.add(NOTHING)  # no call has one yet


def _texts(found: _Conditions, texts: Collection[str]) -> None:
    if not texts:
        return
    queries = [query for text in texts if (query := words_query(text))]
    if queries:
        found.add(
            "c.id IN (SELECT call_id FROM segments WHERE id IN"
            " (SELECT rowid FROM segments_fts WHERE segments_fts MATCH ?))",
            " OR ".join(f"({query})" for query in queries),
        )
    else:
        found.add(NOTHING)


def words_query(text: str) -> str | None:
    """Return the full-text query for what a person typed: all words in one turn, each may go on.

    None when there is no word in it. Quotes and operators of the query language are only text.
    """
    words = re.findall(r"[^\W_]+", text)
    return " AND ".join(f"{_quoted(word)} *" for word in words) or None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
