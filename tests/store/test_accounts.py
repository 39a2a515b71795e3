"""Accounts, their lines and their cursors."""

from datetime import timedelta

import pytest

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.calls import CallFilter, Tag
from desktop.domain.campaigns import (
    CampaignNumber,
    CampaignQuery,
    LabelKind,
    NumberQuery,
    ProviderCampaign,
)
from desktop.domain.contacts import ContactCard, EditState, Pending, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.health import HalfHour
from desktop.domain.lines import LineSettings, LineStatus, ProviderLine
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.store import (
    accounts,
    answers,
    attempts,
    books,
    calls,
    campaigns,
    contact_edits,
    cursors,
    health,
    lines,
    listings,
    query,
    transcripts,
)
from desktop.store.contact_edits import Edit
from desktop.store.cursors import Window
from desktop.store.listings import Page
from tests.support.stored_calls import NOON, call

DESK = ProviderLine(
    "31", "Sales desk", "01 00 00 00 02", "12", LineStatus.ACTIVE, "ok", LineSettings(group="Sales")
)
SPARE = ProviderLine("32", None, None, "13", LineStatus.NOT_ACTIVATED)


def test_an_account_as_it_was_given(run, account):
    assert (account.id, account.provider, account.name, account.fields) == (
        "1",
        "sipsim",
        "Office",
        {"region": "FR"},
    )
    assert (account.state, account.trouble, account.missing, account.calls) == (
        AccountState.OK,
        None,
        None,
        0,
    )
    assert run(accounts.all) == [account]
    assert run(lambda db: accounts.by_name(db, "Office")) == account
    assert run(lambda db: accounts.get(db, "1")) == account
    assert run(lambda db: accounts.get(db, "one")) is None
    assert run(lambda db: accounts.by_name(db, "office")) is None
    assert run(lambda db: accounts.fields(db, "1")) == {"region": "FR"}
    assert run(lambda db: accounts.fields(db, "2")) == {}


def test_a_name_is_taken_once(run, account):
    with pytest.raises(Trouble) as caught:
        run(lambda db: accounts.add(db, "sipsim", "Office", {}))
    assert (caught.value.kind, caught.value.name) == (ErrorKind.NAME_EXISTS, "Office")


def test_state_changes_by_what_is_given(run, account):
    run(
        lambda db: accounts.update_state(
            db,
            "1",
            state=AccountState.OFFLINE,
            trouble="no net",
            missing={Ability.DIAL: "scope"},
            grant="a b",
        )
    )
    run(lambda db: accounts.update_state(db, "1", last_sync=NOON))
    run(lambda db: accounts.update_fields(db, "1", {"region": "DE"}))
    run(lambda db: accounts.update_state(db, "1"))
    found = run(lambda db: accounts.get(db, "1"))
    assert (found.state, found.trouble, found.missing) == (
        AccountState.OFFLINE,
        "no net",
        {Ability.DIAL: "scope"},
    )
    assert (found.grant, found.last_sync, found.fields) == ("a b", NOON, {"region": "DE"})
    run(lambda db: accounts.update_state(db, "1", trouble=None, missing=None, grant=None))
    found = run(lambda db: accounts.get(db, "1"))
    assert (found.state, found.trouble, found.missing, found.grant) == (
        AccountState.OFFLINE,
        None,
        None,
        None,
    )


def fill(db, account_id, word):
    lines.replace(db, account_id, [DESK], "FR")
    other = {"1": "+33611111111", "2": "+33622222222"}[account_id]
    calls.upsert(db, account_id, [call(other=other, tags=(Tag("4", word),))])
    call_id = calls.by_provider_id(db, account_id, "1").id
    turn = Segment(0, 1, Speaker.CALLER, 0, word)
    transcripts.put(db, call_id, Transcript(TranscriptState.READY, word, (turn,)))
    answers.put(db, account_id, answers.SEARCH, word, ["1"], now=NOON)
    cursors.save(db, account_id, Window(NOON, NOON + timedelta(days=1)))
    line = next(each for each in lines.all(db) if each.account_id == account_id)
    attempts.begin(db, account_id=account_id, line_id=line.id, number=f"+{account_id}", now=NOON)
    health.add(db, account_id, [HalfHour(NOON, 1)])
    db.execute("INSERT INTO missed_news (call_id) VALUES (?)", (int(call_id),))
    card = ContactCard(f"{word} Ltd", (f"0612345{account_id}00",))
    book = {"places": ("Main",), "region": "FR", "now": NOON}
    gone = ProviderContact("500", ContactCard(f"{word} of old", ("204",)))
    books.replace_book(db, account_id, [ProviderContact("501", card), gone], **book)
    kept = db.execute("SELECT max(id) - 1 FROM contacts").get
    # While an addition may have arrived, what was in the list once is remembered.
    contact_edits.keep(
        db, Edit(int(account_id), kept, Pending.ADD, EditState.SENDING, None, card, sent_at=NOON)
    )
    books.replace_book(db, account_id, [ProviderContact("501", card)], **book)
    contact_edits.put_in_trash(db, int(account_id), kept, card, NOON, favourite=False)
    (campaign,) = campaigns.keep(db, account_id, [ProviderCampaign("7", word)], NOON).ids
    campaigns.set_label(db, account_id, LabelKind.TAG, "5", word)
    key = listings.key_of(CampaignQuery(account_id))
    listings.keep_campaigns(db, key, Page(0, [campaign], 1, 1, ended=True), NOON)
    key = listings.key_of_numbers(account_id, NumberQuery(str(campaign)))
    number = CampaignNumber("8", "8", f"0612345{account_id}00", (word,))
    listings.keep_numbers(db, key, Page(0, [number], 1, 1, ended=True), NOON)


def test_removing_an_account_leaves_nothing_of_it_and_all_of_the_other(run, account):
    run(lambda db: accounts.add(db, "sipsim", "Other", {}))
    run(lambda db: fill(db, "1", "apple"))
    run(lambda db: fill(db, "2", "pear"))
    tables = run(
        lambda db: [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    )
    ours = [
        name
        for name in tables
        if not name.startswith(("sqlite", "numbers_fts_", "segments_fts_", "contacts_fts_"))
    ]
    for of_no_account in ("contacts_revision", "not_duplicates", "do_not_call", "told"):
        ours.remove(of_no_account)
    lists = {"listings": 2}  # of campaigns, and of numbers
    assert {name: run(lambda db, t=name: db.execute(f"SELECT count(*) FROM {t}").get) for name in ours} == {
        name: 2 * lists.get(name, 1) for name in ours
    }
    run(lambda db: accounts.remove(db, "1"))
    assert {name: run(lambda db, t=name: db.execute(f"SELECT count(*) FROM {t}").get) for name in ours} == {
        name: lists.get(name, 1) for name in ours
    }
    for wanted, count in (
        (CallFilter(texts=("apple",)), 0),
        (CallFilter(texts=("pear",)), 1),
        (CallFilter(numbers=("1111",)), 0),
        (CallFilter(numbers=("2222",)), 1),
        (CallFilter(names=("pear",)), 1),
        (CallFilter(tags=("apple",)), 0),
    ):
        assert run(lambda db, f=wanted: query.count(db, f))[0] == count
    leftover = "SELECT count(*) FROM {} WHERE instr(lower(CAST(block AS TEXT)), 'apple')"
    assert run(lambda db: db.execute(leftover.format("segments_fts_data")).get) == 0
    assert run(lambda db: accounts.add(db, "sipsim", "Third", {})).id == "3"


def test_lines_are_replaced_and_keep_their_ids(run, account):
    assert run(lambda db: lines.replace(db, "1", [DESK, SPARE], "FR"))
    assert not run(lambda db: lines.replace(db, "1", [DESK, SPARE], "FR"))
    desk, spare = run(lines.all)
    assert (desk.id, desk.name, desk.number, desk.extension) == ("1", "Sales desk", "+33100000002", "12")
    assert (desk.account, desk.status, desk.settings) == (
        "Office",
        LineStatus.ACTIVE,
        LineSettings(group="Sales"),
    )
    assert (spare.name, spare.number, spare.can_dial) == ("13", None, False)
    assert run(lambda db: lines.replace(db, "1", [SPARE], "FR"))
    assert [line.id for line in run(lines.all)] == ["2"]
    assert run(lambda db: lines.get(db, "1")).name == "Sales desk"
    assert run(lambda db: lines.replace(db, "1", [DESK, SPARE], "FR"))
    assert [line.id for line in run(lines.all)] == ["1", "2"]
    assert run(lambda db: lines.get(db, "9")) is None


def test_windows_newest_first_with_their_tokens(run, account):
    hour, day = timedelta(hours=1), timedelta(days=1)
    newest = Window(NOON - hour, NOON + timedelta(microseconds=5), token="t1", seen=7)
    older = Window(NOON - day, NOON - hour, done=True)
    run(lambda db: cursors.save(db, "1", older))
    run(lambda db: cursors.save(db, "1", newest))
    assert run(lambda db: cursors.load(db, "1")) == [newest, older]
    moved = Window(newest.start, newest.end, token=None, done=True, seen=9)
    run(lambda db: cursors.save(db, "1", moved))
    assert run(lambda db: cursors.load(db, "1")) == [moved, older]
    run(lambda db: cursors.replace(db, "1", [older]))
    assert run(lambda db: cursors.load(db, "1")) == [older]
    assert run(lambda db: cursors.load(db, "2")) == []


def test_a_page_that_fails_moves_no_cursor(store, run, account):
    window = Window(NOON - timedelta(days=1), NOON)

    def work(db):
        calls.upsert(db, "1", [call("1")])
        cursors.save(db, "1", window)
        raise LookupError

    with pytest.raises(LookupError):
        store.submit(work).result(10)
    assert run(lambda db: (cursors.load(db, "1"), query.count(db, CallFilter())[0])) == ([], 0)


def test_a_new_answer_replaces_the_old(run, account):
    run(lambda db: calls.upsert(db, "1", [call("1"), call("2")]))
    assert run(lambda db: answers.asked_at(db, "1", answers.SEARCH, "ada")) is None
    run(lambda db: answers.put(db, "1", answers.SEARCH, "Ada", ["1", "1"], now=NOON))
    run(lambda db: answers.put(db, "1", answers.SEARCH, "ÀDA", ["2"], now=NOON + timedelta(days=1)))
    run(lambda db: answers.put(db, "1", "employees", "ada", ["1"], now=NOON))
    found = run(lambda db: list(query.select(db, CallFilter(names=("ada",)))))
    assert [each.provider_id for each in found] == ["2"]
    assert run(lambda db: answers.asked_at(db, "1", answers.SEARCH, " ada")) == NOON + timedelta(days=1)
