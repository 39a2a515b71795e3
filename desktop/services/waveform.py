"""The picture of a sound: peaks at equal distances, one lane for each channel."""

from array import array

import miniaudio

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording, Waveform

PEAKS = 1500
"""About as many as the widest player has pixels; a lane has at most this many."""

_FULL = 32768.0
_SHORTEST_STEP = 16


def waveform(recording: Recording) -> Waveform:
    """Decode WAV, MP3, FLAC or Vorbis and measure it; mono gives one lane, more than two channels two.

    Takes about a tenth of a second for an hour of MP3, so it belongs in a thread; memory stays small
    because nothing is decoded whole. Raises `Trouble` BAD_SOUND.
    """
    try:
        info = _info(recording.data)
        lanes_count = min(info.nchannels, 2)
        step = max(-(-info.num_frames // PEAKS), _SHORTEST_STEP)
        lanes: tuple[list[float], ...] = tuple([] for _ in range(lanes_count))
        frames = 0
        for chunk in miniaudio.stream_memory(
            recording.data, nchannels=lanes_count, sample_rate=info.sample_rate, frames_to_read=step
        ):
            frames += len(chunk) // lanes_count
            for channel, lane in enumerate(lanes):
                lane.append(_peak(chunk[channel::lanes_count]))
    except miniaudio.MiniaudioError as error:
        raise Trouble(ErrorKind.BAD_SOUND) from error
    if not frames or not info.sample_rate:
        raise Trouble(ErrorKind.BAD_SOUND, detail="it is empty")
    return Waveform(frames / info.sample_rate, tuple(tuple(lane) for lane in lanes))


def _info(data: bytes) -> miniaudio.SoundFileInfo:
    """Ask each decoder whether it knows the bytes; a media type from outside proves nothing."""
    if not data:
        raise Trouble(ErrorKind.BAD_SOUND, detail="it is empty")
    for ask in (
        miniaudio.wav_get_info,
        miniaudio.mp3_get_info,
        miniaudio.flac_get_info,
        miniaudio.vorbis_get_info,
    ):
        try:
            info = ask(data)
        except miniaudio.MiniaudioError:
            continue
        if info.nchannels > 0 and info.sample_rate > 0:
            return info
    raise Trouble(ErrorKind.BAD_SOUND)


def _peak(samples: "array[int]") -> float:
    if not samples:
        return 0.0
    high, low = max(samples), min(samples)
    return max(high, -low) / _FULL
