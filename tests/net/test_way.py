"""The way to a provider, over real sockets: proxies, a company's own authority, and what changes under us."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.network import NONE, Route
from desktop.net import HttpClient
from desktop.net.proxy import is_left_out
from desktop.net.tls import certificates_in
from tests.support.authority import Authority
from tests.support.http_client import NOW, script
from tests.support.loopback import Answer, Loopback, Seen, answer, loopback
from tests.support.tunnel import Tunnel, tunnel

HOST = "api.harbour.test"
URL = f"https://{HOST}/calls"


class GivenWay:
    """A way that a test changes."""

    def __init__(self, route: Route) -> None:
        self.now = route
        self.listening: list[Callable[[], None]] = []

    async def route(self) -> Route:
        return self.now

    def listen(self, renew: Callable[[], None]) -> Callable[[], None]:
        self.listening.append(renew)
        return lambda: self.listening.remove(renew)

    def change(self, route: Route | None = None) -> None:
        self.now = route or self.now
        for renew in self.listening:
            renew()


@asynccontextmanager
async def client(way: GivenWay, requests: list[ErrorKind | None] | None = None) -> AsyncIterator[HttpClient]:
    heard = requests if requests is not None else []
    http = HttpClient(provider="Acme", account="Office", now=lambda: NOW, wait_scale=0, way=way,
                      on_wait=lambda _: None, on_request=heard.append)  # fmt: skip
    try:
        yield http
    finally:
        await http.close()
    assert not way.listening


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def trouble(http: HttpClient, url: str = URL) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await http.request("GET", url, retry=False)
    return caught.value


# -- proxies


@asynccontextmanager
async def behind(
    authority: Authority, sign_in: tuple[str, str] | None = None, *, secure: bool = False
) -> AsyncIterator[tuple[Loopback, Tunnel]]:
    """Run a TLS server that is reached by its name through a proxy alone."""
    proxys = authority.server("127.0.0.1") if secure else None
    async with (
        loopback(script(answer("here")), authority.server(HOST)) as server,
        tunnel({HOST: server.port}, sign_in, proxys) as proxy,
    ):
        yield server, proxy


@pytest.mark.parametrize("secure", [False, True])
async def test_the_settings_proxy_tunnels_and_what_it_asks_for_stays_with_it(
    authority: Authority, *, secure: bool
) -> None:
    async with behind(authority, ("ada", "pä:ss"), secure=secure) as (server, proxy):
        route = Route(proxy.url, "ada", "pä:ss", str(authority.pem))
        async with client(GivenWay(route)) as http:
            reply = await http.request("GET", URL, headers={"Authorization": "Bearer t"}, retry=False)
        assert (reply.body, proxy.asked) == (b'"here"', [f"CONNECT {HOST}:443 HTTP/1.1"])
        assert "proxy-authorization" not in server.seen[0].headers
        assert "pä:ss" not in repr(route)


async def test_the_environments_proxy_is_the_systems_and_no_proxy_leaves_it_out(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with behind(authority, ("ada", "secret")) as (_, proxy):
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//ada:secret@"))
        way = GivenWay(Route(ca_file=str(authority.pem)))
        async with client(way) as http:
            assert (await http.request("GET", URL, retry=False)).status == 200
            monkeypatch.setenv("NO_PROXY", "other.test, .harbour.test")
            assert (await trouble(http)).kind is ErrorKind.OFFLINE, "the name is nobody's without the proxy"
            monkeypatch.delenv("NO_PROXY")
            way.change(Route(NONE, ca_file=str(authority.pem)))
            assert (await trouble(http)).kind is ErrorKind.OFFLINE
        assert len(proxy.asked) == 1


@pytest.mark.parametrize(
    ("user", "password", "refuses", "says"),
    [
        ("", "", "", "asks for a user name and a password"),
        ("ada", "wrong", "", "does not accept its user name or password"),
        ("ada", "secret", "403 Not for telephony", "says '403 Not for telephony'"),
    ],
)
async def test_a_proxy_that_lets_nothing_through_is_named_and_its_password_never(
    authority: Authority, user: str, password: str, refuses: str, says: str
) -> None:
    async with behind(authority, ("ada", "secret")) as (server, proxy):
        proxy.refuses = refuses
        async with client(GivenWay(Route(proxy.url, user, password, str(authority.pem)))) as http:
            met = await trouble(http)
    assert met.kind is ErrorKind.OFFLINE, "nothing has left"
    assert f"the proxy 127.0.0.1:{proxy.port} {says}" in met.sentence
    assert password == "" or password not in met.sentence
    assert not server.seen


async def test_a_proxy_that_is_not_there_is_told_from_a_provider_that_is_not(authority: Authority) -> None:
    async with behind(authority) as (_, proxy):
        route = Route(proxy.url, ca_file=str(authority.pem))
    async with client(GivenWay(route)) as http:
        assert f"the proxy 127.0.0.1:{proxy.port} does not answer" in (await trouble(http)).sentence


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:9", "ftp://proxy.test", "http://", "http://[x"])
async def test_a_proxy_that_cannot_be_used_is_never_passed_by(address: str) -> None:
    async with client(GivenWay(Route(address))) as http:
        met = await trouble(http)
    assert (met.kind, "proxy" in met.sentence.lower()) == (ErrorKind.USAGE, True)


@pytest.mark.parametrize(
    ("host", "names", "left_out"),
    [
        ("api.example.com", "example.com", True),
        ("api.example.com", ".example.com", True),
        ("api.example.com", "*.example.com", True),
        ("API.example.com", "EXAMPLE.com:443", True),
        ("api.example.com", "example.com:8443", False),
        ("notexample.com", "example.com", False),
        ("example.com", ".example.com", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8, 192.168.0.0/16", False),
        ("fe80::1", "[fe80::]/64 , fe80::/10", True),
        ("anything.test", "other, *", True),
        ("anything.test", " , ,", False),
    ],
)
def test_what_no_proxy_names(host: str, names: str, *, left_out: bool) -> None:
    assert is_left_out(host, 443, names) is left_out


# -- certificates


async def test_an_authority_of_ones_own_is_believed_besides_the_systems(authority: Authority) -> None:
    async with loopback(script(answer("here")), authority.server("127.0.0.1")) as server:
        url = server.url.replace("http:", "https:")
        for file in (authority.pem, authority.der):
            async with client(GivenWay(Route(ca_file=str(file)))) as http:
                assert (await http.request("GET", url, retry=False)).body == b'"here"'
        async with client(GivenWay(Route())) as http:
            assert (await trouble(http, url)).kind is ErrorKind.CERTIFICATE


async def test_a_file_that_cannot_be_used_says_so_and_works_once_it_is_mended(
    authority: Authority, tmp_path: Path
) -> None:
    file = tmp_path / "own.pem"
    async with loopback(script(answer("here")), authority.server("127.0.0.1")) as server:
        url = server.url.replace("http:", "https:")
        async with client(GivenWay(Route(ca_file=str(file)))) as http:
            for written, says in (
                (None, "no such file"),
                (b"hello", "there is no certificate in it"),
                (authority.pem.with_name("authority.key").read_bytes(), "there is no certificate in it"),
                (authority.pem.read_bytes()[:-200] + b"\n-----END CERTIFICATE-----", "cannot be read"),
                (Authority(tmp_path / "other").pem.read_bytes(), "could not be verified, so nothing"),
            ):
                if written is not None:
                    file.write_bytes(written)
                met = await trouble(http, url)
                assert met.kind is ErrorKind.CERTIFICATE
                assert says in met.sentence
            # With another certificate before it, and the words that some programs write beside one.
            words = "Harbour Hill, Zürich\n".encode("latin-1")
            file.write_bytes(file.read_bytes() + words + authority.pem.read_bytes())
            assert (await http.request("GET", url, retry=False)).body == b'"here"'
    found = certificates_in(str(file))
    assert (found.count, [name for name, _ in found.authorities]) == (2, ["Harbour Hill Root"] * 2)


# -- what changes under us


async def test_what_changes_nothing_is_begun_anew_and_what_may_is_left_to_arrive() -> None:
    held: list[Seen] = []
    release = asyncio.Event()

    async def hold_the_first(seen: Seen) -> Answer:
        held.append(seen)
        if seen.method == "POST" or [one.method for one in held].count("GET") == 1:
            await release.wait()
        return answer(seen.method)

    way, heard = GivenWay(Route()), list[ErrorKind | None]()
    async with loopback(hold_the_first) as server, client(way, heard) as http:
        reading = asyncio.create_task(http.request("GET", server.url, retry=True))
        placing = asyncio.create_task(http.request("POST", server.url, retry=False))
        while len(held) < 2:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0)
        way.change()  # as after a sleep: what stands may be dead
        assert (await reading).body == b'"GET"', "on a connection of its own, while the first still hangs"
        assert not placing.done()
        release.set()
        assert (await placing).body == b'"POST"'
        before = server.connections
        await http.request("GET", server.url, retry=False)
    assert [one.method for one in held].count("POST") == 1
    assert heard == [None] * 3, "giving up a try of our own accord is nobody's failure"
    assert before == server.connections == 3


async def test_connections_of_before_are_not_used_after_a_change() -> None:
    way = GivenWay(Route())
    async with loopback(script(answer("here"))) as server, client(way) as http:
        for changed in (False, False, True, False):
            if changed:
                way.change()
            await http.request("GET", server.url, retry=False)
        assert server.connections == 2
