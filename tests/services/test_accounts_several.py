"""Several accounts of one provider live side by side: each is paused, renamed, moved and removed alone."""

import asyncio
import threading
from datetime import timedelta

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.calls import CallFilter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.services.sessions import secret_name
from desktop.services.sync import SyncResult
from tests.support.engine import Engine
from tests.support.scripted import NOW, Script, ScriptedProvider, a_call

SECOND = "S3cond-word"


async def passed(ours: Engine) -> list[SyncResult]:
    return [result async for result in ours.services.sync.run()]


@pytest.fixture
def lines(script: Script) -> None:
    script.lines = [ProviderLine("7", "Desk", "0123456789", "7", LineStatus.ACTIVE)]


async def test_two_accounts_of_one_provider_share_nothing(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    second = await accounts.add("scripted", "Second", {"user": "u"}, {"secret": SECOND})
    first = await accounts.by_name("Main")
    script.calls = [a_call(1, timedelta(hours=1)), a_call(2, timedelta(hours=2))]
    assert [result.new for result in await passed(scripted)] == [2, 2]
    calls = scripted.services.calls
    assert (await calls.count(CallFilter()))[0] == 4, "the provider's ids may be the same in both"
    ours, theirs = await calls.find("Main:1"), await calls.find("Second:1")
    assert (ours.account_id, theirs.account_id) == (first.id, second.id)
    await accounts.remove("Main")
    assert [account.name for account in await accounts.all()] == ["Second"]
    assert (await calls.count(CallFilter()))[0] == 2
    assert (await calls.find("Second:1")).id == theirs.id
    assert scripted.vault.get(secret_name(first.id, "secret")) is None
    assert scripted.vault.get(secret_name(second.id, "secret")) == SECOND
    script.calls.append(a_call(3, timedelta(minutes=5)))
    assert [(result.account, result.new) for result in await passed(scripted)] == [("Second", 1)]


async def test_one_is_paused_and_the_other_goes_on(scripted: Engine, script: Script) -> None:
    accounts = scripted.services.accounts
    await accounts.add("scripted", "Second", {"user": "u"}, {"secret": SECOND})
    assert (await accounts.pause("Main", paused=True)).state is AccountState.PAUSED
    script.calls = [a_call(1, timedelta(hours=1))]
    assert [result.account for result in await passed(scripted)] == ["Second"]
    scripted.heard.clear()
    assert (await accounts.pause("Main", paused=True)).state is AccountState.PAUSED
    assert scripted.heard == [], "it is so already"
    assert (await accounts.pause("Main", paused=False)).state is AccountState.OK
    assert {result.account for result in await passed(scripted)} == {"Main", "Second"}


async def test_who_works_for_an_account_finishes_when_it_gets_another_name(
    scripted: Engine, script: Script
) -> None:
    """A call that is being placed, or numbers that have left, would be cut off with no answer else."""
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    await accounts.session(account.id)
    closed, opened = script.closed, len(script.contexts)
    await accounts.rename("Main", "Harbour")
    assert script.closed == closed
    await accounts.session(account.id)
    assert [context.account for context in script.contexts[opened:]] == ["Harbour"], "sentences name it so"
    await accounts.remove("Harbour")
    assert len(script.contexts) == script.closed


async def test_a_session_that_is_opened_between_two_sign_ins_is_not_forgotten(
    scripted: Engine, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")

    async def close(_: ScriptedProvider) -> None:
        script.closed += 1
        if script.closed == 2:  # the one of before; whoever asks meanwhile gets another
            await accounts.session(account.id)

    monkeypatch.setattr(ScriptedProvider, "_close", close)
    for secret in ("a word", SECOND):
        await accounts.sign_in_again("Main", {}, {"secret": secret})
    await accounts.remove("Main")
    assert len(script.contexts) == script.closed


async def test_a_session_that_is_opened_while_its_account_is_removed_is_closed_with_it(
    scripted: Engine, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await scripted.services.accounts.by_name("Main")
    asked, goes_on, delete = threading.Event(), threading.Event(), scripted.vault.delete

    def slowly(name: str) -> None:
        asked.set()
        goes_on.wait(10)
        delete(name)

    monkeypatch.setattr(scripted.vault, "delete", slowly)
    removing = asyncio.create_task(scripted.services.accounts.remove("Main"))
    await asyncio.to_thread(asked.wait, 10)
    await scripted.services.accounts.session(account.id)  # a pass that knows nothing of it yet
    goes_on.set()
    await removing
    assert len(script.contexts) == script.closed


@pytest.mark.expects_warnings
async def test_a_pause_outlives_what_is_noted_in_the_same_moment(scripted: Engine) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    offline = Trouble(ErrorKind.OFFLINE)
    for noted in (
        lambda: accounts.note_success(account.id, synced=True),
        lambda: accounts.note_failure(account.id, offline),
    ):
        await accounts.pause("Main", paused=False)
        await asyncio.gather(accounts.pause("Main", paused=True), noted())
        assert (await accounts.get(account.id)).state is AccountState.PAUSED


@pytest.mark.expects_warnings
async def test_resuming_hides_no_trouble(scripted: Engine) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    await accounts.note_failure(account.id, Trouble(ErrorKind.SIGN_IN, provider="Scripted", account="Main"))
    assert (await accounts.pause("Main", paused=False)).state is AccountState.SIGN_IN


@pytest.mark.usefixtures("lines")
async def test_another_country_reads_numbers_otherwise_and_asks_nobody_who_we_are(
    scripted: Engine, script: Script
) -> None:
    accounts = scripted.services.accounts
    await scripted.services.lines.refresh((await accounts.by_name("Main")).id)
    script.calls = [a_call(1, timedelta(hours=1))]
    await passed(scripted)
    script.account_error = Trouble(ErrorKind.SIGN_IN)  # it is not asked: whoever is signed in stays it
    changed = await accounts.set_region("Main", " fr ")
    assert changed.fields["region"] == "FR"
    assert [line.number for line in await scripted.services.lines.all()] == ["+33123456789"]
    script.requests.clear()
    (result,) = await passed(scripted)
    assert result.complete
    oldest = min(request.query.start for request in script.requests)
    assert oldest < NOW - timedelta(days=300), "the whole history is read again"
    assert scripted.vault.get(secret_name(changed.id, "secret")) == "s3cret-word"
    assert "region" not in (await accounts.set_region("Main", "")).fields


@pytest.mark.parametrize("region", ["England", "XX"])
async def test_what_is_no_country_changes_nothing(scripted: Engine, region: str) -> None:
    accounts = scripted.services.accounts
    with pytest.raises(Trouble) as caught:
        await accounts.set_region("Main", region)
    assert caught.value.kind is ErrorKind.USAGE
    assert "region" not in (await accounts.by_name("Main")).fields
