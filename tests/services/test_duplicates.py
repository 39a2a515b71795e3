"""Contacts that may be one: found by number and by name, put together, or said to be different people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.duplicates import Likeness, merged, without_place
from tests.support.files_of_contacts import contact
from tests.support.paper import Paper, paper
from tests.support.paper_book import PhonebookProvider, card


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        for each in (
            card("Ada Lovelace", "020 7946 0018"),
            card("Lovelace, ADA", "+44 20 7946 0019"),
            card("Reception", "0044 20 7946 0018"),
            card("Zoë Quist", "+33 6 12 34 56 78", "020 7946 1001"),
            card("Zoe Quist", "07700 900001", "0033612345678"),
            card("Desk", "204"),
            card("Door", "204"),
            card("Alone", "020 7946 2001"),
        ):
            opened.book.put(each)
        await opened.contacts.refresh()
        yield opened


async def groups(ours: Paper):
    return [
        (group.likeness, group.what, sorted(each.name for each in group.contacts))
        for group in await ours.engine.services.duplicates.groups()
    ]


async def test_groups_have_a_number_or_a_name_in_common_in_any_spelling(ours: Paper) -> None:
    assert sorted(await groups(ours)) == [
        (Likeness.NAME, "Ada Lovelace", ["Ada Lovelace", "Lovelace, ADA"]),
        (Likeness.NUMBER, "+33612345678", ["Zoe Quist", "Zoë Quist"]),
        (Likeness.NUMBER, "+442079460018", ["Ada Lovelace", "Reception"]),
        (Likeness.NUMBER, "204", ["Desk", "Door"]),
    ]
    assert await ours.engine.services.duplicates.count() == 4


async def test_different_people_stay_so_until_somebody_joins_them(ours: Paper) -> None:
    duplicates = ours.engine.services.duplicates
    for group in await duplicates.groups():
        if group.what != "204":
            await duplicates.dismiss(group)
    assert await groups(ours) == [(Likeness.NUMBER, "204", ["Desk", "Door"])]
    # With somebody new in it, it is another question.
    ours.book.put(card("Third", "+442079460018"))
    await ours.contacts.refresh()
    assert (Likeness.NUMBER, "+442079460018", ["Ada Lovelace", "Reception", "Third"]) in await groups(ours)


async def test_putting_together_is_one_edit_and_deletions_that_the_trash_undoes(ours: Paper) -> None:
    duplicates = ours.engine.services.duplicates
    (group,) = [each for each in await duplicates.groups() if each.what == "+33612345678"]
    keep, other = group.contacts
    both = merged(keep, [other], "GB")
    assert len(list(filter(None, both.numbers))) == 3
    assert without_place(keep, [other], "GB") == []
    await duplicates.merge(keep, [other], both)
    assert (await ours.contacts.get(keep.id)).card == both
    assert [each.id for each in await ours.contacts.trash()] == [other.id]
    await ours.post()
    assert both in ours.book.entries.values()
    assert len(ours.book.entries) == 7
    (restored,) = await ours.contacts.restore([other.id])
    assert (await ours.contacts.get(restored)).card == other.card


@pytest.mark.parametrize("whose", ["the one that stays", "one that goes"])
async def test_what_somebody_changed_since_it_was_looked_at_is_not_put_together(
    ours: Paper, whose: str
) -> None:
    duplicates = ours.engine.services.duplicates
    (group,) = [each for each in await duplicates.groups() if each.what == "+33612345678"]
    keep, other = group.contacts
    changed = keep if whose == "the one that stays" else other
    ours.book.entries[changed.provider_id or ""] = card(changed.name, "+33 6 99 99 99 99")
    await ours.contacts.refresh()
    before = await ours.cards()
    with pytest.raises(Trouble) as caught:
        await duplicates.merge(keep, [other], merged(keep, [other], "GB"))
    assert caught.value.kind is ErrorKind.CHANGED
    assert caught.value.sentence.startswith(f"{changed.name} was changed meanwhile")
    assert await ours.cards() == before
    assert await ours.contacts.unsent(ours.account_id) == 0


async def test_what_waits_for_an_answer_is_not_put_together(ours: Paper) -> None:
    duplicates = ours.engine.services.duplicates
    (group,) = [each for each in await duplicates.groups() if each.what == "+33612345678"]
    keep, other = group.contacts
    await ours.contacts.edit(other.id, card("Ours", *other.card.numbers))
    ours.book.entries[other.provider_id or ""] = card("Theirs", *other.card.numbers)
    await ours.post()
    parked = await ours.contacts.get(other.id)
    assert parked.conflict is not None
    with pytest.raises(Trouble) as caught:
        await duplicates.merge(keep, [parked], merged(keep, [parked], "GB"))
    assert caught.value.kind is ErrorKind.CHANGED
    assert await ours.contacts.get(other.id) == parked


async def test_contacts_of_two_phone_books_are_shown_and_never_put_together(tmp_path: Path) -> None:
    provider = PhonebookProvider()
    async with paper(tmp_path, provider=provider) as ours:
        services = ours.engine.services
        second = await services.accounts.add("paper", "Second", {"region": "FR"}, {"secret": "s3"})
        one = await services.contacts.add(ours.account_id, card("Ada", "+33 6 12 34 56 78"))
        other = await services.contacts.add(second.id, card("Ada King", "06 12 34 56 78"))
        await services.contacts.add(ours.account_id, card("Desk", "204"))
        await services.contacts.add(second.id, card("Porter", "204"))
        (group,) = await services.duplicates.groups()
        assert (group.what, group.one_book) == ("+33612345678", False)
        with pytest.raises(Trouble) as caught:
            await services.duplicates.merge(one, [other], one.card)
        assert caught.value.kind is ErrorKind.USAGE
        assert len(await ours.all()) == 4


def test_what_has_no_place_is_told() -> None:
    keep = contact(1, "Ada", "020 7946 0001", "020 7946 0002")
    others = [
        contact(2, "Ada", "+442079460002", "020 7946 0003"),
        contact(3, "Ada", "020 7946 0004", "0044 20 7946 0003"),
    ]
    assert merged(keep, others, "GB").numbers == ("020 7946 0001", "020 7946 0002", "020 7946 0003")
    assert without_place(keep, others, "GB") == ["020 7946 0004"]
