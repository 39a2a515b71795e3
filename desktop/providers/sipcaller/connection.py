"""Requests to SIP Caller with an API key, and what its refusals mean."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import FilePart, HttpClient, Reply, retry_after
from desktop.providers.again import once_more

from . import wire
from .manifest import TITLE

T = TypeVar("T")

_KINDS = {
    400: ErrorKind.INVALID,
    401: ErrorKind.SIGN_IN,
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.NOT_FOUND,
    405: ErrorKind.UNSUPPORTED,
    409: ErrorKind.CONFLICT,
    410: ErrorKind.NOT_FOUND,
    413: ErrorKind.TOO_LARGE,
    422: ErrorKind.INVALID,
    429: ErrorKind.RATE_LIMITED,
}
# The sentences of these kinds end in what to do; this says why, where the API's own words do not.
_REASONS = {
    401: "the API key is wrong, was deleted or has expired; a new one has to be created",
    403: "the roles of the API key do not allow it and cannot be changed; a new key has to be created",
    405: "SIP Caller does not offer it for this account",
}
_NEVER_LEFT = frozenset({ErrorKind.OFFLINE, ErrorKind.CERTIFICATE, ErrorKind.USAGE})


class Connection:
    """One account's way to the API; `key` goes along with every request and is in nothing that is said."""

    def __init__(
        self, http: HttpClient, key: str, *, base_url: str, account: str, now: Callable[[], datetime]
    ) -> None:
        self._http = http
        self._key = key
        self._base = base_url
        self._account = account
        self._now = now

    async def read(self, path: str, query: str, parse: Callable[[Reply], T]) -> T:
        """Ask for a list and parse it; what cannot be read is asked for once more. Raises `Trouble`."""

        async def ask() -> T:
            reply = await self._send("GET", f"{path}?{query}", retry=True)
            if not 200 <= reply.status < 300 and reply.status != 416:
                raise self.refusal(reply)
            try:
                return parse(reply)
            except Trouble as trouble:
                raise self.told(trouble, reply) from None

        return await once_more(ask)

    async def add(
        self, path: str, parse: Callable[[bytes], T], *, json: object = None, file: FilePart | None = None
    ) -> T:
        """Send numbers that phones will ring for, exactly once, and parse what is said of them.

        Raises `Trouble`: ADDED_UNKNOWN when they left and no trustworthy answer came, else nothing was
        taken.
        """
        try:
            reply = await self._send("POST", path, json=json, file=file)
        except Trouble as trouble:
            if trouble.kind in _NEVER_LEFT:
                raise
            raise self._not_known() from trouble
        if 200 <= reply.status < 300:
            try:
                return parse(reply.body)
            except Trouble:
                raise self.told(self._not_known(), reply) from None
        if not 400 <= reply.status < 500 or reply.status == 408:
            raise self.told(self._not_known(), reply)
        raise self.refusal(reply)

    async def delete(self, path: str, ids: list[object]) -> None:
        """Delete records by a list of ids in the body, with one request. Raises `Trouble`."""
        reply = await self._send("DELETE", path, json=ids)
        # A record that is not there any more is as it should be; whether it is, a list tells.
        if not 200 <= reply.status < 300 and reply.status not in {404, 410}:
            raise self.refusal(reply)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        file: FilePart | None = None,
        retry: bool = False,
    ) -> Reply:
        return await self._http.request(
            method,
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {self._key}"},
            json=json,
            multipart={"file": file} if file is not None else None,
            retry=retry,
        )

    def _not_known(self) -> Trouble:
        return self.told(Trouble(ErrorKind.ADDED_UNKNOWN, name=TITLE))

    def told(self, trouble: Trouble, reply: Reply | None = None) -> Trouble:
        """Fill in whose trouble it is, and the status from an answer."""
        if reply is not None:
            trouble.with_context(status=reply.status, request_id=reply.headers.get("x-request-id"))
        return trouble.with_context(provider=TITLE, account=self._account)

    def refusal(self, reply: Reply) -> Trouble:
        """Turn an answer that is none of the 200s into the `Trouble` that it stands for."""
        status, lines = reply.status, wire.errors(reply.body)
        if status < 400:
            kind = ErrorKind.PROTOCOL
        else:
            kind = ErrorKind.SERVER if status >= 500 else _KINDS.get(status, ErrorKind.REFUSED)
        detail = "; ".join(lines or ()) or _REASONS.get(status) or wire.said(reply.body) or f"status {status}"
        if kind is ErrorKind.FORBIDDEN and lines:
            detail = f"{detail.rstrip('.')}: {_REASONS[403]}"
        trouble = Trouble(kind, detail=detail.replace(self._key, "***"))
        trouble.retry_after_s = retry_after(reply.headers, self._now())
        return self.told(trouble, reply)

    async def close(self) -> None:
        """End everything; may be called twice."""
        await self._http.close()
