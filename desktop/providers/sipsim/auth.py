"""Signing in at SIPSIM: client credentials with tokens that are renewed in time, or a pasted token."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient, Reply, retry_after
from desktop.providers.together import Together

from . import wire

log = logging.getLogger(__name__)

_MARGIN_S = 60.0  # renewed this long before the end, or a tenth of a short life


class Auth(Protocol):
    """Where a session has its bearer token from."""

    @property
    def grant(self) -> str | None:
        """The scope last granted, separated by spaces; None when it is not known."""
        ...

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a token that should hold."""
        ...

    async def token(self) -> str:
        """Return a token that should hold. Raises `Trouble`; SIGN_IN when the credentials are refused."""
        ...

    def refused(self, token: str) -> bool:
        """Take note that the API answered 401 to a token; say whether another one can be had."""
        ...

    async def close(self) -> None:
        """End a renewal that is under way."""
        ...


class PastedToken:
    """A token that the person brought; nobody can renew it, and what it allows is not known."""

    grant: str | None = None
    is_signed_in = True

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        """Return the one token."""
        return self._token

    def refused(self, token: str) -> bool:  # noqa: ARG002 - the Protocol's
        """There is no other."""
        return False

    async def close(self) -> None:
        """Nothing runs."""


class ClientCredentials:
    """OAuth 2.0 client credentials (no user, no refresh token), one renewal at a time.

    A token's life is counted from its receipt on a clock that nobody sets, so neither this computer's
    wrong time nor the server's matters. Should the count fail anyway (a computer that slept), the API's
    401 leads to a renewal.
    """

    def __init__(
        self,
        http: HttpClient,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
        scope: str,
        grant: str | None,
        now: Callable[[], datetime],
        on_secret: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.grant = grant
        self._http = http
        self._url = token_url
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self._scopes = scope_ladder(scope)
        self._now = now
        self._on_secret = on_secret
        self._clock = clock
        self._token: str | None = None
        self._renew_at = 0.0
        self._renewal = Together(self._renew, "sipsim token")

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a token that should hold."""
        return self._token is not None and self._clock() < self._renew_at

    async def token(self) -> str:
        """Return the token, after a renewal that all who wait share."""
        if self._token is not None and self.is_signed_in:
            return self._token
        return await self._renewal.result()

    def refused(self, token: str) -> bool:
        """Forget the token, unless a newer one is there already; another can always be asked for."""
        if self._token == token:
            self._token = None
        return True

    async def close(self) -> None:
        """End a renewal that is under way."""
        await self._renewal.close()

    async def _renew(self) -> str:
        while True:
            scope = self._scopes[0]
            sent = self._clock()
            reply = await self._ask(scope)
            if 200 <= reply.status < 300:
                return self._keep(reply, sent, scope)
            if not (_is_about_scope(reply) and len(self._scopes) > 1):
                raise _refusal(reply, self._now())
            log.info("SIPSIM does not grant all permissions; asking for fewer")
            self._scopes = self._scopes[1:]

    async def _ask(self, scope: str | None) -> Reply:
        """Ask for a token. That changes nothing, so this POST may be repeated like a GET."""
        form = self._form if scope is None else {**self._form, "scope": scope}
        headers = {"Accept": "application/json"}
        reply = await self._http.request("POST", self._url, headers=headers, form=form, retry=True)
        if 200 <= reply.status < 300 and not wire.has_token(reply.body):
            reply = await self._http.request("POST", self._url, headers=headers, form=form, retry=True)
        return reply

    def _keep(self, reply: Reply, sent: float, scope: str | None) -> str:
        found = wire.grant(reply.body)
        self._on_secret(found.token)
        self._token = found.token
        self._renew_at = float("inf")
        if found.expires_in is not None:
            left = max(0.0, found.expires_in - _age(found, reply))
            self._renew_at = sent + left - min(_MARGIN_S, left / 10)
        # A server that leaves the scope out granted what was asked for (RFC 6749, 5.1).
        self.grant = found.scope or scope
        return found.token


def scope_ladder(scope: str) -> tuple[str | None, ...]:
    """Return what to ask for, from all to nothing; None leaves the parameter out.

    `calls.write` goes first: one guide has it, the other has `calls.create` for the same. Then all but
    the reading scopes, then the word itself, so that the server gives what the application has.
    """
    words = scope.split()
    rungs = (
        " ".join(words),
        " ".join(word for word in words if word != "calls.write"),
        " ".join(word for word in words if word.endswith(".read")),
    )
    return (*dict.fromkeys(rung for rung in rungs if rung), None)


def _age(found: wire.Grant, reply: Reply) -> float:
    """Seconds that a token was old already when it came, by the server's own two clocks only."""
    if found.created_at is None or found.expires_in is None:
        return 0.0
    try:
        sent = parsedate_to_datetime(reply.headers.get("date", ""))
        age = (sent - found.created_at).total_seconds()
    except (ValueError, TypeError):
        return 0.0
    # Anything else is a clock that runs wrong over there.
    return age if 0 <= age < found.expires_in else 0.0


def _is_about_scope(reply: Reply) -> bool:
    lines, _ = wire.errors(reply.body)
    return reply.status in {400, 401, 403} and any("scope" in line.lower() for line in lines)


def _refusal(reply: Reply, now: datetime) -> Trouble:
    lines, request_id = wire.errors(reply.body)
    detail = "; ".join(lines) or None
    if reply.status in {400, 401, 403}:
        kind = ErrorKind.SIGN_IN
    elif reply.status == 429:
        kind = ErrorKind.RATE_LIMITED
    elif reply.status >= 500:
        kind = ErrorKind.SERVER
    else:
        kind, detail = ErrorKind.PROTOCOL, f"the sign-in address answered with status {reply.status}"
    return Trouble(
        kind,
        status=reply.status,
        request_id=request_id,
        retry_after_s=retry_after(reply.headers, now),
        detail=detail,
    )
