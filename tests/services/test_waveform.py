import io
import math
import struct
import wave

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording
from desktop.services.waveform import PEAKS, waveform


def wav(channels: list[list[float]], rate: int = 8000) -> Recording:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate)
        frames = (
            struct.pack("<h", round(value * 32767))
            for frame in zip(*channels, strict=True)
            for value in frame
        )
        file.writeframes(b"".join(frames))
    return Recording(out.getvalue(), "audio/wav")


def tone(seconds: float, level: float, rate: int = 8000) -> list[float]:
    return [level * math.sin(2 * math.pi * 440 * n / rate) for n in range(int(seconds * rate))]


def test_each_channel_has_its_lane_and_levels() -> None:
    left = tone(2, 0.8) + [0.0] * 16000
    right = [0.0] * 16000 + tone(2, 0.4)
    picture = waveform(wav([left, right]))
    assert picture.duration_s == pytest.approx(4.0, abs=0.01)
    assert len(picture.lanes) == 2
    assert all(len(lane) <= PEAKS for lane in picture.lanes)
    half = len(picture.lanes[0]) // 2
    assert max(picture.lanes[0][:half]) == pytest.approx(0.8, abs=0.02)
    assert max(picture.lanes[0][half + 1 :]) == 0.0
    assert max(picture.lanes[1][: half - 1]) == 0.0
    assert max(picture.lanes[1][half:]) == pytest.approx(0.4, abs=0.02)


def test_mono_has_one_lane() -> None:
    assert len(waveform(wav([tone(1, 0.5)])).lanes) == 1


@pytest.mark.parametrize("seconds", [10, 60, 301])
def test_every_length_has_enough_peaks_and_not_too_many(seconds: int) -> None:
    assert 400 <= len(waveform(wav([[0.1] * (seconds * 8000)])).lanes[0]) <= PEAKS


def test_a_silence_is_where_nobody_speaks_for_long() -> None:
    hush = [0.0] * 16000
    left = tone(1, 0.8) + hush + tone(2, 0.3) + hush + tone(1, 0.8) + hush
    right = [0.0] * 8000 + hush + [0.0] * 16000 + tone(1, 0.2) + [0.0] * 8000 + [0.0] * 8000 + hush
    silences = waveform(wav([left, right])).silences
    # The second pause is the right one's turn; what is left of it is too short to be jumped over.
    assert [pytest.approx(one, abs=0.06) for one in silences] == [(1.2, 2.8), (8.2, 10.0)]


def test_the_noise_of_a_line_is_silence_and_a_quiet_voice_is_not() -> None:
    noise = [0.008 * math.sin(n * 1.7) * math.sin(n * 0.37) for n in range(24000)]
    assert waveform(wav([noise + tone(1, 0.8) + tone(3, 0.05)])).silences == (
        (pytest.approx(0.2, abs=0.06), pytest.approx(2.8, abs=0.06)),
    )


def test_a_wholly_silent_recording_is_one_silence() -> None:
    [silence] = waveform(wav([[0.0] * 40000])).silences
    assert silence == (pytest.approx(0.2), pytest.approx(5.0))


def test_a_cut_recording_shows_what_is_there() -> None:
    whole = wav([tone(4, 0.5)])
    cut = Recording(whole.data[: len(whole.data) // 2], whole.media_type)
    assert waveform(cut).duration_s == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("data", [b"", b"<html>sign in</html>", b"\0" * 4000, b"RIFF\x10\0\0\0WAVEfmt "])
def test_what_is_no_sound_is_said_so(data: bytes) -> None:
    with pytest.raises(Trouble) as caught:
        waveform(Recording(data, "audio/mpeg"))
    assert caught.value.kind is ErrorKind.BAD_SOUND
