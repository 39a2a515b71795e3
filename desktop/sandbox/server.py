"""The server: one process, one port on the loopback interface, every provider below its own prefix.

Prints one JSON line once it listens, and runs until SIGINT or SIGTERM. `GET /world` tells the truth.
"""

import argparse
import asyncio
import contextlib
import gc
import importlib
import importlib.util
import json
import math
import os
import pkgutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from desktop.domain.errors import ErrorKind, Trouble
from desktop.sandbox import faults as fault_kinds
from desktop.sandbox.campaigns import BIG, State, advance, make_campaigns
from desktop.sandbox.faults import Faults
from desktop.sandbox.gate import Gate, RequestLog, Transports
from desktop.sandbox.generate import make_world
from desktop.sandbox.live import arrivals
from desktop.sandbox.speech import Studio
from desktop.sandbox.stage import Options, Part, Stage, Tasks
from desktop.sandbox.world import iso

HOST = "127.0.0.1"
PROVIDERS = "desktop.providers"
_LISTS = ("calls", "lines", "tags", "contacts", "campaigns")


def main(argv: Sequence[str]) -> int:
    """Run the sandbox and return an exit code; what keeps it from running goes to standard error."""
    try:
        serve(argv)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2 if trouble.kind is ErrorKind.USAGE else 1
    return 0


def serve(argv: Sequence[str]) -> None:
    """Run the sandbox; `argv` are its arguments without the program's name. Raises `Trouble`."""
    args = _parser().parse_args(argv)
    # asyncio switches Nagle's delay off only for sockets that say that they are TCP; 40 ms an answer.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, args.port))
        except OSError as problem:
            detail = f"listen on port {args.port} ({problem.strerror})"
            raise Trouble(ErrorKind.UNSUPPORTED, account="The sandbox", detail=detail) from problem
        asyncio.run(_Sandbox(args, listening).run())


class _Sandbox:
    """Everything of one run."""

    def __init__(self, args: argparse.Namespace, listening: socket.socket) -> None:
        self._listening = listening
        self._origin = f"http://{HOST}:{listening.getsockname()[1]}"
        self._parent_watch: bool = args.parent_watch
        self._live_every: float | None = args.live_every if args.live else None
        with _making_much():
            self._world = make_world(args.seed, args.calls, args.now, args.contacts)
        self._world.campaigns = make_campaigns(
            args.seed, args.campaigns, self._world.clock, args.campaign_numbers
        )
        self._dial_every: float = args.live_every if args.live else 0
        if args.dial_every is not None:
            self._dial_every = args.dial_every
        gc.freeze()  # all of it lasts as long as we do
        self._log = RequestLog(self._world.clock)
        self._faults = Faults(args.faults, args.seed)
        self._tasks = Tasks()
        self._transports: Transports = {}
        self._latency_s: float = args.latency / 1000
        options = Options(
            token_lifetime_s=args.token_lifetime,
            transcription_delay_s=args.transcription_delay,
            call_delay_s=args.call_delay,
            busy_s=args.busy_time,
            upload_limit=args.upload_limit,
            upload_delay_s=args.upload_delay,
            scopes=tuple(args.scopes.split()) if args.scopes is not None else None,
        )
        studio = Studio(args.seed)
        self._parts: dict[str, Part] = {}
        for name in _found_parts():
            module = importlib.import_module(f"{PROVIDERS}.{name}.sandbox")
            stage = Stage(self._world, studio, options, self._tasks, self._origin, name)
            self._parts[name] = module.part(stage)

    async def run(self) -> None:
        """Serve until a signal comes."""
        config = uvicorn.Config(
            self._app(),
            http=_protocol(self._transports),
            ws="none",
            lifespan="off",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config, self._hello())
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), server.handle_exit)
        if self._parent_watch:
            threading.Thread(target=_wait_for_parent, args=(server,), daemon=True).start()
        if self._live_every is not None:
            self._tasks.start(arrivals(self._world, self._live_every, self._arrived), "arrivals")
        if self._dial_every:
            dialling = advance(self._world.campaigns, self._world.seed, self._dial_every)
            self._tasks.start(dialling, "campaigns")
        try:
            await server.serve(sockets=[self._listening])
        finally:
            self._tasks.cancel()

    def _arrived(self) -> None:
        for part in self._parts.values():
            part.arrived()

    def _app(self) -> Starlette:
        routes: list[BaseRoute] = [
            Route("/world", self._tell),
            Route("/world/campaigns/{id}", self._set_state, methods=["POST"]),
            Route("/world/keys", self._set_keys, methods=["POST"]),
        ]
        for name, part in self._parts.items():
            gate = Gate(
                _inner_app(part), name, part, self._faults, self._log, self._transports, self._latency_s
            )
            routes.append(Mount(f"/{name}", app=gate))
        return Starlette(routes=routes)

    def _hello(self) -> str:
        line: dict[str, Any] = {name: part.hello() for name, part in self._parts.items()}
        return json.dumps({**line, "world": f"{self._origin}/world"})

    async def _tell(self, _request: Request) -> Response:
        """Answer `GET /world`; no fault ever hits it."""
        told: dict[str, Any] = {"now": iso(self._world.clock.now()), **{name: [] for name in _LISTS}}
        with _making_much():
            for provider, part in self._parts.items():
                for name, rows in part.truth().items():
                    told[name] += [{"provider": provider, **row} for row in rows]
            told["requests"] = list(self._log.entries)
            return Response(msgspec.json.encode(told), media_type="application/json")

    async def _set_state(self, request: Request) -> Response:
        """Do to a campaign what a person does in a console: `{"state": "paused"}`. No fault ever hits it."""
        wanted, told = request.path_params["id"], await request.json()
        for campaign in self._world.campaigns:
            if campaign.id == wanted:
                campaign.state = State(told["state"])
                campaign.revision += 1
        return JSONResponse(told)

    async def _set_keys(self, request: Request) -> Response:
        """Let all keys that a person made end, or hold again: `{"hold": false}`."""
        told = await request.json()
        self._world.keys_hold = bool(told["hold"])
        return JSONResponse(told)


@contextlib.contextmanager
def _making_much() -> Iterator[None]:
    """Look for no garbage where there is none: it takes two thirds of the time that a large world takes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _found_parts() -> list[str]:
    """Find the providers that have a part: every folder with a `sandbox` in it, by name alone."""
    package = importlib.import_module(PROVIDERS)
    folders = [module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg]
    return sorted(
        name for name in folders if importlib.util.find_spec(f"{PROVIDERS}.{name}.sandbox") is not None
    )


def _inner_app(part: Part) -> Starlette:
    def refuse(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        message = "Record does not exist" if problem.detail == "Not Found" else problem.detail
        return JSONResponse(part.error(problem.status_code, path, message), status_code=problem.status_code)

    return Starlette(routes=list(part.routes()), exception_handlers={HTTPException: refuse})


def _protocol(transports: Transports) -> type[asyncio.Protocol]:
    """Make an HTTP protocol that remembers its connections, for the faults that break them."""

    class Remembering(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._peer = transport.get_extra_info("peername")
            transports[self._peer] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            transports.pop(self._peer, None)
            super().connection_lost(exc)

    return Remembering


class _Server(uvicorn.Server):
    """Says hello when it listens, and leaves the signals to `main`."""

    def __init__(self, config: uvicorn.Config, hello: str) -> None:
        super().__init__(config)
        self._hello = hello

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: uvicorn would raise the signal again after the end, and the exit code with it."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then print the one line."""
        await super().startup(sockets)
        sys.stdout.write(self._hello + "\n")
        sys.stdout.flush()


def _wait_for_parent(server: uvicorn.Server) -> None:
    """End when the standard input does: the parent holds its other end and takes it along."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(0, 4096):  # not through sys.stdin, whose lock would be held at the exit
            pass
    server.should_exit = True


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise USAGE."""
        raise Trouble(ErrorKind.USAGE, detail=f"{message[:1].upper()}{message[1:]}. Try: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="sidetone sandbox", description="Play the providers on this machine.")
    add = parser.add_argument
    add("--port", type=_port, default=0, help="port to listen on; 0 (the default) picks a free one")
    add("--seed", type=int, default=1, help="what the world is made from (default 1)")
    add("--calls", type=_count, default=2000, help="how many calls the history holds (default 2000)")
    add("--contacts", type=_count, default=300, help="how many contacts, where a provider keeps them")
    add("--campaigns", type=_count, default=12, help="how many campaigns, where a provider has them")
    add("--campaign-numbers", type=_count, default=BIG, metavar="N", help="how many the big one has")
    add(
        "--dial-every",
        type=_span,
        default=None,
        metavar="S",
        help="seconds between two calls of a campaign that runs; 0: none (default: none, as --live-every)",
    )
    add("--upload-limit", type=_count, default=1 << 20, metavar="BYTES", help="the largest file taken")
    add("--upload-delay", type=_span, default=0, metavar="S", help="seconds until a file's numbers are there")
    add("--faults", type=_fault_names, default=(), metavar="NAME,...", help=", ".join(fault_kinds.NAMES))
    add("--live", action="store_true", help="let new calls arrive")
    add("--live-every", type=_span, default=5, metavar="S", help="seconds between them (default 5)")
    add("--now", type=_moment, default=None, metavar="ISO", help="begin at this moment (default: now)")
    add("--token-lifetime", type=_span, default=None, metavar="S", help="seconds (default: each its own)")
    add(
        "--transcription-delay",
        type=_span,
        default=3,
        metavar="S",
        help="seconds until a transcript is ready",
    )
    add(
        "--call-delay",
        type=_span,
        default=2,
        metavar="S",
        help="seconds until a placed call is in the history",
    )
    add(
        "--busy-time",
        type=_span,
        default=0.5,
        metavar="S",
        help="seconds a phone is busy after a placed call",
    )
    add("--latency", type=_span, default=0, metavar="MS", help="milliseconds that each answer waits")
    add("--scopes", metavar="TEXT", help="the scopes that the application owns (default: all)")
    add("--parent-watch", action="store_true", help="end when standard input ends")
    parser.set_defaults(now=datetime.fromtimestamp(int(datetime.now(UTC).timestamp()), UTC))
    return parser


def _port(text: str) -> int:
    if _count(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _span(text: str) -> float:
    value = float(text)
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a span of time")
    return value


def _fault_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in fault_kinds.NAMES:
            known = ", ".join(fault_kinds.NAMES)
            raise argparse.ArgumentTypeError(f"there is no fault named {name}; known: {known}")
    return names


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not an ISO time") from None
    return moment if moment.tzinfo else moment.astimezone()
