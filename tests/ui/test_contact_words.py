"""A draft, two versions and all that is said of a number: without a window and without an engine."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desktop import numbers
from desktop.domain.contacts import Conflict, Contact, ContactCard
from desktop.domain.numbers import Finding
from desktop.services.contacts.checks import MAX_NAME, MAX_NUMBER
from desktop.ui import sentences_contact as words
from desktop.ui.contacts.detail.differences import NAME, differences, marks, merged
from desktop.ui.contacts.detail.draft import Draft, Lack, Obstacle, draft_of, moved_to, new_draft
from desktop.ui.contacts.detail.header import reason
from desktop.ui.contacts.detail.spelling import shown_number

NOW = datetime(2026, 11, 20, 13, 7, tzinfo=UTC)
PLACES = ("Main", "Second", "Third")
line = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
cards = st.builds(ContactCard, line, st.tuples(line, line, line))


@pytest.fixture(autouse=True)
def british():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def contact(card: ContactCard, conflict: Conflict | None = None) -> Contact:
    return Contact("1", "1", "Main", "paper", "501", card, (), conflict=conflict)


def draft(*texts: str, name: str = "Ada") -> Draft:
    given = (*texts, "", "", "")[:3]
    return draft_of(contact(ContactCard(name, given)), PLACES, "GB")


# ---- the draft


@given(cards, st.sampled_from(["GB", "FR", "US", None]))
@settings(max_examples=200, deadline=None)
def test_a_form_that_nobody_touched_changes_nothing(card, region):
    made = draft_of(contact(card), PLACES, region)
    assert not made.is_changed
    assert made.card == made.started


def test_a_number_that_was_touched_is_kept_as_it_was_typed():
    made = draft("01632960001", "0033 1 99 00 42 17").with_text(1, "06 12 34 56 78")
    assert made.numbers[0] == "+44 1632 960001"
    assert made.card.numbers == ("01632960001", "06 12 34 56 78", "")
    assert made.with_text(1, "+33 1 99 00 42 17").card == made.started


@pytest.mark.parametrize("text", ["020 7946 0018 (Bob)", "Reception", "020 7946 0018 ext 12", "1004", "*31#"])
def test_a_number_with_words_or_an_extension_is_shown_as_it_was_written(text):
    assert shown_number(text, "GB") == text


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({NAME: "Ada King"}, None),
        ({}, Obstacle(Lack.UNCHANGED)),
        ({NAME: " \t"}, Obstacle(Lack.NAME)),
        ({0: ""}, Obstacle(Lack.MAIN, 0)),
        ({NAME: "x" * (MAX_NAME + 1)}, Obstacle(Lack.TOO_LONG)),
        ({2: "1" * (MAX_NUMBER + 1)}, Obstacle(Lack.TOO_LONG, 2)),
        ({1: "+44 20 7946 06"}, Obstacle(Lack.UNFINISHED, 1)),
        ({1: "1004"}, None),
        ({1: "Ask Bob"}, None),
        ({1: "01632 960002"}, None),
        ({1: "112"}, None),
        ({NAME: "", 0: ""}, Obstacle(Lack.NAME)),
    ],
)
def test_what_stands_in_the_way_of_saving(changed, obstacle):
    made = draft("020 7946 0018")
    for field, text in changed.items():
        made = made.with_text(field, text)
    assert made.obstacle(made.checks()) == obstacle


def test_a_reason_names_the_field_that_is_meant():
    assert reason(Obstacle(Lack.UNFINISHED, 2), PLACES, hurry=True) == "Complete the third number to save"
    assert reason(Obstacle(Lack.MAIN, 0), PLACES, hurry=True) == "Fill in the main number to save"
    assert reason(Obstacle(Lack.NAME), PLACES, hurry=False) == ""
    assert reason(Obstacle(Lack.TOO_LONG, 0), ("Fax",), hurry=True) == "Shorten the number Fax to save"
    assert reason(None, PLACES, hurry=True) == ""


def test_a_new_contact_moves_to_another_phone_book_with_its_numbers():
    made = new_draft("1", PLACES, "GB", "Mary", "06 39 98 12 34")
    assert made.numbers == ("06 39 98 12 34", "", "")
    moved = moved_to(made.with_text(2, "1004"), "2", ("Number", "Fax"), "FR")
    assert (moved.account_id, moved.numbers, moved.region) == ("2", ("06 39 98 12 34", "1004"), "FR")
    assert moved.card == ContactCard("Mary", ("06 39 98 12 34", "1004"))
    assert new_draft("1", PLACES, "GB", "", "+33612345678").numbers[0] == "+33 6 12 34 56 78"
    assert new_draft("", (), None, "", "").obstacle([]) == Obstacle(Lack.NO_BOOK)


# ---- two versions


texts, long_texts = st.text(max_size=40), st.text("ab 1", min_size=150, max_size=260)


def versions(seen: ContactCard, wanted: ContactCard | None, there: ContactCard | None) -> Conflict:
    return Conflict(seen, wanted, there, NOW)


def test_who_changed_what():
    before = ContactCard("Ada", ("01632960001", "1004", "1005"))
    mine = ContactCard("Ada", ("01632960002", "1004", "1006"))
    theirs = ContactCard("Ada King", ("+44 1632 960003", "1004", "1005"))
    conflict = versions(before, mine, theirs)
    assert [(one.field, one.by_them) for one in differences(conflict, 3, "GB")] == [
        (NAME, True),
        (0, None),
        (2, False),
    ]
    assert merged(conflict, 3, "GB") == ContactCard("Ada King", ("01632960002", "1004", "1006"))


def test_another_spelling_of_a_number_is_no_difference():
    conflict = versions(
        ContactCard("Ada", ("1",)),
        ContactCard("Ada", ("020 7946 0018",)),
        ContactCard("Ada", ("+442079460018",)),
    )
    assert differences(conflict, 1, "GB") == ()


def test_where_one_side_deleted_it_there_is_nothing_to_compare():
    card = ContactCard("Ada", ("1",))
    for conflict in (versions(card, None, card), versions(card, card, None)):
        assert differences(conflict, 1, "GB") == ()
        assert merged(conflict, 1, "GB") is None


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        ("Amélie Fournier", "Amélie Fournier-Petit", (), ((15, 21),)),
        ("+33 1 99 00 42 17", "+33 1 99 00 42 71", ((15, 17),), ((15, 17),)),
        ("Fournier", "Fourneir", ((6, 7),), ((5, 6),)),
        ("Ada Byron", "Ada King", ((4, 9),), ((4, 8),)),
        ("", "Ada", (), ((0, 3),)),
        # of long texts only where they part and meet again
        ("a" * 300 + "bc" + "d" * 300, "a" * 300 + "e" + "d" * 300, ((300, 302),), ((300, 301),)),
        ("x " * 300 + "Ada", "x " * 300 + "Eve", ((600, 603),), ((600, 603),)),
        ("a " * 300, "b " * 300, ((0, 599),), ((0, 599),)),
        ("a" * 600, "a" * 601, (), ((600, 601),)),
        ("Ada", "Ada", (), ()),
    ],
)
def test_what_differs_is_marked(one, other, mine, theirs):
    assert marks(one, other) == (mine, theirs)


def test_long_texts_are_compared_at_once():
    words = " ".join(["ab" * 95] * 50), " ".join(["ba" * 95] * 50)
    letters = "ab" * 5_000, "ba" * 5_000
    pieces = "a 1 " * 2_500, "1 a " * 2_500
    began = time.process_time()
    for one, other in (words, letters, pieces):
        mine, theirs = marks(one, other)
        assert mine
        assert theirs
    assert time.process_time() - began < 1, "2,400 letters took eleven seconds"


@given(st.tuples(texts, texts) | st.tuples(long_texts, long_texts))
def test_what_is_not_marked_is_the_same_in_both(both):
    one, other = both
    mine, theirs = marks(one, other)
    assert _without(one, mine) == _without(other, theirs)
    for spans in (mine, theirs):
        assert all(start < end for start, end in spans)
        assert list(spans) == sorted(spans)


def _without(text: str, spans) -> str:
    kept, at = "", 0
    for start, end in spans:
        kept, at = kept + text[at:start], end
    return kept + text[at:]


@given(cards, cards, cards)
@settings(max_examples=200, deadline=None)
def test_the_form_of_a_conflict_holds_what_somebody_wrote(seen, wanted, there):
    made = draft_of(contact(there, versions(seen, wanted, there)), PLACES, "GB")
    assert not made.is_changed
    for field, text in enumerate(made.card.numbers):
        allowed = {" ".join(card.numbers[field].split()) for card in (wanted, there)}
        assert text in allowed or any(not part.isascii() or not part.isprintable() for part in allowed)


# ---- what is said


@pytest.mark.parametrize(
    ("text", "region", "sentence"),
    [
        ("", "GB", ""),
        ("+44 20 7946 06", "GB", "Two digits are missing: London numbers have eight digits after +44 20."),
        ("06 12 34 56 7", "FR", "One digit is missing: mobile numbers have nine digits after +33."),
        ("+33 1 99 00 42 177", "FR", "One digit too many: numbers have eight digits after +33 1."),
        ("01632 9600", "GB", "At least one digit is missing: numbers have nine or ten digits after +44."),
        ("+39 06 94", "IT", ("At least two digits are missing: "
         "Rome numbers have four to nine digits after +39 06.")),
        ("7946 0652", "GB", "Its beginning is missing: 0 and the area code, or +44."),
        ("+4", "GB", "Go on: digits are missing"),
        ("01632 960001", "GB", "United Kingdom, no such number known"),
        ("+33 1 99 00 42 17", "GB", "France, landline"),
        ("+44 20 7946 0018", "GB", "London, United Kingdom"),
        ("1004", "GB", "An extension"),
        ("112", "GB", "An emergency number is never called from here. It can be saved."),
        ("Bob", "GB", "It can be saved, but not called: this is no phone number."),
        ("0612345678", None, "Begin with + and the country's code, so that it can be called."),
        ("+999 123456", "GB", "No country has this code. Check the digits behind the +."),
        ("3900", "FR", "Short number, France"),
    ],
)  # fmt: skip
def test_what_a_form_says_of_a_number(text, region, sentence):
    assert words.finding(numbers.check(text, region)).replace("\u00a0", " ") == sentence


@given(st.sampled_from([44, 33, 1, 49, 39, 7, 61, 852]), st.text("0123456789", max_size=14))
@settings(max_examples=200, deadline=None)
def test_every_finding_has_its_sentence(code, digits):
    check = numbers.check(f"+{code}{digits}", "GB")
    said = words.finding(check)
    assert said
    assert "  " not in said
    assert said[0].isupper() or said[0].isdigit()
    if check.finding is Finding.TOO_FEW and check.digits:
        assert "missing" in said


def test_when_a_change_is_tried_again():
    later = NOW + timedelta(seconds=40)
    assert words.not_sent("Offline.", later, NOW) == "Offline. Next try in 40 s."
    assert words.not_sent("", later, NOW) == "Next try in 40 s."
    assert words.not_sent("Offline", NOW, NOW) == "Offline. It is being tried."
    assert words.not_sent("", None, NOW) == ""


def test_a_file_is_named_after_the_contact_without_what_file_systems_refuse():
    assert words.file_name("Ada/Lovelace: *1815*\n") == "Ada Lovelace 1815.vcf"
    assert words.file_name("???") == "Contact.vcf"
    assert len(words.file_name("x" * 10_000)) <= 64


def test_one_sided_changes_are_told_by_who_made_them():
    assert words.one_sided("the third number", by_them=False, theirs=False) == (
        "The third number was changed only by you, so yours is kept."
    )
    assert words.one_sided("the name", by_them=True, theirs=False) == (
        "The name was changed only by them, but yours is kept."
    )
