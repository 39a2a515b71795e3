"""What is counted of an account's requests, and that it is written seldom, and outlives a restart."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.health import HALF_HOUR, half_hour_of
from desktop.domain.transcripts import Recording
from desktop.services import tally
from desktop.services.health import BARS
from desktop.store import health
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider, a_call


def the_script(opened: Engine) -> Script:
    provider = opened.services.accounts._sessions.provider("scripted")
    assert isinstance(provider, ScriptedProvider)
    return provider.script


def request(opened: Engine, *kinds: ErrorKind | None) -> None:
    for kind in kinds:
        the_script(opened).contexts[-1].on_request(kind)


async def kept(opened: Engine) -> int:
    (account,) = await opened.services.accounts.all()
    hours = await opened.store.read(lambda db: health.since(db, account.id, NOW - timedelta(days=30)))
    return sum(hour.requests for hour in hours)


async def small(opened: Engine) -> bool:
    return await opened.services.cache.size() <= 2 << 20


async def until(look: Callable[[], Awaitable[object]]) -> None:
    limit = time.monotonic() + 10
    while not await look():
        assert time.monotonic() < limit
        await asyncio.sleep(0.01)


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


def opening(folder: Path, clock: Hands) -> Any:
    return engine(folder, providers={"scripted": ScriptedProvider(Script())}, now=clock)


async def add(opened: Engine) -> None:
    await opened.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})


async def test_what_is_not_counted_yet_are_forty_eight_empty_half_hours(scripted: Engine) -> None:
    figures = await scripted.services.health.figures("Main")
    assert len(figures.hours) == BARS == 48
    assert figures.hours[-1].start == half_hour_of(NOW)
    assert figures.hours[0].start == half_hour_of(NOW) - 47 * HALF_HOUR
    assert (figures.requests, figures.failures, figures.last_failure) == (0, 0, None)
    assert (figures.limited, figures.new, figures.since, figures.sound) == (0, None, None, 0)


async def test_requests_are_counted_as_they_went(scripted: Engine) -> None:
    request(scripted, None, None, ErrorKind.TIMEOUT, ErrorKind.RATE_LIMITED)
    figures = await scripted.services.health.figures("Main")
    assert (figures.requests, figures.failures, figures.limited) == (4, 1, 1)
    assert figures.last_failure == (NOW, ErrorKind.TIMEOUT)
    assert figures.limited_at == half_hour_of(NOW)


async def test_nothing_is_written_for_a_request_and_all_of_it_after_a_while(
    tmp_path: Path, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "WRITE_S", 0.05)
    async with opening(tmp_path, clock) as opened:
        await add(opened)
        request(opened, *[None] * 500)
        assert await kept(opened) == 0
        await until(lambda: kept(opened))
        assert await kept(opened) == 500
        assert (await opened.services.health.figures("Main")).requests == 500


async def test_counts_outlive_a_restart_and_a_day_but_not_a_week(tmp_path: Path, clock: Hands) -> None:
    async with opening(tmp_path, clock) as opened:
        await add(opened)
        vault = opened.vault
        request(opened, None, ErrorKind.OFFLINE, ErrorKind.RATE_LIMITED)
    clock.now += timedelta(hours=25)
    providers = {"scripted": ScriptedProvider(Script())}
    async with engine(tmp_path, providers=providers, vault=vault, now=clock) as opened:
        await opened.services.accounts.test("Main")
        figures = await opened.services.health.figures("Main")
        assert (figures.requests, figures.failures, figures.limited) == (0, 0, 1)
        clock.now += timedelta(days=7)
        request(opened, None)
        figures = await opened.services.health.figures("Main")
        assert (figures.requests, figures.limited) == (1, 0)
    async with engine(tmp_path, providers=providers, vault=vault, now=clock) as opened:
        assert await kept(opened) == 1


async def test_a_disk_that_refuses_costs_no_count(scripted: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = scripted.services.health._tally
    request(scripted, None, ErrorKind.SERVER)

    def refuse(*_: object) -> None:
        raise Trouble(ErrorKind.DISK)

    with monkeypatch.context() as patch:
        patch.setattr(health, "add", refuse)
        await counting.write()
    request(scripted, None)
    assert (await scripted.services.health.figures("Main")).requests == 3
    await counting.write()
    assert await kept(scripted) == 3
    await counting.write()
    assert await kept(scripted) == 3


async def test_a_trial_and_a_removed_account_count_for_nobody(scripted: Engine) -> None:
    context = the_script(scripted).contexts[-1]
    await scripted.services.accounts.remove("Main")
    context.on_request(None)
    await scripted.services.health._tally.write()
    with pytest.raises(Trouble) as caught:
        await scripted.services.health.figures("Main")
    assert caught.value.kind is ErrorKind.NO_ACCOUNT


async def test_the_last_pass_and_how_far_back_it_reached(scripted: Engine) -> None:
    script = the_script(scripted)
    script.calls = [a_call(number, timedelta(hours=number)) for number in range(1, 4)]
    async for result in scripted.services.sync.run():
        assert result.complete
    figures = await scripted.services.health.figures("Main")
    assert figures.new == 3
    assert figures.since is not None
    assert timedelta(days=360) < NOW - figures.since < timedelta(days=370)


async def test_sound_is_counted_by_account(scripted: Engine) -> None:
    (account,) = await scripted.services.accounts.all()
    await scripted.media.put("1", Recording(b"x" * 300, "audio/wav"), account_id=account.id)
    await scripted.media.put("2", Recording(b"x" * 50, "audio/wav"), account_id="99")
    assert (await scripted.services.health.figures("Main")).sound == 300
    assert await scripted.services.cache.size() == 350


# ---- the cache


async def fill(opened: Engine, recordings: int, size: int) -> None:
    for number in range(recordings):
        await opened.media.put(str(number), Recording(b"x" * size, "audio/wav"), account_id="1")


async def test_the_cache_is_emptied_in_steps_that_are_told(scripted: Engine) -> None:
    await fill(scripted, 45, 1000)
    told: list[tuple[int, int]] = []
    assert await scripted.services.cache.empty(lambda done, total: told.append((done, total))) == 45_000
    assert told == [(20_000, 45_000), (40_000, 45_000), (45_000, 45_000)]
    assert await scripted.services.cache.size() == 0
    assert await scripted.services.cache.empty() == 0


async def test_a_smaller_limit_counts_at_once_and_keeps_what_was_used_last(scripted: Engine) -> None:
    await fill(scripted, 3, 1 << 20)
    await scripted.media.get("0")
    scripted.services.settings.set("recordings.cache_mb", 2)
    await until(lambda: small(scripted))
    assert [await scripted.media.has(str(number)) for number in range(3)] == [True, False, True]
    assert not await scripted.media.put("9", Recording(b"x" * (3 << 20), "audio/wav"), account_id="1")


async def test_the_cache_says_when_the_disk_refuses(
    scripted: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(scripted, 2, 10)

    async def refuse(_keep: int = 0) -> int:
        raise Trouble(ErrorKind.DISK)

    monkeypatch.setattr(scripted.media, "shrink", refuse)
    with pytest.raises(Trouble) as caught:
        await scripted.services.cache.empty()
    assert caught.value.kind is ErrorKind.DISK
