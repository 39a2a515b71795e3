"""Whose request it is: a person waits for one, a background sync for the other.

A context variable and not a parameter, because it follows a task through every floor without any
of them having to hand it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum


class Lane(Enum):
    """The two lanes of the network."""

    PERSON = "person"
    BACKGROUND = "background"


_lane: ContextVar[Lane] = ContextVar("lane", default=Lane.PERSON)


def current_lane() -> Lane:
    """Return the lane that this task's requests travel in."""
    return _lane.get()


@contextmanager
def background() -> Iterator[None]:
    """Let requests inside step back for those that a person waits for."""
    token = _lane.set(Lane.BACKGROUND)
    try:
        yield
    finally:
        _lane.reset(token)
