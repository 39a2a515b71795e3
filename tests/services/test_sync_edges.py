"""Sync against a provider that misbehaves in every way a page can."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.calls import Call, CallFilter, Direction, Outcome, Tag
from desktop.domain.changes import SyncResult, Topic, Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.services.windows import OPEN, look
from desktop.store.cursors import Window
from tests.support.engine import Engine, engine
from tests.support.scripted import LINE, NOW, Request, Script, ScriptedProvider, a_call


async def one_pass(the_engine: Engine, **arguments: object) -> SyncResult:
    results = [result async for result in the_engine.services.sync.run(**arguments)]  # type: ignore[arg-type]
    assert len(results) == 1
    return results[0]


async def stored_ids(the_engine: Engine) -> list[str]:
    return [call.provider_id async for call in the_engine.services.calls.select(CallFilter())]


def history(count: int = 120, days: float = 300) -> list[Call]:
    step = timedelta(days=days) / count
    return [a_call(number, step * number + timedelta(minutes=5)) for number in range(count)]


async def test_a_first_pass_brings_everything_and_a_second_nothing(scripted: Engine, script: Script) -> None:
    script.calls = history()
    first = await one_pass(scripted)
    assert (first.new, first.complete, first.error) == (120, True, None)
    asked = len(script.requests)
    second = await one_pass(scripted)
    assert (second.new, second.changed, second.complete) == (0, 0, True)
    assert len(script.requests) == asked + 1
    assert len(await stored_ids(scripted)) == 120


async def test_the_first_window_is_the_newest_hour(scripted: Engine, script: Script) -> None:
    script.calls = history()
    await one_pass(scripted)
    assert script.requests[0].query.start == NOW - timedelta(hours=1)


async def test_windows_are_read_several_at_once_and_no_more(scripted: Engine, script: Script) -> None:
    script.calls, script.page_size = history(300), 5
    await one_pass(scripted)
    assert script.most_at_once == script.parallel == 2


async def test_new_calls_and_late_changes_are_found(scripted: Engine, script: Script) -> None:
    script.calls = history()
    await one_pass(scripted)
    script.calls[0] = script.calls[0]._replace(tags=(Tag("4", "Support"),), recording_url="https://x.test/1")
    script.calls.append(a_call(900, timedelta(seconds=30)))
    script.calls.append(a_call(901, timedelta(seconds=20), outcome=Outcome.MISSED))
    result = await one_pass(scripted)
    assert (result.new, result.changed) == (2, 1)
    missed = await scripted.services.calls.find("Main:901")
    assert result.newly_missed == (missed.id,)
    changed = await scripted.services.calls.find("Main:0")
    assert changed.has_recording
    assert [tag.name for tag in changed.tags] == ["Support"]


async def test_what_the_first_pass_finds_is_not_news(scripted: Engine, script: Script) -> None:
    script.calls = [a_call(1, timedelta(hours=1), outcome=Outcome.MISSED)]
    assert (await one_pass(scripted)).newly_missed == ()


async def test_a_call_on_the_bound_of_two_windows_is_kept_once(scripted: Engine, script: Script) -> None:
    bounds = [timedelta(hours=1), timedelta(days=1, hours=1), timedelta(days=8, hours=1)]
    moments = [bound + timedelta(seconds=shift) for bound in bounds for shift in (-1, 0, 1)]
    script.calls = [a_call(number, ago) for number, ago in enumerate(moments)]
    assert (await one_pass(scripted)).new == 9
    assert len(await stored_ids(scripted)) == 9


async def test_a_refused_token_starts_its_window_again(scripted: Engine, script: Script) -> None:
    script.calls = history()
    refused: list[str] = []

    async def refuse_once(request: Request) -> None:
        if request.token is not None and not refused:
            refused.append(request.token)
            raise Trouble(ErrorKind.INVALID, status=400, detail="page is invalid")

    script.before = refuse_once
    result = await one_pass(scripted)
    assert refused
    assert (result.new, result.complete) == (120, True)


@pytest.mark.expects_warnings
async def test_a_token_that_is_always_refused_ends_in_trouble_and_not_in_a_loop(
    scripted: Engine, script: Script
) -> None:
    script.calls = history()

    async def refuse(request: Request) -> None:
        if request.token is not None:
            raise Trouble(ErrorKind.INVALID, status=400)

    script.before = refuse
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.INVALID
    assert not result.complete
    assert len(script.requests) < 100
    script.before = None
    assert (await one_pass(scripted)).complete
    assert len(await stored_ids(scripted)) == 120


async def test_a_token_that_repeats_is_asked_for_again_and_then_told(
    scripted: Engine, script: Script
) -> None:
    script.calls = history()
    lies = 1

    def repeat(asked: str | None, following: str | None) -> str | None:
        nonlocal lies
        if asked is not None and lies:
            lies -= 1
            return asked
        return following

    script.token_after = repeat
    assert (await one_pass(scripted)).new == 120
    assert lies == 0


@pytest.mark.expects_warnings
async def test_a_circle_of_tokens_ends_in_trouble_while_the_other_windows_are_read(
    scripted: Engine, script: Script
) -> None:
    script.calls = [*history(60, days=20), a_call(500, timedelta(days=200))]
    script.token_after = lambda asked, following: asked or following
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.PROTOCOL
    assert "500" in await stored_ids(scripted)
    script.token_after = lambda asked, following: following
    assert (await one_pass(scripted)).complete
    assert len(await stored_ids(scripted)) == 61


async def test_a_pause_is_visible_and_leaves_one_window_at_a_time(scripted: Engine, script: Script) -> None:
    script.calls, script.page_size, script.parallel = history(300), 5, 4
    seen: list[tuple[Waiting, ...]] = []
    paused = False

    async def pause(request: Request) -> None:
        nonlocal paused
        if request.token is not None and not paused:
            paused = True
            on_wait = script.contexts[-1].on_wait
            on_wait(Waiting("Main", "too many requests", NOW + timedelta(seconds=60)))
            seen.append(scripted.services.sync.status().waiting)
            await asyncio.sleep(0)
            on_wait(None)
            script.most_at_once = script.at_once

    script.before = pause
    result = await one_pass(scripted)
    assert result.complete
    assert len(await stored_ids(scripted)) == 300
    assert [waiting.reason for waiting in seen[0]] == ["too many requests"]
    assert scripted.services.sync.status().waiting == ()
    # Those under way when the pause came end their page; from then on there is one.
    tail = script.requests[-20:]
    assert len({request.query.start for request in tail}) <= len(tail)
    assert script.at_once == 0


@pytest.mark.expects_warnings
async def test_a_page_that_cannot_be_decoded_spoils_its_window_only(scripted: Engine, script: Script) -> None:
    script.calls = history(40, days=20)
    plain = script.page
    broken = True

    async def page(query: object, token: str | None = None) -> object:
        found = await plain(query, token)  # type: ignore[arg-type]
        start = query.start  # type: ignore[attr-defined]
        if broken and start == NOW - timedelta(hours=1, days=1):

            def decode() -> object:
                raise Trouble(ErrorKind.PROTOCOL, detail="no list")

            return replace(found, decode=decode)  # type: ignore[arg-type]
        return found

    script.page = page  # type: ignore[method-assign, assignment]
    await scripted.services.accounts.remove("Main")
    await scripted.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.PROTOCOL
    assert len(await stored_ids(scripted)) >= 30
    broken = False
    assert (await one_pass(scripted)).complete
    assert len(await stored_ids(scripted)) == 40


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(ErrorKind.RATE_LIMITED, status=429),
        Trouble(ErrorKind.SERVER, status=503),
        Trouble(ErrorKind.OFFLINE),
    ],
    ids=["too many", "maintenance", "offline"],
)
async def test_what_every_window_would_meet_ends_the_walk(
    scripted: Engine, script: Script, trouble: Trouble
) -> None:
    script.calls = history()

    async def refuse(request: Request) -> None:
        raise replace(trouble)

    script.before = refuse
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert (result.error.kind, result.error.status) == (trouble.kind, trouble.status)
    assert len(script.requests) <= script.parallel, "each window asked once, and none after them"


@pytest.mark.expects_warnings
async def test_a_fault_of_one_request_ends_one_window_and_is_not_asked_again_here(
    scripted: Engine, script: Script
) -> None:
    script.calls = history(40, days=20)

    async def fail(request: Request) -> None:
        if request.query.start == NOW - timedelta(hours=1):
            raise Trouble(ErrorKind.SERVER, status=500)

    script.before = fail
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert len([one for one in script.requests if one.query.start == NOW - timedelta(hours=1)]) == 1
    assert len(await stored_ids(scripted)) >= 39


@pytest.mark.expects_warnings
async def test_a_failed_pass_does_not_widen_what_is_read_again(scripted: Engine, script: Script) -> None:
    script.calls = history()
    await one_pass(scripted)

    async def offline(request: Request) -> None:
        raise Trouble(ErrorKind.OFFLINE)

    script.before = offline
    starts = set()
    for _ in range(3):
        result = await one_pass(scripted)
        assert isinstance(result.error, Trouble)
        starts.add(script.requests[-1].query.start)
    assert len(starts) == 1
    account = await scripted.services.accounts.by_name("Main")
    assert account.state is AccountState.OFFLINE
    assert account.trouble
    script.before = None
    assert (await one_pass(scripted)).complete
    assert (await scripted.services.accounts.by_name("Main")).state is AccountState.OK


async def test_since_reads_only_that_far_and_a_later_pass_the_rest(scripted: Engine, script: Script) -> None:
    script.calls = history()
    since = NOW - timedelta(days=30)
    first = await one_pass(scripted, since=since)
    assert first.complete
    assert first.new == len([call for call in script.calls if call.sorted_at >= since])
    assert all(request.query.start >= since for request in script.requests)
    assert (await one_pass(scripted)).complete
    assert len(await stored_ids(scripted)) == 120


async def test_since_reads_again_what_is_known(scripted: Engine, script: Script) -> None:
    script.calls = history()
    await one_pass(scripted)
    script.calls[60] = script.calls[60]._replace(duration_s=99)
    assert (await one_pass(scripted)).changed == 0
    assert (await one_pass(scripted, since=NOW - timedelta(days=299))).changed == 1


async def test_calls_in_the_future_are_kept(scripted: Engine, script: Script) -> None:
    script.now = NOW + timedelta(days=3)  # our clock is three days behind the provider's
    script.calls = [a_call(1, -timedelta(days=2)), a_call(2, timedelta(days=40))]
    assert (await one_pass(scripted)).new == 2
    script.calls.append(a_call(3, -timedelta(days=2, hours=5)))
    assert (await one_pass(scripted)).new == 1


async def test_a_clock_that_runs_ahead_misses_nothing(tmp_path: Path, script: Script) -> None:
    providers = {"scripted": ScriptedProvider(script)}
    ahead = timedelta(days=20)
    async with engine(tmp_path, providers=providers, now=lambda: NOW + ahead) as ours:
        await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        script.calls = history()
        await one_pass(ours)
        script.calls.append(a_call(500, timedelta(minutes=1)))
        assert (await one_pass(ours)).new == 1


async def test_calls_between_our_own_ends_are_internal(scripted: Engine, script: Script) -> None:
    script.lines = [LINE, ProviderLine("32", "Back", "01 23 45 67 90", "205", LineStatus.ACTIVE)]
    script.calls = [
        a_call(1, timedelta(hours=1), direction=Direction.OUTBOUND, caller="204", callee="205"),
        a_call(2, timedelta(hours=2), caller="+33123456790", callee="+33123456789"),
        a_call(
            3, timedelta(hours=3), direction=Direction.UNKNOWN, caller="+33123456790", callee="0612345678"
        ),
        a_call(4, timedelta(hours=4), direction=Direction.UNKNOWN, caller="0612345678", callee="204"),
        a_call(5, timedelta(hours=5), caller=None),
        a_call(6, timedelta(hours=6), caller="anonymous"),
    ]
    await one_pass(scripted)
    found = {call.provider_id: call async for call in scripted.services.calls.select(CallFilter())}
    assert [(found[key].direction, found[key].other) for key in "123456"] == [
        (Direction.INTERNAL, "205"),
        (Direction.INTERNAL, "+33123456790"),
        (Direction.OUTBOUND, "+33612345678"),
        (Direction.INBOUND, "+33612345678"),
        (Direction.INBOUND, None),
        (Direction.INBOUND, "anonymous"),
    ]


@pytest.mark.expects_warnings
async def test_an_account_without_history_says_why(scripted: Engine, script: Script) -> None:
    script.granted, script.lacks = "lines", {Ability.HISTORY: "No permission to read calls."}
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.UNSUPPORTED
    assert "No permission to read calls." in result.error.sentence
    account = await scripted.services.accounts.by_name("Main")
    assert account.missing == {Ability.HISTORY: "No permission to read calls."}
    assert account.grant == "lines"


async def test_cancel_keeps_what_was_read(scripted: Engine, script: Script) -> None:
    script.calls = history()
    reached = asyncio.Event()

    async def stop(request: Request) -> None:
        if len(script.requests) > 8:
            reached.set()
            await asyncio.Event().wait()

    script.before = stop
    running = asyncio.ensure_future(one_pass(scripted))
    await reached.wait()
    scripted.services.sync.cancel()
    result = await running
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.CANCELLED
    kept = len(await stored_ids(scripted))
    assert 0 < kept < 120
    script.before = None
    again = await one_pass(scripted)
    assert again.complete
    assert again.new == 120 - kept


async def test_progress_covers_time_and_ends_at_one(scripted: Engine, script: Script) -> None:
    script.calls, script.page_size = history(200), 5
    covered: list[float] = []

    def hear(change: object) -> None:
        covered.extend(progress.covered for progress in scripted.services.sync.status().running)

    scripted.services.changes.subscribe(hear)
    await one_pass(scripted)
    assert covered == sorted(covered)
    assert covered[-1] == pytest.approx(1.0)
    assert len(set(covered)) > 3
    assert scripted.services.sync.status().running == ()
    assert scripted.services.sync.status().last_done == NOW


@pytest.mark.expects_warnings
async def test_a_store_that_fails_ends_the_pass(scripted: Engine, script: Script) -> None:
    script.calls = history()

    async def lose_the_account(request: Request) -> None:
        if len(script.requests) == 6:
            await scripted.services.accounts.remove("Main")

    script.before = lose_the_account
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.NO_ACCOUNT
    assert result.error.name == "Main"


async def test_an_account_removed_between_two_steps_is_no_bug(scripted: Engine, script: Script) -> None:
    async def remove(*_: object) -> list[ProviderLine]:
        await scripted.services.accounts.remove("Main")
        return [LINE]

    script.lines_ = remove  # type: ignore[method-assign]
    await scripted.services.accounts.sign_in_again("Main", {}, {"secret": "n"})
    result = await one_pass(scripted)
    assert isinstance(result.error, Trouble)
    assert result.error.kind is ErrorKind.NO_ACCOUNT


async def test_a_bug_in_one_account_does_not_stop_the_others(scripted: Engine, script: Script) -> None:
    await scripted.services.accounts.add("scripted", "Second", {"user": "u"}, {"token": "t"})
    script.calls = history(5)
    first = True

    async def fail(request: Request) -> None:
        nonlocal first
        if first:
            first = False
            raise ValueError("ours")

    script.before = fail
    results = {result.account: result async for result in scripted.services.sync.run()}
    assert {type(result.error) for result in results.values()} == {ValueError, type(None)}
    assert [str(bug) for bug in scripted.bugs] == ["ours"]
    scripted.bugs.clear()


async def test_an_unknown_account_is_told_before_anything_starts(scripted: Engine, script: Script) -> None:
    with pytest.raises(Trouble) as caught:
        await one_pass(scripted, accounts=["Main", "Nobody"])
    assert caught.value.kind is ErrorKind.NO_ACCOUNT
    assert script.requests == []


async def eventually(true: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while True:
            answer = true()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.01)


async def test_the_background_finds_new_calls_and_a_wish_wakes_it(scripted: Engine, script: Script) -> None:
    script.calls = history(20)
    sync = scripted.services.sync
    sync.start()

    async def all_there() -> bool:
        return len(await stored_ids(scripted)) == len(script.calls)

    await eventually(all_there)
    await eventually(lambda: sync.status().running == ())
    script.calls.append(a_call(900, timedelta(seconds=1)))
    assert sync.status().next_due is not None
    sync.sync_now()
    await eventually(all_there)
    assert any(Topic.CALLS in change.topics for change in scripted.heard)


async def test_a_round_only_looks_for_new_calls_and_a_wish_reads_the_last_days_again(
    scripted: Engine, script: Script
) -> None:
    script.calls = [a_call(1, timedelta(hours=30)), a_call(2, timedelta(hours=2))]
    sync = scripted.services.sync
    sync.start()
    await eventually(lambda: sync.status().last_done is not None and sync.status().running == ())
    asked = len(script.requests)
    script.calls[0] = script.calls[0]._replace(duration_s=99)
    # A long call that came into the list after a shorter one that began later.
    script.calls += [a_call(3, timedelta(hours=2, minutes=9)), a_call(4, timedelta(minutes=1))]
    sync.look_now()

    async def new_ones_are_there() -> bool:
        return len(await stored_ids(scripted)) == 4

    await eventually(new_ones_are_there)
    await eventually(lambda: sync.status().running == ())
    (looked,) = script.requests[asked:]
    assert looked.query.start == NOW - timedelta(hours=2, minutes=10)
    assert (await scripted.services.calls.find("Main:1")).duration_s == 60
    sync.sync_now()

    async def change_is_there() -> bool:
        return (await scripted.services.calls.find("Main:1")).duration_s == 99

    await eventually(change_is_there)


def test_a_look_goes_on_with_what_was_not_finished() -> None:
    month = timedelta(days=30)
    done = Window(NOW - month, NOW, done=True)
    begun = Window(NOW - 2 * month, NOW - month, token="t")
    late = timedelta(minutes=10)
    assert look([done, begun], now=NOW, newest_call=None) == [Window(NOW - late, OPEN), begun]
    # However long ago the newest call was, and whoever's clock is wrong: one window, and nothing is missed.
    for newest, start in ((NOW - month, NOW - month), (NOW + month, NOW)):
        assert look([done], now=NOW, newest_call=newest) == [Window(start - late, OPEN)]
    # A whole pass that broke off is gone on with by the window it left open, from its own start.
    left = Window(NOW - timedelta(days=2), OPEN, token="t")
    assert look([left, done], now=NOW, newest_call=NOW)[0].start == left.start


@pytest.mark.expects_warnings
async def test_a_refused_sign_in_ends_an_accounts_rounds_until_it_is_signed_in_again(
    scripted: Engine, script: Script
) -> None:
    accounts, sync = scripted.services.accounts, scripted.services.sync

    async def refuse(request: Request) -> None:
        raise Trouble(ErrorKind.SIGN_IN, provider="Scripted", status=401)

    script.before = refuse
    sync.start()

    async def is_out() -> bool:
        return (await accounts.by_name("Main")).state is AccountState.SIGN_IN

    await eventually(is_out)
    await eventually(lambda: sync.status().running == ())
    asked = len(script.requests)
    sync.look_now()
    await asyncio.sleep(0.1)
    assert len(script.requests) == asked
    script.before, script.calls = None, history(5)
    await accounts.sign_in_again("Main", {}, {"secret": "new"})

    async def is_well() -> bool:
        return len(await stored_ids(scripted)) == 5

    await eventually(is_well)


@pytest.mark.expects_warnings
async def test_a_person_who_syncs_has_a_refused_account_asked_once_more(
    scripted: Engine, script: Script
) -> None:
    accounts, sync = scripted.services.accounts, scripted.services.sync

    async def refuse(request: Request) -> None:
        raise Trouble(ErrorKind.SIGN_IN, provider="Scripted", status=401)

    async def is_out() -> bool:
        return (await accounts.by_name("Main")).state is AccountState.SIGN_IN

    script.before = refuse
    sync.start()
    await eventually(is_out)
    await eventually(lambda: sync.status().running == ())
    asked = len(script.requests)
    sync.sync_now()
    await eventually(lambda: len(script.requests) > asked)
    await eventually(lambda: sync.status().running == ())
    assert await is_out()
    asked = len(script.requests)
    sync.look_now()
    await asyncio.sleep(0.1)
    assert len(script.requests) == asked, "the rounds leave it alone as before"
    script.before, script.calls = None, history(5)  # mended at the provider
    sync.sync_now()

    async def is_well() -> bool:
        return len(await stored_ids(scripted)) == 5 and not await is_out()

    await eventually(is_well)


CHANGES = {
    "extensions": "204, 205",
    "zone": "Europe/Paris",
    "region": "FR",
    "address": "https://other.test",
    "user": "another",
}


@pytest.mark.parametrize("field", CHANGES)
async def test_what_an_account_is_read_by_changes_and_all_of_it_is_read_again(
    scripted: Engine, script: Script, field: str
) -> None:
    script.calls = history(20)
    assert (await one_pass(scripted)).new == 20
    kept = await scripted.services.calls.find("Main:7")
    script.calls += [a_call(900, timedelta(days=200)), a_call(901, timedelta(days=2))]  # of the new extension
    script.calls[7] = script.calls[7]._replace(duration_s=99)
    await scripted.services.accounts.sign_in_again("Main", {field: CHANGES[field]}, {})
    result = await one_pass(scripted)
    assert (result.new, result.changed, result.complete) == (2, 1, True)
    assert (await scripted.services.calls.find("Main:7")).id == kept.id


async def test_a_new_secret_alone_leaves_what_was_read_as_it_is(scripted: Engine, script: Script) -> None:
    script.calls = history(20)
    await one_pass(scripted)
    asked = len(script.requests)
    address = {"address": "https://example.test", "user": "u", "words": "of no account"}
    await scripted.services.accounts.sign_in_again("Main", address, {"secret": "another"})
    assert (await one_pass(scripted)).complete
    assert len(script.requests) == asked + 1


async def test_another_country_reads_the_numbers_of_kept_calls_again(
    scripted: Engine, script: Script
) -> None:
    await scripted.services.accounts.sign_in_again("Main", {"region": "FR"}, {})
    script.calls = [a_call(1, timedelta(days=100), caller="01632 960001")]
    await one_pass(scripted)
    before = await scripted.services.calls.find("Main:1")
    await scripted.services.accounts.sign_in_again("Main", {"region": "GB"}, {})
    await one_pass(scripted)
    after = await scripted.services.calls.find("Main:1")
    assert (before.other, after.other) == ("01632 960001", "+441632960001")
    assert after.id == before.id
    found = [
        call.id
        async for call in scripted.services.calls.select(CallFilter(others=frozenset({"+441632960001"})))
    ]
    assert found == [after.id]


async def test_a_pass_that_runs_is_ended_before_it_can_call_old_windows_read(
    scripted: Engine, script: Script
) -> None:
    script.calls = history()
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def hold(request: Request) -> None:
        if len(script.requests) > 8:
            reached.set()
            await go_on.wait()

    script.before = hold
    running, queued = asyncio.ensure_future(one_pass(scripted)), asyncio.ensure_future(one_pass(scripted))
    await reached.wait()
    script.calls += [a_call(900, timedelta(minutes=1)), a_call(901, timedelta(days=3))]  # in windows read
    await scripted.services.accounts.sign_in_again("Main", {"extensions": "204, 205"}, {})
    go_on.set()
    for ended in (await running, await queued):
        assert isinstance(ended.error, Trouble)
        assert ended.error.kind is ErrorKind.CANCELLED
    assert (await one_pass(scripted)).complete
    assert sorted(await stored_ids(scripted)) == sorted(call.provider_id for call in script.calls)


async def test_with_other_extensions_the_background_reads_all_of_it_at_once(
    scripted: Engine, script: Script
) -> None:
    sync = scripted.services.sync
    script.calls = history(5)
    sync.start()
    await eventually(lambda: sync.status().last_done is not None and sync.status().running == ())
    script.calls.append(a_call(900, timedelta(days=200), line_provider_id="32"))
    script.lines = [LINE, ProviderLine("32", "Back", None, "205", LineStatus.ACTIVE)]
    await scripted.services.accounts.sign_in_again("Main", {"extensions": "204, 205"}, {})

    async def all_there() -> bool:
        return len(await stored_ids(scripted)) == 6

    await eventually(all_there)
    assert {line.extension for line in await scripted.services.lines.all()} == {"204", "205"}


async def test_a_paused_account_is_left_out(scripted: Engine, script: Script) -> None:
    await scripted.services.accounts.pause("Main", paused=True)
    scripted.services.sync.start()
    assert [result async for result in scripted.services.sync.run()] == []
    await asyncio.sleep(0.1)
    assert script.requests == []
    assert (await one_pass(scripted, accounts=["Main"])).complete
    assert (await scripted.services.accounts.by_name("Main")).state is AccountState.PAUSED


async def test_an_opened_call_is_read_again(scripted: Engine, script: Script) -> None:
    script.calls = history(3)
    await one_pass(scripted)
    script.calls[1] = script.calls[1]._replace(duration_s=7)
    call = await scripted.services.calls.find("Main:1")
    assert (await scripted.services.sync.refresh_call(call.id)).duration_s == 7
    with pytest.raises(Trouble) as caught:
        await scripted.services.sync.refresh_call("999")
    assert caught.value.kind is ErrorKind.NO_CALL


orders = st.sampled_from(["newest", "oldest", "shuffled"])
agos = st.lists(
    st.one_of(st.integers(0, 365 * 86400), st.integers(0, 9 * 86400), st.sampled_from([3600, 90000, 694800])),
    max_size=60,
)


@pytest.mark.expects_warnings
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    agos=agos,
    order=orders,
    page_size=st.integers(1, 20),
    overlap=st.integers(0, 5),
    fail_at=st.lists(st.integers(1, 30), max_size=4),
    seed=st.integers(0, 99),
)
def test_every_call_is_found_whatever_the_pages_do(
    tmp_path_factory: pytest.TempPathFactory,
    agos: list[int],
    order: str,
    page_size: int,
    overlap: int,
    fail_at: list[int],
    seed: int,
) -> None:
    script = Script(page_size=page_size, overlap=overlap)
    script.calls = [a_call(number, timedelta(seconds=ago)) for number, ago in enumerate(agos)]
    script.order = {
        "newest": script.order,
        "oldest": lambda calls: sorted(calls, key=lambda call: call.sorted_at),
        "shuffled": lambda calls: random.Random(seed).sample(calls, len(calls)),
    }[order]

    async def fail(request: Request) -> None:
        if len(script.requests) in fail_at:
            raise Trouble(random.Random(len(script.requests)).choice([ErrorKind.OFFLINE, ErrorKind.INVALID]))

    async def run() -> None:
        providers = {"scripted": ScriptedProvider(script)}
        async with engine(tmp_path_factory.mktemp("walk"), providers=providers, now=lambda: NOW) as ours:
            await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
            script.before = fail
            for _ in range(len(fail_at) + 1):
                if (await one_pass(ours)).complete:
                    break
            assert sorted(await stored_ids(ours)) == sorted(call.provider_id for call in script.calls)

    asyncio.run(run())


async def test_an_interval_and_a_length_of_history_count_at_once(scripted: Engine, script: Script) -> None:
    services = scripted.services
    old = timedelta(days=500)
    script.calls = [a_call(1, timedelta(hours=1)), a_call(2, old)]
    services.settings.set("sync.interval_s", 86_400)
    services.sync.start()
    await eventually(lambda: services.sync.status().last_done is not None)
    assert await services.calls.count(CallFilter()) == (1, 60)
    due = services.sync.status().next_due
    assert due is not None
    assert due - NOW > timedelta(hours=23)
    services.settings.set("sync.interval_s", 30)
    due = services.sync.status().next_due
    assert due is not None
    assert due - NOW <= timedelta(seconds=30)
    services.settings.set("sync.horizon_months", 24)
    await eventually(lambda: any(request.query.start < NOW - old for request in script.requests))
    await eventually(lambda: services.sync.status().running == ())
    assert await services.calls.count(CallFilter()) == (2, 120)


async def test_a_look_that_is_due_while_an_account_is_removed_misses_none_of_its_secrets(
    scripted: Engine,
) -> None:
    services = scripted.services
    services.sync.start()
    await eventually(lambda: services.sync.status().last_done is not None)
    services.sync.look_soon()
    await services.accounts.remove("Main")  # no warning of a sign-in that is needed
    await eventually(lambda: services.sync.status().running == ())


async def test_an_account_that_is_gone_is_due_no_more(scripted: Engine) -> None:
    services = scripted.services
    services.settings.set("sync.interval_s", 86_400)
    await services.accounts.add("scripted", "Second", {"user": "v"}, {"secret": "s"})
    services.sync.start()
    done: list[object] = []
    services.sync.on_result(done.append)
    await eventually(lambda: len(done) == 2)
    await services.accounts.remove("Main")
    services.sync.look_soon()
    await eventually(lambda: services.sync.status().running == () and len(done) > 2)

    def is_due_in_a_day() -> bool:
        due = services.sync.status().next_due
        return due is not None and due - NOW > timedelta(hours=23)

    await eventually(is_due_in_a_day)
