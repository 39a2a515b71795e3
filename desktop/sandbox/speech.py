"""What is said in a call, as text with times and as sound that says the same.

A conversation is chosen from the call's own id, so it is the same whenever somebody asks. The caller is
on the left channel (0), the callee on the right (1). Sound is joined from the sentences in
`resources/speech`, which `packaging/make_speech.py` makes, in telephone quality.
"""

import array
import io
import json
import threading
import wave
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import lameenc
import miniaudio

from desktop.sandbox.world import Call, Kind

RATE = 8000
# An MP3 comes out of a decoder this much later than it went into the encoder (LAME's 576 samples and the
# decoder's 529); leaving out as much silence at the front puts every word back to its time.
MP3_DELAY = 1105
EDGE_S = 0.3
LONG_S = 240
_KEPT_RECORDINGS = 6
_MP3_BIT_RATE = 24


@dataclass(frozen=True, slots=True)
class Take:
    """One voice's recording of a sentence: its file and where in it the speech lies, in samples."""

    file: str
    skip: int
    length: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something that one side says."""

    by_agent: bool
    text: str
    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a call is about."""

    summary: str
    turns: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """All sentences, and how they make conversations."""

    topics: tuple[Topic, ...]
    inbound: tuple[tuple[Sentence, ...], ...]
    outbound: tuple[tuple[Sentence, ...], ...]
    closings: tuple[tuple[Sentence, ...], ...]
    exchanges: tuple[tuple[Sentence, ...], ...]
    messages: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One sentence in a conversation; times in seconds from the start of the recording."""

    channel: int
    start: float
    end: float
    text: str
    take: Take


class Studio:
    """Writes, speaks and sums up the conversations of one world. Sound may be asked for in any thread."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._made: OrderedDict[tuple[int, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def turns(self, call: Call) -> tuple[Turn, ...]:
        """Write down what is said in a call."""
        return self._conversation(call)[0]

    def summary(self, call: Call) -> str:
        """Sum up a call in a sentence or two."""
        return self._conversation(call)[1]

    def wav(self, call: Call) -> bytes:
        """Speak a call, as two-channel WAV of exactly the call's length."""
        return self._kept(call, "wav", _as_wav)

    def mp3(self, call: Call) -> bytes:
        """Speak a call, as two-channel MP3; when decoded its words lie where the WAV's do."""
        return self._kept(call, "mp3", _as_mp3)

    def _kept(self, call: Call, form: str, made: "Callable[[array.array[int]], bytes]") -> bytes:
        with self._lock:
            key = (call.id, form)
            if key not in self._made:
                self._made[key] = made(self._pcm(call))
                if len(self._made) > _KEPT_RECORDINGS:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
            return self._made[key]

    def _pcm(self, call: Call) -> "array.array[int]":
        lanes = [array.array("h", bytes(2 * RATE * call.duration)) for _ in range(2)]
        for turn in self.turns(call):
            at = round(turn.start * RATE)
            lanes[turn.channel][at : at + turn.take.length] = _samples(turn.take)
        both = array.array("h", bytes(4 * RATE * call.duration))
        both[0::2], both[1::2] = lanes
        return both

    def _conversation(self, call: Call) -> tuple[tuple[Turn, ...], str]:
        rng = Random(f"talk {self._seed} {call.id}")  # noqa: S311 - reproducible by wish
        plan, summary = _plan(rng, call, script())
        agent_channel = 0 if call.kind is Kind.OUTBOUND else 1
        customer_take = rng.randrange(2)
        spare = call.duration - 2 * EDGE_S - sum(gap + _length(sentence) for gap, sentence in plan)
        stretch = max(0.0, spare) / max(1, len(plan))  # pauses take up what is left
        at, turns = EDGE_S, list[Turn]()
        for gap, sentence in plan:
            start = round(at + gap, 2) if turns else at
            take = sentence.takes[customer_take % len(sentence.takes)]
            at = start + take.length / RATE
            channel = agent_channel if sentence.by_agent else 1 - agent_channel
            turns.append(Turn(channel, start, round(at, 2), sentence.text, take))
            at += stretch
        return tuple(turns), summary


Plan = list[tuple[float, Sentence]]


def _plan(rng: Random, call: Call, said: Script) -> tuple[Plan, str]:
    """Choose sentences, each with the pause before it, that fit into the call's length."""
    room = call.duration - 2 * EDGE_S
    plan: Plan = []

    def add(turns: Iterable[Sentence], reserved: float, pause: float = 0.0) -> bool:
        """Add turns as long as they fit; tells whether all did."""
        nonlocal room
        for turn in turns:
            gap = pause + 0.35 + rng.random() * 0.6
            if gap + _length(turn) + reserved > room:
                return False
            room -= gap + _length(turn)
            plan.append((gap, turn))
            pause = 0.0
        return True

    if call.kind is Kind.VOICEMAIL:
        message = rng.choice(said.messages)
        if not add(message, 0):
            add(message[-1:], 0)
        return plan, "A message was left: " + " ".join(turn.text for _, turn in plan)
    opening = rng.choice(said.outbound if call.kind is Kind.OUTBOUND else said.inbound)
    topic = rng.choice(said.topics)
    closing = rng.choice(said.closings)
    reserved = sum(_length(turn) + 1 for turn in closing)
    if room < reserved + sum(_length(turn) + 1 for turn in opening):
        if not add(opening, 0) and not plan:
            add(said.outbound[0][:1], 0)
        return plan, "The call ended before its reason was told."
    add(opening, reserved)
    told = whole = add(topic.turns, reserved)
    while whole:
        exchanges = rng.sample(said.exchanges, len(said.exchanges))
        for exchange in exchanges:
            hold = rng.uniform(5, 25) if call.duration > LONG_S else rng.uniform(0.3, 2)
            whole = whole and add(exchange, reserved, hold)
    add(closing, 0)
    summary = topic.summary if told else f"The call was short. The customer said: {topic.turns[0].text}"
    return plan, summary


def _length(sentence: Sentence) -> float:
    """Give a sentence's length in seconds, for its slowest voice."""
    return max(take.length for take in sentence.takes) / RATE


@cache
def script() -> Script:
    """Read the index of sentences."""
    read: dict[str, Any] = json.loads((_folder() / "index.json").read_text("utf-8"))
    sentences = [
        Sentence(
            by_agent=one["role"] == "agent",
            text=one["text"],
            takes=tuple(Take(take["file"], take["skip"], take["length"]) for take in one["takes"]),
        )
        for one in read["sentences"]
    ]

    def turns(numbers: list[int]) -> tuple[Sentence, ...]:
        return tuple(sentences[number] for number in numbers)

    def groups(name: str) -> tuple[tuple[Sentence, ...], ...]:
        return tuple(turns(numbers) for numbers in read[name])

    return Script(
        topics=tuple(Topic(topic["summary"], turns(topic["turns"])) for topic in read["topics"]),
        inbound=groups("inbound"),
        outbound=groups("outbound"),
        closings=groups("closings"),
        exchanges=groups("exchanges"),
        messages=groups("messages"),
    )


def _folder() -> Path:
    """Find `resources/speech` in the package (wheel, frozen) or beside it (checkout)."""
    package = Path(__file__).parents[1]
    for place in (package / "resources", package.parent / "resources"):
        if (place / "speech").is_dir():
            return place / "speech"
    raise FileNotFoundError("resources/speech is not part of this installation")


@cache
def _samples(take: Take) -> "array.array[int]":
    sound = miniaudio.decode((_folder() / take.file).read_bytes(), nchannels=1, sample_rate=RATE)
    return array.array("h", sound.samples[take.skip : take.skip + take.length])


def _as_wav(pcm: "array.array[int]") -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return held.getvalue()


def _as_mp3(pcm: "array.array[int]") -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_channels(2)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(_MP3_BIT_RATE)
    encoder.set_quality(9 if len(pcm) > 2 * RATE * LONG_S else 5)  # nobody waits for a long one to be made
    encoder.silence()
    return bytes(encoder.encode(pcm[2 * MP3_DELAY :].tobytes())) + bytes(encoder.flush())
