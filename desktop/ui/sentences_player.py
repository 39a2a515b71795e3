"""Texts of the player that have values in them."""

from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble

_AWAY = (ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED)


def not_playable(trouble: Trouble) -> str:
    """Say why there is no sound: `It is not kept here, and Acme cannot be reached. ...`."""
    if trouble.kind not in _AWAY:
        return trouble.sentence
    provider = trouble.provider or "its provider"
    return (
        f"This recording is not kept on this computer yet, and {provider} cannot be reached. "
        "Check the network connection and try again."
    )


def sound_files(suffix: str) -> str:
    """Return the kind of file in the question where to save: `MP3 sound (*.mp3)`."""
    return f"{suffix[1:].upper()} sound (*{suffix})"


def saved(file: Path) -> str:
    """Say that a recording is saved, and where."""
    return f"Saved in {file.parent.name or file.parent}: {file.name}"
