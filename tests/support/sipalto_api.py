"""A scripted Sipalto: a table of answers behind a sign-in, for what the sandbox is too well-behaved to do."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.domain.errors import Trouble
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.providers.sipalto import PROVIDER
from tests.support.loopback import Answer, Loopback, Seen, answer, loopback

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECRET = "not-for-the-log"
LIST, ADD = "GET /phone-books/get-global-contacts", "POST /phone-books/add-global-contact"
UPDATE, DELETE = "POST /phone-books/update-global-contact/7", "GET /phone-books/delete-global-contact/7"
CALLS = "POST /call-history/get-answered-calls"
SOUND = "POST /call-history/get-call-recording"
WORDS = "POST /call-history/get-call-transcription"


def jwt(number: int = 1, **claims: int) -> str:
    """A token that says these things of itself; nobody checks what signs it."""
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256"}, {"jti": number, **claims})]
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "c2ln"])


def signed_in(token: str, **more: Any) -> dict[str, Any]:
    """The answer to a sign-in, with the password in it again."""
    user = {"id": 12, "username": "acme", "password": SECRET, "user_group": 2, "te_code": "acme-tenant"}
    whole = {"access_token": token, "token_type": "bearer", "user": user, "node": "node.example.test"}
    return {**whole, "expires_in": 86_400, **more}


def good(told: Any = "OK", status: int = 200) -> Answer:
    return answer({"success": True, "response": told}, status)


def refused(status: int, message: str, **more: Any) -> Answer:
    return answer({"message": message, **more}, status)


class Api:
    """Gives tokens, and answers `METHOD /path` from a table of answers (a list is used up)."""

    def __init__(self, routes: Mapping[str, Any] | None = None) -> None:
        self.routes = dict(routes or {})
        self.logins = 0
        self.valid: set[str] | None = None
        self.sign_in: Answer | None = None

    def __call__(self, seen: Seen) -> Answer:
        if seen.path == "/auth/login":
            self.logins += 1
            return self.sign_in or answer(signed_in(f"t{self.logins}"))
        if self.valid is not None and seen.headers.get("authorization", "")[7:] not in self.valid:
            return refused(401, "Unauthenticated.")
        found = self.routes[f"{seen.method} {seen.path}"]
        if callable(found):
            return found(seen)  # type: ignore[no-any-return]
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]  # type: ignore[no-any-return]
        return found  # type: ignore[no-any-return]


@asynccontextmanager
async def connected(
    api: Api,
    *,
    extensions: str = "1004",
    secrets: list[str] | None = None,
    now: datetime = NOW,
    **fields: str,
) -> AsyncIterator[tuple[ProviderSession, Loopback]]:
    async with loopback(api) as server:
        session = PROVIDER.open(
            {
                "base_url": f"{server.url}/",
                "username": "acme",
                "password": "pass-word",
                "extensions": extensions,
                **fields,
            },
            SessionContext(
                "Office",
                now=lambda: now,
                wait_scale=0,
                on_secret=(secrets if secrets is not None else []).append,
            ),
        )
        try:
            yield session, server
        finally:
            await session.close()


def sent(server: Loopback, what: str) -> list[Seen]:
    return [seen for seen in server.seen if f"{seen.method} {seen.path}" == what]


async def trouble_of(work: Awaitable[object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value
