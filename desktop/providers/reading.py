"""Reading what providers send without breaking on it: each value alone, None where it is unreadable."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec

# SQLite's largest whole number is larger, but no duration, extension or size is.
MOST = 2**31 - 1


def tree(body: bytes) -> Any:
    """Decode JSON into plain values. Raises ValueError (which `msgspec.DecodeError` is) for anything else.

    msgspec refuses a lone surrogate and a byte that is no UTF-8; one such name must not cost a page.
    """
    try:
        try:
            return msgspec.json.decode(body)
        except ValueError:
            return json.loads(body.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def mapping(value: Any) -> dict[str, Any]:
    """Return an object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any] | None:
    """Return a list: a single object is wrapped, null is empty, None means that it is neither."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else None


def single(value: Any) -> dict[str, Any] | None:
    """Return an object, also out of a list of one; None when there is none."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


def text(value: Any) -> str | None:
    """Return text, also for a number (an id, an extension); empty text is None."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None
    # A lone surrogate can be in no file and on no screen.
    return value.strip().encode("utf-8", "replace").decode() or None


def whole(value: Any) -> int | None:
    """Return a whole number from 0 up, also from "120" or 120.0; anything else is not known."""
    number = real(value)
    if number is None or not 0 <= number <= MOST:
        return None
    return int(number)


def real(value: Any) -> float | None:
    """Return a finite number, also from its text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def flag(value: Any) -> bool | None:
    """Return a truth value, also from 0, 1, "true" and "false"."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, bool | int) and value in {0, 1} else None


def moment(value: Any) -> datetime | None:
    """Return an ISO 8601 time in UTC; one without a zone is UTC already."""
    if not isinstance(value, str):
        return None
    try:
        return utc(datetime.fromisoformat(value.strip()))
    except ValueError:
        return None


def utc(value: datetime | None) -> datetime | None:
    """Return the same instant in UTC; None where the calendar ends before it gets there."""
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None


def word(value: Any) -> str:
    """Return an enum's word so that spellings agree: lower case, without `_`, `-` and spaces."""
    return (text(value) or "").lower().translate(_JOINTS)


_JOINTS = str.maketrans("", "", "_- ")


def lines(value: Any, deepest: int = 8) -> tuple[str, ...]:
    """Flatten what stands where errors should be (a list, a text, an object) into lines.

    What lies more than `deepest` lists and objects down is left out: nobody's words do.
    """
    if isinstance(value, dict | list) and deepest == 0:
        return ()
    if isinstance(value, dict):
        return tuple(
            f"{name}: {line}" if name not in _PLAIN else line
            for name, inner in value.items()
            for line in lines(inner, deepest - 1)
        )
    if isinstance(value, list):
        return tuple(line for inner in value for line in lines(inner, deepest - 1))
    read = text(value)
    return (read,) if read else ()


_PLAIN = frozenset({"error", "errors", "message", "detail", "base"})
