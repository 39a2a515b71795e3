"""Filters against the plainest filter there is, one written in Python."""

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.calls import CallFilter, Direction, Has, Outcome, Tag
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.numbers import search_key, search_parts
from desktop.store import accounts, answers, calls, query, transcripts
from desktop.store.fold import fold
from desktop.store.rows import StoreRows
from tests.support.stored_calls import NOON, call

NUMBERS = [
    "+33612345678",
    "+33612345679",
    "+442079460001",
    "101",
    "0",
    "anonymous",
    "sip:bob@example.test",
    None,
]
SEARCHED = [
    "06 12",
    "+33 6",
    "5678",
    "12",
    "1",
    "0044 20",
    "BOB",
    "anonymous",
    "%",
    "",
    "' OR 1=1 --",
    "(0)20 7946",
]
TAGS = [Tag("4", "Sales"), Tag("5", "Été"), Tag("6", "50 %_")]
TAG_NAMES = ["sales", "ETE", "50 %_", "%", "none"]
TURNS = ["Bonjour, c'est l'été", "the invoice is late", 'say "OR" again', "NEAR the invoice", "50% off*"]
TEXTS = [
    "ete",
    "invoice late",
    "INV",
    'say "or"',
    "near",
    "*",
    '"',
    "a AND b",
    "50%",
    "voice",
    "late^2 invoice:",
]
PARIS = ZoneInfo("Europe/Paris")

some_call = st.builds(
    dict,
    other=st.sampled_from(NUMBERS),
    direction=st.sampled_from(Direction),
    outcome=st.sampled_from(Outcome),
    at=st.integers(0, 30 * 86_400).map(lambda s: NOON - timedelta(seconds=s)),
    duration_s=st.one_of(st.none(), st.integers(0, 100)),
    line=st.sampled_from([None, "31", "32"]),
    recording=st.sampled_from([None, "https://files.example.test/r.mp3"]),
    tags=st.lists(st.sampled_from(TAGS), unique=True, max_size=2).map(tuple),
)
some_time = st.one_of(
    st.none(), st.integers(0, 31 * 86_400 * 10).map(lambda tenths: NOON - timedelta(seconds=tenths / 10))
)
some_filter = st.builds(
    CallFilter,
    since=some_time,
    until=some_time,
    directions=st.frozensets(st.sampled_from(Direction), max_size=2),
    outcomes=st.frozensets(st.sampled_from(Outcome), max_size=3),
    numbers=st.lists(st.sampled_from(SEARCHED), max_size=2).map(tuple),
    names=st.lists(st.sampled_from(["ada", "ÀDA ", "bob"]), max_size=1).map(tuple),
    tags=st.lists(st.sampled_from(TAG_NAMES), max_size=2).map(tuple),
    account_ids=st.frozensets(st.sampled_from(["1", "2", "3", "x"]), max_size=2),
    line_ids=st.frozensets(st.sampled_from(["1", "2", "3", "9"]), max_size=2),
    others=st.frozensets(st.sampled_from([*filter(None, NUMBERS), "+336123456"]), max_size=2),
    min_duration_s=st.one_of(st.none(), st.integers(0, 100)),
    max_duration_s=st.one_of(st.none(), st.integers(0, 100)),
    has=st.frozensets(st.sampled_from(Has), max_size=2),
    texts=st.lists(st.sampled_from(TEXTS), max_size=2).map(tuple),
)


def words(text):
    return "".join(char if char.isalnum() else " " for char in fold(text)).split()


def says(turn, text):
    """Whether every word of a search begins a word of the turn."""
    return bool(words(text)) and all(
        any(said.startswith(word) for said in words(turn)) for word in words(text)
    )


def fits(wanted, record, said, ada):
    """Say what `CallFilter` promises, in Python."""
    keys = search_key(record.other) if record.other is not None else ""
    return all(
        [
            wanted.since is None or record.sorted_at >= wanted.since,
            wanted.until is None or record.sorted_at < wanted.until,
            not wanted.directions or record.direction in wanted.directions,
            not wanted.outcomes or record.outcome in wanted.outcomes,
            not wanted.numbers or any(part in keys for text in wanted.numbers for part in search_parts(text)),
            not wanted.names or (record.id in ada and any(fold(name) == "ada" for name in wanted.names)),
            not wanted.tags or {fold(tag.name) for tag in record.tags} & {fold(tag) for tag in wanted.tags},
            not wanted.account_ids or record.account_id in wanted.account_ids,
            not wanted.line_ids or record.line_id in wanted.line_ids,
            wanted.min_duration_s is None
            or (record.duration_s or -1) >= wanted.min_duration_s
            or (record.duration_s == 0 == wanted.min_duration_s),
            wanted.max_duration_s is None
            or (record.duration_s is not None and record.duration_s <= wanted.max_duration_s),
            not wanted.others or record.other in wanted.others,
            Has.RECORDING not in wanted.has or record.has_recording,
            Has.TRANSCRIPT not in wanted.has or record.has_transcript,
            Has.NOTE not in wanted.has or record.note,
            not wanted.texts
            or any(says(turn, text) for turn in said.get(record.id, ()) for text in wanted.texts),
        ]
    )


def fill(db, specs):
    """Store calls in two accounts, some with transcripts, some in a provider's answer."""
    for account in (1, 2):
        transcripts.forget_account(db, account)
    db.execute("DELETE FROM call_tags; DELETE FROM calls")
    half = len(specs) // 2
    for account, some in (("1", specs[:half]), ("2", specs[half:])):
        calls.upsert(db, account, [call(str(number), **spec) for number, spec in enumerate(some)])
    said = {}
    for number, (call_id,) in enumerate(db.execute("SELECT id FROM calls ORDER BY id").fetchall()):
        if number % 3 == 0:
            turns = said[str(call_id)] = [TURNS[number % 5], TURNS[(number + 2) % 5]]
            segments = tuple(Segment(0, 1, Speaker.CALLER, 0, turn) for turn in turns)
            transcripts.put(db, str(call_id), Transcript(TranscriptState.READY, None, segments))
    answers.put(db, "1", answers.SEARCH, "Ada", ["0", "2", "not here"], now=NOON)
    found = [calls.by_provider_id(db, "1", provider_id) for provider_id in ("0", "2")]
    return said, {record.id for record in found if record is not None}


@pytest.fixture(params=["during the first sync", "after it"])
def filled(store, run, account, request):
    run(lambda db: accounts.add(db, "sipsim", "Other", {}))
    if request.param == "after it":
        run(calls.indexes_ready)
    return partial(_filled, run)


def _filled(run, specs):
    return run(lambda db: fill(db, specs))


@given(
    specs=st.lists(some_call, min_size=1, max_size=12),
    filters=st.lists(some_filter, min_size=1, max_size=12),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_filters_find_what_they_promise(filled, run, specs, filters):
    said, ada = filled(specs)
    everything = run(lambda db: list(query.select(db, CallFilter())))
    assert len(everything) == len(specs)
    assert everything == sorted(everything, key=lambda each: (each.sorted_at, int(each.id)), reverse=True)
    for wanted in filters:
        expected = [record for record in everything if fits(wanted, record, said, ada)]
        assert run(lambda db, f=wanted: list(query.select(db, f))) == expected
        talk = sum(each.duration_s or 0 for each in expected if each.outcome is Outcome.ANSWERED)
        assert run(lambda db, f=wanted: query.count(db, f)) == (len(expected), talk)
        days = run(lambda db, f=wanted: query.days(db, f, PARIS))
        by_day = [
            run(lambda db, f=wanted, day=each.day: query.day_rows(db, f, day, PARIS, 0, 100)) for each in days
        ]
        assert [record for rows in by_day for record in rows] == expected
        assert [each.calls for each in days] == [len(rows) for rows in by_day]


def test_pages_after_a_call_join_without_gap_or_repeat(filled, run):
    filled([{"at": NOON - timedelta(minutes=number // 3)} for number in range(20)])
    everything = run(lambda db: list(query.select(db, CallFilter())))
    pages, last = [], None
    while page := run(lambda db, after=last: list(query.select(db, CallFilter(), 3, after=after))):
        pages.extend(page)
        last = page[-1]
    assert pages == everything


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Paris", date(2026, 3, 29)),  # 23 hours
        ("Europe/Paris", date(2026, 10, 25)),  # 25 hours
        ("America/Havana", date(2026, 3, 8)),  # no midnight
        ("America/Havana", date(2026, 11, 1)),  # two of them
        ("Asia/Kathmandu", date(2026, 3, 29)),  # three quarters of an hour off
        ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour of change
    ],
)
def test_local_days_hold_each_call_once(filled, store, zone, day):
    local = ZoneInfo(zone)
    start = datetime(day.year, day.month, day.day, tzinfo=local).astimezone(ZoneInfo("UTC")) - timedelta(
        hours=30
    )
    filled([{"at": start + timedelta(minutes=7 * number)} for number in range(700)])
    rows = StoreRows(store, local)
    counts = rows.days(CallFilter())
    seen = []
    for each in counts:
        page = rows.rows(CallFilter(), each.day, 0, 1_000)
        assert len(page) == each.calls
        assert {record.sorted_at.astimezone(local).date() for record in page} == {each.day}
        seen.extend(page)
    assert len({record.id for record in seen}) == 700
    assert [each.day for each in counts] == sorted({each.day for each in counts}, reverse=True)
    rows.close()


def test_the_row_source_pages_and_reads_one(filled, store):
    filled([{"at": NOON - timedelta(minutes=number), "duration_s": 60} for number in range(10)])
    rows = StoreRows(store, PARIS)
    (day,) = rows.days(CallFilter())
    assert (day.calls, day.talk_s >= 0) == (10, True)
    first, second = rows.rows(CallFilter(), day.day, 0, 6), rows.rows(CallFilter(), day.day, 6, 6)
    assert [each.started_at for each in (*first, *second)] == [NOON - timedelta(minutes=m) for m in range(10)]
    assert rows.get(first[3].id) == first[3]
    assert rows.get("0") is None
    rows.close()


def test_pages_of_what_was_said_follow_the_last_count(filled, store, run):
    filled([{"at": NOON - timedelta(minutes=number)} for number in range(12)])
    rows = StoreRows(store, PARIS)
    wanted = CallFilter(texts=("invoice",), outcomes=frozenset({Outcome.ANSWERED}))
    expected = run(lambda db: list(query.select(db, wanted)))
    day = NOON.astimezone(PARIS).date()
    assert rows.rows(wanted, day, 0, 99) == expected
    assert [each.calls for each in rows.days(wanted)] == [len(expected)]
    assert rows.rows(wanted, day, 0, 2) + rows.rows(wanted, day, 2, 99) == expected
    assert rows.rows(CallFilter(texts=("nobody says this",)), day, 0, 99) == []
    rows.close()


def test_the_machines_own_zone_is_the_default(filled, store):
    filled([{"at": NOON}, {"at": NOON - timedelta(days=1)}])
    rows = StoreRows(store)
    assert [each.day for each in rows.days(CallFilter())] == [
        NOON.astimezone().date(),
        (NOON - timedelta(days=1)).astimezone().date(),
    ]
    assert len(rows.rows(CallFilter(), NOON.astimezone().date(), 0, 9)) == 1
    rows.close()
