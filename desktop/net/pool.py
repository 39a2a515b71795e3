"""The connections of one account over one route: each request takes the proxy that is meant for it."""

import asyncio
import ssl
import sys
from dataclasses import asdict

import httpx

from desktop.domain.network import Route
from desktop.net.exchange import Timeouts, tls_fault
from desktop.net.proxy import proxy_for, proxy_of, refusal
from desktop.net.tls import Trust

_CONNECTIONS = 16


class Pool:
    """An httpx client with its connections, and how many requests are on their way in it."""

    def __init__(self, route: Route, trust: Trust, timeouts: Timeouts) -> None:
        self.trust = trust
        self.users = 0
        self.client = httpx.AsyncClient(
            transport=_Fork(route, trust.context),
            timeout=httpx.Timeout(**asdict(timeouts)),
            follow_redirects=False,
            trust_env=False,  # what the environment says of proxies is read by the fork
        )

    async def close(self) -> None:
        """Close the connections; may be called twice."""
        await self.client.aclose()


class _Fork(httpx.AsyncBaseTransport):
    """Sends each request by itself or through its proxy; each way has connections of its own."""

    def __init__(self, route: Route, context: ssl.SSLContext) -> None:
        self._route = route
        self._context = context
        self._ways: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it. Raises httpx's errors, and `Trouble` for what a proxy does, when nothing has left."""
        if sys.platform == "linux":
            proxy = proxy_for(request.url, self._route)
        else:  # which may ask the registry, and a name server
            proxy = await asyncio.to_thread(proxy_for, request.url, self._route)
        way = self._ways.get(proxy)
        if way is None:
            way = self._ways[proxy] = self._made(proxy)
        if proxy is None:
            return await way.handle_async_request(request)
        signed_in = bool(self._route.user) or "@" in proxy
        try:
            response = await way.handle_async_request(request)
        except httpx.ProxyError as error:
            raise refusal(error, proxy, signed_in=signed_in) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if tls_fault(error) is not None:  # with whoever is behind the proxy
                raise
            raise refusal(error, proxy, signed_in=signed_in) from error
        if response.status_code == 407:  # of a request without TLS, which the proxy answers by itself
            await response.aclose()
            raise refusal(httpx.ProxyError("407"), proxy, signed_in=signed_in)
        return response

    def _made(self, proxy: str | None) -> httpx.AsyncHTTPTransport:
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        way = None if proxy is None else proxy_of(proxy, self._route, self._context)
        return httpx.AsyncHTTPTransport(verify=self._context, limits=limits, proxy=way)

    async def aclose(self) -> None:
        """Close the connections of all ways."""
        for way in self._ways.values():
            await way.aclose()
