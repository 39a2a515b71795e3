"""Which proxy a request takes, and what it means when that one does not let it through."""

import ipaddress
import os
import ssl
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.network import NONE, SYSTEM, Route
from desktop.net.origin import is_loopback

_KINDS = frozenset({"http", "https"})


def proxy_for(url: httpx.URL, route: Route) -> str | None:
    """Return the address of the proxy that a request takes, None when it goes by itself.

    This machine itself is never reached through a proxy, nor what NO_PROXY names, nor what Windows and macOS
    leave out. Raises `Trouble` USAGE for a proxy of a kind that cannot be used: going round a proxy that
    somebody wants would be worse than not going at all.
    """
    host = url.host.rstrip(".")
    if route.proxy == NONE or is_loopback(host):
        return None
    if route.proxy == SYSTEM:
        # Read at each request, which costs microseconds: in Windows' registry it changes at any time.
        known = urllib.request.getproxies()
        address = known.get(url.scheme) or known.get("all") or ""
        named = "The proxy that the system names"
        if not address or urllib.request.proxy_bypass(f"{host}:{_port(url)}" if ":" not in host else host):
            return None
    else:
        address, named = route.proxy, "The proxy of the settings"
    if is_left_out(host, _port(url), no_proxy(os.environ)):
        return None
    if "://" not in address:
        address = f"http://{address}"
    if not _is_usable(address):
        raise Trouble(
            ErrorKind.USAGE,
            detail=f"{named} cannot be used, so nothing was sent. Name an http:// proxy, or none.",
        )
    return address


def _is_usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        fine = parts.scheme.lower() in _KINDS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return fine and " " not in address


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def no_proxy(environment: Mapping[str, str]) -> str:
    """Return what NO_PROXY says; the name in small letters wins, as with curl."""
    return environment.get("no_proxy") or environment.get("NO_PROXY") or ""


def is_left_out(host: str, port: int, names: str) -> bool:
    """Whether a list such as `localhost, .example.com, 10.0.0.0/8, proxy.test:8080` names a host.

    A name stands for all below it, with a dot before it or without; `*` for every host.
    """
    address = _address(host)
    for entry in (each.strip().lower() for each in names.split(",")):
        if entry == "*":
            return True
        if not entry:
            continue
        if address is not None and _holds(entry.strip("[]"), address):
            return True
        name, colon, wanted = entry.rpartition(":")
        if not (colon and wanted.isdecimal()):
            name = entry
        elif int(wanted) != port:
            continue
        name = name.removeprefix("*").strip(".")
        if name and (host.lower() == name or host.lower().endswith(f".{name}")):
            return True
    return False


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _holds(network: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def proxy_named(url: str, proxy: str) -> str:
    """Return host and port of the proxy that a request takes now, "" for none. Raises as `proxy_for`."""
    address = proxy_for(httpx.URL(url), Route(proxy))
    return "" if address is None else shown(address)


def proxy_of(address: str, route: Route, context: ssl.SSLContext) -> httpx.Proxy:
    """Return a proxy for the library, with what it asks for."""
    auth = (route.user, route.password) if route.proxy != SYSTEM and route.user else None
    own = context if address.lower().startswith("https:") else None  # else the library brings its own list
    return httpx.Proxy(address, auth=auth, ssl_context=own)


def shown(address: str) -> str:
    """Return a proxy's host and port, without what it asks for."""
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""


def refusal(error: Exception, address: str, *, signed_in: bool) -> Trouble:
    """Say what a proxy did that let nothing through; what was to be sent has not left."""
    name, text = shown(address), str(error)
    if not isinstance(error, httpx.ProxyError):
        why = f"the proxy {name} does not answer"
    elif text.startswith("407"):
        asks = (
            "does not accept its user name or password"
            if signed_in
            else "asks for a user name and a password"
        )
        why = f"the proxy {name} {asks}; see the network settings"
    else:
        why = f"the proxy {name} says {text[:80]!r}" if text else f"the proxy {name} refused"
    return Trouble(ErrorKind.OFFLINE, detail=why)
