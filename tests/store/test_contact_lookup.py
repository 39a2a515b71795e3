"""What the command bar asks of the phonebooks stays cheap, whatever SQLite believes of their size."""

import pytest

from desktop.domain.contacts import ContactCard, ContactQuery, ProviderContact
from desktop.store import accounts, books, calls, contact_lists, contact_lookup
from desktop.store.lookup import Fit
from tests.support.stored_calls import NOON, call

PLACES = ("main", "second")


@pytest.fixture
def book(run, account):
    """Two hundred contacts, of whom the statistics of the store know nothing; calls with one of them."""
    run(lambda db: calls.upsert(db, account.id, [call("1", other="+33612000007")]))
    run(calls.indexes_ready)
    run(lambda db: accounts.add(db, "sipalto", "London", {"region": "GB"}))
    entries = [
        ProviderContact(str(number), ContactCard(f"Anna {number:03}", (f"06 12 00 {number:04}", "204")))
        for number in range(200)
    ]
    run(lambda db: books.replace_book(db, account.id, entries, places=PLACES, region="FR", now=NOON))


ASKED = [
    lambda db: contact_lookup.with_name(db, "anna", 7),
    lambda db: contact_lookup.with_name(db, "an 007", 7),
    lambda db: contact_lookup.with_number(db, ("0612",), 7),
    lambda db: contact_lookup.with_number(db, ("33612000007",), 7),
    lambda db: contact_lookup.favourites(db, 7),
    lambda db: contact_lists.ContactLists().contacts(db, ContactQuery(text="anna"), "A", 3, 7),
]


@pytest.mark.parametrize("work", ASKED)
@pytest.mark.parametrize("analysed", [False, True])
def test_contacts_are_found_by_their_ids_and_not_by_going_through_all(run, book, work, analysed):
    if analysed:
        run(lambda db: db.execute("ANALYZE"))
    asked = []

    def traced(db):
        db.exec_trace = lambda _cursor, sql, values: asked.append((sql, values)) or True
        try:
            work(db)
        finally:
            db.exec_trace = None
        return [
            (row[3], sql)
            for sql, values in asked
            if "json_each" in sql and sql.startswith("SELECT")
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        ]

    plan = run(traced)
    assert plan
    assert not [step for step, _ in plan if step.startswith(("SCAN k", "SCAN c ", "SCAN m", "SCAN calls"))], (
        plan
    )


def test_whom_one_called_comes_first_and_each_number_has_its_last_call(run, book):
    first, *others = run(lambda db: contact_lookup.with_name(db, "anna", 3))
    assert [number.number for number in first.numbers] == ["+33612000007", "204"]
    assert (first.fit, first.numbers[0].call_id, first.numbers[1].call_id) == (Fit.STARTS, "1", None)
    assert [each.folded for each in others] == ["anna 000", "anna 001"]
    (whole,) = run(lambda db: contact_lookup.with_number(db, ("33612000007",), 3))
    assert [number.fit for number in whole.numbers] == [Fit.WHOLE, None]
