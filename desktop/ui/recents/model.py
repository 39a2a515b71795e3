"""The list of calls with a heading over each day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.calls import CallFilter, CallRecord, DayCount, Outcome
from desktop.domain.rows import CallRows
from desktop.ui import strings, times
from desktop.ui.kit.sections import Section, SectionedModel
from desktop.ui.recents.face import Face, face

WAITING = frozenset({Outcome.MISSED, Outcome.VOICEMAIL})
"""Results after which somebody waits to be called back."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A day's line in the list."""

    text: str
    day: date


def _order(call: CallRecord) -> tuple[datetime, int]:
    """Return what a day is ordered by, the greatest first."""
    return call.sorted_at, int(call.id)


def sections_of(days: Sequence[DayCount]) -> tuple[Section, ...]:
    """Return days as sections."""
    return tuple(Section(day.day, day.calls) for day in days if day.calls)


class CallListModel(SectionedModel[date, CallRecord]):
    """Calls of one filter, newest first, under day headings."""

    def __init__(self, rows: CallRows, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._now = now
        self._wanted = CallFilter()
        self._days: tuple[DayCount, ...] = ()
        self.several_accounts = False

    # ---- what is shown

    @property
    def days(self) -> tuple[DayCount, ...]:
        """The days shown, newest first."""
        return self._days

    @property
    def wanted(self) -> CallFilter:
        """The filter shown."""
        return self._wanted

    @property
    def calls(self) -> int:
        """How many calls the filter has."""
        return self.entries

    @property
    def talk_s(self) -> int:
        """How long was talked in them, in seconds."""
        return sum(day.talk_s for day in self._days)

    def show(self, wanted: CallFilter, days: Sequence[DayCount]) -> None:
        """Show a filter's calls. The view keeps its place by `row_of` before and after."""
        self.beginResetModel()
        self._wanted = wanted
        self._days = tuple(day for day in days if day.calls)
        self.arrange(sections_of(days))
        self.endResetModel()

    def call_at(self, row: int) -> CallRecord | None:
        """Return the call in a row; None for a heading, or when it is gone."""
        return self.entry_at(row)

    # ---- what the list asks

    def read(self, key: date, offset: int, limit: int) -> Sequence[CallRecord]:
        """Read calls of a day, newest first."""
        return self._rows.rows(self._wanted, key, offset, limit)

    def identity(self, entry: CallRecord) -> str:
        """Return our id."""
        return entry.id

    def place(self, entry: CallRecord) -> tuple[date, int] | None:
        """Return where a call stands now; None when the filter no longer has it.

        A day is in order, so its middle is looked at, and the middle of the half that it must be in: of a
        day of ten thousand calls that reads fourteen, and a call that is not there is found out as soon.
        """
        known = self._rows.get(entry.id)
        if known is None:
            return None
        day = known.sorted_at.astimezone().date()
        low, high = 0, next((count.calls for count in self._days if count.day == day), 0)
        while low < high:
            middle = (low + high) // 2
            found = self.in_section(day, middle)
            if found is not None and _order(found) > _order(known):
                low = middle + 1
            else:
                high = middle
        return day, low

    def key_now(self, entry: CallRecord) -> date:
        """Return a call's day as it is known: reading it again tells the same."""
        return entry.sorted_at.astimezone().date()

    def face(self, entry: CallRecord) -> Face:
        """Prepare a row."""
        return face(entry, self._now(), several_accounts=self.several_accounts)

    def heading(self, key: date) -> Heading:
        """Return a day's line."""
        return Heading(times.heading(key, self._now().astimezone().date()), key)

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row. It alone asks whether a missed call was returned."""
        if isinstance(item, Heading):
            return item.text
        assert isinstance(item, Face)
        if item.call.other and item.call.outcome in WAITING:
            word = strings.RETURNED if self._rows.returned(item.call.id) else strings.NOT_RETURNED
            return f"{item.sentence}, {word}"
        return item.sentence

    def hint(self, item: Any) -> str | None:
        """Return a call's full time."""
        return item.hint if isinstance(item, Face) else None
