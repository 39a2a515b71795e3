"""Campaigns and the pages of their lists in the store: places, totals, what is forgotten, and how fast."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.campaigns import (
    Between,
    CampaignFilter,
    CampaignNumber,
    CampaignQuery,
    CampaignSort,
    LabelKind,
    NumberQuery,
    ProviderCampaign,
)
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import accounts, campaigns, listings
from desktop.store.listings import Page
from desktop.store.rows import StoreRows
from tests.support.stored_calls import NOON

LATER = NOON + timedelta(minutes=5)
FULL = ProviderCampaign(
    "c-full",
    "Été & <b>more</b>",
    status="Weird",
    type="dynamic",
    mode="predictive",
    numbers_count=0,
    starts_at=datetime(2026, 3, 1),  # noqa: DTZ001 - no zone is told
    ends_at=datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC),
    started_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    ended_at=None,
    archived=False,
    tag_ids=("t1", "7"),
    phone_system_id="p",
    extension_id="e",
    human_callflow_id="h",
    machine_callflow_id="m",
    webhook_id="w",
    extra={"colour": "blue"},
)


def number(index: int) -> CampaignNumber:
    return CampaignNumber(
        f"n{index}", f'"n{index}"', f"+1800{index:07}", ("Alex", str(index)), {"state": "new"}
    )


def page(first: int, count: int, total: int | None, *, ended: bool = False) -> Page[CampaignNumber]:
    return Page(first, [number(first + offset) for offset in range(count)], count, total, ended)


@pytest.fixture
def rows(store):
    made = StoreRows(store)
    yield made
    made.close()


@pytest.fixture
def campaign(run, account):
    """One campaign, and the key of the list of its numbers."""
    kept = run(lambda db: campaigns.keep(db, account.id, [ProviderCampaign("c1", "Spring")], NOON))
    return str(kept.ids[0])


@pytest.fixture
def key(account, campaign):
    return listings.key_of_numbers(account.id, NumberQuery(campaign))


def test_a_campaign_comes_back_as_it_was_told(run, account):
    bare = ProviderCampaign("c-bare", "")
    kept = run(lambda db: campaigns.keep(db, account.id, [FULL, bare], NOON))
    full, empty = (run(lambda db, one=one: campaigns.get(db, str(one))) for one in kept.ids)
    assert (full.told, full.account, full.provider, full.read_at) == (
        FULL,
        account.name,
        account.provider,
        NOON,
    )
    assert empty.told == bare
    assert kept.changed == {full.id, empty.id}


def test_only_what_says_other_things_has_changed(run, account):
    first = run(lambda db: campaigns.keep(db, account.id, [FULL, ProviderCampaign("b", "B")], NOON))
    again = run(lambda db: campaigns.keep(db, account.id, [ProviderCampaign("b", "New"), FULL], LATER))
    assert again.ids == first.ids[::-1]
    assert again.changed == {str(first.ids[1])}
    assert run(lambda db: campaigns.get(db, str(first.ids[0]))).read_at == LATER


def test_a_campaign_is_found_by_id_and_by_exact_name(run, account):
    other = run(lambda db: accounts.add(db, "sipsim", "Other", {}))
    run(lambda db: campaigns.keep(db, account.id, [ProviderCampaign("7", "Spring")], NOON))
    run(lambda db: campaigns.keep(db, other.id, [ProviderCampaign("7", "Spring")], NOON))
    for look in (campaigns.with_provider_id, campaigns.with_name):
        wanted = "7" if look is campaigns.with_provider_id else "Spring"
        assert len(run(lambda db, look=look, wanted=wanted: look(db, wanted))) == 2
        (one,) = run(lambda db, look=look, wanted=wanted: look(db, wanted, other.id))
        assert one.account == "Other"
    assert run(lambda db: campaigns.with_name(db, "spring")) == []


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "٣", "9" * 40])
def test_a_text_that_is_no_id_finds_nothing(run, account, campaign, text):
    assert run(lambda db: campaigns.get(db, text)) is None


def test_labels_belong_to_an_account_and_a_kind(run, account):
    other = run(lambda db: accounts.add(db, "sipsim", "Other", {}))
    run(lambda db: campaigns.set_label(db, account.id, LabelKind.TAG, "7", "Reminders"))
    run(lambda db: campaigns.set_label(db, account.id, LabelKind.CALL_FLOW, "7", "Greeting"))
    run(lambda db: campaigns.set_label(db, account.id, LabelKind.TAG, "7", "Bills"))
    labels = run(lambda db: campaigns.labels(db, account.id))
    assert labels == {(LabelKind.TAG, "7"): "Bills", (LabelKind.CALL_FLOW, "7"): "Greeting"}
    run(lambda db: campaigns.set_label(db, account.id, LabelKind.TAG, "7", ""))
    assert run(lambda db: campaigns.labels(db, account.id)) == {(LabelKind.CALL_FLOW, "7"): "Greeting"}
    assert run(lambda db: campaigns.labels(db, other.id)) == {}


def test_every_part_of_a_question_makes_another_list(account):
    wanted = CampaignQuery(account.id)
    day = datetime(2026, 3, 1)  # noqa: DTZ001
    filters = [
        CampaignFilter(),
        CampaignFilter(archived=False),
        CampaignFilter(archived=True),
        CampaignFilter(name="a"),
        CampaignFilter(ids=("a",)),
        CampaignFilter(tag_ids=("a",)),
        CampaignFilter(starts=Between(from_=day)),
        CampaignFilter(starts=Between(after=day)),
        CampaignFilter(ends=Between(from_=day)),
        CampaignFilter(human_callflow_id="a"),
        CampaignFilter(callflow_id="a"),
    ]
    keys = {listings.key_of(CampaignQuery(account.id, each)) for each in filters}
    keys.add(listings.key_of(CampaignQuery(account.id, sort=CampaignSort.STATUS)))
    keys.add(listings.key_of(CampaignQuery(account.id, descending=True)))
    assert len(keys) == len(filters) + 2
    assert listings.key_of(wanted) in keys


def test_rows_stand_where_they_were_read_and_the_rest_is_missing(run, key, rows):
    done = run(lambda db: listings.keep_numbers(db, key, page(0, 10, 1_000), NOON))
    assert (done.listing.rows, done.listing.exact, done.listing.kept) == (1_000, True, 10)
    assert (done.listing.read_at, done.changed) == (NOON, True)
    done = run(lambda db: listings.keep_numbers(db, key, page(500, 10, 1_000), LATER))
    assert (done.listing.kept, done.listing.read_at) == (20, NOON)
    shown = rows.numbers(done.listing.id, 498, 14)
    assert shown == [None, None, *[number(index) for index in range(500, 510)], None, None]
    assert rows.numbers(done.listing.id, 995, 50) == [None] * 5
    assert rows.numbers(done.listing.id, 2_000, 50) == rows.numbers("999", 0, 5) == []


def test_the_same_rows_again_change_nothing(run, key):
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, 30), NOON))
    run(lambda db: listings.keep_numbers(db, key, page(10, 10, 30), NOON))
    again = run(lambda db: listings.keep_numbers(db, key, page(0, 10, 30), LATER))
    assert (again.changed, again.listing.kept, again.listing.read_at) == (False, 20, LATER)


def test_a_first_page_that_is_another_one_forgets_what_stood_behind_it(run, key):
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, 30), NOON))
    run(lambda db: listings.keep_numbers(db, key, page(10, 10, 30), NOON))
    moved = Page(0, [number(99), *page(0, 9, 30).rows], 10, 31, ended=False)
    done = run(lambda db: listings.keep_numbers(db, key, moved, LATER))
    assert (done.changed, done.listing.rows, done.listing.kept) == (True, 31, 10)


def test_a_list_that_got_shorter_has_no_rows_behind_its_end(run, key, rows):
    run(lambda db: listings.keep_numbers(db, key, page(20, 10, 30), NOON))
    done = run(lambda db: listings.keep_numbers(db, key, page(10, 5, 15), NOON))
    assert (done.listing.rows, done.listing.kept) == (15, 5)
    assert rows.numbers(done.listing.id, 8, 100) == [None, None, *page(10, 5, 15).rows]


def test_without_a_total_rows_are_as_many_as_are_known(run, key):
    keep = lambda each, when=NOON: run(lambda db: listings.keep_numbers(db, key, each, when)).listing  # noqa: E731
    assert keep(page(0, 10, None)).rows == 10
    known = keep(page(10, 10, None))
    assert (known.rows, known.exact) == (20, False)
    assert keep(page(0, 10, None)).rows == 20
    ended = keep(page(20, 3, None, ended=True))
    assert (ended.rows, ended.exact) == (23, True)
    assert keep(page(0, 10, None), LATER).exact
    # The list has changed, so that how long it is has to be found out again.
    other = keep(Page(0, [number(50 + each) for each in range(10)], 10, None, ended=False), LATER)
    assert (other.rows, other.exact, other.kept) == (10, False, 10)


def test_a_provider_that_begins_again_has_come_to_its_end(run, key, rows):
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, None), NOON))
    again = Page(10, page(0, 10, None).rows, 10, None, ended=False)
    done = run(lambda db: listings.keep_numbers(db, key, again, NOON)).listing
    assert (done.rows, done.exact, done.kept) == (10, True, 10)


def test_rows_that_could_not_be_read_keep_their_places(run, key, rows):
    some, unread = Page(0, [number(0), number(1)], 4, 8, ended=False), CampaignNumber("", "", "")
    done = run(lambda db: listings.keep_numbers(db, key, some, NOON)).listing
    run(lambda db: listings.keep_numbers(db, key, page(4, 4, 8), NOON))
    assert rows.numbers(done.id, 0, 8) == [number(0), number(1), unread, unread, *page(4, 4, 8).rows]


def test_campaigns_of_a_list_are_shown_as_they_were_told_last(run, account, rows):
    key = listings.key_of(CampaignQuery(account.id))
    kept = run(lambda db: campaigns.keep(db, account.id, [FULL, ProviderCampaign("b", "B")], NOON))
    done = run(lambda db: listings.keep_campaigns(db, key, Page(0, kept.ids, 2, 5, ended=False), NOON))
    run(lambda db: campaigns.keep(db, account.id, [ProviderCampaign("b", "Now")], LATER))
    shown = rows.campaigns(done.listing.id, 0, 100)
    assert [one and one.name for one in shown] == [FULL.name, "Now", None, None, None]


def test_the_list_that_was_read_longest_ago_goes_first(run, account, campaign):
    keys = [
        listings.key_of_numbers(account.id, NumberQuery(campaign, part=str(each)))
        for each in range(listings.LISTINGS + 1)
    ]
    for each in keys[:-1]:
        run(lambda db, each=each: listings.keep_numbers(db, each, page(0, 2, 2), NOON))
    run(lambda db: listings.keep_numbers(db, keys[0], page(0, 2, 2), LATER))  # it is looked at again
    run(lambda db: listings.make(db, keys[-1]))
    left = [each for each in keys if run(lambda db, each=each: listings.find(db, each)) is not None]
    assert left == [keys[0], *keys[2:]]
    assert run(lambda db: db.execute("SELECT count(*) FROM listed_numbers").get) == 2 * (len(keys) - 2)


def test_what_is_deleted_goes_out_of_every_list_of_its_campaign(run, account, campaign, key, rows):
    found = listings.key_of_numbers(account.id, NumberQuery(campaign, part="3"))
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, 100), NOON))
    run(lambda db: listings.keep_numbers(db, key, page(50, 3, 100), NOON))
    part = Page(0, [number(3), number(13)], 2, 2, ended=True)
    run(lambda db: listings.keep_numbers(db, found, part, NOON))
    run(lambda db: listings.remove_numbers(db, campaign, ["n3", "n4", "n9", "n51", "nobody"]))
    one = run(lambda db: listings.find(db, key))
    assert (one.rows, one.exact, one.kept) == (96, True, 9)
    assert rows.numbers(one.id, 0, 8) == [*[number(each) for each in (0, 1, 2, 5, 6, 7, 8)], None]
    assert rows.numbers(one.id, 46, 4) == [None, number(50), number(52), None]
    other = run(lambda db: listings.find(db, found))
    assert (other.rows, rows.numbers(other.id, 0, 9)) == (1, [number(13)])


def test_forgotten_numbers_are_to_be_read_again(run, campaign, key, rows):
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, 10), NOON))
    run(lambda db: listings.forget_numbers(db, campaign))
    one = run(lambda db: listings.find(db, key))
    assert (one.rows, one.exact, one.kept, one.read_at) == (10, False, 0, None)
    assert rows.numbers(one.id, 0, 3) == [None] * 3


def test_an_account_takes_its_campaigns_along(run, account, campaign, key):
    run(lambda db: listings.keep_numbers(db, key, page(0, 10, 10), NOON))
    run(lambda db: campaigns.set_label(db, account.id, LabelKind.TAG, "7", "Reminders"))
    run(lambda db: accounts.remove(db, account.id))
    tables = ("campaigns", "listings", "listed_campaigns", "listed_numbers", "campaign_labels")
    left = {
        each: run(lambda db, each=each: db.execute(f"SELECT count(*) FROM {each}").get) for each in tables
    }
    assert left == dict.fromkeys(tables, 0)
    all_of_it = listings.key_of(CampaignQuery(account.id))
    for gone, kind in ((key, ErrorKind.NO_CAMPAIGN), (all_of_it, ErrorKind.NO_ACCOUNT)):
        with pytest.raises(Trouble) as met:
            run(lambda db, gone=gone: listings.make(db, gone))
        assert met.value.kind is kind


def test_of_a_million_numbers_those_around_the_last_page_stay_and_are_read_at_once(run, key, rows):
    """Scroll through a million rows: what is kept stays flat, and a page that is painted takes no time."""
    size, took = 1_000, []
    for first in (*range(0, 40_000, size), *range(999_000, 979_000, -size), 0, 500_000):
        listing = run(
            lambda db, first=first: listings.keep_numbers(db, key, page(first, size, 1_000_000), NOON)
        ).listing
        assert listing.kept <= listings.ROWS
        began = time.perf_counter()
        shown = rows.numbers(listing.id, first + 100, 50)
        took.append(time.perf_counter() - began)
        assert shown == [number(first + 100 + offset) for offset in range(50)]
    assert listing.rows == 1_000_000
    assert sorted(took)[len(took) // 2] < 0.05  # 0.5 ms on a machine that does nothing else
