"""Campaigns page by page from a provider on paper: totals nobody tells, strangers, answers that get lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.calls import CallFilter
from desktop.domain.campaigns import (
    CampaignFilter,
    CampaignNumber,
    CampaignQuery,
    CampaignSort,
    LabelKind,
    NumberQuery,
    first_list,
)
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store.rows import StoreRows
from tests.support.paper_campaigns import (
    PAGE,
    CampaignProvider,
    PaperCampaigns,
    number,
    paper_campaigns,
)

LOST = (ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED, ErrorKind.SERVER, ErrorKind.PROTOCOL)


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[PaperCampaigns]:
    async with paper_campaigns(tmp_path) as opened:
        yield opened


def fill(ours: PaperCampaigns, campaigns: int, numbers: int = 0) -> None:
    for index in range(campaigns):
        ours.dialler.put(f"c{index:02}", f"Campaign {index:02}", numbers)


def shown(ours: PaperCampaigns, listing_id: str, first: int = 0, limit: int = 100) -> list[str | None]:
    rows = StoreRows(ours.engine.store)
    try:
        return [one and one.name for one in rows.campaigns(listing_id, first, limit)]
    finally:
        rows.close()


def shown_numbers(ours: PaperCampaigns, listing_id: str, first: int, limit: int) -> list[str | None]:
    rows = StoreRows(ours.engine.store)
    try:
        return [one and one.provider_id for one in rows.numbers(listing_id, first, limit)]
    finally:
        rows.close()


def told(ours: PaperCampaigns) -> int:
    return sum(Topic.CAMPAIGNS in change.topics for change in ours.engine.heard)


async def sync(ours: PaperCampaigns) -> list[Trouble]:
    return [each.error async for each in ours.engine.services.sync.run() if isinstance(each.error, Trouble)]


# -- pages


async def test_a_list_is_opened_without_a_request_and_read_page_by_page(ours: PaperCampaigns) -> None:
    fill(ours, 25)
    empty = await ours.campaigns.open(ours.all)
    assert (empty.rows, empty.exact, empty.read_at, ours.dialler.requests) == (0, False, None, [])
    first = await ours.campaigns.read(ours.all, 0, 10)
    assert (first.id, first.rows, first.exact, first.kept) == (empty.id, 25, True, 10)
    last = await ours.campaigns.read(ours.all, 20, 10)
    assert ours.dialler.said("campaigns") == [(0, 10), (20, 10)]
    names = [f"Campaign {index:02}" for index in range(25)]
    assert shown(ours, last.id) == [*names[:10], *[None] * 10, *names[20:]]
    assert await ours.campaigns.open(ours.all) == last


async def test_filters_sorts_and_directions_are_the_providers(ours: PaperCampaigns) -> None:
    ours.dialler.put("a", "Autumn", 3)
    ours.dialler.put("b", "Birthday", 9, status="paused")
    ours.dialler.put("c", "Christmas", 6)
    ours.dialler.put("d", "Done", archived=True)
    query = CampaignQuery(ours.account_id, sort=CampaignSort.NUMBERS, descending=True)
    assert shown(ours, (await ours.campaigns.read(query)).id) == ["Birthday", "Christmas", "Autumn"]
    for wanted, names in (
        (CampaignFilter(status="paused"), ["Birthday"]),
        (CampaignFilter(name="i"), ["Birthday", "Christmas"]),
        (CampaignFilter(archived=True), ["Done"]),
        (CampaignFilter(ids=("c", "a")), ["Autumn", "Christmas"]),
        (CampaignFilter(name="nobody"), []),
    ):
        listing = await ours.campaigns.read(CampaignQuery(ours.account_id, wanted))
        assert (listing.exact, shown(ours, listing.id)) == (True, names)


async def test_a_page_is_told_of_only_when_it_shows_other_things(ours: PaperCampaigns) -> None:
    fill(ours, 3)
    await ours.campaigns.read(ours.all)
    before = told(ours)
    await ours.campaigns.read(ours.all)
    assert told(ours) == before
    ours.dialler.put("c01", "Campaign 01", status="paused")
    await ours.campaigns.read(ours.all)
    assert told(ours) == before + 1


async def test_without_totals_the_end_is_found_by_reading_on(ours: PaperCampaigns) -> None:
    fill(ours, 20)
    ours.dialler.tells_totals = False
    one = await ours.campaigns.read(ours.all, 0, 10)
    assert (one.rows, one.exact) == (10, False)
    two = await ours.campaigns.read(ours.all, 10, 10)
    assert (two.rows, two.exact) == (20, False)
    three = await ours.campaigns.read(ours.all, 20, 10)
    assert (three.rows, three.exact, three.kept) == (20, True, 20)


@pytest.mark.parametrize("tells_totals", [True, False])
@pytest.mark.parametrize("campaigns", [0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE])
async def test_every_campaign_comes_once(ours: PaperCampaigns, campaigns: int, tells_totals: bool) -> None:
    fill(ours, campaigns)
    ours.dialler.tells_totals = tells_totals
    found = [one.name async for one in ours.campaigns.select(ours.all)]
    assert found == [f"Campaign {index:02}" for index in range(campaigns)]


async def test_a_provider_that_does_not_look_at_the_range_is_not_asked_for_ever(
    ours: PaperCampaigns,
) -> None:
    fill(ours, PAGE)
    ours.dialler.put("c00", "Campaign 00", PAGE)
    ours.dialler.tells_totals = ours.dialler.looks_at_range = False
    assert len([one async for one in ours.campaigns.select(ours.all)]) == PAGE
    assert len(ours.dialler.said("campaigns")) == 2
    wanted = NumberQuery((await ours.one("c00")).id)
    assert len([one async for one in ours.campaigns.select_numbers(wanted)]) == PAGE
    await ours.campaigns.read_numbers(wanted, 0, PAGE)
    again = await ours.campaigns.read_numbers(wanted, PAGE, PAGE)
    assert (again.rows, again.exact) == (PAGE, True)


async def test_numbers_that_come_and_go_meanwhile_are_neither_lost_nor_told_twice(
    ours: PaperCampaigns,
) -> None:
    ours.dialler.put("c1", "Spring", 5 * PAGE)
    wanted = NumberQuery((await ours.one("c1")).id)
    rows = ours.dialler.listed["c1"]
    found: list[str] = []
    async for one in ours.campaigns.select_numbers(wanted):
        found.append(one.provider_id)
        if len(found) == PAGE:  # three that were told are called, and leave
            del rows[2:5]
        if len(found) == 3 * PAGE:  # two new ones stand before all others
            rows[:0] = [
                CampaignNumber("new1", '"new1"', "+1700"),
                CampaignNumber("new2", '"new2"', "+1701"),
            ]
    assert found == [f"n{index}" for index in range(5 * PAGE)]


async def test_rows_that_cannot_be_read_are_passed_over(ours: PaperCampaigns) -> None:
    fill(ours, 25)
    ours.dialler.unreadable = 2
    found = [one.name async for one in ours.campaigns.select(ours.all)]
    assert found == [f"Campaign {index:02}" for index in (*range(8), *range(10, 18), *range(20, 23))]
    listing = await ours.campaigns.read(ours.all, 0, 5)
    # They are here, so that nobody asks for them again and again.
    assert (listing.kept, shown(ours, listing.id, 0, 6)) == (5, [*found[:3], "", "", None])
    with pytest.raises(Trouble):
        await ours.campaigns.find("")


async def test_numbers_are_searched_and_sorted_by_the_provider(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring", 60)
    campaign = await ours.one("c1")
    wanted = NumberQuery(campaign.id, part="00005", descending=True)
    listing = await ours.campaigns.read_numbers(wanted)
    expected = ["n59", "n58", "n57", "n56", "n55", "n54", "n53", "n52", "n51", "n50", "n5"]
    assert shown_numbers(ours, listing.id, 0, 100) == expected
    assert [one.provider_id async for one in ours.campaigns.select_numbers(wanted)] == expected
    assert (await ours.campaigns.open_numbers(wanted)) == listing
    assert (await ours.campaigns.open_numbers(NumberQuery(campaign.id))).read_at is None


# -- finding one


async def test_a_campaign_is_found_by_our_id_the_providers_and_its_name(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring")
    by_name = await ours.campaigns.find("Spring")
    assert by_name == await ours.campaigns.find("c1") == await ours.campaigns.find(by_name.id, "Main")
    assert by_name == await ours.campaigns.get(by_name.id)
    asked = len(ours.dialler.requests)
    await ours.campaigns.find("Spring")
    assert len(ours.dialler.requests) == asked  # it is kept
    for text in ("spring", "c2", "999", "Main:c1", ""):
        with pytest.raises(Trouble) as met:
            await ours.campaigns.find(text)
        assert met.value.kind is ErrorKind.NO_CAMPAIGN
    with pytest.raises(Trouble) as met:
        await ours.campaigns.get("c1")
    assert met.value.kind is ErrorKind.NO_CAMPAIGN


async def test_two_campaigns_of_one_name_are_told_apart_by_their_ids(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring")
    ours.dialler.put("c2", "Spring")
    with pytest.raises(Trouble) as met:
        await ours.campaigns.find("Spring")
    assert met.value.kind is ErrorKind.USAGE
    assert "Several" in met.value.sentence
    assert (await ours.campaigns.find("c2")).told.provider_id == "c2"


async def test_what_is_no_id_for_the_provider_may_still_be_a_name(ours: PaperCampaigns) -> None:
    async def refuse(method: str, what: object) -> None:
        if method == "campaigns" and len(ours.dialler.requests) == 1:
            raise Trouble(ErrorKind.INVALID, detail="not a UUID")

    ours.dialler.put("c1", "Spring")
    ours.dialler.before = refuse
    assert (await ours.campaigns.find("Spring")).told.provider_id == "c1"


async def test_a_campaign_is_asked_about_anew_also_once_it_is_archived(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring", 3)
    campaign = await ours.one("c1")
    ours.dialler.put("c1", "Spring", 4, archived=True, status="finished")
    fresh = await ours.campaigns.refresh(campaign.id)
    assert (fresh.id, fresh.told.numbers_count, fresh.told.archived) == (campaign.id, 4, True)
    del ours.dialler.there["c1"]
    with pytest.raises(Trouble) as met:
        await ours.campaigns.refresh(campaign.id)
    assert (met.value.kind, met.value.account) == (ErrorKind.NOT_FOUND, "Main")


# -- deleting


async def chosen(ours: PaperCampaigns, *indexes: int) -> tuple[str, list[CampaignNumber]]:
    campaign = await ours.one("c1")
    return campaign.id, [number(index) for index in indexes]


async def test_deleted_numbers_are_gone_here_and_there(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring", 60)
    campaign_id, some = await chosen(ours, 3, 4, 20)
    wanted = NumberQuery(campaign_id)
    await ours.campaigns.read_numbers(wanted, 0, 30)
    ours.dialler.there["c1"] = ours.dialler.there["c1"]
    result = await ours.campaigns.delete_numbers(campaign_id, some)
    assert (list(result.deleted), result.there, result.unknown, result.reason) == (some, (), (), "")
    assert ours.dialler.said("delete") == [('"n3"', '"n4"', '"n20"')]
    listing = await ours.campaigns.open_numbers(wanted)
    assert (listing.rows, listing.kept) == (57, 27)
    assert shown_numbers(ours, listing.id, 0, 4) == ["n0", "n1", "n2", "n5"]


@pytest.mark.parametrize("kind", LOST)
async def test_after_a_lost_answer_the_list_tells_and_nothing_is_sent_again(
    ours: PaperCampaigns, kind: ErrorKind
) -> None:
    async def lost(method: str, what: object) -> None:
        if method == "delete":
            raise Trouble(kind, status=500)

    ours.dialler.put("c1", "Spring", 60)
    campaign_id, some = await chosen(ours, 3, 4)
    ours.dialler.after = lost
    result = await ours.campaigns.delete_numbers(campaign_id, some)
    assert (list(result.deleted), result.there) == (some, ())
    assert len(ours.dialler.said("delete")) == 1

    ours.dialler.after, ours.dialler.before = None, lost
    _, more = await chosen(ours, 5, 6)
    result = await ours.campaigns.delete_numbers(campaign_id, more)
    assert (result.deleted, list(result.there)) == ((), more)
    assert result.reason == Trouble(kind, status=500).sentence
    assert len(ours.dialler.said("delete")) == 2


async def test_when_no_list_can_be_read_either_nobody_knows(ours: PaperCampaigns) -> None:
    async def offline(method: str, what: object) -> None:
        if method in ("delete", "numbers"):
            raise Trouble(ErrorKind.TIMEOUT)

    ours.dialler.put("c1", "Spring", 60)
    campaign_id, some = await chosen(ours, 3)
    await ours.campaigns.read_numbers(NumberQuery(campaign_id))
    ours.dialler.before = offline
    result = await ours.campaigns.delete_numbers(campaign_id, some)
    assert (result.deleted, result.there, list(result.unknown)) == ((), (), some)
    assert result.reason
    assert (await ours.campaigns.open_numbers(NumberQuery(campaign_id))).read_at is None


@pytest.mark.parametrize("kind", [ErrorKind.CONFLICT, ErrorKind.RATE_LIMITED, ErrorKind.SIGN_IN])
@pytest.mark.expects_warnings  # of the account that has to sign in
async def test_a_refusal_of_the_first_request_is_raised(ours: PaperCampaigns, kind: ErrorKind) -> None:
    async def refuse(method: str, what: object) -> None:
        if method == "delete":
            raise Trouble(kind)

    ours.dialler.put("c1", "Spring", 60)
    campaign_id, some = await chosen(ours, 3)
    ours.dialler.before = refuse
    with pytest.raises(Trouble) as met:
        await ours.campaigns.delete_numbers(campaign_id, some)
    assert (met.value.kind, met.value.account) == (kind, "Main")
    assert ours.dialler.said("numbers") == []


async def test_what_was_not_sent_any_more_is_still_there(ours: PaperCampaigns) -> None:
    async def once(method: str, what: object) -> None:
        if method == "delete" and len(ours.dialler.said("delete")) == 2:
            raise Trouble(ErrorKind.RATE_LIMITED)

    ours.dialler.put("c1", "Spring", 600)
    campaign_id, some = await chosen(ours, *range(500))
    ours.dialler.before = once
    result = await ours.campaigns.delete_numbers(campaign_id, some)
    assert (len(result.deleted), len(result.there), result.unknown) == (200, 300, ())
    assert "pause" in result.reason
    assert len(ours.dialler.listed["c1"]) == 400


async def test_too_much_at_once_is_sent_in_halves(ours: PaperCampaigns) -> None:
    async def small(method: str, what: object) -> None:
        if method == "delete" and isinstance(what, tuple) and len(what) > 60:
            raise Trouble(ErrorKind.TOO_LARGE, status=413)

    ours.dialler.put("c1", "Spring", 200)
    campaign_id, some = await chosen(ours, *range(150))
    ours.dialler.before = small
    result = await ours.campaigns.delete_numbers(campaign_id, some)
    assert sorted(one.number for one in result.deleted) == sorted(one.number for one in some)
    assert len(ours.dialler.listed["c1"]) == 50


async def test_numbers_without_an_id_stay_and_it_says_why(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring", 5)
    campaign_id, some = await chosen(ours, 1)
    nameless = CampaignNumber("", "", "+1800")
    result = await ours.campaigns.delete_numbers(campaign_id, [*some, nameless])
    assert (list(result.deleted), result.there) == (some, (nameless,))
    assert "no id" in result.reason


@pytest.mark.parametrize("said", [{"type": "static"}, {"status": "finished"}, {"status": "paused"}])
async def test_a_campaign_that_cannot_be_changed_by_now_is_left_alone(
    ours: PaperCampaigns, said: dict[str, str]
) -> None:
    ours.dialler.put("c1", "Spring", 5)
    campaign_id, some = await chosen(ours, 1)
    ours.dialler.put("c1", "Spring", 5, **said)
    with pytest.raises(Trouble) as met:
        await ours.campaigns.delete_numbers(campaign_id, some)
    assert met.value.kind is ErrorKind.UNSUPPORTED
    assert ours.dialler.said("delete") == []


# -- accounts, labels, sync


async def test_an_account_without_calls_syncs_by_its_campaigns(ours: PaperCampaigns) -> None:
    fill(ours, 25)
    (result,) = [each async for each in ours.engine.services.sync.run()]
    assert (result.complete, result.error, result.campaigns) == (True, None, 25)
    (account,) = await ours.engine.services.accounts.all()
    assert account.state is AccountState.OK
    assert account.last_sync is not None
    listing = await ours.campaigns.open(first_list(ours.account_id))
    assert (listing.rows, listing.exact, listing.kept) == (25, True, 25)
    assert told(ours)
    del ours.dialler.there["c07"]
    ours.dialler.put("c08", "Campaign 08", status="paused")
    (result,) = [each async for each in ours.engine.services.sync.run()]
    assert result.campaigns == 1
    assert (await ours.campaigns.open(first_list(ours.account_id))).rows == 24


@pytest.mark.expects_warnings  # of the account's state
@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ErrorKind.SIGN_IN, AccountState.SIGN_IN),
        (ErrorKind.OFFLINE, AccountState.OFFLINE),
        (ErrorKind.FORBIDDEN, AccountState.ERROR),
    ],
)
async def test_an_account_follows_what_its_campaigns_meet(
    ours: PaperCampaigns, kind: ErrorKind, state: AccountState
) -> None:
    async def refuse(method: str, what: object) -> None:
        raise Trouble(kind)

    fill(ours, 3)
    ours.dialler.before = refuse
    (met,) = await sync(ours)
    assert (met.kind, met.account) == (kind, "Main")
    assert (await ours.engine.services.accounts.by_name("Main")).state is state
    ours.dialler.before = None
    assert await sync(ours) == []
    assert (await ours.engine.services.accounts.by_name("Main")).state is AccountState.OK


@pytest.mark.expects_warnings  # of the account's state
async def test_reading_a_page_tells_that_the_sign_in_ended(ours: PaperCampaigns) -> None:
    async def refuse(method: str, what: object) -> None:
        raise Trouble(ErrorKind.SIGN_IN)

    fill(ours, 3)
    await ours.campaigns.read(ours.all)
    ours.dialler.before = refuse
    with pytest.raises(Trouble):
        await ours.campaigns.read(ours.all)
    assert (await ours.engine.services.accounts.by_name("Main")).state is AccountState.SIGN_IN
    assert (await ours.campaigns.open(ours.all)).kept == 3


async def test_a_refused_question_says_nothing_of_the_account(ours: PaperCampaigns) -> None:
    async def refuse(method: str, what: object) -> None:
        raise Trouble(ErrorKind.INVALID, detail="unknown filter")

    ours.dialler.before = refuse
    with pytest.raises(Trouble):
        await ours.campaigns.read(ours.all)
    assert (await ours.engine.services.accounts.by_name("Main")).state is AccountState.OK


async def test_accounts_that_may_not_read_campaigns_say_why(tmp_path: Path) -> None:
    provider = CampaignProvider(lacks={Ability.CAMPAIGNS: "the key's roles do not allow it"})
    async with paper_campaigns(tmp_path, provider) as ours:
        (account,) = await ours.campaigns.accounts()
        assert (account.account, account.region, account.refusal) == (
            "Main",
            "GB",
            "the key's roles do not allow it",
        )
        with pytest.raises(Trouble) as met:
            await ours.campaigns.read(ours.all)
        assert met.value.kind is ErrorKind.UNSUPPORTED
        assert await ours.campaigns.refresh_one(ours.account_id) == 0


async def test_a_search_for_calls_asks_no_account_that_never_had_any(ours: PaperCampaigns) -> None:
    await sync(ours)
    assert await ours.engine.services.answers.ask(CallFilter(names=("ada",))) == ()
    named = CallFilter(names=("ada",), account_ids=frozenset({ours.account_id}))
    (met,) = await ours.engine.services.answers.ask(named)
    assert met.kind is ErrorKind.UNSUPPORTED


async def test_labels_are_kept_on_one_line_and_told_of(ours: PaperCampaigns) -> None:
    before = told(ours)
    await ours.campaigns.set_label(ours.account_id, LabelKind.TAG, "t1", " Bills \n 2026 ")
    assert await ours.campaigns.labels(ours.account_id) == {(LabelKind.TAG, "t1"): "Bills 2026"}
    assert told(ours) == before + 1
    with pytest.raises(Trouble) as met:
        await ours.campaigns.set_label("99", LabelKind.TAG, "t1", "x")
    assert met.value.kind is ErrorKind.NO_ACCOUNT


async def test_numbers_that_something_else_changed_are_read_anew(ours: PaperCampaigns) -> None:
    ours.dialler.put("c1", "Spring", 5)
    wanted = NumberQuery((await ours.one("c1")).id)
    await ours.campaigns.read_numbers(wanted)
    await ours.campaigns.forget_numbers(wanted.campaign_id)
    listing = await ours.campaigns.open_numbers(wanted)
    assert (listing.kept, listing.read_at) == (0, None)
