import asyncio
import logging

import pytest

from desktop.domain.changes import Change, Topic
from desktop.services.changes import Changes
from desktop.services.tasks import TaskScope


async def wait_for(event: asyncio.Event) -> str:
    await event.wait()
    return "done"


async def test_a_name_runs_once_or_is_replaced() -> None:
    errors: list[BaseException] = []
    scope = TaskScope(errors.append)
    event = asyncio.Event()
    first = scope.start("load", wait_for(event))
    assert first is not None
    assert scope.start("load", wait_for(event)) is None
    second = scope.start("load", wait_for(event), replace=True)
    assert second is not None
    assert scope.names() == ("load",)
    event.set()
    assert await second == "done"
    assert first.cancelled()
    await asyncio.sleep(0)
    assert not scope.running("load")
    assert errors == []


async def test_an_error_goes_to_the_reporter() -> None:
    errors: list[BaseException] = []
    scope = TaskScope(errors.append)

    async def fail() -> None:
        raise RuntimeError("ours")

    task = scope.start("fail", fail())
    assert task is not None
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert [str(error) for error in errors] == ["ours"]


async def test_close_waits_for_clean_up_and_takes_nothing_more() -> None:
    scope = TaskScope(lambda error: None)
    cleaned: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append("yes")

    scope.start("work", work())
    await asyncio.sleep(0)
    await scope.close()
    assert cleaned == ["yes"]
    assert scope.start("work", work()) is None
    assert scope.names() == ()


async def test_every_listener_hears_in_order(caplog: pytest.LogCaptureFixture) -> None:
    changes = Changes()
    heard: list[Change] = []

    def broken(change: Change) -> None:
        raise RuntimeError("mine")

    changes.subscribe(broken)
    stop = changes.subscribe(heard.append)
    with caplog.at_level(logging.CRITICAL):
        changes.tell(Topic.CALLS, ids=frozenset({"1"}))
        stop()
        stop()
        changes.tell(Topic.SYNC)
    assert heard == [Change(frozenset({Topic.CALLS}), frozenset({"1"}))]


async def test_a_name_is_free_as_soon_as_its_task_has_ended() -> None:
    """Between a task's end and its callback lies a turn of the loop; a start in it must not be lost."""
    errors: list[BaseException] = []
    ran: list[int] = []
    scope = TaskScope(errors.append)

    async def work(number: int) -> None:
        ran.append(number)

    first = scope.start("read", work(1))
    assert first is not None
    # Called in the order of being added: before the scope itself hears of the end.
    first.remove_done_callback(scope._ended)
    first.add_done_callback(lambda _: scope.start("read", work(2)))
    first.add_done_callback(scope._ended)
    await first
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ran == [1, 2]
    assert errors == []
