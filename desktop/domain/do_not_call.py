"""Who must not be called: a list that is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MOST_REASON = 500
"""Letters of a reason; a longer one is cut."""


@dataclass(frozen=True, slots=True)
class DoNotCallEntry:
    """A number that must not be called: E.164 where it can be. `source` is what put it there."""

    number: str
    reason: str
    source: str
    added_at: datetime


class ListVerdict(StrEnum):
    """What a row of a file is for the list; scripts read these words."""

    OK = "ok"
    REPAIRED = "repaired"  # goes in, read as another spelling
    WARNING = "warning"  # goes in, and refuses less than somebody may think
    DUPLICATE = "duplicate"  # of an earlier row, or of what is listed already
    INVALID = "invalid"

    @property
    def goes_in(self) -> bool:
        """Whether such a row puts a number on the list."""
        return self not in (ListVerdict.DUPLICATE, ListVerdict.INVALID)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a file: `line` is where it begins (from 1), `raw` what stands there, `reason` a sentence."""

    line: int
    raw: str
    number: str
    verdict: ListVerdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListImport:
    """What became of a file, or would: rows by their verdicts. `left_out` are the first rows not put in."""

    rows: int
    verdicts: Mapping[ListVerdict, int]
    left_out: tuple[ListRow, ...] = field(default_factory=tuple)

    @property
    def added(self) -> int:
        """How many numbers were put on the list, or would be."""
        return sum(count for verdict, count in self.verdicts.items() if verdict.goes_in)
