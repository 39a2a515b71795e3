"""A file with contacts, looked at and read; whatever its kind, it gives rows."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.importing import columns, encodings, tables
from desktop.services.importing.guarding import unguarded
from desktop.services.importing.lines import TextLines
from desktop.services.importing.values import FileFacts, FileKind, FileOptions, FileRow, Role
from desktop.services.threads import Stop

T = TypeVar("T")

SAMPLES = 5
_LOOKED_AT = 200  # rows of a table that its form is found by
_CARD = re.compile(r"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_OTHER_PROGRAMS = (
    (b"PK\x03\x04", "a spreadsheet or an archive: save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of an old Office: save it as CSV first"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "compressed"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def _never() -> None:
    """Go on to the end."""


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """Open a file a person chose; a pipe or a device cannot be read twice, and is refused."""
    try:
        if file.exists() and not file.is_file():
            raise Trouble(ErrorKind.NO_FILE, name=file.name, detail="it is a folder or a device")
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Trouble(ErrorKind.NO_FILE, name=file.name, detail=why) from error
    except UnicodeError as error:  # a file of two bytes a letter has a mark; another encoding was chosen
        why = "it is not in the encoding that was chosen"
        raise Trouble(ErrorKind.NO_FILE, name=file.name, detail=why) from error


def look(file: Path, options: FileOptions | None = None, stop: Stop = _never) -> FileFacts:
    """Find a file's form, as far as `options` do not say it. Raises `Trouble` NO_FILE, USAGE."""
    options = options or FileOptions()
    with _opened(file) as stream:
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(16)
        foreign = next((what for mark, what in _OTHER_PROGRAMS if head.startswith(mark)), None)
        if not head.strip() or foreign:
            raise Trouble(ErrorKind.NO_FILE, name=file.name, detail=f"it is {foreign or 'empty'}")
        if options.encoding is not None:
            encoding = encodings.known(options.encoding)
        else:
            stream.seek(0)
            encoding = encodings.find(stream, stop)
    kind, version = _kind(file, encoding)
    facts = FileFacts(file, size, kind, encoding, options, version=version)
    return facts if kind is FileKind.VCARD else _look_at_table(facts, options)


def _kind(file: Path, encoding: str) -> tuple[FileKind, str]:
    """Tell cards from tables by what stands in the file; its name may say anything."""
    with _opened(file) as stream, TextLines(stream, encoding) as lines:
        for line in islice(iter(lines.readline, ""), _LOOKED_AT):
            if _CARD.match(line):
                from desktop.services.importing import vcards  # noqa: PLC0415 - 60 ms that tables do not need

                return FileKind.VCARD, vcards.version(lines)
            if line.strip() and file.suffix.lower() not in (".vcf", ".vcard"):
                return FileKind.CSV, ""
    if file.suffix.lower() in (".vcf", ".vcard"):
        raise Trouble(ErrorKind.NO_FILE, name=file.name, detail="there is no card in it")
    return FileKind.CSV, ""


def _look_at_table(facts: FileFacts, options: FileOptions) -> FileFacts:
    delimiter = options.delimiter or _delimiter(facts)
    if len(delimiter) != 1 or delimiter in '\r\n"':
        raise Trouble(ErrorKind.USAGE, detail=f"{delimiter!r} cannot part the cells of a table.")
    with _opened(facts.file) as stream, TextLines(stream, facts.encoding) as lines:
        _pass_name_of_delimiter(lines)
        found = [r.cells for r in islice(tables.records(lines, delimiter), _LOOKED_AT) if not r.trouble]
    header = options.header if options.header is not None else columns.has_header(found)
    width = max(map(len, found), default=0)
    named = found[0] if header and found else ()
    rows = found[1:] if header else found
    headings = tuple(shown(cell) for cell in named) + ("",) * (width - len(named))
    roles = columns.guess(headings, rows) if options.columns is None else options.columns[:width]
    return FileFacts(
        file=facts.file,
        size=facts.size,
        kind=FileKind.CSV,
        encoding=facts.encoding,
        options=options,
        delimiter=delimiter,
        header=header,
        headings=headings,
        columns=(*roles, *(Role.IGNORE for _ in range(width - len(roles)))),
        samples=tuple(tuple(map(shown, row)) + ("",) * (width - len(row)) for row in rows[:SAMPLES]),
        usual=_usual(named, rows),
    )


def _usual(named: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells a row has that is as the others."""
    while named and not named[-1].strip():
        named = named[:-1]
    return len(named) or max(Counter(map(len, rows)).items(), key=lambda found: found[1], default=(0, 0))[0]


def shown(cell: str) -> str:
    """Return a cell as a preview shows it: one line, not endless."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in cell[:1000]).split())
    return flat if len(flat) <= 200 else f"{flat[:199]}…"


def _delimiter(facts: FileFacts) -> str:
    with _opened(facts.file) as stream, TextLines(stream, facts.encoding) as lines:
        sample = list(islice(iter(lines.readline, ""), _LOOKED_AT))
    named = tables.named_delimiter(sample[0]) if sample else None
    # A bare carriage return inside a line would make csv complain of a file that was opened wrongly.
    return named or tables.find_delimiter(sample)


def _pass_name_of_delimiter(lines: TextLines) -> None:
    first = lines.readline()
    if first and tables.named_delimiter(first) is None:
        lines.push_back([first])


def rows(
    facts: FileFacts, stop: Stop = _never, tell: Callable[[int], None] | None = None
) -> Iterator[FileRow]:
    """Read all rows of a file as `facts` say its form is; `tell` hears of the bytes read, often.

    Needs little memory, however large the file is. Raises `Trouble` NO_FILE.
    """
    with _opened(facts.file) as stream, TextLines(stream, facts.encoding) as lines:
        yield from _counted(_all_rows(facts, lines), lines, stop, tell)


def records(
    facts: FileFacts, stop: Stop = _never, tell: Callable[[int], None] | None = None
) -> Iterator[tables.Record]:
    """As `rows`, the rows of a table as they stand there, those below its header."""
    with _opened(facts.file) as stream, TextLines(stream, facts.encoding) as lines:
        yield from _counted(_records(facts, lines), lines, stop, tell)


def _counted(
    found: Iterator[T], lines: TextLines, stop: Stop, tell: Callable[[int], None] | None
) -> Iterator[T]:
    for count, row in enumerate(found):
        if not count & 0xFF:
            stop()
            if tell is not None:
                tell(lines.position)
        yield row


def _all_rows(facts: FileFacts, lines: TextLines) -> Iterator[FileRow]:
    if facts.kind is FileKind.VCARD:
        from desktop.services.importing import vcards  # noqa: PLC0415 - as above

        return vcards.rows(lines)
    return _table_rows(facts, lines)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in a table's rows things stand."""

    names: tuple[int, ...]
    parts: tuple[int, ...]
    companies: tuple[int, ...]
    numbers: tuple[int, ...]
    others: tuple[int, ...]


def _places(facts: FileFacts) -> _Places:
    def at(role: Role) -> tuple[int, ...]:
        return tuple(index for index, each in enumerate(facts.columns) if each is role)

    others = [index for index in at(Role.IGNORE) if not columns.says_little(facts.headings[index])]
    return _Places(
        at(Role.NAME), at(Role.FIRST) + at(Role.LAST), at(Role.COMPANY), at(Role.NUMBER), tuple(others)
    )


def _records(facts: FileFacts, lines: TextLines) -> Iterator[tables.Record]:
    _pass_name_of_delimiter(lines)
    found = tables.records(lines, facts.delimiter)
    if facts.header:
        next(found, None)
    return found


def _table_rows(facts: FileFacts, lines: TextLines) -> Iterator[FileRow]:
    places = _places(facts)
    width = len(facts.columns)
    for record in _records(facts, lines):
        if record.trouble:
            yield FileRow(record.line, trouble=record.trouble)
        elif record.mended and len(record.cells) != width:
            yield FileRow(record.line, trouble=record.mended)
        else:
            yield _table_row(record, places)


def _table_row(record: tables.Record, places: _Places) -> FileRow:
    cells = record.cells

    def texts(wanted: Sequence[int]) -> list[str]:
        found = [cells[index].strip() for index in wanted if index < len(cells)]
        return [unguarded(text) for text in found if text]

    name = " ".join(texts(places.names) or texts(places.parts) or texts(places.companies))
    numbers = texts(places.numbers)
    if any(len(number) > columns.LONE for number in numbers):
        numbers = [part for number in numbers for part in columns.split_numbers(number)]
    return FileRow(
        record.line, name, tuple(numbers), left_out=bool(texts(places.others)), repaired=record.mended
    )
