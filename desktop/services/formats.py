"""Transcripts as text files: plain text, SubRip and WebVTT."""

from collections.abc import Mapping

from desktop.domain.transcripts import Segment, Speaker, Transcript

Speakers = Mapping[Speaker, str]
"""Who speaks, in words; a speaker who is left out is written without a name."""

ROLES: Speakers = {Speaker.CALLER: "Caller", Speaker.CALLEE: "Callee", Speaker.UNKNOWN: "Speaker"}


def to_text(transcript: Transcript, speakers: Speakers = ROLES) -> str:
    """Return the summary and one line for each turn, `[m:ss] Speaker: text`."""
    lines = []
    if transcript.summary:
        lines += [_flat(transcript.summary), ""]
    for turn in transcript.segments:
        minutes, seconds = divmod(int(max(turn.start_s, 0)), 60)
        lines.append(f"[{minutes}:{seconds:02d}] {_said(turn, speakers)}")
    return "".join(line + "\n" for line in lines)


def to_srt(transcript: Transcript, speakers: Speakers = ROLES) -> str:
    """Return SubRip: numbered cues, comma before the milliseconds."""
    cues = [
        f"{number}\n{_stamp(turn.start_s, ',')} --> {_stamp(_end(turn), ',')}\n{_said(turn, speakers)}\n"
        for number, turn in enumerate(transcript.segments, 1)
    ]
    return "\n".join(cues)


def to_vtt(transcript: Transcript, speakers: Speakers = ROLES) -> str:
    """Return WebVTT, with each speaker as a voice."""
    cues = ["WEBVTT\n"]
    for turn in transcript.segments:
        name = _name(turn, speakers)
        voice = f"<v {_escaped(_flat(name))}>" if name else ""
        span = f"{_stamp(turn.start_s, '.')} --> {_stamp(_end(turn), '.')}"
        cues.append(f"{span}\n{voice}{_escaped(_flat(turn.text))}\n")
    return "\n".join(cues)


FORMATS = {"txt": to_text, "srt": to_srt, "vtt": to_vtt}
"""The writers by the suffix of their files."""


def _end(turn: Segment) -> float:
    return max(turn.end_s, turn.start_s)


def _name(turn: Segment, speakers: Speakers) -> str | None:
    """Say who speaks; of those who are not known, the provider may at least tell one from another."""
    if turn.speaker is not Speaker.UNKNOWN:
        return speakers.get(turn.speaker)
    name = speakers.get(turn.speaker)
    return f"{name} {turn.channel + 1}" if name and turn.channel is not None else None


def _said(turn: Segment, speakers: Speakers) -> str:
    name = _name(turn, speakers)
    return f"{_flat(name)}: {_flat(turn.text)}" if name else _flat(turn.text)


def _flat(text: str) -> str:
    """Put a turn on one line: an empty line would end its cue."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float, point: str) -> str:
    millis = round(max(seconds, 0.0) * 1000)
    whole, millis = divmod(millis, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{millis:03d}"
