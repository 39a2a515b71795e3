"""HTTP, once for all providers: lanes, retries, redirects, limits; the only importer of httpx."""

import logging

from desktop.net.backoff import RETRY_STATUSES, retry_after
from desktop.net.client import HttpClient, is_cancelled
from desktop.net.exchange import FilePart, Reply, Timeouts
from desktop.net.origin import is_loopback, same_origin
from desktop.net.tls import warm

# Both log whole addresses at INFO and DEBUG, and a search for a number is part of an address.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

__all__ = [
    "RETRY_STATUSES",
    "FilePart",
    "HttpClient",
    "Reply",
    "Timeouts",
    "is_cancelled",
    "is_loopback",
    "retry_after",
    "same_origin",
    "warm",
]
