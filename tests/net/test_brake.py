"""The brake of the background: what a person reads of how long it holds."""

import asyncio
from datetime import UTC, datetime, timedelta

from desktop.domain.changes import Waiting
from desktop.net.backoff import Brake

NOW = datetime(2026, 3, 4, 13, 5, tzinfo=UTC)


async def test_a_shorter_wait_does_not_hide_how_long_the_pause_is() -> None:
    told: list[Waiting | None] = []
    brake = Brake("Office", lambda: NOW, 1.0, told.append)
    waits = []
    for seconds, reason in ((60, "asks for a pause"), (1, "a fault"), (90, "asks for more")):
        waits.append(asyncio.create_task(brake.wait(seconds, reason, shared=True)))
        await asyncio.sleep(0)
    assert told == [
        Waiting("Office", "asks for a pause", NOW + timedelta(seconds=60)),
        Waiting("Office", "asks for more", NOW + timedelta(seconds=90)),
    ]
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    assert told[2:] == [None]
