"""Contacts in the search: any part of a name, any spelling of any of their numbers, favourites first."""

from datetime import timedelta

import pytest

from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.services.lookup import Match, MatchKind
from desktop.store import accounts, books, contact_lookup, contacts
from tests.support.engine import Engine
from tests.support.scripted import LINE, NOW, Script, a_call

ADA, ADA_HOME, CAMILLE, TAXI = "+33612345678", "+442079460001", "+33465712208", "+441632960001"
LINES = [LINE, ProviderLine("32", "Ada's desk", "+33123456790", "204", LineStatus.ACTIVE)]
HISTORY = ["+33698765432", CAMILLE, ADA_HOME, ADA]  # the newest first
PLACES = ("main", "mobile", "office")


@pytest.fixture
async def filled(scripted: Engine, script: Script) -> Engine:
    script.lines = LINES
    script.calls = [a_call(n, timedelta(minutes=n), caller=far) for n, far in enumerate(HISTORY, 1)]
    script.page_size = 50
    [_ async for _ in scripted.services.sync.run()]
    return scripted


async def book(engine: Engine, *cards: tuple[str, ...], account: str = "1", region: str = "FR") -> None:
    entries = [
        ProviderContact(str(number), ContactCard(name, (*numbers, "", "", "")[:3]))
        for number, (name, *numbers) in enumerate(cards, 501)
    ]
    await engine.store.write(
        lambda db: books.replace_book(db, account, entries, places=PLACES, region=region, now=NOW)
    )


async def favourite(engine: Engine, contact_id: str) -> None:
    await engine.store.write(lambda db: contacts.set_favourite(db, contact_id, favourite=True))


async def found(engine: Engine, text: str, limit: int = 7) -> list[tuple[MatchKind, str, str]]:
    return [(match.kind, match.name, match.dial) for match in await find(engine, text, limit)]


async def find(engine: Engine, text: str, limit: int = 7) -> tuple[Match, ...]:
    return await engine.services.lookup.find(text, limit)


CONTACT, EXACT, RECENT = MatchKind.CONTACT, MatchKind.EXACT, MatchKind.RECENT


async def test_a_name_finds_its_number_that_was_called_last_and_the_others_where_there_is_room(
    filled: Engine,
) -> None:
    await book(filled, ("Élodie Marceau", ADA, ADA_HOME, "06 98 00 00 00"), ("Marc", TAXI))
    for text in ("elodie", "marceau él", "ÉLOD", "lodie"):
        matches = await find(filled, text)
        assert [match.dial for match in matches] == [ADA_HOME, ADA, "+33698000000"], text
        assert [match.label for match in matches] == ["mobile", "main", "office"]
        assert matches[0].call is not None
        assert (matches[0].call.other, matches[0].account_id) == (ADA_HOME, "1")
        assert matches[0].contact is not None
        assert matches[0].contact.name == "Élodie Marceau"
    assert await found(filled, "marc", 2) == [(CONTACT, "Marc", TAXI), (CONTACT, "Élodie Marceau", ADA_HOME)]
    assert [dial for _, _, dial in await found(filled, "marc", 4)] == [
        TAXI, ADA_HOME, ADA, "+33698000000",
    ]  # fmt: skip
    assert await found(filled, "lodi elo zz") == []


async def test_a_number_on_its_own_stays_on_top_and_shows_who_has_it_with_all_their_numbers(
    filled: Engine,
) -> None:
    await book(filled, ("Atelier", "01 99 00 17 42", "06 39 98 04 11"), ("Camille", "0199001742", CAMILLE))
    for spelling in ("01 99 00 17 42", "+33 1 99 00 17 42", "tel:+33-1-99-00-17-42;ext=2", "0033199001742"):
        matches = await find(filled, spelling, 5)
        assert [(match.kind, match.name, match.dial, match.also) for match in matches] == [
            (EXACT, "", "+33199001742", False),
            (CONTACT, "Camille", "+33199001742", False),
            (CONTACT, "Camille", CAMILLE, False),
            (CONTACT, "Atelier", "+33639980411", True),
        ], spelling
    await favourite(filled, "1")
    matches = await find(filled, "01 99 00 17 42", 5)
    assert [(match.name, match.dial, match.also) for match in matches[1:]] == [
        ("Atelier", "+33199001742", False), ("Atelier", "+33639980411", False), ("Camille", CAMILLE, True),
    ]  # fmt: skip


async def test_a_part_of_a_number_finds_favourites_then_contacts_then_recent_numbers(filled: Engine) -> None:
    await book(filled, ("Ada", ADA, ADA_HOME), ("Bea", "06 98 11 22 33"), ("Zoë", "06 98 00 00 01"))
    await favourite(filled, "3")
    assert await found(filled, "06 98") == [
        (CONTACT, "Zoë", "+33698000001"),
        (CONTACT, "Bea", "+33698112233"),
        (RECENT, "", "+33698765432"),
    ]
    assert await found(filled, "020 7946", 1) == [(CONTACT, "Ada", ADA_HOME)]
    assert (await find(filled, "34567"))[0].parts == ("34567",)


async def test_a_name_counts_as_one_word_after_the_other_and_as_a_whole_most(filled: Engine) -> None:
    await book(filled, ("Adamson", TAXI), ("Bo Ada", ADA), ("Ada", CAMILLE), ("Lady Adams", ADA_HOME))
    assert [name for _, name, _ in await found(filled, "ada")] == [
        "Ada", "Lady Adams", "Bo Ada", "Adamson", "Ada's desk",
    ]  # fmt: skip
    assert [name for _, name, _ in await found(filled, "so")] == []
    assert [name for _, name, _ in await found(filled, "son")] == ["Adamson"]


async def test_an_extension_is_called_only_in_its_own_company(filled: Engine) -> None:
    await filled.store.write(lambda db: accounts.add(db, "scripted", "Other", {"user": "u"}))
    await book(filled, ("Here", "207"))
    await book(filled, ("There", "207", ADA), ("Nobody", "208"), account="2", region="GB")
    assert await found(filled, "here") == [(CONTACT, "Here", "207"), (CONTACT, "There", ADA)]
    assert await found(filled, "nobody") == []
    assert (CONTACT, "Here", "207") in await found(filled, "207")
    assert "There" not in [name for _, name, _ in await found(filled, "207")]


async def test_an_emergency_number_of_a_contact_is_never_offered(filled: Engine) -> None:
    await book(filled, ("Police", "112", "17", ADA), ("Police only", "112"))
    assert await found(filled, "police") == [(CONTACT, "Police", ADA)]
    assert [kind for kind, _, _ in await found(filled, "112")] == [MatchKind.REFUSED]


async def test_among_very_many_those_come_first_with_whom_there_was_a_call(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_lookup, "FEW", 5)
    many = [(f"Anna {number:03}", f"06 12 00 {number:04}") for number in range(40)]
    await book(filled, *many, ("Zoë Anna", CAMILLE), ("Beanna", TAXI), ("Anna", "06 12 00 99 99"))
    await favourite(filled, "7")
    names = [name for _, name, _ in await found(filled, "anna", 4)]
    assert names[:3] == ["Anna", "Anna 006", "Zoë Anna"]
    assert len(names) == 4
    await book(filled, *many, ("Ada", ADA))
    assert [name for _, name, _ in await found(filled, "06 12", 3)] == ["Anna 006", "Ada", "Anna 000"]


async def test_favourites_come_by_name_with_the_number_that_was_called_last(filled: Engine) -> None:
    await book(filled, ("Zoë", ADA), ("Ada", TAXI, ADA_HOME), ("Nobody", "112"), ("Bea", CAMILLE))
    for contact_id in "123":
        await favourite(filled, contact_id)
    matches = await filled.services.lookup.favourites(10)
    assert [(match.name, match.dial, match.label) for match in matches] == [
        ("Ada", ADA_HOME, "mobile"),
        ("Zoë", ADA, "main"),
    ]
    assert len(await filled.services.lookup.favourites(1)) == 1


async def test_before_the_first_sync_has_ended_contacts_are_found_without_their_calls(
    scripted: Engine,
) -> None:
    await book(scripted, ("Ada", ADA, ADA_HOME))
    (match, other) = await find(scripted, "ada")
    assert (match.dial, match.call, other.dial) == (ADA, None, ADA_HOME)


async def test_without_a_line_a_number_is_read_as_the_account_reads_it(scripted: Engine) -> None:
    await scripted.store.write(lambda db: accounts.update_fields(db, "1", {"user": "u", "region": "GB"}))
    await book(scripted, ("Taxi", "01632 960001"), region="GB")
    assert await found(scripted, "01632 960001") == [(EXACT, "", TAXI), (CONTACT, "Taxi", TAXI)]
