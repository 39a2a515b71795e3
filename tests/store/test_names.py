"""Whose call it is: a name from any account's phonebook, and all calls of one person together."""

from datetime import timedelta

import pytest

from desktop.domain.calls import CallFilter, Direction, Outcome
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.store import accounts, answers, attempts, books, calls, contacts, lines, names, persons, query
from tests.support.stored_calls import NOON, OWN, call

PLACES = ("main", "second", "third")
ADA, BOB, TAXI = "+33612345678", "+442079460001", "+441632960001"


@pytest.fixture
def phonebook(run, account):
    """A second account, of another country, with a phonebook; it returns how to fill any account's."""
    run(lambda db: accounts.add(db, "sipalto", "London", {"region": "GB"}))

    def fill(account_id, region, *cards):
        entries = [
            ProviderContact(str(number), ContactCard(name, (*numbers, "", "", "")[:3]))
            for number, (name, *numbers) in enumerate(cards, 501)
        ]
        run(lambda db: books.replace_book(db, account_id, entries, places=PLACES, region=region, now=NOON))

    return fill


def bring(run, account_id, *others, **more):
    rows = [
        call(str(number), other=other, at=NOON - timedelta(minutes=number), **more)
        for number, other in enumerate(others)
    ]
    run(lambda db: calls.upsert(db, account_id, rows))


def listed(run, wanted=None):
    return run(lambda db: [(one.other, one.name) for one in query.select(db, wanted or CallFilter())])


def test_a_call_has_the_name_of_the_contact_whatever_the_account_and_the_spelling(run, phonebook):
    bring(run, "1", ADA, BOB, TAXI, None, "anonymous")
    assert {name for _, name in listed(run)} == {None}
    phonebook("2", "GB", ("Ada Lovelace", "020 7946 0002", "00 33 6 12 34 56 78"), ("Taxi", "01632 960001 "))
    assert listed(run) == [
        (ADA, "Ada Lovelace"), (BOB, None), (TAXI, "Taxi"), (None, None), ("anonymous", None),
    ]  # fmt: skip
    record = run(lambda db: calls.get(db, "1"))
    assert run(lambda db: contacts.get(db, record.contact_id)).name == "Ada Lovelace"


def test_an_edit_and_a_deletion_show_at_once(run, phonebook):
    bring(run, "1", ADA)
    phonebook("2", "GB", ("Ada", "+33612345678"))
    phonebook("2", "GB", ("Countess", "+33612345678"))
    assert listed(run) == [(ADA, "Countess")]
    run(lambda db: contacts.hide(db, [1]))
    assert listed(run) == [(ADA, None)]
    run(lambda db: accounts.remove(db, "2"))
    assert listed(run) == [(ADA, None)]


def test_the_own_account_knows_best_then_who_is_known_longest(run, phonebook):
    bring(run, "1", ADA)
    bring(run, "2", ADA)
    phonebook("2", "GB", ("Second", ADA), ("Third", ADA))
    assert listed(run) == [(ADA, "Second"), (ADA, "Second")]
    phonebook("1", "FR", ("First", "06 12 34 56 78"))
    assert [(one.account_id, one.name) for one in run(lambda db: list(query.select(db, CallFilter())))] == [
        ("2", "Second"),
        ("1", "First"),
    ]


def test_an_extension_is_only_the_own_accounts_contact(run, phonebook):
    bring(run, "1", "204")
    bring(run, "2", "204")
    phonebook("2", "GB", ("Workshop", "204"))
    assert sorted(listed(run), key=str) == [("204", "Workshop"), ("204", None)]
    named = run(lambda db: [one.account_id for one in query.select(db, CallFilter(names=("work",)))])
    assert named == ["2"]
    assert run(lambda db: names.contact_of(db, "204", "1")) is None


def found(run, **wanted):
    return [number for number, _ in listed(run, CallFilter(**wanted))]


def test_any_part_of_a_name_without_accents_finds_calls_and_so_does_a_providers_answer(run, phonebook):
    bring(run, "1", ADA, BOB, TAXI, "anonymous")
    phonebook("2", "GB", ("Élodie  MARTIN-Smith", ADA), ("Straße\u202e Taxi", TAXI))
    run(lambda db: answers.put(db, "1", answers.SEARCH, "Bob", ["1"], now=NOON))
    for part in ("elodie", "ÉLO", "artin-s", "e", "martin elodie", "smith  Él"):
        assert found(run, names=(part,)) in ([ADA], [ADA, TAXI]), part
    assert found(run, names=("strasse",)) == [TAXI]
    assert found(run, names=("taxi",)) == [TAXI]
    assert found(run, names=("bob",)) == [BOB]
    assert found(run, names=("bob", "taxi")) == [BOB, TAXI]
    for nobody in ("%", "%%%", "  ", "ada", "el --- martin", "martin zz"):
        assert found(run, names=(nobody,)) == [], nobody
    # Who is meant may be a number or a name.
    assert found(run, who=("07946",)) == found(run, who=("bob",)) == [BOB]
    assert found(run, who=("lodie",)) == found(run, who=("06 12",)) == [ADA]
    assert found(run, who=("ANON",)) == ["anonymous"]


def test_all_numbers_of_a_contact_are_one_person(run, phonebook):
    bring(run, "1", ADA, BOB, "204")
    bring(run, "2", BOB, TAXI, "204", direction=Direction.OUTBOUND, outcome=Outcome.BUSY)
    phonebook("2", "GB", ("Ada", "+33 6 12 34 56 78", "020 7946 0001", "204"))
    assert sorted(found(run, contact_ids=frozenset({"1"}))) == sorted([ADA, BOB, BOB, "204"])
    assert found(run, contact_ids=frozenset({"9", "x"})) == []
    for account_id in ("1", "2"):
        line = ProviderLine("31", "Desk", OWN, "12", LineStatus.ACTIVE)
        run(lambda db, a=account_id, line=line: lines.replace(db, a, [line], "FR"))
    for number, at in ((BOB, 1), ("204", 2), (ADA, 3)):
        run(
            lambda db, number=number, at=at: attempts.begin(
                db, account_id="2", line_id="2", number=number, now=NOON + timedelta(hours=at)
            )
        )
    record = run(lambda db: calls.get(db, "2"))
    history = run(lambda db: persons.history(db, record, NOON.replace(hour=0), 20))
    assert (history.calls, history.today_from, history.today_to) == (4, 2, 2)
    assert history.numbers == (ADA, BOB, "204")
    around = [(one.account_id, one.other) for one in (*history.later, *history.earlier)]
    assert around == [("2", BOB), ("1", ADA), ("2", "204")]
    assert [one.number for one in history.attempts] == [ADA, "204", BOB]
    near = run(lambda db: persons.history(db, record, NOON.replace(hour=0), 1))
    assert [one.other for one in (*near.later, *near.earlier)] == [ADA, "204"]
    assert (near.more_later, near.more_earlier) == (True, False)


def test_ten_thousand_contacts_with_one_number_cost_no_more_than_one(run, phonebook):
    """Names are looked up for every row that is painted."""
    bring(run, "1", ADA)
    phonebook("2", "GB", *((f"Desk {number}", ADA) for number in range(200)))
    steps = []

    def counted(db):
        db.set_progress_handler(lambda: steps.append(1) is not None, 1)
        try:
            return calls.get(db, "1").name
        finally:
            db.set_progress_handler(None)

    assert run(counted) == "Desk 0"
    assert len(steps) < 400


def test_rows_that_are_passed_over_are_not_asked_for_their_names(run, phonebook):
    bring(run, "1", *[f"+3361234{number:04}" for number in range(300)])
    day = NOON.date()

    def steps(offset):
        taken = []

        def counted(db):
            db.set_progress_handler(lambda: taken.append(1) is not None, 1)
            try:
                return query.day_rows(db, CallFilter(), day, NOON.tzinfo, offset, 10)
            finally:
                db.set_progress_handler(None)

        assert len(run(counted)) == 10
        return len(taken)

    assert steps(280) - steps(0) < 280 * 25
