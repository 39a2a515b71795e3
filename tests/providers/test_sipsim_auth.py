"""Signing in at SIPSIM: renewals, scopes, clocks, and credentials that are refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import background
from desktop.net import HttpClient
from desktop.providers.sipsim.auth import ClientCredentials, scope_ladder
from tests.support.loopback import Answer, Loopback, Seen, answer, loopback

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ISSUED = int(NOW.timestamp())
SCOPE = "calls.read calls.create calls.write"


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def token(number: int, **fields: Any) -> dict[str, Any]:
    whole = {"access_token": f"t{number}", "token_type": "Bearer", "expires_in": 7200, "scope": "calls.read"}
    return {**whole, "created_at": ISSUED, **fields}


class Desk:
    """Hands out tokens t1, t2, ...; `fields` change what it says of them."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        self.headers: dict[str, str] = {}
        self.given = 0

    def __call__(self, _: Seen) -> Answer:
        self.given += 1
        return answer(token(self.given, **self.fields), **self.headers)


@asynccontextmanager
async def signing_in(
    handler: Callable[[Seen], Any], *, now: datetime = NOW, clock: Clock | None = None, scope: str = SCOPE
) -> AsyncIterator[tuple[ClientCredentials, Loopback]]:
    async with loopback(handler) as server:
        http = HttpClient(
            provider="SIPSIM", account="Office", now=lambda: now, wait_scale=0, on_wait=lambda _: None
        )
        auth = ClientCredentials(
            http,
            token_url=server.url + "/oauth/token",
            client_id="app",
            client_secret="s3cret",
            scope=scope,
            grant="remembered",
            now=lambda: now,
            clock=clock or Clock(),
        )
        yield auth, server
        await auth.close()
        await http.close()


async def test_a_token_is_asked_for_as_a_form_and_kept() -> None:
    async with signing_in(Desk()) as (auth, server):
        assert auth.grant == "remembered"
        assert [await auth.token() for _ in range(3)] == ["t1"] * 3
        assert auth.grant == "calls.read"
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/oauth/token")
    assert seen.form == {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "s3cret",
        "scope": SCOPE,
    }


async def test_a_token_is_renewed_before_it_ends() -> None:
    clock = Clock()
    async with signing_in(Desk(), clock=clock) as (auth, _):
        await auth.token()
        clock.at += 7200 - 61
        assert await auth.token() == "t1"
        clock.at += 1
        assert await auth.token() == "t2"


async def test_a_short_life_has_a_short_margin() -> None:
    clock = Clock()
    async with signing_in(Desk(expires_in=10), clock=clock) as (auth, _):
        await auth.token()
        clock.at += 8.9
        assert await auth.token() == "t1"
        clock.at += 0.2
        assert await auth.token() == "t2"


@pytest.mark.parametrize("hours", [-100, -1, 1, 100, 24 * 400])
async def test_a_wrong_clock_here_changes_nothing(hours: int) -> None:
    clock = Clock()
    async with signing_in(Desk(), now=NOW + timedelta(hours=hours), clock=clock) as (auth, _):
        await auth.token()
        clock.at += 7000
        assert await auth.token() == "t1"
        clock.at += 200
        assert await auth.token() == "t2"


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (0, 7200),
        (3600, 3600),  # a server that hands the same token out again
        (-50, 7200),  # a clock over there that disagrees with itself
        (9999, 7200),
    ],
)
async def test_a_token_that_was_old_when_it_came_is_renewed_earlier(age: int, left: int) -> None:
    clock, desk = Clock(), Desk(created_at=ISSUED - age)
    desk.headers = {"Date": "Sun, 01 Mar 2026 12:00:00 GMT"}
    async with signing_in(desk, clock=clock) as (auth, _):
        await auth.token()
        clock.at += left - 61
        assert await auth.token() == "t1"
        clock.at += 2
        assert await auth.token() == "t2"


@pytest.mark.parametrize("life", [None, "soon", 0, -5, {}])
async def test_a_life_that_is_not_told_lasts_until_the_api_refuses(life: Any) -> None:
    clock = Clock()
    async with signing_in(Desk(expires_in=life, created_at=None), clock=clock) as (auth, _):
        await auth.token()
        clock.at += 1e6
        assert await auth.token() == "t1"
        assert auth.refused("t1")
        assert await auth.token() == "t2"


async def test_many_who_wait_share_one_renewal_and_a_person_is_not_held_by_the_background() -> None:
    opened = asyncio.Event()
    asked = asyncio.Event()

    async def slowly(_: Seen) -> Answer:
        asked.set()
        await opened.wait()
        return answer(token(1))

    async with signing_in(slowly) as (auth, server):
        with background():
            waiting = [asyncio.create_task(auth.token()) for _ in range(20)]
        await asked.wait()
        assert auth._http._places._value == 4, "the renewal took a place of the background"
        waiting[0].cancel()
        person = asyncio.create_task(auth.token())
        opened.set()
        assert await person == "t1"
        others = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(others[0], asyncio.CancelledError)
        assert others[1:] == ["t1"] * 19
    assert len(server.seen) == 1


async def test_an_old_tokens_refusal_does_not_throw_the_new_one_away() -> None:
    async with signing_in(Desk()) as (auth, server):
        await auth.token()
        auth.refused("t1")
        assert await auth.token() == "t2"
        auth.refused("t1")
        assert await auth.token() == "t2"
    assert len(server.seen) == 2


# -- scopes


def test_less_and_less_is_asked_for() -> None:
    assert scope_ladder(" calls.read  calls.create calls.write phones.read ") == (
        "calls.read calls.create calls.write phones.read",
        "calls.read calls.create phones.read",
        "calls.read phones.read",
        None,
    )
    assert scope_ladder("calls.read") == ("calls.read", None)
    assert scope_ladder("") == (None,)


@pytest.mark.parametrize(
    "owned",
    [{"calls.read", "calls.create"}, {"calls.read"}, {"settings.read"}],
)
@pytest.mark.parametrize("form", ["oauth", "api"])
async def test_scopes_that_the_application_lacks_are_left_out(owned: set[str], form: str) -> None:
    def desk(seen: Seen) -> Answer:
        asked = seen.form.get("scope")
        if asked is not None and not set(asked.split()) <= owned:
            errors = {"error": "invalid_scope"} if form == "oauth" else {"errors": ["The scope is invalid"]}
            return answer(errors, 400)
        return answer(token(1, scope=" ".join(sorted(owned if asked is None else asked.split()))))

    async with signing_in(desk) as (auth, server):
        assert await auth.token() == "t1"
        assert auth.grant == " ".join(sorted(owned))
        tries = len(server.seen)
        auth.refused("t1")
        await auth.token()
        assert len(server.seen) == tries + 1, "what was refused once is not asked for again"


async def test_a_server_that_leaves_the_scope_out_granted_what_was_asked() -> None:
    async with signing_in(Desk(scope=None)) as (auth, _):
        await auth.token()
        assert auth.grant == SCOPE


# -- refusals


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"error": "invalid_client", "error_description": "Unknown"}, 401), ErrorKind.SIGN_IN),
        (answer({"error": "invalid_client"}, 400), ErrorKind.SIGN_IN),
        (answer({"errors": ["Forbidden"], "request_id": "r"}, 403), ErrorKind.SIGN_IN),
        (Answer(404, b"<html>"), ErrorKind.PROTOCOL),
        (Answer(302, b"", {"Location": "/login"}), ErrorKind.PROTOCOL),
        (Answer(200, b"<html>Wi-Fi sign-in</html>"), ErrorKind.PROTOCOL),
        (Answer(429, b"{}", {"Retry-After": "5"}), ErrorKind.RATE_LIMITED),
        (Answer(500, b"oops"), ErrorKind.SERVER),
        (Answer(503, b"<html>"), ErrorKind.SERVER),
        (Answer(reset=True), ErrorKind.INTERRUPTED),
    ],
)
async def test_each_refusal_has_its_kind_and_is_not_remembered(reply: Answer, kind: ErrorKind) -> None:
    async with signing_in(lambda _: reply) as (auth, server):
        with pytest.raises(Trouble) as caught:
            await auth.token()
        assert caught.value.kind is kind
        assert "s3cret" not in str(caught.value)
        server.handler = Desk()
        assert await auth.token() == "t1"


async def test_a_token_is_asked_for_again_after_a_fault_of_the_network() -> None:
    replies = [Answer(reset=True), Answer(502, b"<html>"), answer(token(1))]
    async with signing_in(lambda _: replies.pop(0)) as (auth, _):
        assert await auth.token() == "t1"


async def test_closing_ends_a_renewal_that_nobody_answers() -> None:
    asked = asyncio.Event()

    async def never(_: Seen) -> Answer:
        asked.set()
        await asyncio.Event().wait()
        return Answer()

    async with signing_in(never) as (auth, _):
        waiting = asyncio.create_task(auth.token())
        await asked.wait()
        await auth.close()
        with pytest.raises(Trouble) as caught:
            await waiting
    assert caught.value.kind is ErrorKind.CANCELLED
