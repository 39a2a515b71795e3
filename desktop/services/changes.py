"""The hub through which services tell listeners that something changed."""

import logging
from collections.abc import Callable

from desktop.domain.changes import Change, Topic

log = logging.getLogger(__name__)

Listener = Callable[[Change], None]


class Changes:
    """Hands every change notice to every listener, on the engine's loop and in order.

    Notices say what kind of thing changed, never the thing: listeners read it again. Coalescing is the
    listener's business.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` for every change from now on; the returned function ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def emit(self, change: Change) -> None:
        """Tell every listener; one that fails does not keep the others from hearing."""
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:
                log.exception("a listener failed on %s", sorted(change.topics))

    def tell(self, *topics: Topic, ids: frozenset[str] = frozenset()) -> None:
        """Emit a change of these topics."""
        self.emit(Change(frozenset(topics), ids))
