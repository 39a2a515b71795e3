"""Calling, sound, words and tags, as every provider that has them promises; none is named here."""

from typing import Any

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus
from desktop.domain.ports import Provider, ProviderSession
from desktop.domain.transcripts import TranscriptState
from tests.support.contract import all_of, each_provider, history_of, needs, opened, rows, walk, ways
from tests.support.sandbox import running_sandbox, world

pytestmark = each_provider


# -- calling


@needs("dialer", "lines")
async def test_a_call_is_placed_with_one_request(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "10") as hello:
        made = opened(provider, ways(provider, hello[name])[0])
        try:
            assert made.dialer is not None
            assert made.lines is not None
            line = next(one for one in await made.lines.lines() if one.status is LineStatus.ACTIVE)
            before = len(world(hello)["requests"])
            await made.dialer.place(line.provider_id, "+33612345678")
        finally:
            await made.close()
        added = world(hello)["requests"][before:]
    assert [entry["method"] for entry in added] == ["POST"]


@needs("dialer", "lines")
async def test_a_number_that_is_none_is_refused_and_nothing_rang(session: ProviderSession) -> None:
    assert session.dialer is not None
    assert session.lines is not None
    line = next(line for line in await session.lines.lines() if line.status is LineStatus.ACTIVE)
    with pytest.raises(Trouble) as caught:
        await session.dialer.place(line.provider_id, "0612345678")
    assert caught.value.kind is ErrorKind.INVALID


@needs("dialer", "lines")
async def test_the_line_that_is_in_a_call_is_busy(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "10", "--busy-time", "600") as line:
        made = opened(provider, ways(provider, line[name])[0])
        try:
            assert made.dialer is not None
            assert made.lines is not None
            own = next(one for one in await made.lines.lines() if one.status is LineStatus.ACTIVE)
            await made.dialer.place(own.provider_id, "+33612345678")
            with pytest.raises(Trouble) as caught:
                await made.dialer.place(own.provider_id, "+33612345679")
        finally:
            await made.close()
    assert caught.value.kind is ErrorKind.BUSY


@needs("dialer", "lines")
@pytest.mark.parametrize("fault", ["cut", "not-json", "5xx"])
async def test_an_answer_that_is_lost_leaves_the_outcome_open(
    provider: Provider, name: str, fault: str
) -> None:
    """Of every three requests one is hit, so a few calls from each line meet the fault."""
    with running_sandbox("--calls", "10", "--faults", fault, "--busy-time", "0") as line:
        made = opened(provider, ways(provider, line[name])[0])
        kinds: list[ErrorKind | None] = []
        try:
            assert made.dialer is not None
            assert made.lines is not None
            own = next(one["provider_id"] for one in world(line)["lines"] if one["status"] == "active")
            for number in range(6):
                try:
                    await made.dialer.place(own, f"+3361234567{number}")
                    kinds.append(None)
                except Trouble as trouble:
                    kinds.append(trouble.kind)
        finally:
            await made.close()
        posts = [entry for entry in world(line)["requests"] if "phone_id" in str(entry["body"])]
    assert set(kinds) == {None, ErrorKind.OUTCOME_UNKNOWN}
    assert len(posts) == 6


# -- sound and words


@needs("recordings")
async def test_recordings_are_sound(session: ProviderSession, truth: dict[str, Any]) -> None:
    assert session.recordings is not None
    heard = 0
    for call in await walk(history_of(session), all_of(truth)):
        if call.recording_url is None or heard == 3:
            continue
        steps: list[tuple[int, int | None]] = []

        def note(*step: Any, into: list[Any] = steps) -> None:
            into.append(step)

        try:
            sound = await session.recordings.recording(call.provider_id, call.recording_url, note)
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.NO_RECORDING:
                raise
            continue  # a provider that does not tell which calls it recorded
        assert sound.media_type in {"audio/mpeg", "audio/wav"}
        assert len(sound.data) == steps[-1][0] > 1000
        heard += 1
    assert heard == 3


@needs("transcripts")
async def test_transcripts_are_in_one_of_their_states(
    session: ProviderSession, name: str, truth: dict[str, Any]
) -> None:
    assert session.transcripts is not None
    told = rows(truth, "calls", name)
    seen: set[TranscriptState] = set()
    for call in (await walk(history_of(session), all_of(truth)))[:60]:
        transcript = await session.transcripts.transcript(call)
        seen.add(transcript.state)
        assert (transcript.state is TranscriptState.READY) == bool(told[call.provider_id]["has_transcript"])
        if transcript.state is TranscriptState.READY:
            assert transcript.segments
            starts = [one.start_s for one in transcript.segments]
            assert starts == sorted(starts)
            assert all(one.end_s >= one.start_s >= 0 and one.text for one in transcript.segments)
    assert {TranscriptState.READY, TranscriptState.NONE} <= seen


@needs("transcripts", "transcript_requests")
async def test_a_transcript_that_is_there_may_be_asked_for_again(
    session: ProviderSession, truth: dict[str, Any]
) -> None:
    assert session.transcripts is not None
    assert session.transcript_requests is not None
    for call in await walk(history_of(session), all_of(truth)):
        if (await session.transcripts.transcript(call)).state is TranscriptState.READY:
            await session.transcript_requests.request_transcript(call.provider_id)
            break
    else:
        pytest.fail("there is no transcript in the sandbox")
    assert (await session.transcripts.transcript(call)).state is not TranscriptState.FAILED


@needs("summaries")
async def test_summaries_are_text_or_none(session: ProviderSession, truth: dict[str, Any]) -> None:
    assert session.summaries is not None
    found = [
        await session.summaries.summary(call.provider_id)
        for call in (await walk(history_of(session), all_of(truth)))[:40]
    ]
    assert None in found
    assert any(found)


@needs("tags")
async def test_tags_are_read_made_changed_put_on_calls_and_deleted(
    session: ProviderSession, truth: dict[str, Any]
) -> None:
    assert session.tags is not None
    history = history_of(session)
    before = await session.tags.tags()
    call = (await walk(history, all_of(truth)))[0]
    made = await session.tags.create_tag("Contract", "#112233")
    try:
        with pytest.raises(Trouble) as caught:
            await session.tags.create_tag("Contract")
        assert caught.value.kind is ErrorKind.CONFLICT
        renamed = await session.tags.update_tag(made.provider_id, "Promise", None)
        assert (renamed.name, renamed.colour) == ("Promise", "#112233")
        await session.tags.tag_call(call.provider_id, made.provider_id)
        names = [tag.name for tag in (await history.call(call.provider_id)).tags]
        assert "Promise" in names
        await session.tags.untag_call(call.provider_id, made.provider_id)
        assert (await history.call(call.provider_id)).tags == call.tags
    finally:
        await session.tags.delete_tag(made.provider_id)
    assert await session.tags.tags() == before
