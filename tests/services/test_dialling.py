"""Dialling: one press is one request, whatever happens to it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.attempts import AttemptState, DialSource, Sighting
from desktop.domain.calls import Direction
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.ports import Placed
from desktop.services.dialling import DialPlan
from desktop.store import attempts
from tests.support.engine import Engine, engine
from tests.support.loopback import Answer, Seen, answer, loopback
from tests.support.sandbox import world
from tests.support.scripted import LINE, NOW, Script, ScriptedProvider, a_call

NUMBER = "+33612345678"


@pytest.fixture
async def ready(scripted: Engine, script: Script) -> Engine:
    """An engine whose account has its line, at two in the afternoon in Paris."""
    await scripted.services.lines.refresh((await scripted.services.accounts.by_name("Main")).id)
    return scripted


async def plan_for(the_engine: Engine, text: str = NUMBER, source: DialSource = DialSource.ROW) -> DialPlan:
    return await the_engine.services.dialling.prepare(text, source)


async def refused(call: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await call
    return caught.value


async def test_a_call_is_placed_once_and_written_down(ready: Engine, script: Script) -> None:
    plan = await plan_for(ready, "06 12 34 56 78")
    assert (plan.number.dial, plan.line.name, plan.must_ask, plan.refusal) == (
        NUMBER,
        "Front desk",
        False,
        None,
    )
    attempt = await ready.services.dialling.dial(plan, confirmed=True)
    assert (attempt.state, attempt.provider_id, attempt.request_id) == (
        AttemptState.PLACED,
        "call_1",
        "request-1",
    )
    assert script.placed == [("31", NUMBER)]
    kept = await ready.services.dialling.attempts_with(NUMBER)
    assert kept == [attempt]
    assert ready.services.dialling.sighting(attempt) is Sighting.WAITING


async def test_two_presses_at_once_are_one_request(ready: Engine, script: Script) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    async def slow(line: str, number: str) -> Placed:
        reached.set()
        await release.wait()
        return Placed("call_1")

    script.place = slow
    plan = await plan_for(ready)
    presses = [
        asyncio.ensure_future(ready.services.dialling.dial(plan, confirmed=True)),
        asyncio.ensure_future(ready.services.dialling.dial(plan, confirmed=True)),
        asyncio.ensure_future(
            ready.services.dialling.dial(await plan_for(ready, "0612345678"), confirmed=True)
        ),
    ]
    await reached.wait()
    release.set()
    done = await asyncio.gather(*presses)
    assert len(script.placed) == 1
    assert {attempt.id for attempt in done} == {done[0].id}
    assert sorted(attempt.folded for attempt in done) == [False, True, True]
    assert {attempt.state for attempt in done} == {AttemptState.PLACED}


async def test_a_press_within_three_seconds_is_folded_before_the_rules(
    tmp_path: Path, script: Script
) -> None:
    clock = [datetime(2025, 7, 1, 18, 59, 58, tzinfo=UTC)]  # two seconds before the night begins in Paris
    async with engine(
        tmp_path, providers={"scripted": ScriptedProvider(script)}, now=lambda: clock[0]
    ) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        first = await ours.services.dialling.dial(await plan_for(ours), confirmed=True)
        clock[0] += timedelta(seconds=2.5)
        plan = await plan_for(ours, source=DialSource.COMMAND_LINE)
        assert plan.repeats is not None
        assert not plan.must_ask
        again = await ours.services.dialling.dial(plan, confirmed=False)
        assert (again.id, again.folded) == (first.id, True)
        clock[0] += timedelta(seconds=1)
        plan = await plan_for(ours)
        assert plan.repeats is None
        assert [verdict.rule for verdict in plan.verdicts] == ["night"]
        trouble = await refused(ours.services.dialling.dial(plan, confirmed=True))
        assert (trouble.kind, trouble.rule) == (ErrorKind.RULE, "night")
        allowed = await ours.services.dialling.dial(plan, confirmed=True, allow=frozenset({"night"}))
        assert allowed.id != first.id
    assert len(script.placed) == 2


async def test_another_process_s_press_is_waited_for(ready: Engine, script: Script) -> None:
    plan = await plan_for(ready)
    theirs = await ready.store.write(
        lambda db: attempts.begin(
            db, account_id=plan.line.account_id, line_id=plan.line.id, number=NUMBER, now=NOW
        )
    )
    ours = asyncio.ensure_future(ready.services.dialling.dial(plan, confirmed=True))
    await asyncio.sleep(0.05)
    assert not ours.done()
    await ready.store.write(
        lambda db: attempts.finish(db, theirs.id, AttemptState.PLACED, provider_id="call_9")
    )
    done = await ours
    assert (done.id, done.folded, done.state) == (theirs.id, True, AttemptState.PLACED)
    assert script.placed == []


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (Trouble(ErrorKind.BUSY, status=409, request_id="r"), AttemptState.BUSY),
        (Trouble(ErrorKind.INVALID, status=400, request_id="r"), AttemptState.FAILED),
        (Trouble(ErrorKind.OFFLINE, request_id="r"), AttemptState.FAILED),
        (Trouble(ErrorKind.RATE_LIMITED, status=429, request_id="r"), AttemptState.FAILED),
        (Trouble(ErrorKind.OUTCOME_UNKNOWN, request_id="r"), AttemptState.UNKNOWN),
    ],
)
async def test_what_became_of_it(
    ready: Engine, script: Script, trouble: Trouble, state: AttemptState
) -> None:
    async def fail(line: str, number: str) -> Placed:
        raise trouble

    script.place = fail
    attempt = await ready.services.dialling.dial(await plan_for(ready), confirmed=True)
    assert (attempt.state, attempt.request_id, attempt.error) == (state, "r", trouble)
    assert attempt.trouble == trouble.sentence
    (kept,) = await ready.services.dialling.attempts_with(NUMBER)
    assert (kept.state, kept.trouble) == (state, trouble.sentence)
    assert len(script.placed) == 1


@pytest.mark.expects_warnings
async def test_a_refused_sign_in_is_the_account_s_state(ready: Engine, script: Script) -> None:
    async def fail(line: str, number: str) -> Placed:
        raise Trouble(ErrorKind.SIGN_IN, status=401)

    script.place = fail
    attempt = await ready.services.dialling.dial(await plan_for(ready), confirmed=True)
    assert attempt.state is AttemptState.FAILED
    assert (await ready.services.accounts.by_name("Main")).state is AccountState.SIGN_IN


async def test_our_own_bug_leaves_the_outcome_unknown(ready: Engine, script: Script) -> None:
    async def fail(line: str, number: str) -> Placed:
        raise ValueError("ours")

    script.place = fail
    with pytest.raises(ValueError, match="ours"):
        await ready.services.dialling.dial(await plan_for(ready), confirmed=True)
    (kept,) = await ready.services.dialling.attempts_with(NUMBER)
    assert kept.state is AttemptState.UNKNOWN
    assert [str(bug) for bug in ready.bugs] == ["ours"]
    ready.bugs.clear()


async def test_a_cancelled_caller_does_not_stop_the_call(ready: Engine, script: Script) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    async def slow(line: str, number: str) -> Placed:
        reached.set()
        await release.wait()
        return Placed("call_1")

    script.place = slow
    press = asyncio.ensure_future(ready.services.dialling.dial(await plan_for(ready), confirmed=True))
    await reached.wait()
    press.cancel()
    with pytest.raises(asyncio.CancelledError):
        await press
    (sending,) = await ready.services.dialling.attempts_with(NUMBER)
    assert sending.state is AttemptState.SENDING
    release.set()
    await ready.services.dialling.close()
    (done,) = await ready.services.dialling.attempts_with(NUMBER)
    assert done.state is AttemptState.PLACED


async def test_a_crash_while_sending_is_settled_at_the_next_start(tmp_path: Path, script: Script) -> None:
    providers = {"scripted": ScriptedProvider(script)}
    async with engine(tmp_path, providers=providers, now=lambda: NOW) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        line = (await ours.services.lines.all())[0]
        for ago in (600, 5):
            await ours.store.write(
                lambda db, at=NOW - timedelta(seconds=ago): attempts.begin(
                    db, account_id=account.id, line_id=line.id, number=NUMBER, now=at
                )
            )
    async with engine(tmp_path, providers=providers, now=lambda: NOW) as ours:
        states = [attempt.state for attempt in await ours.services.dialling.attempts_with(NUMBER)]
    # The newer one may be another process's, which is sending it at this moment.
    assert states == [AttemptState.SENDING, AttemptState.UNKNOWN]


@pytest.mark.parametrize("source", list(DialSource))
async def test_what_comes_from_outside_needs_a_yes(ready: Engine, script: Script, source: DialSource) -> None:
    plan = await plan_for(ready, source=source)
    assert plan.must_ask is source.is_outside
    if source.is_outside:
        trouble = await refused(ready.services.dialling.dial(plan, confirmed=False))
        assert (trouble.kind, trouble.rule) == (ErrorKind.RULE, "confirm")
        assert script.placed == []
    assert (await ready.services.dialling.dial(plan, confirmed=True)).state is AttemptState.PLACED


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("112", ErrorKind.RULE, "emergency"),
        ("15", ErrorKind.RULE, "emergency"),
        ("hello", ErrorKind.NOT_A_NUMBER, "undiallable"),
        ("+331", ErrorKind.NOT_A_NUMBER, "undiallable"),
        ("tel:+1" + "2" * 10_000, ErrorKind.NOT_A_NUMBER, "undiallable"),
    ],
)
async def test_a_refusal_holds_whatever_is_allowed(
    ready: Engine, script: Script, text: str, kind: ErrorKind, rule: str
) -> None:
    plan = await plan_for(ready, text)
    assert plan.refusal is not None
    allow = frozenset({"emergency", "undiallable", "dnc"})
    trouble = await refused(ready.services.dialling.dial(plan, confirmed=True, allow=allow))
    assert (trouble.kind, trouble.rule) == (kind, rule)
    assert max(len(plan.refusal.reason), len(trouble.sentence)) < 300  # however long the text was
    assert script.placed == []
    assert await ready.services.dialling.attempts_with(text) == []


async def test_a_country_is_asked_about_until_somebody_called_it(ready: Engine, script: Script) -> None:
    german = "+4930123456"
    assert [verdict.rule for verdict in (await plan_for(ready, german)).verdicts] == ["country"]
    script.calls = [a_call(1, timedelta(days=3), caller="+49301111111")]
    [_ async for _ in ready.services.sync.run()]
    assert (await plan_for(ready, german)).verdicts
    script.calls.append(
        a_call(2, timedelta(days=1), direction=Direction.OUTBOUND, caller=LINE.number, callee="+4989222222")
    )
    [_ async for _ in ready.services.sync.run()]
    assert (await plan_for(ready, german)).verdicts == ()


async def test_an_extension_of_ours_is_dialled_as_it_is(ready: Engine, script: Script) -> None:
    await ready.services.dialling.dial(await plan_for(ready, "204"), confirmed=True)
    assert script.placed == [("31", "204")]


async def test_a_line_that_cannot_dial_is_told_before_anything_is_written(
    ready: Engine, script: Script
) -> None:
    plan = await plan_for(ready)
    script.granted, script.lacks = "less", {Ability.DIAL: "No permission to call."}
    trouble = await refused(ready.services.dialling.dial(plan, confirmed=True))
    assert trouble.kind is ErrorKind.UNSUPPORTED
    assert "No permission to call." in trouble.sentence
    assert await ready.services.dialling.attempts_with(NUMBER) == []
    script.lines = [ProviderLine("31", "Front desk", "+33123456789", "204", LineStatus.INACTIVE)]
    await ready.services.lines.refresh(plan.line.account_id)
    trouble = await refused(plan_for(ready))
    assert trouble.kind is ErrorKind.NO_LINE


async def test_an_attempt_finds_its_call(ready: Engine, script: Script) -> None:
    attempt = await ready.services.dialling.dial(await plan_for(ready), confirmed=True)
    script.calls = [
        a_call(1, timedelta(minutes=2), direction=Direction.OUTBOUND, caller=LINE.number, callee=NUMBER),
        a_call(2, timedelta(seconds=-20), direction=Direction.OUTBOUND, caller=LINE.number, callee=NUMBER),
        a_call(3, timedelta(seconds=-25), direction=Direction.INBOUND, caller=NUMBER),
    ]
    script.now = NOW + timedelta(minutes=1)
    [_ async for _ in ready.services.sync.run()]
    (seen,) = await ready.services.dialling.attempts_with(NUMBER)
    call = await ready.services.calls.find("Main:2")
    assert (seen.id, seen.call_id) == (attempt.id, call.id)
    assert ready.services.dialling.sighting(seen) is Sighting.SEEN


async def test_a_call_that_never_shows_is_said_so(tmp_path: Path, script: Script) -> None:
    clock = [NOW]
    async with engine(
        tmp_path, providers={"scripted": ScriptedProvider(script)}, now=lambda: clock[0]
    ) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        attempt = await ours.services.dialling.dial(await plan_for(ours), confirmed=True)
        assert ours.services.dialling.sighting(attempt) is Sighting.WAITING
        clock[0] += timedelta(minutes=9)
        assert ours.services.dialling.sighting(attempt) is Sighting.LATE, "it is still looked for"
        clock[0] += timedelta(minutes=2)
        assert ours.services.dialling.sighting(attempt) is Sighting.NOT_SEEN


async def test_a_real_call_is_placed_and_linked(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        [_ async for _ in ours.services.sync.run()]
        plan = await plan_for(ours, "06 39 98 12 34")
        allow = frozenset({"night", "country"})
        first, second = await asyncio.gather(
            ours.services.dialling.dial(plan, confirmed=True, allow=allow),
            ours.services.dialling.dial(plan, confirmed=True, allow=allow),
        )
        assert first.state is AttemptState.PLACED
        assert first.id == second.id
        assert (first.provider_id or "").startswith("call_")
        async with asyncio.timeout(20):
            while (await ours.services.dialling.attempts_with("+33639981234"))[0].call_id is None:
                await asyncio.sleep(0.1)
                [_ async for _ in ours.services.sync.run()]
    posts = [
        one for one in world(hello)["requests"] if one["method"] == "POST" and one["path"].endswith("/calls")
    ]
    assert [one["body"]["target_number"] for one in posts].count("+33639981234") == 1


async def test_a_line_dropped_after_the_request_left_is_unknown_and_never_sent_again(tmp_path: Path) -> None:
    phones = [
        {"id": 31, "name": "Front desk", "status": "active", "internal_number": 204, "number": "+33123456789"}
    ]

    def handler(seen: Seen) -> Answer:
        if seen.method == "POST":
            return Answer(reset=True)
        data: object = phones if seen.path.endswith("/phones") else {"id": 1}
        return answer({"status": 200, "request_id": "r", "data": data})

    async with loopback(handler) as server, engine(tmp_path) as ours:
        account = await ours.services.accounts.add(
            "sipsim", "Main", {"base_url": server.url}, {"access_token": "t0ken"}
        )
        await ours.services.lines.refresh(account.id)
        allow = frozenset({"night"})
        attempt = await ours.services.dialling.dial(await plan_for(ours), confirmed=True, allow=allow)
        assert attempt.state is AttemptState.UNKNOWN
        assert attempt.error is not None
        assert attempt.error.kind is ErrorKind.OUTCOME_UNKNOWN
        again = await ours.services.dialling.dial(await plan_for(ours), confirmed=True, allow=allow)
        assert again.folded
        assert [seen.json["target_number"] for seen in server.seen if seen.method == "POST"] == [NUMBER]


async def test_a_busy_call_is_tried_again_only_when_it_is_another_press(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, slept = [NOW], list[float]()

    async def busy(line: str, number: str) -> Placed:
        raise Trouble(ErrorKind.BUSY)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += timedelta(seconds=seconds)

    async with engine(
        tmp_path, providers={"scripted": ScriptedProvider(script)}, now=lambda: clock[0]
    ) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        dialling, plan = ours.services.dialling, await plan_for(ours)
        script.place = busy
        first = await dialling.dial(plan, confirmed=True)
        assert first.state is AttemptState.BUSY
        script.place = None
        clock[0] += timedelta(seconds=1)
        with monkeypatch.context() as patched:
            patched.setattr("desktop.services.dialling.asyncio.sleep", sleep)
            again = await dialling.dial(plan, confirmed=True, after=first)
        assert (again.state, again.folded, slept[0]) == (AttemptState.PLACED, False, 2.0)


@pytest.mark.expects_warnings
async def test_a_call_that_was_placed_stays_placed_when_the_disk_is_full_afterwards(
    ready: Engine, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ready.store.write
    full = False

    async def write(run: Any) -> Any:
        if full:
            raise Trouble(ErrorKind.DISK)
        return await real(run)

    async def place(line: str, number: str) -> Placed:
        nonlocal full
        full = True
        return Placed("c1", "r1")

    monkeypatch.setattr(ready.store, "write", write)
    script.place = place
    attempt = await ready.services.dialling.dial(await plan_for(ready), confirmed=True)
    full = False
    assert (attempt.state, attempt.provider_id) == (AttemptState.PLACED, "c1")


async def test_a_second_press_on_a_busy_line_is_tried_again_like_the_first(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, slept = [NOW], list[float]()

    async def busy(line: str, number: str) -> Placed:
        raise Trouble(ErrorKind.BUSY)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += timedelta(seconds=seconds)

    async with engine(
        tmp_path, providers={"scripted": ScriptedProvider(script)}, now=lambda: clock[0]
    ) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        dialling = ours.services.dialling
        script.place = busy
        await dialling.dial(await plan_for(ours), confirmed=True)
        clock[0] += timedelta(seconds=1)
        second = await plan_for(ours)
        shown = await dialling.dial(second, confirmed=True)
        assert (shown.state, shown.folded) == (AttemptState.BUSY, True)
        script.place = None
        clock[0] -= timedelta(hours=1)  # somebody set it right
        with monkeypatch.context() as patched:
            patched.setattr("desktop.services.dialling.asyncio.sleep", sleep)
            again = await dialling.dial(second, confirmed=True, after=shown)
        assert (again.state, again.folded, slept[0]) == (AttemptState.PLACED, False, 3.0)


async def test_what_was_under_way_when_a_run_ended_is_told_once(ready: Engine, script: Script) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    async def slow(line: str, number: str) -> Placed:
        reached.set()
        await release.wait()
        return Placed("call_1")

    dialling = ready.services.dialling
    assert (await dialling.dial(await plan_for(ready, "0639981235"), confirmed=True)).provider_id
    script.place = slow
    waiting = asyncio.ensure_future(dialling.dial(await plan_for(ready), confirmed=True))
    await reached.wait()
    assert await dialling.untold() == (), "it is under way here"
    waiting.cancel()  # the window closes
    release.set()
    await dialling.close()
    (left,) = await dialling.untold()
    assert (left.number, left.state) == (NUMBER, AttemptState.PLACED)
    assert await dialling.untold() == ()


async def test_what_a_killed_process_was_sending_is_unknown_at_the_next_start(
    ready: Engine, script: Script
) -> None:
    line = (await ready.services.lines.all())[0]
    await ready.store.write(
        lambda db: attempts.begin(
            db, account_id=line.account_id, line_id=line.id, number=NUMBER, now=script.now
        )
    )
    (left,) = await ready.services.dialling.untold()
    assert (left.number, left.state) == (NUMBER, AttemptState.UNKNOWN)
    assert script.placed == [], "it is never sent again"
    assert await ready.services.dialling.untold() == ()
