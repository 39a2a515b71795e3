"""Small files of the system that are read by other programs at any moment, and so never half written."""

import os
from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble


def write_whole(file: Path, content: str | bytes, *, mode: int = 0o644) -> None:
    """Replace a file in one step, or make it with `mode`; folders above it are made for their owner alone.

    A link stays one: people keep such files elsewhere and link them here. Raises `Trouble` DISK.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        target = Path(os.path.realpath(file))
        for folder in (*reversed(target.parents), target.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
        with suppress(OSError):
            mode = target.stat().st_mode & 0o777
        fresh = target.with_name(f"{target.name}.sidetone-new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            with open(descriptor, "wb") as out:  # noqa: PTH123 - it is a descriptor
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(target)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise
    except OSError as error:
        raise Trouble(ErrorKind.DISK, detail=f"{file}: {error.strerror}") from error


def remove(file: Path) -> None:
    """Remove a file; one that is not there is no error. Raises `Trouble` DISK."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise Trouble(ErrorKind.DISK, detail=f"{file}: {error.strerror}") from error
