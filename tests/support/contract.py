"""What the tests of the providers' contract share; no provider is named here."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.domain.calls import Call, HistoryQuery
from desktop.domain.ports import HistorySource, Provider, ProviderSession, SessionContext
from desktop.providers import discover

PROVIDERS = discover()
# A 5xx can be a 500, which is asked again at most once, so it has its own tests.
PASSING = "429,429-no-hint,401,slow,cut,wrong-type,not-json"
# Every test of the contract runs once for each provider that is found.
each_provider = pytest.mark.parametrize("name", sorted(PROVIDERS))


def ways(provider: Provider, line: dict[str, str]) -> list[dict[str, str]]:
    """Return each way to sign in: the fields that are no alternative, and one group of those that are."""
    groups = provider.manifest.alternatives or ((),)
    either = {key for group in groups for key in group}
    common = {key: value for key, value in line.items() if key not in either}
    return [common | {key: line[key] for key in group} for group in groups]


def opened(provider: Provider, fields: dict[str, str], **context: Any) -> ProviderSession:
    return provider.open(fields, SessionContext("Office", wait_scale=0, **context))


def rows(truth: dict[str, Any], table: str, name: str) -> dict[str, dict[str, Any]]:
    return {row["provider_id"]: row for row in truth[table] if row["provider"] == name}


async def walk(history: HistorySource, query: HistoryQuery) -> list[Call]:
    found: list[Call] = []
    token: str | None = None
    while True:
        page = await history.page(query, token)
        decoded = page.decode()
        assert decoded.skipped == 0
        found += decoded.calls
        token = page.next_token
        if token is None:
            return found


def all_of(truth: dict[str, Any], **fields: Any) -> HistoryQuery:
    return HistoryQuery(datetime.fromisoformat(truth["now"]) - timedelta(days=400), **fields)


def history_of(session: ProviderSession) -> HistorySource:
    if session.history is None:
        pytest.skip("this provider has no history")
    return session.history


def second(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
