"""Redirects, and bodies that are too large: what goes along, and what is not followed."""

import gzip

import httpx
import pytest
import respx

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient
from tests.support.http_client import client, script
from tests.support.loopback import Answer, answer, loopback


def to(target: str, status: int = 302) -> Answer:
    return Answer(status, b"", {"Location": target})


async def bearer(http: HttpClient, url: str) -> bytes:
    reply = await http.request("GET", url, headers={"Authorization": "Bearer s3cret"}, retry=False)
    return reply.body


async def test_a_redirect_on_the_same_host_keeps_the_token() -> None:
    async with (
        loopback(lambda seen: to("/b?x=1") if seen.path == "/a" else answer("b")) as server,
        client() as http,
    ):
        assert await bearer(http, server.url + "/a") == b'"b"'
    assert [seen.headers.get("authorization") for seen in server.seen] == ["Bearer s3cret"] * 2
    assert server.seen[1].raw_query == "x=1"


async def test_a_redirect_to_another_port_drops_the_token_and_coming_home_does_not_bring_it_back() -> None:
    async with loopback(script(Answer())) as home, loopback(script(Answer())) as away, client() as http:
        home.handler = lambda seen: to(f"{away.url}/b") if seen.path == "/a" else answer("c")
        away.handler = lambda _: to(f"{home.url}/c")
        assert await bearer(http, home.url + "/a") == b'"c"'
        assert "authorization" not in away.seen[0].headers
    assert [("authorization" in seen.headers) for seen in home.seen] == [True, False]


async def test_a_circle_of_redirects_ends() -> None:
    async with loopback(lambda _: to("/again")) as server, client() as http:
        with pytest.raises(Trouble) as caught:
            await bearer(http, server.url)
    assert (caught.value.kind, len(server.seen)) == (ErrorKind.PROTOCOL, 6)


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://[bad/"])
async def test_a_redirect_to_something_else_is_not_followed(target: str) -> None:
    async with loopback(lambda _: to(target)) as server, client() as http:
        with pytest.raises(Trouble) as caught:
            await bearer(http, server.url)
    assert caught.value.kind is ErrorKind.PROTOCOL


async def test_encryption_is_not_given_up_by_a_redirect() -> None:
    async with respx.mock() as mock, client() as http:
        mock.get("https://api.example/a").mock(
            return_value=httpx.Response(302, headers={"Location": "http://api.example/b"})
        )
        with pytest.raises(Trouble) as caught:
            await bearer(http, "https://api.example/a")
    assert caught.value.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_post_is_never_sent_on(status: int) -> None:
    async with loopback(script(to("/elsewhere", status))) as server, client() as http:
        assert (await http.request("POST", server.url, json={"a": 1}, retry=False)).status == status
    assert len(server.seen) == 1


async def test_a_body_over_the_limit_is_refused_also_when_it_is_packed() -> None:
    packed = gzip.compress(b"0" * (3 << 20))
    bomb = Answer(body=packed, headers={"Content-Encoding": "gzip"})
    async with loopback(script(bomb)) as server, client() as http:
        with pytest.raises(Trouble) as caught:
            await http.request("GET", server.url, retry=False, max_bytes=1 << 20)
    assert caught.value.kind is ErrorKind.PROTOCOL
    assert "1 MB" in caught.value.sentence


async def test_progress_knows_the_total_where_the_server_tells_it() -> None:
    heard: list[tuple[int, int | None]] = []
    async with loopback(script(Answer(body=b"x" * 300_000))) as server, client() as http:
        await http.request("GET", server.url, retry=False, progress=lambda *step: heard.append(step))
    assert heard[-1] == (300_000, 300_000)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


async def test_a_get_that_changes_something_is_not_led_elsewhere() -> None:
    async with loopback(lambda _: Answer(302, b"", {"Location": "/other"})) as server, client() as http:
        reply = await http.request("GET", server.url + "/delete/1", follow=False, retry=False)
    assert (reply.status, len(server.seen)) == (302, 1)
