"""Sound made for tests: tones and silences as WAV."""

import array
import io
import math
import wave
from collections.abc import Sequence

from desktop.domain.transcripts import Recording

RATE = 8000


def tone(seconds: float, level: float = 0.5, hertz: float = 440.0) -> list[float]:
    """Return a tone; level 0 is silence."""
    return [level * math.sin(2 * math.pi * hertz * n / RATE) for n in range(int(seconds * RATE))]


def wav(channels: Sequence[Sequence[float]]) -> Recording:
    """Return channels of equal length as a recording."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        values = (round(value * 32767) for frame in zip(*channels, strict=True) for value in frame)
        file.writeframes(array.array("h", values).tobytes())
    return Recording(out.getvalue(), "audio/wav")
