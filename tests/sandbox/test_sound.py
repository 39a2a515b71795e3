"""Recordings really sound, on the right channel and at the right time, and say what the transcript says."""

import array
import json
import time
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import miniaudio
import requests

from desktop.sandbox.generate import make_world
from desktop.sandbox.speech import EDGE_S, RATE, Studio, script
from desktop.sandbox.world import Call, Kind, Sound
from tests.support.sipsim_client import Client

SPEECH = Path(__file__).parents[2] / "resources" / "speech"


@cache
def recorded() -> tuple[Call, ...]:
    world = make_world(1, 1500, datetime(2025, 3, 2, 9, 30, tzinfo=UTC))
    return tuple(call for call in world.calls if call.sound is not Sound.NONE)


def lanes(data: bytes) -> list[Any]:
    sound = miniaudio.decode(data, nchannels=2, sample_rate=RATE)
    return [sound.samples[0::2], sound.samples[1::2]]


def loudness(samples: Any) -> float:
    return float((sum(value * value for value in samples) / max(1, len(samples))) ** 0.5)


def check_sound(data: bytes, segments: list[dict[str, Any]], duration: int) -> None:
    """Every segment sounds on its own channel within 50 ms of its times, and nothing sounds elsewhere."""
    both = lanes(data)
    assert abs(len(both[0]) / RATE - duration) < 0.15
    quiet = [array.array("h", lane) for lane in both]
    for segment in segments:
        start, end = round(segment["start"] * RATE), round(segment["end"] * RATE)
        own, other = both[segment["channel"]], both[1 - segment["channel"]]
        assert loudness(own[start:end]) > 800, segment
        assert loudness(other[start:end]) < 40, segment
        edge = RATE // 20
        zeros = array.array("h", bytes(2 * (min(len(own), end + edge) - (start - edge))))
        quiet[segment["channel"]][start - edge : end + edge] = zeros
    for lane in quiet:
        assert max(map(abs, lane)) < 400


def test_every_conversation_fits_its_call() -> None:
    studio = Studio(1)
    for call in recorded():
        turns = studio.turns(call)
        assert turns, call
        assert turns[0].start >= EDGE_S
        assert turns[-1].end <= call.duration
        assert all(turn.end - turn.start > 0.3 for turn in turns)
        # Nobody talks while the other does, and nobody waits for ever.
        pairs = list(pairwise(turns))
        assert all(later.start - turn.end > 0.2 for turn, later in pairs)
        if call.kind is not Kind.VOICEMAIL and call.duration > 60:
            assert all(later.start - turn.end < 45 for turn, later in pairs)
            assert {turn.channel for turn in turns} == {0, 1}
        assert studio.summary(call)


def test_sound_says_what_the_turns_say_as_wav_and_as_mp3() -> None:
    studio = Studio(1)
    chosen = {call.kind: call for call in recorded() if 5 < call.duration < 90}
    assert set(chosen) == {Kind.INBOUND, Kind.OUTBOUND, Kind.VOICEMAIL}
    for call in chosen.values():
        segments = [
            {"start": turn.start, "end": turn.end, "channel": turn.channel} for turn in studio.turns(call)
        ]
        wav, mp3 = studio.wav(call), studio.mp3(call)
        assert len(lanes(wav)[0]) == RATE * call.duration
        check_sound(wav, segments, call.duration)
        check_sound(mp3, segments, call.duration)


def test_the_same_call_always_sounds_the_same_and_seeds_differ() -> None:
    call = recorded()[3]
    assert Studio(1).mp3(call) == Studio(1).mp3(call)
    assert any(Studio(1).turns(one) != Studio(2).turns(one) for one in recorded()[:5])


def test_a_long_call_is_spoken_soon_and_to_its_end() -> None:
    studio = Studio(1)
    longest = max(recorded(), key=lambda call: call.duration)
    assert longest.duration > 1800
    began = time.process_time()
    data = studio.mp3(longest)
    assert time.process_time() - began < 10
    assert abs(miniaudio.mp3_get_info(data).duration - longest.duration) < 0.15
    assert longest.duration - studio.turns(longest)[-1].end < 45


def test_a_client_hears_what_it_reads(client: Client) -> None:
    forms: dict[str, int] = {}
    for call in client.all_calls():
        link = call["play_record_link"]
        form = link and ("elsewhere" if "/files/" in link else link[-3:])
        if not link or form in forms or not 8 < call["duration_sec"] < 60:
            continue
        spoken = client.get(f"/calls/{call['id']}/transcription")
        payload = spoken.json()["data"]["payload"] if spoken.status_code == 200 else []
        if not payload:
            continue
        forms[form] = call["id"]
        if form == "elsewhere":
            assert urlsplit(link).hostname != urlsplit(client.base).hostname
            answer = requests.get(link, timeout=20)
        else:
            answer = requests.get(link, headers=bearer(client), timeout=20)
            assert requests.get(link, timeout=20).status_code == 401
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == ("audio/wav" if form == "wav" else "audio/mpeg")
        check_sound(answer.content, payload, call["duration_sec"])
        if len(forms) == 3:
            break
    assert set(forms) == {"mp3", "wav", "elsewhere"}


def bearer(client: Client) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.hello['sipsim']['access_token']}"}


def test_the_other_host_refuses_a_token_and_the_log_tells(client: Client) -> None:
    links = [call["play_record_link"] for call in client.all_calls() if call["play_record_link"]]
    elsewhere = [link for link in links if "/files/" in link]
    assert 0 < len(elsewhere) < len(links) / 20
    assert requests.get(elsewhere[0], headers=bearer(client), timeout=20).status_code == 400
    entry = client.world()["requests"][-1]
    assert (entry["path"].split("/")[1], entry["status"], entry["authorized"]) == ("files", 400, True)


def test_no_other_name_opens_a_recording(client: Client) -> None:
    link = next(call["play_record_link"] for call in client.all_calls() if call["play_record_link"])
    folder = link.rsplit("/", 1)[0]
    for name in (
        "1.mp3",
        "12345",
        "x.mp3",
        link.rsplit("/", 1)[1].replace(".mp3", ".ogg").replace("wav", "ogg"),
    ):
        assert requests.get(f"{folder}/{name}", headers=bearer(client), timeout=20).status_code == 404


def test_the_sentences_are_small_and_spoken_by_several_voices() -> None:
    files = list(SPEECH.iterdir())
    assert sum(file.stat().st_size for file in files) < 700_000
    index = json.loads((SPEECH / "index.json").read_text())
    takes = [take for sentence in index["sentences"] for take in sentence["takes"]]
    assert len({take["voice"] for take in takes}) >= 2
    assert {take["file"] for take in takes} == {file.name for file in files} - {"index.json"}
    assert len({sentence["text"] for sentence in index["sentences"]}) > 70
    assert len(script().topics) >= 5


def test_every_take_is_as_long_as_its_text_and_sounds_to_the_end() -> None:
    index = json.loads((SPEECH / "index.json").read_text())
    for sentence in index["sentences"]:
        for take in sentence["takes"]:
            sound = miniaudio.decode((SPEECH / take["file"]).read_bytes(), nchannels=1, sample_rate=RATE)
            speech = sound.samples[take["skip"] : take["skip"] + take["length"]]
            assert len(speech) == take["length"]
            assert 0.03 < len(speech) / RATE / len(sentence["text"]) < 0.15, sentence["text"]
            assert loudness(speech) > 800
            assert loudness(speech[-RATE // 4 :]) > 60
            assert loudness(sound.samples[take["skip"] + take["length"] + 800 :]) < 40
