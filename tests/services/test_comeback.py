"""After a sleep, or on another network: everybody is asked again soon, once each, and nothing storms."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.changes import SyncResult, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.surroundings import Stir
from desktop.services import comeback, sync
from desktop.system.surroundings.linux import LinuxSurroundings
from tests.support.engine import Engine, engine
from tests.support.logind import connected, logind, say
from tests.support.notice_service import running_bus
from tests.support.sandbox import end_sandbox, started_sandbox
from tests.support.scripted import NOW, Request, Script, ScriptedProvider
from tests.support.waiting import until

ACCOUNTS = 3


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comeback, "SETTLE_S", 0.05)
    monkeypatch.setattr(comeback, "GAP_S", 0.4)
    monkeypatch.setattr(sync, "SPREAD_S", 0.3)
    monkeypatch.setattr(sync, "EAGER_S", 0.05)
    monkeypatch.setattr(sync, "EAGER_FOR_S", 0.5)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def settled(folder: Path, script: Script, clock: Clock) -> AsyncIterator[Engine]:
    """Run accounts in the background that have read everything, and look again in a day."""
    async with engine(folder, providers={"scripted": ScriptedProvider(script)}, now=clock) as one:
        one.services.settings.set("sync.interval_s", 86400)
        for place in range(ACCOUNTS):
            name, fields = f"Office {place}", {"user": f"u{place}"}
            await one.services.accounts.add("scripted", name, fields, {"secret": "s"})
        done: list[object] = []
        one.services.sync.on_result(done.append)
        one.services.start()
        await until(lambda: len(done) == ACCOUNTS)
        script.requests.clear()
        yield one


async def test_a_restless_network_makes_one_look_for_each_account_spread_over_time(tmp_path: Path) -> None:
    script, times = Script(), list[float]()

    async def note(_: Request) -> None:
        times.append(asyncio.get_running_loop().time())

    async with settled(tmp_path, script, Clock()) as one:
        script.before = note
        for stir in [Stir.WOKE, *[Stir.NETWORK] * 20]:
            one.services.comeback.stirred(stir)
        await until(lambda: len(times) == ACCOUNTS)
        assert times[-1] - times[0] > sync.SPREAD_S / 2, "side by side, not all at once"
        for _ in range(20):
            one.services.comeback.stirred(Stir.NETWORK)
        await asyncio.sleep(0.1)
        assert len(times) == ACCOUNTS, "so soon after the last time it waits"
        await until(lambda: len(times) == 2 * ACCOUNTS)
        await asyncio.sleep(comeback.GAP_S + sync.SPREAD_S)
        assert len(times) == 2 * ACCOUNTS, "the network is at rest"
        assert any(Topic.CLOCK in change.topics for change in one.heard), "times of day are read anew"


@pytest.mark.expects_warnings
async def test_a_provider_that_is_away_at_first_is_asked_until_it_is_back_and_not_for_ever(
    tmp_path: Path,
) -> None:
    script, is_away = Script(), True

    async def away(_: Request) -> None:
        if is_away:
            raise Trouble(ErrorKind.OFFLINE)

    async with settled(tmp_path, script, Clock()) as one:
        accounts = one.services.accounts

        async def all_are(state: AccountState) -> None:
            async with asyncio.timeout(10):
                while {account.state for account in await accounts.all()} != {state}:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)

        script.before = away
        one.services.comeback.stirred(Stir.WOKE)
        await all_are(AccountState.OFFLINE)
        is_away = False
        await all_are(AccountState.OK)
        await until(lambda: not one.services.sync.status().running)
        is_away = True
        one.services.comeback.stirred(Stir.NETWORK)
        await asyncio.sleep(comeback.GAP_S + sync.SPREAD_S + sync.EAGER_FOR_S + 0.2)
        given_up = len(script.requests)
        await asyncio.sleep(4 * sync.EAGER_S)
        assert len(script.requests) == given_up, "then at the usual times"


@pytest.mark.expects_warnings
async def test_a_pause_that_a_provider_asked_for_holds_on_another_network_too(tmp_path: Path) -> None:
    script = Script()

    async def busy(_: Request) -> None:
        raise Trouble(ErrorKind.RATE_LIMITED, status=429, retry_after_s=3600)

    async with settled(tmp_path, script, Clock()) as one:
        script.before = busy
        one.services.sync.look_now()
        await until(lambda: len(script.requests) == ACCOUNTS)
        await until(lambda: not one.services.sync.status().running)
        one.services.comeback.stirred(Stir.NETWORK)
        await asyncio.sleep(comeback.SETTLE_S + sync.SPREAD_S + 0.2)
        assert len(script.requests) == ACCOUNTS
        script.before = None
        one.services.sync.look_now()
        await until(lambda: len(script.requests) == 2 * ACCOUNTS)  # a person may ask all the same
        await until(lambda: not one.services.sync.status().running)
        one.services.comeback.stirred(Stir.NETWORK)
        await until(lambda: len(script.requests) == 3 * ACCOUNTS)  # it answered, so the pause is over


async def test_the_clock_tells_of_a_sleep_where_nobody_else_does(tmp_path: Path) -> None:
    script, clock = Script(), Clock()
    async with settled(tmp_path, script, clock) as one:
        one.heard.clear()
        one.services.sync.look_now()  # whatever wakes us up
        await until(lambda: len(script.requests) == ACCOUNTS)
        assert not any(Topic.CLOCK in change.topics for change in one.heard)
        await until(lambda: not one.services.sync.status().running)
        clock.now += timedelta(hours=8)
        one.services.sync.look_now()
        await until(lambda: any(Topic.CLOCK in change.topics for change in one.heard))
        await until(lambda: len(script.requests) >= 2 * ACCOUNTS)


async def test_a_sleep_that_the_clock_shows_too_is_one_sleep(tmp_path: Path) -> None:
    script, clock = Script(), Clock()
    async with settled(tmp_path, script, clock) as one:
        clock.now += timedelta(hours=8)
        one.services.comeback.stirred(Stir.WOKE)  # as the system tells at once
        await until(lambda: len(script.requests) == ACCOUNTS)
        await asyncio.sleep(comeback.GAP_S + sync.SPREAD_S + 0.2)
        assert len(script.requests) == ACCOUNTS


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="NOT TESTED: install dbus-daemon")
@pytest.mark.expects_warnings
async def test_a_real_server_that_was_away_over_a_sleep_is_read_soon_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logind of our own tells of the sleep; the server is back later than the computer, as networks are."""
    monkeypatch.setattr(sync, "EAGER_FOR_S", 30)
    process, hello = await asyncio.to_thread(started_sandbox, "--calls", "50")
    url = next(one["base_url"] for one in hello.values() if "client_id" in one)
    again = ("--calls", "50", "--port", str(urlsplit(url).port))
    try:
        with running_bus(tmp_path) as (address, _):
            surroundings = LinuxSurroundings(lambda: connected(address))
            async with engine(tmp_path / "p", surroundings=surroundings) as one, logind(address) as system:
                services, done = one.services, list[SyncResult]()
                services.settings.set("sync.interval_s", 86400)
                await one.add(hello)
                services.sync.on_result(done.append)
                services.start()
                await until(lambda: done and done[0].complete)
                await asyncio.to_thread(end_sandbox, process)
                say(system, sleeps=True)
                say(system, sleeps=False)
                await until(lambda: not done[-1].complete)
                [account] = await services.accounts.all()
                assert account.state is AccountState.OFFLINE
                process, _ = await asyncio.to_thread(started_sandbox, *again)
                await until(lambda: done[-1].complete)
                [account] = await services.accounts.all()
                assert account.state is AccountState.OK
    finally:
        await asyncio.to_thread(end_sandbox, process)
