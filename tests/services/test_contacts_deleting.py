"""Deleting contacts: undone while nothing is sent, sent once, and in the trash for 30 days."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.contacts import EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.secrets import SessionVault
from tests.support.paper import Clock, Paper, lost, offline, paper
from tests.support.paper_book import PhonebookProvider, card

ANN = card("Ann", "01632 960001")
BOB = card("Bob", "01632 960002")
HELD_S = 9


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        opened.book.put(ANN)
        opened.book.put(BOB)
        await opened.contacts.refresh()
        yield opened


def once(hearer, method):
    """Return a hearer that does this for the first request of a kind."""
    left = [hearer]

    async def hear(asked, what):
        if asked == method and left:
            await left.pop()(asked, what)

    return hear


async def test_one_can_be_undone_for_eight_seconds_before_anything_is_sent(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.favourite(ann.id, True)
    await ours.contacts.delete([ann.id])
    held = await ours.contacts.get(ann.id)
    assert (held.pending, held.state) == (Pending.DELETE, EditState.HELD)
    assert await ours.cards() == [BOB]
    ours.clock.wait(7)
    assert await ours.post() is None
    assert ours.book.count("delete") == 0
    back = await ours.contacts.undo(ann.id)
    assert (back.pending, back.favourite) == (None, True)
    assert await ours.cards() == [ANN, BOB]
    ours.clock.wait(HELD_S)
    assert await ours.post() is None
    assert list(ours.book.entries.values()) == [ANN, BOB]
    assert await ours.contacts.trash() == []


async def test_once_the_time_is_over_it_is_sent_and_lies_in_the_trash(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.favourite(ann.id, True)
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [BOB]
    with pytest.raises(Trouble) as gone:
        await ours.contacts.get(ann.id)
    assert gone.value.kind is ErrorKind.NO_CONTACT
    (kept,) = await ours.contacts.trash()
    assert (kept.card, kept.favourite, kept.account) == (ANN, True, "Main")
    (again,) = await ours.contacts.restore([kept.id])
    assert await ours.contacts.trash() == []
    assert (await ours.contacts.get(again)).favourite
    assert await ours.contacts.settled([again], 10)
    assert list(ours.book.entries.values()) == [BOB, ANN]


async def test_several_are_sent_without_a_pause(ours: Paper) -> None:
    ids = [one.id for one in await ours.all()]
    await ours.contacts.delete(ids)
    assert await ours.contacts.settled(ids, 10)
    assert ours.book.entries == {}
    assert [one.card for one in await ours.contacts.trash()] == [BOB, ANN]


async def test_ids_in_one_text_are_no_ids(ours: Paper) -> None:
    with pytest.raises(TypeError):
        await ours.contacts.delete("12")
    assert len(await ours.all()) == 2


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_unknown_outcome_is_looked_for_and_repeated_only_if_the_entry_is_still_there(
    ours: Paper, arrived: bool
) -> None:
    if arrived:
        ours.book.after = once(lost, "delete")
    else:
        ours.book.before = once(lost, "delete")
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [BOB]
    assert ours.book.count("delete") == (1 if arrived else 2)


async def test_one_that_somebody_else_deleted_needs_no_request(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.book.entries.pop(ann.provider_id or "")
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert ours.book.count("delete") == 0
    assert [one.card for one in await ours.contacts.trash()] == [ANN]


@pytest.mark.expects_warnings
async def test_a_restart_keeps_the_time_that_is_left(tmp_path: Path) -> None:
    provider, clock, vault = PhonebookProvider(), Clock(), SessionVault()
    provider.book.put(ANN)
    provider.book.put(BOB)
    async with paper(tmp_path, provider=provider, clock=clock, vault=vault) as ours:
        await ours.contacts.refresh()
        ann, bob = await ours.one("Ann"), await ours.one("Bob")
        await ours.contacts.delete([bob.id])
        clock.wait(5)
        await ours.contacts.delete([ann.id])
    clock.wait(5)
    async with paper(tmp_path, provider=provider, clock=clock, vault=vault) as ours:
        assert (await ours.contacts.undo(ann.id)).pending is None
        assert await ours.contacts.settled([bob.id], 10)
        assert await ours.cards() == [ANN]
    assert list(provider.book.entries.values()) == [ANN]


@pytest.mark.expects_warnings
async def test_offline_a_deletion_waits_and_can_be_taken_back_from_the_trash(ours: Paper) -> None:
    ann = await ours.one("Ann")
    ours.book.before = offline
    await ours.contacts.edit(ann.id, card("Anne", "01632 960001"))
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert (await ours.post()).kind is ErrorKind.OFFLINE
    (kept,) = await ours.contacts.trash()
    assert kept.card == card("Anne", "01632 960001")
    assert await ours.contacts.restore([kept.id]) == [ann.id]
    assert await ours.cards() == [card("Anne", "01632 960001"), BOB]
    ours.book.before = None
    assert await ours.contacts.settled([ann.id], 10)
    assert (ours.book.count("delete"), ours.book.count("add")) == (0, 0)
    assert next(iter(ours.book.entries.values())) == card("Anne", "01632 960001")


async def test_an_addition_that_was_never_sent_is_not_sent_at_all(ours: Paper) -> None:
    eve = await ours.contacts.add(ours.account_id, card("Eve", "204"))
    await ours.contacts.delete([eve.id])
    assert await ours.post() is None
    assert ours.book.count("add") == 0
    assert (await ours.contacts.undo(eve.id)).pending is Pending.ADD
    await ours.contacts.delete([eve.id])
    ours.clock.wait(HELD_S)
    assert await ours.post() is None
    assert (ours.book.count("add"), ours.book.count("delete")) == (0, 0)
    assert [one.card for one in await ours.contacts.trash()] == [card("Eve", "204")]


async def test_an_addition_under_way_is_deleted_once_it_has_arrived(ours: Paper) -> None:
    async def meanwhile(_method, _what):
        await ours.contacts.delete([eve.id, ann.id])

    ours.book.after = once(meanwhile, "add")
    ann = await ours.one("Ann")
    eve = await ours.contacts.add(ours.account_id, card("Eve", "204"))
    assert await ours.contacts.settled([eve.id, ann.id], 10)
    assert list(ours.book.entries.values()) == [BOB]
    assert {one.card.name for one in await ours.contacts.trash()} == {"Eve", "Ann"}


async def test_what_is_being_deleted_cannot_be_undone_any_more(ours: Paper) -> None:
    said = []

    async def meanwhile(_method, _what):
        with pytest.raises(Trouble) as late:
            await ours.contacts.undo(ann.id)
        said.append(late.value.sentence)
        with pytest.raises(Trouble):
            await ours.contacts.edit(ann.id, BOB)

    ours.book.before = once(meanwhile, "delete")
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert said == ["Ann is being deleted already; it stays in the trash."]
    assert list(ours.book.entries.values()) == [BOB]


async def test_restoring_while_it_is_being_deleted_adds_it_again(ours: Paper) -> None:
    async def meanwhile(_method, _what):
        (kept,) = await ours.contacts.trash()
        restored.extend(await ours.contacts.restore([kept.id]))

    restored: list[str] = []
    ours.book.before = once(meanwhile, "delete")
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert await ours.contacts.settled(restored, 10)
    assert list(ours.book.entries.values()) == [BOB, ANN]
    assert await ours.contacts.trash() == []


async def test_a_refused_deletion_shows_the_contact_again_and_says_why(ours: Paper) -> None:
    async def refuse(_method, _what):
        raise Trouble(ErrorKind.FORBIDDEN, provider="Paper")

    ours.book.before = once(refuse, "delete")
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    failed = await ours.one("Ann")
    assert (failed.pending, failed.state) == (Pending.DELETE, EditState.FAILED)
    assert failed.error is not None
    assert failed.error.startswith("Paper does not allow this for Main")
    assert await ours.contacts.trash() == []
    await ours.contacts.retry(ann.id)
    assert [one.card for one in await ours.contacts.trash()] == [ANN]
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [BOB]


async def test_the_trash_forgets_after_thirty_days_or_when_it_is_emptied(ours: Paper) -> None:
    ids = [one.id for one in await ours.all()]
    await ours.contacts.delete(ids)
    assert await ours.contacts.settled(ids, 10)
    first, second = await ours.contacts.trash()
    await ours.contacts.purge([first.id])
    assert await ours.contacts.trash() == [second]
    ours.clock.wait(29 * 86_400)
    assert await ours.contacts.trash() == [second]
    ours.clock.wait(2 * 86_400)
    assert await ours.contacts.trash() == []
    with pytest.raises(Trouble) as gone:
        await ours.contacts.restore([first.id])
    assert gone.value.kind is ErrorKind.NO_CONTACT


async def test_merging_changes_one_and_deletes_the_others_in_one_go(ours: Paper) -> None:
    ann, bob = await ours.all()
    wanted = card("Ann", "01632 960001", "01632 960002")
    await ours.contacts.merge(ann, wanted, [bob, ann])
    assert await ours.cards() == [wanted]
    assert await ours.contacts.settled([ann.id, bob.id], 10)
    assert list(ours.book.entries.values()) == [wanted]
    assert [one.card for one in await ours.contacts.trash()] == [BOB]
