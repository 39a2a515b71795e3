"""How long to wait before asking again, and the brake that background requests share."""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from desktop.domain.changes import Waiting

RETRY_STATUSES = frozenset({429, 502, 503, 504})
_PAUSES = frozenset({429, 503})
_PAUSE_S = 60.0  # one of these without a hint: what one vendor's own sample waits after a 429
_FIRST_S = 1.0
_NEVER_S = 1e9
LONGEST_WAIT_S = 300.0  # a longer pause is the caller's to plan; nobody is kept waiting for it here


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read Retry-After as seconds from now, whether it is a number or an HTTP date; None without one.

    `headers` has lower-case names. A date is compared with the answer's own Date where it has one, so
    that a computer's wrong clock does not matter.
    """
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return min(float(text), _NEVER_S)
    until = _http_date(text)
    if until is None:
        return None
    sent = _http_date(headers.get("date", "")) or now
    return max(0.0, (until - sent).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def delay_for(status: int | None, hint: float | None, tries: int) -> float:
    """Seconds to wait after the try number `tries` (from 1); `status` None is a network fault.

    Without a hint the short waits carry jitter, so that several requests do not come back as one.
    """
    if hint is not None:
        return hint
    if status in _PAUSES:
        return _PAUSE_S
    jitter = random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    return _FIRST_S * 3.0 ** (tries - 1) * jitter


class Brake:
    """Holds background requests back while the provider asks for a pause, and says so once.

    A person's request waits for its own try only and never for the brake.
    """

    def __init__(
        self,
        account: str,
        now: Callable[[], datetime],
        scale: float,
        on_wait: Callable[[Waiting | None], None],
    ) -> None:
        self._account = account
        self._now = now
        self._scale = scale
        self._on_wait = on_wait
        self._until = 0.0  # the loop's time
        self._waiting = 0

    async def passed(self) -> None:
        """Wait until no pause is left; a pause that grows meanwhile is waited out too."""
        loop = asyncio.get_running_loop()
        # No event: the end is a time, and it moves when another answer asks for more.
        while (left := self._until - loop.time()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)

    async def wait(self, delay_s: float, reason: str, *, shared: bool) -> None:
        """Sit out a back-off. The pause holds all background requests; `shared` ones wait for all of it."""
        scaled = delay_s * self._scale
        loop = asyncio.get_running_loop()
        left = max(scaled, self._until - loop.time())
        if left == scaled or not self._waiting:  # a shorter one changes nothing of what is said already
            self._until = loop.time() + left
            self._on_wait(Waiting(self._account, reason, self._now() + timedelta(seconds=left)))
        self._waiting += 1
        try:
            await (self.passed() if shared else asyncio.sleep(scaled))
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._on_wait(None)
