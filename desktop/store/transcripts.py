"""Transcripts and summaries, and the search in what was said."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from datetime import datetime

from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.store.connection import Db
from desktop.store.filters import words_query
from desktop.store.times import from_seconds_or_none, to_seconds_or_none

_SPEAKERS = {speaker.value: speaker for speaker in Speaker}


def put(db: Db, call_id: str, transcript: Transcript) -> None:
    """Keep a transcript in the place of the one before, and note on the call whether it has one."""
    call = int(call_id)
    _delete_segments(db, "call_id = ?", call)
    db.execute(
        "REPLACE INTO transcripts (call_id, state, summary, asked_at) VALUES (?, ?, ?, ?)",
        (call, transcript.state.value, transcript.summary, to_seconds_or_none(transcript.asked_at)),
    )
    db.executemany(
        "INSERT INTO segments (call_id, start_s, end_s, speaker, channel, text) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (call, turn.start_s, turn.end_s, turn.speaker.value, turn.channel, turn.text)
            for turn in transcript.segments
        ],
    )
    db.execute(
        "INSERT INTO segments_fts (rowid, text) SELECT id, text FROM segments WHERE call_id = ?", (call,)
    )
    has = transcript.state is TranscriptState.READY
    db.execute("UPDATE calls SET has_transcript = ? WHERE id = ?", (has, call))


def get(db: Db, call_id: str) -> Transcript | None:
    """Read a call's transcript; None when it was never asked for."""
    row = db.execute(
        "SELECT state, summary, asked_at FROM transcripts WHERE call_id = CAST(? AS INTEGER)", (call_id,)
    ).fetchone()
    if row is None:
        return None
    state, summary, asked_at = row
    return Transcript(TranscriptState(state), summary, _segments(db, call_id), from_seconds_or_none(asked_at))


def pending(db: Db, since: datetime) -> list[str]:
    """Return our ids of the calls whose transcript was asked for since then and is still being made."""
    rows = db.execute(
        "SELECT call_id FROM transcripts WHERE state = ? AND asked_at >= ? ORDER BY asked_at DESC",
        (TranscriptState.PENDING.value, to_seconds_or_none(since)),
    )
    return [str(call_id) for (call_id,) in rows]


def forget_account(db: Db, account_id: int) -> None:
    """Delete the transcripts of an account's calls, also from the search."""
    mine = "call_id IN (SELECT id FROM calls WHERE account_id = ?)"
    _delete_segments(db, mine, account_id)
    db.execute(f"DELETE FROM transcripts WHERE {mine}", (account_id,))
    # What was deleted from a full-text index stays readable in it until its parts are merged.
    db.execute("INSERT INTO segments_fts (segments_fts) VALUES ('optimize')")


def _delete_segments(db: Db, condition: str, value: int) -> None:
    db.execute(
        "INSERT INTO segments_fts (segments_fts, rowid, text)"
        f" SELECT 'delete', id, text FROM segments WHERE {condition}",
        (value,),
    )
    db.execute(f"DELETE FROM segments WHERE {condition}", (value,))


def found_in(db: Db, call_id: str, text: str) -> tuple[Segment, ...]:
    """Return the turns of a call that fit a search, as a filter's `texts` finds them."""
    query = words_query(text)
    if query is None:
        return ()
    return _segments(
        db, call_id, " AND id IN (SELECT rowid FROM segments_fts WHERE segments_fts MATCH ?)", query
    )


def _segments(db: Db, call_id: str, condition: str = "", *values: str) -> tuple[Segment, ...]:
    rows = db.execute(
        "SELECT start_s, end_s, speaker, channel, text FROM segments"
        f" WHERE call_id = CAST(? AS INTEGER){condition} ORDER BY id",
        (call_id, *values),
    )
    return tuple(
        Segment(start_s, end_s, _SPEAKERS[speaker], channel, text)
        for start_s, end_s, speaker, channel, text in rows
    )
