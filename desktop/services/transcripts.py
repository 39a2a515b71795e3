"""Transcripts: what was said, from the store or the provider."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.accounts import Ability
from desktop.domain.calls import Call, CallRecord
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.listeners import Listeners
from desktop.domain.policy import Feature
from desktop.domain.ports import ProviderSession
from desktop.domain.transcripts import Transcript, TranscriptState
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.files import save
from desktop.services.formats import FORMATS, Speakers
from desktop.services.joining import joined
from desktop.services.policy import Policy
from desktop.services.tasks import Report, TaskScope
from desktop.store import Db, Store, calls
from desktop.store import transcripts as rows

FIRST_POLL_S = 5.0  # as the vendor's sample polls
SLOWER = 1.3
SLOWEST_POLL_S = 20.0
FOLLOWED = timedelta(minutes=30)
"""So long after it was asked for a transcript is looked for in the background."""

_HOPELESS = frozenset(
    {
        ErrorKind.NO_CALL,
        ErrorKind.NO_ACCOUNT,
        ErrorKind.NOT_FOUND,
        ErrorKind.UNSUPPORTED,
        ErrorKind.SIGN_IN,
        ErrorKind.LOCKED,
    }
)


class Transcripts:
    """Transcripts with the summary beside them, by our call id. Where they are off, nothing is known."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        changes: Changes,
        now: Callable[[], datetime],
        report: Report,
        policy: Policy,
        wait_scale: float = 1.0,
    ) -> None:
        self._policy = policy
        self._store = store
        self._accounts = accounts
        self._changes = changes
        self._now = now
        self._wait_scale = wait_scale
        self._scope = TaskScope(report)
        self._made: Listeners[str] = Listeners()

    def on_made(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Hear of each call whose transcript was being made and is ready now, until the result is called.

        On the engine's loop, and once for each, whoever asked for it and whoever found it ready.
        """
        return self._made.add(listener)

    async def kept(self, call_id: str) -> Transcript | None:
        """Return what is here, without asking the provider; None when nothing is known."""
        if not self._policy.allows(Feature.TRANSCRIPTS):
            return None
        return await self._store.read(lambda db: rows.get(db, call_id))

    async def get(self, call_id: str, *, refresh: bool = False) -> Transcript:
        """Return the transcript; state NONE when there is none. Raises `Trouble` UNSUPPORTED, NO_CALL.

        One that is ready is not asked for again unless `refresh` says so. Raises LOCKED where they are
        switched off.
        """
        self._policy.demand(Feature.TRANSCRIPTS)
        kept = await self.kept(call_id)
        if kept is not None and kept.state is TranscriptState.READY and not refresh:
            return kept
        record, call, session = await self._open(call_id)
        if session.transcripts is None:
            raise self._unsupported(record, session, Ability.TRANSCRIPTS)
        found = await session.transcripts.transcript(call)
        if kept is not None and kept.state is TranscriptState.PENDING and self._is_hidden(found, kept):
            found = replace(found, state=TranscriptState.PENDING)
        if found.state is TranscriptState.PENDING:
            found = replace(found, asked_at=kept.asked_at if kept and kept.asked_at else self._now())
        summary = await self._summary(session, call) if found.state is TranscriptState.READY else None
        transcript = joined(found, summary)
        return transcript if transcript == kept else await self._keep(call_id, transcript)

    async def request(self, call_id: str) -> Transcript:
        """Ask the provider to make one; returns at once, PENDING (or READY when it was there).

        Raises `Trouble` UNSUPPORTED, NO_CALL, or what the provider says.
        """
        now = await self.get(call_id)
        if now.state in (TranscriptState.READY, TranscriptState.PENDING):
            return now
        record, call, session = await self._open(call_id)
        if session.transcript_requests is None:
            raise self._unsupported(record, session, Ability.TRANSCRIPT_REQUESTS)
        await session.transcript_requests.request_transcript(call.provider_id)
        return await self._keep(call_id, Transcript(TranscriptState.PENDING, asked_at=self._now()))

    def follow(self, call_id: str) -> None:
        """Look in the background until a transcript that is being made is there; once for each call."""
        self._scope.start(f"transcript {call_id}", self._follow(call_id))

    async def resume(self) -> None:
        """Follow what was being made when the program ended."""
        since = self._now() - FOLLOWED
        for call_id in await self._store.read(lambda db: rows.pending(db, since)):
            self.follow(call_id)

    async def save(self, call_id: str, file: Path, kind: str, speakers: Speakers) -> None:
        """Write a transcript that is here as `txt`, `srt` or `vtt`.

        Raises `Trouble` NO_CALL, NOT_SAVED, and LOCKED where saving is switched off.
        """
        self._policy.demand(Feature.EXPORT)
        kept = await self.kept(call_id)
        if kept is None:
            raise Trouble(ErrorKind.NO_CALL, name=call_id)
        await save(file, FORMATS[kind](kept, speakers).encode())

    async def close(self) -> None:
        """End the looking in the background."""
        await self._scope.close()

    async def wait(self, call_id: str, seconds: float) -> Transcript:
        """Wait at most so long for a transcript that is being made; PENDING when the time ran over."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        pause = FIRST_POLL_S * self._wait_scale
        transcript = await self.get(call_id, refresh=True)
        while transcript.state is TranscriptState.PENDING and (left := deadline - loop.time()) > 0:
            await asyncio.sleep(min(max(pause, 0.05), left))
            pause = min(pause * SLOWER, SLOWEST_POLL_S)
            transcript = await self.get(call_id, refresh=True)
        return transcript

    async def _follow(self, call_id: str) -> None:
        pause = FIRST_POLL_S * self._wait_scale
        until = self._now() + FOLLOWED
        while self._now() < until:
            await asyncio.sleep(max(pause, 0.05))
            pause = min(pause * SLOWER, SLOWEST_POLL_S)
            try:
                transcript = await self.get(call_id, refresh=True)
            except Trouble as trouble:
                if trouble.kind in _HOPELESS:
                    return
                continue  # no connection, say: what was asked for is made all the same
            if transcript.state is not TranscriptState.PENDING:
                return

    def _is_hidden(self, found: Transcript, kept: Transcript) -> bool:
        """Whether a transcript that was asked for may be under way though the provider shows none yet."""
        asked_at = kept.asked_at
        return found.state is TranscriptState.NONE and (asked_at is None or self._now() - asked_at < FOLLOWED)

    async def _open(self, call_id: str) -> tuple[CallRecord, Call, ProviderSession]:
        record = await self._store.read(lambda db: calls.get(db, call_id))
        call = await self._store.read(lambda db: calls.as_call(db, call_id))
        if record is None or call is None:
            raise Trouble(ErrorKind.NO_CALL, name=call_id)
        return record, call, await self._accounts.session(record.account_id)

    @staticmethod
    def _unsupported(record: CallRecord, session: ProviderSession, ability: Ability) -> Trouble:
        reason = session.missing.get(ability, "the provider does not offer it")
        return Trouble(ErrorKind.UNSUPPORTED, account=record.account, detail=reason)

    async def _summary(self, session: ProviderSession, call: Call) -> str | None:
        """Read the summary beside a transcript; one that cannot be read does not hide the transcript."""
        if session.summaries is None:
            return None
        try:
            return await session.summaries.summary(call.provider_id)
        except Trouble:
            return None

    async def _keep(self, call_id: str, transcript: Transcript) -> Transcript:
        """Keep what was found, and return what is here now: an answer that is ready is not given up again.

        Two who ask at once may hear in the other order than the provider spoke, and what it has deleted
        stays good to read here.
        """
        ready = TranscriptState.READY

        def put(db: Db) -> tuple[Transcript, Transcript | None]:
            before = rows.get(db, call_id)
            if before is not None and before.state is ready and transcript.state is not ready:
                return before, before
            rows.put(db, call_id, transcript)
            return transcript, before

        kept, before = await self._store.write(put)
        if kept is transcript:
            self._changes.tell(Topic.TRANSCRIPTS, Topic.CALLS, ids=frozenset({call_id}))
            if before is not None and before.state is TranscriptState.PENDING and kept.state is ready:
                self._made.tell(call_id)
        return kept
