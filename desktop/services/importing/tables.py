"""Tables of comma-separated values, as spreadsheets, phones and other programs write them."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from desktop.services.importing import reasons
from desktop.services.importing.lines import TextLines

DELIMITERS = ("\t", ";", "|", ",")  # those that texts seldom contain first
_MOST_LINES = 200  # of one record: a note may have many
_MOST_CHARACTERS = 100_000  # csv itself refuses a field of 131,072


class Record(NamedTuple):
    """One row of a table: where it begins, its cells, and what is wrong with it ("" for nothing).

    `mended` says what had to be put right to find its cells.
    """

    line: int
    cells: tuple[str, ...]
    trouble: str = ""
    mended: str = ""


class _NotClosedError(Exception):
    """A record goes on for longer than any does."""


class _TooLongError(Exception):
    """A line is longer than any row."""


class _Feed:
    """Hands lines to `csv.reader`, and keeps those of the record that is being read."""

    def __init__(self, lines: TextLines) -> None:
        self._lines = lines
        self.held: list[str] = []
        self._characters = 0

    def begin(self) -> int:
        """Begin a record; returns the number of its first line."""
        self.held.clear()
        self._characters = 0
        return self._lines.number + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        if not line:
            raise StopIteration
        if self._lines.was_cut:
            raise _TooLongError
        self.held.append(line)
        self._characters += len(line)
        if len(self.held) > _MOST_LINES or self._characters > _MOST_CHARACTERS:
            raise _NotClosedError
        return line

    def is_odd(self) -> bool:
        """Whether the record may have a quotation mark that is not closed."""
        return len(self.held) > 1 or self.held[0].count('"') % 2 == 1

    def first_alone(self) -> str:
        """Return the record's first line, and have the others read again."""
        first, *others = self.held
        self._lines.push_back(others)
        return first


def records(lines: TextLines, delimiter: str) -> Iterator[Record]:
    """Read the rows of a table that are not empty, whatever is in them.

    A quotation mark that is not closed costs its own row and no other.
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        line = feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            yield Record(line, (), trouble=reasons.LINE_TOO_LONG)
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        except _NotClosedError:
            yield _mended(line, feed, delimiter)
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if feed.is_odd() and not _is_well_formed(feed.held, delimiter):
            yield _mended(line, feed, delimiter)
            reader = csv.reader(feed, delimiter=delimiter)
        elif any(cells):
            yield Record(line, tuple(cells))


def _is_well_formed(held: list[str], delimiter: str) -> bool:
    """Whether a row is one: without its closing mark it ends in the middle of another, or with the file."""
    try:
        return len(list(csv.reader(held, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _mended(line: int, feed: _Feed, delimiter: str) -> Record:
    """Read a row whose quotation mark is not closed as if it had none."""
    alone = csv.reader([feed.first_alone()], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    cells = next(alone, [])
    return Record(line, tuple(cell.strip('"') for cell in cells), mended=reasons.QUOTE_NOT_CLOSED)


def find_delimiter(sample: list[str]) -> str:
    """Return the character that parts most rows of a sample into the same number of cells."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(cells) for cells in _cells(sample, delimiter) if any(cells))
        width, rows = max(widths.items(), key=lambda found: (found[1], found[0]), default=(1, 0))
        score = 0.0 if width < 2 else rows / widths.total() * (1 - 1 / (width + 1))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _cells(sample: list[str], delimiter: str) -> list[list[str]]:
    """Read a sample; where a mark that is not closed makes a cell of more than csv takes, without marks."""
    try:
        return list(csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return list(csv.reader(sample, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def named_delimiter(first: str) -> str | None:
    """Return the delimiter that a spreadsheet's first line, `sep=;`, names."""
    text = first.strip().strip('"')
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None
