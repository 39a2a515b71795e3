"""Names are asked for where they are known, and the answer is kept."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.domain.calls import CallFilter
from desktop.domain.errors import ErrorKind, Trouble
from tests.support.engine import Engine, engine
from tests.support.sandbox import world
from tests.support.scripted import NOW, Request, Script, a_call
from tests.support.sipsim_client import Client


async def listed(ours: Engine, wanted: CallFilter) -> set[str]:
    return {call.provider_id async for call in ours.services.calls.select(wanted)}


async def synced(ours: Engine) -> None:
    assert [result.complete async for result in ours.services.sync.run()] == [True]


async def test_the_calls_of_a_name_are_those_that_the_provider_finds(
    tmp_path: Path, hello: dict[str, Any]
) -> None:
    with Client(hello) as client:
        found = {str(call["id"]) for call in client.all_calls(search="ma")}
    assert 0 < len(found) < len(world(hello, "sipsim")["calls"])
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        await synced(ours)
        wanted = CallFilter(names=("MA",))
        assert await listed(ours, wanted) == set()
        assert await ours.services.answers.ask(wanted) == ()
        assert await listed(ours, wanted) == found
        assert await ours.services.answers.ask(CallFilter(names=("nobody has this name",))) == ()
        assert await listed(ours, CallFilter(names=("nobody has this name",))) == set()


async def test_a_part_of_the_time_leaves_the_rest_and_every_page_is_read(
    scripted: Engine, script: Script
) -> None:
    script.calls = [a_call(number, timedelta(days=number)) for number in range(1, 41)]
    await synced(scripted)
    assert await scripted.services.answers.ask(CallFilter(names=("Ada",))) == ()
    assert script.requests[-1].query.search == "Ada"
    assert len(await listed(scripted, CallFilter(names=("ada",)))) == 40
    # Since then the provider has come to know better about the last ten days.
    script.calls = script.calls[5:]
    since = NOW - timedelta(days=10)
    assert await scripted.services.answers.ask(CallFilter(names=("Ada",), since=since)) == ()
    assert script.requests[-1].query.start == since
    assert await listed(scripted, CallFilter(names=("ada",))) == {str(number) for number in range(6, 41)}


async def test_who_cannot_be_asked_is_told_and_the_last_answer_holds(
    scripted: Engine, script: Script
) -> None:
    await scripted.services.accounts.add("scripted", "Second", {"user": "u"}, {"token": "t0ken"})
    script.calls = [a_call(1, timedelta(days=1)), a_call(2, timedelta(days=2))]
    assert [result.complete async for result in scripted.services.sync.run()] == [True, True]
    wanted = CallFilter(names=("Ada",))
    assert await scripted.services.answers.ask(wanted) == ()
    refused = 0

    async def offline(request: Request) -> None:
        nonlocal refused
        refused += 1
        if refused == 1:
            raise Trouble(ErrorKind.OFFLINE)

    script.before = offline
    (trouble,) = await scripted.services.answers.ask(wanted)
    assert trouble.kind is ErrorKind.OFFLINE
    assert trouble.account in {"Main", "Second"}
    assert await listed(scripted, wanted) == {"1", "2"}
    only = await scripted.services.accounts.by_name("Second")
    before = len(script.requests)
    assert (
        await scripted.services.answers.ask(CallFilter(names=("Ada",), account_ids=frozenset({only.id})))
        == ()
    )
    assert len(script.requests) == before + 1
    assert await scripted.services.answers.ask(CallFilter()) == ()
    assert len(script.requests) == before + 1
