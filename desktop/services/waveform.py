"""The picture of a sound: peaks at equal distances, one lane for each channel."""

from array import array
from collections.abc import Iterator

import miniaudio

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording, Waveform

PEAKS = 1500
"""A lane has at most this many, twice as many as the widest player shows, and seldom less than half."""

SILENCE_S = 1.5
"""Shorter pauses belong to how people talk."""

_FULL = 32768.0
_WINDOW_S = 0.05
_FEWEST = 400  # windows: a short recording is looked at more closely
_SEEN_HZ = 2000  # of each second this many samples are looked at: a loop in Python has its price
_EDGE_S = 0.2  # of a silence stays heard at both ends: words begin and end softly
_NOISE = (0.01, 0.04, 0.03)  # least, share of the lane's loudest, most: below, a lane is silent


def waveform(recording: Recording) -> Waveform:
    """Decode WAV, MP3, FLAC or Vorbis and measure it; mono gives one lane, more than two channels two.

    Takes about a second for an hour of MP3, so it belongs in a thread; memory stays small
    because nothing is decoded whole. Raises `Trouble` BAD_SOUND.
    """
    try:
        info = _info(recording.data)
        window_s, lanes, frames = _levels(recording.data, info)
    except miniaudio.MiniaudioError as error:
        raise Trouble(ErrorKind.BAD_SOUND) from error
    if not frames:
        raise Trouble(ErrorKind.BAD_SOUND, detail="it is empty")
    duration = frames / info.sample_rate
    group = -(-len(lanes[0]) // PEAKS)
    pictures = tuple(tuple(max(lane[k : k + group]) for k in range(0, len(lane), group)) for lane in lanes)
    return Waveform(duration, pictures, tuple(_silences(lanes, window_s, duration)))


def _levels(data: bytes, info: miniaudio.SoundFileInfo) -> tuple[float, list[list[float]], int]:
    """Return the length of a window in seconds, its loudest sample in each lane, and the frames decoded."""
    count, rate = min(info.nchannels, 2), info.sample_rate
    step = max(int(min(_WINDOW_S * rate, info.num_frames / _FEWEST)), 16)
    stride = count * max(rate // _SEEN_HZ, 1)
    lanes: list[list[float]] = [[] for _ in range(count)]
    frames = 0
    for chunk in miniaudio.stream_memory(data, nchannels=count, sample_rate=rate, frames_to_read=step):
        frames += len(chunk) // count
        for channel, lane in enumerate(lanes):
            lane.append(_peak(chunk[channel::stride]))
    return step / rate, lanes, frames


def _silences(lanes: list[list[float]], window_s: float, duration: float) -> Iterator[tuple[float, float]]:
    """Yield where nobody speaks on any lane, from and to in seconds, less what shall stay heard."""
    least, share, most = _NOISE
    bars = [min(max(least, share * max(lane)), most) for lane in lanes]
    began: float | None = None
    for place, levels in enumerate(zip(*lanes, strict=True)):
        silent = all(level < bar for level, bar in zip(levels, bars, strict=True))
        if silent and began is None:
            began = place * window_s
        elif not silent and began is not None:
            if place * window_s - began >= SILENCE_S:
                yield began + _EDGE_S, place * window_s - _EDGE_S
            began = None
    if began is not None and duration - began >= SILENCE_S:
        yield began + _EDGE_S, duration


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
