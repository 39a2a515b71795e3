"""Asking once more after a fault that was one request's own; see decision 11."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import RETRY_STATUSES

log = logging.getLogger(__name__)

T = TypeVar("T")

_ONE_REQUESTS_OWN = frozenset({ErrorKind.PROTOCOL, ErrorKind.SERVER})


async def once_more(
    ask: Callable[[], Coroutine[Any, Any, T]], *, signed_in: Callable[[], bool] | None = None
) -> T:
    """Ask, and once more and at once after a 500 or an answer that cannot be read. Raises `Trouble`.

    For requests that change nothing, and on this floor alone: two floors that do it ask four times. What
    `net` has tried three times already is not asked for again; nor is anything while nobody is `signed_in`,
    for then it was the sign-in that failed, and accounts lock themselves.
    """
    try:
        return await ask()
    except Trouble as trouble:
        if trouble.kind not in _ONE_REQUESTS_OWN or trouble.status in RETRY_STATUSES:
            raise
        if signed_in is not None and not signed_in():
            raise
        log.info("asking once more after an answer that was %s", trouble.kind)
    return await ask()
