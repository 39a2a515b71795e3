"""Telling whoever wants to hear of something."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Listeners(Generic[T]):
    """Those who want to hear of one kind of thing, in the order in which they came."""

    def __init__(self) -> None:
        self._all: list[Callable[[T], None]] = []

    def add(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Let a listener hear of everything from now on; the returned function ends that."""
        self._all.append(listener)

        def remove() -> None:
            if listener in self._all:
                self._all.remove(listener)

        return remove

    def tell(self, what: T) -> None:
        """Tell them all."""
        for listener in tuple(self._all):
            listener(what)

    def clear(self) -> None:
        """Tell nobody any more."""
        self._all.clear()
