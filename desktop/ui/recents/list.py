"""The list itself: paints faces and headings, and keeps its place when calls come in."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences_recents, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowDelegate, RowState, heading, two_lines
from desktop.ui.kit.rows import Action, ListView
from desktop.ui.kit.theme import u
from desktop.ui.player.keys import is_players
from desktop.ui.recents.face import Face
from desktop.ui.recents.model import ITEM_ROLE, CallListModel, Heading
from desktop.ui.recents.presenter import ListContent

CALL, PLAY = "call", "play"
PATIENCE = 8
"""So many counts that were outdated when they came are passed over, one after the other."""


class CallDelegate(RowDelegate):
    """Paints what the model prepared."""

    def content(self, ink: Ink, index: QModelIndex | QPersistentModelIndex, state: RowState) -> None:
        """Paint a heading or a call; a row that is gone stays blank until the next counts come."""
        item = index.data(ITEM_ROLE)
        if isinstance(item, Heading):
            heading(ink, item.text)
        elif isinstance(item, Face):
            two_lines(ink, item.lines, state)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The call at the top of what is seen, its distance from the top in pixels, and how many are above."""

    call: CallRecord
    offset: int
    above: int


class CallList(ListView):
    """Calls under day headings. `chosen` carries the call that the keys or a click came to."""

    chosen = Signal(object)
    acted = Signal(object, str)
    player_key = Signal(object)
    """A key that is the player's."""

    def __init__(self, model: CallListModel, parent: QWidget | None = None) -> None:
        super().__init__(name=strings.CALLS, parent=parent)
        self._model = model
        self._settling = False
        self._chosen: CallRecord | None = None
        self._offered: CallRecord | None = None
        self._fresh = 0
        self._outdated = 0
        self._kept: _Anchor | None = None
        self.held = False
        """Something floats that belongs to a row: nothing may move."""
        self.fresh = Button("0", kind="go", icon="chevron-up", icon_size=14, px=12, height=28, parent=self)
        self.fresh.clicked.connect(self._to_fresh)
        self.fresh.hide()
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.setModel(model)
        self.setItemDelegate(CallDelegate(self))
        self._strip = self.set_actions(
            (Action(CALL, "phone", strings.CALL_BACK), Action(PLAY, "play", strings.PLAY))
        )
        self._strip.acted.connect(self._strip_acted)
        self.strip_moved.connect(self._offer)
        self.current_changed.connect(self._current_moved)

    @property
    def current_call(self) -> CallRecord | None:
        """Return the chosen call."""
        return self._chosen

    def show_days(self, content: ListContent) -> None:
        """Show other days, or the same with what changed; nothing moves under the pointer."""
        model, strip = self._model, self._strip
        same = content.wanted == model.wanted
        # Kept from the last time: what was not painted since would be read anew, from rows that moved on.
        anchor = (self._kept or self._anchor()) if same else None
        if same and self._outdated < PATIENCE and not self._counts_hold(content, anchor):
            self._outdated += 1  # calls came in after the count: those who tell of them are on their way
            return
        self._outdated = 0
        if same and content.days == model.days:
            model.reread()
            self._read_in_view()
            if strip.row >= 0:
                self._offer(strip.row)
            return
        # An idle list at its top shows what comes in; under the hands of a person it stays.
        stays = same and (
            self._kept is not None
            or self._scrolled_away
            or self.held
            or strip.holds_focus()
            or self.viewport().underMouse()
        )
        watched = self.hasFocus() and self._sees(self.current_row)
        self._settling = self.keeps_strip = True
        model.show(content.wanted, content.days)
        self.set_headings(model.heading_rows())
        self._select(model.row_of(self._chosen) if self._chosen is not None else None)
        self._restore(anchor if stays else None)
        if watched and not stays and not self._sees(self.current_row):
            stays = anchor is not None
            self._restore(anchor)
        self._carry()
        self._count_fresh(anchor if stays else None)
        self._settling = self.keeps_strip = False
        self.point_again()
        self._show_fresh()

    def go_to_call(self, call: CallRecord) -> bool:
        """Choose a call and bring it into view; says whether the list has it, which a new one may not yet."""
        row = self._model.row_of(call)
        if row is None:
            self._chosen = call
            return False
        self.go_to(row)
        return True

    def to_newest(self) -> None:
        """Choose the first call."""
        row = self._model.next_call(-1)
        if row is not None:
            self.go_to(row)

    def step(self, step: int = 1) -> None:
        """Go to the next call below, or with -1 above; to the first when none is chosen."""
        row = self._model.next_call(self.current_row, step)
        if row is not None:
            self.go_to(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the player's keys to the player."""
        if is_players(event):
            self.player_key.emit(event)
            return
        super().keyPressEvent(event)

    # ---- keeping the place

    def _counts_hold(self, content: ListContent, anchor: _Anchor | None) -> bool:
        """Whether the days of the calls that must stay have as many rows as were counted.

        Rows are read by their number in the day: where more came in since, all of them would stand a little
        too high until the next count, with what is pointed at and what is chosen.
        """
        kept = (anchor.call if anchor else None, self._chosen, self._offered)
        days = {call.sorted_at.astimezone().date() for call in kept if call is not None}
        return all(self._model.has_counted(content.days, day) for day in days)

    @property
    def _scrolled_away(self) -> bool:
        return self.verticalScrollBar().value() > 0

    def _read_in_view(self) -> None:
        """Read what is seen while the counts hold: before it is painted, more calls could come in."""
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(self.rowAt(0), (last if last >= 0 else self._model.rowCount() - 1) + 1):
            self._model.call_at(row)

    def _anchor(self) -> _Anchor | None:
        row = self.rowAt(0)
        if self._model.is_heading(row):
            row += 1
        call = self._model.call_at(row)
        if call is None:
            return None
        offset = self.verticalScrollBar().value() - self.verticalHeader().sectionPosition(row)
        return _Anchor(call, offset, self._model.calls_above(row))

    def _restore(self, anchor: _Anchor | None) -> None:
        if anchor is None:
            self.scrollToTop()
            return
        row = self._model.row_of(anchor.call)
        if row is not None:
            place = self.verticalHeader().sectionPosition(row) + anchor.offset
            self.verticalScrollBar().setValue(place)

    def _sees(self, row: int) -> bool:
        """Whether there is such a row, and it is in view."""
        place = self.visualRect(self._model.index(row, 0))
        return row >= 0 and self.viewport().rect().contains(place.center())

    def _carry(self) -> None:
        """Have the buttons that a person is using go with their call; without it the list has the focus."""
        if not self._strip.holds_focus():
            self._strip.leave()
            return
        row = self._model.row_of(self._offered) if self._offered is not None else None
        if row is None and self._offered is not None and self._is_outdated(self._offered):
            return  # the next counts are on their way, and the buttons act on their call meanwhile
        if row is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._strip.leave()
        else:
            self.carry_strip(row)
            self._offer(row)

    def _count_fresh(self, anchor: _Anchor | None) -> None:
        """Count the calls that came in above what is seen, and keep the place for the next time."""
        self._kept = None
        if anchor is None:
            self._fresh = 0
            return
        row = self._model.row_of(anchor.call)
        if row is not None:
            above = self._model.calls_above(row)
            self._fresh += max(0, above - anchor.above)
            self._kept = replace(anchor, above=above)
        elif self._is_outdated(anchor.call):
            self._kept = anchor

    def _is_outdated(self, call: CallRecord) -> bool:
        """Whether more calls came in on a call's day since it was counted, so that it is not found there."""
        return not self._model.has_counted(self._model.days, call.sorted_at.astimezone().date())

    def _show_fresh(self) -> None:
        if self._settling:
            return
        if not self._scrolled_away and self._kept is None:
            self._fresh = 0
        self.fresh.setVisible(self._fresh > 0)
        if self._fresh:
            self.fresh.setText(sentences_recents.new_calls(self._fresh))
            self.fresh.adjustSize()
            box = self.viewport().geometry()
            x = box.x() + (box.width() - self.fresh.width()) // 2
            self.fresh.move(x, box.y() + self.covered + u(8))

    def _moved(self) -> None:
        """Take another place for the one to keep, when a person has scrolled."""
        if not self._settling:
            self._kept = None
            self._show_fresh()

    def _to_fresh(self) -> None:
        if self.fresh.hasFocus():
            self.setFocus(Qt.FocusReason.TabFocusReason)
        self.scrollToTop()

    def _select(self, row: int | None) -> None:
        if row is None:
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.ClearAndSelect)

    def _current_moved(self, row: int) -> None:
        if not self._settling:
            self._chosen = self._model.call_at(row)
            self.chosen.emit(self._chosen)

    def _offer(self, row: int) -> None:
        before, call = self._offered, self._model.call_at(row)
        if before is not None and (call is None or call.id != before.id):
            self._strip.let_go()
        self._offered = call
        keys = set()
        if call is not None and call.other:
            keys.add(CALL)
        if call is not None and call.has_recording:
            keys.add(PLAY)
        self._strip.offer(keys)

    def _strip_acted(self, _row: int, key: str) -> None:
        """Act on the call that the buttons were shown for, whatever stands in the row by now."""
        if self._offered is not None:
            self.acted.emit(self._offered, key)
