"""Makes `resources/speech`: the sentences that the sandbox joins into recordings. Run by hand.

Needs Debian's espeak-ng. Each sentence is spoken in telephone quality (8 kHz, one channel) by each voice
of its role and kept as a small MP3; `index.json` says where in the decoded file the speech lies, since an
MP3 encoder puts silence before and after, and how the sentences make conversations.

    python packaging/make_speech.py
"""

import array
import json
import subprocess
from pathlib import Path

import lameenc
import miniaudio

TARGET = Path(__file__).parents[1] / "resources" / "speech"
RATE = 8000
BIT_RATE = 16
QUIET = 330  # one percent of full scale: below it there is no speech
PEAK = 17_000

# espeak-ng voices with their words a minute; a role's voice is chosen for each call.
VOICES = {
    "agent": (("agent-1", "en-gb+f3", 165),),
    "customer": (("customer-1", "en-us+m3", 160), ("customer-2", "en-gb-scotland+f2", 160)),
}

A, C = "agent", "customer"

# What a call is about: the turns, and what a summary of it says.
TOPICS = {
    "delivery": (
        (
            "An order, number 47129, has not arrived. It left the warehouse on Tuesday and the tracking "
            "page has not changed since. The carrier will be asked; a call back was promised for today."
        ),
        (
            (C, "I am calling about an order that has not arrived."),
            (A, "I am sorry to hear that. Could you give me the order number?"),
            (C, "It is four seven one two nine."),
            (A, "Thank you. The parcel left our warehouse on Tuesday."),
            (C, "The tracking page has not changed since then."),
            (A, "I will ask the carrier and call you back today."),
        ),
    ),
    "invoice": (
        (
            "The invoice of the third of March lists one item twice. A corrected invoice was promised within "
            "an hour."
        ),
        (
            (C, "I have a question about the last invoice."),
            (A, "Of course. Which invoice is it?"),
            (C, "The one from the third of March. We were charged twice."),
            (A, "You are right, the same item is listed two times."),
            (C, "Could you send me a corrected one?"),
            (A, "Yes, a new invoice will be in your inbox within an hour."),
        ),
    ),
    "appointment": (
        "The appointment was moved to Thursday at half past nine. A reminder goes out the day before.",
        (
            (C, "I would like to move my appointment."),
            (A, "Which day would suit you better?"),
            (C, "Thursday morning, if that is possible."),
            (A, "Thursday at half past nine is free."),
            (C, "That is perfect. Please put me down for it."),
            (A, "Done. You will get a message the day before."),
        ),
    ),
    "support": (
        (
            "After an update the instrument showed error twelve and switched off. Holding the green button "
            "for ten seconds completed the update."
        ),
        (
            (C, "The instrument shows an error after the update."),
            (A, "Which number does the display show?"),
            (C, "It says error twelve and then it switches off."),
            (A, "Please hold the green button for ten seconds."),
            (C, "It starts again. Now the light is green."),
            (A, "Very good. The update is complete now."),
        ),
    ),
    "quote": (
        (
            "A price for twenty sensors with five metre cables was asked for. Ten percent off was offered; "
            "the quote follows in writing before noon."
        ),
        (
            (C, "We need a price for twenty sensors."),
            (A, "Do you need them with or without cables?"),
            (C, "With cables, five metres each."),
            (A, "I can offer you ten percent off for that quantity."),
            (C, "That sounds fair. Please send it in writing."),
            (A, "You will have the quote before noon."),
        ),
    ),
    "cancellation": (
        (
            "The service contract ends on the thirtieth because the branch in Lille closes. A box with a "
            "label for the equipment will be sent."
        ),
        (
            (C, "I want to cancel the service contract."),
            (A, "May I ask for the reason?"),
            (C, "We are closing the branch in Lille at the end of the month."),
            (A, "I understand. The contract will end on the thirtieth."),
            (C, "Do I have to return the equipment?"),
            (A, "We will send a box with a label for it."),
        ),
    ),
}

# Longer calls go on with these exchanges.
EXCHANGES = (
    ((A, "One moment please, I will look it up."), (C, "Of course, take your time.")),
    ((A, "Are you still there?"), (C, "Yes, I am still here.")),
    ((A, "The system is a little slow today."), (C, "No problem, I can wait.")),
    ((C, "Could you repeat that, please?"), (A, "Certainly. I will say it once more.")),
    ((C, "Does that also hold for our other office?"), (A, "Yes, it is the same for all of your sites.")),
    ((A, "Could you spell the name for me?"), (C, "It is spelled with a double s.")),
    ((C, "And who should we ask for next time?"), (A, "You can always ask for the support team.")),
    ((A, "Let me make a note of that."), (C, "Thank you, that is kind.")),
    (
        (C, "What happens if it is not there by Friday?"),
        (A, "Then you call me, and I will see to it myself."),
    ),
    ((A, "Is this the best number to reach you?"), (C, "Yes, until six in the evening.")),
)

PARTS = {
    "inbound": (
        ((A, "Good morning, Harbour and Hill, how can I help you?"), (C, "Good morning.")),
        ((A, "Hello, you are through to Harbour and Hill."), (C, "Hello, good to reach you.")),
    ),
    "outbound": (
        ((C, "Hello?"), (A, "Hello, this is Harbour and Hill. You asked us to call.")),
        ((C, "Yes, speaking."), (A, "Good afternoon, I am calling back about your message.")),
    ),
    "closings": (
        (
            (A, "Is there anything else I can do for you?"),
            (C, "No, that was all. Thank you."),
            (A, "Have a nice day. Goodbye."),
            (C, "Goodbye."),
        ),
        ((C, "Thank you for your help."), (A, "You are welcome. Goodbye."), (C, "Bye.")),
    ),
    "exchanges": EXCHANGES,
    "messages": (
        (
            (C, "Hello, it is about the delivery. Please call me back."),
            (C, "You can reach me on this number until six."),
            (C, "Thank you, and goodbye."),
        ),
        (
            (C, "Good evening, I have a question about the invoice."),
            (C, "I will try again tomorrow morning."),
            (C, "Thank you, and goodbye."),
        ),
        (
            (C, "It is urgent, the machine has stopped."),
            (C, "Please call me back as soon as you hear this."),
            (C, "You can reach me on this number until six."),
        ),
    ),
}


def main() -> None:
    """Speak every sentence and write the index."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.mp3"):
        old.unlink()
    scripts = [turns for _, turns in TOPICS.values()]
    scripts += [turns for group in PARTS.values() for turns in group]
    spoken = sorted({turn for turns in scripts for turn in turns})
    numbers = {turn: number for number, turn in enumerate(spoken)}
    sentences = []
    for number, (role, text) in enumerate(spoken):
        takes = []
        for name, voice, pace in VOICES[role]:
            file = f"{number:03}-{name}.mp3"
            skip, length = _write(TARGET / file, _speak(text, voice, pace))
            takes.append({"voice": name, "file": file, "skip": skip, "length": length})
        sentences.append({"role": role, "text": text, "takes": takes})
    index = {
        "rate": RATE,
        "sentences": sentences,
        "topics": [
            {"name": name, "summary": summary, "turns": [numbers[turn] for turn in turns]}
            for name, (summary, turns) in TOPICS.items()
        ],
        **{name: [[numbers[turn] for turn in turns] for turns in group] for name, group in PARTS.items()},
    }
    (TARGET / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in TARGET.iterdir())
    print(f"{len(spoken)} sentences, {size // 1024} KiB")


def _speak(text: str, voice: str, pace: int) -> "array.array[int]":
    """Speak a sentence; without silence around it, and all equally loud."""
    command = ["espeak-ng", "-v", voice, "-s", str(pace), "--stdout", text]
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    samples = array.array("h", miniaudio.decode(wav, nchannels=1, sample_rate=RATE).samples)
    loud = [at for at, value in enumerate(samples) if abs(value) > QUIET]
    samples = samples[max(0, loud[0] - 80) : loud[-1] + 240]
    scale = PEAK / max(abs(value) for value in samples)
    return array.array("h", (int(value * scale) for value in samples))


def _write(path: Path, samples: "array.array[int]") -> tuple[int, int]:
    """Write an MP3; give the place of the speech in what a decoder makes of it, in samples."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(BIT_RATE)
    encoder.set_quality(2)
    encoder.silence()
    padded = samples.tobytes() + bytes(2 * 1600)
    path.write_bytes(bytes(encoder.encode(padded)) + bytes(encoder.flush()))
    decoded = miniaudio.decode(path.read_bytes(), nchannels=1, sample_rate=RATE).samples
    return _shift(samples, decoded), len(samples)


def _shift(samples: "array.array[int]", decoded: "array.array[int]") -> int:
    """Find how many samples later the decoded sound is, by correlation."""
    window = range(0, min(len(samples), 6000), 3)

    def likeness(shift: int) -> int:
        return sum(samples[at] * decoded[at + shift] for at in window)

    return max(range(400, 1500), key=likeness)


if __name__ == "__main__":
    main()
