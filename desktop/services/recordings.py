"""Recordings: the sound of calls, from the encrypted cache or the provider, and its waveform."""

import asyncio
import logging
from collections import OrderedDict
from pathlib import Path

from desktop.domain.accounts import Ability
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.domain.transcripts import Recording, Waveform
from desktop.services import files
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.policy import Policy
from desktop.services.shared import Progress, Shared
from desktop.services.tasks import Report, TaskScope
from desktop.store import Media, Store, calls

log = logging.getLogger(__name__)

_KEPT_PICTURES = 32
_SUFFIXES = {  # by how the bytes begin: a media type from outside proves nothing
    b"RIFF": ".wav",
    b"ID3": ".mp3",
    b"\xff": ".mp3",
    b"fLaC": ".flac",
    b"OggS": ".ogg",
}


def suffix(recording: Recording) -> str:
    """Return what a file of this recording ends in, with its dot."""
    for start, known in _SUFFIXES.items():
        if recording.data.startswith(start):
            return known
    return ".wav" if "wav" in recording.media_type else ".mp3"


class Recordings:
    """Recordings of calls, by our call id. Where they are switched off, all that gives one raises LOCKED."""

    def __init__(
        self,
        *,
        store: Store,
        media: Media,
        accounts: Accounts,
        changes: Changes,
        report: Report,
        policy: Policy,
    ) -> None:
        self._policy = policy
        self._store = store
        self._media = media
        self._accounts = accounts
        self._changes = changes
        self._scope = TaskScope(report)
        self._downloads: dict[str, Shared[Recording]] = {}
        self._pictures: OrderedDict[str, Waveform] = OrderedDict()

    async def cached(self, call_id: str) -> Recording | None:
        """Return the sound if it is here already; needs no network."""
        self._policy.demand(Feature.RECORDINGS)
        try:
            return await self._media.get(call_id)
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.DISK:
                raise
            log.warning("a kept recording could not be read: %s", trouble)
            return None

    async def fetch(self, call_id: str, progress: Progress | None = None) -> Recording:
        """Return the sound, downloaded once and kept. Raises `Trouble` NO_RECORDING, NO_CALL, UNSUPPORTED.

        Several who ask at once share one download; it is broken off when the last of them is cancelled.
        """
        kept = await self.cached(call_id)
        if kept is not None:
            return kept
        download = self._downloads.get(call_id)
        if download is None:
            download = self._downloads[call_id] = Shared(self._scope, f"recording {call_id}")
        try:
            return await download.wait(lambda heard: self._download(call_id, heard), progress)
        finally:
            if not download.is_wanted and self._downloads.get(call_id) is download:
                del self._downloads[call_id]

    async def _download(self, call_id: str, heard: Progress) -> Recording:
        call = await self._store.read(lambda db: calls.as_call(db, call_id))
        record = await self._store.read(lambda db: calls.get(db, call_id))
        if call is None or record is None:
            raise Trouble(ErrorKind.NO_CALL, name=call_id)
        if call.recording_url is None:
            raise Trouble(ErrorKind.NO_RECORDING)
        session = await self._accounts.session(record.account_id)
        if session.recordings is None:
            reason = session.missing.get(Ability.RECORDINGS, "it has no recordings")
            raise Trouble(ErrorKind.UNSUPPORTED, account=record.account, detail=reason)
        recording = await session.recordings.recording(call.provider_id, call.recording_url, heard)
        try:
            await self._media.put(call_id, recording, account_id=record.account_id)
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.DISK:
                raise
            log.warning("a recording could not be kept: %s", trouble)  # it can be heard all the same
        self._changes.tell(Topic.RECORDINGS, ids=frozenset({call_id}))
        return recording

    async def waveform(self, call_id: str, recording: Recording | None = None) -> Waveform:
        """Return the peaks of each channel, of a recording at hand or of the one that `fetch` gives.

        Raises `Trouble` BAD_SOUND as well as what `fetch` does.
        """
        picture = self._pictures.get(call_id)
        if picture is None:
            from desktop.services.waveform import waveform  # noqa: PLC0415 - the decoder costs 20 ms to import

            recording = recording or await self.fetch(call_id)
            picture = self._pictures[call_id] = await asyncio.to_thread(waveform, recording)
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(call_id)
        return picture

    async def save(self, call_id: str, file: Path, progress: Progress | None = None) -> Recording:
        """Write the sound to a file as the provider gave it, replacing it whole.

        Raises `Trouble` NOT_SAVED, and LOCKED where saving is switched off, as well as what `fetch` does.
        """
        self._policy.demand(Feature.EXPORT)
        recording = await self.fetch(call_id, progress)
        await files.save(file, recording.data)
        return recording

    async def close(self) -> None:
        """Break off the downloads that are under way."""
        await self._scope.close()
