"""A list under headings that keeps its place while its entries come and go.

What a person looks at, has chosen, points at or has the focus on stays with its entry, whatever comes in
above.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.rows import ListView
from desktop.ui.kit.sections import Section, SectionedModel
from desktop.ui.kit.strip import Action

PATIENCE = 8
"""So many counts that were outdated when they came are passed over, one after the other."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Anchor(Generic[Entry]):
    """The entry at the top of what is seen, its distance from the top in pixels, and how many are above."""

    entry: Entry
    offset: int
    above: int


class KeptList(ListView, Generic[Entry]):
    """Entries of a `SectionedModel`. `chosen` carries the entry that the keys or a click came to.

    `acted` carries the entry that a button of the row was shown for, and the action's key.
    """

    chosen = Signal(object)
    acted = Signal(object, str)

    def __init__(
        self,
        model: SectionedModel[Any, Entry],
        *,
        name: str,
        actions: Sequence[Action],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, parent=parent)
        self._entries = model
        self._settling = False
        self._chosen: Entry | None = None
        self._offered: Entry | None = None
        self._outdated = 0
        self._kept: Anchor[Entry] | None = None
        self.held = False
        """Something floats that belongs to a row: nothing may move."""
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.setModel(model)
        self._strip = self.set_actions(actions)
        self._strip.acted.connect(self._strip_acted)
        self.strip_moved.connect(self._offer)
        self.current_changed.connect(self._current_moved)

    # ---- what a screen gives

    def offers(self, _entry: Entry) -> Collection[str]:
        """Return the actions that an entry's row has."""
        return ()

    def arrange(self, _content: Any) -> None:
        """Have the model show other content."""
        raise NotImplementedError

    def tall_rows(self) -> Collection[int]:
        """Return the rows of what is shown that are higher than the others."""
        return ()

    def prepare(self) -> Any:
        """Remember, before other content is shown, what is chosen besides the current entry."""

    def recover(self, _remembered: Any) -> None:
        """Choose it again."""

    def came_above(self, _entries: int) -> None:
        """Hear how many entries came in above what is seen; 0 when the list shows its top."""

    def settled(self) -> None:
        """Hear that all is in its place."""

    # ---- what is chosen

    @property
    def current_entry(self) -> Entry | None:
        """Return the chosen entry."""
        return self._chosen

    @property
    def away(self) -> bool:
        """Whether the list keeps a place that is not its top."""
        return self._scrolled_away or self._kept is not None

    def go_to_entry(self, entry: Entry) -> bool:
        """Choose an entry and bring it into view; says whether the list has it: a new one may not be yet."""
        row = self._entries.row_of(entry)
        if row is None:
            self._chosen = entry
            return False
        self.go_to(row)
        return True

    def to_first(self) -> None:
        """Choose the first entry."""
        row = self._entries.next_entry(-1)
        if row is not None:
            self.go_to(row)

    def step(self, step: int = 1) -> None:
        """Go to the next entry below, or with -1 above; to the first when none is chosen."""
        row = self._entries.next_entry(self.current_row, step)
        if row is not None:
            self.go_to(row)

    # ---- other content

    def show_content(self, content: Any, sections: tuple[Section, ...], *, same: bool, alike: bool) -> None:
        """Show other content; where it is of the `same` query, nothing moves under the pointer.

        `alike` says that all that is counted is as before: then no row can be elsewhere.
        """
        model, strip = self._entries, self._strip
        # Kept from the last time: what was not painted since would be read anew, from rows that moved on.
        anchor = (self._kept or self._anchor()) if same else None
        if same and self._outdated < PATIENCE and not self._counts_hold(sections, anchor):
            self._outdated += 1  # entries came in after the count: those who tell of them are on their way
            return
        self._outdated = 0
        if same and alike:
            model.reread()
            self._read_in_view()
            self.settled()
            if strip.row >= 0:
                self._offer(strip.row)
            return
        # An idle list at its top shows what comes in; under the hands of a person it stays.
        stays = same and (self.away or self.held or strip.holds_focus() or self.viewport().underMouse())
        watched = self.hasFocus() and self._sees(self.current_row)
        self._settling = self.keeps_strip = True
        remembered = self.prepare()
        self.arrange(content)
        self.set_headings(model.heading_rows(), self.tall_rows())
        self._choose_again()
        self.recover(remembered)
        self._restore(anchor if stays else None)
        if watched and not stays and not self._sees(self.current_row):
            stays = anchor is not None
            self._restore(anchor)
        self._carry()
        self._keep(anchor if stays else None)
        self._settling = self.keeps_strip = False
        self.point_again()
        self.settled()

    def _choose_again(self) -> None:
        """Have the row of the chosen entry be the current one again."""
        row = self._entries.row_of(self._chosen) if self._chosen is not None else None
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self._entries.index(row, 0), flags.ClearAndSelect)

    # ---- keeping the place

    def _counts_hold(self, sections: Sequence[Section], anchor: Anchor[Entry] | None) -> bool:
        """Whether the sections of the entries that must stay have as many entries as were counted.

        Entries are read by their number in the section: where more came in since, all of them would stand a
        little too high until the next count, with what is pointed at and what is chosen.
        """
        kept = (anchor.entry if anchor else None, self._chosen, self._offered)
        keys = {self._entries.key_now(entry) for entry in kept if entry is not None}
        return all(self._entries.counted(sections, key) for key in keys if key is not None)

    @property
    def _scrolled_away(self) -> bool:
        return self.verticalScrollBar().value() > 0

    def _read_in_view(self) -> None:
        """Read what is seen while the counts hold: before it is painted, more entries could come in."""
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(self.rowAt(0), (last if last >= 0 else self._entries.rowCount() - 1) + 1):
            self._entries.entry_at(row)

    def _anchor(self) -> Anchor[Entry] | None:
        row = self.rowAt(0)
        if self._entries.is_heading(row):
            row += 1
        entry = self._entries.entry_at(row)
        if entry is None:
            return None
        offset = self.verticalScrollBar().value() - self.verticalHeader().sectionPosition(row)
        return Anchor(entry, offset, self._entries.entries_above(row))

    def _restore(self, anchor: Anchor[Entry] | None) -> None:
        if anchor is None:
            self.scrollToTop()
            return
        row = self._entries.row_of(anchor.entry)
        if row is not None:
            place = self.verticalHeader().sectionPosition(row) + anchor.offset
            self.verticalScrollBar().setValue(place)

    def _sees(self, row: int) -> bool:
        """Whether there is such a row, and it is in view."""
        place = self.visualRect(self._entries.index(row, 0))
        return row >= 0 and self.viewport().rect().contains(place.center())

    def _carry(self) -> None:
        """Have the buttons that a person is using go with their entry; without it the list has the focus."""
        if not self._strip.holds_focus():
            self._strip.leave()
            return
        row = self._entries.row_of(self._offered) if self._offered is not None else None
        if row is None and self._offered is not None and self._is_outdated(self._offered):
            return  # the next counts are on their way, and the buttons act on their entry meanwhile
        if row is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._strip.leave()
        else:
            self.carry_strip(row)
            self._offer(row)

    def _keep(self, anchor: Anchor[Entry] | None) -> None:
        """Keep the place for the next time, and tell how many entries came in above it."""
        self._kept = None
        if anchor is None:
            self.came_above(0)
            return
        row = self._entries.row_of(anchor.entry)
        if row is not None:
            above = self._entries.entries_above(row)
            self._kept = replace(anchor, above=above)
            self.came_above(max(0, above - anchor.above))
        elif self._is_outdated(anchor.entry):
            self._kept = anchor

    def _is_outdated(self, entry: Entry) -> bool:
        """Whether more came into an entry's section since it was counted, so that it is not found there."""
        key = self._entries.key_now(entry)
        return key is not None and not self._entries.counted(self._entries.sections, key)

    def _moved(self) -> None:
        """Take another place for the one to keep, when a person has scrolled."""
        if not self._settling:
            self._kept = None
            self.settled()

    def _current_moved(self, row: int) -> None:
        if not self._settling:
            self._chosen = self._entries.entry_at(row)
            self.chosen.emit(self._chosen)

    def _offer(self, row: int) -> None:
        before, entry = self._offered, self._entries.entry_at(row)
        identity = self._entries.identity
        if before is not None and (entry is None or identity(entry) != identity(before)):
            self._strip.let_go()
        self._offered = entry
        self._strip.offer(self.offers(entry) if entry is not None else ())

    def _strip_acted(self, _row: int, key: str) -> None:
        """Act on the entry that the buttons were shown for, whatever stands in the row by now."""
        if self._offered is not None:
            self.acted.emit(self._offered, key)
