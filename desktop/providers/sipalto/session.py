"""A signed-in Sipalto account: its abilities, over one connection."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.domain.accounts import Ability, AccountInfo
from desktop.domain.calls import Call, DecodedCalls, HistoryPage, HistoryQuery
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.domain.transcripts import Recording, Transcript, TranscriptState
from desktop.net import HttpClient
from desktop.providers import sound
from desktop.providers.addresses import path_to, web_address

from . import calls, clock, wire, words
from .auth import Login
from .connection import LOGIN, Connection, Progress
from .manifest import BASE_URL, REGION, TITLE, ZONE

HISTORY = "call-history/get-answered-calls"
RECORDING = "call-history/get-call-recording"
TRANSCRIPT = "call-history/get-call-transcription"
CONTACTS = "phone-books/get-global-contacts"
ADD_CONTACT = "phone-books/add-global-contact"
UPDATE_CONTACT = "phone-books/update-global-contact"
DELETE_CONTACT = "phone-books/delete-global-contact"

MISSING: Mapping[Ability, str] = {
    Ability.DIAL: "Sipalto offers no calling from other programs.",
    Ability.TRANSCRIPT_REQUESTS: "Sipalto makes transcripts by itself, and nobody can ask for one.",
    Ability.SUMMARIES: "Sipalto gives no summaries; a transcript that holds the whole call shows as one.",
    Ability.TAGS: "Sipalto has no tags for calls.",
    Ability.CAMPAIGNS: "Sipalto has no campaigns.",
    Ability.MISSED_CALLS: "Sipalto tells of answered calls only.",
}

_EXTENSION = re.compile(r"\+?\d{1,20}")
_LATELY = timedelta(days=31)
_ABOUT = timedelta(minutes=1)


def open_session(fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
    """Make a session without any request. Raises `Trouble` USAGE for fields that cannot work."""
    values = {key: value.strip() for key, value in fields.items()}
    base_url = web_address(
        values.get("base_url") or BASE_URL,
        label="API address",
        example=BASE_URL,
        provider=TITLE,
        at_stake="password",
    )
    username, password = values.get("username"), fields.get("password")
    if not username or not password:
        raise _usage("Sipalto needs a user name and its password.")
    extensions = _extensions(values.get("extensions", ""))
    zone = _zone(values.get("timezone") or ZONE)
    headers = {"Accept": "application/json", "User-Agent": "Sidetone"}
    http = HttpClient.of(context, provider=TITLE, base_headers=headers)
    login = Login(
        http,
        url=f"{base_url}/{LOGIN}",
        username=username,
        password=password,
        now=context.now,
        wait_scale=context.wait_scale,
        on_secret=context.on_secret,
    )
    connection = Connection(http, login, base_url=base_url, account=context.account, now=context.now)
    region = values.get("region") or REGION
    return _session(SipaltoAccount(connection, extensions, zone, region, context.now))


def _extensions(text: str) -> tuple[str, ...]:
    found = [re.sub(r"\s", "", part) for part in re.split(r"[,;\n]", text)]
    found = list(dict.fromkeys(part for part in found if part))
    if not found:
        raise _usage("Sipalto needs the extensions whose calls you want to see, such as 1004, 1007.")
    for part in found:
        if not (part.isascii() and _EXTENSION.fullmatch(part)):
            raise _usage(f"{part[:40]} is no extension. Enter digits, separated by commas: 1004, 1007.")
    return tuple(found)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise _usage(f"There is no time zone {name[:40]}. Enter one such as {ZONE}.") from None


def _usage(sentence: str) -> Trouble:
    return Trouble(ErrorKind.USAGE, provider=TITLE, detail=sentence)


def _session(account: "SipaltoAccount") -> ProviderSession:
    return ProviderSession(
        account=account,
        lines=account,
        history=account,
        recordings=account,
        transcripts=account,
        phonebook=account,
        missing=MISSING,
        regranted=lambda: _session(account),
        close=account.close,
    )


class SipaltoAccount:
    """Everything that Sipalto's API can do, one group of methods for each Protocol of `domain.ports`."""

    def __init__(
        self,
        connection: Connection,
        extensions: tuple[str, ...],
        zone: ZoneInfo,
        region: str,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._extensions = extensions
        self._zone = zone
        self._region = region
        self._now = now
        self._zone_is_right: bool | None = None

    async def close(self) -> None:
        """End everything; may be called twice."""
        await self._connection.close()

    # -- account and lines

    async def account(self) -> AccountInfo:
        """Sign in: nothing else tells who we are, or whether the credentials are still right."""
        found = await self._connection.sign_in()
        return AccountInfo(found.user_id, found.tenant)

    async def lines(self) -> Sequence[ProviderLine]:
        """Return the extensions that a person named; nothing lists them, and none of them places a call.

        So their status stays unknown: a call is placed from active lines only.
        """
        return [
            ProviderLine(extension, extension, None, extension, LineStatus.UNKNOWN)
            for extension in self._extensions
        ]

    # -- calls

    async def page(self, query: HistoryQuery, token: str | None = None) -> HistoryPage:
        """Read one part of a query's time: a request for each extension, one after the other.

        A refusal for one extension fails all of it: without its calls a part would pass for the whole.
        """
        if calls.is_empty(query):
            return HistoryPage(None, lambda: DecodedCalls(()))
        try:
            wanted = calls.span(query, token, self._now())
        except Trouble as trouble:
            raise self._connection.told(trouble) from None
        fits = calls.fitting(query, wanted, self._extensions, self._region)
        reader = calls.Reader(self._extensions, self._zone, fits)
        answers = await self._answered(wanted)
        return HistoryPage(wanted.following, lambda: reader.page(answers))

    async def _answered(self, wanted: calls.Span) -> Mapping[str, calls.Rows]:
        """Ask for a span of each extension's calls; by extension, and again when the zone turns out wrong."""
        while True:
            sure = self._zone_is_right is True
            answers = {one: await self._ask(one, wanted) for one in self._extensions}
            if not sure or self._zone_is_right:
                return answers

    async def _ask(self, extension: str, wanted: calls.Span) -> calls.Rows:
        more = clock.NEAR if self._zone_is_right else clock.FURTHEST
        form = calls.history_form(extension, wanted, self._zone, more)

        def parse(body: bytes) -> calls.Rows:
            right = clock.is_right(body, self._zone)
            if right is False or self._zone_is_right is None:
                self._zone_is_right = right
            return calls.told(body)

        try:
            return await self._connection.read(HISTORY, parse, form=form)
        except Trouble as trouble:
            if trouble.kind in {ErrorKind.FORBIDDEN, ErrorKind.INVALID, ErrorKind.NOT_FOUND}:
                trouble.detail = f"extension {extension}: {trouble.detail}"
            raise

    async def call(self, provider_id: str) -> Call:
        """Read one call again: its id says when it began, and the extensions are asked for that minute.

        One whose id says no time is looked for in the last weeks.
        """
        at = clock.epoch_of(provider_id)
        now = self._now()
        start, end = (now - _LATELY, now + calls.AHEAD) if at is None else (at - _ABOUT, at + _ABOUT)
        wanted = calls.Span(start, end, None, None)
        reader = calls.Reader(self._extensions, self._zone)
        for found in reader.page(await self._answered(wanted)).calls:
            if found.provider_id == provider_id:
                return found
        raise self._connection.told(Trouble(ErrorKind.NOT_FOUND))

    # -- sound and words

    async def recording(self, provider_id: str, url: str, progress: Progress | None = None) -> Recording:  # noqa: ARG002 - there are no links
        """Download a recording. Which calls have one is nowhere told: what comes may say that this has none.

        What says nothing that can be read is asked for once more, since this POST changes nothing.
        """
        form = {"call_id": provider_id}
        for last in (False, True):
            try:
                reply = await self._connection.send(
                    RECORDING,
                    form=form,
                    accept="audio/wav, application/json",
                    progress=progress,
                    may_be_missing=True,
                )
            except Trouble as trouble:
                if trouble.kind is ErrorKind.NOT_FOUND:
                    raise self._no_recording() from None
                raise
            lines = wire.instead(reply.body)
            if lines is not None or not reply.body:
                # Words instead of sound, with a status that says that all is well.
                refusal = wire.refusal(lines or ())
                if refusal.kind in {ErrorKind.REFUSED, ErrorKind.NOT_FOUND}:
                    raise self._no_recording()
                raise self._connection.told(refusal, reply)
            try:
                return sound.recording(reply.body, reply.headers.get("content-type", ""))
            except Trouble as trouble:
                if last or trouble.kind is not ErrorKind.PROTOCOL:
                    raise self._connection.told(trouble, reply) from None
        raise AssertionError("the last try returns or raises")

    def _no_recording(self) -> Trouble:
        return self._connection.told(Trouble(ErrorKind.NO_RECORDING))

    async def transcript(self, call: Call) -> Transcript:
        """Read what was said; nothing, 404 and a refusal all mean that there is none, or none yet."""

        def parse(body: bytes) -> Transcript:
            return words.transcript(body, call.duration_s)

        try:
            form = {"call_id": call.provider_id}
            return await self._connection.read(TRANSCRIPT, parse, form=form, may_be_missing=True)
        except Trouble as trouble:
            if trouble.kind is ErrorKind.NOT_FOUND or (
                trouble.kind is ErrorKind.REFUSED and trouble.status == 200
            ):
                return Transcript(TranscriptState.NONE)
            raise

    # -- the phonebook

    async def contacts(self) -> Sequence[ProviderContact]:
        """Read the whole phonebook; it comes in one piece."""
        return await self._connection.read(CONTACTS, wire.contacts)

    async def add_contact(self, card: ContactCard) -> str | None:
        """Add an entry. Its id is not told: it is in the next listing."""
        await self._connection.change(ADD_CONTACT, form=wire.contact_form(card))
        return None

    async def update_contact(self, provider_id: str, card: ContactCard) -> None:
        """Make an entry say this: all fields are sent, an empty one clears what stands there."""
        path = f"{UPDATE_CONTACT}/{path_to(provider_id)}"
        await self._connection.change(path, form=wire.contact_form(card))

    async def delete_contact(self, provider_id: str) -> None:
        """Delete an entry, by a GET that nothing may repeat."""
        await self._connection.change(f"{DELETE_CONTACT}/{path_to(provider_id)}")
