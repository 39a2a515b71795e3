"""The HTTP client against real sockets: retries, lanes, cancelling, and what did or did not leave."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
import respx

from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import background
from desktop.net import FilePart, HttpClient, Timeouts
from tests.support.http_client import BRISK, NOW, client, script
from tests.support.loopback import Answer, Seen, answer, loopback


async def test_an_answer_comes_back_whole_and_nothing_is_hidden_in_it() -> None:
    async with loopback(script(answer({"a": 1}, 418, X_Thing="yes"))) as server, client() as http:
        reply = await http.request("GET", server.url + "/tea", retry=True)
    assert (reply.status, reply.body, reply.headers["x-thing"]) == (418, b'{"a": 1}', "yes")
    assert reply.url == server.url + "/tea"


async def test_a_plus_and_a_comma_are_encoded() -> None:
    async with loopback(script(Answer())) as server, client() as http:
        await http.request("GET", server.url, params=[("search", "+33 6"), ("tags", "1,2")], retry=False)
    assert server.seen[0].raw_query == "search=%2B33+6&tags=1%2C2"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_get_is_tried_three_times_and_then_its_answer_stands(status: int) -> None:
    async with loopback(script(Answer(status))) as server, client() as http:
        reply = await http.request("GET", server.url, retry=True)
    assert (reply.status, len(server.seen)) == (status, 3)


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 409, 500, 501])
async def test_other_answers_are_not_asked_for_again(status: int) -> None:
    async with loopback(script(Answer(status))) as server, client() as http:
        assert (await http.request("GET", server.url, retry=True)).status == status
    assert len(server.seen) == 1


@pytest.mark.parametrize("fault", [Answer(503), Answer(reset=True), Answer(body=b"x" * 100, half=True)])
async def test_without_retry_one_request_leaves(fault: Answer) -> None:
    async with loopback(script(fault)) as server, client() as http:
        with suppress(Trouble):
            await http.request("POST", server.url, json={"a": 1}, retry=False)
    assert len(server.seen) == 1


@pytest.mark.parametrize("fault", [Answer(reset=True), Answer(body=b"x" * 100, half=True)])
async def test_a_get_survives_a_line_that_breaks_once(fault: Answer) -> None:
    async with loopback(script(fault, answer("fine"))) as server, client() as http:
        assert (await http.request("GET", server.url, retry=True)).body == b'"fine"'


async def test_what_broke_off_is_told_from_what_never_left() -> None:
    async with client(timeouts=BRISK) as http:
        async with loopback(script(Answer(reset=True))) as server:
            with pytest.raises(Trouble) as broke:
                await http.request("POST", server.url, retry=False)
            gone = server.url
        with pytest.raises(Trouble) as never:
            await http.request("POST", gone, retry=False)
    assert (broke.value.kind, never.value.kind) == (ErrorKind.INTERRUPTED, ErrorKind.OFFLINE)
    assert (never.value.provider, never.value.account) == ("Acme", "Office")


async def test_no_answer_is_a_timeout_and_may_have_been_received() -> None:
    async def sleep(_: Seen) -> Answer:
        await asyncio.Event().wait()
        return Answer()

    async with loopback(sleep) as server, client(timeouts=BRISK) as http:
        with pytest.raises(Trouble) as caught:
            await http.request("POST", server.url, retry=False)
    assert (caught.value.kind, len(server.seen)) == (ErrorKind.TIMEOUT, 1)


async def test_a_server_without_tls_is_a_certificate_trouble_and_sees_no_request() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, client() as http:
        with pytest.raises(Trouble) as caught:
            await http.request("GET", f"https://127.0.0.1:{port}/", retry=True)
    assert caught.value.kind is ErrorKind.CERTIFICATE


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectTimeout, ErrorKind.OFFLINE),
        (httpx.ProxyError, ErrorKind.OFFLINE),
        (httpx.WriteTimeout, ErrorKind.TIMEOUT),
        (httpx.WriteError, ErrorKind.INTERRUPTED),
        (httpx.RemoteProtocolError, ErrorKind.INTERRUPTED),
        (httpx.DecodingError, ErrorKind.PROTOCOL),
        (httpx.LocalProtocolError, ErrorKind.USAGE),
    ],
)
async def test_each_error_of_the_library_has_its_kind(raised: type[Exception], kind: ErrorKind) -> None:
    async with respx.mock() as mock, client() as http:
        mock.post("https://api.example/calls").mock(side_effect=raised("x"))
        with pytest.raises(Trouble) as caught:
            await http.request("POST", "https://api.example/calls", retry=False)
    assert caught.value.kind is kind


@pytest.mark.expects_warnings
async def test_a_pool_without_a_place_is_replaced_once() -> None:
    async with respx.mock() as mock, client() as http:
        route = mock.post("https://api.example/calls")
        route.mock(side_effect=[httpx.PoolTimeout("full"), httpx.Response(201)])
        assert (await http.request("POST", "https://api.example/calls", retry=False)).status == 201
        route.mock(side_effect=httpx.PoolTimeout("full"))
        with pytest.raises(Trouble) as caught:
            await http.request("POST", "https://api.example/calls", retry=False)
    assert (caught.value.kind, route.call_count) == (ErrorKind.OFFLINE, 4)


async def until(holds: Callable[[], bool]) -> None:
    """Let the loop turn until something holds that has no event of its own."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0)


# -- waiting


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry-After": "7"}, 7, 7),
        ({"Retry-After": "Sun, 01 Mar 2026 12:00:09 GMT"}, 9, 9),
        # The server's clock is an hour ahead of ours: its own two times count.
        (
            {"Retry-After": "Sun, 01 Mar 2026 13:00:05 GMT", "Date": "Sun, 01 Mar 2026 13:00:00 GMT"},
            *(5, 5),
        ),
        ({"Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0, 0),
        ({"Retry-After": "soon"}, 60, 60),
        ({}, 60, 60),
    ],
)
@pytest.mark.parametrize(("status", "says"), [(429, "pause"), (503, "fault of its own")])
async def test_the_wait_after_429_and_503_is_the_servers_wish(
    headers: dict[str, str],
    least: float,
    most: float,
    status: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[Waiting | None] = []
    slept: list[float] = []
    real_sleep = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real_sleep(0)

    monkeypatch.setattr("desktop.net.backoff.asyncio.sleep", sleep)
    async with (
        loopback(script(Answer(status, headers=headers), Answer())) as server,
        client(1.0, None, waits) as http,
    ):
        await http.request("GET", server.url, retry=True)
    assert least <= slept[0] <= most
    begun, ended = waits
    assert begun is not None
    assert ended is None
    assert begun.account == "Office"
    assert begun.until == NOW + timedelta(seconds=slept[0])
    assert says in begun.reason


async def test_waits_are_scaled_and_short_without_a_hint() -> None:
    waits: list[Waiting | None] = []
    async with loopback(script(Answer(502))) as server, client(0.01, None, waits) as http:
        await http.request("GET", server.url, retry=True)
    first, between, second, last = waits
    assert between is last is None
    assert first is not None
    assert second is not None
    assert timedelta(seconds=0.0075) <= first.until - NOW <= timedelta(seconds=0.0125)
    assert timedelta(seconds=0.0225) <= second.until - NOW <= timedelta(seconds=0.0375)


async def test_a_pause_of_an_hour_is_not_waited_out_here() -> None:
    hour = Answer(429, headers={"Retry-After": "3600"})
    async with loopback(script(hour)) as server, client() as http:
        assert (await http.request("GET", server.url, retry=True)).status == 429
    assert len(server.seen) == 1


# -- lanes


class Gate:
    """Holds answers back until it is opened; answers a person at once."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.arrived: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, seen: Seen) -> Answer:
        self.arrived.put_nowait(seen.path)
        if seen.path != "/person":
            await self.open.wait()
        return Answer()


async def test_the_background_takes_four_places_and_a_person_needs_none_of_them() -> None:
    gate = Gate()

    async def in_background(http: HttpClient, url: str) -> None:
        with background():
            await http.request("GET", url, retry=True)

    async with loopback(gate) as server, client() as http:
        tasks = [asyncio.create_task(in_background(http, server.url + "/sync")) for _ in range(10)]
        for _ in range(4):
            await gate.arrived.get()
        await http.request("GET", server.url + "/person", retry=True)
        assert await gate.arrived.get() == "/person"
        assert gate.arrived.empty()
        gate.open.set()
        await asyncio.gather(*tasks)
    assert len(server.seen) == 11


async def test_a_pause_holds_the_whole_background_and_no_person() -> None:
    limited = asyncio.Event()

    def once(seen: Seen) -> Answer:
        if seen.path == "/first" and not limited.is_set():
            limited.set()
            return Answer(429, headers={"Retry-After": "60"})
        return Answer()

    async with loopback(once) as server, client(scale=1.0) as http:
        with background():
            first = asyncio.create_task(http.request("GET", server.url + "/first", retry=True))
        await limited.wait()
        await until(lambda: http._brake._waiting > 0)
        with background():
            second = asyncio.create_task(http.request("GET", server.url + "/second", retry=True))
        await http.request("GET", server.url + "/person", retry=True)
        assert [seen.path for seen in server.seen] == ["/first", "/person"]
        for task in (first, second):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert http._places._value == 4


# -- cancelling


@pytest.fixture
def never_accepting() -> Iterator[str]:
    """An address where connecting neither succeeds nor fails: a full backlog."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        filling = [socket.socket() for _ in range(4)]
        for one in filling:
            one.setblocking(False)
            with suppress(BlockingIOError):
                one.connect(address)
        yield f"http://127.0.0.1:{address[1]}"
        for one in filling:
            one.close()


async def test_cancelling_requests_that_connect_leaves_the_pool_usable(never_accepting: str) -> None:
    times = Timeouts(connect=0.4, read=1, write=1, pool=1)
    async with loopback(script(Answer())) as server, client(timeouts=times) as http:
        for _ in range(3):
            tasks = [
                asyncio.create_task(http.request("GET", never_accepting, retry=False)) for _ in range(16)
            ]
            await until(lambda: len(http._tasks) == 16)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert all(task.cancelled() for task in tasks)
            while http._tasks:
                await asyncio.wait(http._tasks)
        pool = http._pool
        assert (await http.request("GET", server.url, retry=False)).status == 200
        assert http._pool is pool, "the pool had to be replaced"


async def test_a_timeout_around_a_request_leaves_the_request_to_end_by_itself() -> None:
    gate = Gate()
    async with loopback(gate) as server, client() as http:
        task = asyncio.create_task(http.request("POST", server.url + "/slow", retry=False))
        await gate.arrived.get()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(http._tasks) == 1
        gate.open.set()
        await asyncio.wait(http._tasks)
        assert (await http.request("GET", server.url + "/person", retry=False)).status == 200


async def test_a_download_that_nobody_waits_for_stops() -> None:
    begun = asyncio.Event()
    async with loopback(script(Answer(body=b"x" * (32 << 20)))) as server, client() as http:
        task = asyncio.create_task(
            http.request("GET", server.url, retry=False, progress=lambda *_: begun.set())
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (left,) = http._tasks
        await asyncio.wait([left])
    assert isinstance(left.exception(), Trouble)


async def test_closing_ends_what_is_under_way_and_may_be_done_twice() -> None:
    gate = Gate()
    async with loopback(gate) as server, client() as http:
        task = asyncio.create_task(http.request("GET", server.url + "/slow", retry=True))
        await gate.arrived.get()
        await http.close()
        with pytest.raises(Trouble) as caught:
            await task
        await http.close()
    assert caught.value.kind is ErrorKind.CANCELLED


# -- logs, proxies, connections


async def test_no_log_line_holds_the_token_or_a_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with loopback(script(Answer(503), Answer())) as server, client() as http:
        await http.request(
            "GET",
            server.url + "/calls",
            headers={"Authorization": "Bearer s3cret"},
            params=[("search", "+33612345678")],
            retry=True,
        )
    assert "/calls" in caplog.text
    assert "s3cret" not in caplog.text
    assert "33612345678" not in caplog.text


async def test_the_systems_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with loopback(script(Answer(502))) as proxy, loopback(script(answer("direct"))) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client() as http:
            assert (await http.request("GET", server.url, retry=False)).body == b'"direct"'
    assert not proxy.seen


@pytest.mark.parametrize("proxy", ["socks://127.0.0.1:9", "socks5://127.0.0.1:9", "nonsense://x"])
async def test_a_proxy_of_an_unusable_kind_is_neither_a_crash_nor_passed_by(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("all_proxy", proxy)
    async with loopback(script(answer("direct"))) as server, client() as http:
        assert (await http.request("GET", server.url, retry=False)).body == b'"direct"'
        with pytest.raises(Trouble) as caught:
            await http.request("GET", "https://api.example/calls", retry=True)
    assert caught.value.kind is ErrorKind.USAGE
    assert "proxy" in caught.value.sentence


async def test_connections_are_kept() -> None:
    async with loopback(script(Answer())) as server, client() as http:
        for _ in range(5):
            await http.request("GET", server.url, retry=False)
    assert (len(server.seen), server.connections) == (5, 1)


async def test_a_closed_client_sends_nothing() -> None:
    with respx.mock(assert_all_called=False) as mock:
        route = mock.get("https://api.example/calls")
        async with client() as http:
            await http.close()
            with pytest.raises(Trouble) as caught:
                await http.request("GET", "https://api.example/calls", retry=True)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert not route.called


@pytest.mark.parametrize(
    ("answers", "kinds"),
    [
        ((Answer(),), [None]),
        ((Answer(404),), [None]),
        ((Answer(409),), [None]),
        ((Answer(401),), [ErrorKind.SIGN_IN]),
        ((Answer(500),), [ErrorKind.SERVER]),
        ((Answer(429), Answer()), [ErrorKind.RATE_LIMITED, None]),
        ((Answer(503), Answer(reset=True), Answer()), [ErrorKind.SERVER, ErrorKind.INTERRUPTED, None]),
    ],
)
async def test_how_each_try_went_is_told(answers: tuple[Answer, ...], kinds: list[ErrorKind | None]) -> None:
    heard: list[ErrorKind | None] = []
    async with loopback(script(*answers)) as server, client(requests=heard) as http:
        await http.request("GET", server.url, retry=True)
    assert heard == kinds


async def test_a_request_that_nobody_answers_is_told_and_one_of_a_closed_client_is_not() -> None:
    heard: list[ErrorKind | None] = []
    async with client(requests=heard) as http:
        with pytest.raises(Trouble):
            await http.request("GET", "http://127.0.0.1:9/", retry=False)
        assert heard == [ErrorKind.OFFLINE]
        await http.close()
        with pytest.raises(Trouble):
            await http.request("GET", "http://127.0.0.1:9/", retry=False)
    assert heard == [ErrorKind.OFFLINE]


async def test_a_form_in_parts_carries_a_file_under_its_name() -> None:
    fields = {"file": FilePart("numbers.csv", b"\x00\xff,1\r\n", "text/csv"), "note": "x"}
    async with loopback(script(Answer())) as server, client() as http:
        await http.request("POST", f"{server.url}/upload?a=b%20c", multipart=fields, retry=False)
    (seen,) = server.seen
    assert seen.raw_query == "a=b%20c"
    head = b'name="file"; filename="numbers.csv"\r\nContent-Type: text/csv\r\n\r\n'
    assert head + b"\x00\xff,1\r\n\r\n--" in seen.body
    assert b'name="note"\r\n\r\nx\r\n' in seen.body


async def test_a_delete_may_have_a_body() -> None:
    async with loopback(script(Answer())) as server, client() as http:
        await http.request("DELETE", server.url, json=["a", 1], retry=False)
    (seen,) = server.seen
    assert (seen.method, seen.json, seen.headers["content-type"]) == ("DELETE", ["a", 1], "application/json")


async def test_a_form_in_parts_carries_any_text_and_no_file() -> None:
    fields = {"name": "Zo\u00eb\r\n--x--\x00 \U0001f469", "empty": "", 'odd name"': "1", "half": "a\ud83d"}
    async with loopback(script(Answer())) as server, client() as http:
        await http.request("POST", server.url, multipart=fields, retry=False)
    (seen,) = server.seen
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b"filename" not in seen.body
    assert seen.parts["name"] == fields["name"]
    assert (seen.parts["empty"], seen.parts["half"]) == ("", "a?")
