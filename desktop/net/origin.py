"""Origins: who a bearer token may be shown to."""

import ipaddress
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address; the scheme's own port where none is written.

    Raises ValueError for a port that is no number.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(scheme)


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses share scheme, host and port; an unreadable one shares with nobody."""
    try:
        return bool(origin(one)[1]) and origin(one) == origin(other)
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, where no proxy and no encryption is wanted."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """Whether an address is on this machine."""
    try:
        return is_loopback(origin(url)[1])
    except ValueError:
        return False
