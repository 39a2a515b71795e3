"""The do-not-call list in the store: one row for a number, searched by any part of it or by words."""

from datetime import timedelta

import pytest

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.store import do_not_call
from desktop.store.do_not_call import Keyed
from tests.support.stored_calls import NOON

PARIS = DoNotCallEntry("+33612345678", "asked not to be called", "by hand", NOON)
LONDON = DoNotCallEntry(
    "+442079460001", "Élodie's lawyer", "Import of opt-outs.csv", NOON + timedelta(days=1)
)
LOCAL = DoNotCallEntry("5550001", "", "command line", NOON + timedelta(days=2))


def keyed(*entries):
    return [Keyed(entry.number.removeprefix("+"), entry) for entry in entries]


@pytest.fixture
def listed(run):
    run(lambda db: do_not_call.put(db, keyed(PARIS, LONDON, LOCAL)))
    return run


def test_the_newest_comes_first_and_pages_follow_each_other(listed):
    assert listed(lambda db: do_not_call.page(db, "", 0, 2)) == [LOCAL, LONDON]
    assert listed(lambda db: do_not_call.page(db, "", 2, 2)) == [PARIS]
    assert listed(do_not_call.count) == 3
    assert listed(lambda db: list(do_not_call.each(db))) == [LOCAL, LONDON, PARIS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("06 12 34", [PARIS]),
        ("+33 (0)6 12", [PARIS]),
        ("7946", [LONDON]),
        ("020 7946 0001", [LONDON]),
        ("5550001", [LOCAL]),
        ("ELODIE", [LONDON]),
        ("opt-outs", [LONDON]),
        ("not to be", [PARIS]),
        ("command", [LOCAL]),
        ("  ", [LOCAL, LONDON, PARIS]),
        ("nobody", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_part_of_a_number_of_the_reason_or_of_the_source_finds_it(listed, text, found):
    assert listed(lambda db: do_not_call.page(db, text, 0, 10)) == found
    assert listed(lambda db: do_not_call.count(db, text)) == len(found)


def test_many_numbers_are_looked_for_at_once(listed):
    found = listed(lambda db: do_not_call.find(db, ["33612345678", "5550001", "1", "33612345678"]))
    assert found == {"33612345678": PARIS, "5550001": LOCAL}
    assert listed(lambda db: do_not_call.find(db, [])) == {}


def test_a_number_stands_once_and_keeps_its_place_with_another_reason(listed):
    again = DoNotCallEntry(PARIS.number, "twice now", "a call", PARIS.added_at)
    listed(lambda db: do_not_call.put(db, keyed(again)))
    assert listed(lambda db: do_not_call.page(db, "", 0, 10)) == [LOCAL, LONDON, again]
    assert listed(lambda db: do_not_call.count(db, "twice")) == 1
    assert listed(lambda db: do_not_call.count(db, "asked")) == 0


def test_what_is_taken_off_comes_back_as_it_stood(listed):
    assert listed(lambda db: do_not_call.take_off(db, "33612345678")) == PARIS
    assert listed(lambda db: do_not_call.take_off(db, "33612345678")) is None
    assert listed(lambda db: do_not_call.get(db, "33612345678")) is None
    listed(lambda db: do_not_call.put(db, keyed(PARIS)))
    assert listed(lambda db: do_not_call.get(db, "33612345678")) == PARIS
