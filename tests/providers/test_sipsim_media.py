"""What hangs on a SIPSIM call: recordings (and who sees the token), transcripts, summaries, tags."""

from typing import Any

import pytest

from desktop.domain.calls import Tag
from desktop.domain.errors import ErrorKind
from desktop.domain.transcripts import Recording, Transcript, TranscriptState
from desktop.providers import sound
from tests.support.loopback import Answer, Seen, loopback
from tests.support.sipsim_api import CALL, Api, connected, ok, refused, sent, trouble_of

MP3 = b"ID3" + bytes(500)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(500)


def mp3(body: bytes = MP3) -> Answer:
    return Answer(200, body, {"Content-Type": "audio/mpeg"})


async def test_a_recording_of_the_apis_own_host_is_fetched_with_the_token() -> None:
    steps: list[tuple[int, int | None]] = []
    async with connected(Api({"GET /files/7.mp3": mp3()})) as (session, server):
        assert session.recordings is not None
        found = await session.recordings.recording(
            "7", f"{server.url}/api/v2/files/7.mp3", lambda *step: steps.append(step)
        )
        relative = await session.recordings.recording("7", "files/7.mp3")
    assert found == relative == Recording(MP3, "audio/mpeg")
    assert steps[-1] == (len(MP3), len(MP3))
    for seen in sent(server, "GET /files/7.mp3"):
        assert seen.headers["authorization"] == "Bearer t1"


async def test_another_host_never_sees_the_token() -> None:
    async with loopback(lambda _: mp3()) as files, connected(Api()) as (session, _):
        assert session.account is not None
        assert session.recordings is not None
        assert (await session.recordings.recording("7", files.url + "/7.mp3")).data == MP3
        # The same machine under another name or port is another host too.
        other_name = files.url.replace("127.0.0.1", "localhost")
        assert (await session.recordings.recording("7", other_name + "/7.mp3")).data == MP3
    assert [("authorization" in seen.headers) for seen in files.seen] == [False, False]


async def test_neither_does_a_host_behind_a_redirect_also_not_on_the_way_back() -> None:
    async with loopback(lambda _: mp3()) as files:
        back = {"GET /7.mp3": lambda _: Answer(302, b"", {"Location": files.url + "/away.mp3"})}
        async with connected(Api({**back, "GET /home.mp3": mp3()})) as (session, server):
            assert session.recordings is not None
            assert (await session.recordings.recording("7", server.url + "/api/v2/7.mp3")).data == MP3
            files.handler = lambda _: Answer(302, b"", {"Location": server.url + "/api/v2/home.mp3"})
            await session.recordings.recording("7", server.url + "/api/v2/7.mp3")
    assert all("authorization" not in seen.headers for seen in files.seen)
    assert "authorization" in sent(server, "GET /7.mp3")[0].headers
    assert "authorization" not in sent(server, "GET /home.mp3")[0].headers


async def test_a_token_that_ended_is_renewed_for_a_recording() -> None:
    api = Api({"GET /7.mp3": mp3()})
    api.valid = {"t2"}
    async with connected(api) as (session, _):
        assert session.recordings is not None
        assert (await session.recordings.recording("7", "7.mp3")).data == MP3


async def test_a_link_that_ended_is_read_anew_once() -> None:
    def serve(seen: Seen) -> Answer:
        return mp3() if seen.query.get("sig") == "new" else Answer(403, b"<Error>expired</Error>")

    async with loopback(serve) as files:
        fresh = ok({"id": 7, "play_record_link": files.url + "/7?sig=new"})
        async with connected(Api({"GET /calls/7": fresh})) as (session, _):
            assert session.recordings is not None
            assert (await session.recordings.recording("7", files.url + "/7?sig=old")).data == MP3
    assert len(files.seen) == 2


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("link", [None, "7.mp3"])
async def test_a_recording_that_is_gone_is_no_recording(status: int, link: str | None) -> None:
    routes = {"GET /7.mp3": refused(status, "Gone"), "GET /calls/7": ok({"id": 7, "play_record_link": link})}
    async with connected(Api(routes)) as (session, server):
        assert session.recordings is not None
        assert (await trouble_of(session.recordings.recording("7", "7.mp3"))).kind is ErrorKind.NO_RECORDING
    assert len(sent(server, "GET /7.mp3")) == 1


async def test_a_recording_whose_call_is_gone_too_is_no_recording() -> None:
    gone = refused(404, "Record does not exist")
    async with connected(Api({"GET /7.mp3": gone, "GET /calls/7": gone})) as (session, _):
        assert session.recordings is not None
        assert (await trouble_of(session.recordings.recording("7", "7.mp3"))).kind is ErrorKind.NO_RECORDING


async def test_a_strangers_refusal_names_no_permission_of_ours() -> None:
    refusal = Answer(403, b"<Error/>")
    async with loopback(lambda _: refusal) as files:
        link = files.url + "/7.mp3"
        api = Api({"GET /calls/7": ok({"id": 7, "play_record_link": link})})
        async with connected(api) as (session, _):
            assert session.recordings is not None
            trouble = await trouble_of(session.recordings.recording("7", link))
    assert trouble.kind is ErrorKind.FORBIDDEN
    assert "calls.read" not in trouble.sentence


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (
            Answer(200, b"<!DOCTYPE html><p>Sign in", {"Content-Type": "text/html; charset=utf-8"}),
            ErrorKind.PROTOCOL,
        ),
        (Answer(200, b" <html>", {"Content-Type": "audio/mpeg"}), ErrorKind.PROTOCOL),
        (Answer(200, b'{"errors": []}', {"Content-Type": "application/json"}), ErrorKind.PROTOCOL),
        (Answer(200, b"", {"Content-Type": "audio/mpeg"}), ErrorKind.BAD_SOUND),
        (Answer(200, bytes(90), {"Content-Type": "application/octet-stream"}), ErrorKind.BAD_SOUND),
        (Answer(500, b"<html>"), ErrorKind.SERVER),
        (Answer(200, MP3, half=True), ErrorKind.INTERRUPTED),
    ],
)
async def test_what_is_no_sound_is_told_apart(reply: Answer, kind: ErrorKind) -> None:
    async with connected(Api({"GET /7.mp3": reply})) as (session, _):
        assert session.recordings is not None
        trouble = await trouble_of(session.recordings.recording("7", "7.mp3"))
    assert (trouble.kind, trouble.provider) == (kind, "SIPSIM")


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "ftp://127.0.0.1/7.mp3", "http://[bad/7", "data:audio/wav,x"]
)
async def test_a_link_to_something_else_is_not_followed(link: str) -> None:
    async with connected(Api()) as (session, _):
        assert session.recordings is not None
        assert (await trouble_of(session.recordings.recording("7", link))).kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize(
    ("body", "label", "wanted"),
    [
        (MP3, "audio/mpeg", "audio/mpeg"),
        (MP3, "application/octet-stream", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(9), "", "audio/mpeg"),
        (WAV, "audio/x-wav", "audio/wav"),
        (WAV, "audio/mpeg", "audio/wav"),
        (b"OggS" + bytes(9), "audio/ogg", "audio/ogg"),
        (bytes(9), "Audio/MP3; rate=8000", "audio/mpeg"),
        (bytes(9), "audio/flac", "audio/flac"),
    ],
)
def test_the_first_bytes_count_more_than_the_label(body: bytes, label: str, wanted: str) -> None:
    assert sound.recording(body, label) == Recording(body, wanted)


# -- transcripts and summaries


async def test_a_transcript_that_nobody_asked_for_is_none() -> None:
    api = Api({"GET /calls/7/transcription": refused(404, "Record does not exist")})
    async with connected(api) as (session, _):
        assert session.transcripts is not None
        assert await session.transcripts.transcript(CALL) == Transcript(TranscriptState.NONE)


async def test_a_transcript_is_read() -> None:
    data = {"speech_state": "speech_stored", "payload": [{"channel": 0, "start": 0, "end": 1, "text": "Hi"}]}
    async with connected(Api({"GET /calls/7/transcription": ok(data)})) as (session, _):
        assert session.transcripts is not None
        found = await session.transcripts.transcript(CALL)
    assert (found.state, [one.text for one in found.segments]) == (TranscriptState.READY, ["Hi"])


@pytest.mark.parametrize(
    "reply",
    [
        ok(None, 201),
        Answer(201, b""),
        refused(409, "In progress"),
        refused(400, "Transcription already exists"),
    ],
)
async def test_asking_for_a_transcript_that_is_there_is_no_error(reply: Answer) -> None:
    async with connected(Api({"POST /calls/7/transcription": reply})) as (session, server):
        assert session.transcript_requests is not None
        await session.transcript_requests.request_transcript("7")
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refused(400, "Call has no recording"), ErrorKind.INVALID),
        (refused(403, "Forbidden"), ErrorKind.FORBIDDEN),
        (refused(404, "Record does not exist"), ErrorKind.NOT_FOUND),
        (Answer(503, b""), ErrorKind.SERVER),
        (Answer(reset=True), ErrorKind.INTERRUPTED),
    ],
)
async def test_asking_for_a_transcript_can_fail_and_is_done_once(reply: Answer, kind: ErrorKind) -> None:
    async with connected(Api({"POST /calls/7/transcription": reply})) as (session, server):
        assert session.transcript_requests is not None
        assert (await trouble_of(session.transcript_requests.request_transcript("7"))).kind is kind
    assert len(sent(server, "POST /calls/7/transcription")) == 1


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (ok({"id": 1, "summary": "They agreed.", "call_id": 7}), "They agreed."),
        (refused(404, "Record does not exist"), None),
        (Answer(404, b"<html>no such page</html>"), None),
        (Answer(405, b""), None),
    ],
)
async def test_a_summary_or_quietly_none(reply: Answer, wanted: str | None) -> None:
    async with connected(Api({"GET /calls/7/summary": reply})) as (session, _):
        assert session.summaries is not None
        assert await session.summaries.summary("7") == wanted


# -- tags

TAG: dict[str, Any] = {"id": 4, "name": "Support", "color": "#3B82F6", "description": None}


async def test_tags_are_made_changed_and_deleted() -> None:
    routes = {"POST /tags": ok(TAG, 201), "PATCH /tags/4": ok(TAG), "DELETE /tags/4": Answer(204, b"")}
    async with connected(Api(routes)) as (session, server):
        assert session.tags is not None
        made = await session.tags.create_tag("Support", "#3B82F6")
        changed = await session.tags.update_tag("4", None, "#3B82F6")
        await session.tags.delete_tag("4")
    assert made == changed == Tag("4", "Support", "#3B82F6")
    assert [seen.json for seen in server.seen if seen.body and seen.path != "/oauth/token"] == [
        {"name": "Support", "color": "#3B82F6"},
        {"color": "#3B82F6"},
    ]


async def test_a_name_that_is_taken_is_a_conflict_with_the_servers_words() -> None:
    async with connected(Api({"POST /tags": refused(409, "Tag is there")})) as (session, _):
        assert session.tags is not None
        trouble = await trouble_of(session.tags.create_tag("Support"))
    assert trouble.kind is ErrorKind.CONFLICT
    assert "Tag is there" in trouble.sentence


async def test_tags_are_put_on_calls_and_taken_off() -> None:
    routes = {"POST /calls/7/tags": ok({}, 201), "DELETE /calls/7/tags/4": Answer(204, b"")}
    async with connected(Api(routes)) as (session, server):
        assert session.tags is not None
        await session.tags.tag_call("7", "4")
        await session.tags.untag_call("7", "4")
    assert sent(server, "POST /calls/7/tags")[0].json == {"tag_id": 4}
    assert len(sent(server, "DELETE /calls/7/tags/4")) == 1


async def test_a_403_to_a_tag_on_a_call_names_its_own_scope() -> None:
    async with connected(Api({"POST /calls/7/tags": refused(403, "Forbidden")})) as (session, _):
        assert session.tags is not None
        trouble = await trouble_of(session.tags.tag_call("7", "4"))
    assert "calls.tags.write" in trouble.sentence
