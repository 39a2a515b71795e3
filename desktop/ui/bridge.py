"""The only crossing between the window's loop and the engine's: frozen values, one way each."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.changes import Change
from desktop.domain.errors import Trouble

log = logging.getLogger(__name__)

T = TypeVar("T")

COALESCE_MS = 40


def telling(hear: Callable[[T], None]) -> Callable[[T], None]:
    """Return what brings a value from the engine's loop to a function of the window's, which is running."""
    loop = asyncio.get_running_loop()

    def tell(value: T) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(hear, value)

    return tell


class Notices(Protocol):
    """What the engine's change hub offers; its callbacks run on the engine's loop."""

    def subscribe(self, callback: Callable[[Change], None], /) -> Callable[[], None]:
        """Hear of every change until the returned function is called."""
        ...


class Bridge(QObject):
    """Runs the engine's work for presenters, and brings its change notices back as one signal.

    `changed` carries a frozen `Change`, at most one every 40 ms: what came in between is joined.
    """

    changed = Signal(object)
    _arrived = Signal()

    def __init__(
        self, loop: asyncio.AbstractEventLoop, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._loop = loop
        self._lock = threading.Lock()
        self._pending: Change | None = None
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COALESCE_MS)
        self._timer.timeout.connect(self._flush)
        self._arrived.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="window-reader")
        self._unsubscribe = notices.subscribe(self._heard)

    async def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the engine's loop; cancelling the caller cancels it there."""
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            raise
        return await asyncio.wrap_future(future)

    async def call(self, function: Callable[[], T]) -> T:
        """Run a plain, short function on the engine's loop."""

        async def there() -> T:
            return function()

        return await self.run(there())

    def post(self, function: Callable[[], object]) -> None:
        """Have the engine's loop run a small thing that nobody waits for, such as keeping a setting."""

        def there() -> None:
            try:
                function()
            except Trouble as trouble:
                log.warning("%s", trouble)

        self._loop.call_soon_threadsafe(there)

    async def read(self, function: Callable[[], T]) -> T:
        """Run a reading that may take long on the window's one worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, function)

    def close(self) -> None:
        """Hear of nothing more, let the worker end, and go; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._unsubscribe()
        self._timer.stop()
        self._worker.shutdown(wait=True, cancel_futures=True)
        # Left to the garbage collector, it could be destroyed in the engine's thread, timer and all.
        self.deleteLater()

    def _heard(self, change: Change) -> None:
        with self._lock:
            waiting = self._pending is not None
            self._pending = change if self._pending is None else self._pending | change
        if not waiting:
            self._arrived.emit()

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _flush(self) -> None:
        with self._lock:
            change, self._pending = self._pending, None
        if change is not None:
            self.changed.emit(change)
