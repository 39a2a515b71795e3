"""What the tests of the contract about campaigns share; no provider is named here."""

import json
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.domain.campaigns import CampaignFilter, CampaignNumber, CampaignSort, ProviderCampaign
from desktop.domain.errors import Trouble
from desktop.domain.ports import CampaignSource, Provider, ProviderSession
from tests.support.contract import PASSING, opened, rows, ways
from tests.support.sandbox import running_sandbox, world

# A key that a person made cannot be renewed, so 401 is the end of it and has its own test.
FAULTS = ",".join(name for name in PASSING.split(",") if name != "401")
NUMBER = "+18005550100"
EVERY = CampaignFilter()


@dataclass
class Opened:
    """A session with campaigns, and the sandbox behind it."""

    source: CampaignSource
    name: str
    hello: dict[str, Any]

    def truth(self) -> dict[str, dict[str, Any]]:
        return rows(world(self.hello), "campaigns", self.name)

    def changeable(self) -> list[str]:
        return [one for one, told in self.truth().items() if told["takes_numbers"]]

    def sent(self, campaign: str) -> Counter[str]:
        """Count how often each number arrived, as it was sent."""
        return Counter(number["sent"] for number in self.truth()[campaign]["numbers"])

    def there(self, campaign: str) -> set[str]:
        return {one["provider_id"] for one in self.truth()[campaign]["numbers"] if not one["gone"]}

    @contextmanager
    def requests(self) -> Iterator[list[dict[str, Any]]]:
        """Fill a list with what was asked for inside the block."""
        before, found = len(world(self.hello)["requests"]), list[dict[str, Any]]()
        yield found
        found += world(self.hello)["requests"][before:]

    def press(self, path: str, **what: Any) -> None:
        """Do what a person does in the provider's own console."""
        order = urllib.request.Request(f"{self.hello['world']}/{path}", json.dumps(what).encode())
        with urllib.request.urlopen(order, timeout=30) as answer:
            assert answer.status == 200


@asynccontextmanager
async def campaigns(provider: Provider, name: str, *options: str) -> AsyncIterator[Opened]:
    with running_sandbox("--calls", "0", "--campaign-numbers", "1200", *options) as hello:
        made = opened(provider, ways(provider, hello[name])[0])
        try:
            assert made.campaigns is not None
            yield Opened(made.campaigns, name, hello)
        finally:
            await made.close()


def source_of(session: ProviderSession) -> CampaignSource:
    assert session.campaigns is not None
    return session.campaigns


async def listed(
    source: CampaignSource,
    wanted: CampaignFilter = EVERY,
    sort: CampaignSort = CampaignSort.NAME,
    *,
    descending: bool = False,
    count: int = 100,
) -> list[ProviderCampaign]:
    found: list[ProviderCampaign] = []
    while True:
        page = await source.campaigns(wanted, sort, descending=descending, first=len(found), count=count)
        assert page.skipped == 0
        found += page.campaigns
        if len(page.campaigns) < count:
            assert page.total in {None, len(found)}
            return found


async def numbers(source: CampaignSource, campaign: str, part: str = "") -> list[CampaignNumber]:
    found: list[CampaignNumber] = []
    while True:
        page = await source.numbers(campaign, part, descending=False, first=len(found), count=500)
        found += page.numbers
        if len(page.numbers) < 500:
            return found


async def trouble_of(work: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value
