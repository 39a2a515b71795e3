"""What the tests of the providers' contract share; no provider is named here."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from desktop.domain.calls import Call, HistoryQuery
from desktop.domain.ports import HistorySource, Provider, ProviderSession, SessionContext
from desktop.providers import discover

PROVIDERS = discover()
# A 5xx can be a 500, which is asked again at most once, so it has its own tests.
PASSING = "429,429-no-hint,401,slow,cut,wrong-type,not-json"
# Every test of the contract runs once for each provider that is found.
each_provider = pytest.mark.each_provider


def needs(*abilities: str) -> pytest.MarkDecorator:
    """Run a test only for the providers whose session has these fields (`ProviderSession`)."""
    return pytest.mark.each_provider(*abilities)


def able(abilities: set[str]) -> list[str]:
    """Return the providers that have all of these abilities when nothing is held back from the sign-in."""
    found = [name for name, made in _unasked().items() if all(getattr(made, one) for one in abilities)]
    assert found, f"no provider has {abilities}, so that nothing would be tried"
    return found


@cache
def _unasked() -> dict[str, ProviderSession]:
    """Open a session of each provider with made-up fields, which asks nobody for anything."""
    made = {}
    for name, provider in sorted(PROVIDERS.items()):
        fields = {field.key: field.default or "1001" for field in provider.manifest.fields}
        made[name] = opened(provider, ways(provider, fields)[0])
    return made


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
    assert session.history is not None
    return session.history


def second(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
