"""Lists that become shorter while they are read: whoever moves up is met all the same."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.services.campaigns.paging import MARGIN, Answer, every, pages


class Called:
    """A list of which some are called, and leave it, before each request: (from where, how many)."""

    def __init__(self, count: int, leaving: Sequence[tuple[int, int]]) -> None:
        self.there = [f"{place:05}" for place in range(count)]
        self._leaving = list(leaving)
        self.requests: list[tuple[int, int]] = []

    async def ask(self, first: int, count: int) -> Answer[str]:
        self.requests.append((first, count))
        if self._leaving:
            at, many = self._leaving.pop(0)
            at = min(at, max(len(self.there) - 1, 0))
            del self.there[at : at + many]
        return Answer(self.there[first : first + count], 0, len(self.there))


async def met(called: Called, size: int) -> list[str]:
    found: list[str] = []
    async with aclosing(pages(called.ask, size)) as read:
        async for page in read:
            found += page.rows
    return found


async def given_out(called: Called, size: int) -> list[str]:
    return [row async for rows in every(called.ask, str, size) for row in rows]


_LEAVING = st.lists(st.tuples(st.integers(0, 400), st.integers(0, MARGIN)), max_size=40)


@settings(max_examples=400, deadline=None)
@example(count=17, size=5, leaving=[(0, 0), (0, 1), (10, 5)])
@example(count=35, size=11, leaving=[(0, 0), (0, 0), (0, 1), (0, 0), (0, 3), (0, 20)])
@given(count=st.integers(0, 400), size=st.integers(5, 60), leaving=_LEAVING)
def test_who_is_there_at_the_end_was_met(count: int, size: int, leaving: list[tuple[int, int]]) -> None:
    for read in (met, given_out):
        called = Called(count, leaving)
        found = asyncio.run(read(called, size))
        assert set(called.there) <= set(found)


async def test_a_thousand_of_which_ten_leave_from_the_front_before_each_page() -> None:
    called = Called(1000, [(0, 0), *[(0, 10)] * 9])
    assert set(called.there) <= set(await met(called, 100))


@pytest.mark.parametrize("left", [1, 90])
async def test_also_what_leaves_before_the_last_page_is_noticed(left: int) -> None:
    called = Called(150, [(0, 0), (0, left)])
    assert set(called.there) <= set(await met(called, 100))
    assert len(called.requests) == 3 if left == 1 else len(called.requests) >= 3


async def test_a_reading_that_goes_on_reads_what_moved_up_meanwhile() -> None:
    called = Called(300, [(0, 0), (0, 30)])
    begun = await called.ask(0, 100)
    part = [page async for page in pages(called.ask, 100, 100, begun.total)]
    assert set(called.there) <= {row for page in part for row in page.rows} | set(begun.rows)
    assert (part[-1].next, part[-1].total) == (270, 270)


async def test_a_page_that_comes_again_because_others_came_before_it_is_not_the_end() -> None:
    called = Called(300, [])
    found: set[str] = set()
    async for rows in every(called.ask, str, 50):
        if len(called.requests) == 2:
            called.there[:0] = [f"+{place}" for place in range(120)]
        found.update(rows)
    assert {row for row in called.there if row[0] != "+"} <= found


async def test_a_list_that_stays_is_asked_for_once() -> None:
    called = Called(250, [])
    assert await met(called, 100) == called.there
    assert called.requests == [(0, 100), (100, 100), (200, 100)]
