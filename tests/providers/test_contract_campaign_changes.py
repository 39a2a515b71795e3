"""Numbers that go into campaigns and out again, as every provider of campaigns promises; none is named."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from desktop.domain.campaigns import NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Provider
from tests.support.campaigns import NUMBER, campaigns, listed, numbers, source_of, trouble_of
from tests.support.contract import needs, opened, ways
from tests.support.sandbox import running_sandbox

pytestmark = needs("campaigns")


async def test_a_number_is_added_with_one_request_and_can_be_deleted(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        keys: set[type] = set()
        for campaign in there.changeable():
            before = there.there(campaign)
            for new in (NewNumber(NUMBER), NewNumber("+18005550101", ("Zo\u00eb \u201cZ\u201d", "", "042"))):
                with there.requests() as requests:
                    receipt = await there.source.add_number(campaign, new)
                assert len(requests) == 1
                assert receipt.taken in {None, 1}
                assert there.sent(campaign)[new.number] == 1
            await there.source.add_number(campaign, NewNumber(NUMBER))
            assert there.sent(campaign)[NUMBER] == 2, "what a person wants twice is there twice"
            fresh = [one for one in await numbers(there.source, campaign) if one.provider_id not in before]
            assert sorted(one.variables for one in fresh) == [(), (), ("Zo\u00eb \u201cZ\u201d", "", "042")]
            keys |= {type(json.loads(one.key)) for one in fresh}
            with there.requests() as requests:
                await there.source.delete_numbers(campaign, [one.key for one in fresh])
            assert len(requests) == 1
            assert there.there(campaign) == before
            await there.source.delete_numbers(campaign, [one.key for one in fresh])  # gone is as it should be
            assert there.there(campaign) == before
        assert keys == {int, str}, "ids of both types went back as they came"


AWKWARD = (
    'a "quoted" text',
    "comma, semicolon; tab\t",
    "two\nlines and\r\nthree",
    " spaces around ",
    "=1+1",
    "'",
    '"',
    "\u05d7\u05e9\u05d1\u05d5\u05df \u202eabc \U0001f469\u200d\U0001f373",
    "0042",
    "3.36E+10",
    "",
)


async def test_many_arrive_as_they_were_sent_with_one_request(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        for campaign in there.changeable():
            new = [
                NewNumber(f"+1800555{place:04}", (text, AWKWARD[-place]))
                for place, text in enumerate(AWKWARD)
            ]
            new += [NewNumber("5550001", ("local", "1")), NewNumber(NUMBER, ("a", "b")), new[0]]
            before = there.there(campaign)
            with there.requests() as requests:
                receipt = await there.source.upload_numbers(campaign, new, 2)
            assert len(requests) == 1
            assert receipt.taken in {None, len(new)}
            arrived = [one for one in there.truth()[campaign]["numbers"] if one["provider_id"] not in before]
            assert [(one["sent"], tuple(one["variables"])) for one in arrived] == [
                (one.number, one.variables) for one in new
            ]
            plain = [NewNumber("+18005559001"), NewNumber("+18005559002")]
            await there.source.upload_numbers(campaign, plain, 0)
            assert [there.sent(campaign)[one.number] for one in plain] == [1, 1]


async def test_a_piece_of_the_largest_size_is_taken(provider: Provider, name: str) -> None:
    manifest = provider.manifest
    async with campaigns(provider, name) as there:
        campaign = there.changeable()[0]
        room = manifest.upload_bytes // manifest.upload_rows - 20
        new = [NewNumber(f"+1800{place:07}", ("x" * room,)) for place in range(manifest.upload_rows)]
        await there.source.upload_numbers(campaign, new, 1)
        assert there.truth()[campaign]["numbers_count"] >= manifest.upload_rows


async def test_a_row_with_another_count_of_variables_never_leaves(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        campaign = there.changeable()[0]
        new = [NewNumber(NUMBER, ("a",)), NewNumber("+18005550101", ("a", "b"))]
        with there.requests() as requests:
            trouble = await trouble_of(there.source.upload_numbers(campaign, new, 1))
        assert (trouble.kind, requests) == (ErrorKind.USAGE, [])


async def test_a_file_that_is_too_large_says_so_and_nothing_is_taken(provider: Provider, name: str) -> None:
    async with campaigns(provider, name, "--upload-limit", "2000") as there:
        campaign = there.changeable()[0]
        before = there.there(campaign)
        new = [NewNumber(f"+1800555{place:04}") for place in range(400)]
        trouble = await trouble_of(there.source.upload_numbers(campaign, new, 0))
        assert trouble.kind is ErrorKind.TOO_LARGE
        assert there.there(campaign) == before
        await there.source.upload_numbers(campaign, new[:100], 0)
        assert len(there.there(campaign)) == len(before) + 100


async def test_a_campaign_that_takes_no_numbers_is_a_conflict_with_a_reason(
    provider: Provider, name: str
) -> None:
    async with campaigns(provider, name) as there:
        truth = there.truth()
        closed = [key for key, told in truth.items() if not told["takes_numbers"]]
        assert {(truth[key]["status"], truth[key]["type"]) for key in closed} >= {
            ("active", "static"),
            ("draft", "dynamic"),
            ("paused", "dynamic"),
            ("canceled", "dynamic"),
            ("finished", "static"),
        }
        for campaign in closed:
            some = [one.key for one in await numbers(there.source, campaign)][:1]
            for work in (
                there.source.add_number(campaign, NewNumber(NUMBER)),
                there.source.upload_numbers(campaign, [NewNumber(NUMBER)], 0),
                there.source.delete_numbers(campaign, some),
            ):
                trouble = await trouble_of(work)
                assert trouble.kind is ErrorKind.CONFLICT
                assert trouble.detail
        assert there.truth() == truth


async def test_one_that_is_paused_meanwhile_is_a_conflict(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        campaign = there.changeable()[0]
        await there.source.add_number(campaign, NewNumber(NUMBER))
        there.press(f"campaigns/{campaign}", state="paused")
        trouble = await trouble_of(there.source.add_number(campaign, NewNumber(NUMBER)))
        assert (trouble.kind, there.sent(campaign)[NUMBER]) == (ErrorKind.CONFLICT, 1)
        there.press(f"campaigns/{campaign}", state="active")
        await there.source.add_number(campaign, NewNumber(NUMBER))
        assert there.sent(campaign)[NUMBER] == 2


async def test_what_is_no_number_is_refused_and_the_whole_file_with_it(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        campaign = there.changeable()[0]
        before = there.there(campaign)
        for work in (
            there.source.add_number(campaign, NewNumber("Alex")),
            there.source.upload_numbers(campaign, [NewNumber(NUMBER), NewNumber("3.36E+10")], 0),
        ):
            trouble = await trouble_of(work)
            assert trouble.kind is ErrorKind.INVALID
            assert trouble.detail
        assert there.there(campaign) == before


# -- faults


@pytest.mark.parametrize("fault", ["cut", "not-json", "5xx"])
async def test_an_answer_that_is_lost_leaves_it_open_and_nothing_is_sent_again(
    provider: Provider, name: str, fault: str
) -> None:
    """Of every three requests one is hit, so a few of the changes meet the fault."""
    async with campaigns(provider, name, "--faults", fault) as there:
        campaign = there.changeable()[0]
        kinds: dict[str, ErrorKind | None] = {}
        with there.requests() as requests:
            for place in range(12):
                number = f"+1800555{place:04}"
                work = (
                    there.source.add_number(campaign, NewNumber(number))
                    if place % 2
                    else there.source.upload_numbers(campaign, [NewNumber(number)], 0)
                )
                try:
                    await work
                    kinds[number] = None
                except Trouble as trouble:
                    kinds[number] = trouble.kind
        assert set(kinds.values()) == {None, ErrorKind.ADDED_UNKNOWN}
        assert len(requests) == 12
        arrived = there.sent(campaign)
        for number, kind in kinds.items():
            assert arrived[number] <= 1
            assert kind is ErrorKind.ADDED_UNKNOWN or arrived[number] == 1


@pytest.mark.parametrize(("fault", "kind"), [("401", ErrorKind.SIGN_IN), ("429", ErrorKind.RATE_LIMITED)])
async def test_what_was_refused_before_it_was_looked_at_is_nowhere(
    provider: Provider, name: str, fault: str, kind: ErrorKind
) -> None:
    async with campaigns(provider, name, "--faults", fault) as there:
        campaign = there.changeable()[0]
        refused: list[Trouble] = []
        for place in range(9):
            number = f"+1800555{place:04}"
            try:
                await there.source.upload_numbers(campaign, [NewNumber(number)], 0)
                assert there.sent(campaign)[number] == 1
            except Trouble as trouble:
                refused.append(trouble)
                assert there.sent(campaign)[number] == 0
        assert {trouble.kind for trouble in refused} == {kind}
        if kind is ErrorKind.RATE_LIMITED:
            assert {trouble.retry_after_s for trouble in refused} == {1.0}


async def test_a_key_that_has_ended_is_a_sign_in_everywhere(provider: Provider, name: str) -> None:
    async with campaigns(provider, name) as there:
        campaign = there.changeable()[0]
        some = [one.key for one in await numbers(there.source, campaign)][:1]
        there.press("keys", hold=False)
        works: Sequence[Any] = (
            listed(there.source),
            there.source.numbers(campaign, "", descending=False, first=0, count=5),
            there.source.add_number(campaign, NewNumber(NUMBER)),
            there.source.upload_numbers(campaign, [NewNumber(NUMBER)], 0),
            there.source.delete_numbers(campaign, some),
        )
        with there.requests() as requests:
            assert [(await trouble_of(work)).kind for work in works] == [ErrorKind.SIGN_IN] * len(works)
        assert len(requests) == len(works), "a key cannot be renewed, so nothing is asked twice"
        there.press("keys", hold=True)
        assert await listed(there.source)


async def test_nobody_at_home_changes_nothing(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "0") as line:
        fields = ways(provider, line[name])[0]
    made = opened(provider, fields)
    try:
        source = source_of(made)
        for work in (
            source.add_number("campaign", NewNumber(NUMBER)),
            source.upload_numbers("campaign", [NewNumber(NUMBER)], 0),
            source.delete_numbers("campaign", ["1"]),
        ):
            assert (await trouble_of(work)).kind is ErrorKind.OFFLINE
    finally:
        await made.close()
