"""The numbers of a campaign, page by page: their spelling, what was told of them, and what is ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop import numbers
from desktop.domain.campaigns import CampaignNumber, Listing
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.domain.rows import CampaignRows
from desktop.ui import sentences_campaigns as words
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.model import rows_of
from desktop.ui.kit.outside import shown
from desktop.ui.kit.paged import ITEM_ROLE, Index, PagedModel

MOST_AT_ONCE = 1000
"""So many numbers at most are ticked by one press: more nobody looks over before they are deleted."""
LONGEST_LOCAL = 9
"""More digits than this without a plus may be a number with its country's code, whose plus is missing."""
_FIRST_EXTRAS = ("status", "state", "result", "attempts", "tries")
_NOT_SAID = ("id", "uuid", "campaignid")


def spelled(text: str, region: str | None) -> NumberInfo:
    """Understand a number as a campaign lists it: some providers leave the plus out."""
    info = numbers.understand(text, region)
    if info.kind is NumberKind.NUMBER and info.valid:
        return info
    if text.isdigit() and len(text) > LONGEST_LOCAL:
        whole = numbers.understand(f"+{text}", region)
        if whole.kind is NumberKind.NUMBER and whole.valid:
            return whole
    return info


def spelling(text: str, region: str | None) -> str:
    """Return a number as it is read."""
    info = spelled(text, region)
    return info.formatted if info.kind is NumberKind.NUMBER and info.formatted else shown(text, 40)


@dataclass(frozen=True, slots=True)
class NumberFace:
    """A row, ready to be painted."""

    number: str
    code: str
    country: str
    variables: tuple[str, ...]
    extra: Mapping[str, str]
    provider_id: str
    can_go: bool


class NumbersModel(PagedModel[CampaignNumber]):
    """The numbers of one query. What is ticked stays so while pages come and go.

    `columns_changed` says that a number with more variables, or with something else told, was read.
    """

    columns_changed = Signal()
    ticked_changed = Signal()

    def __init__(self, rows: CampaignRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = rows
        self._listing: Listing | None = None
        self._region: str | None = None
        self._ticked: dict[str, CampaignNumber] = {}
        self.variables = 0
        self.extras: tuple[str, ...] = ()

    @property
    def listing(self) -> Listing | None:
        """The list that is shown."""
        return self._listing

    def show(self, listing: Listing | None, region: str | None) -> None:
        """Show a list, or what it has become; numbers without a country are those of `region`."""
        same = listing is not None and self._listing is not None and listing.id == self._listing.id
        self._listing, self._region = listing, region
        self.show_rows(rows_of(listing), same=same)

    def start_anew(self) -> None:
        """Forget what was told of numbers, and what was ticked: another campaign is open."""
        self.show(None, None)
        self.variables, self.extras = 0, ()
        self._ticked.clear()
        self.columns_changed.emit()
        self.ticked_changed.emit()

    # ---- what is ticked

    @property
    def ticked(self) -> tuple[CampaignNumber, ...]:
        """The numbers that are ticked, in the order in which they were."""
        return tuple(self._ticked.values())

    def is_ticked(self, provider_id: str) -> bool:
        """Whether a number is ticked."""
        return provider_id in self._ticked

    def tick(self, row: int) -> None:
        """Tick a row, or take its tick away; one that cannot be deleted has none."""
        number = self.entry_at(row)
        if number is None or not number.key:
            return
        if self._ticked.pop(number.provider_id, None) is None:
            self._ticked[number.provider_id] = number
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        self.ticked_changed.emit()

    @property
    def may_tick_all(self) -> bool:
        """Whether all rows are here, and few enough to be looked over."""
        listing = self._listing
        if listing is None or not listing.exact:
            return False
        return 0 < listing.rows <= MOST_AT_ONCE and listing.kept >= listing.rows

    def tick_all(self) -> None:
        """Tick all rows, where they are here."""
        if self.may_tick_all:
            for number in self.read(0, self.rows):
                if number is not None and number.key:
                    self._ticked[number.provider_id] = number
            self._ticks_moved()

    def untick(self, some: Sequence[CampaignNumber] | None = None) -> None:
        """Take ticks away: all, or those of some numbers."""
        if some is None:
            self._ticked.clear()
        else:
            for number in some:
                self._ticked.pop(number.provider_id, None)
        self._ticks_moved()

    def _ticks_moved(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rows - 1, 0))
        self.ticked_changed.emit()

    # ---- what the list asks

    def read(self, first: int, limit: int) -> Sequence[CampaignNumber | None]:
        """Read what is kept of the list, and learn which columns there are."""
        rows = self._source.numbers(self._listing.id, first, limit) if self._listing else ()
        self._learn(rows)
        return rows

    def _learn(self, rows: Sequence[CampaignNumber | None]) -> None:
        told = [row for row in rows if row is not None]
        variables = max((len(row.variables) for row in told), default=0)
        fresh = dict.fromkeys(key for row in told for key in row.extra if key.lower() not in _NOT_SAID)
        if variables <= self.variables and set(fresh) <= set(self.extras):
            return
        self.variables = max(variables, self.variables)
        known = dict.fromkeys((*self.extras, *fresh))
        first = [key for name in _FIRST_EXTRAS for key in known if key.lower() == name]
        self.extras = tuple(dict.fromkeys((*first, *known)))
        self.columns_changed.emit()

    def face(self, entry: CampaignNumber) -> NumberFace:
        """Prepare a row."""
        info = spelled(entry.number, self._region)
        known = info.kind is NumberKind.NUMBER
        return NumberFace(
            number=info.formatted if known and info.formatted else shown(entry.number, 40),
            code=info.region if known and info.region and info.region.isalpha() else "",
            country=info.country or "" if known else "",
            variables=tuple(shown(text, 80) for text in entry.variables),
            extra={key: shown(text, 80) for key, text in entry.extra.items()},
            provider_id=entry.provider_id,
            can_go=bool(entry.key),
        )

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row."""
        if not isinstance(item, NumberFace):
            return strings.ROW_LOADING
        parts = [item.number, item.country]
        parts += [f"{words.variable(at)}: {text}" for at, text in enumerate(item.variables) if text]
        parts += [f"{words.extra_title(key)}: {text}" for key, text in item.extra.items() if text]
        parts.append(strings.SELECTED if self.is_ticked(item.provider_id) else strings.NOT_SELECTED)
        return ", ".join(part for part in parts if part)

    def hint(self, item: Any) -> str | None:
        """Return all that was told of a number, which may not have room in its row."""
        if not isinstance(item, NumberFace):
            return None
        lines = [item.number + (f", {item.country}" if item.country else "")]
        lines += [f"{words.variable(at)}: {text}" for at, text in enumerate(item.variables) if text]
        lines += [f"{words.extra_title(key)}: {text}" for key, text in item.extra.items() if text]
        if not item.can_go:
            lines.append(strings.NO_KEY)
        return words.tip_of(lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return whether a row is ticked, too."""
        if role == Qt.ItemDataRole.CheckStateRole:
            item = index.data(ITEM_ROLE)
            on = isinstance(item, NumberFace) and self.is_ticked(item.provider_id)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be chosen, and ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable
