"""The lines of a text file, one at a time and never more than so long: a file may be larger than memory."""

import io
from collections import deque
from types import TracebackType
from typing import BinaryIO, Self

from desktop.services.importing.encodings import opened_with

LONGEST_LINE = 60_000
"""Characters of a line that are looked at."""


class TextLines:
    """Reads lines with their ends; a longer one is cut, and its rest is passed over.

    Bytes that are no text in the encoding become U+FFFD. `number` is that of the line read last, `was_cut`
    whether it was too long. What was read can be pushed back.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._text = io.TextIOWrapper(file, opened_with(encoding), errors="replace", newline="")
        self._again: deque[str] = deque()
        self.number = 0
        self.was_cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._text.close()

    @property
    def position(self) -> int:
        """How many bytes of the file were read, some of them ahead."""
        return self._file.tell()

    def readline(self) -> str:
        """Return the next line, "" at the end of the file."""
        if self._again:
            line = self._again.popleft()
        else:
            line = self._text.readline(LONGEST_LINE)
            if line and not self.number:
                line = line.removeprefix("\ufeff") or self._text.readline(LONGEST_LINE)
        if not line:
            return ""
        self.number += 1
        self.was_cut = len(line) >= LONGEST_LINE and line[-1] not in "\r\n"
        if self.was_cut:
            self._skip()
        return line

    def _skip(self) -> None:
        """Pass over the rest of a line that is too long."""
        while (rest := self._text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
            pass

    def push_back(self, lines: list[str]) -> None:
        """Have these lines, which were just read, read again."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)
