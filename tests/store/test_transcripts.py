"""Transcripts, and the search in them."""

import pytest

from desktop.domain.calls import CallFilter
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.store import calls, query, transcripts
from tests.support.stored_calls import call

TURNS = (
    Segment(0.0, 1.5, Speaker.CALLER, 0, "Bonjour, c'est pour la facture d'été"),
    Segment(1.5, 3.25, Speaker.CALLEE, 1, 'He said "AND" then left* (really)'),
    Segment(3.25, 4.0, Speaker.UNKNOWN, None, "<b>bold</b> & 100%"),
)
READY = Transcript(TranscriptState.READY, "About a bill.", TURNS)


@pytest.fixture(autouse=True)
def _calls(run, account):
    run(lambda db: calls.upsert(db, account.id, [call("1"), call("2")]))


def put(run, transcript, call_id="1"):
    run(lambda db: transcripts.put(db, call_id, transcript))
    assert run(lambda db: transcripts.get(db, call_id)) == transcript
    return run(lambda db: calls.get(db, call_id)).has_transcript


def found(run, text):
    return [turn.start_s for turn in run(lambda db: transcripts.found_in(db, "1", text))]


def test_a_transcript_comes_back_as_it_was(run):
    assert run(lambda db: transcripts.get(db, "1")) is None
    assert put(run, READY) is True
    assert put(run, Transcript(TranscriptState.PENDING)) is False
    assert put(run, Transcript(TranscriptState.FAILED)) is False
    assert put(run, Transcript(TranscriptState.NONE, "only a summary")) is False
    assert run(lambda db: transcripts.get(db, "2")) is None


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("ete", [0.0]),
        ("ÉTÉ bonjour", [0.0]),
        ("fact", [0.0]),
        ("acture", []),
        ("bonjour left", []),
        ('"and"', [1.5]),
        ("AND", [1.5]),
        ("left*", [1.5]),
        ("(really", [1.5]),
        ("text:left", []),
        ("NOT", []),
        ("-left", [1.5]),
        ("NEAR(left really)", []),
        ("^he", [1.5]),
        ("100%", [3.25]),
        ("<bold>", [3.25]),
        ("'; DROP TABLE calls; --", []),
        ('"', []),
        ("*", []),
        ("", []),
    ],
)
def test_what_a_person_types_is_never_a_query(run, text, turns):
    put(run, READY)
    assert found(run, text) == turns
    wanted = CallFilter(texts=(text,))
    assert run(lambda db: query.count(db, wanted))[0] == (1 if turns else 0)


def test_a_new_transcript_takes_the_old_words_out_of_the_search(run):
    put(run, READY)
    put(run, Transcript(TranscriptState.READY, None, (Segment(0, 1, Speaker.CALLER, 0, "new words"),)))
    assert (found(run, "facture"), found(run, "words")) == ([], [0])
