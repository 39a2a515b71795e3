"""What there is with one number."""

from datetime import timedelta

import pytest

from desktop.domain.calls import Direction, Outcome
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.persons import NumberHistory
from desktop.store import accounts, attempts, calls, lines, persons
from tests.support.stored_calls import NOON, OWN, call

MIDNIGHT = NOON.replace(hour=0)
OUT, INTERNAL, MISSED = Direction.OUTBOUND, Direction.INTERNAL, Outcome.MISSED


@pytest.fixture
def _calls(run, account):
    hours = timedelta(hours=1)
    run(
        lambda db: calls.upsert(
            db,
            account.id,
            [
                call("1", at=NOON - 24 * hours, duration_s=120),
                call("2", at=NOON - 2 * hours, outcome=MISSED, duration_s=None),
                call("3", at=NOON - hours),
                call("4", at=NOON, direction=OUT),
                call("5", at=NOON, other="+442079460001"),
                call("6", at=NOON + hours, outcome=MISSED, duration_s=None),
            ],
        )
    )


def history(run, call_id, limit=20):
    def there(db):
        found = calls.get(db, call_id)
        assert found is not None
        return persons.history(db, found, MIDNIGHT, limit)

    return run(there)


def ids(found):
    return [one.id for one in found]


@pytest.mark.usefixtures("_calls")
def test_all_calls_count_and_those_round_this_one_are_listed(run):
    found = history(run, "3")
    assert (found.calls, found.talk_s, found.answered_at) == (5, 242, NOON)
    assert (found.today_from, found.today_to) == (3, 1)
    assert ids(found.later) == ["6", "4"]
    assert ids(found.earlier) == ["2", "1"]
    near = history(run, "3", limit=1)
    assert (ids(near.later), ids(near.earlier), near.calls) == (["4"], ["2"], 5)
    assert (near.more_later, near.more_earlier) == (True, True)
    assert (found.more_later, found.more_earlier) == (False, False)


@pytest.mark.usefixtures("_calls")
def test_two_calls_of_one_second_are_each_before_or_after(run, account):
    run(lambda db: calls.upsert(db, account.id, [call("7", at=NOON)]))
    assert ids(history(run, "4").later) == ["6", "7"]
    assert ids(history(run, "7").earlier)[0] == "4"


def test_a_withheld_number_is_nobody(run, account):
    run(lambda db: calls.upsert(db, account.id, [call("1", other=None), call("2", other=None)]))
    assert history(run, "1") == NumberHistory()


def test_an_extension_is_somebody_else_in_another_account(run, account):
    other = run(lambda db: accounts.add(db, "sipsim", "Branch", {"region": "FR"}))
    for one in (account, other):
        line = ProviderLine("31", "Desk", OWN, "12", LineStatus.ACTIVE)
        run(lambda db, one=one, line=line: lines.replace(db, one.id, [line], "FR"))
        rows = [
            call(str(number), other="204", direction=INTERNAL, at=NOON - timedelta(days=number))
            for number in (1, 2)
        ]
        run(lambda db, one=one, rows=rows: calls.upsert(db, one.id, rows))
        run(
            lambda db, one=one: attempts.begin(
                db, account_id=one.id, line_id=one.id, number="204", now=NOON + timedelta(hours=int(one.id))
            )
        )
    found = history(run, "1")
    assert found.calls == 2
    assert {one.account for one in (*found.earlier, *found.attempts)} == {"Office"}
