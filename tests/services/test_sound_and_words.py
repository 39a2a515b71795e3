"""Recordings and transcripts, from the real sandbox."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.calls import CallFilter, CallRecord, Has
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Speaker, TranscriptState
from tests.support.engine import Engine, engine
from tests.support.sandbox import world


@pytest.fixture
async def synced(tmp_path: Path, hello: dict[str, Any]) -> AsyncIterator[Engine]:
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        [_ async for _ in ours.services.sync.run()]
        yield ours


async def calls_with(the_engine: Engine, **filters: Any) -> list[CallRecord]:
    return [call async for call in the_engine.services.calls.select(CallFilter(**filters))]


async def with_recording(the_engine: Engine, *, words: bool, hello: dict[str, Any]) -> list[CallRecord]:
    told = {call["provider_id"]: bool(call["has_transcript"]) for call in world(hello, "sipsim")["calls"]}
    found = await calls_with(the_engine, has=frozenset({Has.RECORDING}))
    return [call for call in found if told[call.provider_id] is words]


def requests_for(hello: dict[str, Any], call: CallRecord, what: str) -> int:
    """Count what the sandbox was asked about one call: its `recordings`, or `transcription`."""
    paths = [one["path"] for one in world(hello)["requests"] if what in one["path"]]
    return len([path for path in paths if re.search(rf"/{call.provider_id}\b", path)])


async def refused(call: Any) -> ErrorKind:
    with pytest.raises(Trouble) as caught:
        await call
    return caught.value.kind


async def test_a_recording_is_downloaded_once_and_kept(synced: Engine, hello: dict[str, Any]) -> None:
    call = (await calls_with(synced, has=frozenset({Has.RECORDING})))[0]
    recordings = synced.services.recordings
    assert await recordings.cached(call.id) is None
    progress: list[tuple[int, int | None]] = []
    first, second = await asyncio.gather(
        recordings.fetch(call.id, lambda done, total: progress.append((done, total))),
        recordings.fetch(call.id),
    )
    assert first == second
    assert progress[-1][0] == len(first.data)
    picture = await recordings.waveform(call.id)
    assert picture.lanes
    assert 0.0 < max(picture.lanes[0]) <= 1.0
    assert await recordings.waveform(call.id) is picture
    assert await recordings.cached(call.id) == first
    assert requests_for(hello, call, "recordings") + requests_for(hello, call, "files") == 1
    assert any(Topic.RECORDINGS in change.topics for change in synced.heard)


async def test_every_kind_of_sound_has_a_picture(synced: Engine) -> None:
    calls = await calls_with(synced, has=frozenset({Has.RECORDING}))
    types = set()
    for call in calls[3:9]:
        recording = await synced.services.recordings.fetch(call.id)
        types.add(recording.media_type)
        assert (await synced.services.recordings.waveform(call.id)).duration_s > 0
    assert types


async def test_no_recording_and_no_call(synced: Engine) -> None:
    silent = next(call for call in await calls_with(synced) if not call.has_recording)
    assert await refused(synced.services.recordings.fetch(silent.id)) is ErrorKind.NO_RECORDING
    assert await refused(synced.services.recordings.fetch("99999")) is ErrorKind.NO_CALL
    assert await refused(synced.services.transcripts.get("99999")) is ErrorKind.NO_CALL


async def test_the_last_who_goes_away_ends_the_download(synced: Engine) -> None:
    call = (await calls_with(synced, has=frozenset({Has.RECORDING})))[1]
    recordings = synced.services.recordings
    one, two = (asyncio.ensure_future(recordings.fetch(call.id)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    assert (await two).data
    with pytest.raises(asyncio.CancelledError):
        await one
    other = (await calls_with(synced, has=frozenset({Has.RECORDING})))[2]
    alone = asyncio.ensure_future(recordings.fetch(other.id))
    await asyncio.sleep(0)
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    assert (await recordings.fetch(other.id)).data


async def test_a_transcript_is_read_and_kept(synced: Engine, hello: dict[str, Any]) -> None:
    call = (await with_recording(synced, words=True, hello=hello))[0]
    transcript = await synced.services.transcripts.get(call.id)
    assert transcript.state is TranscriptState.READY
    assert {turn.speaker for turn in transcript.segments} <= set(Speaker)
    assert list(transcript.segments) == sorted(transcript.segments, key=lambda turn: turn.start_s)
    assert requests_for(hello, call, "transcription") == 1
    assert await synced.services.transcripts.get(call.id) == transcript
    assert requests_for(hello, call, "transcription") == 1
    assert (await synced.services.calls.find(call.id)).has_transcript is True
    words = transcript.segments[0].text.split()[:2]
    assert call.id in [found.id for found in await calls_with(synced, texts=(" ".join(words),))]


async def test_one_is_asked_for_and_waited_for(synced: Engine, hello: dict[str, Any]) -> None:
    calls = await with_recording(synced, words=False, hello=hello)
    transcripts = synced.services.transcripts
    for call in calls:
        now = await transcripts.get(call.id)
        if now.state is TranscriptState.NONE:
            break
    assert (await synced.services.calls.find(call.id)).has_transcript is False
    assert (await transcripts.request(call.id)).state is TranscriptState.PENDING
    assert (await transcripts.wait(call.id, 0)).state is TranscriptState.PENDING
    done = await transcripts.wait(call.id, 20)
    assert done.state in (TranscriptState.READY, TranscriptState.FAILED)
    again = await transcripts.request(call.id)
    assert again.state is not TranscriptState.NONE


async def test_a_wait_can_be_cancelled(synced: Engine, hello: dict[str, Any]) -> None:
    calls = await with_recording(synced, words=False, hello=hello)
    call = calls[-1]
    await synced.services.transcripts.request(call.id)
    waiting = asyncio.ensure_future(synced.services.transcripts.wait(call.id, 600))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
