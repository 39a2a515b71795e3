"""The list of calls with a heading over each day; it reads the pages that are painted and keeps a few."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.calls import CallFilter, CallRecord, DayCount, Outcome
from desktop.domain.ports import CallRows
from desktop.ui import strings, times
from desktop.ui.recents.face import Face, face

PAGE = 64
PAGES_KEPT = 48
WAITING = frozenset({Outcome.MISSED, Outcome.VOICEMAIL})
"""Results after which somebody waits to be called back."""
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """A day's line in the list."""

    text: str
    day: date


def _order(call: CallRecord) -> tuple[datetime, int]:
    """Return what a day is ordered by, the greatest first."""
    return call.sorted_at, int(call.id)


class CallListModel(QAbstractTableModel):
    """Calls of one filter, newest first, under day headings.

    The days and their counts are handed in (`show`), because counting may take long; the rows of the
    painted part are read at once in small pages. A row that is gone meanwhile reads as None until
    the change notice brings the new counts.
    """

    def __init__(self, rows: CallRows, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._now = now
        self._wanted = CallFilter()
        self._days: tuple[DayCount, ...] = ()
        self._starts: list[int] = []
        self._count = 0
        self._pages: OrderedDict[tuple[date, int], list[CallRecord]] = OrderedDict()
        self._faces: OrderedDict[str, Face] = OrderedDict()
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
        return sum(day.calls for day in self._days)

    @property
    def talk_s(self) -> int:
        """How long was talked in them, in seconds."""
        return sum(day.talk_s for day in self._days)

    def show(self, wanted: CallFilter, days: Sequence[DayCount]) -> None:
        """Show a filter's calls. The view keeps its place by `row_of` before and after."""
        self.beginResetModel()
        self._wanted = wanted
        self._days = tuple(day for day in days if day.calls)
        self._starts = []
        row = 0
        for day in self._days:
            self._starts.append(row)
            row += day.calls + 1
        self._count = row
        self._forget()
        self.endResetModel()

    def reread(self) -> None:
        """Forget what was read: the same rows, but what they say may have changed."""
        self._forget()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))

    def _forget(self) -> None:
        self._pages.clear()
        self._faces.clear()

    # ---- where things are

    def heading_rows(self) -> list[int]:
        """Return the rows that are day headings."""
        return list(self._starts)

    def is_heading(self, row: int) -> bool:
        """Whether a row is a day heading."""
        section = bisect_right(self._starts, row) - 1
        return section >= 0 and self._starts[section] == row

    def call_at(self, row: int) -> CallRecord | None:
        """Return the call in a row; None for a heading, or when it is gone."""
        if not 0 <= row < self._count:
            return None
        section = bisect_right(self._starts, row) - 1
        offset = row - self._starts[section] - 1
        if offset < 0:
            return None
        return self._in_day(self._days[section].day, offset)

    def _in_day(self, day: date, offset: int) -> CallRecord | None:
        page = self._page(day, offset // PAGE)
        return page[offset % PAGE] if offset % PAGE < len(page) else None

    def row_of(self, call: CallRecord) -> int | None:
        """Where a call stands now; None when the filter no longer has it.

        A day is in order, so its middle is looked at, and the middle of the half that it must be in: of a
        day of ten thousand calls that reads fourteen, and a call that is not there is found out as soon.
        """
        known = self._rows.get(call.id)
        if known is None:
            return None
        day = known.sorted_at.astimezone().date()
        section = next((at for at, count in enumerate(self._days) if count.day == day), None)
        if section is None:
            return None
        low, high = 0, self._days[section].calls
        while low < high:
            middle = (low + high) // 2
            found = self._in_day(day, middle)
            if found is not None and _order(found) > _order(known):
                low = middle + 1
            else:
                high = middle
        found = self._in_day(day, low)
        return self._starts[section] + 1 + low if found is not None and found.id == known.id else None

    def has_counted(self, days: Sequence[DayCount], day: date) -> bool:
        """Whether a day has as many calls of this filter now as these counts say."""
        calls = next((count.calls for count in days if count.day == day), 0)
        before = max(0, calls - 1)
        return len(self._rows.rows(self._wanted, day, before, 2)) == calls - before

    def calls_above(self, row: int) -> int:
        """Return how many calls stand above a row."""
        return row - bisect_right(self._starts, row)

    def next_call(self, row: int, step: int = 1) -> int | None:
        """Return the nearest row with a call below (or, with -1, above) another one."""
        row += step
        while 0 <= row < self._count:
            if not self.is_heading(row):
                return row
            row += step
        return None

    def _page(self, day: date, number: int) -> list[CallRecord]:
        key = (day, number)
        page = self._pages.get(key)
        if page is None:
            page = list(self._rows.rows(self._wanted, day, number * PAGE, PAGE))
            self._pages[key] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(key)
        return page

    def _face(self, call: CallRecord) -> Face:
        known = self._faces.get(call.id)
        if known is None:
            known = face(call, self._now(), several_accounts=self.several_accounts)
            self._faces[call.id] = known
            if len(self._faces) > PAGE * 8:
                self._faces.popitem(last=False)
        return known

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows, headings included."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One."""
        return 0 if parent.isValid() else 1

    def item(self, row: int) -> Heading | Face | None:
        """Return what stands in a row."""
        if not 0 <= row < self._count:
            return None
        section = bisect_right(self._starts, row) - 1
        if self._starts[section] == row:
            day = self._days[section].day
            return Heading(times.heading(day, self._now().astimezone().date()), day)
        call = self.call_at(row)
        return self._face(call) if call else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the item to paint, the sentence to read aloud, or the full time as a hint."""
        if role == ITEM_ROLE:
            return self.item(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(self.item(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            item = self.item(index.row())
            return item.hint if isinstance(item, Face) else None
        return None

    def _sentence(self, item: Heading | Face | None) -> str:
        """Return what a screen reader says of a row. It alone asks whether a missed call was returned."""
        if isinstance(item, Heading):
            return item.text
        if item is None:
            return ""
        if item.call.other and item.call.outcome in WAITING:
            word = strings.RETURNED if self._rows.returned(item.call.id) else strings.NOT_RETURNED
            return f"{item.sentence}, {word}"
        return item.sentence

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Nothing: the headers are hidden, and a screen reader would read their numbers."""
        return "" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are skipped by the keys and cannot be chosen."""
        if self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
