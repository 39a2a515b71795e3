"""Campaigns and their numbers, as every provider that has them promises; none is named here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.domain.campaigns import (
    Between,
    CampaignFilter,
    CampaignSort,
    CampaignStatus,
    NewNumber,
    ProviderCampaign,
)
from desktop.domain.errors import ErrorKind
from desktop.domain.ports import Provider, ProviderSession
from tests.support.campaigns import FAULTS, NUMBER, campaigns, listed, numbers, source_of, trouble_of
from tests.support.contract import needs, rows

pytestmark = needs("campaigns")


async def test_the_campaigns_are_all_there_and_true(
    session: ProviderSession, name: str, truth: dict[str, Any]
) -> None:
    found = {one.provider_id: one for one in await listed(source_of(session))}
    wanted = rows(truth, "campaigns", name)
    assert set(found) == set(wanted)
    for key, campaign in found.items():
        told = wanted[key]
        assert campaign.name == told["name"]
        assert (campaign.status, campaign.type, campaign.mode) == (told["status"], told["type"], told["mode"])
        assert campaign.numbers_count == told["numbers_count"]
        assert campaign.archived == told["archived"]
        assert list(campaign.tag_ids) == told["tag_ids"]
        for moment, text in ((campaign.starts_at, "starts_at"), (campaign.started_at, "started_at")):
            assert moment == (told[text] and datetime.fromisoformat(told[text]))
    assert {one.status for one in found.values()} == set(CampaignStatus)
    assert {one.type for one in found.values()} == {"static", "dynamic"}
    assert any(one.archived for one in found.values())


async def test_small_pages_give_the_same_campaigns(session: ProviderSession) -> None:
    whole = await listed(source_of(session))
    assert await listed(source_of(session), count=5) == whole


WAYS: dict[CampaignSort, Callable[[ProviderCampaign], Any]] = {
    CampaignSort.NAME: lambda one: one.name,
    CampaignSort.STARTS: lambda one: one.starts_at,
    CampaignSort.ENDS: lambda one: one.ends_at,
    CampaignSort.NUMBERS: lambda one: one.numbers_count,
    CampaignSort.STARTED: lambda one: one.started_at,
    CampaignSort.ENDED: lambda one: one.ended_at,
    CampaignSort.STATUS: lambda one: one.status,
    CampaignSort.TYPE: lambda one: one.type,
}


@pytest.mark.parametrize("sort", CampaignSort)
@pytest.mark.parametrize("descending", [False, True])
async def test_the_provider_sorts_by_each_field(
    session: ProviderSession, sort: CampaignSort, descending: bool
) -> None:
    found = await listed(source_of(session), sort=sort, descending=descending)
    known = [value for one in found if (value := WAYS[sort](one)) is not None]
    assert known == sorted(known, reverse=descending)
    assert len(set(known)) > 1


def span(campaign: ProviderCampaign) -> Between:
    assert campaign.starts_at is not None
    return Between(from_=campaign.starts_at, before=campaign.starts_at + timedelta(days=30))


FILTERS: dict[str, tuple[Callable[[ProviderCampaign], CampaignFilter], Callable[[ProviderCampaign], Any]]] = {
    "ids": (lambda one: CampaignFilter(ids=(one.provider_id,)), lambda one: one.provider_id),
    "name": (lambda one: CampaignFilter(name=one.name), lambda one: one.name),
    "phone system": (
        lambda one: CampaignFilter(phone_system_id=one.phone_system_id or "?"),
        lambda one: one.phone_system_id,
    ),
    "extension": (
        lambda one: CampaignFilter(extension_id=one.extension_id or "?"),
        lambda one: one.extension_id,
    ),
    "mode": (lambda one: CampaignFilter(mode=one.mode or "?"), lambda one: one.mode),
    "status": (lambda one: CampaignFilter(status=one.status or "?"), lambda one: one.status),
    "type": (lambda one: CampaignFilter(type=one.type or "?"), lambda one: one.type),
    "tags": (
        lambda one: CampaignFilter(tag_ids=(one.tag_ids[0], "none")),
        lambda one: True,
    ),
    "either flow": (
        lambda one: CampaignFilter(callflow_id=one.human_callflow_id or "?"),
        lambda one: one.human_callflow_id,
    ),
    "both flows": (
        lambda one: CampaignFilter(
            human_callflow_id=one.human_callflow_id or "?", machine_callflow_id=one.machine_callflow_id or "?"
        ),
        lambda one: (one.human_callflow_id, one.machine_callflow_id),
    ),
    "webhook": (lambda one: CampaignFilter(webhook_id=one.webhook_id or "?"), lambda one: one.webhook_id),
    "archived": (lambda one: CampaignFilter(archived=one.archived), lambda one: one.archived),
    "all of it": (
        lambda one: CampaignFilter(status=one.status or "?", mode=one.mode or "?", starts=span(one)),
        lambda one: (one.status, one.mode),
    ),
}


@pytest.mark.parametrize("which", FILTERS)
async def test_the_provider_filters_by_each_condition(session: ProviderSession, which: str) -> None:
    source = source_of(session)
    every = await listed(source)
    one = next(
        one for one in every if one.webhook_id and one.machine_callflow_id and one.tag_ids and one.starts_at
    )
    wanted, told = FILTERS[which]
    found = await listed(source, wanted(one))
    assert one in found
    assert len(found) < len(every)
    assert {told(each) for each in found} == {told(one)}


async def test_the_provider_filters_by_times(session: ProviderSession) -> None:
    source = source_of(session)
    every = await listed(source)
    for key, told in (("starts", "starts_at"), ("ends", "ends_at")):
        moments = sorted({moment for one in every if (moment := getattr(one, told)) is not None})
        middle = moments[len(moments) // 2]
        for bound, holds in (
            ("from_", lambda value, at: value >= at),
            ("after", lambda value, at: value > at),
            ("until", lambda value, at: value <= at),
            ("before", lambda value, at: value < at),
        ):
            found = await listed(source, CampaignFilter(**{key: Between(**{bound: middle})}))  # type: ignore[arg-type]
            wanted = {
                one.provider_id
                for one in every
                if (at := getattr(one, told)) is not None and holds(at, middle)
            }
            assert {one.provider_id for one in found} == wanted, (key, bound)
            assert 0 < len(found) < len(every)
    aware = sorted(one.started_at for one in every if one.started_at is not None)
    late = await listed(source, CampaignFilter(started=Between(after=aware[0])))
    assert {one.started_at for one in late} == set(aware[1:])
    over = await listed(source, CampaignFilter(ended=Between(before=aware[-1] + timedelta(days=900))))
    assert {one.provider_id for one in over} == {one.provider_id for one in every if one.ended_at}


async def test_the_numbers_are_all_there_in_order(
    session: ProviderSession, name: str, truth: dict[str, Any]
) -> None:
    source = source_of(session)
    for campaign, told in rows(truth, "campaigns", name).items():
        found = await numbers(source, campaign)
        wanted = {one["provider_id"]: one for one in told["numbers"] if not one["gone"]}
        assert {one.provider_id for one in found} == set(wanted)
        assert [one.number for one in found] == sorted(one["number"] for one in wanted.values())
        for one in found:
            assert list(one.variables) == wanted[one.provider_id]["variables"]
            assert one.number == wanted[one.provider_id]["number"]
    backwards = await source.numbers(campaign, "", descending=True, first=0, count=5)
    assert [one.number for one in backwards.numbers] == [one.number for one in found[::-1][:5]]
    assert backwards.total in {None, len(found)}


async def test_a_part_of_a_number_finds_it_however_it_is_typed(
    session: ProviderSession, name: str, truth: dict[str, Any]
) -> None:
    source = source_of(session)
    for campaign, told in rows(truth, "campaigns", name).items():
        for one in told["numbers"][:2]:
            digits = one["number"].lstrip("+")
            for typed in (
                digits[3:8],
                f"+{digits}",
                f"00{digits}",
                f"+{digits[:2]} {digits[2:6]}-{digits[6:]}",
            ):
                found = await numbers(source, campaign, typed)
                assert one["provider_id"] in {each.provider_id for each in found}, typed
    assert await numbers(source, campaign, "999999999999") == []


async def test_a_campaign_that_is_not_there_is_not_found(session: ProviderSession) -> None:
    source = source_of(session)
    for unknown in ("nothing", "../campaigns", "..", "a b?c#d", "%2e%2e"):
        for work in (
            source.numbers(unknown, "", descending=False, first=0, count=5),
            source.add_number(unknown, NewNumber(NUMBER)),
            source.upload_numbers(unknown, [NewNumber(NUMBER)], 0),
        ):
            assert (await trouble_of(work)).kind is ErrorKind.NOT_FOUND, unknown
    assert (
        await source.campaigns(
            CampaignFilter(ids=("nothing",)), CampaignSort.NAME, descending=False, first=0, count=5
        )
    ).campaigns == ()


async def test_without_campaigns_there_is_nothing(provider: Provider, name: str) -> None:
    async with campaigns(provider, name, "--campaigns", "0") as there:
        assert await listed(there.source) == []


@pytest.mark.parametrize("faults", [FAULTS, "cut", "429", "wrong-type", "not-json"])
async def test_faults_that_pass_cost_no_campaign_and_no_number(
    provider: Provider, name: str, faults: str
) -> None:
    async with campaigns(provider, name, "--faults", faults) as there:
        truth = there.truth()
        for _ in range(3):
            assert {one.provider_id for one in await listed(there.source, count=5)} == set(truth)
        for campaign in list(truth)[:4]:
            found = await numbers(there.source, campaign)
            assert {one.provider_id for one in found} == there.there(campaign)
