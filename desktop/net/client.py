"""The HTTP client of one account on one loop."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import httpx

from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import Lane, current_lane
from desktop.domain.network import Route
from desktop.domain.ports import SessionContext, Way
from desktop.net.backoff import LONGEST_WAIT_S, RETRY_STATUSES, Brake, delay_for, retry_after
from desktop.net.exchange import Exchange, FilePart, Progress, Reply, Timeouts, trouble_of
from desktop.net.pool import Pool
from desktop.net.tls import Trust, trust

log = logging.getLogger(__name__)

_TRIES = 3
_BACKGROUND_SLOTS = 4
_NETWORK_FAULTS = frozenset({ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED})
_MAX_BYTES = 64 << 20


class _RenewedError(Exception):
    """A try was given up because the way to the provider changed under it."""


class HttpClient:
    """Sends requests for one account; belongs to the loop that it is first used on.

    Each try runs in a task of its own that nobody cancels, bounded by httpx's four time-outs: cancelling
    a request that is still connecting would leave its place in the pool taken for ever (httpcore #1093).
    Background requests share a few places and a brake; a person's requests wait for neither.

    `on_request` hears how each try went: None when the provider works, else what is wrong with it.
    `way` says over which proxy to go and whom to believe, None for what the system says; when it changes, or
    the computer slept, the connections of before are used no more.
    """

    @classmethod
    def of(cls, context: SessionContext, *, provider: str, base_headers: Mapping[str, str]) -> "HttpClient":
        """Make the client of a session."""
        return cls(
            provider=provider,
            account=context.account,
            base_headers=base_headers,
            now=context.now,
            wait_scale=context.wait_scale,
            on_wait=context.on_wait,
            on_request=context.on_request,
            way=context.way,
        )

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
        way: Way | None = None,
    ) -> None:
        self._provider = provider
        self._account = account
        self._now = now
        self._headers = dict(base_headers or {})
        self._timeouts = timeouts or Timeouts()
        self._way = way
        self._on_request = on_request
        self._brake = Brake(account, now, wait_scale, on_wait)
        self._places = asyncio.Semaphore(_BACKGROUND_SLOTS)
        self._pool: Pool | None = None
        self._retired: set[Pool] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._tasks: dict[asyncio.Task[Reply], bool] = {}  # and whether it may be begun anew
        self._era = 0
        self._closed = False
        self._unlisten = way.listen(self.renew) if way is not None else _nothing

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
                reply = await self._try(exchange, again=retry)
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

    def renew(self) -> None:
        """Use the connections of before no more, since they may be dead or lead another way.

        What changes nothing is begun anew at once. What may change something goes on where it is, to its own
        end: nobody could say whether it had arrived.
        """
        self._era += 1
        pool, self._pool = self._pool, None
        for task, again in self._tasks.items():
            if again:
                task.cancel()
        if pool is not None:
            self._retire(pool)

    async def close(self) -> None:
        """End what is still under way and close the connections; may be called twice."""
        self._closed = True
        self._unlisten()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._pool is not None:
            self._retired.add(self._pool)
        pools, self._pool, self._retired = self._retired, None, set()
        for pool in pools:
            await pool.close()
        await asyncio.gather(*self._closing)

    async def _try(self, exchange: Exchange, *, again: bool) -> Reply:
        """Run one try. One that changes nothing is begun anew when the way changes under it."""
        while True:
            try:
                return await self._try_once(exchange, again=again)
            except _RenewedError:
                exchange = replace(exchange, abandoned=False)

    async def _try_once(self, exchange: Exchange, *, again: bool) -> Reply:
        """Run one try in its own task; when the caller is cancelled, the task goes on and is forgotten."""
        if self._closed:
            # A pass goes on for a moment after its account was removed or signed in anew.
            raise Trouble(ErrorKind.CANCELLED)
        background = current_lane() is Lane.BACKGROUND
        if background:
            await self._place()
        task = asyncio.get_running_loop().create_task(self._send(exchange), name=f"http {exchange.method}")
        self._tasks[task] = again
        task.add_done_callback(self._tasks.pop)
        if background:
            task.add_done_callback(self._free_place)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            exchange.abandoned = True
            task.add_done_callback(_forget)
            if task.cancelled() and not is_cancelled():
                if not self._closed:
                    raise _RenewedError from None
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
        pool = await self._ready()
        try:
            return await self._run(exchange, pool)
        except httpx.PoolTimeout as error:
            # Nothing was sent yet. A pool that gives no place is taken for poisoned and replaced, once.
            log.warning("the connection pool gave no place; it is replaced")
            pool = await self._replace(pool)
            try:
                return await self._run(exchange, pool)
            except (httpx.HTTPError, httpx.InvalidURL) as again:
                raise self._trouble_of(again, pool) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._trouble_of(error, pool) from error

    async def _run(self, exchange: Exchange, pool: Pool) -> Reply:
        pool.users += 1
        try:
            return await exchange.run(pool.client)
        finally:
            pool.users -= 1
            if pool in self._retired:
                self._retire(pool)

    def _trouble_of(self, error: Exception, pool: Pool) -> Trouble:
        trouble = trouble_of(error)
        if trouble.kind is ErrorKind.CERTIFICATE:
            if pool.trust.trouble:
                trouble.detail = f"the file with your own certificates does not count: {pool.trust.trouble}"
            if self._pool is pool:  # the next request looks at that file again
                self._pool = None
                self._retire(pool)
        return trouble

    async def _ready(self) -> Pool:
        while self._pool is None:
            era = self._era
            route = await self._way.route() if self._way is not None else Route()
            trusted = await trust(route.ca_file)
            if era == self._era:  # else the way changed again meanwhile
                self._make(route, trusted)
        return self._pool

    def _make(self, route: Route, trusted: Trust) -> None:
        if self._pool is None:  # another request may have made it by now
            self._pool = Pool(route, trusted, self._timeouts)

    async def _replace(self, worn: Pool) -> Pool:
        if self._pool is worn:
            self._pool = None
            self._retire(worn)
        return await self._ready()

    def _retire(self, pool: Pool) -> None:
        """Close a pool once nobody reads from it any more."""
        if pool.users:
            self._retired.add(pool)
            return
        self._retired.discard(pool)
        task = asyncio.get_running_loop().create_task(pool.close(), name="http close")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def fault_of(status: int) -> ErrorKind | None:
    """Return what an answer says of how the provider does; that it will not do one thing says nothing."""
    if status >= 500:
        return ErrorKind.SERVER
    return {401: ErrorKind.SIGN_IN, 429: ErrorKind.RATE_LIMITED}.get(status)


def is_cancelled() -> bool:
    """Whether somebody asked the current task to end, and not only one that it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _nothing() -> None:
    pass


def _forget(task: "asyncio.Task[Reply]") -> None:
    """Take the outcome that nobody waits for any more, so that asyncio does not complain of it."""
    if not task.cancelled():
        task.exception()
