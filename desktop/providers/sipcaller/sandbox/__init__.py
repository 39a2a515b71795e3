"""SIP Caller as the sandbox plays it: campaigns, their numbers, and an API key.

What the vendor's page says is played as it says it, also its samples with their own credentials and ids.
Where it is silent the sandbox takes the strict side: only a dynamic campaign that runs takes numbers, a file
with one wrong row is refused whole, ids have to come back in the type that they went out in. The same number
may be added as often as somebody sends it: then its phone rings as often.
"""

import asyncio
import csv
import hashlib
import hmac
import io
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop.sandbox.campaigns import Campaign, Number
from desktop.sandbox.stage import Stage

from . import dialect, shapes

_SAMPLE_KEY, _SAMPLE_ACCOUNT, _SAMPLE_CAMPAIGN = "API_KEY_TOKEN", "ACCOUNT_ID", "CAMPAIGN_ID"
_SAMPLE_RECORD = re.compile(r"NUMBER_ID_(\d{1,6})")
_SORTS = ("name", "status", "type", "startDate", "endDate", "numbersCount", "startedAt", "endedAt")
_CAMPAIGNS = "/accounts/{account}/campaigns"
_NUMBERS = _CAMPAIGNS + "/{campaign}/numbers"
_NUMBER = re.compile(r"\+?\d{3,15}")
_MOST_VARIABLES = 50

Handler = Callable[[Request], Awaitable[Response]]


def part(stage: Stage) -> "SipCallerPart":
    """Make this provider's part."""
    return SipCallerPart(stage)


class SipCallerPart:
    """The routes, what a client needs to connect, and the truth behind them."""

    secret_paths: frozenset[str] = frozenset()
    numbers_are_text = True

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._key = f"key-{_derived(stage.world.seed, 'key')[:40]}"
        self._account = f"0194f3c2-{_derived(stage.world.seed, 'account')[:4]}-7000-8000-0000000000ac"
        self._listed: dict[str, tuple[int, str, list[Number]]] = {}

    def hello(self) -> dict[str, str]:
        """Tell what a client needs to connect."""
        base_url = self._stage.origin + self._stage.prefix
        return {"base_url": base_url, "account_id": self._account, "api_key": self._key}

    def error(self, status: int, path: str, message: str) -> Any:  # noqa: ARG002 - the Protocol's
        """Spell an error."""
        return {"message": message}

    def arrived(self) -> None:
        """Ignore it: calls of the world are none of a dialler's."""

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        """Tell the campaigns in Sidetone's own words."""
        return {"campaigns": [shapes.true_campaign(campaign) for campaign in self._world.campaigns]}

    def routes(self) -> Sequence[Route]:
        """Give the routes."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", _CAMPAIGNS, self._campaigns),
            ("GET", _NUMBERS, self._numbers),
            ("POST", _NUMBERS, self._add),
            ("DELETE", _NUMBERS, self._delete),
            ("POST", _NUMBERS + "/upload", self._upload),
        ]
        return [Route(path, self._checked(handler), methods=[method]) for method, path, handler in table]

    # Access

    def _checked(self, handler: Handler) -> Handler:
        """Let a handler run for whoever has the key, and spell what it refuses."""

        async def run(request: Request) -> Response:
            kind, _, key = request.headers.get("authorization", "").partition(" ")
            right = any(_same(key.strip(), one) for one in (self._key, _SAMPLE_KEY))
            if kind.lower() != "bearer" or not right or not self._world.keys_hold:
                raise HTTPException(401, "The API key is not valid")
            if request.path_params["account"] not in {self._account, _SAMPLE_ACCOUNT}:
                raise HTTPException(404, "Account not found")
            try:
                return await handler(request)
            except dialect.Refused as refusal:
                raise HTTPException(400, str(refusal)) from None

        return run

    def _asked(self, request: Request) -> Campaign:
        wanted = request.path_params["campaign"]
        for campaign in self._world.campaigns:
            if campaign.id == wanted or (wanted == _SAMPLE_CAMPAIGN and campaign.takes_numbers):
                return campaign
        raise HTTPException(404, "Campaign not found")

    def _changeable(self, request: Request) -> Campaign:
        campaign = self._asked(request)
        if not campaign.dynamic:
            raise HTTPException(409, "The numbers of a static campaign cannot be changed")
        if not campaign.takes_numbers:
            raise HTTPException(409, f"The campaign is not active: it is {campaign.state}")
        return campaign

    # Lists

    async def _campaigns(self, request: Request) -> Response:
        asked = dialect.question(await _given(request), _SORTS)
        rows = [shapes.campaign_on_wire(campaign) for campaign in self._world.campaigns]
        fitting = dialect.campaigns_that_fit(rows, asked.filters)
        return _page("campaigns", dialect.in_order(fitting, asked.sort, descending=asked.descending), asked)

    async def _numbers(self, request: Request) -> Response:
        campaign = self._asked(request)
        asked = dialect.question(await _given(request), ("number",))
        unknown = asked.filters.keys() - {"number"}
        part = asked.filters.get("number", "")
        if unknown or not isinstance(part, str):
            raise dialect.Refused("number is the only filter, and a text")
        found = self._in_order(campaign, f"{asked.sort} {asked.descending} {part}", part, asked)
        rows = [shapes.number_on_wire(campaign, number) for number in found[asked.first : asked.last + 1]]
        return _page("numbers", rows, asked, total=len(found))

    def _in_order(self, campaign: Campaign, way: str, part: str, asked: dialect.Question) -> list[Number]:
        """Return a list's numbers; kept until the campaign changes, since it is read page by page."""
        numbers = campaign.numbers
        kept = self._listed.get(campaign.id)
        if kept is not None and kept[:2] == (campaign.revision, way):
            return kept[2]
        found = [number for number in numbers if not number.gone and part in number.number]
        if asked.sort is not None:
            found.sort(key=lambda number: number.number, reverse=asked.descending)
        self._listed[campaign.id] = (campaign.revision, way, found)
        return found

    # Changes

    async def _add(self, request: Request) -> Response:
        campaign = self._changeable(request)
        try:
            told = json.loads(await request.body())
        except ValueError:
            raise dialect.Refused("The body is not valid JSON") from None
        number = told.get("number") if isinstance(told, dict) else None
        values = told.get("varValues", []) if isinstance(told, dict) else None
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            raise dialect.Refused("number is not valid")
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise dialect.Refused("varValues must be a list of texts")
        return _json(shapes.number_on_wire(campaign, campaign.add(number, tuple(values))), 201)

    async def _upload(self, request: Request) -> Response:
        campaign = self._changeable(request)
        header, count = request.query_params.get("firstRowIsHeader"), request.query_params.get("varCount", "")
        if header not in {"true", "false"}:
            raise dialect.Refused("firstRowIsHeader must be true or false")
        if not re.fullmatch(r"\d{1,3}", count) or int(count) > _MOST_VARIABLES:
            raise dialect.Refused("varCount must be a whole number")
        async with request.form() as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise dialect.Refused("There is no file")
            content = await file.read()
        if len(content) > self._stage.options.upload_limit:
            raise HTTPException(413, "The file is too large")
        rows = _rows(content, int(count), skip=header == "true")
        delay_s = self._stage.options.upload_delay_s
        if delay_s:
            self._stage.tasks.start(_later(campaign, rows, delay_s), "upload")
            return _json({"message": f"{len(rows)} rows will be processed"}, 202)
        _take(campaign, rows)
        return _json({"message": f"{len(rows)} rows were processed"}, 200)

    async def _delete(self, request: Request) -> Response:
        campaign = self._changeable(request)
        # The vendor's sample has words without quotes where the ids should be.
        text = _SAMPLE_RECORD.sub(
            lambda found: json.dumps(self._sample_record(campaign, int(found[1]))),
            (await request.body()).decode("utf-8", "replace"),
        )
        try:
            records = json.loads(text)
        except ValueError:
            raise dialect.Refused("The body is not valid JSON") from None
        orders = [shapes.order_of(campaign, one) for one in records] if isinstance(records, list) else [None]
        if None in orders:
            kind = "whole numbers" if campaign.ids_are_whole else "texts"
            raise dialect.Refused(f"The body must be a list of ids, which are {kind}")
        campaign.leave([order for order in orders if order])
        return Response(status_code=204)

    @staticmethod
    def _sample_record(campaign: Campaign, place: int) -> str | int:
        there = [number for number in campaign.numbers if not number.gone][place - 1 : place]
        return shapes.record_id(campaign, there[0]) if there else ""


def _page(unit: str, rows: Sequence[Any], asked: dialect.Question, total: int | None = None) -> Response:
    """Spell a page, with all rows or (when there is a `total`) with those of the page."""
    shown = rows if total is not None else rows[asked.first : asked.last + 1]
    whole = len(rows) if total is None else total
    answer = _json(shown, 200)
    span = f"{asked.first}-{asked.first + len(shown) - 1}" if shown else "*"
    answer.headers["Content-Range"] = f"{unit} {span}/{whole}"
    return answer


def _json(told: Any, status: int) -> Response:
    return Response(msgspec.json.encode(told), status, media_type="application/json")


async def _given(request: Request) -> dict[str, str]:
    """Return the parameters of a list: those of the address, else those of a form in a GET's body."""
    body = (await request.body()).decode("utf-8", "replace")
    return {**dict(parse_qsl(body)), **request.query_params}


def _rows(content: bytes, variables: int, *, skip: bool) -> list[list[str]]:
    """Read a file whole. Raises `Refused` for one wrong row."""
    try:
        found = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise dialect.Refused(f"The file cannot be read: {problem}") from None
    for place, row in enumerate(found[skip:], 1 + skip):
        if len(row) != variables + 1:
            raise dialect.Refused(f"Row {place} has {len(row)} columns and not {variables + 1}")
        if not _NUMBER.fullmatch(row[0]):
            raise dialect.Refused(f"Row {place} has no valid number")
    return found[skip:]


def _take(campaign: Campaign, rows: list[list[str]]) -> None:
    for number, *values in rows:
        campaign.add(number, tuple(values))


async def _later(campaign: Campaign, rows: list[list[str]], delay_s: float) -> None:
    await asyncio.sleep(delay_s)
    _take(campaign, rows)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _derived(seed: int, purpose: str) -> str:
    return hashlib.sha256(f"sidetone sandbox, campaigns, {purpose}, {seed}".encode()).hexdigest()
