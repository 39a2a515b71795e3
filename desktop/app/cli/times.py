"""Times as a person types them on the command line."""

from datetime import UTC, datetime

from desktop.services import when


def since(text: str | None) -> datetime | None:
    """Return the first moment that `text` means, or None without one."""
    return None if text is None else when.since(text, datetime.now(UTC))


def until(text: str | None) -> datetime | None:
    """Return the exclusive end that `text` means (a day is included whole), or None without one."""
    return None if text is None else when.until(text, datetime.now(UTC))
