"""Reading so many rows of a list, whatever pages the server cuts it into; pure but for the asking."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from desktop.domain.campaigns import CampaignNumber, ProviderCampaign

from . import wire

T = TypeVar("T", ProviderCampaign, CampaignNumber)

Ask = Callable[[int, int], Awaitable[wire.Rows]]


@dataclass(slots=True)
class Found(Generic[T]):
    """Rows of a list. `total` is how many the list has, None as long as nothing tells."""

    rows: list[T] = field(default_factory=list)
    total: int | None = None
    skipped: int = 0


async def walk(ask: Ask, parse: Callable[[Any], T | None], first: int, count: int) -> Found[T]:
    """Read `count` rows from row `first`; fewer are the end of the list.

    The largest page is not documented, and neither is whether a total is told. So a short answer is followed
    by another request unless it is told to be the end, until one is empty or says nothing new.
    """
    found, seen, at, end = Found[T](), set[str](), first, first + count
    before: list[Any] = []
    while at < end:
        rows, found.total = _asked_for(await ask(at, end - at), at, end - at)
        if not rows:
            if found.total is None and (at == 0 or at > first):
                found.total = at
            break
        read = [one for one in map(parse, rows) if one is not None]
        ids = {one.provider_id for one in read} - {""}
        if at > first and ((ids and ids <= seen) or rows == before):
            found.total = at  # the same rows again: the range is not looked at
            break
        before = rows
        found.skipped += len(rows) - len(read)
        found.rows += read  # also one that came before: every row counts for the place of the next
        seen |= ids
        at += len(rows)
        if found.total is not None and at >= found.total:
            break
    return found


def _asked_for(answer: wire.Rows, first: int, count: int) -> tuple[list[Any], int | None]:
    """Cut out the rows that were asked for, of an answer that may hold more, and return the total too."""
    rows, total = answer.rows, answer.total
    begins = answer.first
    if begins is None:
        # Without a word about it, more rows than were asked for are the whole list.
        whole = len(rows) > count
        begins = 0 if whole else first
        total = len(rows) if whole else total
    rows = rows[max(first - begins, 0) :][:count]
    if total is not None and rows:
        total = max(total, first + len(rows))  # a total that has been passed is none
    return rows, total
