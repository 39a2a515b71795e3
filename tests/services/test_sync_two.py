"""Two accounts at two providers: one list of calls, the same person in both, what only one can do."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import Ability, Account
from desktop.domain.calls import CallFilter, CallRecord, Direction, Outcome
from desktop.domain.changes import SyncResult
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording, Speaker, TranscriptState
from tests.support.engine import Engine, engine
from tests.support.sandbox import running_sandbox, world

LONDON, PARIS = "London", "Paris"


async def passes(ours: Engine) -> dict[str, SyncResult]:
    return {result.account: result async for result in ours.services.sync.run()}


async def both(ours: Engine, hello: dict[str, Any]) -> tuple[Account, Account]:
    """Sign in at both providers and read all there is."""
    london = await ours.add(hello, LONDON, "sipalto")
    paris = await ours.add(hello, PARIS, "sipsim")
    for result in (await passes(ours)).values():
        assert (result.complete, result.skipped) == (True, 0), result.error
    return london, paris


async def calls(ours: Engine, wanted: CallFilter | None = None) -> list[CallRecord]:
    return [call async for call in ours.services.calls.select(wanted or CallFilter())]


async def test_one_list_holds_the_same_persons_calls_from_both(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        london, paris = await both(ours, hello)
        listed = await calls(ours)
        assert [call.sorted_at for call in listed] == sorted(
            (call.sorted_at for call in listed), reverse=True
        )
        accounts = {
            number: {call.account for call in listed if call.other == number}
            for number in {call.other for call in listed if call.other and call.other.startswith("+")}
        }
        met = [number for number, names in accounts.items() if names == {LONDON, PARIS}]
        assert len(met) > 30
        assert sum(number.startswith("+44") for number in met) > 5, "a national number meets its E.164"
        assert await ours.services.accounts.region(london.id) == "GB", "the provider's own country"
        for spelling in (f"0{met_number[3:]}" for met_number in met if met_number.startswith("+44")):
            found = await calls(ours, CallFilter(numbers=(spelling,)))
            assert {call.account for call in found} == {LONDON, PARIS}
            break
        assert {
            call.account for call in await calls(ours, CallFilter(account_ids=frozenset({paris.id})))
        } == {PARIS}


async def test_another_country_counts_when_it_is_filled_in(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        account = await ours.add(hello, LONDON, "sipalto", region="fr")
        assert await ours.services.accounts.region(account.id) == "FR"


async def test_extensions_are_lines_that_place_no_call(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        london = await ours.add(hello, LONDON, "sipalto")
        lines = await ours.services.lines.all()
        assert [line.extension for line in lines] == ["1004", "1007", "1009"], "there before the first sync"
        assert not any(line.can_dial or line.default for line in lines)
        await passes(ours)
        listed = await calls(ours)
        assert {call.line for call in listed} == {"1004", "1007", "1009"}
        first = lines[0]
        own = await calls(ours, CallFilter(line_ids=frozenset({first.id})))
        assert {call.line_id for call in own} == {first.id}
        inside = [call for call in listed if call.direction is Direction.INTERNAL]
        assert inside
        assert all(
            call.other not in {"1004", "1007", "1009"} or call.caller in {"1004", "1007", "1009"}
            for call in inside
        )
        assert (await ours.services.accounts.get(london.id)).missing
        with pytest.raises(Trouble) as caught:
            await ours.services.lines.resolve("1004")
        assert caught.value.kind is ErrorKind.NO_LINE


async def test_what_the_second_exchange_lacks_is_said(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        account = await ours.add(hello, LONDON, "sipalto")
        assert set(account.missing or {}) == {
            *(
                Ability.DIAL,
                Ability.TAGS,
                Ability.SUMMARIES,
                Ability.TRANSCRIPT_REQUESTS,
                Ability.MISSED_CALLS,
                Ability.CAMPAIGNS,
            ),
        }
        tried = await ours.services.accounts.try_out("sipalto", "x", *secrets_apart(hello["sipalto"]))
        assert (tried.lines, tried.info.company) == (3, "harbourhill")
        await passes(ours)
        assert {call.outcome for call in await calls(ours)} == {Outcome.ANSWERED}
        told = world(hello, "sipalto")["calls"]
        silent = {call["provider_id"] for call in told if not call["has_transcript"]}
        call = next(call for call in await calls(ours) if call.provider_id in silent)
        with pytest.raises(Trouble) as caught:
            await ours.services.transcripts.request(call.id)
        assert caught.value.sentence == (
            "London cannot do this: Sipalto makes transcripts by itself, and nobody can ask for one."
        )


def secrets_apart(offered: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    plain = {key: value for key, value in offered.items() if key != "password"}
    return plain, {"password": offered["password"]}


async def test_recordings_and_words_of_the_second_exchange(tmp_path: Path, hello: dict[str, Any]) -> None:
    told = {call["provider_id"]: call for call in world(hello, "sipalto")["calls"]}
    async with engine(tmp_path) as ours:
        await ours.add(hello, LONDON, "sipalto")
        await passes(ours)
        seen = Counter[str]()
        for call in await calls(ours):
            if call.duration_s is not None and call.duration_s > 200:
                continue
            assert call.has_recording, "which calls have one is nowhere told"
            transcript = await ours.services.transcripts.get(call.id)
            ready = transcript.state is TranscriptState.READY
            assert ready == told[call.provider_id]["has_transcript"]
            if ready:
                seen["summary" if transcript.summary else "no summary"] += 1
                assert {turn.speaker for turn in transcript.segments} == {Speaker.UNKNOWN}
                assert transcript.summary not in {turn.text for turn in transcript.segments}
            sound = await sound_of(ours, call)
            seen["no sound" if sound is None else "sound"] += 1
            if sound is not None:
                wave = await ours.services.recordings.waveform(call.id, sound)
                assert abs(wave.duration_s - (call.duration_s or 0)) < 1
            if len(seen) == 4 and sum(seen.values()) > 12:
                break
        assert set(seen) == {"summary", "no summary", "sound", "no sound"}


async def sound_of(ours: Engine, call: CallRecord) -> Recording | None:
    """Fetch a recording; None when the answer is that there is none."""
    try:
        return await ours.services.recordings.fetch(call.id)
    except Trouble as trouble:
        if trouble.kind is not ErrorKind.NO_RECORDING:
            raise
        return None


async def test_a_call_is_read_again(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        await ours.add(hello, LONDON, "sipalto")
        await passes(ours)
        for call in (await calls(ours))[::97]:
            assert await ours.services.sync.refresh_call(call.id) == call


async def test_a_look_for_new_calls_is_small(tmp_path: Path) -> None:
    with running_sandbox("--calls", "400", "--live", "--live-every", "0.05") as hello:
        async with engine(tmp_path) as ours:
            await ours.add(hello, LONDON, "sipalto")
            await passes(ours)
            before, had = len(world(hello)["requests"]), len(await calls(ours))
            new = 0
            while not new:
                result = await ours.services.sync._one((await ours.services.accounts.all())[0], look=True)
                assert result.complete
                new += result.new
            asked = [one for one in world(hello)["requests"][before:] if "calls" in one["path"]]
            assert len(await calls(ours)) == had + new
            for one in asked:
                start, end = (datetime.fromisoformat(one["body"][key]) for key in ("start", "end"))
                assert end - start < timedelta(days=2), "from the newest known call on"


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Tokyo"])
async def test_a_zone_that_is_not_the_exchanges_costs_no_call(tmp_path: Path, zone: str) -> None:
    """The moment of a call is in its id: a wrong field makes neither times wrong nor calls fall out."""
    with running_sandbox("--calls", "1200") as hello:
        async with engine(tmp_path) as ours:
            await ours.add(hello, LONDON, "sipalto", timezone=zone)
            await passes(ours)
            told = {call["provider_id"]: call["started_at"] for call in world(hello, "sipalto")["calls"]}
            kept = {call.provider_id: call.started_at for call in await calls(ours)}
            assert kept.keys() == told.keys()
            assert all(f"{at:%Y-%m-%dT%H:%M:%SZ}" == told[key] for key, at in kept.items() if at)
            assert all(at and at.tzinfo is UTC for at in kept.values())
