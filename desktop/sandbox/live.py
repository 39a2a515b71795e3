"""Calls that arrive while the sandbox runs, and what a telephone system adds to them a little later."""

import asyncio
from collections.abc import Callable
from random import Random

from desktop.sandbox.generate import CallMaker
from desktop.sandbox.world import Call, Kind, Sound, World

_LONGEST_S = 40


async def arrivals(world: World, every_s: float, told: Callable[[], None]) -> None:
    """Add a call that has just ended every `every_s` seconds, give or take, and tell; never returns."""
    rng = Random(f"live {world.seed}")  # noqa: S311 - a toy world
    maker = CallMaker(rng, world.lines, world.people, list(world.tags.values()))
    fates: list[int] = []
    unfinished: tuple[Call, Sound, tuple[int, ...]] | None = None
    while True:
        await asyncio.sleep(every_s * (0.5 + rng.random()))
        fates = fates or maker.fates(24)  # every kind comes once in a while, missed ones often
        now = int(world.clock.now())
        call = maker.call(world.next_call_id(), now, fates.pop())
        call.duration = min(call.duration, _LONGEST_S)
        call.wait = min(call.wait, 12 if call.kind is Kind.MISSED else 6)
        call.started = now - call.wait - call.duration
        call.registered = call.started
        if unfinished:
            before, sound, tags = unfinished
            before.sound, before.tags = sound, tags
            before.revision += 1
        # The recording and the tags come after the call itself: with the next one.
        unfinished = (call, call.sound, call.tags)
        call.sound, call.tags = Sound.NONE, ()
        world.add(call)
        told()
