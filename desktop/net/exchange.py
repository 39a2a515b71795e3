"""One request and its answer, without a second thought: redirects, size, and what went wrong."""

import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net.origin import same_origin

log = logging.getLogger(__name__)

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """httpx's four time-outs, in seconds; they alone bound a request, nothing cancels it."""

    connect: float = 10.0
    read: float = 30.0
    write: float = 30.0
    pool: float = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer read whole. Header names are lower-case; `url` is where it finally came from."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file in a form that goes out in parts: the name it is sent under, what is in it, and its type."""

    name: str
    content: bytes
    media_type: str


@dataclass(slots=True)
class Exchange:
    """What one try sends, and whether anybody still waits for its answer.

    `kept` headers go along only as long as redirects stay at the same origin. `multipart` are the fields of a
    form that goes out in parts, as curl's `--form` sends it. Without `follow` a redirect is the answer.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    kept: Mapping[str, str]
    params: Sequence[tuple[str, str]] | None = None
    json: object | None = None
    form: Mapping[str, str] | None = None
    multipart: Mapping[str, str | FilePart] | None = None
    follow: bool = True
    progress: Progress | None = None
    max_bytes: int = 64 << 20
    abandoned: bool = False

    async def run(self, client: httpx.AsyncClient) -> Reply:
        """Send it, follow a GET's redirects, read the body. Raises httpx's errors and `Trouble`."""
        url, kept = self.url, dict(self.kept)
        params = httpx.QueryParams(list(self.params)) if self.params else None
        parts = [(name, _part(value)) for name, value in (self.multipart or {}).items()]
        for _ in range(_MOST_REDIRECTS + 1):
            request = client.build_request(
                self.method,
                url,
                params=params,
                headers={**self.headers, **kept},
                json=self.json,
                data=self.form,
                files=parts or None,
            )
            started = time.perf_counter()
            response = await client.send(request, stream=True)
            try:
                _log(request, response.status_code, started)
                target = self._redirect(response)
                if target is None:
                    return Reply(
                        response.status_code,
                        {name.lower(): value for name, value in response.headers.items()},
                        await self._body(response),
                        str(response.url),
                    )
            finally:
                await response.aclose()
            if not same_origin(url, target):
                kept = {}  # never put back, also when a later hop comes home
            url, params = target, None
        raise Trouble(ErrorKind.PROTOCOL, detail="it redirects in circles")

    def _redirect(self, response: httpx.Response) -> str | None:
        """Where a GET is sent on to. Other methods are never repeated at another address."""
        location: str | None = response.headers.get("location")
        is_followed = self.follow and self.method == "GET" and response.status_code in _REDIRECTS
        if not is_followed or not location:
            return None
        try:
            target = urljoin(str(response.url), location)
            scheme = urlsplit(target).scheme
        except ValueError:
            raise Trouble(ErrorKind.PROTOCOL, detail="it redirects to an address that is none") from None
        if scheme not in {"http", "https"} or (response.url.scheme == "https" and scheme == "http"):
            raise Trouble(ErrorKind.PROTOCOL, detail="it redirects to an address without encryption")
        return target

    async def _body(self, response: httpx.Response) -> bytes:
        length = response.headers.get("content-length", "")
        # Of a packed body the length says nothing about what comes out.
        total = int(length) if length.isdecimal() and "content-encoding" not in response.headers else None
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if self.abandoned:
                raise Trouble(ErrorKind.CANCELLED)
            if len(body) > self.max_bytes:
                raise Trouble(ErrorKind.PROTOCOL, detail=f"it is larger than {self.max_bytes >> 20} MB")
            if self.progress is not None:
                self.progress(len(body), total)
        return bytes(body)


def _part(value: str | FilePart) -> tuple[str | None, bytes, str | None]:
    if isinstance(value, FilePart):
        return value.name, value.content, value.media_type
    return None, value.encode("utf-8", "replace"), None


def _log(request: httpx.Request, status: int, started: float) -> None:
    """Log without the query: it can carry a number that was searched for."""
    elapsed = (time.perf_counter() - started) * 1000
    log.debug("%s %s%s: %d in %.0f ms", request.method, request.url.host, request.url.path, status, elapsed)


_TROUBLES: tuple[tuple[tuple[type[Exception], ...], ErrorKind, str | None], ...] = (
    (
        (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
        ErrorKind.OFFLINE,
        None,
    ),
    ((httpx.TimeoutException,), ErrorKind.TIMEOUT, None),
    (
        (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError),
        ErrorKind.USAGE,
        "The address or the secret of this account cannot be used in a request. Check both.",
    ),
    ((httpx.DecodingError,), ErrorKind.PROTOCOL, "its packing is broken"),
)


def trouble_of(error: Exception) -> Trouble:
    """Turn what httpx raises into a `Trouble`.

    OFFLINE and CERTIFICATE mean that the request did not leave. TIMEOUT and INTERRUPTED mean that it may
    have been received, so whether it had an effect is not known.
    """
    if isinstance(error, httpx.ConnectError) and _is_certificate(error):
        return Trouble(ErrorKind.CERTIFICATE)
    for kinds, kind, detail in _TROUBLES:
        if isinstance(error, kinds):
            return Trouble(kind, detail=detail)
    return Trouble(ErrorKind.INTERRUPTED)


def tls_fault(error: BaseException) -> ssl.SSLError | None:
    """Return what TLS complained of, if that is behind an error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _is_certificate(error: BaseException) -> bool:
    """Whether TLS failed by itself, and not because the line dropped during the handshake."""
    fault = tls_fault(error)
    return fault is not None and not isinstance(fault, ssl.SSLEOFError | ssl.SSLZeroReturnError)
