"""A list under a field that looks in it: the keys between both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.ui.kit.field import Field
from desktop.ui.kit.panes import Pane


class SearchedPane(Pane):
    """Who makes one lays it out, with `search` in it, and says how the list takes the focus."""

    wanted = Signal()
    """A key asks for something here: it must be seen, whatever lies over it."""

    search: Field

    def focus_list(self, *, down: bool) -> None:
        """Go to the list, where it has rows; `down` comes from the search to what that found."""
        raise NotImplementedError

    def focus_search(self) -> None:
        """Go to the search field, and mark what stands there."""
        self.wanted.emit()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def leave_search(self) -> None:
        """Empty the search field, or go from an empty one to the list."""
        if self.search.text():
            self.search.clear()
        else:
            self.focus_list(down=False)

    def to_found(self) -> None:
        """Go from the search down to what it found."""
        self.focus_list(down=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key that leads down from the search."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.to_found()
            return
        super().keyPressEvent(event)
