"""Sipalto as the sandbox plays it: forms go in, text comes out, and deleting is a GET.

What the vendor's page says is played as it says it. Where it is silent the sandbox takes the strict side, so
that a client's carelessness shows: an update clears what it leaves out, a range ends where its last minute
begins, an error is a page or a redirect for whoever does not accept JSON, a token ends when it says so.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from desktop.sandbox.stage import Stage
from desktop.sandbox.world import Call, Contact, Sound

from . import shapes
from .history import EXTENSIONS, History
from .tokens import EXPIRES_IN_S, Desk

LOGIN = "/auth/login"
_BOOK = "/phone-books"
_CALLS = "/call-history"
_FIELDS = ("phone1", "phone2", "phone3")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_LARGEST_FIELD = 1 << 20
_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"

Handler = Callable[[Request], Awaitable[Response]]


def part(stage: Stage) -> "SipaltoPart":
    """Make this provider's part."""
    return SipaltoPart(stage)


class Unprocessable(Exception):
    """A form that Laravel's validation refuses: each field with its sentences."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(next(iter(errors.values()))[0])
        self.errors = errors


class SipaltoPart:
    """The routes, what a client needs to connect, and the truth behind them."""

    secret_paths = frozenset({LOGIN})
    numbers_are_text = True

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._desk = Desk(stage.world.seed, stage.options.token_lifetime_s)
        self._root = stage.origin + stage.prefix

    @cached_property
    def _history(self) -> History:
        return History(self._world)

    def hello(self) -> dict[str, str]:
        """Tell what a client needs to connect."""
        return {
            "base_url": self._root,
            "username": self._desk.username,
            "password": self._desk.password,
            "extensions": ",".join(map(str, EXTENSIONS)),
        }

    def error(self, status: int, path: str, message: str) -> Any:  # noqa: ARG002 - the Protocol's
        """Spell an error as Laravel does."""
        return {"message": message}

    def arrived(self) -> None:
        """Let a call come in here as well."""
        self._history.arrive(self._world.clock.now())

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        """Tell calls, lines and contacts in Sidetone's own words, newest calls first."""
        return {
            "calls": [
                shapes.true_call(call, transcribed=shapes.is_transcribed(call))
                for call in reversed(self._history.calls)
            ],
            "lines": [shapes.true_line(extension) for extension in EXTENSIONS],
            "contacts": [shapes.true_contact(contact) for contact in self._world.contacts.values()],
        }

    def routes(self) -> Sequence[Route]:
        """Give the routes; there are only GETs and POSTs."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", _BOOK + "/get-global-contacts", self._contacts),
            ("POST", _BOOK + "/add-global-contact", self._add),
            ("POST", _BOOK + "/update-global-contact/{id}", self._update),
            ("GET", _BOOK + "/delete-global-contact/{id}", self._delete),
            ("POST", _CALLS + "/get-answered-calls", self._answered),
            ("POST", _CALLS + "/get-call-recording", self._recording),
            ("POST", _CALLS + "/get-call-transcription", self._transcription),
        ]
        guarded = [Route(path, self._checked(handler), methods=[method]) for method, path, handler in table]
        return [
            Route(LOGIN, self._checked(self._login, guarded=False), methods=["POST"]),
            Route("/login", self._page, methods=["GET"]),
            *guarded,
        ]

    # Access

    def _checked(self, handler: Handler, *, guarded: bool = True) -> Handler:
        """Let a handler run for whoever has a token, and spell what it refuses."""

        async def run(request: Request) -> Response:
            wants_json = "json" in request.headers.get("accept", "")
            if guarded and not self._desk.accepts(request.headers.get("authorization")):
                if not wants_json:
                    return RedirectResponse(f"{self._root}/login", 302)
                raise HTTPException(401, "Unauthenticated.")
            try:
                return await handler(request)
            except Unprocessable as refusal:
                told = {"message": str(refusal), "errors": refusal.errors}
                return JSONResponse(told, 422) if wants_json else RedirectResponse(f"{self._root}/login", 302)
            except HTTPException as problem:
                if wants_json:
                    raise
                return HTMLResponse(_PAGE.format(title=problem.detail), problem.status_code)

        return run

    async def _page(self, _request: Request) -> Response:
        return HTMLResponse(_PAGE.format(title="Sign in"))

    async def _login(self, request: Request) -> Response:
        form = await _form(request, "username", "password")
        if not self._desk.is_right(form["username"], form["password"]):
            raise HTTPException(401, "Unauthorized")
        user = {
            "id": 12,
            "username": self._desk.username,
            "password": "x" * 11,
            "updated_at": "2024-05-01T10:00:00.000000Z",
            "created_at": "2024-05-01T10:00:00.000000Z",
            "user_group": 2,
            "te_code": "harbourhill",
        }
        token = self._desk.issue(self._root + LOGIN)
        told = {"access_token": token, "token_type": "bearer", "user": user, "node": "node.example.test"}
        return JSONResponse({**told, "expires_in": EXPIRES_IN_S})

    # The phonebook

    async def _contacts(self, _request: Request) -> Response:
        return _good([shapes.contact_on_wire(contact) for contact in self._world.contacts.values()])

    async def _add(self, request: Request) -> Response:
        name, numbers = await _entry(request)
        contact = Contact(self._world.next_contact_id(), name, numbers)
        self._world.contacts[contact.id] = contact
        return _good("OK")  # the new id is told by the next listing only

    async def _update(self, request: Request) -> Response:
        contact = self._asked_contact(request)
        contact.name, contact.numbers = await _entry(request)
        return _good("OK")

    async def _delete(self, request: Request) -> Response:
        del self._world.contacts[self._asked_contact(request).id]
        return _good("OK")

    def _asked_contact(self, request: Request) -> Contact:
        text = request.path_params["id"]
        found = self._world.contacts.get(int(text)) if text.isascii() and text.isdigit() else None
        if found is None:
            raise HTTPException(404, "Contact not found")
        return found

    # Calls

    async def _answered(self, request: Request) -> Response:
        form = await _form(request, "start", "end", "phone_number")
        for name in ("start", "end"):
            if not _MINUTE.fullmatch(form[name]):
                raise Unprocessable({name: [f"The {name} does not match the format Y-m-d H:i."]})
        wanted = form["phone_number"]
        found = self._history.between(f"{form['start']}:00", f"{form['end']}:00")
        rows = [shapes.call_on_wire(call) for call in found if wanted in {call.caller, call.target}]
        return _good({row["call_id"]: row for row in rows} or [])  # PHP's empty map is an empty list

    async def _recording(self, request: Request) -> Response:
        call = await self._asked_call(request)
        if call.sound is Sound.NONE:
            if call.mix % 2:
                raise HTTPException(404, "Recording not found")
            return JSONResponse({"success": False, "response": "Recording not found"})
        return Response(await run_in_threadpool(self._stage.studio.wav, call), media_type="audio/wav")

    async def _transcription(self, request: Request) -> Response:
        call = await self._asked_call(request)
        if shapes.is_transcribed(call):
            return _good(shapes.segments(call, self._stage.studio.turns(call)))
        if call.mix % 3 == 0:
            raise HTTPException(404, "Transcription not found")
        return _good([]) if call.mix % 3 == 1 else JSONResponse({"success": False, "response": []})

    async def _asked_call(self, request: Request) -> Call:
        form = await _form(request, "call_id")
        found = self._history.by_id.get(form["call_id"])
        if found is None:
            raise HTTPException(404, "Call not found")
        return found


def _good(told: Any) -> Response:
    return Response(msgspec.json.encode({"success": True, "response": told}), media_type="application/json")


async def _form(request: Request, *required: str) -> dict[str, str]:
    """Read a form; one in JSON is the wrong format."""
    if "json" in request.headers.get("content-type", ""):
        raise HTTPException(406, "The body must be a form")
    async with request.form(max_part_size=_LARGEST_FIELD) as form:
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
    errors = _missing(fields, required)
    if errors:
        raise Unprocessable(errors)
    return fields


def _missing(fields: Mapping[str, str], required: Sequence[str]) -> dict[str, list[str]]:
    return {
        name: [f"The {name.replace('_', ' ')} field is required."]
        for name in required
        if not fields.get(name, "").strip()
    }


async def _entry(request: Request) -> tuple[str, tuple[str, ...]]:
    """Read an entry of the phonebook; what is left out is cleared."""
    form = await _form(request, "name", "phone1")
    return form["name"], tuple(form.get(field, "") for field in _FIELDS)
