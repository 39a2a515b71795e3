"""A provider whose history a test writes: pages of any order, tokens that lie, refusals at will."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop.domain.accounts import Ability, AccountInfo, CredentialField, FieldKind, Manifest
from desktop.domain.calls import Call, DecodedCalls, Direction, HistoryPage, HistoryQuery, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.ports import Placed, ProviderSession, SessionContext

NOW = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
LINE = ProviderLine("31", "Front desk", "+33123456789", "204", LineStatus.ACTIVE)


def a_call(number: int, ago: timedelta, **changes: object) -> Call:
    start = NOW - ago
    values: dict[str, object] = {
        "provider_id": str(number),
        "direction": Direction.INBOUND,
        "outcome": Outcome.ANSWERED,
        "caller": f"+336{number:08d}",
        "callee": LINE.number,
        "line_provider_id": LINE.provider_id,
        "started_at": start,
        "duration_s": 60,
    }
    return Call(**{**values, **changes})  # type: ignore[arg-type]


@dataclass
class Request:
    query: HistoryQuery
    token: str | None


@dataclass
class Script:
    """What the provider has, and how it behaves. Change it while a test runs."""

    calls: list[Call] = field(default_factory=list)
    lines: list[ProviderLine] = field(default_factory=lambda: [LINE])
    page_size: int = 10
    parallel: int = 2
    order: Callable[[list[Call]], list[Call]] = lambda calls: sorted(
        calls, key=lambda call: call.sorted_at, reverse=True
    )
    before: Callable[[Request], Awaitable[None]] | None = None
    token_after: Callable[[str | None, str | None], str | None] = lambda asked, following: following
    overlap: int = 0
    skipped: int = 0
    now: datetime = NOW
    requests: list[Request] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    place: Callable[[str, str], Awaitable[Placed]] | None = None
    most_at_once: int = 0
    at_once: int = 0
    granted: str | None = None
    lacks: Mapping[Ability, str] = field(default_factory=dict)
    account_error: Trouble | None = None
    contexts: list[SessionContext] = field(default_factory=list)
    closed: int = 0

    async def account(self) -> AccountInfo:
        if self.account_error is not None:
            raise self.account_error
        return AccountInfo("1", "Harbour Hill")

    async def lines_(self) -> Sequence[ProviderLine]:
        return self.lines

    async def page(self, query: HistoryQuery, token: str | None = None) -> HistoryPage:
        request = Request(query, token)
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.before is not None:
                await self.before(request)
        finally:
            self.at_once -= 1
        end = query.end or self.now
        fits = self.order([call for call in self.calls if query.start <= call.sorted_at <= end])
        start = int(token.partition("@")[0]) if token else 0
        size = min(self.page_size, query.limit or self.page_size)
        found = tuple(fits[max(start - self.overlap, 0) : start + size])
        following = f"{start + size}@{query.start:%Y%m%dT%H%M%S}" if start + size < len(fits) else None
        return HistoryPage(self.token_after(token, following), lambda: DecodedCalls(found, self.skipped))

    async def call(self, provider_id: str) -> Call:
        for call in self.calls:
            if call.provider_id == provider_id:
                return call
        raise Trouble(ErrorKind.NOT_FOUND)

    async def place_(self, line_provider_id: str, number: str) -> Placed:
        self.placed.append((line_provider_id, number))
        if self.place is not None:
            return await self.place(line_provider_id, number)
        return Placed("call_1", "request-1")


class _Account:
    def __init__(self, script: Script) -> None:
        self._script = script
        self.account = script.account
        self.lines = script.lines_
        self.page = script.page
        self.call = script.call
        self.place = script.place_


@dataclass
class ScriptedProvider:
    """The provider around a script."""

    script: Script = field(default_factory=Script)

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            id="scripted",
            title="Scripted",
            fields=(
                CredentialField("address", "Address", default="https://example.test", kind=FieldKind.ADDRESS),
                CredentialField("user", "User", kind=FieldKind.USER),
                CredentialField("secret", "Secret", secret=True),
                CredentialField("token", "Token", secret=True),
                CredentialField("region", "Country", kind=FieldKind.COUNTRY),
                CredentialField("extensions", "Extensions", kind=FieldKind.EXTENSIONS),
                CredentialField("zone", "Time zone", kind=FieldKind.ZONE),
                CredentialField("words", "Words"),
                CredentialField("ends", "Ends on", kind=FieldKind.DATE),
            ),
            alternatives=(("user", "secret"), ("token",)),
            parallel_windows=self.script.parallel,
            page_limit=1000,
            ends_field="ends",
        )

    def open(self, fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
        if not fields.get("secret") and not fields.get("token"):
            raise Trouble(ErrorKind.USAGE, detail="a secret is missing")
        self.script.contexts.append(context)
        return self._session()

    def _session(self) -> ProviderSession:
        script = self.script
        account = _Account(script)
        return ProviderSession(
            account=account,
            lines=account,
            dialer=None if Ability.DIAL in script.lacks else account,
            history=None if Ability.HISTORY in script.lacks else account,
            missing=dict(script.lacks),
            grant=lambda: script.granted,
            regranted=self._session,
            close=self._close,
        )

    async def _close(self) -> None:
        self.script.closed += 1
