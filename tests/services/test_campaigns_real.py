"""Campaigns against the real sandbox: filters and sorts agree with its world, also while it fails."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from desktop.domain.accounts import AccountState
from desktop.domain.campaigns import (
    Between,
    CampaignFilter,
    CampaignNumber,
    CampaignQuery,
    CampaignSort,
    NumberQuery,
    first_list,
)
from desktop.domain.errors import Trouble
from tests.support.engine import Engine, engine
from tests.support.sandbox import running_sandbox, world

NOW = "2026-11-21T12:00:00+00:00"
SMALL = ("--calls", "4", "--contacts", "2", "--seed", "5", "--now", NOW)
FAULTS = "429,429-no-hint,5xx,cut,wrong-type,not-json"
PROVIDER = "sipcaller"


def now() -> datetime:
    return datetime.fromisoformat(NOW)


@pytest.fixture(scope="module")
def dialler() -> Iterator[dict[str, Any]]:
    with running_sandbox(*SMALL, "--campaigns", "40") as line:
        yield line


@pytest_asyncio.fixture
async def ours(tmp_path: Path, dialler: dict[str, Any]) -> AsyncIterator[Engine]:
    async with engine(tmp_path, now=now, wait_scale=0.0) as opened:
        await opened.add(dialler, "Dial", PROVIDER)
        yield opened


async def found(ours: Engine, **query: Any) -> list[str]:
    (account,) = await ours.services.campaigns.accounts()
    wanted = CampaignQuery(account.account_id, **query)
    return [one.told.provider_id async for one in ours.services.campaigns.select(wanted)]


def naive(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


FILTERS: list[tuple[CampaignFilter, Callable[[dict[str, Any]], bool]]] = [
    (CampaignFilter(), lambda one: True),
    (CampaignFilter(status="active"), lambda one: one["status"] == "active"),
    (CampaignFilter(status="canceled"), lambda one: one["status"] == "canceled"),
    (CampaignFilter(type="static"), lambda one: one["type"] == "static"),
    (CampaignFilter(mode="predictive"), lambda one: one["mode"] == "predictive"),
    (CampaignFilter(archived=True), lambda one: one["archived"]),
    (CampaignFilter(archived=False), lambda one: not one["archived"]),
    (
        CampaignFilter(tag_ids=("tag-lyon", "tag-vip")),
        lambda one: bool({"tag-lyon", "tag-vip"} & set(one["tag_ids"])),
    ),
    (
        CampaignFilter(starts=Between(from_=naive("2026-10-01"), before=naive("2026-11-14T09:00"))),
        lambda one: (
            bool(one["starts_at"])
            and naive("2026-10-01") <= naive(one["starts_at"]) < naive("2026-11-14T09:00")
        ),
    ),
    (
        CampaignFilter(status="active", type="dynamic", mode="power"),
        lambda one: (one["status"], one["type"], one["mode"]) == ("active", "dynamic", "power"),
    ),
    (CampaignFilter(name="nobody has this name"), lambda one: False),
]


@pytest.mark.parametrize(("wanted", "holds"), FILTERS)
async def test_a_filter_finds_what_the_world_says(
    ours: Engine,
    dialler: dict[str, Any],
    wanted: CampaignFilter,
    holds: Callable[[dict[str, Any]], bool],
) -> None:
    truth = {one["provider_id"] for one in world(dialler)["campaigns"] if holds(one)}
    assert set(await found(ours, filter=wanted)) == truth


async def test_ids_that_nothing_names_are_filtered_by(ours: Engine) -> None:
    (account,) = await ours.services.campaigns.accounts()
    listed = [one.told async for one in ours.services.campaigns.select(CampaignQuery(account.account_id))]
    for field, told in (
        ("phone_system_id", "phone_system_id"),
        ("extension_id", "extension_id"),
        ("human_callflow_id", "human_callflow_id"),
        ("machine_callflow_id", "machine_callflow_id"),
        ("webhook_id", "webhook_id"),
    ):
        value = next(getattr(one, told) for one in listed if getattr(one, told))
        expected = {one.provider_id for one in listed if getattr(one, told) == value}
        assert set(await found(ours, filter=CampaignFilter(**{field: value}))) == expected
    flow = next(one.human_callflow_id for one in listed if one.human_callflow_id)
    either = {one.provider_id for one in listed if flow in (one.human_callflow_id, one.machine_callflow_id)}
    assert set(await found(ours, filter=CampaignFilter(callflow_id=flow))) == either
    some = (listed[3].provider_id, listed[1].provider_id)
    assert set(await found(ours, filter=CampaignFilter(ids=some))) == set(some)


@pytest.mark.parametrize("sort", list(CampaignSort))
async def test_both_directions_of_every_sort_are_the_whole_list(
    ours: Engine, dialler: dict[str, Any], sort: CampaignSort
) -> None:
    up = await found(ours, sort=sort)
    down = await found(ours, sort=sort, descending=True)
    truth = {one["provider_id"]: one for one in world(dialler)["campaigns"]}
    assert len(up) == len(down) == len(truth) == len(set(up)) == len(set(down))
    values = [truth[each][sort.value] for each in up]
    if sort is CampaignSort.NUMBERS:
        assert values == sorted(values)
        assert [truth[each]["numbers_count"] for each in down] == sorted(values, reverse=True)
    elif sort is not CampaignSort.NAME:  # how letters are ordered is the provider's business
        known = [value for value in values if value is not None]
        assert known == sorted(known)


async def test_numbers_are_found_by_a_part_and_come_whole(ours: Engine, dialler: dict[str, Any]) -> None:
    campaign = await ours.services.campaigns.find("Loyalty survey")
    (truth,) = [one for one in world(dialler)["campaigns"] if one["name"] == "Loyalty survey"]
    every = [one async for one in ours.services.campaigns.select_numbers(NumberQuery(campaign.id))]
    there = [one for one in truth["numbers"] if not one["gone"]]
    assert {one.provider_id for one in every} == {one["provider_id"] for one in there}
    assert len(every) == len(there) == campaign.told.numbers_count
    part = there[7]["number"][-6:]
    wanted = NumberQuery(campaign.id, part, descending=True)
    some = [one.number async for one in ours.services.campaigns.select_numbers(wanted)]
    assert some == sorted((one["number"] for one in there if part in one["number"]), reverse=True)
    listing = await ours.services.campaigns.read_numbers(NumberQuery(campaign.id), 4_990, 100)
    assert (listing.rows, listing.exact, listing.kept) == (5_000, True, 10)


@pytest.mark.expects_warnings  # of the account's state
async def test_nothing_is_lost_or_done_twice_while_the_server_fails(tmp_path: Path) -> None:
    with running_sandbox(*SMALL, "--campaigns", "25", "--faults", FAULTS) as hello:
        async with engine(tmp_path, now=now, wait_scale=0.0) as opened:
            service = opened.services.campaigns
            account = await patient(lambda: opened.add(hello, "Dial", PROVIDER))
            await patient(lambda: service.refresh_one(account.id))
            truth = {one["provider_id"]: one for one in world(hello)["campaigns"]}
            listing = await service.open(first_list(account.id))
            assert (listing.rows, listing.exact, listing.kept) == (25, True, 25)
            campaign = await service.find("Loyalty survey")
            numbers = await patient(lambda: whole(opened, campaign.id))
            there = [one for one in truth[campaign.told.provider_id]["numbers"] if not one["gone"]]
            assert sorted(one.provider_id for one in numbers) == sorted(one["provider_id"] for one in there)

            gone: set[str] = set()
            for start in range(0, 300, 30):
                with suppress(Trouble):  # refused, so nothing was deleted
                    result = await service.delete_numbers(campaign.id, numbers[start : start + 30])
                    gone |= {one.provider_id for one in result.deleted}
                    assert not result.unknown
            after = next(one for one in world(hello)["campaigns"] if one["name"] == "Loyalty survey")
            left = {one["provider_id"] for one in after["numbers"] if not one["gone"]}
            assert {one.provider_id for one in numbers} - left == gone
            assert gone
            state = (await opened.services.accounts.by_name("Dial")).state
            assert state in {AccountState.OK, AccountState.OFFLINE}


async def patient(work: Callable[[], Any]) -> Any:
    """Do something that changes nothing until the server lets it."""
    for _ in range(20):
        try:
            return await work()
        except Trouble as trouble:
            met = trouble
    raise met


async def whole(ours: Engine, campaign_id: str) -> list[CampaignNumber]:
    return [one async for one in ours.services.campaigns.select_numbers(NumberQuery(campaign_id))]
