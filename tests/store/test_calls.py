"""Taking pages of history over."""

import pytest

from desktop.domain.calls import CallFilter, Outcome, Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.transcripts import Transcript, TranscriptState
from desktop.store import accounts, calls, lines, query, tags, transcripts
from tests.support.stored_calls import NOON, OWN, call

SALES, SUPPORT = Tag("4", "Sales"), Tag("5", "Support", "#6B7280")


@pytest.fixture
def upsert(run, account):
    return lambda *rows, of=account.id: run(lambda db: calls.upsert(db, of, rows))


@pytest.fixture
def get(run):
    return lambda call_id: run(lambda db: calls.get(db, call_id))


def test_counts_are_exact(upsert, get):
    first = upsert(call("1"), call("2", outcome=Outcome.MISSED), call("3"))
    assert (first.new, first.changed, first.newly_missed, first.ids) == (3, 0, ("2",), {"1", "2", "3"})
    same = upsert(call("1"), call("2", outcome=Outcome.MISSED), call("3"))
    assert (same.new, same.changed, same.newly_missed, same.ids) == (0, 0, (), frozenset())
    mixed = upsert(call("1", duration_s=62), call("3"), call("4", outcome=Outcome.MISSED))
    assert (mixed.new, mixed.changed, mixed.newly_missed, mixed.ids) == (1, 1, ("4",), {"1", "4"})
    turned = upsert(call("3", outcome=Outcome.MISSED))
    assert (turned.changed, turned.newly_missed) == (1, ())
    assert get("1").duration_s == 62
    assert upsert() == calls.Upserted(0, 0, (), frozenset())


@pytest.mark.parametrize(
    "change",
    [
        {"caller": None},
        {"other": "+33612345679"},
        {"call": {"outcome": Outcome.BUSY}},
        {"call": {"answered_by": "+33100000009"}},
        {"call": {"line_provider_id": "32"}},
        {"call": {"answered_line_provider_id": "32"}},
        {"call": {"registered_at": NOON}},
        {"call": {"ended_at": NOON}},
        {"call": {"wait_s": None}},
        {"call": {"recording_url": "https://files.example.test/r/1.mp3"}},
        {"call": {"tags": (SALES,)}},
        {"call": {"raw_status": "odd"}},
    ],
    ids=str,
)
def test_every_column_counts_as_a_change_both_ways(upsert, change):
    before = call("1")
    inner = change.get("call")
    after = before._replace(call=before.call._replace(**inner)) if inner else before._replace(**change)
    upsert(before)
    assert (upsert(after).changed, upsert(after).changed, upsert(before).changed) == (1, 0, 1)


def test_the_same_call_twice_in_a_page_is_one(upsert, get):
    found = upsert(call("1", duration_s=1), call("1", duration_s=2))
    assert (found.new, found.changed) == (1, 0)
    assert get("1").duration_s == 2


def test_ids_stay_and_never_come_back(upsert, run, account):
    upsert(call("a"), call("b"))
    other = run(lambda db: accounts.add(db, "sipsim", "Other", {}))
    upsert(call("a"), of=other.id)
    upsert(call("b", duration_s=9))
    assert run(lambda db: calls.by_provider_id(db, account.id, "b")).id == "2"
    assert run(lambda db: calls.by_provider_id(db, other.id, "a")).id == "3"
    run(lambda db: accounts.remove(db, other.id))
    upsert(call("c"))
    assert run(lambda db: calls.by_provider_id(db, account.id, "c")).id == "4"
    assert run(lambda db: calls.by_provider_id(db, account.id, "z")) is None


def test_a_record_says_all_that_is_known(upsert, get, run, account):
    run(
        lambda db: lines.replace(
            db, account.id, [ProviderLine("31", "Sales desk", OWN, "12", LineStatus.ACTIVE)], "FR"
        )
    )
    upsert(call("x7", recording="https://files.example.test/r/7.mp3", tags=(SUPPORT, SALES)))
    found = get("1")
    assert (found.account, found.provider, found.provider_id) == ("Office", "sipsim", "x7")
    assert (found.caller, found.callee, found.other) == ("+33612345678", OWN, "+33612345678")
    assert (found.line_id, found.line, found.has_recording) == ("1", "Sales desk", True)
    assert (found.started_at, found.sorted_at, found.wait_s, found.duration_s) == (NOON, NOON, 7, 61)
    assert found.tags == (SUPPORT, SALES)
    assert (found.has_transcript, found.note, found.name, found.ended_at) == (None, None, None, None)
    back = run(lambda db: calls.as_call(db, "1"))
    assert back == call("x7", recording="https://files.example.test/r/7.mp3").call._replace(tags=found.tags)
    assert get("2") is None
    assert get("no id") is None
    assert run(lambda db: calls.as_call(db, "2")) is None


def test_a_line_that_only_a_call_names_gets_its_name_later(upsert, get, run, account):
    upsert(call("1", line="99"), call("2", line=None))
    assert (get("1").line, get("2").line, get("2").line_id) == (None, None, None)
    assert run(lines.all) == []
    run(
        lambda db: lines.replace(
            db, account.id, [ProviderLine("99", "Desk", None, None, LineStatus.ACTIVE)], None
        )
    )
    assert (get("1").line, get("1").line_id) == ("Desk", run(lines.all)[0].id)


def test_what_is_known_of_transcripts_outlives_a_change(upsert, get, run):
    upsert(call("1"))
    run(lambda db: transcripts.put(db, "1", Transcript(TranscriptState.READY)))
    upsert(call("1", duration_s=5))
    assert get("1").has_transcript is True


def test_calls_without_anything_are_kept(upsert, get):
    bare = call("1", other=None, at=NOON, line=None)
    empty = bare._replace(call=bare.call._replace(started_at=None, registered_at=None), callee=None)
    upsert(empty)
    found = get("1")
    assert (found.other, found.caller, found.started_at, found.sorted_at.year) == (None, None, None, 1970)


def test_a_removed_account_takes_no_calls(upsert, run, account):
    run(lambda db: accounts.remove(db, account.id))
    with pytest.raises(Trouble) as caught:
        upsert(call("1"))
    assert caught.value.kind is ErrorKind.NO_ACCOUNT


class TestTags:
    """Tags on calls, from pages and by hand."""

    @pytest.fixture(autouse=True)
    def _calls(self, upsert, run, account):
        upsert(call("1", tags=(SALES,)), call("2", tags=(SALES, SUPPORT)), call("3"))
        self.tagged = lambda name: [
            each.id for each in run(lambda db: list(query.select(db, CallFilter(tags=(name,)))))
        ]
        self.of = lambda call_id: [tag.name for tag in run(lambda db: calls.get(db, call_id)).tags]
        self.run, self.account = run, account.id

    def test_a_page_replaces_the_tags_of_its_calls(self, upsert):
        upsert(call("1", tags=(SUPPORT,)), call("2"))
        assert (self.tagged("sales"), self.tagged("SUPPORT")) == ([], ["1"])
        assert (self.of("1"), self.of("2")) == (["Support"], [])

    def test_by_hand(self):
        assert self.run(lambda db: tags.tag_call(db, "3", "5"))
        assert self.run(lambda db: tags.tag_call(db, "3", "5"))
        assert self.run(lambda db: tags.untag_call(db, "2", "4"))
        assert not self.run(lambda db: tags.tag_call(db, "3", "no tag"))
        assert not self.run(lambda db: tags.untag_call(db, "no call", "5"))
        assert (self.tagged("sales"), self.tagged("support")) == (["1"], ["3", "2"])

    def test_the_providers_list_renames_and_removes(self):
        renamed = Tag("4", "Été", "#111827", "seasonal")
        assert self.run(lambda db: tags.replace(db, self.account, [renamed]))
        assert not self.run(lambda db: tags.replace(db, self.account, [renamed]))
        assert self.run(lambda db: tags.all(db, self.account)) == [renamed]
        assert (self.tagged("ete"), self.tagged("sales"), self.tagged("support")) == (["2", "1"], [], [])
        assert self.of("2") == ["Été"]

    def test_a_new_name_in_a_call_is_taken_over_with_the_colour_kept(self, upsert):
        self.run(lambda db: tags.put(db, self.account, Tag("4", "Sales", "#111827")))
        upsert(call("9", tags=(Tag("4", "Vertrieb"),)))
        assert self.run(lambda db: tags.all(db, self.account))[-1] == Tag("4", "Vertrieb", "#111827")
        assert self.of("1") == ["Vertrieb"]

    def test_removing_one(self):
        self.run(lambda db: tags.remove(db, self.account, "4"))
        self.run(lambda db: tags.remove(db, self.account, "4"))
        assert (self.of("1"), self.of("2")) == ([], ["Support"])


def test_indexes_can_be_asked_for_again(upsert, run):
    upsert(call("1"))
    run(calls.indexes_ready)
    run(calls.indexes_ready)
    plan = run(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT sorted_at / 900, count(*), sum(talk_s) FROM calls"
            " GROUP BY sorted_at / 900"
        ).fetchall()
    )
    assert [row[3] for row in plan] == ["SCAN calls USING INDEX calls_by_quarter"]
