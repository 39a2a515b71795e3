"""Signing in at Sipalto: user name and password for a token that is renewed in time, one login at a time."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient, Reply, retry_after
from desktop.providers.together import Together

from . import wire

_MARGIN_S = 60.0  # renewed this long before the end, or a tenth of a short life
_REFUSED_S = 30.0
"""So long after a refused sign-in nothing asks for another one by itself: accounts lock themselves."""

_FAILED_S = 5.0
"""So long after any other that failed, scaled: one server says 500 where another says 401."""

_NOT_ASKED = frozenset({ErrorKind.OFFLINE, ErrorKind.CERTIFICATE, ErrorKind.USAGE, ErrorKind.CANCELLED})
_NO_REFUSAL = frozenset({404, 408})  # a wrong address, and a slow line


class Login:
    """Where a session has its bearer token from. There is no refresh: a new one is a new sign-in.

    A token's life is counted from its receipt on a clock that nobody sets. It ends at the earlier of what the
    answer says (24 hours) and what the token says of itself (one hour in the vendor's sample).
    """

    def __init__(
        self,
        http: HttpClient,
        *,
        url: str,
        username: str,
        password: str,
        now: Callable[[], datetime],
        wait_scale: float = 1.0,
        on_secret: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._url = url
        self._form = {"username": username, "password": password}
        self._now = now
        self._wait_scale = wait_scale
        self._on_secret = on_secret
        self._clock = clock
        self._token: str | None = None
        self._renew_at = 0.0
        self._running = Together(self._sign_in, "sipalto login")
        self._failure: Trouble | None = None
        self._held_until = 0.0

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a token that should hold."""
        return self._token is not None and self._clock() < self._renew_at

    async def token(self) -> str:
        """Return a token that should hold. Raises `Trouble`; SIGN_IN when the credentials are refused.

        For a while after a sign-in that failed it raises the same again and asks nobody.
        """
        if self._token is not None and self.is_signed_in:
            return self._token
        if self._failure is not None and self._clock() < self._held_until:
            raise replace(self._failure)
        return (await self.sign_in()).token

    async def sign_in(self) -> wire.Login:
        """Sign in now, together with all who want that at the same time."""
        return await self._running.result()

    def refused(self, token: str) -> None:
        """Forget a token that the API answered 401 to, unless a newer one is there already."""
        if self._token == token:
            self._token = None

    async def close(self) -> None:
        """End a sign-in that is under way."""
        await self._running.close()

    async def _sign_in(self) -> wire.Login:
        try:
            return await self._try()
        except Trouble as trouble:
            if trouble.kind not in _NOT_ASKED:
                refused = trouble.kind is ErrorKind.SIGN_IN
                held_s = _REFUSED_S if refused else _FAILED_S * self._wait_scale
                self._failure, self._held_until = trouble, self._clock() + held_s
            raise

    async def _try(self) -> wire.Login:
        """Ask for a token. That changes nothing, so a fault of the network or the server may be tried again.

        A refusal never is.
        """
        sent = self._clock()
        reply = await self._ask()
        if 200 <= reply.status < 300 and not wire.has_token(reply.body) and not wire.says_no(reply.body):
            sent = self._clock()
            reply = await self._ask()
        if not 200 <= reply.status < 300:
            raise self._refused(reply)
        found = self._read(reply)
        self._on_secret(found.token)
        left = _life(found, reply, self._now())
        self._token, self._failure = found.token, None
        self._renew_at = sent + left - min(_MARGIN_S, left / 10)
        return found

    async def _ask(self) -> Reply:
        return await self._http.request("POST", self._url, multipart=self._form, retry=True)

    def _read(self, reply: Reply) -> wire.Login:
        """Read the answer. One that says no instead of giving a token is a refusal, whatever its status."""
        try:
            return wire.login(reply.body)
        except Trouble:
            if wire.says_no(reply.body):
                raise self._refused(reply) from None
            raise

    def _refused(self, reply: Reply) -> Trouble:
        status, detail = reply.status, "; ".join(wire.errors(reply.body) or ()) or None
        if status == 429:
            kind = ErrorKind.RATE_LIMITED
        elif status >= 500:
            kind = ErrorKind.SERVER
        elif status not in _NO_REFUSAL and (status >= 400 or wire.says_no(reply.body)):
            kind = ErrorKind.SIGN_IN
            self._token = None
        else:
            kind, detail = ErrorKind.PROTOCOL, f"the sign-in address answered with status {status}"
        return Trouble(
            kind, status=status, retry_after_s=retry_after(reply.headers, self._now()), detail=detail
        )


def _life(found: wire.Login, reply: Reply, now: datetime) -> float:
    """Return how many seconds a token holds from now on; for ever when nothing says.

    The token's own end is compared with when it was issued and with the server's clock, never with this
    computer's while there is another.
    """
    lives = [float(found.expires_in)] if found.expires_in else []
    if found.expires_at is not None:
        moments = [moment for moment in (found.issued_at, _sent_at(reply)) if moment is not None]
        left = [found.expires_at - moment for moment in moments or [int(now.timestamp())]]
        # One that has run out already as it comes is a clock that runs wrong over there.
        lives += [float(min(positive))] if (positive := [one for one in left if one > 0]) else []
    return min(lives, default=float("inf"))


def _sent_at(reply: Reply) -> int | None:
    try:
        return int(parsedate_to_datetime(reply.headers.get("date", "")).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
