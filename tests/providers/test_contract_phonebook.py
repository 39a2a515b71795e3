"""The shared phonebook, as every provider that has one promises; none is named here."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.domain.contacts import ContactCard
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import PhonebookSource, Provider, ProviderSession
from tests.support.contract import PASSING, needs, opened, rows, ways
from tests.support.sandbox import running_sandbox, world

pytestmark = needs("phonebook")

NUMBER = "01632 960 001"
AWKWARD = {
    "long": "Anna " + "x" * 9_990 + " Bell",
    "emoji": "\U0001f469\u200d\U0001f373 Caf\u00e9 \U0001f1ec\U0001f1e7 \u2615\ufe0f",
    "bidirectional": "a\u202eb\u202c \u05d7\u05e9\u05d1\u05d5\u05df \u2067\u0645\u2069 z",
    "control": "a\x00b\x07c\x1bd\x7fe\ttab\r\nline\u2028other",
    "form": '"; name="phone1"\r\n\r\n--boundary--\r\n& = % + ; \\',
    "markup": "<b>Bold</b> & <script>alert(1)</script>",
    "combining": "e\u0301\u0301\u0301\u0300 \ufeffx \ud55c\uae00",
}


@dataclass
class Opened:
    """A session with a phonebook, and the sandbox behind it."""

    book: PhonebookSource
    name: str
    hello: dict[str, Any]

    def truth(self) -> dict[str, dict[str, Any]]:
        return rows(world(self.hello), "contacts", self.name)

    @contextmanager
    def requests(self) -> Iterator[list[dict[str, Any]]]:
        """Fill a list with what was asked for inside the block."""
        before, found = len(world(self.hello)["requests"]), list[dict[str, Any]]()
        yield found
        found += world(self.hello)["requests"][before:]


@asynccontextmanager
async def phonebook(provider: Provider, name: str, *options: str) -> AsyncIterator[Opened]:
    with running_sandbox("--calls", "10", *(options or ("--contacts", "40"))) as hello:
        made = opened(provider, ways(provider, hello[name])[0])
        try:
            assert made.phonebook is not None
            yield Opened(made.phonebook, name, hello)
        finally:
            await made.close()


def places(provider: Provider, *numbers: str) -> tuple[str, ...]:
    return (*numbers, *("" for _ in provider.manifest.number_places))[: len(provider.manifest.number_places)]


def the_new_one(before: dict[str, Any], after: dict[str, Any]) -> str:
    (added,) = after.keys() - before.keys()
    return str(added)


async def test_the_list_is_the_truth(
    session: ProviderSession, provider: Provider, name: str, truth: dict[str, Any]
) -> None:
    assert session.phonebook is not None
    found = await session.phonebook.contacts()
    told = rows(truth, "contacts", name)
    labels = provider.manifest.number_places
    assert len(found) == len(told) > 200
    for contact in found:
        assert contact.provider_id is not None
        wanted = told[contact.provider_id]
        assert contact.card.name == wanted["name"]
        filled = [(label, raw) for label, raw in zip(labels, contact.card.numbers, strict=True) if raw]
        assert filled == [(number["label"], number["raw"]) for number in wanted["numbers"]]
    assert any(len(contact["numbers"]) > 1 for contact in told.values())
    assert len({(contact.card.name, contact.card.numbers) for contact in found}) < len(found), "some twice"


async def test_an_empty_phonebook_is_no_trouble(provider: Provider, name: str) -> None:
    async with phonebook(provider, name, "--contacts", "0") as there:
        assert list(await there.book.contacts()) == []


async def test_adding_changing_and_deleting_come_round(provider: Provider, name: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        card = ContactCard("Anna Bell", places(provider, NUMBER, "020 7946 0001"))
        with there.requests() as requests:
            await there.book.contacts()
        assert len(requests) >= 1, "signed in, and read the list"

        with there.requests() as requests:
            told = await there.book.add_contact(card)
        assert len(requests) == 1
        added = the_new_one(before, there.truth())
        assert told in {None, added}
        assert {one.provider_id: one.card for one in await there.book.contacts()}[added] == card

        changed = ContactCard("Anna Bell-Ringer", places(provider, "07700 900 123"))
        with there.requests() as requests:
            await there.book.update_contact(added, changed)
        assert len(requests) == 1
        found = {one.provider_id: one.card for one in await there.book.contacts()}
        assert found[added] == changed, "what is left empty is cleared"

        await there.book.update_contact(added, changed)  # saying the same again is no error
        with there.requests() as requests:
            await there.book.delete_contact(added)
        assert len(requests) == 1
        assert there.truth() == before
        assert added not in {one.provider_id for one in await there.book.contacts()}


async def test_the_same_contact_twice_is_two_contacts(provider: Provider, name: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        card = ContactCard("Anna Bell", places(provider, NUMBER))
        await there.book.add_contact(card)
        await there.book.add_contact(card)
        fresh = there.truth().keys() - before.keys()
        assert len(fresh) == 2
        listed = {one.provider_id: one.card for one in await there.book.contacts()}
        assert [listed[one] for one in fresh] == [card, card]


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
async def test_any_text_arrives_as_it_was_sent(provider: Provider, name: str, text: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        card = ContactCard(text, places(provider, NUMBER, f"{text[:20].strip()} 12", "+44 (0)1632 960002"))
        await there.book.add_contact(card)
        added = the_new_one(before, there.truth())
        assert there.truth()[added]["name"] == text
        listed = {one.provider_id: one.card for one in await there.book.contacts()}
        assert listed[added] == card
        await there.book.update_contact(added, ContactCard(f"{text}!", card.numbers))
        assert there.truth()[added]["name"] == f"{text}!"


async def test_half_a_letter_is_not_the_end(provider: Provider, name: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        await there.book.add_contact(ContactCard("Anna \ud83d Bell", places(provider, NUMBER)))
        assert there.truth()[the_new_one(before, there.truth())]["name"].startswith("Anna ")


async def test_what_is_refused_says_why_and_changes_nothing(provider: Provider, name: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        first = next(iter(before))
        for card in (ContactCard("", places(provider, NUMBER)), ContactCard("Anna", places(provider))):
            for work in (there.book.add_contact(card), there.book.update_contact(first, card)):
                with pytest.raises(Trouble) as caught:
                    await work
                assert caught.value.kind is ErrorKind.INVALID
                assert caught.value.detail
        assert there.truth() == before


@pytest.mark.parametrize("unknown", ["999999999", "../get-global-contacts", "a b?c#d", "1/2", "%2e%2e"])
async def test_an_entry_that_is_gone_is_not_found(provider: Provider, name: str, unknown: str) -> None:
    async with phonebook(provider, name) as there:
        before = there.truth()
        card = ContactCard("Anna", places(provider, NUMBER))
        for work in (there.book.update_contact(unknown, card), there.book.delete_contact(unknown)):
            with pytest.raises(Trouble) as caught:
                await work
            assert caught.value.kind is ErrorKind.NOT_FOUND
        assert there.truth() == before


@pytest.mark.parametrize("faults", [PASSING, "cut", "401", "wrong-type", "not-json"])
async def test_faults_that_pass_cost_no_contact(provider: Provider, name: str, faults: str) -> None:
    async with phonebook(provider, name, "--contacts", "50", "--faults", faults) as there:
        for _ in range(4):
            assert {one.provider_id for one in await there.book.contacts()} == there.truth().keys()


@pytest.mark.parametrize("fault", ["cut", "not-json", "5xx"])
async def test_an_answer_that_is_lost_leaves_the_outcome_open(
    provider: Provider, name: str, fault: str
) -> None:
    """Of every three requests one is hit, so a few of the changes meet the fault; none is sent twice."""
    async with phonebook(provider, name, "--contacts", "30", "--faults", fault) as there:
        ids = list(there.truth())
        kinds: set[ErrorKind | None] = set()
        with there.requests() as requests:
            for number in range(7):
                card = ContactCard(f"Anna {number}", places(provider, NUMBER))
                for work in (
                    there.book.add_contact(card),
                    there.book.update_contact(ids[number], card),
                    there.book.delete_contact(ids[-1 - number]),
                ):
                    try:
                        await work
                        kinds.add(None)
                    except Trouble as trouble:
                        kinds.add(trouble.kind)
        assert kinds == {None, ErrorKind.OUTCOME_UNKNOWN}
        changing = [one for one in requests if one["authorized"]]
        assert len(changing) == 21
        # What the sandbox took it has done, once, whether or not it could say so.
        names = [contact["name"] for contact in there.truth().values()]
        for number in range(7):
            taken = [one for one in changing if one["status"] == 200 and f"Anna {number}" in str(one["body"])]
            assert names.count(f"Anna {number}") == len(taken)


async def test_an_outdated_token_changes_nothing_and_is_no_sign_in(provider: Provider, name: str) -> None:
    async with phonebook(provider, name, "--contacts", "30", "--faults", "401") as there:
        done, kinds = 0, set[ErrorKind]()
        with there.requests() as requests:
            for number in range(9):
                try:
                    await there.book.add_contact(ContactCard(f"Anna {number}", places(provider, NUMBER)))
                    done += 1
                except Trouble as trouble:
                    kinds.add(trouble.kind)
        assert kinds == {ErrorKind.SERVER}
        assert len([one for one in requests if one["authorized"]]) == 9
        assert len(there.truth()) == 30 + done


async def test_a_pause_that_is_asked_for_is_told(provider: Provider, name: str) -> None:
    async with phonebook(provider, name, "--contacts", "30", "--faults", "429") as there:
        troubles = []
        for number in range(6):
            try:
                await there.book.add_contact(ContactCard(f"Anna {number}", places(provider, NUMBER)))
            except Trouble as trouble:
                troubles.append(trouble)
        assert troubles
        assert {(one.kind, one.retry_after_s) for one in troubles} == {(ErrorKind.RATE_LIMITED, 1.0)}
        assert len(there.truth()) == 30 + 6 - len(troubles)


async def test_nobody_at_home_changes_nothing(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "0") as line:
        fields = ways(provider, line[name])[0]
    made = opened(provider, fields)
    try:
        assert made.phonebook is not None
        card = ContactCard("Anna", places(provider, NUMBER))
        for work in (made.phonebook.add_contact(card), made.phonebook.delete_contact("1")):
            with pytest.raises(Trouble) as caught:
                await work
            assert caught.value.kind is ErrorKind.OFFLINE
    finally:
        await made.close()
