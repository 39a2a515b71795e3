"""Files that a person asked for: what they are called, and writing them whole or not at all."""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from desktop.domain.calls import CallRecord
from desktop.domain.errors import ErrorKind, Trouble

LONGEST_NAME = 200
"""Bytes before the suffix; file systems take 255."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_SPACES = re.compile(r"\s+")
# Windows takes these for devices, with any suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_name(text: str, suffix: str) -> str:
    """Return a name that every file system takes; `suffix` with its dot. Text from outside goes in."""
    plain = _SPACES.sub(" ", _FORBIDDEN.sub(" ", text)).strip(" .")
    plain = plain.encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    if not plain or _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    return plain + suffix


def written_name(file: Path) -> str:
    """Return a file's name as it can be kept and shown: one may have bytes that are no text."""
    return file.name.encode("utf-8", "replace").decode()


def call_file_name(call: CallRecord, suffix: str) -> str:
    """Return what a file made from a call is called: `2026-11-20 13-41 Chiara Rossi +390694801234.mp3`.

    The time is the local one, and the order of names that of time.
    """
    when = call.sorted_at.astimezone().strftime("%Y-%m-%d %H-%M")
    return file_name(" ".join(part for part in (when, call.name, call.other) if part), suffix)


@contextmanager
def whole(file: Path, kind: ErrorKind = ErrorKind.NOT_SAVED) -> Iterator[BinaryIO]:
    """Open a file to be written in one step: a crash, a full disk or an error leaves what was there.

    Raises `Trouble` of the given kind.
    """
    try:
        file = file.resolve()  # the file that a link leads to is replaced, not the link
        if file.exists() and not file.is_file():  # a pipe or a device has nothing to replace
            with file.open("wb") as out:
                yield out
            return
        fresh = file.with_name(f"{file.name}.part")
        try:
            with fresh.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(file)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError) as error:  # a RuntimeError: links in a circle
        why = getattr(error, "strerror", None) or str(error)
        raise Trouble(kind, name=file.name, detail=why) from error


@contextmanager
def whole_text(
    file: Path, kind: ErrorKind = ErrorKind.NOT_SAVED, encoding: str = "utf-8"
) -> Iterator[TextIO]:
    """As `whole`, for text; what ends its lines is the writer's business."""
    with whole(file, kind) as out:
        text = TextIOWrapper(out, encoding, newline="")
        yield text
        text.flush()
        text.detach()


def write_whole(file: Path, data: bytes) -> None:
    """Write a file in one step (see `whole`). Raises `Trouble` NOT_SAVED."""
    with whole(file) as out:
        out.write(data)


async def save(file: Path, data: bytes) -> None:
    """As `write_whole`, in a thread of its own: a disk on the network may take its time."""
    await asyncio.to_thread(write_whole, file, data)
