"""Reading lists by rows from a provider that may not say how many there are, while others change them."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from desktop.store.listings import Page

T = TypeVar("T")

MARGIN = 20
"""So many rows more are read again where some went away: others may go meanwhile."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """One answer: rows, how many more could not be read, and how many the list has (None: not told)."""

    rows: Sequence[T]
    skipped: int
    total: int | None

    @property
    def length(self) -> int:
        """How many rows of the list it covers."""
        return len(self.rows) + self.skipped


Ask = Callable[[int, int], Coroutine[Any, Any, Answer[T]]]
"""Asks for rows from the first number, as many as the second says; fewer are the end of the list."""


async def some(ask: Ask[T], first: int, count: int) -> Page[T]:
    """Read these rows."""
    answer = await ask(first, count)
    end = first + answer.length
    ended = answer.length < count if answer.total is None else end >= answer.total
    return Page(first, answer.rows, answer.length, answer.total, ended)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a whole list: `next` is the row behind it, `total` how many there are (None: not told).

    `again` says that the list became longer or shorter before, so that the page may bring nothing new.
    """

    rows: Sequence[T]
    next: int
    total: int | None
    again: bool


async def pages(ask: Ask[T], size: int, first: int = 0, total: int | None = None) -> AsyncGenerator[Part[T]]:
    """Read a list from a row on to its end, `size` rows at a time. `total` is what was told of it before.

    Where it has become shorter, the rows that moved up past a page's beginning come with that page, in front.
    """
    reached = first
    while True:
        answer = await ask(first, size)
        rows, known = list(answer.rows), answer.total
        if total is not None and known is not None:
            reached += max(known - total, 0)  # what was read moved down by so many at the most
        again = first < reached
        reached = max(reached, first + answer.length)
        first += answer.length
        if total is not None and known is not None and known < total:
            missed, now = await _moved_up(ask, first - answer.length, size, total, known)
            rows[:0] = missed
            first = max(first - (known - now), 0)
            known = now
        total = total if known is None else known
        yield Part(rows, first, total, again)
        if answer.length == 0 or (answer.length < size if known is None else first >= known):
            return


async def _moved_up(ask: Ask[T], first: int, size: int, total: int, known: int) -> tuple[list[T], int]:
    """Read the rows before one that were behind it when there were `total`; returns how many there are now.

    The last of them come first: rows that move up further meanwhile are met again, and none is passed over.
    """
    rows: list[T] = []
    at = first
    while at > (begin := max(first - (total - known) - MARGIN, 0)):
        count = min(size, at - begin)
        at -= count
        answer = await ask(at, count)
        rows[:0] = answer.rows
        known = known if answer.total is None else min(answer.total, known)
    return rows, known


async def every(ask: Ask[T], id_of: Callable[[T], str], size: int) -> AsyncGenerator[Sequence[T]]:
    """Read a whole list, `size` rows at a time; no row comes twice because others came or went meanwhile.

    Without a total it goes on while pages come back full, and ends where one brings nothing new.
    """
    earlier: list[set[str]] = []  # of the first page and of the last two: whoever repeats, repeats these
    async with aclosing(pages(ask, size)) as read:
        async for page in read:
            seen = set[str]().union(*earlier)
            fresh = list({id_of(row): row for row in page.rows if id_of(row) not in seen}.values())
            if fresh:
                yield fresh
            elif page.rows and not page.again:
                return
            earlier = [*earlier[:1], *earlier[1:][-1:], set(map(id_of, page.rows))]
