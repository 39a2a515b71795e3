"""Edits of contacts on their way to a phonebook: kept first, sent once, never lost."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.accounts import AccountState
from desktop.domain.contacts import ContactCard, ContactQuery, EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from tests.support.paper import Paper, lost, offline, paper
from tests.support.paper_book import card

ANN = card("Ann", "01632 960001")
BOB = card("Bob", "01632 960002")


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path) as opened:
        yield opened


def once(*hearers):
    """Return a hearer that does these, one for each request, and nothing afterwards."""
    left = list(hearers)

    async def hear(method, what):
        if method != "list" and left:
            hearer = left.pop(0)
            if hearer is not None:
                await hearer(method, what)

    return hear


# -- reading


async def test_a_phone_book_is_shown_with_its_numbers_read_for_the_accounts_country(ours: Paper) -> None:
    ours.book.put(card("Zoë Quist ", "01632 960001", "", "204"))
    await ours.contacts.refresh()
    (one,) = await ours.all()
    assert [(each.label, each.raw, each.e164) for each in one.numbers] == [
        ("Main", "01632 960001", "+441632960001"),
        ("Third", "204", None),
    ]
    assert (one.pending, one.state, one.provider_id, one.read_only) == (None, None, "501", False)
    (book,) = await ours.contacts.books()
    assert (book.places, book.contacts, book.unsent, book.region) == (
        ("Main", "Second", "Third"), 1, 0, "GB",
    )  # fmt: skip
    assert book.listed_at is not None


async def test_a_list_that_says_the_same_writes_nothing_and_tells_nobody(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    ours.engine.heard.clear()
    assert await ours.contacts.refresh_one(ours.account_id) == 0
    assert not [change for change in ours.engine.heard if "contacts" in change.topics]


async def test_what_is_gone_from_the_list_vanishes_and_what_changed_is_shown(ours: Paper) -> None:
    ann, bob = ours.book.put(ANN), ours.book.put(BOB)
    await ours.contacts.refresh()
    kept = await ours.one("Bob")
    del ours.book.entries[ann]
    ours.book.entries[bob] = card("Bobby", "204")
    await ours.contacts.refresh()
    assert [(one.id, one.card) for one in await ours.all()] == [(kept.id, card("Bobby", "204"))]


async def test_an_entry_without_an_id_can_be_read_and_not_changed(ours: Paper) -> None:
    ours.book.nameless = [ANN, ANN]
    await ours.contacts.refresh()
    first = [one.id for one in await ours.all()]
    await ours.contacts.refresh()
    assert [one.id for one in await ours.all()] == first
    assert [one.read_only for one in await ours.all()] == [True, True]
    with pytest.raises(Trouble) as refused:
        await ours.contacts.edit(first[0], BOB)
    assert refused.value.kind is ErrorKind.UNSUPPORTED
    with pytest.raises(Trouble):
        await ours.contacts.delete([first[0]])
    ours.book.nameless = [ANN]
    await ours.contacts.refresh()
    assert len(await ours.all()) == 1


# -- adding


async def test_an_addition_is_shown_at_once_and_learns_its_id_from_the_list(ours: Paper) -> None:
    one = await ours.contacts.add(ours.account_id, BOB)
    assert (one.pending, one.state, one.provider_id) == (Pending.ADD, EditState.WAITING, None)
    assert await ours.cards() == [BOB]
    assert await ours.contacts.settled([one.id], 10)
    sent = await ours.contacts.get(one.id)
    assert (sent.pending, sent.state, sent.provider_id) == (None, None, "501")
    assert [method for method, _ in ours.book.requests] == ["list", "add", "list"]


async def test_an_id_that_the_provider_tells_needs_no_list(ours: Paper) -> None:
    ours.book.tells_ids = True
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert (await ours.contacts.get(one.id)).provider_id == "501"


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_addition_with_an_unknown_outcome_is_looked_for_before_it_is_repeated(
    ours: Paper, arrived: bool
) -> None:
    if arrived:
        ours.book.after = once(lost)
    else:
        ours.book.before = once(lost)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [BOB]
    assert ours.book.count("add") == (1 if arrived else 2)
    assert (await ours.contacts.get(one.id)).provider_id == "501"


async def test_an_equal_entry_that_was_there_before_is_not_taken_for_ours(ours: Paper) -> None:
    ours.book.put(BOB)
    ours.book.before = once(lost)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [BOB, BOB]
    assert len(await ours.all()) == 2


async def test_the_same_contact_twice_becomes_two_entries_though_both_answers_are_lost(ours: Paper) -> None:
    ours.book.after = once(lost, lost)
    ids = await ours.contacts.add_all(ours.account_id, [BOB, BOB])
    assert await ours.contacts.settled(ids, 10)
    assert list(ours.book.entries.values()) == [BOB, BOB]
    assert {(await ours.contacts.get(each)).provider_id for each in ids} == {"501", "502"}


async def test_one_that_the_provider_surely_took_finds_its_entry_before_one_that_it_may_have(
    ours: Paper,
) -> None:
    ours.book.before = once(lost)  # the first of two equal ones is lost, the second arrives
    ids = await ours.contacts.add_all(ours.account_id, [BOB, BOB])
    assert await ours.contacts.settled(ids, 10)
    assert list(ours.book.entries.values()) == [BOB, BOB]
    assert ours.book.count("add") == 3


async def test_an_entry_in_the_providers_own_spelling_is_found(ours: Paper) -> None:
    def stored(one: ContactCard) -> ContactCard:
        return replace(one, numbers=tuple(text.replace(" ", "") for text in one.numbers))

    ours.book.stored_as = stored
    ours.book.after = once(lost)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Bob", "01632960002")]
    assert (await ours.contacts.get(one.id)).card == card("Bob", "01632960002")


async def test_an_entry_that_somebody_changed_before_the_list_is_still_ours(ours: Paper) -> None:
    async def meddle(_method, _what):
        ours.book.entries["501"] = card("Bob", "01632 960009")

    ours.book.after = once(meddle)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert await ours.cards() == [card("Bob", "01632 960009")]
    assert ours.book.count("add") == 1


async def test_an_accepted_addition_that_no_list_shows_is_a_persons_to_decide(ours: Paper) -> None:
    async def vanish(_method, _what):
        ours.book.entries.clear()

    ours.book.after = once(vanish)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    failed = await ours.contacts.get(one.id)
    assert failed.state is EditState.FAILED
    assert failed.error == "Main took this contact, but its phone book does not show it."
    await ours.contacts.retry(one.id)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [BOB]


async def test_an_entry_of_earlier_that_comes_back_is_not_taken_for_a_new_one(ours: Paper) -> None:
    known = ours.book.put(BOB)
    await ours.contacts.refresh()
    del ours.book.entries[known]

    async def back(_method, _what):
        ours.book.entries[known] = BOB
        raise Trouble(ErrorKind.OUTCOME_UNKNOWN)

    ours.book.before = once(back)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [BOB, BOB]


async def test_many_are_listed_once_before_and_once_after(ours: Paper) -> None:
    cards = [card(f"Contact {number}", f"01632 96{number:04}") for number in range(300)]
    ids = await ours.contacts.add_all(ours.account_id, cards)
    assert [(await ours.contacts.get(each)).card for each in ids[:3]] == cards[:3]
    assert await ours.contacts.settled(ids, 30)
    assert list(ours.book.entries.values()) == cards
    assert ours.book.count("list") == 2
    assert ours.book.count("add") == 300


# -- changing


async def test_edits_of_a_contact_that_wait_are_one(ours: Paper) -> None:
    one = await ours.contacts.add(ours.account_id, BOB)
    await ours.contacts.edit(one.id, card("Bobby", "01632 960002"))
    await ours.contacts.edit(one.id, card("Bobby", "01632 960003"))
    assert await ours.cards() == [card("Bobby", "01632 960003")]
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Bobby", "01632 960003")]
    assert ours.book.count("add") == 1
    assert ours.book.count("update") == 0


async def test_an_edit_made_while_the_addition_is_under_way_follows_it(ours: Paper) -> None:
    async def meanwhile(_method, _what):
        await ours.contacts.edit(one.id, card("Bobby", "01632 960002"))

    ours.book.after = once(meanwhile)
    one = await ours.contacts.add(ours.account_id, BOB)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Bobby", "01632 960002")]
    assert (ours.book.count("add"), ours.book.count("update")) == (1, 1)


async def test_an_edit_that_takes_itself_back_needs_no_request(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    await ours.contacts.edit(one.id, BOB)
    back = await ours.contacts.edit(one.id, ANN)
    assert (back.pending, back.card) == (None, ANN)
    assert await ours.post() is None
    assert ours.book.count("update") == 0


async def test_only_the_spelling_of_a_number_can_be_changed(ours: Paper) -> None:
    ours.book.put(card("Ann", "01632960001"))
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    await ours.contacts.edit(one.id, card("Ann", "+44 1632 960001"))
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Ann", "+44 1632 960001")]


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_edit_with_an_unknown_outcome_is_compared_before_it_is_repeated(
    ours: Paper, arrived: bool
) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    if arrived:
        ours.book.after = once(lost)
    else:
        ours.book.before = once(lost)
    await ours.contacts.edit(one.id, card("Anne", "01632 960001"))
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960001")]
    assert ours.book.count("update") == (1 if arrived else 2)


@pytest.mark.expects_warnings
async def test_a_list_never_overwrites_an_edit_that_waits(ours: Paper) -> None:
    key = ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    ours.book.before = offline
    await ours.contacts.edit(one.id, card("Anne", "01632 960001"))
    assert (await ours.post()).kind is ErrorKind.OFFLINE
    assert (await ours.contacts.get(one.id)).card == card("Anne", "01632 960001")
    ours.book.before = None
    ours.book.entries[key] = card("Ann", "01632 960001", "204")  # another field
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "01632 960001", "204")]


# -- refusals


async def test_what_the_provider_refuses_says_why_and_can_be_mended(ours: Paper) -> None:
    async def refuse(method, what):
        if method == "add" and what.name == "Bob":
            raise Trouble(ErrorKind.INVALID, provider="Paper", detail="name: is taken")

    ours.book.before = refuse
    one, other = await ours.contacts.add_all(ours.account_id, [BOB, ANN])
    assert await ours.contacts.settled([one, other], 10)
    failed = await ours.contacts.get(one)
    assert (failed.state, failed.pending) == (EditState.FAILED, Pending.ADD)
    assert failed.error == "Paper refused the request (name: is taken)."
    assert list(ours.book.entries.values()) == [ANN]
    assert [each.id for each in await ours.contacts.find_all(ContactQuery(unsent=True))] == [one]
    assert (await ours.engine.services.accounts.all())[0].state is AccountState.OK
    await ours.contacts.edit(one, card("Bobby", "01632 960002"))
    assert await ours.contacts.settled([one], 10)
    assert sorted(each.name for each in ours.book.entries.values()) == ["Ann", "Bobby"]


async def test_discarding_gives_the_providers_entry_back_or_the_trash(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    await ours.contacts.edit(one.id, card("Anne", "204"))
    added = await ours.contacts.add(ours.account_id, BOB)
    await ours.contacts.discard(one.id)
    await ours.contacts.discard(added.id)
    assert await ours.cards() == [ANN]
    (kept,) = await ours.contacts.trash()
    assert kept.card == BOB
    assert await ours.post() is None
    assert list(ours.book.entries.values()) == [ANN]


async def test_an_entry_that_is_gone_is_a_persons_to_decide(ours: Paper) -> None:
    ours.book.put(ANN)
    await ours.contacts.refresh()
    one = await ours.one("Ann")
    await ours.contacts.edit(one.id, card("Anne", "204"))
    ours.book.entries.clear()
    assert await ours.contacts.settled([one.id], 10)
    gone = await ours.contacts.get(one.id)
    assert (gone.state, gone.pending, gone.card) == (EditState.FAILED, Pending.ADD, card("Anne", "204"))
    assert gone.error == "No longer in the phone book at Main."
    assert ours.book.count("update") == 0
    await ours.contacts.retry(one.id)
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [card("Anne", "204")]
    assert (await ours.contacts.get(one.id)).pending is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (ContactCard("  ", ("204",)), "A contact needs a name."),
        (ContactCard("Ann", ("", "")), "A contact needs a number."),
        (ContactCard("Ann", ("", "204")), "The first of a contact's numbers must be filled."),
        (ContactCard("Ann", ("1", "2", "3", "4")), "A contact here has room for 3 numbers."),
        (ContactCard("A" * 10_001, ("204",)), "This name has 10,001 letters; 10,000 are the most."),
        (ContactCard("Ann", ("2" * 256,)), "A number here has 256 letters; 255 are the most."),
    ],
)
async def test_a_card_that_no_phone_book_takes_is_refused_before_anything_is_kept(
    ours: Paper, wrong: ContactCard, sentence: str
) -> None:
    with pytest.raises(Trouble) as refused:
        await ours.contacts.add(ours.account_id, wrong)
    assert (refused.value.kind, refused.value.sentence) == (ErrorKind.USAGE, sentence)
    assert await ours.all() == []


async def test_control_characters_and_half_pairs_do_not_reach_the_provider(ours: Paper) -> None:
    odd = card("\u202eEve\x00 \x07Ltd\n\ud800 👩\u200d💻", " 01632\t960001\u2028")
    one = await ours.contacts.add(ours.account_id, odd)
    assert one.card == card("\u202eEve Ltd \N{REPLACEMENT CHARACTER} 👩\u200d💻", "01632 960001")
    assert await ours.contacts.settled([one.id], 10)
    assert list(ours.book.entries.values()) == [one.card]


async def test_an_account_without_a_phone_book_says_so(tmp_path: Path) -> None:
    from desktop.domain.accounts import Ability  # noqa: PLC0415
    from tests.support.paper_book import PhonebookProvider  # noqa: PLC0415

    provider = PhonebookProvider(lacks={Ability.PHONEBOOK: "the token may not"})
    async with paper(tmp_path, provider=provider) as ours:
        with pytest.raises(Trouble) as refused:
            await ours.contacts.add(ours.account_id, BOB)
        assert refused.value.sentence == "Main cannot do this: the token may not."
        assert [book.refusal for book in await ours.contacts.books()] == ["the token may not"]
        await ours.contacts.refresh()
