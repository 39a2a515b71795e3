"""A place in a recording, as players write it."""


def position(seconds: float) -> str:
    """Return a place in a recording: `0:24`, `1:02:04`."""
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
