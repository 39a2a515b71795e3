"""A provider with campaigns that a test writes: totals nobody tells, answers that get lost, strangers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from desktop.domain.accounts import Ability, AccountInfo, CredentialField, Manifest
from desktop.domain.campaigns import (
    Campaign,
    CampaignFilter,
    CampaignNumber,
    CampaignPage,
    CampaignQuery,
    CampaignSort,
    NewNumber,
    NumberPage,
    ProviderCampaign,
    Receipt,
)
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.services.campaigns.service import Campaigns
from tests.support.engine import Engine, engine

T = TypeVar("T")

PAGE = 10
"""The provider's largest page."""

Hears = Callable[[str, object], Awaitable[None]]


def number(index: int) -> CampaignNumber:
    """Return the number of a place."""
    return CampaignNumber(f"n{index}", f'"n{index}"', f"+1800{index:07}", (f"row {index}",))


@dataclass
class Dialler:
    """A `CampaignSource`: what it has, and how it behaves. Change it while a test runs.

    `before` hears (method, what) before anything happens and may refuse; `after` does when it has happened,
    and what it raises is an answer that got lost.
    """

    there: dict[str, ProviderCampaign] = field(default_factory=dict)
    listed: dict[str, list[CampaignNumber]] = field(default_factory=dict)
    requests: list[tuple[str, object]] = field(default_factory=list)
    before: Hears | None = None
    after: Hears | None = None
    tells_totals: bool = True
    looks_at_range: bool = True
    unreadable: int = 0

    def put(self, provider_id: str, name: str, numbers: int = 0, **told: Any) -> None:
        """Set a campaign up; it is active and dynamic unless told otherwise."""
        one = ProviderCampaign(provider_id, name, "active", "dynamic", "power", numbers_count=numbers)
        self.there[provider_id] = replace(one, **told)
        self.listed[provider_id] = [number(index) for index in range(numbers)]

    def said(self, method: str) -> list[object]:
        """Return what was asked for by the requests of a kind."""
        return [what for each, what in self.requests if each == method]

    async def _do(self, method: str, what: object) -> None:
        self.requests.append((method, what))
        await asyncio.sleep(0)
        if self.before is not None:
            await self.before(method, what)

    async def _done(self, method: str, what: object) -> None:
        if self.after is not None:
            await self.after(method, what)

    def _cut(self, found: Sequence[T], first: int, count: int) -> tuple[tuple[T, ...], int | None, int]:
        """Return a page, the total, and how many rows of it cannot be read."""
        rows = tuple(found[first : first + count] if self.looks_at_range else found[:count])
        spoilt = min(self.unreadable, len(rows))
        return rows[: len(rows) - spoilt], len(found) if self.tells_totals else None, spoilt

    async def campaigns(
        self, wanted: CampaignFilter, sort: CampaignSort, *, descending: bool, first: int, count: int
    ) -> CampaignPage:
        await self._do("campaigns", (first, count))
        found = [
            one
            for one in self.there.values()
            if (not wanted.ids or one.provider_id in wanted.ids)
            and wanted.name in one.name
            and wanted.status in ("", one.status)
            and bool(one.archived) == bool(wanted.archived)
        ]
        values = {one.provider_id: getattr(one, sort.value) for one in found}
        found.sort(
            key=lambda one: (values[one.provider_id] is not None, values[one.provider_id] or 0),
            reverse=descending,
        )
        return CampaignPage(*self._cut(found, first, count))

    async def numbers(
        self, campaign_id: str, part: str, *, descending: bool, first: int, count: int
    ) -> NumberPage:
        await self._do("numbers", (part, first, count))
        found = [one for one in self.listed[campaign_id] if part in one.number]
        found.sort(key=lambda one: one.number, reverse=descending)
        return NumberPage(*self._cut(found, first, count))

    async def add_number(self, campaign_id: str, number: NewNumber) -> Receipt:
        return await self.upload_numbers(campaign_id, [number], len(number.variables))

    async def upload_numbers(self, campaign_id: str, numbers: Sequence[NewNumber], variables: int) -> Receipt:
        await self._do("add", len(numbers))
        rows = self.listed[campaign_id]
        for new in numbers:
            key = f"a{len(rows)}"
            rows.append(CampaignNumber(key, f'"{key}"', new.number, new.variables))
        await self._done("add", len(numbers))
        return Receipt(len(numbers))

    async def delete_numbers(self, campaign_id: str, keys: Sequence[str]) -> None:
        await self._do("delete", tuple(keys))
        rows = self.listed[campaign_id]
        rows[:] = [one for one in rows if one.key not in keys]
        await self._done("delete", tuple(keys))


@dataclass
class CampaignProvider:
    """The provider around a dialler."""

    dialler: Dialler = field(default_factory=Dialler)
    lacks: Mapping[Ability, str] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            id="paper",
            title="Paper",
            fields=(CredentialField("secret", "Secret", secret=True), CredentialField("region", "Country")),
            page_limit=PAGE,
            upload_rows=50,
            upload_bytes=10_000,
        )

    async def account(self) -> AccountInfo:
        return AccountInfo("1", "Harbour Hill")

    def open(self, fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
        return ProviderSession(
            account=self,
            campaigns=None if Ability.CAMPAIGNS in self.lacks else self.dialler,
            missing={Ability.HISTORY: "it has no history", **self.lacks},
        )


@dataclass
class PaperCampaigns:
    """An open engine with one account, whose campaigns are on paper."""

    engine: Engine
    provider: CampaignProvider
    account_id: str

    @property
    def dialler(self) -> Dialler:
        return self.provider.dialler

    @property
    def campaigns(self) -> Campaigns:
        return self.engine.services.campaigns

    @property
    def all(self) -> CampaignQuery:
        """The unfiltered list."""
        return CampaignQuery(self.account_id)

    async def one(self, provider_id: str) -> Campaign:
        """Read a campaign that is kept, or ask for it."""
        return await self.campaigns.find(provider_id)


@asynccontextmanager
async def paper_campaigns(
    folder: Path, provider: CampaignProvider | None = None, *, wait_scale: float = 0.0
) -> AsyncIterator[PaperCampaigns]:
    """Open the engine over `folder` with one account."""
    provider = provider or CampaignProvider()
    async with engine(folder, providers={"paper": provider}, wait_scale=wait_scale) as ours:
        account = await ours.services.accounts.add("paper", "Main", {"region": "GB"}, {"secret": "s3"})
        yield PaperCampaigns(ours, provider, account.id)
