"""Attempts: folding, settling after a crash, and finding the call."""

from datetime import timedelta

import pytest

from desktop.domain.attempts import AttemptState, DialSource
from desktop.domain.calls import Direction
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.store import Store, attempts, calls, lines
from desktop.store.connection import open_encrypted, raw_key, use_wal
from desktop.store.migrate import migrate, migrations
from tests.store.conftest import KEY
from tests.support.stored_calls import NOON, call

NUMBER = "+33612345678"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _lines(run, account):
    listed = [ProviderLine(each, None, None, None, LineStatus.ACTIVE) for each in ("31", "32")]
    run(lambda db: lines.replace(db, account.id, listed, "FR"))


@pytest.fixture
def begin(run, account):
    def press(at=NOON, number=NUMBER, line="1"):
        return run(
            lambda db: attempts.begin(
                db, account_id=account.id, line_id=line, number=number, now=at, source=DialSource.ROW
            )
        )

    return press


@pytest.fixture
def placed(run, begin):
    def place(at=NOON, **given):
        pressed = begin(at, **given)
        return run(lambda db: attempts.finish(db, pressed.id, AttemptState.PLACED))

    return place


@pytest.fixture
def history(run, account):
    return lambda *rows: run(lambda db: calls.upsert(db, account.id, rows))


def dialled(provider_id, at, **given):
    return call(provider_id, direction=Direction.OUTBOUND, at=at, **given)


def test_a_repeated_press_is_the_same_press(begin, run):
    first = begin()
    assert (first.state, first.folded, first.account) == (AttemptState.SENDING, False, "Office")
    again = begin(NOON + 2.9 * SECOND)
    assert (again.id, again.folded) == (first.id, True)
    assert begin(NOON - 2.9 * SECOND).id == first.id  # the clock went back
    assert begin(NOON + 2 * SECOND, number="+33612345679").folded is False
    assert begin(NOON + 3 * SECOND).folded is False
    assert len(run(lambda db: attempts.recent(db, number=NUMBER))) == 2


def test_a_folded_press_brings_the_first_ones_result(begin, run):
    first = begin()
    done = run(
        lambda db: attempts.finish(
            db, first.id, AttemptState.FAILED, provider_id="call_1", request_id="r1", trouble="no"
        )
    )
    again = begin(NOON + SECOND)
    assert (again.state, again.provider_id, again.request_id, again.trouble) == (
        done.state,
        "call_1",
        "r1",
        "no",
    )


def test_two_presses_at_once_make_one_attempt(store, account):
    futures = [
        store.submit(
            lambda db: attempts.begin(db, account_id=account.id, line_id="1", number=NUMBER, now=NOON)
        )
        for _ in range(8)
    ]
    found = [future.result(10) for future in futures]
    assert len({attempt.id for attempt in found}) == 1
    assert [attempt.folded for attempt in found] == [False] + [True] * 7


def test_what_a_crash_left_is_unknown(begin, placed, run, store, folder):
    begin()
    placed(NOON + 10 * SECOND)
    store.close()
    later = NOON + timedelta(minutes=1)
    again = Store.open(folder, KEY)
    settled = again.submit(lambda db: attempts.settle_interrupted(db, later)).result(10)
    assert [(each.id, each.state) for each in settled] == [("1", AttemptState.UNKNOWN)]
    assert again.submit(lambda db: attempts.settle_interrupted(db, later)).result(10) == ()
    states = [each.state for each in again.submit(attempts.recent).result(10)]
    assert states == [AttemptState.PLACED, AttemptState.UNKNOWN]
    again.close()


@pytest.mark.parametrize(
    ("offset", "linked"),
    [(-61, False), (-60, True), (0, True), (600, True), (601, False)],
)
def test_the_time_around_an_attempt(placed, history, run, offset, linked):
    placed()
    history(dialled("1", NOON + offset * SECOND))
    found = run(lambda db: attempts.link_seen(db, NOON - timedelta(days=1)))
    assert [each.call_id for each in found] == (["1"] if linked else [])


def test_an_attempt_is_the_first_call_of_its_line_and_number(placed, history, run):
    placed()
    history(
        dialled("late", NOON + 9 * SECOND),
        dialled("other line", NOON, line="32"),
        dialled("other number", NOON, other="+33612345679"),
        call("inbound", at=NOON),
        dialled("first", NOON + 5 * SECOND),
    )
    (found,) = run(lambda db: attempts.link_seen(db, NOON))
    assert run(lambda db: calls.get(db, found.call_id)).provider_id == "first"
    assert run(lambda db: attempts.link_seen(db, NOON)) == ()


def test_a_call_belongs_to_one_attempt_only(placed, history, run):
    placed()
    placed(NOON + 60 * SECOND)
    history(dialled("a", NOON + 70 * SECOND))
    since = NOON - timedelta(days=1)
    assert [each.id for each in run(lambda db: attempts.link_seen(db, since))] == ["1"]
    assert [each.id for each in run(lambda db: attempts.unlinked(db, since))] == ["2"]
    history(dialled("b", NOON + 75 * SECOND))
    assert [each.id for each in run(lambda db: attempts.link_seen(db, since))] == ["2"]


def test_only_what_may_have_rung_is_looked_for(begin, run, history):
    first = begin()
    for state, looked_for in (
        (AttemptState.SENDING, False),
        (AttemptState.FAILED, False),
        (AttemptState.BUSY, False),
        (AttemptState.UNKNOWN, True),
        (AttemptState.PLACED, True),
    ):
        run(lambda db, state=state: attempts.finish(db, first.id, state))
        assert bool(run(lambda db: attempts.unlinked(db, NOON))) is looked_for
    assert run(lambda db: attempts.unlinked(db, NOON + SECOND)) == []


def test_linking_by_hand_and_reading(placed, run, history):
    history(dialled("1", NOON))
    done = placed()
    run(lambda db: attempts.link(db, done.id, "1"))
    assert run(lambda db: attempts.get(db, done.id)).call_id == "1"
    assert run(lambda db: attempts.get(db, "99")) is None
    assert run(lambda db: attempts.recent(db, number="+1")) == []


def test_what_a_softphone_got_has_no_line_and_folds_like_any_press(run, account, begin):
    def press(at, account_id):
        return run(
            lambda db: attempts.begin(db, account_id=account_id, line_id="softphone:x", number=NUMBER, now=at)
        )

    first = press(NOON, "")
    assert (first.line_id, first.account_id, first.account, first.folded) == ("softphone", "", "", False)
    assert begin(NOON + SECOND).folded
    assert press(NOON + 2 * SECOND, account.id).id == first.id
    second = press(NOON + 4 * SECOND, account.id)
    assert (second.account, second.line_id) == ("Office", "softphone")
    for state in (AttemptState.UNKNOWN, AttemptState.HANDED_OVER):
        run(lambda db, state=state: attempts.finish(db, second.id, state))
        assert run(lambda db: attempts.unlinked(db, NOON - timedelta(days=1))) == []


def test_an_older_file_keeps_its_attempts_and_never_gives_an_id_twice(tmp_path):
    path = tmp_path / "sidetone.db"
    steps = migrations()
    here = next(number for number, step in enumerate(steps) if "attempts_new" in step)
    db = open_encrypted(path, raw_key(KEY))
    use_wal(db)
    db.pragma("foreign_keys", 1)
    migrate(db, path, steps[:here])
    db.execute("INSERT INTO accounts (id, provider, name, fields) VALUES (1, 'p', 'Office', '{}')")
    db.execute("INSERT INTO lines (id, account_id, provider_id, presence) VALUES (1, 1, '31', 'listed')")
    for number in (1, 2, 3):
        db.execute(
            "INSERT INTO attempts (account_id, line_id, number, state, created_at, told)"
            " VALUES (1, 1, ?, 'placed', ?, 1)",
            (f"+3361234567{number}", number * 1_000_000),
        )
    db.execute("DELETE FROM attempts WHERE id = 3")
    migrate(db, path, steps)
    assert [(each.id, each.line_id, each.account) for each in attempts.recent(db)] == [
        ("2", "1", "Office"),
        ("1", "1", "Office"),
    ]
    made = attempts.begin(db, account_id="1", line_id="softphone", number=NUMBER, now=NOON)
    assert made.id == "4"
    db.execute("DELETE FROM accounts")
    assert attempts.recent(db) == []
    db.close()
