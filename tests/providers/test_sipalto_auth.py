"""Signing in at Sipalto: two lifetimes that contradict each other, one login for all, and no lock-outs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
import respx

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import background
from desktop.net import HttpClient
from desktop.providers.sipalto.auth import Login
from tests.support.loopback import Answer, Seen, loopback
from tests.support.sipalto_api import (
    LIST,
    SECRET,
    Api,
    connected,
    good,
    jwt,
    refused,
    sent,
    signed_in,
    trouble_of,
)

URL = "https://api.example/auth/login"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ISSUED = int(NOW.timestamp())


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Desk:
    """Hands out tokens t1, t2, ... or JWTs; `fields` change what it says of them."""

    def __init__(self, claims: dict[str, int] | None = None, **fields: Any) -> None:
        self.claims = claims
        self.fields = fields
        self.headers: dict[str, str] = {}
        self.given = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        self.given += 1
        token = f"t{self.given}" if self.claims is None else jwt(self.given, **self.claims)
        return httpx.Response(200, json=signed_in(token, **self.fields), headers=self.headers)


@asynccontextmanager
async def signing_in(
    desk: Callable[[httpx.Request], Any] | list[Any],
    *,
    clock: Clock | None = None,
    now: datetime = NOW,
    secrets: list[str] | None = None,
) -> AsyncIterator[tuple[Login, respx.Route]]:
    http = HttpClient(
        provider="Sipalto", account="Office", now=lambda: now, wait_scale=0, on_wait=lambda _: None
    )
    login = Login(
        http,
        url=URL,
        username="acme",
        password="p & w\u00e4rd",
        now=lambda: now,
        on_secret=(secrets if secrets is not None else []).append,
        clock=clock or Clock(),
    )
    with respx.mock() as mock:
        route = mock.post(URL).mock(side_effect=desk)
        try:
            yield login, route
        finally:
            await login.close()
            await http.close()


async def test_user_name_and_password_go_as_the_parts_of_a_form() -> None:
    api, secrets = Api(), list[str]()
    async with connected(api, secrets=secrets) as (session, server):
        assert session.account is not None
        info = await session.account.account()
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/auth/login")
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert seen.parts == {"username": "acme", "password": "pass-word"}
    assert seen.headers["accept"] == "application/json"
    assert (info.provider_id, info.company) == ("12", "acme-tenant")
    assert secrets == ["t1"]


async def test_the_answer_is_never_kept_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected(Api({LIST: good([])})) as (session, _):
        assert session.phonebook is not None
        await session.phonebook.contacts()
        kept = repr(vars(vars(session.account)["_connection"]._login))
    assert SECRET not in caplog.text
    assert SECRET not in kept
    assert "pass-word" not in caplog.text


@pytest.mark.parametrize(
    ("claims", "expires_in", "life"),
    [
        ({"iat": ISSUED, "exp": ISSUED + 3600}, 86_400, 3600),  # the vendor's own contradiction
        ({"iat": ISSUED, "exp": ISSUED + 90_000}, 86_400, 86_400),
        ({"exp": ISSUED + 3600}, 86_400, 3600),  # counted from our own clock, for want of another
        (None, 86_400, 86_400),
        ({"iat": ISSUED, "exp": ISSUED + 3600}, None, 3600),
        ({"iat": ISSUED, "exp": ISSUED + 3600}, "1800", 1800),
        ({"iat": ISSUED, "exp": ISSUED - 5}, 600, 600),  # ended before it began: a clock over there
        ({"iat": ISSUED, "exp": ISSUED + 3600}, 0, 3600),
        ({"iat": ISSUED, "exp": ISSUED + 3600}, -1, 3600),
    ],
)
async def test_a_token_is_renewed_before_the_earlier_of_its_ends(
    claims: dict[str, int] | None, expires_in: Any, life: int
) -> None:
    clock = Clock()
    async with signing_in(Desk(claims, expires_in=expires_in), clock=clock) as (login, route):
        first = await login.token()
        clock.at += life - 61
        assert await login.token() == first
        clock.at += 2
        assert await login.token() != first
        assert route.call_count == 2


async def test_a_short_life_has_a_short_margin() -> None:
    clock = Clock()
    async with signing_in(Desk({"iat": ISSUED, "exp": ISSUED + 20}), clock=clock) as (login, route):
        await login.token()
        clock.at += 17.9
        await login.token()
        assert route.call_count == 1
        clock.at += 0.2
        await login.token()
        assert route.call_count == 2


async def test_a_token_that_says_nothing_holds_until_it_is_refused() -> None:
    clock = Clock()
    async with signing_in(Desk(expires_in=None), clock=clock) as (login, _):
        assert await login.token() == "t1"
        clock.at += 1e9
        assert await login.token() == "t1"
        login.refused("an older one")
        assert await login.token() == "t1"
        login.refused("t1")
        assert await login.token() == "t2"


async def test_this_computers_clock_does_not_matter() -> None:
    clock, desk = Clock(), Desk({"iat": ISSUED, "exp": ISSUED + 3600})
    async with signing_in(desk, clock=clock, now=NOW + timedelta(days=400)) as (login, route):
        await login.token()
        clock.at += 3500
        await login.token()
        assert route.call_count == 1


async def test_a_token_that_is_old_already_ends_sooner() -> None:
    clock, desk = Clock(), Desk({"iat": ISSUED, "exp": ISSUED + 3600})
    desk.headers["Date"] = format_datetime(NOW + timedelta(minutes=50), usegmt=True)
    async with signing_in(desk, clock=clock) as (login, route):
        await login.token()
        clock.at += 500
        await login.token()
        assert route.call_count == 1
        clock.at += 50
        await login.token()
        assert route.call_count == 2


async def test_all_who_wait_share_one_sign_in() -> None:
    async with signing_in(Desk()) as (login, route):
        assert set(await asyncio.gather(*(login.token() for _ in range(20)))) == {"t1"}
        both = await asyncio.gather(login.sign_in(), login.sign_in())
        assert {one.token for one in both} == {"t2"}
        assert route.call_count == 2


async def test_a_401_is_followed_by_one_sign_in_for_all() -> None:
    api = Api({LIST: good([])})
    async with connected(api) as (session, server):
        assert session.phonebook is not None
        api.valid = {"t2"}
        await asyncio.gather(*(session.phonebook.contacts() for _ in range(8)))
        assert api.logins == 2
        assert len(sent(server, LIST)) == 16
        api.valid = {"none of them"}
        trouble = await trouble_of(session.phonebook.contacts())
    assert (trouble.kind, trouble.status, trouble.account) == (ErrorKind.SIGN_IN, 401, "Office")
    assert api.logins == 3, "one sign-in, one more try, and no more"
    assert len(sent(server, LIST)) == 18


@pytest.mark.parametrize(
    "answer",
    [
        refused(401, "Unauthorized"),
        refused(403, "Account locked"),
        refused(422, "The password field is required."),
        Answer(401, b"<html>"),
        Answer(403, b""),
        Answer(400, b""),
        Answer(405, b""),
        refused(406, "Wrong format"),
        Answer(200, b'{"success": false}'),
        Answer(200, b'{"success": "0", "response": null}'),
        Answer(200, b'{"success": false, "message": "Wrong password"}'),
        Answer(200, b'{"error": "Unauthorized"}'),
    ],
)
async def test_refused_credentials_are_not_tried_again(answer: Answer) -> None:
    api = Api({LIST: good([])})
    api.sign_in = answer
    async with connected(api) as (session, server):
        assert session.phonebook is not None
        assert session.account is not None
        troubles = [await trouble_of(session.phonebook.contacts()) for _ in range(3)]
        assert {trouble.kind for trouble in troubles} == {ErrorKind.SIGN_IN}
        assert len(server.seen) == 1, "three requests would be three steps towards a locked account"
        trouble = await trouble_of(session.account.account())  # a person who asks is listened to
        assert trouble.kind is ErrorKind.SIGN_IN
        assert len(server.seen) == 2
        api.sign_in = None
        await session.account.account()
        assert list(await session.phonebook.contacts()) == []


@pytest.mark.parametrize("answer", [refused(500, "Server Error"), Answer(200, b"<html>"), Answer(404, b"")])
async def test_a_sign_in_that_fails_is_not_what_is_asked_for_once_more(answer: Answer) -> None:
    api = Api({LIST: good([])})
    async with connected(api) as (session, server):
        assert session.phonebook is not None
        assert list(await session.phonebook.contacts()) == []
        api.valid, api.sign_in = set(), answer  # from now on a new token is needed, and none comes
        before = api.logins
        assert (await trouble_of(session.phonebook.contacts())).kind is not ErrorKind.SIGN_IN
        assert len(sent(server, LIST)) == 2
        once = 2 if answer.status == 200 else 1  # a page in place of an answer is a network's own
        assert api.logins == before + once
        assert (await trouble_of(session.phonebook.contacts())).kind is not ErrorKind.SIGN_IN
        assert len(sent(server, LIST)) == 2, "there is no token to ask with"
        assert api.logins == before + 2 * once


async def test_for_a_moment_after_a_failed_sign_in_nobody_is_asked() -> None:
    clock = Clock()
    answers = [httpx.Response(500, json={"message": "Oops"}), httpx.Response(200, json=signed_in("t1"))]
    async with signing_in(answers, clock=clock) as (login, route):
        for _ in range(3):
            with pytest.raises(Trouble) as caught:
                await login.token()
            assert (caught.value.kind, caught.value.detail) == (ErrorKind.SERVER, "Oops")
            clock.at += 1.6
        assert route.call_count == 1
        clock.at += 0.3
        assert await login.token() == "t1"


async def test_without_a_network_there_is_nothing_to_wait_for() -> None:
    answers = [*[httpx.ConnectError("x")] * 3, httpx.Response(200, json=signed_in("t1"))]
    async with signing_in(answers) as (login, _):
        with pytest.raises(Trouble):
            await login.token()
        assert await login.token() == "t1"


async def test_after_a_while_a_refused_sign_in_is_tried_again() -> None:
    clock = Clock()
    answers = [httpx.Response(401, json={"message": "No"}), httpx.Response(200, json=signed_in("t1"))]
    async with signing_in(answers, clock=clock) as (login, route):
        with pytest.raises(Trouble):
            await login.token()
        clock.at += 29
        with pytest.raises(Trouble):
            await login.token()
        assert route.call_count == 1
        clock.at += 2
        assert await login.token() == "t1"


@pytest.mark.parametrize(
    ("answers", "kind", "requests"),
    [
        ([httpx.Response(503)] * 3, ErrorKind.SERVER, 3),
        ([httpx.Response(500, json={"message": "Oops"})], ErrorKind.SERVER, 1),
        ([httpx.Response(429, headers={"Retry-After": "7"})] * 3, ErrorKind.RATE_LIMITED, 3),
        ([httpx.Response(404, text="<html>")], ErrorKind.PROTOCOL, 1),
        ([httpx.Response(404, json={"message": "Not Found"})], ErrorKind.PROTOCOL, 1),
        ([httpx.Response(408, json={"message": "Too slow"})], ErrorKind.PROTOCOL, 1),
        ([httpx.Response(500, json={"success": False})], ErrorKind.SERVER, 1),
        ([httpx.Response(302, headers={"Location": "/login"})], ErrorKind.PROTOCOL, 1),
        ([httpx.Response(200, text="<html>Wi-Fi</html>")] * 2, ErrorKind.PROTOCOL, 2),
        ([httpx.Response(200, json={"access_token": ""})] * 2, ErrorKind.PROTOCOL, 2),
        ([httpx.ConnectError("x")] * 3, ErrorKind.OFFLINE, 3),
        ([httpx.ReadTimeout("x")] * 3, ErrorKind.TIMEOUT, 3),
    ],
)
async def test_faults_are_no_refusal(answers: list[Any], kind: ErrorKind, requests: int) -> None:
    async with signing_in(answers) as (login, route):
        with pytest.raises(Trouble) as caught:
            await login.token()
        assert (caught.value.kind, route.call_count) == (kind, requests)


async def test_a_fault_that_passes_is_not_noticed() -> None:
    answers = [httpx.Response(502), httpx.ReadError("x"), httpx.Response(200, json=signed_in("t1"))]
    async with signing_in(answers) as (login, _):
        assert await login.token() == "t1"


async def test_a_person_does_not_wait_in_the_backgrounds_lane() -> None:
    """The background begins the sign-in, and a pause that it is asked for must not hold the person up."""
    held = asyncio.Event()

    async def handler(seen: Seen) -> Answer:
        await held.wait()
        return Answer(200, b'{"access_token": "t1"}')

    async with loopback(handler) as server:
        http = HttpClient(
            provider="Sipalto", account="Office", now=lambda: NOW, wait_scale=1, on_wait=lambda _: None
        )
        login = Login(http, url=server.url, username="a", password="b", now=lambda: NOW)
        with background():
            begun = asyncio.create_task(login.token())
        waiting = asyncio.create_task(login.token())
        while not server.seen:  # noqa: ASYNC110
            await asyncio.sleep(0)
        begun.cancel()
        held.set()
        assert await waiting == "t1"
        assert len(server.seen) == 1
        await login.close()
        await http.close()


async def test_closing_ends_a_sign_in_and_says_so_to_those_who_wait() -> None:
    async with loopback(lambda _: asyncio.Event().wait()) as server:  # type: ignore[arg-type, return-value]
        http = HttpClient(
            provider="Sipalto", account="Office", now=lambda: NOW, wait_scale=0, on_wait=lambda _: None
        )
        login = Login(http, url=server.url, username="a", password="b", now=lambda: NOW)
        waiting = asyncio.create_task(login.token())
        while not server.seen:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await login.close()
        with pytest.raises(Trouble) as caught:
            await waiting
        assert caught.value.kind is ErrorKind.CANCELLED
        await http.close()
