"""How a stretch of history is cut into windows, from the newest to the oldest. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from desktop.store.cursors import Window

STEPS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
MONTH = timedelta(days=30)
MONTH_DAYS = 30.44
SHORT = timedelta(days=8)
"""A stretch up to this long is read as one window when the history before it is known."""

LATE = timedelta(minutes=10)
"""A look for new calls goes back this far behind the newest known one: a long call can come after a short
one that began later. What is later still is found when the last days are read again.
"""

OVERLAP = timedelta(seconds=1)
"""Windows overlap by this much: whether a provider's bounds are inclusive is not documented."""

OPEN = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of the newest window, which has none: the provider's own "now" ends it.

So neither a wrong clock here nor calls that arrive meanwhile matter.
"""


def horizon(now: datetime, months: float) -> datetime:
    """Return how far back history is kept."""
    return now - timedelta(days=months * MONTH_DAYS)


def newest(oldest: datetime, now: datetime) -> Iterator[Window]:
    """Cut `oldest` to now into an hour, a day, a week and then months, newest first.

    Bounds are whole seconds, since providers cut fractions.
    """
    oldest = oldest.replace(microsecond=0)
    end, start = OPEN, now.replace(microsecond=0)
    for step in STEPS:
        start = max(start - step, oldest) if start > oldest else oldest
        yield _window(start, end)
        if start <= oldest:
            return
        end = start
    yield from older(oldest, end)


def again(oldest: datetime, now: datetime) -> Iterator[Window]:
    """Cut what is to be read again and what is new: one window unless it has become long."""
    if now - oldest <= SHORT:
        yield _window(oldest.replace(microsecond=0), OPEN)
    else:
        yield from newest(oldest, now)


def older(oldest: datetime, known_from: datetime) -> Iterator[Window]:
    """Cut what lies before `known_from` into months, newest first; nothing if all of it is known."""
    end = known_from.replace(microsecond=0)
    oldest = oldest.replace(microsecond=0)
    while oldest < end:
        start = max(end - MONTH, oldest)
        yield _window(start, end)
        end = start


def _window(start: datetime, end: datetime) -> Window:
    return Window(start, end)


def is_open(window: Window) -> bool:
    """Whether a window is the newest one."""
    return window.end == OPEN


def plan(
    known: Sequence[Window],
    *,
    now: datetime,
    horizon: datetime,
    reread: timedelta,
    newest_call: datetime | None,
    since: datetime | None,
) -> list[Window]:
    """Return the windows to walk in this pass, newest first, given those that are kept.

    What was read up to the last pass is followed by what is new, with the last days read again; windows
    that were not finished go on at their token; history before the oldest known window is added. The
    start of what is new is the earliest that the clock, the newest call and the kept windows suggest: a
    clock that is wrong reads more, never less. `since` replaces the horizon, and what lies before it waits.
    """
    oldest = since or horizon
    if not known:
        return list(newest(min(oldest, now), now))
    start = _start(known, now, newest_call, reread)
    if since is not None:
        start = min(start, since)
    windows = list(again(start, now))
    windows += [window for window in _unfinished(known) if since is None or window.end > since]
    windows += older(oldest, min(window.start for window in known))
    return sorted(windows, key=lambda window: window.end, reverse=True)


def look(known: Sequence[Window], *, now: datetime, newest_call: datetime | None) -> list[Window]:
    """Return the windows of a look for new calls: one from the newest known call on, and the unfinished.

    One, however long ago that call was: what is in it is only what is new. `known` must not be empty.
    """
    return [_window(_start(known, now, newest_call, LATE).replace(microsecond=0), OPEN), *_unfinished(known)]


def _start(known: Sequence[Window], now: datetime, newest_call: datetime | None, back: timedelta) -> datetime:
    """Go `back` from the earliest that the clock, the newest call and the kept windows suggest."""
    heads = [window.start for window in known if is_open(window)]
    # An open window that is kept was not finished, and what it goes back is part of it.
    frontier = min(heads) if heads else max(window.end for window in known) - back
    return min(frontier, now - back, (newest_call or now) - back)


def _unfinished(known: Sequence[Window]) -> list[Window]:
    """Return the windows that were begun and not ended, newest first, but for the open one."""
    return [window for window in known if not window.done and not is_open(window)]
