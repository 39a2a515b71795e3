"""A signed-in SIPSIM account: the abilities that its scopes give, over one connection."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from desktop.domain.accounts import Ability, AccountInfo
from desktop.domain.calls import Call, HistoryPage, HistoryQuery, Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import ProviderLine
from desktop.domain.ports import Placed, ProviderSession, SessionContext
from desktop.domain.transcripts import Recording, Transcript, TranscriptState
from desktop.net import HttpClient, Reply
from desktop.providers import sound
from desktop.providers.addresses import path_to, web_address
from desktop.providers.paging import Tokens

from . import calls, wire
from .auth import Auth, ClientCredentials, PastedToken
from .connection import Connection, Progress
from .manifest import BASE_URL, SCOPE, TITLE, TOKEN_URL

T = TypeVar("T")

# What each ability needs: any one of the scopes. Creating calls is `calls.create` in one guide of the
# vendor's and `calls.write` in another.
_NEEDS: Mapping[Ability, tuple[str, ...]] = {
    Ability.LINES: ("phones.read",),
    Ability.DIAL: ("calls.create", "calls.write"),
    Ability.HISTORY: ("calls.read",),
    Ability.RECORDINGS: ("calls.read",),
    Ability.TRANSCRIPTS: ("calls.transcription.read",),
    Ability.TRANSCRIPT_REQUESTS: ("calls.transcription.write",),
    Ability.SUMMARIES: ("calls.summary.read",),
    Ability.TAGS: ("tags.read",),
}
_DEEDS: Mapping[Ability, str] = {
    Ability.LINES: "read the lines",
    Ability.DIAL: "place calls",
    Ability.HISTORY: "read the calls",
    Ability.RECORDINGS: "read recordings",
    Ability.TRANSCRIPTS: "read transcripts",
    Ability.TRANSCRIPT_REQUESTS: "ask for transcripts",
    Ability.SUMMARIES: "read summaries",
    Ability.TAGS: "read tags",
}

_NEVER = {
    Ability.PHONEBOOK: "SIPSIM offers no phonebook to other programs.",
    Ability.CAMPAIGNS: "SIPSIM has no campaigns.",
}


def _needs(ability: Ability) -> str:
    return " or ".join(_NEEDS[ability])


def open_session(fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
    """Make a session without any request. Raises `Trouble` USAGE for fields that cannot work."""
    values = {key: value.strip() for key, value in fields.items()}
    base_url = _address(values.get("base_url") or BASE_URL, "API address")
    token_url = _address(values.get("token_url") or TOKEN_URL, "sign-in address")
    client_id, secret = values.get("client_id"), values.get("client_secret")
    pasted = values.get("access_token", "").removeprefix("Bearer ").strip()
    if not (client_id and secret) and not pasted:
        raise _usage("SIPSIM needs a client ID and its secret, or an access token.")
    if not (pasted.isascii() and pasted.replace(" ", "!").isprintable()):
        raise _usage("The access token has characters that no token has. Copy it again.")
    headers = {"Accept": "application/json", "User-Agent": "Sidetone"}
    http = HttpClient.of(context, provider=TITLE, base_headers=headers)
    auth: Auth
    if client_id and secret:
        auth = ClientCredentials(
            http,
            token_url=token_url,
            client_id=client_id,
            client_secret=secret,
            scope=values.get("scope") or SCOPE,
            grant=context.grant,
            now=context.now,
            on_secret=context.on_secret,
        )
    else:
        auth = PastedToken(pasted)
    return _session(Connection(http, auth, base_url=base_url, account=context.account, now=context.now))


def _address(text: str, label: str) -> str:
    return web_address(text, label=label, example=BASE_URL, provider=TITLE, at_stake="secret")


def _usage(sentence: str) -> Trouble:
    return Trouble(ErrorKind.USAGE, provider=TITLE, detail=sentence)


def _session(connection: Connection) -> ProviderSession:
    """Build the session that the grant allows; a grant that is not known lets everything be tried."""
    grant = connection.auth.grant
    granted = None if grant is None else set(grant.split())
    missing = _NEVER | {
        ability: f"The sign-in has no permission to {_DEEDS[ability]} ({_needs(ability)})."
        for ability, scopes in _NEEDS.items()
        if granted is not None and granted.isdisjoint(scopes)
    }
    account = SipsimAccount(connection)

    def unless_missing(ability: Ability) -> SipsimAccount | None:
        return None if ability in missing else account

    return ProviderSession(
        account=account,
        lines=unless_missing(Ability.LINES),
        dialer=unless_missing(Ability.DIAL),
        history=unless_missing(Ability.HISTORY),
        recordings=unless_missing(Ability.RECORDINGS),
        transcripts=unless_missing(Ability.TRANSCRIPTS),
        transcript_requests=unless_missing(Ability.TRANSCRIPT_REQUESTS),
        summaries=unless_missing(Ability.SUMMARIES),
        tags=unless_missing(Ability.TAGS),
        missing=missing,
        grant=lambda: connection.auth.grant,
        regranted=lambda: _session(connection),
        close=connection.close,
    )


class SipsimAccount:
    """Everything that SIPSIM's API can do, one group of methods for each Protocol of `domain.ports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # -- account and lines

    async def account(self) -> AccountInfo:
        """Read who we are. A token that may not still counts as signed in: 403 comes after a valid one."""
        try:
            return await self._connection.read("account", _of(wire.account), needs="account.read")
        except Trouble as trouble:
            if trouble.kind is ErrorKind.FORBIDDEN:
                return AccountInfo()
            raise

    async def lines(self) -> Sequence[ProviderLine]:
        """Read all phones, whatever their status."""
        return await self._all("phones", wire.line, _needs(Ability.LINES))

    async def _all(self, path: str, parse: Callable[[dict[str, object]], T | None], needs: str) -> list[T]:
        """Read every page of a list; that phones come in pages is not documented, but allowed for."""
        found: list[T] = []
        tokens = Tokens()
        token: str | None = None
        while True:
            params = [("page", token)] if token is not None else None
            page = await self._connection.read(path, wire.rows_page, params=params, needs=needs)
            found += [value for value in map(parse, page.rows) if value is not None]
            try:
                token = tokens.follow(page.next_token)
            except Trouble as trouble:
                raise self._connection.told(trouble) from None
            if token is None:
                return found

    # -- calls

    async def page(self, query: HistoryQuery, token: str | None = None) -> HistoryPage:
        """Read one page of the history."""
        page = await self._connection.read(
            "calls",
            calls.history_page,
            params=calls.history_params(query, token),
            needs=_needs(Ability.HISTORY),
        )
        if token is not None and page.next_token == token:
            raise self._connection.told(Trouble(ErrorKind.PROTOCOL, detail="a page names itself as the next"))
        return page

    async def call(self, provider_id: str) -> Call:
        """Read one call again."""
        return await self._connection.read(
            path_to("calls", provider_id), _of(calls.call), needs=_needs(Ability.HISTORY)
        )

    async def place(self, line_provider_id: str, number: str) -> Placed:
        """Place a call with one POST. Not even a 401 sends it again: only the next press gets a new token."""
        connection = self._connection
        body = calls.place_body(line_provider_id, number)
        token = await connection.token()
        reply = await self._post_call(token, body, number)
        if reply.status == 401 and wire.is_refusal(reply.body):
            connection.auth.refused(token)
        if reply.status < 400 or reply.status >= 500 or reply.status == 408:
            return self._placed(reply, number)
        trouble = connection.refusal(reply, needs=_needs(Ability.DIAL), path="calls").with_context(
            number=number
        )
        if trouble.kind is ErrorKind.CONFLICT:
            trouble.kind = ErrorKind.BUSY
        raise trouble

    async def _post_call(self, token: str, body: dict[str, object], number: str) -> Reply:
        try:
            return await self._connection.once(token, "POST", "calls", json=body)
        except Trouble as trouble:
            if trouble.kind in {ErrorKind.OFFLINE, ErrorKind.CERTIFICATE, ErrorKind.USAGE}:
                raise  # it never left
            raise self._not_known(number) from trouble

    def _placed(self, reply: Reply, number: str) -> Placed:
        """Believe a 201, and any other of the 200s that names the call; nothing else says what happened."""
        if 200 <= reply.status < 300:
            try:
                call_id, request_id = calls.placed_id(reply.body)
            except Trouble as trouble:
                raise self._connection.told(self._not_known(number), reply) from trouble
            if call_id is not None or reply.status == 201:
                return Placed(call_id, request_id)
        raise self._connection.told(self._not_known(number), reply)

    def _not_known(self, number: str) -> Trouble:
        return self._connection.told(Trouble(ErrorKind.OUTCOME_UNKNOWN, number=number))

    # -- sound and words

    async def recording(self, provider_id: str, url: str, progress: Progress | None = None) -> Recording:
        """Download a recording. How long a link lives is not documented: a dead one is read anew, once."""
        reply = await self._connection.download(url, progress)
        if reply.status in {401, 403, 404, 410}:
            fresh = await self._link(provider_id)
            if fresh is not None and fresh != url:
                reply = await self._connection.download(fresh, progress)
        if reply.status in {404, 410}:
            raise self._connection.told(Trouble(ErrorKind.NO_RECORDING), reply)
        if not 200 <= reply.status < 300:
            needs = _needs(Ability.RECORDINGS) if self._connection.is_ours(reply.url) else ""
            raise self._connection.refusal(reply, needs=needs, path="/")
        try:
            return sound.recording(reply.body, reply.headers.get("content-type", ""))
        except Trouble as trouble:
            raise self._connection.told(trouble, reply) from None

    async def _link(self, provider_id: str) -> str | None:
        """Read where the recording is now; None when that cannot be learnt either."""
        try:
            return (await self.call(provider_id)).recording_url
        except Trouble:
            return None

    async def transcript(self, call: Call) -> Transcript:
        """Read what was said; 404 (before it was ever asked for) is a state and no error."""
        try:
            return await self._connection.read(
                path_to("calls", call.provider_id, "transcription"),
                _of(wire.transcript),
                needs=_needs(Ability.TRANSCRIPTS),
            )
        except Trouble as trouble:
            if trouble.status == 404:
                return Transcript(TranscriptState.NONE)
            raise

    async def request_transcript(self, provider_id: str) -> None:
        """Ask for a transcript; one that exists is what was wanted."""
        try:
            await self._connection.send(
                "POST",
                path_to("calls", provider_id, "transcription"),
                needs=_needs(Ability.TRANSCRIPT_REQUESTS),
            )
        except Trouble as trouble:
            words = (trouble.detail or "").lower()
            there = trouble.kind is ErrorKind.INVALID and ("exist" in words or "already" in words)
            if trouble.kind is not ErrorKind.CONFLICT and not there:
                raise

    async def summary(self, provider_id: str) -> str | None:
        """Read a call's summary. That this address exists is assumed: when it does not, there is none."""
        try:
            return await self._connection.read(
                path_to("calls", provider_id, "summary"), _of(wire.summary), needs=_needs(Ability.SUMMARIES)
            )
        except Trouble as trouble:
            if trouble.status in {404, 405, 501}:
                return None
            raise

    # -- tags

    async def tags(self) -> Sequence[Tag]:
        """Read all tags."""
        return await self._all("tags", wire.tag, _needs(Ability.TAGS))

    async def create_tag(self, name: str, colour: str | None = None) -> Tag:
        """Make a tag; a name that is taken is a CONFLICT."""
        return await self._tag("POST", "tags", {"name": name, "color": colour})

    async def update_tag(self, provider_id: str, name: str | None, colour: str | None) -> Tag:
        """Change what is not None."""
        return await self._tag("PATCH", path_to("tags", provider_id), {"name": name, "color": colour})

    async def _tag(self, method: str, path: str, values: Mapping[str, str | None]) -> Tag:
        body = {key: value for key, value in values.items() if value is not None}
        reply = await self._connection.send(method, path, json=body, needs="tags.write")
        return self._connection.parsed(reply, _of(wire.one_tag))

    async def delete_tag(self, provider_id: str) -> None:
        """Delete a tag, also from every call."""
        await self._connection.send("DELETE", path_to("tags", provider_id), needs="tags.write")

    async def tag_call(self, call_provider_id: str, tag_provider_id: str) -> None:
        """Put a tag on a call."""
        await self._send_on_call(wire.add_tag(call_provider_id, tag_provider_id))

    async def untag_call(self, call_provider_id: str, tag_provider_id: str) -> None:
        """Take a tag off a call."""
        await self._send_on_call(wire.remove_tag(call_provider_id, tag_provider_id))

    async def _send_on_call(self, request: wire.Request) -> None:
        await self._connection.send(
            request.method, path_to(*request.path), json=request.json, needs="calls.tags.write"
        )


def _of(parse: Callable[[wire.Answer], T]) -> Callable[[bytes], T]:
    """Put reading the envelope before reading what is in it."""

    def parse_body(body: bytes) -> T:
        return parse(wire.answer(body))

    return parse_body
