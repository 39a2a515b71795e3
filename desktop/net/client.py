"""The HTTP client of one account on one loop."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial

import httpx

from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import Lane, current_lane
from desktop.net.backoff import LONGEST_WAIT_S, RETRY_STATUSES, Brake, delay_for, retry_after
from desktop.net.exchange import Exchange, FilePart, Progress, Reply, Timeouts, trouble_of
from desktop.net.origin import is_loopback_url
from desktop.net.tls import warm

log = logging.getLogger(__name__)

_TRIES = 3
_BACKGROUND_SLOTS = 4
_CONNECTIONS = 16
_NETWORK_FAULTS = frozenset({ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED})
_MAX_BYTES = 64 << 20


class HttpClient:
    """Sends requests for one account; belongs to the loop that it is first used on.

    Each try runs in a task of its own that nobody cancels, bounded by httpx's four time-outs: cancelling
    a request that is still connecting would leave its place in the pool taken for ever (httpcore #1093).
    Background requests share a few places and a brake; a person's requests wait for neither.

    `on_request` hears how each try went: None when the provider works, else what is wrong with it.
    """

    def __init__(
        self,
        *,
        provider: str,
        account: str,
        now: Callable[[], datetime],
        wait_scale: float,
        on_wait: Callable[[Waiting | None], None],
        on_request: Callable[[ErrorKind | None], None] = lambda _: None,
        base_headers: Mapping[str, str] | None = None,
        timeouts: Timeouts | None = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        self._provider = provider
        self._account = account
        self._now = now
        self._headers = dict(base_headers or {})
        self._timeouts = timeouts or Timeouts()
        self._verify = verify
        self._on_request = on_request
        self._brake = Brake(account, now, wait_scale, on_wait)
        self._places = asyncio.Semaphore(_BACKGROUND_SLOTS)
        self._client: httpx.AsyncClient | None = None
        self._retired: list[httpx.AsyncClient] = []
        self._tasks: set[asyncio.Task[Reply]] = set()
        self._closed = False
        self._proxy_unusable = False

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Sequence[tuple[str, str]] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        multipart: Mapping[str, str | FilePart] | None = None,
        follow: bool = True,
        retry: bool,
        progress: Progress | None = None,
        max_bytes: int = _MAX_BYTES,
    ) -> Reply:
        """Send a request and return the answer, whatever its status.

        `headers` are dropped at the first redirect to another origin. `retry` is for requests that change
        nothing: up to three tries on 429, 502, 503, 504 and network faults. `follow=False` is for a GET that
        changes something, which no redirect may repeat elsewhere. Raises `Trouble`: OFFLINE and
        CERTIFICATE when nothing was sent, TIMEOUT and INTERRUPTED when it may have been received, PROTOCOL,
        USAGE.
        """
        for tries in range(1, _TRIES + 1):
            last = not retry or tries == _TRIES
            exchange = Exchange(
                method,
                url,
                self._headers,
                headers or {},
                params,
                json,
                form,
                multipart,
                follow,
                progress,
                max_bytes,
            )
            try:
                reply = await self._try(exchange)
            except Trouble as trouble:
                trouble.with_context(provider=self._provider, account=self._account)
                if trouble.kind is not ErrorKind.CANCELLED:
                    self._on_request(trouble.kind)
                if last or trouble.kind not in _NETWORK_FAULTS:
                    raise
                status, hint, reason = None, None, trouble.sentence
            else:
                self._on_request(fault_of(reply.status))
                status, hint = reply.status, retry_after(reply.headers, self._now())
                if last or status not in RETRY_STATUSES or (hint or 0) > LONGEST_WAIT_S:
                    return reply
                kind = ErrorKind.RATE_LIMITED if status == 429 else ErrorKind.SERVER
                reason = Trouble(kind, self._provider, self._account, status).sentence
            await self._brake.wait(
                delay_for(status, hint, tries), reason, shared=current_lane() is Lane.BACKGROUND
            )
        raise AssertionError("the last try returns or raises")

    async def close(self) -> None:
        """End what is still under way and close the connections; may be called twice."""
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        clients = [*self._retired, *([self._client] if self._client else [])]
        self._client, self._retired = None, []
        for client in clients:
            await client.aclose()

    async def _try(self, exchange: Exchange) -> Reply:
        """Run one try in its own task; when the caller is cancelled, the task goes on and is forgotten."""
        if self._closed:
            # A pass goes on for a moment after its account was removed or signed in anew.
            raise Trouble(ErrorKind.CANCELLED)
        background = current_lane() is Lane.BACKGROUND
        if background:
            await self._place()
        task = asyncio.get_running_loop().create_task(self._send(exchange), name=f"http {exchange.method}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if background:
            task.add_done_callback(self._free_place)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            exchange.abandoned = True
            task.add_done_callback(_forget)
            if task.cancelled() and not is_cancelled():
                raise Trouble(ErrorKind.CANCELLED) from None  # closed under a caller who was not cancelled
            raise

    async def _place(self) -> None:
        """Take one of the background's places once no pause is left."""
        await self._places.acquire()
        try:
            await self._brake.passed()
        except asyncio.CancelledError:
            self._places.release()
            raise

    def _free_place(self, _task: "asyncio.Task[Reply]") -> None:
        self._places.release()

    async def _send(self, exchange: Exchange) -> Reply:
        client = await self._ready()
        if self._proxy_unusable and not is_loopback_url(exchange.url):
            raise Trouble(
                ErrorKind.USAGE,
                detail="The proxy that the environment names (such as ALL_PROXY) is of a kind that cannot be "
                "used, so nothing was sent. Name an http:// proxy, or none.",
            )
        try:
            return await exchange.run(client)
        except httpx.PoolTimeout as error:
            # Nothing was sent yet. A pool that gives no place is taken for poisoned and replaced, once.
            log.warning("the connection pool gave no place; it is replaced")
            client = await self._replace(client)
            try:
                return await exchange.run(client)
            except (httpx.HTTPError, httpx.InvalidURL) as again:
                raise trouble_of(again) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise trouble_of(error) from error

    async def _ready(self) -> httpx.AsyncClient:
        # Another request may make the client while this one waits for the context.
        verify = self._verify or await warm()
        if self._client is None:
            self._client = self._build(verify)
        return self._client

    async def _replace(self, worn: httpx.AsyncClient) -> httpx.AsyncClient:
        if self._client is worn:
            self._retired.append(worn)  # others may still read from it; closed with us
            self._client = None
        return await self._ready()

    def _build(self, verify: ssl.SSLContext) -> httpx.AsyncClient:
        make = partial(
            httpx.AsyncClient,
            verify=verify,
            timeout=httpx.Timeout(**asdict(self._timeouts)),
            limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
            follow_redirects=False,
            # The system's proxies, but never for this machine itself (a sandbox).
            mounts={"all://localhost": None, "all://127.0.0.1": None, "all://[::1]": None},
        )
        try:
            return make()
        except (ImportError, ValueError, httpx.InvalidURL):
            # Some desktops set `all_proxy=socks://...`. Going round a proxy that somebody wants would be
            # worse than not going at all.
            self._proxy_unusable = True
            return make(trust_env=False)


def fault_of(status: int) -> ErrorKind | None:
    """Return what an answer says of how the provider does; that it will not do one thing says nothing."""
    if status >= 500:
        return ErrorKind.SERVER
    return {401: ErrorKind.SIGN_IN, 429: ErrorKind.RATE_LIMITED}.get(status)


def is_cancelled() -> bool:
    """Whether somebody asked the current task to end, and not only one that it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _forget(task: "asyncio.Task[Reply]") -> None:
    """Take the outcome that nobody waits for any more, so that asyncio does not complain of it."""
    if not task.cancelled():
        task.exception()
