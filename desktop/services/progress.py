"""How much of the time that a pass has to cover is covered; no provider tells how many calls there are."""

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.changes import SyncProgress
from desktop.services.pipe import Batch, Span
from desktop.services.windows import OPEN
from desktop.store.cursors import Window

_ALMOST = 0.95


class Progress:
    """Adds up windows. In one that is half read, the time between its first and last call counts."""

    def __init__(self, plan: Sequence[Window], now: datetime) -> None:
        self._now = now
        self._plan = plan
        self._lengths = {(window.start, window.end): self._length(window) for window in plan}
        self._total = sum(self._lengths.values()) or 1.0
        self._parts = dict.fromkeys(self._lengths, 0.0)
        self._seen: dict[tuple[datetime, datetime], tuple[datetime, datetime]] = {}
        self._rows = 0

    def _length(self, window: Window) -> float:
        end = max(self._now, window.start) if window.end == OPEN else window.end
        return (end - window.start).total_seconds()

    def add(self, batch: Batch) -> None:
        """Count what a commit stored."""
        self._rows += batch.rows
        for key, span in batch.spans.items():
            if key in self._parts:
                self._parts[key] = max(self._parts[key], self._part(key, span))

    def _part(self, key: tuple[datetime, datetime], span: Span) -> float:
        if span.window.done:
            return 1.0
        if span.first is None or span.last is None or not self._lengths[key]:
            return 0.0
        first, last = self._seen.get(key, (span.first, span.last))
        first, last = min(first, span.first), max(last, span.last)
        self._seen[key] = (first, last)
        start, end = key
        inside = min(last, end) - max(first, start)
        return min(max(inside.total_seconds() / self._lengths[key], 0.0), _ALMOST)

    def now(self, account: str) -> SyncProgress:
        """Return the progress; `reached_back_to` is the time down to which nothing is missing."""
        covered = sum(self._lengths[key] * part for key, part in self._parts.items()) / self._total
        reached = None
        for window in self._plan:
            if self._parts[window.start, window.end] < 1.0:
                break
            reached = window.start
        return SyncProgress(account, min(covered, 1.0), self._rows, reached)
