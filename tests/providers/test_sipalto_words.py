"""Sipalto's transcripts: milliseconds, the segment that holds the whole call, and who speaks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Segment, Speaker, TranscriptState
from desktop.providers.sipalto import words
from desktop.services.joining import joined

SAID = (
    (6880.00, 9280.00, "0", "Hello."),
    (9300.00, 14020.00, "1", " Hello, is that Harbour and Hill?"),
    (14100.00, 16480.00, "0", " It is. How can I help you?"),
    (17000.00, 21000.00, "1", " I wanted to ask about the last invoice."),
)


def row(start: float, end: float, speaker: str, text: str, reid: str = "77002") -> dict[str, str]:
    times = {"start": f"{start:.2f}", "end": f"{end:.2f}"}
    return {"uniqueid": "NODE-1-1735725600.10", "speaker": speaker, **times, "text": text, "reid": reid}


def rows(reid: str = "77002") -> list[dict[str, str]]:
    return [row(*piece, reid=reid) for piece in SAID]


def whole(reid: str = "77001", text: str | None = None) -> dict[str, str]:
    said = "".join(piece[3] for piece in SAID) if text is None else text
    return row(SAID[0][0], SAID[-1][1], "0", said, reid)


def read(told: Any, duration_s: int | None = 30) -> Any:
    return words.transcript(json.dumps({"success": True, "response": told}).encode(), duration_s)


def test_the_vendors_sample() -> None:
    """As the reference shows it: a whole-call segment first, then its parts."""
    found = read(
        [
            row(500, 9200, "0", "Hi there. Hello.", "77001"),
            row(500, 4100, "0", "Hi there."),
            row(4600, 9200, "1", " Hello."),
        ]
    )
    assert found.state is TranscriptState.READY
    assert found.summary == "Hi there. Hello."
    assert found.segments == (
        Segment(0.5, 4.1, Speaker.UNKNOWN, 0, "Hi there."),
        Segment(4.6, 9.2, Speaker.UNKNOWN, 1, "Hello."),
    )


@pytest.mark.parametrize("place", [0, 2, 4])
def test_the_whole_call_is_found_by_its_reference_wherever_it_stands(place: int) -> None:
    told = rows()
    told.insert(place, whole())
    found = read(told)
    assert found.summary == whole()["text"].strip()
    assert [one.text for one in found.segments] == [piece[3].strip() for piece in SAID]


def test_the_whole_call_is_found_by_its_text_without_any_reference() -> None:
    assert read([whole("77002"), *rows()]).summary
    nearly = "".join(piece[3] for piece in SAID[:3])  # the last turn was recognised otherwise
    assert read([whole("77002", f"{nearly} I wanted to ask."), *rows()]).summary


@pytest.mark.parametrize(
    "told",
    [
        rows(),
        [whole()],
        [whole(), rows()[0]],  # two are too few to be sure
        [whole("77002", "Something else altogether, and for as long as the call."), *rows()],
        [
            row(0, 30000, "0", " ".join(["I will tell you all of it."] * 30) + "Hello. It is.", "77002"),
            *rows(),
        ],
        [row(7000, 21000, "0", whole()["text"], "77001"), *rows()],  # begins after the first of the others
        [*rows("77001")[:2], *rows("77003")[2:]],
    ],
    ids=["none", "alone", "two", "other words", "one who talks and talks", "too short", "two references"],
)
def test_when_unsure_it_is_a_turn_like_any_other(told: list[dict[str, str]]) -> None:
    found = read(told)
    assert found.summary is None
    assert len(found.segments) == len(told)


def test_a_short_answer_during_a_long_turn_is_not_a_conversation() -> None:
    """Somebody talks, the other says yes and no, which stand in what is said as well."""
    told = [
        row(0, 20000, "0", "Yes, well, that is how it began, and no, we never heard from them again."),
        row(3000, 3400, "1", "Yes."),
        row(9000, 9300, "1", "No."),
    ]
    assert read(told).summary is None


def test_the_service_keeps_the_summary_and_no_turn_of_it() -> None:
    kept = joined(read([whole(), *rows()]))
    assert kept.summary == whole()["text"].strip()
    assert len(kept.segments) == len(SAID)


@pytest.mark.parametrize("duration_s", [None, 14, 60, 3600])
def test_milliseconds(duration_s: int | None) -> None:
    """Also when the transcript is longer than its call, as in the vendor's own sample."""
    assert [one.start_s for one in read(rows(), duration_s).segments] == [6.88, 9.3, 14.1, 17.0]


@pytest.mark.parametrize("duration_s", [None, 14, 30, 3600])
def test_times_that_nobody_could_speak_in_are_seconds(duration_s: int | None) -> None:
    told = [row(start / 1000, end / 1000, speaker, text) for start, end, speaker, text in SAID]
    assert [one.start_s for one in read(told, duration_s).segments] == [6.88, 9.3, 14.1, 17.0]


def test_few_words_in_a_call_of_minutes() -> None:
    told = [row(20, 21, "0", "Hi."), row(90, 91, "1", "Bye.")]
    assert [one.end_s for one in read(told, 95).segments] == [21.0, 91.0]
    assert [one.end_s for one in read([row(20, 900, "0", "Hi.")], 20).segments] == [0.9]


def test_a_few_words_at_the_start_of_a_silent_call_are_milliseconds() -> None:
    greeting = [row(300, 820, "0", "Hello?")]
    assert [one.end_s for one in read(greeting, 120).segments] == [0.82]
    hasty = [row(100, 250, "0", "Harbour and Hill, good morning, how can I help you?")]
    assert [one.end_s for one in read(hasty, 120).segments] == [0.25]


@pytest.mark.parametrize(
    "told",
    [[], {}, None, "", "OK", "None yet", ["x"], [{"text": "no time"}], [{"start": "1.00", "text": " "}]],
)
def test_nothing_that_can_be_read_is_none(told: Any) -> None:
    assert read(told).state is TranscriptState.NONE


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"speaker": 1}, Segment(1.0, 3.0, Speaker.UNKNOWN, 1, "Hi")),
        ({"speaker": "agent"}, Segment(1.0, 3.0, Speaker.UNKNOWN, None, "Hi")),
        ({"speaker": None}, Segment(1.0, 3.0, Speaker.UNKNOWN, None, "Hi")),
        ({"end": ""}, Segment(1.0, 1.0, Speaker.UNKNOWN, 0, "Hi")),
        ({"end": "500"}, Segment(1.0, 1.0, Speaker.UNKNOWN, 0, "Hi")),
        ({"start": 1000, "end": 3000.0}, Segment(1.0, 3.0, Speaker.UNKNOWN, 0, "Hi")),
        ({"start": " 1000.00 "}, Segment(1.0, 3.0, Speaker.UNKNOWN, 0, "Hi")),
        ({"start": "-5.00"}, Segment(0.0, 3.0, Speaker.UNKNOWN, 0, "Hi")),
        ({"reid": None, "uniqueid": None}, Segment(1.0, 3.0, Speaker.UNKNOWN, 0, "Hi")),
    ],
)
def test_each_value_alone(changes: dict[str, Any], wanted: Segment) -> None:
    assert read([{**row(1000, 3000, "0", "Hi"), **changes}]).segments == (wanted,)


def test_a_map_of_segments_is_one_too() -> None:
    assert len(read({str(place): one for place, one in enumerate(rows())}).segments) == len(SAID)


def test_a_refusal_says_what_it_is() -> None:
    with pytest.raises(Trouble) as caught:
        words.transcript(b'{"success": false, "response": "No transcription"}', 30)
    assert caught.value.kind is ErrorKind.REFUSED


def test_a_conversation_of_hours_is_read_at_once() -> None:
    turns = [
        row(place * 3000, place * 3000 + 2900, str(place % 2), f" Turn number {place}.")
        for place in range(5000)
    ]
    everything = row(0, 5000 * 3000, "0", "".join(one["text"] for one in turns))
    assert read([everything, *turns], 15_000).summary
    alike = [row(0, 15_000_000, "0", f" Turn number {place}.") for place in range(5000)]
    assert read(alike, 15_000).summary is None


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "start": st.floats() | st.text(max_size=5) | st.none(),
                "end": st.floats() | st.integers(),
                "speaker": st.text(max_size=3) | st.integers(),
                "text": st.text(max_size=20) | st.none(),
                "reid": st.text(max_size=3) | st.none(),
            },
        ),
        max_size=8,
    )
)
def test_whatever_comes_turns_are_in_order(told: list[dict[str, Any]]) -> None:
    found = read(told, 60)
    starts = [one.start_s for one in found.segments]
    assert starts == sorted(starts)
    assert all(one.end_s >= one.start_s >= 0 and one.text.strip() for one in found.segments)
