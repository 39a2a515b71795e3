"""Telling a recording from what is sent in its place."""

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording

_NAMES = {
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
}
_WORDS = ("text/", "application/json", "application/xml", "application/xhtml")


def recording(body: bytes, content_type: str) -> Recording:
    """Return the sound. Its first bytes count more than its label.

    Raises `Trouble` PROTOCOL for a page or a message in its place, BAD_SOUND for what is no sound.
    """
    label = content_type.partition(";")[0].strip().lower()
    seen = _seen(body)
    if seen is not None:
        return Recording(body, seen)
    if label.startswith(_WORDS) or body.lstrip()[:1] in {b"<", b"{"}:
        raise Trouble(ErrorKind.PROTOCOL, detail="a page came in place of the recording")
    if body and label.startswith("audio/"):
        return Recording(body, _NAMES.get(label, label))
    raise Trouble(ErrorKind.BAD_SOUND, detail="it is empty" if not body else "it is no sound")


def _seen(body: bytes) -> str | None:
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return "audio/wav"
    if body[:3] == b"ID3" or (len(body) > 1 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2):
        return "audio/mpeg"  # a tag, or a frame of layer III
    return "audio/ogg" if body[:4] == b"OggS" else None
