"""Makes one transcript of what a provider sends: turns in order, the summary beside them."""

from dataclasses import replace

from desktop.domain.transcripts import Segment, Transcript


def joined(transcript: Transcript, summary: str | None = None) -> Transcript:
    """Put the turns in order, drop empty ones, and set the summary beside them.

    A segment that only repeats the whole conversation is the summary, never a turn; a summary that the
    provider gives as such counts for more.
    """
    turns = sorted(
        (turn for turn in transcript.segments if turn.text.strip()),
        key=lambda turn: (turn.start_s, turn.end_s),
    )
    whole = _whole(turns)
    if whole is not None:
        turns.remove(whole)
    said = whole.text.strip() if whole is not None else None
    best = (summary or "").strip() or (transcript.summary or "").strip() or said
    return replace(transcript, summary=best or None, segments=tuple(turns))


def _whole(turns: list[Segment]) -> Segment | None:
    """Find the segment whose text is all the others' texts, one after another.

    The longest text is the only candidate. Two turns that say the same are no such thing: a
    conversation that could be repeated has at least two other turns.
    """
    if len(turns) < 3:
        return None
    longest = max(turns, key=lambda turn: len(turn.text))
    others = "".join(_letters(turn.text) for turn in turns if turn is not longest)
    return longest if _letters(longest.text) == others else None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
