"""A deletion passes over an edit that is not sent yet: should it not take place, the edit is still there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.contacts import EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from tests.support.paper import Paper, lost, offline, paper
from tests.support.paper_book import card

ANN = card("Ann", "01632 960001")
ANNE = card("Anne", "01632 960001")
HANNAH = card("Hannah", "01632 960001")
HELD_S = 9

pytestmark = pytest.mark.expects_warnings  # an account that is away says so in the log


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        opened.book.put(ANN)
        await opened.contacts.refresh()
        yield opened


async def edited_and_deleted(ours: Paper) -> str:
    """Edit Ann to Anne without a connection, delete her, and let the time to undo pass; returns her id."""
    ann = await ours.one("Ann")
    ours.book.before = offline
    await ours.contacts.edit(ann.id, ANNE)
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    assert (await ours.post()).kind is ErrorKind.OFFLINE
    ours.book.before = None
    return ann.id


async def test_a_late_undo_brings_the_edit_back(ours: Paper) -> None:
    contact_id = await edited_and_deleted(ours)
    assert await ours.cards() == []
    back = await ours.contacts.undo(contact_id)
    assert (back.card, back.pending, back.state) == (ANNE, Pending.EDIT, EditState.WAITING)
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [ANNE]
    assert (ours.book.count("delete"), await ours.contacts.trash()) == (0, [])


async def test_the_deletion_takes_place_without_the_edit_being_sent(ours: Paper) -> None:
    contact_id = await edited_and_deleted(ours)
    (outbox,) = await ours.contacts.waiting()
    assert outbox.changes == 1
    assert await ours.contacts.settled([contact_id], 10)
    assert ours.book.entries == {}
    assert (ours.book.count("update"), ours.book.count("delete")) == (0, 1)
    assert [kept.card for kept in await ours.contacts.trash()] == [ANNE]
    assert await ours.contacts.unsent(ours.account_id) == 0


async def refused_deletion(ours: Paper) -> str:
    async def refuse(method, _what):
        if method == "delete":
            raise Trouble(ErrorKind.FORBIDDEN, provider="Paper")

    contact_id = await edited_and_deleted(ours)
    ours.book.before = refuse
    assert await ours.contacts.settled([contact_id], 10)
    ours.book.before = None
    refused = await ours.contacts.get(contact_id)
    assert (refused.card, refused.pending, refused.state) == (ANNE, Pending.DELETE, EditState.FAILED)
    assert await ours.contacts.waiting() == ()
    return contact_id


async def test_of_a_refused_deletion_only_that_is_given_up(ours: Paper) -> None:
    contact_id = await refused_deletion(ours)
    await ours.contacts.discard(contact_id)
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [ANNE]
    assert (await ours.contacts.get(contact_id)).pending is None


async def test_an_entry_that_vanishes_after_a_refused_deletion_lies_in_the_trash(ours: Paper) -> None:
    contact_id = await refused_deletion(ours)
    ours.book.entries.clear()
    await ours.contacts.refresh()
    assert [(kept.id, kept.card) for kept in await ours.contacts.trash()] == [(contact_id, ANNE)]
    assert await ours.cards() == []


@pytest.mark.parametrize("answer", ["204", "205"])
async def test_keeping_what_somebody_changed_meanwhile_brings_the_edit_back(ours: Paper, answer: str) -> None:
    contact_id = await edited_and_deleted(ours)
    ours.book.entries["501"] = card("Ann", "01632 960001", "204")
    assert await ours.contacts.settled([contact_id], 10)
    parked = await ours.contacts.get(contact_id)
    assert (parked.pending, parked.state) == (Pending.DELETE, EditState.CONFLICT)
    assert parked.card == card("Ann", "01632 960001", "204")
    wanted = card("Ann", "01632 960001", answer)
    await ours.contacts.resolve(contact_id, wanted, parked.card)
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960001", answer)]


async def test_an_edit_of_what_somebody_changed_before_it_was_deleted_keeps_all_three(ours: Paper) -> None:
    contact_id = await edited_and_deleted(ours)
    ours.book.entries["501"] = card("Ann", "01632 960001", "204")
    assert await ours.contacts.settled([contact_id], 10)
    await ours.contacts.edit(contact_id, card("Ann", "01632 960007", "204"))
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960007", "204")]


async def test_taking_back_the_deletion_of_a_contact_in_conflict_brings_the_conflict_back(
    ours: Paper,
) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, ANNE)
    ours.book.entries["501"] = HANNAH
    assert await ours.contacts.settled([ann.id], 10)
    before = (await ours.contacts.get(ann.id)).conflict
    ours.book.before = offline
    await ours.contacts.delete([ann.id])
    ours.clock.wait(HELD_S)
    await ours.post()
    back = await ours.contacts.undo(ann.id)
    assert before is not None
    assert back.conflict == before


async def test_what_somebody_changes_while_the_deletion_is_held_is_asked_about(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, ANNE)
    await ours.contacts.delete([ann.id])
    ours.book.entries["501"] = card("Ann", "01632 960001", "204")
    await ours.contacts.refresh()
    ours.clock.wait(HELD_S)
    assert await ours.contacts.settled([ann.id], 10)
    assert (await ours.contacts.get(ann.id)).state is EditState.CONFLICT
    assert len(ours.book.entries) == 1


@pytest.mark.parametrize("fate", ["lost", "refused"])
async def test_a_deletion_made_while_the_edit_was_under_way_needs_no_answer_though_that_did_not_arrive(
    ours: Paper, fate: str
) -> None:
    async def meanwhile(method, what):
        if method == "update":
            await ours.contacts.delete([ann.id, bob.id])
            if fate == "lost":
                await lost(method, what)
            raise Trouble(ErrorKind.FORBIDDEN, provider="Paper")

    ours.book.put(card("Bob", "01632 960002"))
    await ours.contacts.refresh()
    ann, bob = await ours.one("Ann"), await ours.one("Bob")
    ours.book.before = meanwhile
    await ours.contacts.edit(ann.id, ANNE)
    assert await ours.contacts.settled([ann.id, bob.id], 10)
    assert ours.book.entries == {}
    assert {kept.card.name for kept in await ours.contacts.trash()} == {"Anne", "Bob"}


async def test_a_contact_restored_while_its_deletion_waits_keeps_what_somebody_changed(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.book.entries["501"] = HANNAH
    await ours.contacts.refresh()
    assert await ours.contacts.restore([ann.id]) == [ann.id]
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [HANNAH]
