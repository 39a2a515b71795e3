"""Who is asked about campaigns: the sessions of accounts that have some."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from desktop.domain.accounts import Ability, Account, Manifest
from desktop.domain.campaigns import Campaign, CampaignNumber, NumberQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import CampaignSource
from desktop.services.accounts import Accounts
from desktop.services.campaigns.paging import Answer, Ask

_OF_THE_ACCOUNT = frozenset({ErrorKind.SIGN_IN, ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED})
"""What says something of the account, whatever was asked; the rest may be about that one question."""


@dataclass(frozen=True, slots=True)
class Source:
    """An account's campaigns, and the provider's largest page."""

    campaigns: CampaignSource
    size: int


class Sources:
    """Opens sessions, and lets the accounts' states follow what they meet."""

    def __init__(self, accounts: Accounts, manifests: Mapping[str, Manifest]) -> None:
        self._accounts = accounts
        self._manifests = manifests

    def has_campaigns(self, account: Account) -> bool:
        """Whether an account's provider has campaigns, readable or not."""
        manifest = self._manifests.get(account.provider)
        return manifest is not None and manifest.upload_rows > 0

    @asynccontextmanager
    async def asking(self, account_id: str) -> AsyncGenerator[Source]:
        """Give the account's campaigns to ask. Raises `Trouble` NO_ACCOUNT, UNSUPPORTED, with its name."""
        account = await self._accounts.get(account_id)
        try:
            yield Source(await self._campaigns(account), self._manifests[account.provider].page_limit)
        except Trouble as trouble:
            if trouble.kind in _OF_THE_ACCOUNT:
                await self._accounts.note_failure(account_id, trouble)
            raise trouble.with_context(account=account.name) from None
        await self._accounts.note_success(account_id)

    async def _campaigns(self, account: Account) -> CampaignSource:
        session = await self._accounts.session(account.id)
        if session.campaigns is None:
            reason = session.missing.get(Ability.CAMPAIGNS, "it has no campaigns")
            raise Trouble(ErrorKind.UNSUPPORTED, account=account.name, detail=reason)
        return session.campaigns


def numbers_of(source: Source, campaign: Campaign, wanted: NumberQuery) -> Ask[CampaignNumber]:
    """Return how a campaign's numbers are asked for by rows."""

    async def ask(first: int, count: int) -> Answer[CampaignNumber]:
        page = await source.campaigns.numbers(
            campaign.told.provider_id, wanted.part, descending=wanted.descending, first=first, count=count
        )
        return Answer(page.numbers, page.skipped, page.total)

    return ask
