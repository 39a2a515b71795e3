"""Which missed calls a person hears of: each once, nothing of the past, also over restarts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.attempts import DialSource
from desktop.domain.calls import Call, Direction, Outcome
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.missed import MissedNews
from desktop.system.secrets import SessionVault
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Request, Script, ScriptedProvider, a_call

SECOND = timedelta(seconds=1)


def missed(number: int, ago: timedelta, **changes: object) -> Call:
    return a_call(number, ago, outcome=Outcome.MISSED, **changes)


class Day:
    """An engine that listens, a clock that a test turns, and all that was told."""

    def __init__(self, opened: Engine, clock: list[datetime]) -> None:
        self.opened = opened
        self.clock = clock
        self.told: list[MissedNews] = []
        opened.services.missed.listen(self.told.append)
        opened.services.missed.start()

    async def sync(self) -> None:
        async for _ in self.opened.services.sync.run():
            pass
        for _ in range(400):
            if not self.opened.services.missed._scope.names():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it looks for ever")

    @property
    def ids(self) -> list[str]:
        return [call.provider_id for news in self.told for call in (*news.recent, *news.while_away)]


@pytest.fixture
def day(tmp_path: Path, script: Script) -> Callable[[], object]:
    clock, vault = [NOW], SessionVault()

    @asynccontextmanager
    async def open_day() -> AsyncIterator[Day]:
        providers = {"scripted": ScriptedProvider(script)}
        async with engine(tmp_path, providers=providers, vault=vault, now=lambda: clock[0]) as opened:
            if not await opened.services.accounts.all():
                await opened.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s3cret-w"})
            yield Day(opened, clock)

    return open_day


async def test_the_first_history_is_no_news_and_later_calls_are(day, script: Script) -> None:
    script.calls = [missed(1, timedelta(minutes=2)), missed(2, timedelta(days=3))]
    async with day() as one:
        await one.sync()
        assert one.told == []
        assert await one.opened.services.missed.unseen() == 0
        script.calls += [missed(3, 40 * SECOND), a_call(4, 30 * SECOND), missed(5, 20 * SECOND)]
        await one.sync()
        assert [[call.provider_id for call in news.recent] for news in one.told] == [["5", "3"]]
        assert one.told[0].while_away == ()
        assert await one.opened.services.missed.unseen() == 2
        assert any(Topic.NEWS in change.topics for change in one.opened.heard)
        await one.sync()
        assert len(one.told) == 1


async def test_a_restart_tells_nothing_twice_and_what_another_process_read(day, script: Script) -> None:
    script.calls = [missed(1, timedelta(hours=5))]
    async with day() as one:
        await one.sync()
        script.calls.append(missed(2, 30 * SECOND))
        await one.sync()
        assert one.ids == ["2"]
    script.calls.append(missed(3, 10 * SECOND))
    async with engine_without_ears(day) as quiet:  # the command line, say
        async for _ in quiet.services.sync.run():
            pass
    async with day() as again:
        await again.sync()
        assert again.ids == ["3"]
        assert await again.opened.services.missed.unseen() == 2


@asynccontextmanager
async def engine_without_ears(day) -> AsyncIterator[Engine]:
    async with day() as one:
        await one.opened.services.missed.close()
        yield one.opened


async def test_what_was_missed_hours_ago_came_while_nobody_was_there(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
    script.calls = [
        missed(1, timedelta(hours=-1)),  # an hour after the first pass
        missed(2, timedelta(hours=-9)),
        missed(3, timedelta(hours=-10) + 60 * SECOND),
    ]
    script.now = NOW + timedelta(hours=10)
    async with day() as again:
        again.clock[0] = script.now
        await again.sync()
        [news] = again.told
        assert [call.provider_id for call in news.recent] == ["3"]
        assert [call.provider_id for call in news.while_away] == ["2", "1"]


async def test_an_older_history_that_is_read_later_is_no_news(day, script: Script) -> None:
    async with day() as one:
        one.opened.services.settings.set("sync.horizon_months", 1)
        await one.sync()
        script.calls = [missed(1, timedelta(days=100)), missed(2, timedelta(days=200))]
        one.opened.services.settings.set("sync.horizon_months", 12)
        await one.sync()
        assert (await one.opened.services.missed.latest(5))[0].provider_id == "1"
        assert one.told == []
        assert await one.opened.services.missed.unseen() == 0


async def test_a_second_accounts_history_is_no_news(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
        script.calls = [missed(1, timedelta(minutes=3))]
        accounts = one.opened.services.accounts
        await accounts.add("scripted", "Second", {"user": "u"}, {"secret": "s3cret-w"})
        await one.sync()
        # The first account hears of the call as news, the second has it in its history.
        assert [(call.account, call.provider_id) for news in one.told for call in news.recent] == [
            ("Main", "1")
        ]


@pytest.mark.expects_warnings
async def test_a_pass_that_breaks_off_tells_what_it_brought_once(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
        script.calls, script.page_size = [missed(1, 50 * SECOND), missed(2, 40 * SECOND)], 1

        async def break_off(request: Request) -> None:
            if request.token is not None:
                raise Trouble(ErrorKind.OFFLINE)

        script.before = break_off
        await one.sync()
        assert one.ids == ["2"]
        script.before = None
        await one.sync()
        assert one.ids == ["2", "1"]


@pytest.mark.expects_warnings
async def test_a_first_pass_that_breaks_off_makes_no_news_of_the_rest(day, script: Script) -> None:
    async def refuse(_request: Request) -> None:
        raise Trouble(ErrorKind.OFFLINE)

    script.calls = [missed(1, 50 * SECOND)]
    script.before = refuse
    async with day() as one:
        await one.sync()
        script.before = None
        await one.sync()
        assert one.told == []


async def test_a_voicemail_is_news_but_no_missed_call(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
        left = a_call(1, 40 * SECOND, direction=Direction.INBOUND, outcome=Outcome.VOICEMAIL)
        script.calls = [left, missed(2, 20 * SECOND)]
        await one.sync()
        assert [[call.outcome for call in news.recent] for news in one.told] == [
            [Outcome.MISSED, Outcome.VOICEMAIL]
        ]
        assert await one.opened.services.missed.unseen() == 1
        await one.opened.services.missed.seen()
        assert await one.opened.services.missed.unseen() == 0


async def test_removing_the_account_takes_its_news_along(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
        script.calls = [missed(1, 20 * SECOND)]
        await one.sync()
        await one.opened.services.accounts.remove("Main", force=False)
        assert await one.opened.services.missed.unseen() == 0


async def test_a_call_counts_as_returned_once_somebody_called_back(day, script: Script) -> None:
    async with day() as one:
        await one.sync()
        script.calls = [
            missed(1, 60 * SECOND, caller="+33612345678"),
            missed(2, 50 * SECOND, caller="+33612345679"),
            missed(3, 40 * SECOND, caller="+33612345680"),
            missed(4, 30 * SECOND, caller=None),
        ]
        await one.sync()
        services = one.opened.services
        ids = {call.provider_id: call.id for call in await services.missed.latest(9)}
        assert await services.missed.returned(ids.values()) == frozenset()
        plan = await services.dialling.prepare("+33612345678", DialSource.NOTICE)
        await services.dialling.dial(plan, confirmed=True)
        out = {"direction": Direction.OUTBOUND, "outcome": Outcome.NO_ANSWER}
        script.calls.append(a_call(5, 10 * SECOND, caller="+33123456789", callee="+33612345679", **out))
        await one.sync()
        assert await services.missed.returned(ids.values()) == {ids["1"], ids["2"]}
