"""Click-to-call at SIPSIM: exactly one POST, whatever happens to its answer."""

import asyncio
from datetime import UTC, datetime

import pytest

from desktop.domain.errors import ErrorKind
from desktop.domain.ports import Placed
from desktop.net import HttpClient, Timeouts
from desktop.providers.sipsim.auth import PastedToken
from desktop.providers.sipsim.connection import Connection
from desktop.providers.sipsim.session import SipsimAccount
from tests.support.loopback import Answer, Seen, loopback
from tests.support.sipsim_api import Api, connected, ok, refused, sent, trouble_of

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PLACED = {"id": "call_a", "phone_id": 31, "target_number": "+331", "status": "initiating"}


@pytest.mark.parametrize(
    ("reply", "placed"),
    [
        (ok(PLACED, 201), Placed("call_a", "req-1")),
        (ok({}, 201), Placed(None, "req-1")),
        (ok(None, 201), Placed(None, "req-1")),
        (ok({"id": 5}, 200), Placed("5", "req-1")),
    ],
)
async def test_a_call_is_placed_with_one_request(reply: Answer, placed: Placed) -> None:
    async with connected(Api({"POST /calls": reply})) as (session, server):
        assert session.dialer is not None
        assert await session.dialer.place("31", "+331") == placed
    (seen,) = sent(server, "POST /calls")
    assert seen.json == {"phone_id": 31, "target_number": "+331"}


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refused(400, "target_number is invalid"), ErrorKind.INVALID),
        (refused(403, "Forbidden"), ErrorKind.FORBIDDEN),
        (refused(404, "Record does not exist"), ErrorKind.NOT_FOUND),
        (refused(409, "Phone is in a call"), ErrorKind.BUSY),
        (refused(429, "Slow down"), ErrorKind.RATE_LIMITED),
        (Answer(405, b"<html>"), ErrorKind.REFUSED),
        # From here on nobody knows whether a telephone rings.
        (Answer(reset=True), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(201, b"x" * 500, half=True), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(201, b"<html>Wi-Fi</html>"), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(201, b'{"data": {"id": "call_'), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(201, b""), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(200, b"{}"), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(302, b"", {"Location": "/elsewhere"}), ErrorKind.OUTCOME_UNKNOWN),
        (refused(408, "Too slow"), ErrorKind.OUTCOME_UNKNOWN),
        (refused(500, "Sorry"), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(502, b"<html>"), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(503, b"", {"Retry-After": "1"}), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(504, b""), ErrorKind.OUTCOME_UNKNOWN),
        (Answer(200, b"\x1f\x8bnot gzip", {"Content-Encoding": "gzip"}), ErrorKind.OUTCOME_UNKNOWN),
    ],
)
async def test_whatever_comes_back_a_call_was_asked_for_once(reply: Answer, kind: ErrorKind) -> None:
    async with connected(Api({"POST /calls": reply})) as (session, server):
        assert session.dialer is not None
        trouble = await trouble_of(session.dialer.place("31", "+33611"))
    assert (trouble.kind, trouble.number) == (kind, "+33611")
    assert len(sent(server, "POST /calls")) == 1


async def test_no_answer_to_a_call_is_an_outcome_that_is_not_known() -> None:
    async def never(_: Seen) -> Answer:
        await asyncio.Event().wait()
        return Answer()

    async with loopback(never) as server:
        http = HttpClient(
            provider="SIPSIM",
            account="Office",
            now=lambda: NOW,
            wait_scale=0,
            on_wait=lambda _: None,
            timeouts=Timeouts(read=0.2),
        )
        connection = Connection(
            http, PastedToken("t"), base_url=server.url, account="Office", now=lambda: NOW
        )
        trouble = await trouble_of(SipsimAccount(connection).place("31", "+331"))
        await connection.close()
    assert (trouble.kind, len(server.seen)) == (ErrorKind.OUTCOME_UNKNOWN, 1)


async def test_a_call_that_never_left_is_said_to_be_offline() -> None:
    async with connected(Api(), pasted=True) as (session, server):
        await server.stop()
        assert session.dialer is not None
        assert (await trouble_of(session.dialer.place("31", "+331"))).kind is ErrorKind.OFFLINE
    assert server.seen == []


async def test_a_sign_in_that_fails_places_nothing_and_says_so() -> None:
    api = Api()
    api.sign_in = Answer(reset=True)
    async with connected(api) as (session, server):
        assert session.dialer is not None
        assert (await trouble_of(session.dialer.place("31", "+331"))).kind is ErrorKind.INTERRUPTED
    assert sent(server, "POST /calls") == []


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_for_a_call() -> None:
    api = Api({"GET /account": ok({"id": 1}), "POST /calls": ok(PLACED, 201)})
    async with connected(api) as (session, server):
        assert session.account is not None
        assert session.dialer is not None
        await session.account.account()
        server.drop_connections()
        assert (await session.dialer.place("31", "+331")).provider_id == "call_a"
    assert len(sent(server, "POST /calls")) == 1


async def test_a_401_sends_nothing_again_and_the_next_press_has_a_new_token() -> None:
    api = Api({"POST /calls": ok(PLACED, 201)})
    api.valid = {"t2"}
    async with connected(api) as (session, server):
        assert session.dialer is not None
        assert (await trouble_of(session.dialer.place("31", "+331"))).kind is ErrorKind.SIGN_IN
        assert len(sent(server, "POST /calls")) == 1
        assert (await session.dialer.place("31", "+331")).provider_id == "call_a"
    assert [seen.headers["authorization"] for seen in sent(server, "POST /calls")] == [
        "Bearer t1",
        "Bearer t2",
    ]


@pytest.mark.parametrize("pasted", [True, False])
async def test_a_401_is_a_sign_in(pasted: bool) -> None:
    api = Api()
    api.valid = set()
    async with connected(api, pasted=pasted) as (session, server):
        assert session.dialer is not None
        assert (await trouble_of(session.dialer.place("31", "+331"))).kind is ErrorKind.SIGN_IN
    assert len(sent(server, "POST /calls")) == 1


async def test_a_401_that_is_not_the_apis_own_sends_nothing_again() -> None:
    async with connected(Api({"POST /calls": Answer(401, b"<html>Proxy</html>")})) as (session, server):
        assert session.dialer is not None
        assert (await trouble_of(session.dialer.place("31", "+331"))).kind is ErrorKind.SIGN_IN
    assert len(sent(server, "POST /calls")) == 1


async def test_cancelling_a_call_that_left_does_not_send_it_again() -> None:
    asked, opened = asyncio.Event(), asyncio.Event()

    async def slowly(_: Seen) -> Answer:
        asked.set()
        await opened.wait()
        return ok(PLACED, 201)

    async with connected(Api({"POST /calls": slowly})) as (session, server):
        assert session.dialer is not None
        placing = asyncio.create_task(session.dialer.place("31", "+331"))
        await asked.wait()
        placing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await placing
        opened.set()
    assert len(sent(server, "POST /calls")) == 1
