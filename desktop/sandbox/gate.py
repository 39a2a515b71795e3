"""The gate before each provider's part: keeps the log of requests and lets the faults in."""

import asyncio
import json
import re
import socket
import struct
from collections import deque
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop.sandbox import faults as fault_kinds
from desktop.sandbox.faults import Answer, Faults, after_handling, without_handling
from desktop.sandbox.stage import Part
from desktop.sandbox.world import Clock, iso

KEPT_REQUESTS = 50_000
_KEPT_OF_A_FILE = 500
_SECRET_WORDS = ("secret", "password", "token", "key")

Transports = dict[tuple[str, int], Any]


class RequestLog:
    """What clients asked for, newest last. Headers and secrets are never kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: deque[dict[str, Any]] = deque(maxlen=KEPT_REQUESTS)

    def add(self, **entry: Any) -> None:
        """Note a request that was answered (or cut off)."""
        self.entries.append({**entry, "at": iso(self._clock.now())})


class Gate:
    """Wraps one provider's routes."""

    def __init__(
        self,
        app: ASGIApp,
        provider: str,
        part: Part,
        faults: Faults,
        log: RequestLog,
        transports: Transports,
        latency_s: float,
    ) -> None:
        self._app = app
        self._provider = provider
        self._part = part
        self._faults = faults
        self._log = log
        self._transports = transports
        self._latency_s = latency_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = scope["query_string"].decode("latin-1")
        body = await _read(receive)
        if body is None:
            return  # the client went away in the middle: what stands before an API hands on whole requests
        hidden = path in self._part.secret_paths
        # A 401 from the place that hands out tokens would say that the credentials are wrong.
        unfit = frozenset({fault_kinds.UNAUTHORIZED}) if hidden else frozenset[str]()
        shown = _shown(body, hidden, _content_type(scope))
        # Two questions with other bodies are two requests, also when they are at the same address.
        fault = self._faults.pick(f"{scope['method']} {path}?{query} {shown}", unfit)
        answer = fault and without_handling(fault, self._faults, path, self._part.error)
        if not answer:
            answer = await _handle(self._app, scope, body)
            if fault:
                await after_handling(fault, answer, numbers_are_text=self._part.numbers_are_text)
        self._log.add(
            provider=self._provider,
            method=scope["method"],
            path=path,
            query=query,
            body=shown,
            status=answer.status,
            fault=fault,
            authorized=any(name == b"authorization" for name, _ in scope["headers"]),
        )
        if self._latency_s:
            await asyncio.sleep(self._latency_s)
        if fault == fault_kinds.CUT:
            await self._cut(answer, scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await send({"type": "http.response.body", "body": answer.body})

    async def _cut(self, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        """Break the connection: half way through the body, or by a reset before any answer."""
        transport = self._transports.get(scope["client"])
        if transport is None:  # the client has gone already
            return
        if self._faults.choose(0, 1) and answer.body:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            half = answer.body[: len(answer.body) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            transport.close()
        else:
            linger = struct.pack("ii", 1, 0)  # closing sends RST, not FIN
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _read(receive: Receive) -> bytes | None:
    """Read a request's body; None when its end never came."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    return b"".join(parts)


async def _handle(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Let the routes answer, and hold the answer back."""
    answer = Answer(500, [], b"")
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    answer.body = b"".join(parts)
    return answer


def _content_type(scope: Scope) -> bytes:
    return next((value for name, value in scope["headers"] if name == b"content-type"), b"")


def _shown(body: bytes, hidden: bool, content_type: bytes) -> Any:
    """Spell a request's body for the log: JSON as it is, forms as pairs, secrets masked."""
    if not body:
        return None
    if content_type.startswith(b"multipart/form-data"):
        return _masked(_parts(body, content_type))
    text = body.decode("utf-8", "replace")
    try:
        read: Any = json.loads(text)
    except ValueError:
        read = dict(parse_qsl(text)) if "=" in text and "\n" not in text else text[:500]
    if hidden and not isinstance(read, dict):
        return "***"
    return _masked(read)


def _parts(body: bytes, content_type: bytes) -> dict[str, str]:
    """Read the fields of a form that came in parts; of a file only how it begins."""
    boundary = content_type.decode("latin-1").partition("boundary=")[2].strip('" ')
    found = {}
    for part in body.split(f"--{boundary}".encode())[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        if name:
            kept = value[:-2][:_KEPT_OF_A_FILE] if b"filename=" in head else value[:-2]
            found[name[1].decode("utf-8", "replace")] = kept.decode("utf-8", "replace")
    return found


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: "***" if any(word in str(key).lower() for word in _SECRET_WORDS) else _masked(inner)
            for key, inner in value.items()
        }
    return value
