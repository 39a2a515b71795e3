"""What is asked of a file with contacts, and what was found in it. Frozen values, also for the window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

MOST_ROWS = 250_000
"""Rows of a file that are planned; those after them are refused, each with that reason."""

MOST_BEYOND = 5_000_000
"""Rows that are refused so; what comes then is no phonebook, and is not read."""


class FileKind(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    VCARD = "vcard"


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    CSV_FOR_SPREADSHEETS = "csv-bom"  # the same, with a mark that it is UTF-8
    VCARD3 = "vcard3"
    VCARD4 = "vcard4"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return ".vcf" if self.is_cards else ".csv"

    @property
    def is_cards(self) -> bool:
        """Whether it is cards and no table."""
        return self in (Format.VCARD3, Format.VCARD4)


class Role(StrEnum):
    """What a column of a table is. Several may be NUMBER: the first one is the main number."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    COMPANY = "company"  # the name where a row has no other
    NUMBER = "number"
    IGNORE = "ignore"  # has no place in a phonebook


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What a person chose of a file's form; None is found by itself.

    `encoding` is a name that Python knows, `delimiter` one character, `header` whether the first row of a
    table names its columns, `columns` a role for each column. All but the encoding mean tables alone.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    columns: tuple[Role, ...] | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file, looked at: what its form is, and of a table its columns with its first rows.

    `headings` are the header's texts ("" for each column where there is no header), `samples` a few of the
    first rows as texts. `usual` is how many cells a row has that is as the others: its header, or most of
    them. `version` names the first card's version. `size` is in bytes.
    """

    file: Path
    size: int
    kind: FileKind
    encoding: str
    options: FileOptions = field(default_factory=FileOptions)
    delimiter: str = ","
    header: bool = False
    headings: tuple[str, ...] = ()
    columns: tuple[Role, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    usual: int = 0
    version: str = ""

    @property
    def has_names(self) -> bool:
        """Whether it is known where names stand; a table without them can only be refused."""
        return self.kind is FileKind.VCARD or bool(
            {Role.NAME, Role.FIRST, Role.LAST, Role.COMPANY} & set(self.columns)
        )

    @property
    def has_numbers(self) -> bool:
        """Whether it is known where numbers stand."""
        return self.kind is FileKind.VCARD or Role.NUMBER in self.columns


class FileRow(NamedTuple):
    """One contact of a file, as it stands there; a named tuple, since there may be hundreds of thousands.

    `line` is where it begins (from 1), `numbers` all it has, the main one first. `left_out` says that it
    has more than names and numbers (mail, addresses). `trouble` is the sentence why it cannot be read, and
    then it has at most a name besides; `repaired` says what was put right to read it.
    """

    line: int
    name: str = ""
    numbers: tuple[str, ...] = ()
    left_out: bool = False
    trouble: str = ""
    repaired: str = ""


class Stage(StrEnum):
    """What a long piece of work is at."""

    READING = "reading"  # counted in bytes of the file
    QUEUEING = "queueing"  # counted in rows
    SENDING = "sending"  # counted in rows


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is: `done` of `total`, with `rows` read or done so far."""

    stage: Stage
    done: int
    total: int
    rows: int


Tell = Callable[[Progress], None]
"""Hears of progress, on the engine's loop and at most ten times a second."""
