"""What crosses between the two loops: results, cancelling, errors, and joined change notices."""

import asyncio
import threading

import pytest

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from tests.ui.conftest import Scene, until


def test_work_runs_on_the_engine_and_its_result_and_trouble_come_back(play):
    async def steps(scene: Scene) -> None:
        async def where() -> str:
            return threading.current_thread().name

        async def fail() -> None:
            raise Trouble(ErrorKind.NO_CALL)

        assert await scene.bridge.run(where()) == "engine"
        assert await scene.bridge.call(lambda: threading.current_thread().name) == "engine"
        assert (await scene.bridge.read(lambda: threading.current_thread().name)).startswith("window-reader")
        with pytest.raises(Trouble):
            await scene.bridge.run(fail())

    play(steps)


def test_cancelling_here_cancels_there(play):
    async def steps(scene: Scene) -> None:
        ended = threading.Event()
        began = threading.Event()

        async def long() -> None:
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        task = asyncio.get_running_loop().create_task(scene.bridge.run(long()))
        await until(began.is_set)
        task.cancel()
        await until(ended.is_set)
        with pytest.raises(asyncio.CancelledError):
            await task

    play(steps)


def test_many_notices_come_as_few_signals_with_everything_in_them(play):
    async def steps(scene: Scene) -> None:
        heard: list[Change] = []
        scene.bridge.changed.connect(heard.append)
        changes = scene.opened.services.changes

        def tell() -> None:
            for number in range(500):
                changes.tell(Topic.CALLS, ids=frozenset({str(number)}))
            changes.tell(Topic.TRANSCRIPTS, ids=frozenset({"500"}))

        await scene.bridge.call(tell)
        await until(lambda: heard and Topic.TRANSCRIPTS in heard[-1].topics)
        assert len(heard) <= 3
        assert frozenset().union(*(change.ids for change in heard)) == {str(n) for n in range(501)}

    play(steps)


def test_a_closed_bridge_is_silent(play):
    async def steps(scene: Scene) -> None:
        heard: list[Change] = []
        scene.bridge.changed.connect(heard.append)
        scene.bridge.close()
        changes = scene.opened.services.changes

        async def tell() -> None:
            changes.tell(Topic.CALLS)

        await scene.there(tell())
        await asyncio.sleep(0)
        assert heard == []

    play(steps)
