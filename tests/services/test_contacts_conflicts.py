"""Two people edit one contact: what I saw, what I want, what is there now."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.contacts import Conflict, ContactCard, EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts.merging import meet, onto
from tests.support.paper import Paper, lost, paper
from tests.support.paper_book import card

ANN = card("Ann", "01632 960001")
ANNE = card("Anne", "01632 960001")
HANNAH = card("Hannah", "01632 960001")


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        opened.book.put(ANN)
        await opened.contacts.refresh()
        yield opened


async def in_conflict(ours: Paper) -> str:
    """Want Anne where somebody made Hannah of Ann."""
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, ANNE)
    ours.book.entries["501"] = HANNAH
    assert await ours.contacts.settled([ann.id], 10)
    return ann.id


async def test_the_same_field_changed_by_both_is_parked_and_the_providers_value_shown(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    one = await ours.contacts.get(contact_id)
    assert (one.card, one.pending, one.state) == (HANNAH, Pending.EDIT, EditState.CONFLICT)
    assert one.conflict is not None
    assert one.conflict == Conflict(ANN, ANNE, HANNAH, one.conflict.since)
    assert ours.book.count("update") == 0
    assert list(ours.book.entries.values()) == [HANNAH]
    assert await ours.contacts.unsent(ours.account_id) == 1


@pytest.mark.parametrize("chosen", [ANNE, HANNAH, card("Hanne", "204")])
async def test_the_card_that_a_person_chooses_stands(ours: Paper, chosen: ContactCard) -> None:
    contact_id = await in_conflict(ours)
    await ours.contacts.resolve(contact_id, chosen, HANNAH)
    assert await ours.cards() == [chosen]
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [chosen]
    assert (await ours.contacts.get(contact_id)).pending is None
    assert ours.book.count("update") == (chosen != HANNAH)


async def test_the_person_may_choose_to_delete(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    await ours.contacts.resolve(contact_id, None, HANNAH)
    assert await ours.contacts.settled([contact_id], 10)
    assert ours.book.entries == {}
    assert [one.card for one in await ours.contacts.trash()] == [HANNAH]


async def test_a_conflict_follows_what_is_there_and_ends_when_there_is_none(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    ours.book.entries["501"] = card("Joanna", "01632 960001")
    await ours.contacts.refresh()
    one = await ours.contacts.get(contact_id)
    assert one.conflict is not None
    assert one.conflict.there == one.card == card("Joanna", "01632 960001")
    ours.book.entries["501"] = ANNE
    await ours.contacts.refresh()
    assert (await ours.contacts.get(contact_id)).pending is None
    assert await ours.cards() == [ANNE]
    # A late answer changes what it was an answer to, and asks where that has changed.
    await ours.contacts.resolve(contact_id, card("Joanna", "204"), card("Joanna", "01632 960001"))
    assert await ours.cards() == [card("Anne", "204")]
    await ours.contacts.resolve(contact_id, HANNAH, card("Joanna", "01632 960001"))
    assert (await ours.contacts.get(contact_id)).state is EditState.CONFLICT
    assert await ours.cards() == [ANNE]


@pytest.mark.parametrize("chosen", [ANNE, HANNAH, card("Hanne", "204"), None])
async def test_an_answer_to_what_changed_again_meanwhile_overwrites_nothing(
    ours: Paper, chosen: ContactCard | None
) -> None:
    contact_id = await in_conflict(ours)
    ours.book.entries["501"] = card("Joanna", "01632 960001")
    await ours.contacts.refresh()
    await ours.contacts.resolve(contact_id, chosen, HANNAH)
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [card("Joanna", "01632 960001")]
    one = await ours.contacts.get(contact_id)
    if chosen == HANNAH:  # theirs shall stand, and that is what stands there
        assert one.pending is None
        return
    assert one.conflict is not None
    assert (one.conflict.seen, one.conflict.wanted) == (HANNAH, chosen)
    assert one.card == card("Joanna", "01632 960001")


async def test_editing_what_is_shown_answers_the_conflict(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    await ours.contacts.edit(contact_id, card("Hannah Quist", "01632 960001"))
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [card("Hannah Quist", "01632 960001")]


async def test_an_edit_of_another_field_leaves_the_conflict_to_be_answered(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    before = await ours.contacts.get(contact_id)
    ours.clock.wait(60)
    one = await ours.contacts.edit(contact_id, card("Hannah", "01632 960001", "204"), seen=before.card)
    assert one.conflict is not None
    assert before.conflict is not None
    assert one.conflict.since == before.conflict.since
    assert one.conflict.wanted == card("Anne", "01632 960001", "204")
    assert (one.card, one.conflict.there) == (HANNAH, HANNAH)
    await ours.contacts.resolve(contact_id, one.conflict.wanted, HANNAH)
    assert await ours.contacts.settled([contact_id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960001", "204")]


@pytest.mark.parametrize("pending", [Pending.EDIT, Pending.DELETE])
async def test_what_is_not_done_by_hand_leaves_alone_what_waits_for_a_person(
    ours: Paper, pending: Pending
) -> None:
    contact_id = await in_conflict(ours)
    if pending is Pending.DELETE:
        await ours.contacts.resolve(contact_id, None, HANNAH)
        ours.book.entries["501"] = card("Joanna", "01632 960001")
        assert await ours.contacts.settled([contact_id], 10)
    before = await ours.contacts.get(contact_id)
    assert (before.state, before.pending) == (EditState.CONFLICT, pending)
    with pytest.raises(Trouble) as refused:
        await ours.contacts.edit_all([(contact_id, card("Ann", "204"), None)])
    assert refused.value.kind is ErrorKind.CHANGED
    assert before.name in refused.value.sentence
    assert await ours.contacts.get(contact_id) == before


async def test_what_is_not_done_by_hand_does_not_take_a_deletion_back(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    with pytest.raises(Trouble) as refused:
        await ours.contacts.edit_all([(ann.id, ANNE, None)])
    assert refused.value.kind is ErrorKind.NO_CONTACT
    assert (await ours.contacts.get(ann.id)).pending is Pending.DELETE


async def test_discarding_takes_the_providers_value(ours: Paper) -> None:
    contact_id = await in_conflict(ours)
    await ours.contacts.discard(contact_id)
    one = await ours.contacts.get(contact_id)
    assert (one.card, one.pending, one.conflict) == (HANNAH, None, None)


async def test_deleting_what_somebody_changed_meanwhile_asks(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.book.entries["501"] = HANNAH
    ours.clock.wait(9)
    assert await ours.contacts.settled([ann.id], 10)
    one = await ours.contacts.get(ann.id)
    assert (one.card, one.state, one.pending) == (HANNAH, EditState.CONFLICT, Pending.DELETE)
    assert one.conflict == Conflict(ANN, None, HANNAH, one.conflict.since)
    assert await ours.cards() == [HANNAH]
    assert await ours.contacts.trash() == []
    await ours.contacts.resolve(ann.id, None, HANNAH)
    assert await ours.contacts.settled([ann.id], 10)
    assert ours.book.entries == {}
    assert [kept.card for kept in await ours.contacts.trash()] == [HANNAH]


async def test_a_deletion_in_conflict_can_become_an_edit(ours: Paper) -> None:
    ann = await ours.one("Ann")
    await ours.contacts.delete([ann.id])
    ours.book.entries["501"] = HANNAH
    ours.clock.wait(9)
    assert await ours.contacts.settled([ann.id], 10)
    await ours.contacts.resolve(ann.id, ANNE, HANNAH)
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [ANNE]


async def test_a_form_that_was_open_while_the_entry_changed_meets_the_change(ours: Paper) -> None:
    ann = await ours.one("Ann")
    ours.book.entries["501"] = card("Hannah", "01632 960001", "204")
    await ours.contacts.refresh()
    one = await ours.contacts.edit(ann.id, card("Anne", "01632 960001"), seen=ann.card)
    assert one.state is EditState.CONFLICT
    there = card("Hannah", "01632 960001", "204")
    await ours.contacts.resolve(ann.id, there, there)
    one = await ours.contacts.edit(ann.id, card("Ann", "01632 960007"), seen=ann.card)
    assert one.card == card("Hannah", "01632 960007", "204")
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [card("Hannah", "01632 960007", "204")]


async def test_somebody_who_changed_it_after_our_lost_request_is_not_overwritten(ours: Paper) -> None:
    async def meddle(method, what):
        if method == "update" and ours.book.count("update") == 1:
            ours.book.entries["501"] = HANNAH
            await lost(method, what)

    ours.book.after = meddle
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, ANNE)
    assert await ours.contacts.settled([ann.id], 10)
    assert (await ours.contacts.get(ann.id)).state is EditState.CONFLICT
    assert list(ours.book.entries.values()) == [HANNAH]


@pytest.mark.parametrize("deletes", [False, True])
async def test_an_extension_is_a_part_of_a_number_that_somebody_may_have_changed(
    ours: Paper, deletes: bool
) -> None:
    ours.book.entries["501"] = card("Ann", "01632 960001 ext. 12")
    await ours.contacts.refresh()
    ann = await ours.one("Ann")
    if deletes:
        await ours.contacts.delete([ann.id])
        ours.clock.wait(9)
    else:
        await ours.contacts.edit(ann.id, card("Ann", "01632 960001 ext. 13"))
    ours.book.entries["501"] = card("Ann", "+441632960001 ext. 14")
    assert await ours.contacts.settled([ann.id], 10)
    assert (await ours.contacts.get(ann.id)).state is EditState.CONFLICT
    assert list(ours.book.entries.values()) == [card("Ann", "+441632960001 ext. 14")]


async def test_another_spelling_of_an_extension_changes_nothing(ours: Paper) -> None:
    ours.book.entries["501"] = card("Ann", "01632 960001 ext. 12")
    await ours.contacts.refresh()
    ann = await ours.one("Ann")
    await ours.contacts.edit(ann.id, card("Anne", "01632 960001 ext. 12"))
    ours.book.entries["501"] = card("Ann", "+441632960001 x12")
    assert await ours.contacts.settled([ann.id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "+441632960001 x12")]


TEXTS = st.sampled_from(["", "a", "b", "c", "01632 960001", "01632960001", "01632960001 x2"])
CARDS = st.builds(lambda name, one, two: ContactCard(name, (one, two)), TEXTS, TEXTS, TEXTS)


def fields(*cards: ContactCard) -> list[tuple[str, ...]]:
    return list(zip(*[(one.name, *one.numbers) for one in cards], strict=True))


@given(CARDS, CARDS, CARDS, st.booleans())
def test_no_change_of_anybody_is_lost_in_a_merge(seen, wanted, there, tried):
    merged = meet(seen, wanted, there, tried=tried, region="GB")
    if merged is None:
        assert any(ours != before != now != ours for before, ours, now in fields(seen, wanted, there))
        return
    for before, ours, now, result in fields(seen, wanted, there, merged):
        if ours == before:
            assert result == now
        elif now == before:
            assert result == ours
        else:
            assert result in (ours, now)


@given(CARDS, CARDS)
def test_what_nobody_else_touched_becomes_what_is_wanted(seen, wanted):
    assert meet(seen, wanted, seen, tried=False, region="GB") == wanted
    assert meet(seen, wanted, wanted, tried=False, region="GB") == wanted
    assert meet(seen, wanted, wanted, tried=True, region="GB") == wanted


@given(CARDS, CARDS, CARDS)
def test_an_edit_of_what_is_shown_is_what_is_wanted(card_, seen, wanted):
    before, after = onto(wanted, card_, seen, wanted)
    assert after == card_
    assert all(old == base for old, base, new, was in fields(before, seen, card_, wanted) if new == was)
