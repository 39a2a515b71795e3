"""Recordings: the sound of calls, from the encrypted cache or the provider, and its waveform."""

from collections.abc import Callable

from desktop.domain.transcripts import Recording, Waveform

Progress = Callable[[int, int | None], None]


class Recordings:
    """Recordings of calls, by our call id."""

    async def fetch(self, call_id: str, progress: Progress | None = None) -> Recording:
        """Return the sound, downloaded once and kept. Raises `Trouble` NO_RECORDING, NO_CALL."""
        raise NotImplementedError

    async def cached(self, call_id: str) -> Recording | None:
        """Return the sound if it is here already; needs no network."""
        raise NotImplementedError

    async def waveform(self, call_id: str) -> Waveform:
        """Return the peaks of each channel. Raises `Trouble` BAD_SOUND as well as what `fetch` does."""
        raise NotImplementedError

    async def close(self) -> None:
        """Break off the downloads that are under way."""
        raise NotImplementedError
