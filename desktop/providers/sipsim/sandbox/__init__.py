"""SIPSIM as the sandbox plays it: REST API v2 with its own token endpoint.

What the vendor's pages say is played as they say it. Where they are silent the sandbox takes the
strict side, so that a client's carelessness shows: a limit outside 20 to 1000, an unknown call type or
an unreadable time is a 400; `outbound` is no filter value (`outgoing` is). Where the vendor's own samples
are sloppy it is lenient as the vendor must be: a raw `+` in a query, microseconds in times.
"""

import asyncio
import json
import re
import uuid
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop.sandbox.stage import Stage
from desktop.sandbox.tokens import OAuthError, TokenDesk
from desktop.sandbox.world import Call, Line, Sound, Speech, Tag, iso

from . import shapes
from .shapes import BadParameter

API = "/api/v2"
TOKEN = "/oauth/token"  # noqa: S105 - a path
TOKEN_LIFETIME_S = 7200
ACCOUNT_ID = 12345
_E164 = re.compile(r"\+[1-9]\d{6,14}")

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]


def part(stage: Stage) -> "SipsimPart":
    """Make this provider's part."""
    return SipsimPart(stage)


class SipsimPart:
    """The routes, what a client needs to connect, and the truth behind them."""

    secret_paths = frozenset({TOKEN})
    numbers_are_text = False

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._clock = stage.world.clock
        options = stage.options
        scopes = options.scopes or shapes.SCOPES
        self._desk = TokenDesk(
            stage.world.seed,
            scopes,
            TOKEN_LIFETIME_S if options.token_lifetime_s is None else options.token_lifetime_s,
        )
        self._wire: dict[int, tuple[int, bytes]] = {}  # calls as they go out, made once
        self._busy_until: dict[int, float] = {}
        self._events: list[str] = []
        self._began = self._clock.now()
        self._root = stage.origin + stage.prefix

    def hello(self) -> dict[str, str]:
        """Tell what a client needs to connect."""
        return {
            "base_url": self._root + API,
            "token_url": self._root + TOKEN,
            "client_id": self._desk.client_id,
            "client_secret": self._desk.client_secret,
            "access_token": self._desk.static_token,
        }

    def error(self, status: int, path: str, message: str) -> Any:
        """Spell an error: the API's envelope, or RFC 6749's form at the token endpoint."""
        if path == TOKEN:
            return {"error": "temporarily_unavailable", "error_description": message}
        return {**self._envelope(status), "errors": [message], "path": path}

    def routes(self) -> Sequence[Route]:
        """Give the routes."""
        call, tag = API + "/calls/{id}", API + "/tags/{id}"
        spoken, summed = call + "/transcription", call + "/summary"
        table: list[tuple[str, str, str, Handler]] = [
            ("GET", API + "/account", "account.read", self._account),
            ("GET", API + "/calls", "calls.read", self._calls),
            ("POST", API + "/calls", "calls.create calls.write", self._place),
            ("GET", call, "calls.read", self._call),
            ("GET", spoken, "calls.transcription.read", self._transcription),
            ("POST", spoken, "calls.transcription.write", self._transcribe),
            ("GET", summed, "calls.summary.read", self._summary),
            ("POST", summed, "calls.summary.write", self._summarise),
            ("POST", call + "/tags", "calls.tags.write", self._tag_call),
            ("DELETE", call + "/tags/{tag_id}", "calls.tags.write", self._untag_call),
            ("GET", API + "/phones", "phones.read", self._phones),
            ("GET", API + "/tags", "tags.read", self._tags),
            ("POST", API + "/tags", "tags.write", self._create_tag),
            ("PATCH", tag, "tags.write", self._update_tag),
            ("DELETE", tag, "tags.write", self._delete_tag),
            ("GET", API + "/webhooks/available", "webhooks.read", self._all_events),
            ("GET", API + "/webhooks", "webhooks.read", self._enabled_events),
            ("POST", API + "/webhooks/{event}", "webhooks.write", self._enable_event),
            ("DELETE", API + "/webhooks/{event}", "webhooks.write", self._disable_event),
            ("GET", "/recordings/{file}", "calls.read", self._recording),
        ]
        guarded = [
            Route(path, self._guarded(scopes, handler), methods=[method])
            for method, path, scopes, handler in table
        ]
        return [
            Route(TOKEN, self._token, methods=["POST"]),
            Route("/files/{file}", self._file_elsewhere),
            *guarded,
        ]

    # Access

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            fields = {key: value for key, value in form.items() if isinstance(value, str)}
        try:
            return JSONResponse(
                self._desk.issue(fields, request.headers.get("authorization")),
                headers={"Cache-Control": "no-store"},
            )
        except OAuthError as refusal:
            told = {"error": refusal.error, "error_description": refusal.description}
            return JSONResponse(told, status_code=refusal.status)

    def _guarded(self, scopes: str, handler: Handler) -> Handler:
        """Let a handler run for tokens that carry one of the scopes."""
        wanted = frozenset(scopes.split())

        async def checked(request: Request) -> Response:
            granted = self._desk.scopes(request.headers.get("authorization"))
            if granted is None:
                raise HTTPException(401, "Invalid or expired access token")
            if not granted & wanted:
                raise HTTPException(403, f"Missing permission: {scopes.replace(' ', ' or ')}")
            try:
                return await handler(request)
            except BadParameter as problem:
                raise HTTPException(400, str(problem)) from None

        return checked

    # Account, phones, webhooks

    async def _account(self, _request: Request) -> Response:
        company = self._world.company
        return self._good({"id": ACCOUNT_ID, "company_name": company, "email": "office@harbour-hill.example"})

    async def _phones(self, request: Request) -> Response:
        status = request.query_params.get("status")
        if status not in {None, "active", "inactive", "not_activated"}:
            raise BadParameter("status is invalid")
        return self._good(
            [
                shapes.phone_on_wire(line, self._began)
                for line in self._world.lines
                if status in {None, line.status}
            ]
        )

    async def _all_events(self, _request: Request) -> Response:
        return self._good([{"event": event} for event in shapes.EVENTS])

    async def _enabled_events(self, _request: Request) -> Response:
        return self._good([{"event": event} for event in self._events])

    async def _enable_event(self, request: Request) -> Response:
        event = request.path_params["event"]
        if event not in shapes.EVENTS:
            raise HTTPException(404, "Record does not exist")
        if event not in self._events:
            self._events.append(event)
        return await self._enabled_events(request)

    async def _disable_event(self, request: Request) -> Response:
        if request.path_params["event"] not in self._events:
            raise HTTPException(404, "Record does not exist")
        self._events.remove(request.path_params["event"])
        return await self._enabled_events(request)

    # Calls

    async def _calls(self, request: Request) -> Response:
        query = request.query_params
        if "start_time" not in query:
            raise BadParameter("start_time is missing")
        start = shapes.moment(query["start_time"], "start_time")
        end = shapes.moment(query["end_time"], "end_time") if query.get("end_time") else self._clock.now()
        limit = shapes.page_size(query.get("limit"))
        fits = shapes.call_filter(query, self._world)
        low, high = self._world.between(start, end)
        if query.get("page"):
            high = min(high, self._world.before(shapes.page_key(query["page"])))
        calls, found = self._world.calls, list[Call]()
        while high > low and len(found) <= limit:
            high -= 1
            if fits is None or fits(calls[high]):
                found.append(calls[high])
        more, found = len(found) > limit, found[:limit]
        pagination: dict[str, Any] = {"count": len(found), "limit": limit, "has_more": more}
        if more:
            pagination["page"] = shapes.page_token(found[-1])
        rows = b",".join([self._on_wire(call) for call in found])
        head = json.dumps({**self._envelope(200), "pagination": pagination})[:-1].encode()
        return Response(head + b', "data": [' + rows + b"]}", media_type="application/json")

    async def _call(self, request: Request) -> Response:
        return self._good(msgspec.Raw(self._on_wire(self._asked_call(request))))

    async def _place(self, request: Request) -> Response:
        body = await _json(request)
        line_id, target = body.get("phone_id"), body.get("target_number")
        if not isinstance(line_id, int) or isinstance(line_id, bool):
            raise BadParameter("phone_id is invalid")
        ours = {str(line.extension) for line in self._world.lines}
        if not isinstance(target, str) or not (_E164.fullmatch(target) or target in ours):
            raise BadParameter("target_number is invalid")
        line = _asked(self._world.line_by_id, str(line_id))
        if line.status != "active":
            raise BadParameter("Phone is not active")
        if line.always_busy or self._busy_until.get(line.id, 0) > monotonic():
            raise HTTPException(409, "Phone is currently on another call")
        self._busy_until[line.id] = monotonic() + self._stage.options.busy_s
        self._stage.tasks.start(self._carry_out(line, target), "placed call")
        taken = {"id": f"call_{uuid.uuid4().hex[:6]}", "phone_id": line.id, "target_number": target}
        return self._good({**taken, "status": "initiating"}, 201)

    async def _carry_out(self, line: Line, target: str) -> None:
        """Let a placed call show in the history when it is over; it is answered and short."""
        started = int(self._clock.now())
        await asyncio.sleep(self._stage.options.call_delay_s)
        self._world.place(line, target, started, int(self._clock.now()) - started)

    # What was said

    async def _recording(self, request: Request) -> Response:
        return await self._sound(request, (Sound.MP3, Sound.WAV))

    async def _file_elsewhere(self, request: Request) -> Response:
        """Serve recordings that lie on another host: the signed link is enough, a token is a leak."""
        if "authorization" in request.headers:
            raise HTTPException(400, "This host takes no Authorization header")
        return await self._sound(request, (Sound.ELSEWHERE,))

    async def _sound(self, request: Request, kept: tuple[Sound, ...]) -> Response:
        name = request.path_params["file"]
        call = self._world.by_id.get(int(found[1])) if (found := re.match(r"(\d{1,9})\b", name)) else None
        if call is None or call.sound not in kept or name != shapes.recording_name(call):
            raise HTTPException(404, "Record does not exist")
        if call.sound is Sound.WAV:
            return Response(await run_in_threadpool(self._stage.studio.wav, call), media_type="audio/wav")
        return Response(await run_in_threadpool(self._stage.studio.mp3, call), media_type="audio/mpeg")

    async def _transcription(self, request: Request) -> Response:
        call = self._asked_call(request)
        state = self._speech(call)
        if state is Speech.NONE:
            raise HTTPException(404, "Record does not exist")
        turns = self._stage.studio.turns(call) if state in {Speech.RECOGNIZED, Speech.STORED} else ()
        payload = [
            {"channel": turn.channel, "start": turn.start, "end": turn.end, "text": turn.text}
            for turn in turns
        ]
        return self._good({"speech_state": shapes.SPEECH_STATES[state], "payload": payload})

    async def _transcribe(self, request: Request) -> Response:
        call = self._asked_call(request)
        if call.sound is Sound.NONE:
            raise BadParameter("Call has no recording")
        if self._speech(call) not in {Speech.NONE, Speech.FAILED}:
            raise HTTPException(409, "Transcription already exists")
        call.speech = Speech.PENDING
        call.ready_at = self._clock.now() + self._stage.options.transcription_delay_s
        return self._good({"speech_state": shapes.SPEECH_STATES[Speech.PENDING]}, 201)

    def _speech(self, call: Call) -> Speech:
        """Look how far a transcription is; a pending one ends by itself, one in thirty in failure."""
        if call.speech is Speech.PENDING and self._clock.now() >= call.ready_at:
            call.speech = Speech.FAILED if call.mix % 30 == 29 else Speech.RECOGNIZED
        return call.speech

    async def _summary(self, request: Request) -> Response:
        call = self._asked_call(request)
        if not call.has_summary:
            raise HTTPException(404, "Record does not exist")
        summary = self._stage.studio.summary(call)
        return self._good({"id": 500_000 + call.id, "summary": summary, "call_id": call.id})

    async def _summarise(self, request: Request) -> Response:
        call = self._asked_call(request)
        if self._speech(call) not in {Speech.RECOGNIZED, Speech.STORED}:
            raise HTTPException(409, "Transcription is not available")
        call.has_summary = True
        return self._good({"id": 500_000 + call.id, "call_id": call.id}, 201)

    # Tags

    async def _tags(self, _request: Request) -> Response:
        rows = [shapes.tag_on_wire(tag) for tag in self._world.tags.values()]
        pagination = {"count": len(rows), "limit": 1000, "has_more": False}
        return JSONResponse({**self._envelope(200), "data": rows, "pagination": pagination})

    async def _create_tag(self, request: Request) -> Response:
        fields = shapes.tag_fields(await _json(request))
        if "name" not in fields:
            raise BadParameter("name is missing")
        tag = Tag(self._world.next_tag_id(), "", "#6B7280")
        if not shapes.change_tag(self._world, tag, fields):
            return self._name_taken()
        self._world.tags[tag.id] = tag
        return self._good(shapes.tag_on_wire(tag), 201)

    async def _update_tag(self, request: Request) -> Response:
        tag = self._asked_tag(request.path_params["id"])
        if not shapes.change_tag(self._world, tag, shapes.tag_fields(await _json(request))):
            return self._name_taken()
        self._wire.clear()
        return self._good(shapes.tag_on_wire(tag))

    async def _delete_tag(self, request: Request) -> Response:
        tag = self._asked_tag(request.path_params["id"])
        del self._world.tags[tag.id]
        self._wire.clear()
        return Response(status_code=204)

    async def _tag_call(self, request: Request) -> Response:
        call = self._asked_call(request)
        tag_id = (await _json(request)).get("tag_id")
        if not isinstance(tag_id, int):
            raise BadParameter("tag_id is invalid")
        self._asked_tag(str(tag_id))
        return self._with_tags(call, (*(one for one in call.tags if one != tag_id), tag_id), 201)

    async def _untag_call(self, request: Request) -> Response:
        call = self._asked_call(request)
        tag = self._asked_tag(request.path_params["tag_id"])
        if tag.id not in call.tags:
            raise HTTPException(404, "Record does not exist")
        return self._with_tags(call, tuple(one for one in call.tags if one != tag.id), 200)

    def _with_tags(self, call: Call, tags: tuple[int, ...], status: int) -> Response:
        call.tags = tags
        call.revision += 1
        return self._good(msgspec.Raw(self._on_wire(call)), status)

    def _name_taken(self) -> Response:
        """Answer as the vendor's sample does, which has no timestamp."""
        told = {"status": 409, "errors": ["Name has already been taken"], "request_id": str(uuid.uuid4())}
        return JSONResponse({**told, "path": API + "/tags"}, status_code=409)

    # Common to all

    def arrived(self) -> None:
        """Nothing to add: the world's own calls are this provider's."""

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        """Tell the world's calls, lines and tags in Sidetone's own words, newest calls first."""
        done = {Speech.RECOGNIZED, Speech.STORED}
        tags, world = self._world.tags, self._world
        return {
            "calls": [
                shapes.true_call(
                    call, world.line_by_id[call.line_id], tags, transcribed=self._speech(call) in done
                )
                for call in reversed(world.calls)
            ],
            "lines": [shapes.true_line(line) for line in world.lines],
            "tags": [shapes.true_tag(tag) for tag in tags.values()],
        }

    def _asked_call(self, request: Request) -> Call:
        return _asked(self._world.by_id, request.path_params["id"])

    def _asked_tag(self, text: str) -> Tag:
        return _asked(self._world.tags, text)

    def _on_wire(self, call: Call) -> bytes:
        revision, made = self._wire.get(call.id, (-1, b""))
        if revision != call.revision:
            made = msgspec.json.encode(shapes.call_on_wire(call, self._root, self._world.tags))
            self._wire[call.id] = (call.revision, made)
        return made

    def _envelope(self, status: int) -> dict[str, Any]:
        return {"status": status, "request_id": str(uuid.uuid4()), "timestamp": iso(self._clock.now())}

    def _good(self, data: Any, status: int = 200) -> Response:
        body = msgspec.json.encode({**self._envelope(status), "data": data})
        return Response(body, status_code=status, media_type="application/json")


def _asked(table: dict[int, T], text: str) -> T:
    """Find what a path asks for."""
    found = table.get(int(text)) if text.isascii() and text.isdigit() else None
    if found is None:
        raise HTTPException(404, "Record does not exist")
    return found


async def _json(request: Request) -> dict[str, Any]:
    try:
        read = json.loads(await request.body())
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise BadParameter("The body is not a JSON object")
    return read
