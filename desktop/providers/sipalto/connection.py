"""Requests to Sipalto with a token that holds, and what its refusals mean."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient, Reply, retry_after
from desktop.providers.again import once_more

from . import wire
from .auth import Login
from .manifest import TITLE

T = TypeVar("T")
Form = Mapping[str, str]
Progress = Callable[[int, int | None], None]

LOGIN = "auth/login"

_LARGEST = 512 << 20
_KINDS = {
    400: ErrorKind.INVALID,
    401: ErrorKind.SIGN_IN,
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.NOT_FOUND,
    422: ErrorKind.INVALID,
    429: ErrorKind.RATE_LIMITED,
}
_NEVER_LEFT = frozenset({ErrorKind.OFFLINE, ErrorKind.CERTIFICATE, ErrorKind.USAGE})


def _refuses_token(reply: Reply) -> bool:
    return reply.status == 401 or (200 <= reply.status < 300 and wire.refuses_token(reply.body))


class Connection:
    """One signed-in account's way to the API; every ability of a session goes through it."""

    def __init__(
        self, http: HttpClient, login: Login, *, base_url: str, account: str, now: Callable[[], datetime]
    ) -> None:
        self._http = http
        self._login = login
        self._base = base_url
        self._account = account
        self._now = now

    async def sign_in(self) -> wire.Login:
        """Sign in anew, which is the only way to find out whether user name and password are right."""
        try:
            return await self._login.sign_in()
        except Trouble as trouble:
            raise self.told(trouble) from None

    # -- what changes nothing

    async def read(
        self,
        path: str,
        parse: Callable[[bytes], T],
        *,
        form: Form | None = None,
        may_be_missing: bool = False,
    ) -> T:
        """Ask, by POST when there is a form, and parse. Some of the vendor's reads are POSTs.

        What cannot be read, or is a fault of the server, is asked for once more: one of the many requests
        that a page of history takes would fail all of it otherwise. Raises `Trouble`.
        """

        async def ask() -> T:
            reply = await self.send(path, form=form, may_be_missing=may_be_missing)
            try:
                return parse(reply.body)
            except Trouble as trouble:
                raise self.told(trouble, reply) from None

        return await once_more(ask, signed_in=lambda: self._login.is_signed_in)

    async def send(
        self,
        path: str,
        *,
        form: Form | None = None,
        accept: str = "application/json",
        progress: Progress | None = None,
        may_be_missing: bool = False,
    ) -> Reply:
        """Send a request that changes nothing and return an answer of the 200s. Raises `Trouble` for others.

        After a 401 there is one new sign-in and one more try. `may_be_missing` is for what need not be there:
        its 404 is NOT_FOUND without words of the API as well.
        """
        token = await self._token()
        reply = await self._once(token, path, form, accept=accept, progress=progress, retry=True)
        if _refuses_token(reply):
            self._login.refused(token)
            token = await self._token()
            reply = await self._once(token, path, form, accept=accept, progress=progress, retry=True)
        if 200 <= reply.status < 300:
            return reply
        if may_be_missing and reply.status == 404:
            raise self.told(Trouble(ErrorKind.NOT_FOUND), reply)
        raise self.refusal(reply)

    # -- what changes something

    async def change(self, path: str, *, form: Form | None = None) -> None:
        """Send a request that changes something, exactly once; without a form it is a GET, as deleting is.

        Raises `Trouble`: OUTCOME_UNKNOWN when it left and no trustworthy answer came, else nothing was
        changed. An outdated token is one of these: it is renewed, and SERVER says to try again.
        """
        token = await self._token()
        try:
            reply = await self._once(token, path, form, retry=False, follow=False)
        except Trouble as trouble:
            if trouble.kind in _NEVER_LEFT:
                raise
            raise self._not_known() from trouble
        done = wire.is_done(reply.body)
        if reply.status == 401 or (done is False and _refuses_token(reply)):
            self._login.refused(token)
            await self._token()  # raises when it is the sign-in that is refused
            raise self.told(Trouble(ErrorKind.SERVER), reply)
        if 200 <= reply.status < 300:
            if done is None:
                raise self.told(self._not_known(), reply)
            if not done:
                raise self.told(wire.refusal(wire.errors(reply.body) or ()), reply)
            return
        if not 400 <= reply.status < 500 or reply.status == 408:
            raise self.told(self._not_known(), reply)
        raise self.refusal(reply)

    def _not_known(self) -> Trouble:
        return self.told(Trouble(ErrorKind.OUTCOME_UNKNOWN))

    # -- both

    async def _token(self) -> str:
        try:
            return await self._login.token()
        except Trouble as trouble:
            raise self.told(trouble) from None

    async def _once(
        self,
        token: str,
        path: str,
        form: Form | None,
        *,
        retry: bool,
        accept: str = "application/json",
        follow: bool = True,
        progress: Progress | None = None,
    ) -> Reply:
        return await self._http.request(
            "GET" if form is None else "POST",
            f"{self._base}/{path}",
            # Without this the back end may answer errors with a page or a redirect.
            headers={"Authorization": f"Bearer {token}", "Accept": accept},
            multipart=form,
            follow=follow,
            retry=retry,
            progress=progress,
            max_bytes=_LARGEST,
        )

    def told(self, trouble: Trouble, reply: Reply | None = None) -> Trouble:
        """Fill in whose trouble it is, and the status from an answer."""
        if reply is not None:
            trouble.with_context(status=reply.status, request_id=reply.headers.get("x-request-id"))
        return trouble.with_context(provider=TITLE, account=self._account)

    def refusal(self, reply: Reply) -> Trouble:
        """Turn an answer that is none of the 200s into the `Trouble` that it stands for."""
        lines, status = wire.errors(reply.body), reply.status
        if status < 400 or (status == 404 and lines is None):
            kind = ErrorKind.PROTOCOL  # a page instead of the API's own words: a wrong address
        else:
            kind = ErrorKind.SERVER if status >= 500 else _KINDS.get(status, ErrorKind.REFUSED)
        trouble = Trouble(kind, detail="; ".join(lines or ()) or f"status {status}")
        trouble.retry_after_s = retry_after(reply.headers, self._now())
        return self.told(trouble, reply)

    async def close(self) -> None:
        """End everything; may be called twice."""
        await self._login.close()
        await self._http.close()
