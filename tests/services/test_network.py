"""Proxy and own certificates as settings: what is kept where, and that open sessions follow at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.network import NONE, SYSTEM, Route
from desktop.services.network import PASSWORD, join_proxy, split_proxy
from tests.support.authority import Authority
from tests.support.engine import Engine, engine
from tests.support.http_client import script
from tests.support.loopback import answer, loopback
from tests.support.tunnel import tunnel

SECRET = "p@ss wörd"
HOST = "dial.harbour.test"


def files_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest_asyncio.fixture
async def one(tmp_path: Path) -> AsyncIterator[Engine]:
    async with engine(tmp_path / "profile") as open_engine:
        yield open_engine


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("System", SYSTEM),
        ("", SYSTEM),
        (" NONE ", NONE),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("https://ada@proxy.example/", "https://ada@proxy.example"),
        ("http://[::1]:8080/path?x=1", "http://[::1]:8080"),
    ],
)
async def test_a_proxy_is_kept_in_one_spelling(one: Engine, typed: str, kept: str) -> None:
    assert one.services.settings.set("network.proxy", typed) == kept


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("network.proxy", "socks5://proxy.example", "begins with http://"),
        ("network.proxy", "http://", "no proxy's address"),
        ("network.proxy", "http://proxy.example:port", "no proxy's address"),
        ("network.proxy", "http://pro xy", "no proxy's address"),
        ("network.proxy", f"http://ada:{SECRET.replace(' ', '')}@proxy.example", "network password"),
        ("network.ca_file", "company.pem", "whole path"),
    ],
)
async def test_what_cannot_be_is_refused_and_a_password_is_not_repeated(
    one: Engine, key: str, typed: str, says: str
) -> None:
    with pytest.raises(Trouble) as caught:
        one.services.settings.set(key, typed)
    assert caught.value.kind is ErrorKind.USAGE
    assert says in caught.value.sentence
    assert "wörd" not in caught.value.sentence


async def test_the_password_lies_in_the_vault_alone(one: Engine, tmp_path: Path) -> None:
    network, settings = one.services.network, one.services.settings
    settings.set("network.proxy", join_proxy("http://proxy.example:3128", "ada@harbour"))
    await network.set_password(SECRET)
    assert await network.route() == Route("http://proxy.example:3128", "ada@harbour", SECRET)
    assert one.vault.get(PASSWORD) == SECRET
    assert not [file for file in files_below(tmp_path) if SECRET.encode() in file.read_bytes()]
    settings.set("network.proxy", NONE)
    assert await network.route() == Route(NONE), "nobody is asked for a password that is not needed"
    await network.set_password("")
    assert one.vault.get(PASSWORD) is None


async def test_a_password_goes_to_the_proxy_alone_for_which_it_was_given(one: Engine) -> None:
    """Settings may come from a file that somebody else has written."""
    network, settings = one.services.network, one.services.settings
    settings.set("network.proxy", "http://ada@proxy.example:3128")
    await network.set_password(SECRET)
    settings.set("network.proxy", "http://ada@elsewhere.example:3128")
    assert await network.route() == Route("http://elsewhere.example:3128", "ada")
    assert not await network.has_password()
    settings.set("network.proxy", "http://ada@proxy.example:3128")
    assert await network.route() == Route("http://proxy.example:3128", "ada", SECRET)
    assert await network.has_password()


def test_user_names_with_signs_of_addresses_come_back_whole() -> None:
    for user in ("ada", "ada@harbour", "HARBOUR\\ada", "a:b/c"):
        assert split_proxy(join_proxy("http://old@proxy.example:3128", user)) == (
            "http://proxy.example:3128",
            user,
            "",
        )


@pytest.mark.expects_warnings
async def test_a_changed_route_holds_at_once_for_a_session_that_is_open(
    one: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account of the telephony system inside the company: its name, its proxy, its authority."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    authority = Authority(tmp_path / "authority")
    services = one.services
    listed = answer([], Content_Range="items 0-0/0")
    async with (
        loopback(script(listed), authority.server(HOST)) as server,
        tunnel({HOST: server.port}, ("ada", SECRET)) as proxy,
    ):
        provider = next(key for key, manifest in services.accounts.providers().items() if manifest.ends_field)
        fields = {"base_url": f"https://{HOST}/v1", "account_id": "7"}
        await services.accounts.add(provider, "Main", fields, {"api_key": "k"}, test=False)
        kinds = []

        async def test() -> None:
            try:
                await services.accounts.test("Main")
            except Trouble as trouble:
                kinds.append(trouble.kind)
            else:
                kinds.append(None)

        await test()  # nobody knows that name here
        services.settings.set("network.proxy", join_proxy(proxy.url, "ada"))
        await test()  # the proxy wants a password
        await services.network.set_password(SECRET)
        await test()  # nobody vouches for that server
        services.settings.set("network.ca_file", str(authority.pem))
        await test()
        assert kinds == [ErrorKind.OFFLINE, ErrorKind.OFFLINE, ErrorKind.CERTIFICATE, None]
        found = await services.network.certificates()
        assert found is not None
        assert (found.count, found.authorities[0][0], found.trouble) == (1, "Harbour Hill Root", "")
        assert await services.network.proxy_of(f"https://{HOST}") == f"127.0.0.1:{proxy.port}"
        assert await services.network.proxy_of("https://localhost") == ""
        authority.pem.unlink()
        found = await services.network.certificates()
        assert found is not None
        assert found.trouble == "no such file or directory"
