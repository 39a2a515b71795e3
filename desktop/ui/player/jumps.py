"""Where playback goes instead of on: back to the start of what is repeated, over what nobody speaks in."""

from collections.abc import Sequence

Span = tuple[float, float]
"""From and to, in seconds."""


def jump(before: float, now: float, loop: Span | None, silences: Sequence[Span]) -> float | None:
    """Return where to go when playback came from `before` to `now`, None to go on.

    A loop holds who runs over its end, not who went beyond it on purpose. A silence that reaches over the
    loop's end is played: to jump over it for ever would be a noise.
    """
    if loop is not None and before < loop[1] <= now:
        return loop[0]
    for start, end in silences:
        if start <= now < end:
            return end if loop is None or not now < loop[1] <= end else None
        if start > now:
            break
    return None
