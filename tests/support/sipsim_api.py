"""A scripted SIPSIM: a table of answers behind a sign-in, for what the sandbox is too well-behaved to do."""

import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.domain.calls import Call, Direction, HistoryQuery, Outcome
from desktop.domain.changes import Waiting
from desktop.domain.errors import Trouble
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.providers.sipsim import PROVIDER
from tests.support.loopback import Answer, Loopback, Seen, answer, loopback

API = "/api/v2"
QUERY = HistoryQuery(datetime(2026, 1, 1, tzinfo=UTC))
CALL = Call("7", Direction.INBOUND, Outcome.ANSWERED, "+331", "+332")
EVERYTHING = (
    "account.read calls.read calls.create phones.read tags.read calls.transcription.read "
    "calls.transcription.write calls.summary.read"
)


def envelope(data: Any, **more: Any) -> bytes:
    """A body in SIPSIM's envelope."""
    head = {"status": 200, "request_id": "req-1", "timestamp": "2025-03-02T08:15:00Z"}
    return json.dumps({**head, "data": data, **more}).encode()


def ok(data: Any = None, status: int = 200, **more: Any) -> Answer:
    return answer({"status": status, "request_id": "req-1", "data": data, **more}, status)


def refused(status: int, *lines: str) -> Answer:
    return answer({"status": status, "errors": list(lines), "request_id": "req-9", "path": "/x"}, status)


class Api:
    """Gives tokens, and answers `METHOD /path` from a table of answers (a list is used up)."""

    def __init__(self, routes: dict[str, Any] | None = None) -> None:
        self.routes = routes or {}
        self.scope: str | None = EVERYTHING
        self.tokens = 0
        self.valid: set[str] | None = None
        self.sign_in: Answer | None = None

    def __call__(self, seen: Seen) -> Answer:
        if seen.path == "/oauth/token":
            if self.sign_in is not None:
                return self.sign_in
            self.tokens += 1
            return answer({"access_token": f"t{self.tokens}", "expires_in": 7200, "scope": self.scope})
        if self.valid is not None and seen.headers.get("authorization", "")[7:] not in self.valid:
            return refused(401, "Invalid or expired access token")
        found = self.routes[f"{seen.method} {seen.path.removeprefix(API)}"]
        if callable(found):
            return found(seen)  # type: ignore[no-any-return]
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]  # type: ignore[no-any-return]
        return found  # type: ignore[no-any-return]


@asynccontextmanager
async def connected(
    api: Api, *, pasted: bool = False, waits: list[Waiting | None] | None = None, grant: str | None = None
) -> AsyncIterator[tuple[ProviderSession, Loopback]]:
    async with loopback(api) as server:
        secrets = {"access_token": "pasted"} if pasted else {"client_id": "app", "client_secret": "s3cret"}
        heard = waits if waits is not None else []
        session = PROVIDER.open(
            {"base_url": server.url + API + "/", "token_url": server.url + "/oauth/token", **secrets},
            SessionContext("Office", grant=grant, wait_scale=0, on_wait=heard.append),
        )
        try:
            yield session, server
        finally:
            await session.close()


def sent(server: Loopback, what: str) -> list[Seen]:
    return [seen for seen in server.seen if f"{seen.method} {seen.path.removeprefix(API)}" == what]


async def trouble_of(work: Awaitable[object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value
