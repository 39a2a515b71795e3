"""Accounts: what is checked before anything is kept, where secrets go, and what a changed grant does."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.calls import CallFilter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.transcripts import Recording
from desktop.services.health import AccountHealth
from desktop.system.secrets import SessionVault
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider, a_call

SECRET = "s3cret-word"


def files_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def kind_of(call: Any) -> ErrorKind:
    with pytest.raises(Trouble) as caught:
        await call
    return caught.value.kind


@pytest.mark.parametrize(
    ("provider", "name", "fields", "secrets", "kind"),
    [
        ("nobody", "New", {}, {}, ErrorKind.NO_PROVIDER),
        ("scripted", "Main", {"user": "u"}, {"secret": "s"}, ErrorKind.NAME_EXISTS),
        ("scripted", " ", {"user": "u"}, {"secret": "s"}, ErrorKind.USAGE),
        ("scripted", "a:b", {"user": "u"}, {"secret": "s"}, ErrorKind.USAGE),
        ("scripted", "New", {"user": "u", "colour": "red"}, {"secret": "s"}, ErrorKind.USAGE),
        ("scripted", "New", {"user": "u", "secret": "s"}, {}, ErrorKind.USAGE),
        ("scripted", "New", {"user": "u"}, {}, ErrorKind.USAGE),
        ("scripted", "New", {"user": " "}, {"secret": "s"}, ErrorKind.USAGE),
        ("scripted", "New", {}, {"secret": "s"}, ErrorKind.USAGE),
    ],
)
async def test_what_cannot_work_is_refused(
    scripted: Engine,
    provider: str,
    name: str,
    fields: dict[str, str],
    secrets: dict[str, str],
    kind: ErrorKind,
) -> None:
    assert await kind_of(scripted.services.accounts.add(provider, name, fields, secrets)) is kind
    assert [account.name for account in await scripted.services.accounts.all()] == ["Main"]


async def test_either_group_of_fields_will_do(scripted: Engine) -> None:
    account = await scripted.services.accounts.add("scripted", "New", {}, {"token": " t "})
    assert account.fields == {}
    assert scripted.vault.get(f"account/{account.id}/token") == "t"


async def test_a_failed_test_saves_nothing(scripted: Engine, script: Script) -> None:
    script.account_error = Trouble(ErrorKind.SIGN_IN, status=401)
    closed = script.closed
    adding = scripted.services.accounts.add("scripted", "New", {"user": "u"}, {"secret": "other"})
    assert await kind_of(adding) is ErrorKind.SIGN_IN
    assert [account.name for account in await scripted.services.accounts.all()] == ["Main"]
    assert "other" not in scripted.vault._secrets.values()
    assert script.closed == closed + 1
    untested = await scripted.services.accounts.add(
        "scripted", "New", {"user": "u"}, {"secret": "other"}, test=False
    )
    assert untested.name == "New"


class LockedVault(SessionVault):
    """A vault that takes nothing."""

    def set(self, name: str, secret: str) -> None:
        raise Trouble(ErrorKind.VAULT_LOCKED)

    def delete(self, name: str) -> None:
        raise Trouble(ErrorKind.VAULT_LOCKED)


async def test_a_locked_vault_saves_nothing(tmp_path: Path) -> None:
    providers = {"scripted": ScriptedProvider()}
    async with engine(tmp_path, providers=providers, vault=LockedVault()) as ours:
        adding = ours.services.accounts.add("scripted", "New", {"user": "u"}, {"secret": "s"})
        assert await kind_of(adding) is ErrorKind.VAULT_LOCKED
        assert await ours.services.accounts.all() == []


@pytest.mark.expects_warnings
async def test_secrets_are_in_the_vault_and_nowhere_else(
    tmp_path: Path, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    providers = {"scripted": ScriptedProvider(script)}
    async with engine(tmp_path, providers=providers) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": SECRET})
        script.account_error = Trouble(ErrorKind.SIGN_IN)
        assert await kind_of(ours.services.accounts.test("Main")) is ErrorKind.SIGN_IN
        results = [result async for result in ours.services.sync.run()]
        assert len(results) == 1
        assert SECRET not in repr(await ours.services.accounts.all())
        assert ours.vault.get(f"account/{account.id}/secret") == SECRET
    assert SECRET not in caplog.text
    assert not [file for file in files_below(tmp_path) if SECRET.encode() in file.read_bytes()]


@pytest.mark.expects_warnings
async def test_an_account_opens_again_with_its_secrets(tmp_path: Path, script: Script) -> None:
    vault, providers = SessionVault(), {"scripted": ScriptedProvider(script)}
    async with engine(tmp_path, providers=providers, vault=vault) as ours:
        script.granted = "calls"
        await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": SECRET})
    async with engine(tmp_path, providers=providers, vault=vault) as ours:
        assert (await ours.services.accounts.test("Main")).company == "Harbour Hill"
        assert script.contexts[-1].grant == "calls"
        assert script.contexts[-1].account == "Main"
    async with engine(tmp_path, providers=providers, vault=SessionVault()) as ours:  # the vault is empty
        assert await kind_of(ours.services.accounts.test("Main")) is ErrorKind.SIGN_IN
        assert (await ours.services.accounts.by_name("Main")).state is AccountState.SIGN_IN


async def test_a_changed_grant_changes_the_session_and_is_kept(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    assert (await accounts.session(account.id)).dialer is not None
    script.granted, script.lacks = "less", {Ability.DIAL: "No permission to call."}
    session = await accounts.session(account.id)
    assert session.dialer is None
    kept = await accounts.by_name("Main")
    assert (kept.grant, kept.missing) == ("less", {Ability.DIAL: "No permission to call."})


@pytest.mark.expects_warnings
async def test_states_are_logged_once_on_break_and_once_on_recovery(
    scripted: Engine, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = scripted.services.accounts
    caplog.set_level(logging.INFO)
    caplog.clear()
    script.account_error = Trouble(ErrorKind.OFFLINE, provider="Scripted")
    for _ in range(3):
        assert await kind_of(accounts.test("Main")) is ErrorKind.OFFLINE
    health = scripted.services.health
    assert [one.state for one in await health.accounts()] == [AccountState.OFFLINE]
    assert "Main" in await health.line()
    script.account_error = None
    for _ in range(3):
        await accounts.test("Main")
    assert await health.accounts() == (AccountHealth("Main", AccountState.OK),)
    assert await health.line() == ""
    mine = [record for record in caplog.records if record.name == "desktop.services.accounts"]
    assert [record.levelno for record in mine] == [logging.WARNING, logging.INFO]


async def test_sign_in_again_changes_what_is_given_and_only_after_a_test(
    scripted: Engine, script: Script
) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    script.account_error = Trouble(ErrorKind.SIGN_IN)
    assert await kind_of(accounts.sign_in_again("Main", {"user": "v"}, {"secret": "n"})) is ErrorKind.SIGN_IN
    assert (await accounts.by_name("Main")).fields["user"] == "u"
    assert scripted.vault.get(f"account/{account.id}/secret") == SECRET
    script.account_error = None
    changed = await accounts.sign_in_again("Main", {"user": "v"}, {})
    assert changed.fields["user"] == "v"
    assert changed.state is AccountState.OK
    assert scripted.vault.get(f"account/{account.id}/secret") == SECRET
    await accounts.sign_in_again("Main", {}, {"secret": "n"})
    assert scripted.vault.get(f"account/{account.id}/secret") == "n"


async def test_remove_takes_everything_along(scripted: Engine, script: Script) -> None:
    script.calls = [a_call(1, timedelta(hours=1))]
    results = [result async for result in scripted.services.sync.run()]
    assert results[0].new == 1
    call = await scripted.services.calls.find("Main:1")
    await scripted.media.put(call.id, Recording(b"sound", "audio/wav"), account_id=call.account_id)
    await scripted.services.accounts.remove("Main")
    assert await scripted.services.accounts.all() == []
    assert await scripted.services.calls.count(CallFilter()) == (0, 0)
    assert await scripted.services.lines.all() == []
    assert await scripted.media.size() == 0
    assert scripted.vault._secrets == {}
    assert await kind_of(scripted.services.accounts.remove("Main")) is ErrorKind.NO_ACCOUNT


async def test_the_region_is_the_field_or_that_of_most_lines(scripted: Engine, script: Script) -> None:
    accounts, lines = scripted.services.accounts, scripted.services.lines
    account = await accounts.by_name("Main")
    assert await accounts.region(account.id) is None
    numbers = ["+442079460000", "+33123456789", "+33123456790", "0123456791"]
    script.lines = [
        ProviderLine(str(key), None, number, None, LineStatus.ACTIVE) for key, number in enumerate(numbers)
    ]
    await lines.refresh(account.id)
    assert await accounts.region(account.id) == "FR"
    assert [line.number for line in await lines.all()][-1] == "+33123456791"
    await accounts.sign_in_again("Main", {"region": "gb"}, {})
    assert await accounts.region(account.id) == "GB"


async def test_a_real_account(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path) as ours:
        account = await ours.add(hello)
        assert set(account.missing or {}) == {Ability.PHONEBOOK, Ability.CAMPAIGNS}
        assert "calls.read" in (account.grant or "")
        assert (await ours.services.accounts.test("Main")).company
        offered = hello["sipsim"]
        fields = {key: offered[key] for key in ("base_url", "token_url", "client_id")}
        adding = ours.services.accounts.add("sipsim", "Wrong", fields, {"client_secret": "no"})
        assert await kind_of(adding) is ErrorKind.SIGN_IN
        assert len(await ours.services.accounts.all()) == 1


async def test_the_lines_are_there_before_the_first_sync(scripted: Engine, script: Script) -> None:
    await scripted.services.accounts.add("scripted", "New", {"user": "u"}, {"secret": "s"})
    assert [line.extension for line in await scripted.services.lines.all()] == ["204"]


async def test_a_clock_is_not_needed_to_add(tmp_path: Path, hello: dict[str, Any]) -> None:
    async with engine(tmp_path, now=lambda: NOW - timedelta(days=9000)) as ours:
        await ours.add(hello)
        assert (await ours.services.accounts.test("Main")).company


async def test_a_name_is_changed_with_all_that_belongs_to_it(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    script.calls = [a_call(1, timedelta(hours=1))]
    async for result in scripted.services.sync.run():
        assert result.complete
    account = await accounts.rename("Main", " Paris & Lyon ")
    assert account.name == "Paris & Lyon"
    assert account.calls == 1
    assert await kind_of(accounts.by_name("Main")) is ErrorKind.NO_ACCOUNT
    await accounts.test("Paris & Lyon")
    assert script.contexts[-1].account == "Paris & Lyon"
    (call,) = [call async for call in scripted.services.calls.select(CallFilter())]
    assert call.account == "Paris & Lyon"


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ("Other", ErrorKind.NAME_EXISTS),
        (" ", ErrorKind.USAGE),
        ("a:b", ErrorKind.USAGE),
        ("a\nb", ErrorKind.USAGE),
    ],
)
async def test_a_name_that_cannot_be_is_refused(scripted: Engine, wanted: str, kind: ErrorKind) -> None:
    accounts = scripted.services.accounts
    await accounts.add("scripted", "Other", {"user": "u"}, {"secret": "s"})
    assert await kind_of(accounts.rename("Main", wanted)) is kind
    assert [account.name for account in await accounts.all()] == ["Main", "Other"]
    assert (await accounts.rename("Main", "Main")).name == "Main"
    assert await kind_of(accounts.rename("Nobody", "New")) is ErrorKind.NO_ACCOUNT


async def test_a_connection_is_tried_out_and_nothing_is_kept(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    script.lacks = {Ability.RECORDINGS: "the token lacks the permission"}
    closed = script.closed
    found = await accounts.try_out("scripted", "Other", {"user": "u"}, {"secret": "s"})
    assert (found.info.company, found.lines, found.took_s >= 0) == ("Harbour Hill", 1, True)
    assert Ability.DIAL in found.abilities
    assert Ability.RECORDINGS not in found.abilities
    assert found.missing == script.lacks
    assert script.closed == closed + 1, "the session of the test is closed"
    assert [one.name for one in await accounts.all()] == ["Main"]


async def test_signing_in_again_is_tried_out_with_what_is_kept(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    assert (await accounts.try_out("scripted", "Main", {}, {}, again="Main")).lines == 1
    script.account_error = Trouble(ErrorKind.SIGN_IN)
    with pytest.raises(Trouble) as caught:
        await accounts.try_out("scripted", "Main", {}, {"secret": "wrong"}, again="Main")
    assert caught.value.kind is ErrorKind.SIGN_IN
    assert (await accounts.by_name("Main")).state is AccountState.OK, "a test says nothing of the account"
    with pytest.raises(Trouble) as caught:
        await accounts.try_out("scripted", "New", {}, {})
    assert caught.value.kind is ErrorKind.USAGE
