"""How much disk the kept recordings take: shown, limited by a setting, and given back when asked."""

import logging
from collections.abc import Callable

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.services.tasks import Report, TaskScope
from desktop.store import Media

log = logging.getLogger(__name__)

LIMIT = "recordings.cache_mb"


class Cache:
    """The recordings' file as a whole. All methods run on the engine's loop."""

    def __init__(self, *, media: Media, settings: Settings, changes: Changes, report: Report) -> None:
        self._media = media
        self._settings = settings
        self._changes = changes
        self._scope = TaskScope(report)
        self._unsubscribe = changes.subscribe(self._heard)

    async def size(self) -> int:
        """Return the bytes of sound that are kept."""
        return await self._media.size()

    async def empty(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Delete every kept recording; they can be fetched again. Returns how many bytes it were.

        `progress` hears the bytes that are deleted and all there were. Cancelling keeps the rest. Raises
        `Trouble` DISK.
        """
        total = await self._shrink(0, progress)
        self._changes.tell(Topic.RECORDINGS)
        return total

    async def _shrink(self, keep: int, progress: Callable[[int, int], None] | None = None) -> int:
        total = max(await self._media.size() - keep, 0)
        left = total
        while left:
            left = await self._media.shrink(keep)
            if progress is not None:
                progress(total - min(left, total), total)
        return total

    def _heard(self, change: Change) -> None:
        if Topic.SETTINGS in change.topics and LIMIT in change.ids:
            self._media.limit(cap := int(self._settings.number(LIMIT)) << 20)
            self._scope.start("cache limit", self._obey(cap), replace=True)

    async def _obey(self, cap: int) -> None:
        try:
            await self._shrink(cap)
        except Trouble as trouble:
            log.warning("recordings over the limit are kept: %s", trouble.kind)

    async def close(self) -> None:
        """End what is under way."""
        self._unsubscribe()
        await self._scope.close()
