"""When what waits is sent: at once, when the provider is back, after a restart, never by two at a time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.accounts import AccountState
from desktop.domain.changes import Topic
from desktop.domain.contacts import EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts.rhythm import Rhythm
from desktop.system.secrets import SessionVault
from tests.support.paper import Clock, Paper, heard, lost, offline, paper, until
from tests.support.paper_book import PhonebookProvider, card

ANN = card("Ann", "01632 960001")
BOB = card("Bob", "01632 960002")


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        yield opened


# -- the background


@pytest.mark.expects_warnings  # of the history, which there is none of
async def test_in_the_background_an_edit_leaves_at_once(ours: Paper) -> None:
    ours.engine.services.start()
    await until(ours, lambda: ours.book.count("list") > 0)
    one = await ours.contacts.add(ours.account_id, BOB)
    await until(ours, lambda: list(ours.book.entries.values()) == [BOB])
    assert await ours.contacts.settled([one.id], 10)
    assert ours.book.count("add") == 1


async def test_without_the_background_nothing_is_sent_by_itself(ours: Paper) -> None:
    await ours.contacts.add(ours.account_id, BOB)
    await asyncio.sleep(0)
    assert ours.book.requests == []


async def test_the_background_reads_the_phone_book_every_five_minutes_and_on_demand(ours: Paper) -> None:
    ours.contacts.start()
    await until(ours, lambda: Topic.SYNC in heard(ours))
    assert ours.book.count("list") == 1
    ours.contacts.refresh_now()
    ours.engine.heard.clear()
    await until(ours, lambda: Topic.SYNC in heard(ours))
    assert ours.book.count("list") == 2
    ours.clock.wait(299)
    ours.engine.services.changes.tell(Topic.ACCOUNTS)
    ours.clock.wait(2)
    ours.engine.services.changes.tell(Topic.ACCOUNTS)
    await until(ours, lambda: ours.book.count("list") == 3)


async def test_a_held_deletion_leaves_by_itself(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    ours.contacts.start()
    await ours.contacts.delete([(await ours.one("Ann")).id])
    ours.clock.wait(9)
    ours.engine.services.changes.tell(Topic.ACCOUNTS)
    await until(ours, lambda: not ours.book.entries)


async def test_while_nothing_can_be_sent_nothing_is_looked_for(tmp_path: Path) -> None:
    async with paper(tmp_path, wait_scale=1.0) as ours:
        ours.book.put(ANN)
        ours.contacts.start()
        await until(ours, lambda: Topic.SYNC in heard(ours))
        ann = await ours.one("Ann")
        taken = asyncio.Event()

        async def take(method, _what):
            if method == "add":
                taken.set()

        async def unlisted(method, _what):
            if method == "add":
                ours.book.entries.popitem()

        ours.book.before, ours.book.after = take, unlisted
        bob = await ours.contacts.add(
            ours.account_id, BOB
        )  # taken, and in no list: it waits for the next one
        await taken.wait()
        await ours.contacts.edit(bob.id, card("Bobby", "01632 960002"))  # waits for that
        await until(ours, lambda: ours.book.count("list") == 3)
        await ours.contacts.edit(ann.id, card("Anne", "01632 960001"))
        await ours.contacts.delete([ann.id])  # held, and the edit with it
        await until(ours, lambda: heard(ours) >= {Topic.CONTACTS, Topic.SYNC})
        await ours.contacts.settled([], 0)
        ours.engine.heard.clear()
        for _ in range(500):
            await asyncio.sleep(0)
        assert len(ours.engine.heard) < 5


async def test_a_list_that_takes_long_is_still_good_for_what_follows(
    ours: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.contacts.sending.FRESH_S", 0.0)
    ours.book.put(ANN)

    async def slow(method, _what):
        if method == "list":
            await asyncio.sleep(0.05)

    ours.book.before = slow
    await ours.contacts.refresh()
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, card("Anne", "01632 960001"))
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960001")]


async def test_an_empty_list_is_believed_when_it_comes_twice(ours: Paper) -> None:
    key = ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    await ours.contacts.favourite(one.id, True)

    async def back(_method, _what):
        if ours.book.count("list") == 3:
            ours.book.entries[key] = ANN

    ours.book.entries.clear()
    ours.book.before = back
    await ours.contacts.refresh()
    assert (await ours.one("Ann")).favourite
    ours.book.entries.clear()
    await ours.contacts.refresh()
    assert await ours.all() == []


@pytest.mark.expects_warnings
async def test_offline_for_days_everything_waits_in_order_and_says_so(tmp_path: Path) -> None:
    provider, clock, vault = PhonebookProvider(), Clock(), SessionVault()
    provider.book.put(ANN)
    async with paper(tmp_path, provider=provider, clock=clock, vault=vault, wait_scale=1.0) as ours:
        await ours.contacts.refresh()
        ours.book.before = offline
        ann = await ours.one("Ann")
        await ours.contacts.edit(ann.id, card("Anne", "01632 960001"))
        bob = await ours.contacts.add(ours.account_id, BOB)
        assert (await ours.post()).kind is ErrorKind.OFFLINE
        (box,) = await ours.contacts.waiting()
        assert (box.changes, box.account, box.reason) == (
            2, "Main", "The provider cannot be reached. Check the network connection.",
        )  # fmt: skip
        assert box.next_try is not None
        assert 3 < (box.next_try - clock.now()).total_seconds() <= 5
        (account,) = await ours.engine.services.accounts.all()
        assert account.state is AccountState.OFFLINE
        await ours.contacts.edit(bob.id, card("Bob", "01632 960002", "204"))
    clock.wait(3 * 86_400)
    async with paper(tmp_path, provider=provider, clock=clock, vault=vault, wait_scale=1.0) as ours:
        assert await ours.cards() == [card("Anne", "01632 960001"), card("Bob", "01632 960002", "204")]
        provider.book.before = None
        assert await ours.contacts.settled([ann.id, bob.id], 10)
        assert await ours.contacts.waiting() == ()
        (account,) = await ours.engine.services.accounts.all()
        assert account.state is AccountState.OK
    assert list(provider.book.entries.values()) == [
        card("Anne", "01632 960001"),
        card("Bob", "01632 960002", "204"),
    ]
    assert [method for method, _ in provider.book.requests if method != "list"] == ["update", "add"]


@pytest.mark.expects_warnings
async def test_what_waits_leaves_once_the_computer_is_on_another_network(tmp_path: Path) -> None:
    async with paper(tmp_path, wait_scale=1.0) as ours:  # its clock stands still: no wait ends by itself
        ours.contacts.start()
        await until(ours, lambda: ours.book.count("list") == 1)
        ours.book.before = offline
        ours.engine.heard.clear()
        await ours.contacts.add(ours.account_id, BOB)
        await until(ours, lambda: Topic.ACCOUNTS in heard(ours))
        ours.book.before = None
        ours.engine.services.network.renew()
        await until(ours, lambda: list(ours.book.entries.values()) == [BOB])


def test_waits_grow_and_a_person_shortens_all_but_those_that_were_asked_for():
    clock = Clock()
    rhythm = Rhythm()
    waits = []
    for _ in range(9):
        now = clock.now()
        rhythm.failed(Trouble(ErrorKind.OFFLINE), now, 1.0)
        assert rhythm.not_before is not None
        waits.append((rhythm.not_before - now).total_seconds())
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    rhythm.hurry()
    assert rhythm.not_before is None
    rhythm.failed(Trouble(ErrorKind.RATE_LIMITED, retry_after_s=900), now, 0.01)
    rhythm.hurry()
    assert rhythm.not_before is not None
    assert (rhythm.not_before - now).total_seconds() == 900
    rhythm.worked(now)
    assert (rhythm.failures, rhythm.reason, rhythm.not_before) == (0, None, None)


@pytest.mark.expects_warnings
async def test_too_many_requests_ends_the_round_and_the_rest_waits(ours: Paper) -> None:
    async def limited(method, _what):
        if method == "add" and ours.book.count("add") == 3:
            raise Trouble(ErrorKind.RATE_LIMITED, retry_after_s=1)

    ours.book.before = limited
    ids = await ours.contacts.add_all(ours.account_id, [card(f"C{n}", "204") for n in range(5)])
    assert (await ours.post()).kind is ErrorKind.RATE_LIMITED
    assert ours.book.count("add") == 3
    states = [(await ours.contacts.get(each)).state for each in ids]
    assert states == [EditState.SENT] * 2 + [EditState.WAITING] * 3
    assert await ours.contacts.settled(ids, 10)
    assert [one.name for one in ours.book.entries.values()] == ["C0", "C1", "C2", "C3", "C4"]


@pytest.mark.expects_warnings
async def test_sign_in_keeps_edits_until_somebody_signed_in(ours: Paper) -> None:
    async def refused(_method, _what):
        raise Trouble(ErrorKind.SIGN_IN)

    ours.book.before = refused
    one = await ours.contacts.add(ours.account_id, BOB)
    ours.contacts.start()
    accounts = ours.engine.services.accounts
    await until(ours, lambda: ours.book.count("list") == 1)
    await until(ours, lambda: Topic.SYNC in heard(ours))
    assert (await accounts.all())[0].state is AccountState.SIGN_IN
    (box,) = await ours.contacts.waiting()
    assert (box.changes, box.next_try) == (1, None)
    assert box.reason is not None
    assert "Sign in again" in box.reason
    ours.clock.wait(10_000)
    ours.engine.services.changes.tell(Topic.ACCOUNTS)
    await asyncio.sleep(0)
    assert ours.book.count("list") == 1
    ours.book.before = None
    await accounts.sign_in_again("Main", {}, {"secret": "another"})
    await until(ours, lambda: list(ours.book.entries.values()) == [BOB])
    assert await ours.contacts.settled([one.id], 10)


@pytest.mark.expects_warnings
async def test_whoever_waits_does_not_have_refused_credentials_tried_again_and_again(ours: Paper) -> None:
    async def refused(_method, _what):
        raise Trouble(ErrorKind.SIGN_IN)

    ours.book.before = refused
    one = await ours.contacts.add(ours.account_id, BOB)
    async with asyncio.timeout(10):
        assert not await ours.contacts.settled([one.id], 600)
        assert ours.book.count("list") == 1
        assert not await ours.contacts.settled([one.id], 600)
    assert ours.book.count("list") == 1, "it has to be signed in again first"
    ours.book.before = None
    accounts = ours.engine.services.accounts
    await accounts.sign_in_again("Main", {}, {"secret": "another"})
    await accounts.pause("Main", paused=True)
    assert not await ours.contacts.settled([one.id], 600)
    await accounts.pause("Main", paused=False)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [BOB]


@pytest.mark.expects_warnings
async def test_one_that_the_provider_chokes_on_does_not_hold_up_the_others(ours: Paper) -> None:
    async def choke(method, what):
        if method == "add" and what.name == "\N{FACE WITH TEARS OF JOY}":
            raise Trouble(ErrorKind.SERVER, status=500)

    ours.book.before = choke
    cards = [card("\N{FACE WITH TEARS OF JOY}", "204"), *(card(f"C{n}", "204") for n in range(4))]
    ids = await ours.contacts.add_all(ours.account_id, cards)
    assert (await ours.post()).kind is ErrorKind.SERVER
    assert [one.name for one in ours.book.entries.values()] == ["C0", "C1", "C2", "C3"]
    (account,) = await ours.engine.services.accounts.all()
    assert account.state is AccountState.OK
    assert (await ours.contacts.get(ids[0])).pending is Pending.ADD
    (box,) = await ours.contacts.waiting()
    assert box.changes == 1


# -- one at a time


async def test_two_who_ask_at_once_send_once(ours: Paper) -> None:
    going = most = 0

    async def slow(_method, _what):
        nonlocal going, most
        going += 1
        most = max(most, going)
        for _ in range(5):
            await asyncio.sleep(0)
        going -= 1

    ours.book.before = slow
    ours.contacts.start()
    ids = await ours.contacts.add_all(ours.account_id, [card(f"C{n}", "204") for n in range(10)])
    await asyncio.gather(ours.post(), ours.contacts.settled(ids, 10), ours.post())
    assert len(ours.book.entries) == ours.book.count("add") == 10
    assert most == 1


async def test_who_goes_away_does_not_end_what_is_under_way(ours: Paper) -> None:
    left, arrive = asyncio.Event(), asyncio.Event()

    async def slow(method, _what):
        if method == "add":
            left.set()
            await arrive.wait()

    ours.book.before = slow
    one = await ours.contacts.add(ours.account_id, BOB)
    waiting = asyncio.create_task(ours.contacts.settled([one.id], 60))
    await left.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    arrive.set()
    assert await ours.post() is None
    assert list(ours.book.entries.values()) == [BOB]
    assert ours.book.count("add") == 1


async def test_the_time_to_wait_for_an_edit_can_run_over(ours: Paper) -> None:
    arrive = asyncio.Event()

    async def never(_method, _what):
        await arrive.wait()

    ours.book.before = never
    one = await ours.contacts.add(ours.account_id, BOB)
    assert not await ours.contacts.settled([one.id], 0.05)
    assert (await ours.contacts.get(one.id)).pending is Pending.ADD
    arrive.set()


async def test_the_end_lets_a_request_arrive(tmp_path: Path) -> None:
    provider = PhonebookProvider()
    left = asyncio.Event()

    async def slow(method, _what):
        if method == "add":
            left.set()
            await asyncio.sleep(0.05)

    provider.book.before = slow
    vault = SessionVault()
    async with paper(tmp_path, provider=provider, vault=vault) as ours:
        ours.contacts.start()
        ids = await ours.contacts.add_all(ours.account_id, [card(f"C{n}", "204") for n in range(50)])
        await left.wait()
    assert len(provider.book.entries) == provider.book.count("add") == 1
    provider.book.before = None
    async with paper(tmp_path, provider=provider, vault=vault) as ours:
        assert await ours.contacts.settled(ids, 10)
    assert len(provider.book.entries) == provider.book.count("add") == 50


async def test_a_request_may_linger_before_a_list_proves_that_it_is_lost(tmp_path: Path) -> None:
    async with paper(tmp_path, wait_scale=1.0) as ours:
        ours.book.before = lost
        one = await ours.contacts.add(ours.account_id, BOB)

        async def arrives_late(method, what):
            if method == "add":
                late.append(what)
                await lost(method, what)

        late: list[object] = []
        ours.book.before = arrives_late
        assert await ours.post() is None
        assert (await ours.contacts.get(one.id)).state is EditState.SENDING
        assert ours.book.count("add") == 1
        ours.book.put(BOB)  # now it arrives
        ours.book.before = None
        ours.clock.wait(6)
        assert await ours.contacts.settled([one.id], 10)
        assert list(ours.book.entries.values()) == [BOB]
        assert ours.book.count("add") == 1
