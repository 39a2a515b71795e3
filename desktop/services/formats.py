"""Transcripts as text files: plain text, SubRip and WebVTT."""

from desktop.domain.transcripts import Segment, Speaker, Transcript

_NAMES = {Speaker.CALLER: "Caller", Speaker.CALLEE: "Callee"}


def to_text(transcript: Transcript) -> str:
    """Return the summary and one line for each turn, `[m:ss] Speaker: text`."""
    lines = []
    if transcript.summary:
        lines += [_flat(transcript.summary), ""]
    for turn in transcript.segments:
        minutes, seconds = divmod(int(max(turn.start_s, 0)), 60)
        lines.append(f"[{minutes}:{seconds:02d}] {_said(turn)}")
    return "".join(line + "\n" for line in lines)


def to_srt(transcript: Transcript) -> str:
    """Return SubRip: numbered cues, comma before the milliseconds."""
    cues = [
        f"{number}\n{_stamp(turn.start_s, ',')} --> {_stamp(_end(turn), ',')}\n{_said(turn)}\n"
        for number, turn in enumerate(transcript.segments, 1)
    ]
    return "\n".join(cues)


def to_vtt(transcript: Transcript) -> str:
    """Return WebVTT, with each speaker as a voice."""
    cues = ["WEBVTT\n"]
    for turn in transcript.segments:
        name = _NAMES.get(turn.speaker)
        voice = f"<v {name}>" if name else ""
        span = f"{_stamp(turn.start_s, '.')} --> {_stamp(_end(turn), '.')}"
        cues.append(f"{span}\n{voice}{_escaped(_flat(turn.text))}\n")
    return "\n".join(cues)


def _end(turn: Segment) -> float:
    return max(turn.end_s, turn.start_s)


def _said(turn: Segment) -> str:
    name = _NAMES.get(turn.speaker)
    return f"{name}: {_flat(turn.text)}" if name else _flat(turn.text)


def _flat(text: str) -> str:
    """Put a turn on one line: an empty line would end its cue."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float, point: str) -> str:
    millis = round(max(seconds, 0.0) * 1000)
    whole, millis = divmod(millis, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{millis:03d}"
