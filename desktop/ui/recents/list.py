"""The list of calls: paints faces and headings, and counts the calls that came in above what is seen."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences_recents, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.kept import KeptList
from desktop.ui.kit.rowpaint import RowDelegate, RowState, heading, two_lines
from desktop.ui.kit.sections import ITEM_ROLE
from desktop.ui.kit.strip import Action
from desktop.ui.kit.theme import u
from desktop.ui.player.keys import is_players
from desktop.ui.recents.face import Face
from desktop.ui.recents.model import CallListModel, Heading, sections_of
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


class CallList(KeptList[CallRecord]):
    """Calls under day headings."""

    player_key = Signal(object)
    plays = True
    """Whether recordings can be heard here."""
    """A key that is the player's."""

    def __init__(self, model: CallListModel, parent: QWidget | None = None) -> None:
        self._fresh = 0
        super().__init__(
            model,
            name=strings.CALLS,
            actions=(Action(CALL, "phone", strings.CALL_BACK), Action(PLAY, "play", strings.PLAY)),
            parent=parent,
        )
        self._model = model
        self.setItemDelegate(CallDelegate(self))
        self.fresh = Button("0", kind="go", icon="chevron-up", icon_size=14, px=12, height=28, parent=self)
        self.fresh.clicked.connect(self._to_fresh)
        self.fresh.hide()

    @property
    def current_call(self) -> CallRecord | None:
        """Return the chosen call."""
        return self.current_entry

    def show_days(self, content: ListContent) -> None:
        """Show other days, or the same with what changed; nothing moves under the pointer."""
        model = self._model
        same, alike = content.wanted == model.wanted, content.days == model.days
        self.show_content(content, sections_of(content.days), same=same, alike=alike)

    def go_to_call(self, call: CallRecord) -> bool:
        """Choose a call and bring it into view; says whether the list has it, which a new one may not yet."""
        return self.go_to_entry(call)

    def arrange(self, content: Any) -> None:
        """Show other days."""
        self._model.show(content.wanted, content.days)

    def offers(self, entry: CallRecord) -> set[str]:
        """Return what can be done with a call."""
        keys = set()
        if entry.other:
            keys.add(CALL)
        if entry.has_recording and self.plays:
            keys.add(PLAY)
        return keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the player's keys to the player."""
        if is_players(event):
            self.player_key.emit(event)
            return
        super().keyPressEvent(event)

    # ---- what came in above

    def came_above(self, entries: int) -> None:
        """Count what came in above what is seen."""
        self._fresh = self._fresh + entries if entries or self.away else 0

    def settled(self) -> None:
        """Show how many calls came in above what is seen."""
        if not self.away:
            self._fresh = 0
        self.fresh.setVisible(self._fresh > 0)
        if self._fresh:
            self.fresh.setText(sentences_recents.new_calls(self._fresh))
            self.fresh.adjustSize()
            box = self.viewport().geometry()
            x = box.x() + (box.width() - self.fresh.width()) // 2
            self.fresh.move(x, box.y() + self.covered + u(8))

    def _to_fresh(self) -> None:
        if self.fresh.hasFocus():
            self.setFocus(Qt.FocusReason.TabFocusReason)
        self.scrollToTop()
