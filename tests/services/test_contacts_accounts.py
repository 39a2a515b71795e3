"""What happens to an account happens to its contacts: removing it, another country, a pass of sync."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.changes import Topic
from desktop.domain.contacts import ContactQuery
from desktop.domain.errors import ErrorKind, Trouble
from tests.support.paper import Paper, heard, offline, paper, until
from tests.support.paper_book import card

ANN = card("Ann", "01632 960001")
BOB = card("Bob", "01632 960002")


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        yield opened


async def test_an_account_with_unsent_edits_is_not_removed_by_mistake(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    await ours.contacts.add(ours.account_id, BOB)
    accounts = ours.engine.services.accounts
    with pytest.raises(Trouble) as refused:
        await accounts.remove("Main")
    assert refused.value.kind is ErrorKind.UNSENT_EDITS
    assert len(await ours.all()) == 2
    await accounts.remove("Main", force=True)
    assert await ours.all() == []
    assert ours.book.count("add") == 0


async def test_an_account_removed_while_it_is_read_is_no_bug(ours: Paper) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_method, _what):
        asked.set()
        await go_on.wait()

    ours.book.put(ANN)
    ours.book.before = slow
    reading = asyncio.create_task(ours.post())
    await asked.wait()
    await ours.engine.services.accounts.remove("Main")
    go_on.set()
    trouble = await reading
    assert trouble is not None
    assert trouble.kind is ErrorKind.NO_ACCOUNT
    assert await ours.all() == []


async def test_another_country_reads_the_numbers_again(ours: Paper) -> None:
    ours.book.put(card("Ann", "06 12 34 56 78", "204"))
    ours.book.put(card("Bob", "06 12 34 56 79"))
    await ours.contacts.refresh()
    await ours.contacts.delete([(await ours.one("Bob")).id])
    await ours.engine.services.accounts.sign_in_again("Main", {"region": "FR"}, {})
    await ours.contacts.refresh()
    assert [each.e164 for each in (await ours.one("Ann")).numbers] == ["+33612345678", None]
    assert [one.name for one in await ours.contacts.find_all(ContactQuery(text="+33612345678"))] == ["Ann"]
    assert await ours.cards() == [card("Ann", "06 12 34 56 78", "204")]


@pytest.mark.expects_warnings
async def test_another_country_is_noticed_in_the_background_also_offline(ours: Paper) -> None:
    ours.book.put(card("Ann", "06 12 34 56 78"))
    ours.contacts.start()
    await until(ours, lambda: Topic.SYNC in heard(ours))
    ours.engine.heard.clear()
    ours.book.before = offline
    await ours.engine.services.accounts.sign_in_again("Main", {"region": "FR"}, {})
    await until(ours, lambda: Topic.CONTACTS in heard(ours))
    assert (await ours.one("Ann")).numbers[0].e164 == "+33612345678"


@pytest.mark.expects_warnings
async def test_one_pass_of_sync_reads_the_phone_book_too(ours: Paper) -> None:
    ours.book.put(ANN)
    (result,) = [each async for each in ours.engine.services.sync.run()]
    assert result.contacts == 1
    assert await ours.cards() == [ANN]


@pytest.mark.expects_warnings
async def test_a_book_that_cannot_be_read_makes_the_pass_incomplete(ours: Paper) -> None:
    ours.book.before = offline
    (result,) = [each async for each in ours.engine.services.sync.run()]
    assert not result.complete
    assert result.error is not None
