"""What an administrator settles of accounts and of what they can do, on the whole engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desktop.domain.accounts import Ability
from desktop.domain.calls import CallFilter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording
from desktop.services.policy import Policy
from desktop.store import cursors
from desktop.system.secrets import SessionVault
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider


@asynccontextmanager
async def managed(
    folder: Path, text: str, vault: SessionVault | None = None, *, alone: bool = True
) -> AsyncIterator[Engine]:
    (folder / "policy.toml").write_text(text, "utf-8")
    async with engine(
        folder,
        providers={"scripted": ScriptedProvider(Script())},
        now=lambda: NOW,
        policy=Policy.load(folder / "policy.toml"),
        vault=vault,
        alone=alone,
    ) as one:
        yield one


def written(folder: Path) -> list[str]:
    return [file.name for file in folder.glob("*.csv")]


async def refused(call: object) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await call  # type: ignore[misc]
    assert caught.value.kind is ErrorKind.LOCKED
    assert caught.value.rule == "policy"
    return caught.value


async def test_a_locked_field_is_filled_in_and_cannot_be_another(tmp_path: Path) -> None:
    text = "[accounts.scripted.locked]\nuser = 'company'\n[accounts.scripted.defaults]\nregion = 'gb'\n"
    async with managed(tmp_path, text) as one:
        accounts = one.services.accounts
        trouble = await refused(accounts.add("scripted", "Mine", {"user": "other"}, {"secret": "s"}))
        assert "user is company" in trouble.sentence
        assert str(tmp_path) in trouble.sentence
        added = await accounts.add("scripted", "Main", {}, {"secret": "s"})
        assert added.fields == {"user": "company", "region": "GB"}
        chosen = await accounts.add("scripted", "French", {"region": "FR"}, {"secret": "s"})
        assert chosen.fields == {"user": "company", "region": "FR"}
        await refused(accounts.sign_in_again("Main", {"user": "other"}, {}))
        await refused(accounts.try_out("scripted", "x", {"user": "other"}, {"secret": "s"}))
        again = await accounts.sign_in_again("Main", {"user": "company"}, {"secret": "s2"})
        assert again.fields["user"] == "company"


async def test_accounts_that_are_there_follow_a_lock_that_comes_later(tmp_path: Path) -> None:
    vault = SessionVault()
    async with managed(tmp_path, "", vault) as one:
        await one.services.accounts.add("scripted", "Main", {"user": "mine"}, {"secret": "s"})
        assert [result.complete async for result in one.services.sync.run()] == [True]
    locked = "[accounts.scripted.locked]\nuser = 'company'\n"
    async with managed(tmp_path, locked, vault, alone=False) as one:
        account = await one.services.accounts.by_name("Main")
        assert account.fields["user"] == "mine", "a window may run that still reads by it"
        assert await one.store.read(lambda db: cursors.load(db, account.id))
        await refused(one.services.accounts.sign_in_again("Main", {"user": "other"}, {}))
    async with managed(tmp_path, locked, vault) as one:
        account = await one.services.accounts.by_name("Main")
        assert account.fields["user"] == "company"
        assert not await one.store.read(lambda db: cursors.load(db, account.id))
        session = await one.services.accounts.session(account.id)
        assert session.lines is not None


async def test_what_is_switched_off_no_account_offers_and_nothing_gives(tmp_path: Path) -> None:
    vault = SessionVault()
    async with managed(tmp_path, "", vault) as one:
        account = await one.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        assert Ability.RECORDINGS not in (account.missing or {})
        await one.media.put("1", Recording(b"RIFF", "audio/wav"), account_id=account.id)
    off = "[features]\nrecordings = false\ntranscripts = false\nexport = false\ncampaigns = false\n"
    async with managed(tmp_path, off, vault) as one:
        services = one.services
        account = await services.accounts.by_name("Main")
        assert "switched off by your administrator" in (account.missing or {})[Ability.RECORDINGS]
        session = await services.accounts.session(account.id)
        assert session.recordings is session.transcripts is session.campaigns is None
        assert session.history is not None
        await refused(services.recordings.cached("1"))
        await refused(services.recordings.fetch("1"))
        await refused(services.transcripts.get("1"))
        assert await services.transcripts.kept("1") is None
        await refused(services.calls.count(CallFilter(texts=("secret",))))
        await refused(services.calls.export(tmp_path / "calls.csv", CallFilter()))
        await refused(services.do_not_call.export(tmp_path / "list.csv"))
        assert await services.calls.count(CallFilter()) == (0, 0)
    assert not written(tmp_path)
    async with managed(tmp_path, "", vault) as one:
        await one.services.accounts.session((await one.services.accounts.by_name("Main")).id)
        account = await one.services.accounts.by_name("Main")
        assert Ability.RECORDINGS not in (account.missing or {})
        assert await one.services.recordings.cached("1") is not None
