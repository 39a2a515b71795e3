"""An HTTP client whose waits are scaled to nothing, and answers one after the other."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind
from desktop.net import HttpClient, Timeouts
from tests.support.loopback import Answer, Seen

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BRISK = Timeouts(connect=1, read=0.3, write=1, pool=1)


@asynccontextmanager
async def client(
    scale: float = 0.0,
    timeouts: Timeouts | None = None,
    waits: list[Waiting | None] | None = None,
    requests: list[ErrorKind | None] | None = None,
) -> AsyncIterator[HttpClient]:
    made = HttpClient(
        provider="Acme",
        account="Office",
        now=lambda: NOW,
        wait_scale=scale,
        on_wait=(waits if waits is not None else []).append,
        on_request=(requests if requests is not None else []).append,
        timeouts=timeouts,
    )
    try:
        yield made
    finally:
        await made.close()


def script(*answers: Answer) -> Callable[[Seen], Answer]:
    """Give these answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]
