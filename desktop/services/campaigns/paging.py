"""Reading lists by rows from a provider that may not say how many there are, while others change them."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
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


async def every(ask: Ask[T], id_of: Callable[[T], str], size: int) -> AsyncGenerator[Sequence[T]]:
    """Read a whole list, `size` rows at a time; no row comes twice because others came or went meanwhile.

    Without a total it goes on while pages come back full, and ends where one brings nothing new.
    """
    first = 0
    total: int | None = None
    earlier: list[set[str]] = []  # of the first page and of the last two: whoever repeats, repeats these
    while True:
        answer = await ask(first, size)
        rows, known = list(answer.rows), answer.total
        if total is not None and known is not None and known < total:
            # Rows before this page went away, so that as many moved up past its beginning.
            back = min(total - known + MARGIN, first, size)
            missed = await ask(first - back, back)
            rows[:0] = missed.rows
            known = missed.total
            if known is not None and answer.total is not None:
                first = max(first - max(answer.total - known, 0), 0)
        seen = set[str]().union(*earlier)
        fresh = list({id_of(row): row for row in rows if id_of(row) not in seen}.values())
        if fresh:
            yield fresh
        if answer.length == 0 or (answer.rows and not fresh):
            return
        first += answer.length
        if answer.length < size if known is None else first >= known:
            return
        total = known
        earlier = [*earlier[:1], *earlier[1:][-1:], set(map(id_of, rows))]
