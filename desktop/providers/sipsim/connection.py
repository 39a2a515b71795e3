"""Requests to SIPSIM with a token that holds, and what its refusals mean."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urljoin

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient, Reply, retry_after, same_origin
from desktop.providers.again import once_more

from . import wire
from .auth import Auth
from .manifest import TITLE

T = TypeVar("T")
Params = Sequence[tuple[str, str]]
Progress = Callable[[int, int | None], None]

_LARGEST_SOUND = 512 << 20
_KINDS = {
    400: ErrorKind.INVALID,
    401: ErrorKind.SIGN_IN,
    403: ErrorKind.FORBIDDEN,
    409: ErrorKind.CONFLICT,
    410: ErrorKind.NOT_FOUND,
    422: ErrorKind.INVALID,
    429: ErrorKind.RATE_LIMITED,
}


class Connection:
    """One signed-in account's way to the API; every ability of a session goes through it."""

    def __init__(
        self, http: HttpClient, auth: Auth, *, base_url: str, account: str, now: Callable[[], datetime]
    ) -> None:
        self.auth = auth
        self._http = http
        self._base = base_url
        self._account = account
        self._now = now

    async def read(
        self, path: str, parse: Callable[[bytes], T], *, params: Params | None = None, needs: str = ""
    ) -> T:
        """GET and parse. What cannot be read is asked for once more, and what is a fault of the server.

        `needs` names the scopes that a 403 would be about. Raises `Trouble`.
        """

        async def ask() -> T:
            return self.parsed(await self.send("GET", path, params=params, needs=needs), parse)

        return await once_more(ask, signed_in=lambda: self.auth.is_signed_in)

    def parsed(self, reply: Reply, parse: Callable[[bytes], T]) -> T:
        """Parse an answer's body; what is wrong with it is told with the answer's status."""
        try:
            return parse(reply.body)
        except Trouble as trouble:
            raise self.told(trouble, reply) from None

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: object | None = None,
        needs: str = "",
    ) -> Reply:
        """Send a request and return an answer of the 200s. Raises `Trouble` for every other.

        A 401 certainly did nothing, so it is sent once more when another token can be had.
        """
        token = await self.token()
        reply = await self.once(token, method, path, params=params, json=json)
        if reply.status == 401 and self.auth.refused(token):
            token = await self.token()
            reply = await self.once(token, method, path, params=params, json=json)
        if 200 <= reply.status < 300:
            return reply
        raise self.refusal(reply, needs=needs, path=path)

    async def token(self) -> str:
        """Return a token that should hold. Raises `Trouble`; nothing was asked of the API yet."""
        try:
            return await self.auth.token()
        except Trouble as trouble:
            raise self.told(trouble) from None

    async def once(
        self, token: str, method: str, path: str, *, params: Params | None = None, json: object | None = None
    ) -> Reply:
        """Send one request (a GET may be repeated by `net`) and return whatever comes."""
        return await self._http.request(
            method,
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {token}"},
            params=params,
            json=json,
            retry=method == "GET",
        )

    async def download(self, url: str, progress: Progress | None) -> Reply:
        """Fetch a file by its link and return whatever comes; the API's own host alone sees the token."""
        try:
            target = urljoin(f"{self._base}/", url)
        except ValueError:
            raise self.told(Trouble(ErrorKind.PROTOCOL, detail="the link is no address")) from None
        if not target.startswith(("http://", "https://")):
            raise self.told(Trouble(ErrorKind.PROTOCOL, detail="the link is no web address"))
        token = await self.token() if self.is_ours(target) else None
        reply = await self._fetch(target, token, progress)
        if token is not None and reply.status == 401 and self.auth.refused(token):
            reply = await self._fetch(target, await self.token(), progress)
        return reply

    async def _fetch(self, url: str, token: str | None, progress: Progress | None) -> Reply:
        return await self._http.request(
            "GET",
            url,
            headers={
                "Accept": "audio/*, */*;q=0.5",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            retry=True,
            progress=progress,
            max_bytes=_LARGEST_SOUND,
        )

    def is_ours(self, url: str) -> bool:
        """Whether an address is the API's own: scheme, host and port."""
        return same_origin(url, self._base)

    def told(self, trouble: Trouble, reply: Reply | None = None) -> Trouble:
        """Fill in whose trouble it is, and the status and the request's id from an answer."""
        if reply is not None:
            _, request_id = wire.errors(reply.body)
            trouble.with_context(
                status=reply.status, request_id=request_id or reply.headers.get("x-request-id")
            )
        return trouble.with_context(provider=TITLE, account=self._account)

    def refusal(self, reply: Reply, *, needs: str = "", path: str = "") -> Trouble:
        """Turn an answer that is none of the 200s into the `Trouble` that it stands for."""
        lines, _ = wire.errors(reply.body)
        status = reply.status
        detail = "; ".join(lines) or None
        if status == 404:
            # Without the API's own words, a list that is not there means a wrong address.
            kind = ErrorKind.NOT_FOUND if lines or "/" in path else ErrorKind.PROTOCOL
        elif status < 400:
            kind = ErrorKind.PROTOCOL
        else:
            kind = ErrorKind.SERVER if status >= 500 else _KINDS.get(status, ErrorKind.REFUSED)
        if kind is ErrorKind.FORBIDDEN and needs:
            detail = f"it needs {needs}"
        trouble = Trouble(kind, detail=detail or f"status {status}")
        trouble.retry_after_s = retry_after(reply.headers, self._now())
        return self.told(trouble, reply)

    async def close(self) -> None:
        """End everything; may be called twice."""
        await self.auth.close()
        await self._http.close()
