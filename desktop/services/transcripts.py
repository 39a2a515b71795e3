"""Transcripts: what was said, from the store or the provider."""

from desktop.domain.transcripts import Transcript


class Transcripts:
    """Transcripts with the summary beside them, by our call id."""

    async def get(self, call_id: str, *, refresh: bool = False) -> Transcript:
        """Return the transcript; state NONE when there is none. Raises `Trouble` UNSUPPORTED, NO_CALL."""
        raise NotImplementedError

    async def request(self, call_id: str) -> Transcript:
        """Ask the provider to make one; returns at once, PENDING (or READY when it was there)."""
        raise NotImplementedError

    async def wait(self, call_id: str, seconds: float) -> Transcript:
        """Wait at most so long for a transcript that is being made; PENDING when the time ran over."""
        raise NotImplementedError
