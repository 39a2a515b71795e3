"""The list itself: paints faces and headings, and keeps its place when calls come in."""

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import strings
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowDelegate, RowState, heading, two_lines
from desktop.ui.kit.rows import Action, ListView
from desktop.ui.player.keys import is_players
from desktop.ui.recents.face import Face
from desktop.ui.recents.model import ITEM_ROLE, CallListModel, Heading
from desktop.ui.recents.presenter import ListContent

CALL, PLAY = "call", "play"


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
    """The call at the top of what is seen, and how far it is scrolled out (window pixels)."""

    call: CallRecord
    offset: int


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
        if content.wanted == self._model.wanted and content.days == self._model.days:
            self._model.reread()
            return
        anchor = self._anchor() if content.wanted == self._model.wanted else None
        in_strip = self._strip.holds_focus()
        self._settling = True
        self._model.show(content.wanted, content.days)
        self.set_headings(self._model.heading_rows())
        if self._chosen is not None:
            self._select(self._model.row_of(self._chosen))
        self._restore(anchor)
        self._settling = False
        self.point_again()
        if in_strip:
            self.setFocus()

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

    def _anchor(self) -> _Anchor | None:
        value = self.verticalScrollBar().value()
        if value == 0 and not self.viewport().underMouse():
            return None
        row = self.rowAt(0)
        if self._model.is_heading(row):
            row += 1
        call = self._model.call_at(row)
        if call is None:
            return None
        return _Anchor(call, value - self.verticalHeader().sectionPosition(row))

    def _restore(self, anchor: _Anchor | None) -> None:
        if anchor is None:
            self.scrollToTop()
            return
        row = self._model.row_of(anchor.call)
        if row is not None:
            place = self.verticalHeader().sectionPosition(row) + anchor.offset
            self.verticalScrollBar().setValue(place)

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
        call = self._model.call_at(row)
        keys = set()
        if call is not None and call.other:
            keys.add(CALL)
        if call is not None and call.has_recording:
            keys.add(PLAY)
        self._strip.offer(keys)

    def _strip_acted(self, row: int, key: str) -> None:
        call = self._model.call_at(row)
        if call is not None:
            self.acted.emit(call, key)
