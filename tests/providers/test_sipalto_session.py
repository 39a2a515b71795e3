"""What a session asks of Sipalto and makes of its answers: calls by extension, sound, words, phonebook."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.domain.accounts import Ability
from desktop.domain.calls import Call, Direction, HistoryQuery, Outcome
from desktop.domain.contacts import ContactCard
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.domain.transcripts import TranscriptState
from desktop.providers.sipalto import PROVIDER
from tests.support.loopback import Answer, Seen
from tests.support.sipalto_api import (
    ADD,
    CALLS,
    DELETE,
    LIST,
    NOW,
    SOUND,
    UPDATE,
    WORDS,
    Api,
    connected,
    good,
    refused,
    sent,
    trouble_of,
)

CARD = ContactCard("Anna Bell", ("01632 960001", "", "07700 900123"))
CALL = Call("PBX-1773140000.5", Direction.INBOUND, Outcome.ANSWERED, "01632960001", "1004", duration_s=30)
GOOD = {"username": "acme", "password": "pw", "extensions": "1004"}
RIFF = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64)


def row(call_id: str = CALL.provider_id, date: str = "2026-03-10 10:53:20", **changes: str) -> dict[str, str]:
    plain = {"caller": "01632960001", "callee": "1004", "direction": "IN", "disposition": "ANSWERED"}
    return {"call_id": call_id, "date": date, "duration": "30", **plain, **changes}


# -- opening


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"username": ""}, "user name"),
        ({"password": ""}, "password"),
        ({"extensions": " , "}, "extensions"),
        ({"extensions": "10 04, reception"}, "reception is no extension"),
        ({"extensions": "\u0661\u0662"}, "no extension"),
        ({"extensions": "1" * 21}, "no extension"),
        ({"timezone": "Europe/Nowhere"}, "no time zone Europe/Nowhere"),
        ({"timezone": "/etc/passwd"}, "no time zone"),
        ({"timezone": "../UTC"}, "no time zone"),
        ({"timezone": "Europe"}, "no time zone"),
        ({"base_url": "http://api.example"}, "https://"),
        ({"base_url": "api.example"}, "no web address"),
        ({"base_url": "https://api.example/?x=1"}, "no web address"),
        ({"base_url": "https://[::1"}, "no web address"),
    ],
)
def test_fields_that_cannot_work_are_said_at_once(fields: dict[str, str], says: str) -> None:
    with pytest.raises(Trouble) as caught:
        PROVIDER.open({**GOOD, **fields}, SessionContext("Office"))
    assert caught.value.kind is ErrorKind.USAGE
    assert says in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1004", ["1004"]),
        (" 1004 ,1007;1009\n1012,", ["1004", "1007", "1009", "1012"]),
        ("1004, 1004", ["1004"]),
        ("+44 20 7946 0100, 1004", ["+442079460100", "1004"]),
    ],
)
async def test_extensions_as_people_write_them(text: str, wanted: list[str]) -> None:
    session = PROVIDER.open({**GOOD, "extensions": text}, SessionContext("Office"))
    assert session.lines is not None
    lines = await session.lines.lines()
    assert [line.provider_id for line in lines] == wanted
    assert {line.status for line in lines} == {LineStatus.UNKNOWN}, "no call is placed from any of them"
    await session.close()


async def test_what_it_cannot_do_is_said() -> None:
    async with connected(Api()) as (session, _):
        assert session.dialer is session.tags is session.summaries is session.transcript_requests is None
        assert {Ability.DIAL, Ability.TAGS, Ability.SUMMARIES, Ability.TRANSCRIPT_REQUESTS} <= set(
            session.missing
        )
        assert "no calling" in session.missing[Ability.DIAL]


# -- calls


async def test_one_request_for_each_extension_in_the_exchanges_time() -> None:
    api = Api({CALLS: good([])})
    async with connected(api, extensions="1004, 1007") as (session, server):
        assert session.history is not None
        start = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
        page = await session.history.page(HistoryQuery(start, start + timedelta(hours=1)))
    assert page.next_token is None
    assert page.decode().calls == ()
    asked = sent(server, CALLS)
    # Whole minutes, and as much more as a zone can be wrong while no call has shown that it is right.
    assert [seen.parts for seen in asked] == [
        {"start": "2026-06-30 20:00", "end": "2026-07-02 01:01", "phone_number": "1004"},
        {"start": "2026-06-30 20:00", "end": "2026-07-02 01:01", "phone_number": "1007"},
    ]
    assert {seen.headers["authorization"] for seen in asked} == {"Bearer t1"}


async def test_another_zone() -> None:
    api = Api({CALLS: good([row("no-time", "2026-07-01 05:30:00")])})
    async with connected(api, timezone="America/New_York") as (session, server):
        assert session.history is not None
        start = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
        page = await session.history.page(HistoryQuery(start, start + timedelta(hours=1)))
    assert sent(server, CALLS)[0].parts["start"] == "2026-06-30 15:00"
    assert [call.started_at for call in page.decode().calls] == [datetime(2026, 7, 1, 9, 30, tzinfo=UTC)]


async def test_what_is_outside_of_what_was_asked_is_left_out() -> None:
    start = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    inside = [start, start + timedelta(minutes=30), start + timedelta(hours=1)]
    outside = [start - timedelta(seconds=1), start + timedelta(hours=1, seconds=1)]
    rows = [
        row(f"PBX-{int(at.timestamp())}.{place}", f"{at:%F %T}") for place, at in enumerate(inside + outside)
    ]
    async with connected(Api({CALLS: good(rows)})) as (session, _):
        assert session.history is not None
        page = await session.history.page(HistoryQuery(start, start + timedelta(hours=1)))
    assert {call.started_at for call in page.decode().calls} == set(inside)


@pytest.mark.parametrize("status", [403, 404, 422])
async def test_an_extension_that_is_refused_is_named_and_hides_no_others(status: int) -> None:
    def answer(seen: Seen) -> Answer:
        return refused(status, "Unknown number") if seen.parts["phone_number"] == "1099" else good([row()])

    async with connected(Api({CALLS: answer}), extensions="1004,1099") as (session, _):
        assert session.history is not None
        trouble = await trouble_of(session.history.page(HistoryQuery(NOW - timedelta(days=1))))
    assert trouble.kind in {ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.INVALID}
    assert trouble.detail == "extension 1099: Unknown number"


@pytest.mark.parametrize(
    "first", [Answer(200, b"<html>"), refused(500, "Oops"), Answer(200, b'{"response": {')]
)
async def test_what_cannot_be_read_is_asked_for_once_more(first: Answer) -> None:
    async with connected(Api({CALLS: [first, good([row()])]})) as (session, server):
        assert session.history is not None
        page = await session.history.page(HistoryQuery(NOW - timedelta(days=1)))
        assert len(page.decode().calls) == 1
        assert len(sent(server, CALLS)) == 2
    async with connected(Api({CALLS: first})) as (session, server):
        assert session.history is not None
        trouble = await trouble_of(session.history.page(HistoryQuery(NOW - timedelta(days=1))))
        assert trouble.kind in {ErrorKind.PROTOCOL, ErrorKind.SERVER}
        assert len(sent(server, CALLS)) == 2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_what_was_tried_three_times_is_not_asked_for_once_more(status: int) -> None:
    async with connected(Api({CALLS: refused(status, "Maintenance")})) as (session, server):
        assert session.history is not None
        trouble = await trouble_of(session.history.page(HistoryQuery(NOW - timedelta(days=1))))
    assert (trouble.status, len(sent(server, CALLS))) == (status, 3)


async def test_a_call_is_read_again_in_its_minute() -> None:
    api = Api({CALLS: lambda seen: good([row()] if seen.parts["phone_number"] == "1007" else [])})
    async with connected(api, extensions="1004,1007") as (session, server):
        assert session.history is not None
        call = await session.history.call(CALL.provider_id)
        assert call.started_at == datetime(2026, 3, 10, 10, 53, 20, tzinfo=UTC)
        await session.history.call(CALL.provider_id)  # by now the zone is known to be right
        assert [seen.parts["start"] for seen in sent(server, CALLS)[2:]] == ["2026-03-10 09:52"] * 2
        assert [seen.parts["end"] for seen in sent(server, CALLS)[2:]] == ["2026-03-10 11:56"] * 2


async def test_a_call_whose_id_tells_no_time_is_looked_for_in_the_last_weeks() -> None:
    api = Api({CALLS: good([row("odd-id", "2026-03-01 10:00:00")])})
    async with connected(api) as (session, server):
        assert session.history is not None
        assert (await session.history.call("odd-id")).provider_id == "odd-id"
        trouble = await trouble_of(session.history.call("no-such"))
        assert trouble.kind is ErrorKind.NOT_FOUND
        assert sent(server, CALLS)[0].parts["start"] == "2026-02-06 22:00"


async def test_a_zone_that_turns_out_wrong_is_asked_again_and_wider() -> None:
    """Right in winter, wrong in summer: what was asked for too narrowly is asked for again."""
    start = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    query = HistoryQuery(start, start + timedelta(hours=1))
    right, wrong = good([row()]), good([row(date="2026-03-10 15:53:20")])
    api = Api({CALLS: [right, wrong, wrong, wrong]})
    async with connected(api) as (session, server):
        assert session.history is not None
        assert len((await session.history.page(query)).decode().calls) == 1
        assert len((await session.history.page(query)).decode().calls) == 1
        await session.history.page(query)
    wide, narrow = "2026-03-09 20:00", "2026-03-10 09:00"
    assert [seen.parts["start"] for seen in sent(server, CALLS)] == [wide, narrow, wide, wide]


async def test_names_missed_calls_and_tags_ask_nobody() -> None:
    async with connected(Api()) as (session, server):
        assert session.history is not None
        page = await session.history.page(HistoryQuery(NOW - timedelta(days=400), search="Anna"))
        assert (page.next_token, page.decode().calls) == (None, ())
        assert server.seen == []


# -- sound


async def sound_of(session: ProviderSession, steps: list[Any] | None = None) -> Any:
    assert session.recordings is not None
    note = (lambda *step: steps.append(step)) if steps is not None else None
    return await session.recordings.recording(CALL.provider_id, "", note)


async def test_a_recording_is_asked_for_by_the_calls_id() -> None:
    api, steps = Api({SOUND: Answer(200, RIFF, {"Content-Type": "audio/wav"})}), list[Any]()
    async with connected(api) as (session, server):
        sound = await sound_of(session, steps)
    assert (sound.data, sound.media_type) == (RIFF, "audio/wav")
    assert steps[-1] == (len(RIFF), len(RIFF))
    (seen,) = sent(server, SOUND)
    assert seen.parts == {"call_id": CALL.provider_id}
    assert seen.headers["accept"] == "audio/wav, application/json"


@pytest.mark.parametrize("label", ["audio/x-wav", "application/octet-stream", "text/html", ""])
async def test_the_first_bytes_count_more_than_the_label(label: str) -> None:
    async with connected(Api({SOUND: Answer(200, RIFF, {"Content-Type": label})})) as (session, _):
        assert (await sound_of(session)).media_type == "audio/wav"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(404, "Recording not found"), ErrorKind.NO_RECORDING),
        (good([]), ErrorKind.NO_RECORDING),
        (good(None), ErrorKind.NO_RECORDING),
        (Answer(200, b"[]"), ErrorKind.NO_RECORDING),
        (Answer(200, b"null"), ErrorKind.NO_RECORDING),
        (Answer(200, b"false"), ErrorKind.NO_RECORDING),
        (Answer(200, b'""'), ErrorKind.NO_RECORDING),
        (Answer(200, b'"No recording"'), ErrorKind.NO_RECORDING),
        (Answer(200, b'["Permission denied"]'), ErrorKind.FORBIDDEN),
        (Answer(200, b'{"success": false, "response": "Recording not found"}'), ErrorKind.NO_RECORDING),
        (Answer(200, b'\n {"success": false}'), ErrorKind.NO_RECORDING),
        (Answer(200, b'{"success": false}', {"Content-Type": "audio/wav"}), ErrorKind.NO_RECORDING),
        (Answer(204, b""), ErrorKind.NO_RECORDING),
        (Answer(200, b""), ErrorKind.NO_RECORDING),
        (Answer(200, b'{"success": false, "message": "Permission denied"}'), ErrorKind.FORBIDDEN),
        (Answer(200, b"<html>Wi-Fi</html>"), ErrorKind.PROTOCOL),
        (Answer(404, b"<html>"), ErrorKind.NO_RECORDING),
        (Answer(404, b""), ErrorKind.NO_RECORDING),
        (Answer(200, b"\x00\x01\x02\x03" * 9), ErrorKind.BAD_SOUND),
        (refused(403, "No"), ErrorKind.FORBIDDEN),
        (refused(500, "No"), ErrorKind.SERVER),
    ],
)  # fmt: skip
async def test_what_comes_instead_of_sound(answer: Answer, kind: ErrorKind) -> None:
    async with connected(Api({SOUND: answer})) as (session, _):
        trouble = await trouble_of(sound_of(session))
    assert trouble.kind is kind
    assert trouble.account == "Office"


async def test_a_page_in_place_of_sound_is_asked_again_once() -> None:
    api = Api({SOUND: [Answer(200, b"<html>"), Answer(200, RIFF)]})
    async with connected(api) as (session, server):
        assert (await sound_of(session)).data == RIFF
        assert len(sent(server, SOUND)) == 2


# -- words


@pytest.mark.parametrize(
    "answer",
    [
        good([]),
        good(None),
        good({}),
        refused(404, ""),
        Answer(404, b"<html>"),
        Answer(404, b""),
        good(""),
        good("OK"),
        good("No transcription"),
        Answer(200, b'{"success": false}'),
        refused(404, "No"),
    ],
)
async def test_no_transcript_yet_is_a_state(answer: Answer) -> None:
    async with connected(Api({WORDS: answer})) as (session, server):
        assert session.transcripts is not None
        assert (await session.transcripts.transcript(CALL)).state is TranscriptState.NONE
        assert sent(server, WORDS)[0].parts == {"call_id": CALL.provider_id}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(403, "No"), ErrorKind.FORBIDDEN),
        (refused(406, "No"), ErrorKind.REFUSED),
        (Answer(200, b"<html>"), ErrorKind.PROTOCOL),
        (good(7), ErrorKind.PROTOCOL),
        (refused(503, "Maintenance"), ErrorKind.SERVER),
    ],
)
async def test_a_trouble_is_no_state(answer: Answer, kind: ErrorKind) -> None:
    async with connected(Api({WORDS: answer})) as (session, _):
        assert session.transcripts is not None
        assert (await trouble_of(session.transcripts.transcript(CALL))).kind is kind


async def test_a_sign_in_address_that_is_not_there_says_nothing_of_sound_and_words() -> None:
    api = Api({SOUND: Answer(404, b""), WORDS: Answer(404, b"")})
    api.sign_in = Answer(404, b"<html>")
    async with connected(api) as (session, _):
        assert session.transcripts is not None
        assert (await trouble_of(session.transcripts.transcript(CALL))).kind is ErrorKind.PROTOCOL
        assert (await trouble_of(sound_of(session))).kind is ErrorKind.PROTOCOL


# -- the phonebook


async def test_what_each_change_sends() -> None:
    api = Api({ADD: good(), UPDATE: good(), DELETE: good()})
    async with connected(api) as (session, server):
        book = session.phonebook
        assert book is not None
        assert await book.add_contact(CARD) is None
        await book.update_contact("7", ContactCard("", ("1",)))
        await book.delete_contact("7")
    add, update, delete = server.seen[1:]
    whole = {"name": "Anna Bell", "phone1": "01632 960001", "phone2": "", "phone3": "07700 900123"}
    assert add.parts == whole
    assert update.parts == {"name": "", "phone1": "1", "phone2": "", "phone3": ""}
    assert (delete.method, delete.body) == ("GET", b"")
    for seen in (add, update, delete):
        assert seen.headers["accept"] == "application/json"


OUTCOMES = [
    (good(), None),
    (good(status=201), None),
    (Answer(200, b'{"success": true, "response": "OK",}'), None),
    (refused(400, "Invalid"), ErrorKind.INVALID),
    (refused(403, "Forbidden"), ErrorKind.FORBIDDEN),
    (refused(404, "Contact not found"), ErrorKind.NOT_FOUND),
    (refused(405, "Wrong method"), ErrorKind.REFUSED),
    (refused(422, "x", errors={"name": ["The name is too long."]}), ErrorKind.INVALID),
    (refused(429, "Slow down"), ErrorKind.RATE_LIMITED),
    (Answer(200, b'{"success": false, "response": "Phone book is full"}'), ErrorKind.REFUSED),
    (Answer(200, b'{"success": false, "message": "Contact not found"}'), ErrorKind.NOT_FOUND),
    (refused(401, "Unauthenticated."), ErrorKind.SERVER),
    (Answer(200, b'{"success": false, "message": "Token has expired"}'), ErrorKind.SERVER),
    # From here on nobody knows whether it was done.
    (Answer(reset=True), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b"x" * 500, half=True), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b"<html>Wi-Fi</html>"), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b'{"message": "Phone book is full"}'), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b'{"message": "Your token ends soon"}'), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b'{"success": tr'), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b"{}"), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(200, b""), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(204, b""), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(302, b"", {"Location": "/login"}), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(307, b"", {"Location": "/phone-books/elsewhere"}), ErrorKind.OUTCOME_UNKNOWN),
    (refused(408, "Too slow"), ErrorKind.OUTCOME_UNKNOWN),
    (refused(500, "Sorry"), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(502, b"<html>"), ErrorKind.OUTCOME_UNKNOWN),
    (Answer(503, b"", {"Retry-After": "1"}), ErrorKind.OUTCOME_UNKNOWN),
]


@pytest.mark.parametrize("what", [ADD, UPDATE, DELETE], ids=["add", "update", "delete"])
@pytest.mark.parametrize(("answer", "kind"), OUTCOMES)
async def test_one_request_whatever_becomes_of_its_answer(
    what: str, answer: Answer, kind: ErrorKind | None
) -> None:
    async with connected(Api({what: answer})) as (session, server):
        book = session.phonebook
        assert book is not None
        works = {
            ADD: book.add_contact(CARD),
            UPDATE: book.update_contact("7", CARD),
            DELETE: book.delete_contact("7"),
        }
        work = works.pop(what)
        for other in works.values():
            other.close()
        if kind is None:
            await work
        else:
            trouble = await trouble_of(work)
            assert trouble.kind is kind
            assert (trouble.provider, trouble.account) == ("Sipalto", "Office")
    assert len(sent(server, what)) == 1
    assert {f"{seen.method} {seen.path}" for seen in server.seen} <= {what, "POST /auth/login"}


async def test_after_a_401_the_next_change_has_a_token_that_holds() -> None:
    api = Api({ADD: good()})
    async with connected(api) as (session, server):
        assert session.phonebook is not None
        await session.phonebook.add_contact(CARD)
        api.valid = {"t2"}
        trouble = await trouble_of(session.phonebook.add_contact(CARD))
        assert (trouble.kind, trouble.status) == (ErrorKind.SERVER, 401)
        await session.phonebook.add_contact(CARD)
        assert len(sent(server, ADD)) == 3
        api.sign_in = refused(401, "Unauthorized")
        api.valid = set()
        assert (await trouble_of(session.phonebook.add_contact(CARD))).kind is ErrorKind.SIGN_IN


async def test_a_cancelled_change_is_sent_once_all_the_same() -> None:
    held, came = asyncio.Event(), asyncio.Event()

    async def answer() -> Answer:
        came.set()
        await held.wait()
        return good()

    api = Api({ADD: lambda _: answer()})
    async with connected(api) as (session, server):
        assert session.phonebook is not None
        task = asyncio.create_task(session.phonebook.add_contact(CARD))
        await came.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        held.set()
        assert len(sent(server, ADD)) == 1


async def test_a_large_phonebook_comes_in_one_piece() -> None:
    told = [{"id": str(number), "name": f"N{number}", "phone1": "1"} for number in range(50_000)]
    async with connected(
        Api({LIST: Answer(200, json.dumps({"success": True, "response": told}).encode())})
    ) as (
        session,
        server,
    ):
        assert session.phonebook is not None
        assert len(await session.phonebook.contacts()) == 50_000
        assert len(sent(server, LIST)) == 1
