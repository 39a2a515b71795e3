"""Walks windows of one account's history, several at once, and hands the pages to the writer."""

from collections import deque
from collections.abc import Sequence

from desktop.domain.calls import HistoryPage, HistoryQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import HistorySource
from desktop.services.pipe import Pipe
from desktop.services.tasks import side_by_side
from desktop.services.windows import OVERLAP, is_open
from desktop.store.cursors import Window

_REFUSED_TOKEN = frozenset({ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.REFUSED, ErrorKind.CONFLICT})
_FOR_ALL = frozenset(
    {
        ErrorKind.SIGN_IN,
        ErrorKind.FORBIDDEN,
        ErrorKind.OFFLINE,
        ErrorKind.CERTIFICATE,
        ErrorKind.RATE_LIMITED,
    }
)
_MAINTENANCE = 503


def _is_for_all(trouble: Trouble) -> bool:
    """Whether the next window would meet the same trouble."""
    return trouble.kind in _FOR_ALL or trouble.status == _MAINTENANCE


class Walk:
    """One walk over the windows of one account."""

    def __init__(
        self,
        history: HistorySource,
        pipe: Pipe,
        windows: Sequence[Window],
        *,
        parallel: int,
        page_limit: int,
    ) -> None:
        self._history = history
        self._pipe = pipe
        self._queue = deque((window, window.token) for window in windows)
        self._parallel = max(parallel, 1)
        self._page_limit = page_limit
        self._working = 0
        self._troubles: list[Trouble] = []
        self._stopped = False

    def slow_down(self) -> None:
        """Go on with one window at a time: the provider asked for a pause."""
        self._parallel = 1

    async def run(self) -> None:
        """Read every window that can be read. Raises the first `Trouble`, after the others had their turn."""
        self._working = min(self._parallel, len(self._queue))
        await side_by_side({f"history window {number}": self._work() for number in range(self._working)})
        if self._troubles:
            raise self._troubles[0]

    async def _work(self) -> None:
        while self._queue and not self._stopped and not self._too_many():
            window, token = self._queue.popleft()
            try:
                await self._read(window, token)
            except Trouble as trouble:
                self._troubles.append(trouble)
                if _is_for_all(trouble):
                    self._stopped = True
        self._working -= 1

    def _too_many(self) -> bool:
        return self._working > self._parallel

    async def _read(self, window: Window, token: str | None) -> None:
        """Read a window to its end, or put it back when there are too many readers.

        A token that the provider does not take any more starts its window again, once.
        """
        query = HistoryQuery(
            start=window.start,
            end=None if is_open(window) else window.end + OVERLAP,
            limit=self._page_limit,
        )
        followed = {token} - {None}
        may_restart = True
        while not self._stopped:
            if self._too_many():
                self._queue.appendleft((window, token))
                return
            try:
                page = await self._page(query, token, followed)
            except Trouble as trouble:
                if token is None or not may_restart or trouble.kind not in _REFUSED_TOKEN:
                    raise
                token, may_restart = None, False
                followed.clear()
                continue
            await self._pipe.put(page, window)
            token = page.next_token
            if token is None:
                return
            followed.add(token)

    async def _page(self, query: HistoryQuery, token: str | None, followed: set[str | None]) -> HistoryPage:
        """Read a page; one that leads back to an earlier one is asked for once more."""
        for _ in range(2):
            page = await self._history.page(query, token)
            if page.next_token is None or page.next_token not in followed:
                return page
        # To end the window here would pass a part of it off as all of it.
        raise Trouble(ErrorKind.PROTOCOL, detail="the same page was announced twice")
