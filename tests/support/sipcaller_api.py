"""A scripted SIP Caller: a table of answers, for what the sandbox is too well-behaved to do."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.domain.errors import Trouble
from desktop.domain.ports import CampaignSource, ProviderSession, SessionContext
from desktop.providers.sipcaller import PROVIDER
from tests.support.loopback import Answer, Loopback, Seen, loopback

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KEY = "key-not-for-the-log"
CAMPAIGNS = "/accounts/acme/campaigns"
NUMBERS = f"{CAMPAIGNS}/c1/numbers"

Reaction = Answer | list[Answer] | Callable[[Seen], Answer]


class Api:
    """Answers `METHOD /path` from a table of answers (a list is used up, its last answer stays)."""

    def __init__(self, routes: Mapping[str, Reaction]) -> None:
        self.routes = dict(routes)

    def __call__(self, seen: Seen) -> Answer:
        found = self.routes[f"{seen.method} {seen.path}"]
        if isinstance(found, Answer):
            return found
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found(seen)


def asked(seen: Seen) -> dict[str, Any]:
    """Read the three parameters of a list."""
    return {name: json.loads(value) for name, value in seen.query.items()}


@asynccontextmanager
async def connected(
    routes: Mapping[str, Reaction], *, key: str = KEY, **fields: str
) -> AsyncIterator[tuple[CampaignSource, Loopback, ProviderSession]]:
    async with loopback(Api(routes)) as server:
        session = PROVIDER.open(
            {"base_url": f"{server.url}/", "account_id": "acme", "api_key": key, **fields},
            SessionContext("Office", now=lambda: NOW, wait_scale=0),
        )
        try:
            assert session.campaigns is not None
            yield session.campaigns, server, session
        finally:
            await session.close()


async def trouble_of(work: Awaitable[object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value
