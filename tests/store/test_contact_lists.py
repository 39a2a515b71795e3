"""The list of contacts: letters, search while typing, filters and pages, against the same in plain Python."""

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.contacts import ContactCard, ContactQuery, ContactSection, ProviderContact
from desktop.numbers import normalise, search_key, search_parts
from desktop.store import accounts, books, contact_lists, contact_search, contacts
from desktop.store.fold import fold
from desktop.store.rows import StoreRows
from tests.support.stored_calls import NOON

NAMES = [
    "Ada Lovelace",
    "Élodie Martin-Müller",
    "O'Brien & Sons",
    "王伟",
    "Ольга Иванова",
    "3 Suisses",
    "(Taxi) Harbour",
    "🚕 Cab",
    "Anna\u202e\u0000Bea",
    "ﬁrma Straße",
    "\u0645\u062d\u0645\u062f",
]
NUMBERS = ["06 12 34 56 78", "+44 20 7946 0001", "01632 960001", "204", "sip:ada@pbx.test", "junk?", ""]
TEXTS = [
    "", " ", "+", "0", "00", "a", "Á", "el", "ada", "lace", "lovelace ada", "müller", "mul mar", "brien", "&",
    "王", "伟", "王伟", "ол", "иванова", "3", "suis", "tax", "🚕", "anna", "bea", "firma", "strasse", "06",
    "06 12", "6", "33", "+33 6 12", "0033612", "5678", "44", "020", "7946", "0163", "204", "20", "pbx",
    "ada 06", "ada 7946", "%", '"', "AND", "name:ada", "* OR", "محمد", "zzz", "x" * 2_000, "a b c d e f g h",
]  # fmt: skip
PLACES = ("main", "second")


@pytest.fixture
def book(run, account):
    """Return how to fill the phonebook of an account."""
    run(lambda db: accounts.add(db, "sipalto", "London", {"region": "GB"}))

    def fill(cards, account_id="1", region="FR"):
        entries = [
            ProviderContact(str(number), ContactCard(name, (*numbers, "", "")[:2]))
            for number, (name, *numbers) in enumerate(cards, 501)
        ]
        run(lambda db: books.replace_book(db, account_id, entries, places=PLACES, region=region, now=NOON))

    return fill


@pytest.fixture
def rows(store):
    opened = StoreRows(store)
    yield opened
    opened.close()


def listed(rows, **wanted):
    query = ContactQuery(**wanted)
    return {
        one.letter: [c.name for c in rows.contacts(query, one.letter, 0, 1_000)]
        for one in rows.sections(query)
    }


def names(rows, **wanted):
    return [name for found in listed(rows, **wanted).values() for name in found]


def beginnings(text):
    """Return where words begin: after what is no letter, and at each sign of a script without spaces."""
    for place, sign in enumerate(text):
        word = sign.isalnum() or ord(sign) > 0x2000
        if word and (place == 0 or not text[place - 1].isalnum() or ord(sign) >= 0x2E80):
            yield text[place:]


def says(text, word):
    if len(word) >= 3:
        return word in text
    return any(begun.startswith(word) for begun in beginnings(text))


def has(keys, part):
    if len(part) >= 3:
        return part in keys
    spellings = [each for key in keys.split() for each in (key.removeprefix("00"), key.lstrip("0"))]
    return any(begun.startswith(part) for each in spellings for begun in beginnings(each))


def fits(card, text):
    """Say what the search promises, in Python."""
    name, *numbers = card
    keys = " ".join(search_key(n) for raw in numbers if raw and (n := normalise(raw, "FR")))
    if text.strip("+( )") in ("", "0", "00") and "&" not in text:
        return True
    words = [word for word in fold(text).split() if any(c.isalnum() or ord(c) > 0x2000 for c in word)][:8]
    digits = any(c.isdecimal() for c in text)
    if digits and any(has(keys, part) for part in search_parts(text)):
        return True
    lettered = any(c.isalpha() for c in text)
    return bool(words) and all(
        says(fold(name), word)
        or (lettered and any(c.isdecimal() for c in word) and any(has(keys, p) for p in search_parts(word)))
        for word in words
    )


some_cards = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=12
)


@given(cards=some_cards, text=st.sampled_from(TEXTS))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_finds_what_it_should_in_the_order_of_names(book, rows, cards, text):
    book(cards)
    expected = sorted(fold(card[0]) for card in cards if fits(card, text))
    found = listed(rows, text=text)
    assert sorted(map(fold, names(rows, text=text))) == expected
    assert list(found) == sorted(found)
    for letter, group in found.items():
        assert list(map(fold, group)) == sorted(map(fold, group))
        for name in group:
            first = unicodedata.normalize("NFC", fold(name))[0].upper()
            assert letter == (first if first.isalpha() else "#")


def test_counts_pages_and_places_belong_together(book, rows):
    book([(f"Ada {number:03}", "204") for number in range(150)] + [("Bob", "06 12 34 56 78"), ("Zoë", "")])
    query = ContactQuery(text="a")
    assert rows.sections(query) == [ContactSection("A", 150)]
    assert rows.sections(ContactQuery()) == [
        ContactSection("A", 150), ContactSection("B", 1), ContactSection("Z", 1),
    ]  # fmt: skip
    page = rows.contacts(query, "A", 100, 20)
    assert [one.name for one in page] == [f"Ada {number:03}" for number in range(100, 120)]
    assert len(rows.contacts(query, "A", 140, 20)) == 10
    assert rows.contacts(query, "B", 0, 20) == rows.contacts(query, "A", 150, 20) == []
    assert rows.place(query, page[3].id) == ("A", 103)
    bob = rows.contact_of("+33612345678")
    assert rows.place(ContactQuery(), bob.id) == ("B", 0)
    for nobody in (bob.id, "x", "", "9" * 30):
        assert rows.place(query, nobody) is None


def test_where_hundreds_of_contacts_stand_is_told_at_once(book, rows):
    """A list is asked for the rows of all edits that wait for a person, in the window's thread."""
    book([(f"{'Ada' if number % 2 else 'Bob'} {number:05}",) for number in range(20_000)])
    everybody, some = ContactQuery(), ContactQuery(text="ada")
    (letter,) = rows.sections(some)
    rows.sections(everybody)
    ids = [one.id for one in rows.contacts(some, "A", letter.contacts - 1_500, 1_500)]
    began = time.process_time()
    for query in (everybody, some):
        assert [rows.place(query, each) for each in ids] == [("A", 8_500 + at) for at in range(1_500)]
    assert time.process_time() - began < 0.15, "each looked through all ids"


def test_an_edit_is_found_at_once_and_what_was_counted_stays_readable(book, rows, run):
    book([("Ada", "204"), ("Bob", "205")])
    assert names(rows, text="ad") == ["Ada"]
    book([("Countess", "06 12 34 56 78"), ("Bob", "205")])
    assert names(rows, text="ad") == names(rows, text="204") == []
    assert names(rows, text="count") == names(rows, text="06 12 34") == ["Countess"]
    query = ContactQuery(text="b")
    assert rows.sections(query) == [ContactSection("B", 1)]
    bob = rows.contact_of("205", "1").id
    run(lambda db: contacts.hide(db, [int(bob)]))
    assert rows.contacts(query, "B", 0, 5) == []
    assert rows.sections(query) == []
    assert names(rows) == ["Countess"]


def test_filters_narrow_a_search(book, rows, run):
    book([("Ada", "204"), ("Adam", "205")])
    book([("Adah", "204"), ("Bob", "+33612345678")], "2", "GB")
    run(lambda db: contacts.set_favourite(db, "2", favourite=True))
    run(lambda db: contacts.set_favourite(db, "4", favourite=True))
    assert names(rows, favourites=True) == ["Adam", "Bob"]
    assert names(rows, favourites=True, text="ada") == ["Adam"]
    assert names(rows, account_ids=frozenset({"2"})) == ["Adah", "Bob"]
    assert names(rows, account_ids=frozenset({"2", "x"}), text="20") == ["Adah"]
    assert names(rows, account_ids=frozenset({"x"})) == []
    assert names(rows, unsent=True) == []
    run(
        lambda db: db.execute(
            "INSERT INTO contact_edits (account_id, contact_id, kind, state) VALUES (1, 1, 'edit', 'failed'),"
            " (2, 4, 'edit', 'sent')"
        )
    )
    assert names(rows, unsent=True) == names(rows, unsent=True, text="d") + names(rows, unsent=True, text="a")
    assert names(rows, unsent=True) == ["Ada"]


def test_a_name_of_ten_thousand_letters_is_found_by_its_end(book, rows):
    book([("Ab" * 5_000 + " zebra", "204"), ("王" * 10_000, "")])
    assert [len(name) for name in names(rows, text="zebra")] == [10_006]
    assert [len(name) for name in names(rows, text="王王")] == [10_000]


def test_who_has_a_number_is_told_in_any_account(book, rows):
    book([("Ada", "06 12 34 56 78"), ("Own", "204")])
    book([("Bob", "+33612345678"), ("Other", "204")], "2", "GB")
    assert rows.contact_of("+33612345678").name == "Ada"
    assert rows.contact_of("+33612345678", "2").name == "Bob"
    assert rows.contact_of("204", "2").name == "Other"
    assert rows.contact_of("204") is None
    assert rows.contact_of("+33700000000", "1") is None


def test_removing_an_account_takes_its_contacts_out_of_the_search(book, rows, run):
    book([("Ada", "204")])
    book([("Adah", "204")], "2", "GB")
    run(lambda db: accounts.remove(db, "1"))
    assert names(rows, text="ada") == ["Adah"]
    found = run(lambda db: db.execute("SELECT rowid FROM contacts_fts").fetchall())
    assert found == [(2,)]
    assert run(contact_search.revision) > 1


def test_what_is_typed_again_is_not_looked_for_again_until_something_changed(book, rows, run, monkeypatch):
    book([("Ada", "204"), ("Bob", "205")])
    looked = []
    real = contact_lists._ids
    monkeypatch.setattr(
        contact_lists, "_ids", lambda db, wanted: looked.append(wanted.text) or real(db, wanted)
    )
    for text in ("a", "ad", "a", "ad", "a"):
        assert names(rows, text=text) == ["Ada"]
    assert looked == ["a", "ad"]
    run(lambda db: contacts.set_favourite(db, "1", favourite=True))
    assert names(rows, text="a", favourites=True) == ["Ada"]
    run(lambda db: contacts.set_favourite(db, "1", favourite=False))
    assert names(rows, text="a", favourites=True) == []
    book([("Ada", "204"), ("Abel", "205")])
    assert names(rows, text="a") == ["Abel", "Ada"]


def test_only_so_much_is_kept(book, rows, monkeypatch):
    monkeypatch.setattr(contact_lists, "KEPT_IDS", 5)
    book([(f"Ada {letter}", "204") for letter in "bcde"])
    for text in ("ada", "a", "ad"):
        assert len(names(rows, text=text)) == 4
    assert [each.text for each in rows._contacts._lists] == ["ad"]
