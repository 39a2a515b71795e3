"""Faults by name: which request is hit, and what becomes of its answer."""

import asyncio
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

RATE_LIMIT = "429"
RATE_LIMIT_NO_HINT = "429-no-hint"
UNAUTHORIZED = "401"
SERVER = "5xx"
SLOW = "slow"
CUT = "cut"
WRONG_TYPE = "wrong-type"
NOT_JSON = "not-json"
NAMES = (RATE_LIMIT, RATE_LIMIT_NO_HINT, UNAUTHORIZED, SERVER, SLOW, CUT, WRONG_TYPE, NOT_JSON)
SLOW_S = 1.5

_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d+)?")

ErrorSpeller = Callable[[int, str, str], Any]


class Faults:
    """Picks the requests that are hit: of every three one, seeded, and never the same twice running."""

    def __init__(self, names: tuple[str, ...], seed: int) -> None:
        self._names = names
        self._rng = Random(f"faults {seed}")  # noqa: S311 - reproducible by wish
        self._left_in_block = 0
        self._hit_at = 0
        self._owed = 0
        self._last_hit: set[str] = set()

    def pick(self, request: str, unfit: frozenset[str] = frozenset()) -> str | None:
        """Choose a fault for `request` (its method, path, query and body), or None to let it pass."""
        names = [name for name in self._names if name not in unfit]
        if not names:
            return None
        if self._left_in_block == 0:
            self._left_in_block, self._hit_at = 3, self._rng.randint(1, 3)
        self._owed += self._left_in_block == self._hit_at
        self._left_in_block -= 1
        if request in self._last_hit:
            self._last_hit.discard(request)
            return None
        if not self._owed:
            return None
        self._owed -= 1
        self._last_hit.add(request)
        return self._rng.choice(names)

    def choose(self, *options: int) -> int:
        """Choose one of a fault's variants."""
        return self._rng.choice(options)


class Answer:
    """An answer that is held back until it is whole, so that a fault can work on it."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name: bytes, value: bytes) -> None:
        """Set a header."""
        self.headers = [(key, old) for key, old in self.headers if key.lower() != name]
        self.headers.append((name, value))

    def replace(self, body: bytes, media_type: bytes) -> None:
        """Put another body in place of this one."""
        self.body = body
        self.header(b"content-type", media_type)
        self.header(b"content-length", str(len(body)).encode())

    @property
    def is_json(self) -> bool:
        """Whether the body says that it is JSON."""
        return any(key.lower() == b"content-type" and b"json" in value for key, value in self.headers)


def without_handling(fault: str, faults: Faults, path: str, error: ErrorSpeller) -> Answer | None:
    """Answer in place of the provider, for faults whose request never gets that far.

    `error` is the provider's own way to spell an error: a function of status, path and message.
    """
    if fault in {RATE_LIMIT, RATE_LIMIT_NO_HINT}:
        answer = _error(error, 429, path, "Too many requests")
        if fault == RATE_LIMIT:
            answer.header(b"retry-after", b"1")
        return answer
    if fault == UNAUTHORIZED:
        return _error(error, 401, path, "Invalid or expired access token")
    if fault == SERVER:
        status = faults.choose(500, 502, 503, 504)
        if status == 500:
            return _error(error, status, path, "Internal server error")
        answer = Answer(status, [], b"")  # what stands in front of the API answers with a page
        title = {502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Time-out"}[status]
        answer.replace(_PAGE.format(title=title).encode(), b"text/html")
        return answer
    return None


def _error(error: ErrorSpeller, status: int, path: str, message: str) -> Answer:
    answer = Answer(status, [], b"")
    answer.replace(json.dumps(error(status, path, message)).encode(), b"application/json")
    return answer


async def after_handling(fault: str, answer: Answer, *, numbers_are_text: bool) -> None:
    """Spoil an answer that the provider gave."""
    if fault == SLOW:
        await asyncio.sleep(SLOW_S)
    elif fault == NOT_JSON and answer.is_json:
        answer.status = 200
        answer.replace(_PAGE.format(title="Please sign in to the network").encode(), b"text/html")
    elif fault == WRONG_TYPE and answer.is_json and answer.body:
        retyped = _as_number if numbers_are_text else _as_text
        answer.replace(json.dumps(retyped(json.loads(answer.body))).encode(), b"application/json")


def _as_text(value: Any, key: str = "") -> Any:
    """Spell integers in other ways that can still be read: "120", durations also 120.0."""
    if isinstance(value, dict):
        return {name: _as_text(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner, key) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value) if key.endswith("_sec") and value % 2 else str(value)
    return value


def _as_number(value: Any) -> Any:
    """Take digits out of their quotes where no zero in front would be lost, and truth values too."""
    if isinstance(value, dict):
        return {name: _as_number(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_number(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return str(value) if isinstance(value, int) else value
