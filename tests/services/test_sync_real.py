"""Sync against the real sandbox through the real provider."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.calls import CallFilter, CallRecord
from desktop.domain.changes import Change, SyncResult
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.secrets import SessionVault
from tests.support.engine import Engine, engine
from tests.support.loopback import Answer, Seen, answer, loopback
from tests.support.sandbox import ROOT, end_sandbox, running_sandbox, started_sandbox, world


async def passes(the_engine: Engine, *names: str) -> dict[str, SyncResult]:
    wanted = list(names) or None
    return {result.account: result async for result in the_engine.services.sync.run(wanted)}


def shape(call: CallRecord) -> dict[str, object]:
    def stamp(moment: datetime | None) -> str | None:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

    return {
        "direction": call.direction.value,
        "outcome": call.outcome.value,
        "caller": call.caller,
        "callee": call.callee,
        "started_at": stamp(call.started_at),
        "answered_at": stamp(call.answered_at),
        "wait_s": call.wait_s,
        "duration_s": call.duration_s,
        "tags": sorted(tag.name for tag in call.tags),
        "has_recording": call.has_recording,
    }


async def test_the_store_says_what_the_world_says(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        result = (await passes(ours))["Main"]
        assert (result.complete, result.error, result.skipped) == (True, None, 0)
        told = {call["provider_id"]: call for call in world(hello, "sipsim")["calls"]}
        kept = {call.provider_id: call async for call in ours.services.calls.select(CallFilter())}
        assert kept.keys() == told.keys()
        for provider_id, call in kept.items():
            for key, value in shape(call).items():
                true = sorted(told[provider_id][key]) if key == "tags" else told[provider_id][key]
                assert value == true, (provider_id, key)
        assert (await ours.services.accounts.by_name("Main")).calls == len(told)
        found = await ours.store.read(lambda db: list(db.execute("PRAGMA index_list(calls)")))
        assert len(found) > 4  # the indexes that filters need


async def test_faults_do_not_lose_a_call(tmp_path: Path) -> None:
    faults = "429,429-no-hint,401,5xx,cut,wrong-type,not-json"
    with running_sandbox("--calls", "3000", "--faults", faults, "--seed", "7") as hello:
        async with engine(tmp_path, wait_scale=0.001) as ours:
            await ours.services.accounts.add(
                "sipsim",
                "Main",
                {key: hello["sipsim"][key] for key in ("base_url", "token_url", "client_id")},
                {"client_secret": hello["sipsim"]["client_secret"]},
                test=False,
            )
            for _ in range(5):
                result = (await passes(ours))["Main"]
                if result.complete:
                    break
            assert result.complete, result.error
            assert (await ours.services.calls.count(CallFilter()))[0] == 3000


@pytest.mark.expects_warnings
async def test_one_that_fails_does_not_stop_the_others(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        offered = hello["sipsim"]
        fields = {"base_url": offered["base_url"]}
        for name, secret in (("Expired", "old"), ("Second", offered["access_token"])):
            await ours.services.accounts.add("sipsim", name, fields, {"access_token": secret}, test=False)
        results = await passes(ours)
        assert {name: result.complete for name, result in results.items()} == {
            "Main": True,
            "Expired": False,
            "Second": True,
        }
        error = results["Expired"].error
        assert isinstance(error, Trouble)
        assert (error.kind, error.account) == (ErrorKind.SIGN_IN, "Expired")
        states = {account.name: account.state for account in await ours.services.accounts.all()}
        assert states["Expired"] is AccountState.SIGN_IN
        # The same history through two accounts is kept twice, each under its own.
        assert (await ours.services.calls.count(CallFilter()))[0] == 2 * results["Main"].new


def sync_and_kill(folder: Path, hello: dict[str, Any], calls: int) -> None:
    """Start a first sync in a process of its own and kill it once it has stored so many calls."""
    command = [sys.executable, "-m", "tests.support.killed_sync", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(hello) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            assert not line.startswith("done"), "it was faster than the trigger"
            if int(line) >= calls:
                process.kill()
                break
        assert process.wait(20) == -signal.SIGKILL


async def test_a_killed_first_sync_goes_on_where_it_was(tmp_path: Path) -> None:
    count = 12_000
    sandbox, hello = started_sandbox("--calls", str(count))
    try:
        await asyncio.to_thread(sync_and_kill, tmp_path, hello, count // 4)
        before = len(world(hello)["requests"])
        vault = SessionVault()
        vault.set("account/1/client_secret", hello["sipsim"]["client_secret"])
        async with engine(tmp_path, vault=vault) as ours:
            kept = (await ours.services.calls.count(CallFilter()))[0]
            assert count // 4 <= kept < count
            result = (await passes(ours))["Main"]
            assert result.complete
            assert result.new == count - kept
            assert (await ours.services.calls.count(CallFilter()))[0] == count
            assert (await passes(ours))["Main"].new == 0
        asked = [one for one in world(hello)["requests"][before:] if one["path"].endswith("/calls")]
        assert len(asked) < 30  # what was read before is not read again
    finally:
        end_sandbox(sandbox)


async def test_a_background_back_off_does_not_hold_a_person_up(tmp_path: Path) -> None:
    call = {"id": 7, "call_type": "inbound", "answered": True, "start_time": "2025-07-01T10:00:00Z"}

    def handler(seen: Seen) -> Answer:
        if seen.path == "/calls":
            return answer({"status": 429, "errors": ["Too many requests"]}, 429, Retry_After="60")
        data: Any = {"/account": {"id": 1}, "/calls/7": call}.get(seen.path, [])
        return answer({"status": 200, "request_id": "r", "data": data})

    async with loopback(handler) as server, engine(tmp_path, wait_scale=1.0) as ours:
        await ours.services.accounts.add("sipsim", "Main", {"base_url": server.url}, {"access_token": "t"})
        seen = asyncio.Event()

        def hear(change: Change) -> None:
            if ours.services.sync.status().waiting:
                seen.set()

        ours.services.changes.subscribe(hear)
        ours.services.sync.start()
        await asyncio.wait_for(seen.wait(), 10)
        (waiting,) = ours.services.sync.status().waiting
        assert waiting.account == "Main"
        assert waiting.reason
        began = time.monotonic()
        assert await ours.services.accounts.test("Main")
        assert time.monotonic() - began < 2
        assert ours.services.sync.status().running  # still sitting its pause out
        ours.services.sync.cancel()


@pytest.mark.parametrize("scopes", ["account.read calls.read phones.read"])
async def test_a_small_grant_still_syncs(tmp_path: Path, scopes: str) -> None:
    with running_sandbox("--calls", "50", "--scopes", scopes) as hello:
        async with engine(tmp_path) as ours:
            account = await ours.add(hello)
            assert account.missing
            assert (await passes(ours))["Main"].complete
            assert (await ours.services.calls.count(CallFilter()))[0] == 50
