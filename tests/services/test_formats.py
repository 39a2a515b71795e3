from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.services.formats import to_srt, to_text, to_vtt
from desktop.services.joining import joined


def turn(start: float, end: float, text: str, speaker: Speaker = Speaker.CALLER) -> Segment:
    return Segment(start, end, speaker, None, text)


TALK = Transcript(
    TranscriptState.READY,
    "About an invoice.",
    (
        turn(0.4, 2.9, "Good <morning>\n\nto you"),
        turn(3661.5, 3660.0, "Hello", Speaker.CALLEE),
        turn(3700, 3701.25, "Hm & so", Speaker.UNKNOWN),
    ),
)


def test_text() -> None:
    assert to_text(TALK) == (
        "About an invoice.\n\n[0:00] Caller: Good <morning> to you\n[61:01] Callee: Hello\n[61:40] Hm & so\n"
    )


def test_srt() -> None:
    assert to_srt(TALK) == (
        "1\n00:00:00,400 --> 00:00:02,900\nCaller: Good <morning> to you\n\n"
        "2\n01:01:01,500 --> 01:01:01,500\nCallee: Hello\n\n"
        "3\n01:01:40,000 --> 01:01:41,250\nHm & so\n"
    )


def test_vtt() -> None:
    assert to_vtt(TALK) == (
        "WEBVTT\n\n00:00:00.400 --> 00:00:02.900\n<v Caller>Good &lt;morning&gt; to you\n\n"
        "01:01:01.500 --> 01:01:01.500\n<v Callee>Hello\n\n"
        "01:01:40.000 --> 01:01:41.250\nHm &amp; so\n"
    )


def test_speakers_go_by_names_that_cannot_break_the_file() -> None:
    names = {Speaker.CALLER: "Ada\n<b> & Co", Speaker.CALLEE: "Sales"}
    assert "[0:00] Ada <b> & Co: Good" in to_text(TALK, names)
    assert "\nSales: Hello\n" in to_srt(TALK, names)
    assert "<v Ada &lt;b&gt; &amp; Co>Good &lt;morning&gt;" in to_vtt(TALK, names)
    assert (
        to_text(TALK, {})
        == "About an invoice.\n\n[0:00] Good <morning> to you\n[61:01] Hello\n[61:40] Hm & so\n"
    )


def test_nothing_gives_empty_files() -> None:
    none = Transcript(TranscriptState.NONE)
    assert (to_text(none), to_srt(none), to_vtt(none)) == ("", "", "WEBVTT\n")


def ready(*turns: Segment, summary: str | None = None) -> Transcript:
    return Transcript(TranscriptState.READY, summary, turns)


def test_a_segment_that_repeats_the_conversation_is_the_summary() -> None:
    whole = turn(0, 9, "Good morning. Hello! Bye.")
    told = joined(ready(turn(3, 4, "Hello!"), whole, turn(0, 2, "good morning"), turn(8, 9, "Bye")))
    assert [part.text for part in told.segments] == ["good morning", "Hello!", "Bye"]
    assert told.summary == "Good morning. Hello! Bye."


def test_a_real_summary_counts_for_more_than_a_repeated_conversation() -> None:
    told = joined(ready(turn(0, 9, "ab"), turn(0, 1, "a"), turn(1, 2, "b")), "A short talk. ")
    assert told.summary == "A short talk."
    assert len(told.segments) == 2


def test_two_that_say_the_same_are_both_turns() -> None:
    told = joined(ready(turn(0, 1, "Hello"), turn(1, 2, "Hello", Speaker.CALLEE)))
    assert len(told.segments) == 2
    assert told.summary is None


def test_empty_turns_go() -> None:
    assert joined(ready(turn(0, 1, "  "), turn(1, 2, "Yes"))).segments == (turn(1, 2, "Yes"),)


def test_who_is_not_known_is_still_somebody_else() -> None:
    talk = Transcript(
        TranscriptState.READY,
        None,
        tuple(Segment(at, at + 1, Speaker.UNKNOWN, who, "Hm") for at, who in ((0, 0), (2, 1), (4, None))),
    )
    assert to_text(talk) == "[0:00] Speaker 1: Hm\n[0:02] Speaker 2: Hm\n[0:04] Hm\n"
    assert "<v Speaker 2>Hm" in to_vtt(talk)
    assert to_text(talk, {Speaker.CALLER: "Anna"}).startswith("[0:00] Hm\n")
