"""The numbers behind a few digits, against a search written in Python."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.numbers import search_key, search_parts
from desktop.store import calls, lookup
from desktop.store.lookup import Fit
from tests.support.stored_calls import NOON, call

NUMBERS = ["+33612345678", "+33612345679", "+33145678901", "+442079460001", "101", "5678", "anonymous"]
TYPED = [
    "06 12",
    "+33612",
    "0033 612",
    "5678",
    "12",
    "1",
    "+33 (0)6 12 34 56 78",
    "101",
    "9",
    "%",
    '"',
    "4567",
]


def fill(db, numbers):
    db.execute("DELETE FROM calls; DELETE FROM numbers; DELETE FROM numbers_fts")
    made = [call(str(n), other=number, at=NOON - timedelta(minutes=n)) for n, number in enumerate(numbers)]
    calls.upsert(db, "1", made)


def expected(numbers, parts):
    """Return what fits, by fit and then by the place of its first call in the list, which is its newest."""
    found = []
    for place, number in enumerate(dict.fromkeys(numbers)):
        fit = lookup.fit_of(search_key(number), parts)
        if fit is not None:
            found.append((fit, place, number))
    return [number for _, _, number in sorted(found)]


@pytest.fixture(params=["during the first sync", "after it"])
def ready(run, account, request):
    if request.param == "after it":
        run(calls.indexes_ready)


@given(numbers=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=20), typed=st.sampled_from(TYPED))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_finds_each_number_once_the_best_fit_first(ready, run, numbers, typed):
    run(lambda db: fill(db, numbers))
    parts = search_parts(typed)
    found = run(lambda db: lookup.numbers_with(db, parts, 50))
    assert [each.number for each in found] == expected(numbers, parts)
    for each in found:
        newest = numbers.index(each.number)
        assert run(lambda db, i=each.call_id: calls.get(db, i)).provider_id == str(newest)
    some = run(lambda db: lookup.numbers_with(db, parts, 2))
    assert some == found[:2]


def test_without_digits_the_newest_numbers_come(ready, run):
    run(lambda db: fill(db, ["101", "+33612345678", "101", "+442079460001", "+33612345678"]))
    found = run(lambda db: lookup.latest(db, 2))
    assert [each.number for each in found] == ["101", "+33612345678"]
    assert run(lambda db: lookup.numbers_with(db, (), 7)) == []


def test_where_very_many_fit_those_called_lately_come(run, account, monkeypatch):
    monkeypatch.setattr(lookup, "FEW", 8)
    monkeypatch.setattr(lookup, "WALKED", 30)
    old = [f"+336120000{n:02}" for n in range(40)]
    run(lambda db: fill(db, ["+442079460001"] * 20 + old))
    run(calls.indexes_ready)
    found = run(lambda db: lookup.numbers_with(db, search_parts("0612"), 5))
    assert [each.number for each in found] == old[:5]
    # Those beyond what is walked through fill up, when nobody called such a number lately.
    run(lambda db: fill(db, ["+442079460001"] * 40 + old))
    found = run(lambda db: lookup.numbers_with(db, search_parts("0612"), 5))
    assert len(found) == 5
    assert all(each.number in old for each in found)


def test_a_whole_number_fits_best_then_its_beginning():
    key = search_key("+33612345678")
    assert lookup.fit_of(key, ("33612345678",)) is Fit.WHOLE
    assert lookup.fit_of(key, ("0612345678",)) is Fit.WHOLE
    assert lookup.fit_of(key, ("336",)) is Fit.STARTS
    assert lookup.fit_of(key, ("06",)) is Fit.STARTS
    assert lookup.fit_of(key, ("5678",)) is Fit.INSIDE
    assert lookup.fit_of(key, ("99", "5678")) is Fit.INSIDE
    assert lookup.fit_of(key, ("99",)) is None


@pytest.mark.parametrize("after_sync", [False, True])
def test_no_search_sorts_or_reads_all_calls(run, account, after_sync):
    run(lambda db: fill(db, NUMBERS))
    if after_sync:
        run(calls.indexes_ready)
    asked = []

    def traced(db):
        db.exec_trace = lambda _cursor, sql, values: asked.append((sql, values)) or True
        try:
            lookup.numbers_with(db, ("0612",), 7)
            lookup.numbers_with(db, ("12",), 7)
            lookup.latest(db, 7)
        finally:
            db.exec_trace = None
        return [row[3] for sql, values in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    plan = run(traced)
    assert not [step for step in plan if "TEMP B-TREE" in step or step in {"SCAN calls", "SCAN n"}], plan
    assert any("calls_by_time" in step for step in plan)
    assert any("calls_by_other" in step for step in plan) is after_sync
