"""What a person was told of by notices of the desktop: each thing once, also after a restart."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.notices import NoticeKind
from desktop.store import Store, told

_KINDS = frozenset(NoticeKind)


class Told:
    """Facts by names of their makers' own, such as `upload:7`. All methods run on the engine's loop."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def take(self, fact: str) -> bool:
        """Note that a person is told of something now; False when that was noted before."""
        return await self._store.write(lambda db: told.take(db, fact, self._now()))

    async def hold(self, fact: str, kind: NoticeKind) -> None:
        """Hold something back until it is loud again."""
        await self._store.write(lambda db: told.hold(db, fact, kind.value, self._now()))

    async def held(self) -> tuple[tuple[str, NoticeKind], ...]:
        """Return what is held back, in the order in which it came; what a newer Sidetone held is left out."""
        rows = await self._store.read(told.held)
        return tuple((fact, NoticeKind(kind)) for fact, kind in rows if kind in _KINDS)

    async def release(self) -> None:
        """Hold nothing back any more: it is being said."""
        await self._store.write(told.release)

    async def drop(self, fact: str) -> None:
        """Hold something back no more: it is over before anybody was told."""
        await self._store.write(lambda db: told.drop(db, fact))

    async def forget(self, fact: str) -> None:
        """Let something be news again: it was over in between."""
        await self._store.write(lambda db: told.forget(db, fact))
